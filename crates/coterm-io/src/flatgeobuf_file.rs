//! Layers as `FlatGeobuf`, in EPSG:27700.

use std::io::Cursor;
use std::path::Path;

use coterm_core::{Area, Layer, LayerInfo, Period};
use flatgeobuf::{
    ColumnType, FallibleStreamingIterator, FeatureProperties, FgbCrs, FgbReader, FgbWriter,
    FgbWriterOptions, GeometryType,
};
use geo::{Geometry, MultiPolygon};
use geozero::{ColumnValue, PropertyProcessor, ToGeo};

use crate::feature::{RawFeature, RawFile, RawGeometry};
use crate::{Crs, Error, Result};

/// The columns of a layer's file, besides `ods`.
const COLUMNS: [&str; 5] = ["code", "name", "valid_from", "valid_to", "complete"];

/// Writes a layer. The bytes depend on nothing but the layer and the system.
pub(crate) fn write(layer: &Layer, crs: Crs) -> Result<Vec<u8>> {
    let fail = |error: &dyn std::fmt::Display| {
        Error::Unsuitable(format!(
            "cannot write {} as FlatGeobuf: {error}",
            layer.id()
        ))
    };
    let attribution = &layer.info().attribution;
    let mut writer = FgbWriter::create_with_options(
        layer.id(),
        GeometryType::MultiPolygon,
        FgbWriterOptions {
            write_index: true,
            crs: FgbCrs {
                code: i32::from(crs.epsg()),
                ..FgbCrs::default()
            },
            title: Some(&layer.info().title),
            description: Some(attribution),
            ..FgbWriterOptions::default()
        },
    )
    .map_err(|error| fail(&error))?;
    for column in COLUMNS {
        let kind = if column == "complete" {
            ColumnType::Bool
        } else {
            ColumnType::String
        };
        writer.add_column(column, kind, |_, args| args.nullable = column == "valid_to");
    }
    writer.add_column("ods", ColumnType::String, |_, args| args.nullable = true);
    for area in layer.areas() {
        let footprint = converted(area.footprint(), crs)?;
        let from = area.period().from().to_string();
        let to = area.period().to().map(|to| to.to_string());
        let mut failed = None;
        writer
            .add_feature_geom(Geometry::MultiPolygon(footprint), |feature| {
                let mut put = |position, name, value: Option<ColumnValue<'_>>| {
                    if let Some(value) = value
                        && let Err(error) = feature.property(position, name, &value)
                    {
                        failed = Some(error.to_string());
                    }
                };
                put(0, "code", Some(ColumnValue::String(area.code())));
                put(1, "name", Some(ColumnValue::String(area.name())));
                put(2, "valid_from", Some(ColumnValue::String(&from)));
                put(3, "valid_to", to.as_deref().map(ColumnValue::String));
                put(4, "complete", Some(ColumnValue::Bool(area.complete())));
                put(
                    5,
                    "ods",
                    area.codes()
                        .get("ods")
                        .map(|code| ColumnValue::String(code)),
                );
            })
            .map_err(|error| fail(&error))?;
        if let Some(error) = failed {
            return Err(fail(&error));
        }
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).map_err(|error| fail(&error))?;
    Ok(bytes)
}

/// A footprint in another coordinate system.
pub(crate) fn converted(footprint: &MultiPolygon<f64>, crs: Crs) -> Result<MultiPolygon<f64>> {
    let mut footprint = footprint.clone();
    if crs != Crs::BritishNationalGrid {
        for polygon in &mut footprint.0 {
            let mut result = Ok(());
            polygon.exterior_mut(|ring| result = crs.from_grid(&mut ring.0));
            result?;
            let mut result = Ok(());
            polygon.interiors_mut(|rings| {
                result = rings
                    .iter_mut()
                    .try_for_each(|ring| crs.from_grid(&mut ring.0));
            });
            result?;
        }
    }
    Ok(footprint)
}

