//! The building blocks' polygons, and the layers that are dissolved from them.
//!
//! The blocks that [`blocks`] returns match vertex for vertex, except for defects that the report
//! states; dissolving relies on it.

use std::collections::{BTreeSet, HashMap};

use coterm_core::layers::{Area, Layer, LayerInfo};
use coterm_core::space::millimetres;
use geo::MultiPolygon;
use polygon_coverage::coverage::CoverageDefect;
use polygon_coverage::noding::node_coverage;
use polygon_coverage::{AreaId, CoverageReport, dissolve};
use rayon::prelude::*;

use super::membership::{Column, Membership};
use crate::geojson_file::{self, PolygonFeature};
use crate::recipe::SourceLayer;
use crate::repair::repaired;
use crate::source::Wheels;
use crate::{DataReport, Error, Progress, Result};

/// Distance in metres within which vertices of neighbours are taken to be the same vertex. The file
/// has shared lines with different last digits for each neighbour; no two distinct vertices in
/// England are as close as this.
const SAME_VERTEX_M: f64 = 0.005;

/// Reads the footprint of each block, in the order of the membership. Footprints are converted with
/// OSTN15, rounded to the millimetre, repaired, and matched to their neighbours.
pub(super) fn blocks(
    layer: &str,
    source: &SourceLayer,
    wheels: &Wheels,
    membership: &Membership,
    report: &mut DataReport,
    progress: &dyn Progress,
) -> Result<Vec<MultiPolygon<f64>>> {
    let lacks = |field: &str| Error::Recipe(format!("the recipe's {layer} has no \"{field}\""));
    let code_field = source
        .code_field
        .as_deref()
        .ok_or_else(|| lacks("code_field"))?;
    let (path, bytes) = wheels.read(source.member.as_deref().ok_or_else(|| lacks("member"))?)?;
    let wanted: HashMap<String, usize> = membership
        .blocks
        .iter()
        .enumerate()
        .map(|(i, (code, _))| (code.to_string(), i))
        .collect();
    progress.begin("LSOA polygons", Some(wanted.len() as u64));
    let mut footprints = vec![None; wanted.len()];
    let mut published = vec![MultiPolygon::new(Vec::new()); wanted.len()];
    geojson_file::polygons(&path, &bytes, |feature: PolygonFeature| {
        let Some(&block) = feature.text(code_field).and_then(|code| wanted.get(code)) else {
            return Ok(());
        };
        let name = &membership.blocks[block].1;
        published[block].clone_from(&feature.footprint);
        let footprint = feature.crs.footprint_to_grid(feature.footprint)?;
        footprints[block] = Some(repaired(&format!("{layer} {name}"), &footprint, report));
        progress.advance(1);
        Ok(())
    })?;
    progress.end();
    let mut footprints = footprints
        .into_iter()
        .enumerate()
        .map(|(block, footprint)| {
            footprint.ok_or_else(|| {
                let (code, name) = &membership.blocks[block];
                Error::malformed(&path, format!("it has no polygon for {code} {name}"))
            })
        })
        .collect::<Result<Vec<_>>>()?;
    match_neighbours(layer, &mut footprints, &published, membership, report)?;
    Ok(footprints)
}

/// Makes neighbours match vertex for vertex. Most of those that do not match as published differ
/// only in digits far below a millimetre, and match once they are rounded to it.
fn match_neighbours(
    layer: &str,
    footprints: &mut [MultiPolygon<f64>],
    published: &[MultiPolygon<f64>],
    membership: &Membership,
    report: &mut DataReport,
) -> Result<()> {
    let unmatched = |footprints: &[MultiPolygon<f64>]| -> Result<BTreeSet<AreaId>> {
        let footprints: Vec<_> = footprints.iter().collect();
        let found = CoverageReport::of(&footprints, 0.0, millimetres());
        let defects = found.map_err(coterm_core::Error::from)?.defects();
        Ok(defects.iter().flat_map(CoverageDefect::areas).collect())
    };
    let names = |areas: &BTreeSet<AreaId>| {
        let names: Vec<&str> = areas
            .iter()
            .map(|area| membership.blocks[area.index()].1.as_str())
            .collect();
        names.join(", ")
    };
    let (before, rounded) = (unmatched(published)?, unmatched(footprints)?);
    let mended: BTreeSet<AreaId> = before.difference(&rounded).copied().collect();
    if !mended.is_empty() {
        report.add(
            layer,
            format!(
                "{} areas have edges that do not match their neighbours': {}",
                mended.len(),
                names(&mended)
            ),
            "rounded to the millimetre, they match",
        );
    }
    let noded = node_coverage(footprints, SAME_VERTEX_M);
    if !noded.is_empty() {
        let areas: BTreeSet<AreaId> = noded.iter().map(|node| node.area).chain(rounded).collect();
        let furthest = noded.iter().map(|node| node.moved).fold(0.0, f64::max);
        report.add(
            layer,
            format!(
                "{} areas lack vertices of their neighbours, even after rounding to the millimetre: {}",
                areas.len(),
                names(&areas)
            ),
            format!(
                "{} vertices added or moved; lines moved by {:.1} mm at most",
                noded.len(),
                furthest * 1_000.0
            ),
        );
    }
    Ok(())
}

/// Makes the layer of the blocks themselves.
pub(super) fn block_layer(
    info: LayerInfo,
    membership: &Membership,
    footprints: &[MultiPolygon<f64>],
    localities: &[Option<String>],
) -> Result<Layer> {
    let areas = membership
        .blocks
        .iter()
        .zip(footprints)
        .zip(localities)
        .map(|(((code, name), footprint), locality)| {
            let area = Area::new(
                code.to_string(),
                name.as_str(),
                info.period,
                footprint.clone(),
            )?;
            Ok(area.with_locality(locality.clone()))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Layer::new(info, areas))
}

/// Makes a layer whose areas are unions of blocks.
pub(super) fn dissolved(
    info: LayerInfo,
    column: &Column,
    blocks: &[MultiPolygon<f64>],
) -> Result<Layer> {
    let areas = column
        .areas
        .par_iter()
        .enumerate()
        .map(|(position, entry)| {
            let members = column
                .of_block
                .iter()
                .zip(blocks)
                .filter(|(area, _)| **area == Some(position));
            let footprint = dissolve(members.map(|(_, footprint)| footprint))
                .map_err(coterm_core::Error::from)?;
            let mut area = Area::new(
                entry.code.as_str(),
                entry.name.as_str(),
                info.period,
                footprint,
            )?
            .with_complete(entry.complete);
            if let Some(ods) = &entry.ods {
                area = area.with_code("ods", ods.as_str());
            }
            Ok(area)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Layer::new(info, areas))
}