/// Reads a layer that [`write`] wrote, in EPSG:27700.
pub(crate) fn read(path: &Path, bytes: &[u8], info: LayerInfo) -> Result<Layer> {
    // The reader has had out-of-range faults on damaged files; a fault in it must
    // not take the process along. The checksum has passed, so this is the second line.
    let areas = std::panic::catch_unwind(|| areas(path, bytes, info.period))
        .unwrap_or_else(|_| Err(Error::malformed(path, "the FlatGeobuf reader failed on it")))?;
    Ok(Layer::new(info, areas))
}

fn areas(path: &Path, bytes: &[u8], period: Period) -> Result<Vec<Area>> {
    let bad = |error: &dyn std::fmt::Display| Error::malformed(path, error);
    let reader = FgbReader::open(Cursor::new(bytes)).map_err(|error| bad(&error))?;
    let code = reader.header().crs().map_or(0, |crs| crs.code());
    if code != i32::from(Crs::BritishNationalGrid.epsg()) {
        return Err(bad(&format!(
            "its coordinate system is EPSG:{code}, and EPSG:27700 is needed"
        )));
    }
    let mut features = reader.select_all_seq().map_err(|error| bad(&error))?;
    let mut areas = Vec::new();
    while let Some(feature) = features.next().map_err(|error| bad(&error))? {
        let text = |name: &str| {
            feature
                .property::<String>(name)
                .ok()
                .filter(|text| !text.is_empty())
        };
        let needed = |name: &str| {
            text(name).ok_or_else(|| bad(&format!("area {} has no \"{name}\"", areas.len() + 1)))
        };
        let day = |name: &str| {
            text(name)
                .map(|day| day.parse().map_err(|error| bad(&error)))
                .transpose()
        };
        let footprint = match feature.to_geo().map_err(|error| bad(&error))? {
            Geometry::MultiPolygon(footprint) => footprint,
            Geometry::Polygon(polygon) => polygon.into(),
            _ => return Err(bad(&format!("area {} is not a polygon", areas.len() + 1))),
        };
        let period = Period::new(
            day("valid_from")?.unwrap_or(period.from()),
            day("valid_to")?,
        )?;
        let mut area = Area::new(needed("code")?, needed("name")?, period, footprint)?
            .with_complete(feature.property::<bool>("complete").unwrap_or(true));
        if let Some(ods) = text("ods") {
            area = area.with_code("ods", ods);
        }
        areas.push(area);
    }
    Ok(areas)
}

/// Every feature of a `FlatGeobuf` file as it is there, and the system in its header.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    // The file may be anything; see `read`.
    std::panic::catch_unwind(|| raw_features(path, bytes))
        .unwrap_or_else(|_| Err(Error::malformed(path, "the FlatGeobuf reader failed on it")))
}

fn raw_features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let bad = |error: &dyn std::fmt::Display| Error::malformed(path, error);
    let reader = FgbReader::open(Cursor::new(bytes)).map_err(|error| bad(&error))?;
    let code = reader.header().crs().map_or(0, |crs| crs.code());
    // 0 is what the format says for a system that is not known.
    let declared = (code != 0).then(|| format!("EPSG:{code}"));
    let mut features = reader.select_all_seq().map_err(|error| bad(&error))?;
    let mut found = Vec::new();
    while let Some(feature) = features.next().map_err(|error| bad(&error))? {
        let fields = feature.properties().map_err(|error| bad(&error))?;
        // One without geometry cannot be told from one that is damaged.
        let geometry = (feature.to_geo()).map_or_else(
            |error| RawGeometry::NotUnderstood(error.to_string()),
            RawGeometry::from,
        );
        found.push(RawFeature {
            fields: fields
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            geometry,
            ..RawFeature::default()
        });
    }
    Ok(RawFile {
        features: found,
        declared,
        ..RawFile::default()
    })
}
