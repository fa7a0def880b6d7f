//! Checks against what official sources publish: numbers of building blocks, partitions, and shares of
//! postcodes.
//!
//! A claim is checked if the data has the ground that it is about; else it is left out, and the
//! check says so.

use std::collections::BTreeSet;

use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, Layer, Role};
use coterm_core::words::kind;
use polygon_coverage::measure::unsigned_area;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Check, block_counts};
use crate::error::At;
use crate::{FileSet, Result};

/// File name of the list of partitions.
const PARTITIONS: &str = "partitions.csv";
/// File name of the expected shares of postcodes.
const SHARES: &str = "district-share.csv";

/// A row of `district-share.csv`: the share of postcodes, from 0 to 1, expected of an extent.
#[derive(Deserialize)]
struct ExpectedShare {
    extent: String,
    share: f64,
}

/// A row of a published table: two areas and the number of building blocks that are in both.
#[derive(Deserialize)]
struct ExpectedCount {
    a: String,
    a_name: String,
    b: String,
    b_name: String,
    blocks: usize,
}

/// A row of `partitions.csv`: an area, and a layer whose areas must divide it without overlap or
/// remainder.
#[derive(Deserialize)]
struct ExpectedPartition {
    layer: String,
    area: String,
    parts: String,
}

/// Checks the numbers of building blocks that areas of two layers share against each published
/// table: the files `LAYER-by-LAYER.csv`, in order of their names.
pub(super) fn counts(dataset: &Dataset, expected: &FileSet) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    for name in expected.names() {
        let layers = name.strip_suffix(".csv");
        if let Some((a, b)) = layers.and_then(|layers| layers.split_once("-by-")) {
            checks.extend(published(dataset, a, b, expected, name)?);
        }
    }
    Ok(checks)
}

/// Checks the data against one published table, row by row. A row is about this data if it has all
/// of one of the row's two areas.
fn published(
    dataset: &Dataset,
    a: &str,
    b: &str,
    files: &FileSet,
    name: &str,
) -> Result<Vec<Check>> {
    let path = files.path(name);
    let mut expected = Vec::new();
    for row in csv::Reader::from_reader(files.get(name)?).records() {
        let row = row.at(&path)?;
        // Column names depend on the families, so columns are read by position.
        let cell: ExpectedCount = row.deserialize(None).at(&path)?;
        expected.push(cell);
    }
    let is_here =
        |cell: &ExpectedCount| is_whole(dataset, a, &cell.a) || is_whole(dataset, b, &cell.b);
    let (expected, elsewhere): (Vec<_>, Vec<_>) = expected.into_iter().partition(is_here);
    let rows = expected.len() + elsewhere.len();
    let [one, several] = kind_of(dataset, |layer| layer.id() == a);
    let [_, blocks] = kind_of(dataset, |layer| layer.info().role == Role::Block);
    let cells = block_counts(dataset, a, b);
    let mut checks = Vec::new();
    for cell in &expected {
        let found = cells
            .get(&(cell.a.clone(), cell.b.clone()))
            .copied()
            .unwrap_or_default();
        checks.push(Check::new(
            format!(
                "{} {one} has {} {blocks} in {}",
                cell.a_name, cell.blocks, cell.b_name
            ),
            found.to_string(),
            found == cell.blocks,
        ));
    }
    if !elsewhere.is_empty() {
        let left_out = elsewhere.len();
        checks.push(Check::left_out(
            format!("numbers of {blocks} as in {name}"),
            format!("left out: {left_out} of {rows} are of areas that this data does not have as a whole"),
        ));
    }
    let in_part: BTreeSet<&str> = elsewhere.iter().map(|cell| cell.a.as_str()).collect();
    let all_here = expected.iter();
    let all_here = all_here.filter(|cell| !in_part.contains(cell.a.as_str()));
    let areas: BTreeSet<&str> = all_here.clone().map(|cell| cell.a.as_str()).collect();
    if areas.is_empty() {
        return Ok(checks);
    }
    let total: usize = all_here.map(|cell| cell.blocks).sum();
    let found: usize = cells
        .iter()
        .filter(|((area, _), _)| areas.contains(area.as_str()))
        .map(|(_, count)| count)
        .sum();
    checks.push(Check::new(
        format!("these {several} have {total} {blocks}, and none elsewhere"),
        found.to_string(),
        found == total,
    ));
    Ok(checks)
}

/// Returns the words for one area and for several areas of the first layer that `is_wanted`.
fn kind_of(dataset: &Dataset, is_wanted: impl Fn(&Layer) -> bool) -> [&'static str; 2] {
    let mut layers = dataset.catalogue().layers().iter();
    let layer = layers.find(|layer| is_wanted(layer));
    kind(layer.map_or("", |layer| layer.info().family.as_str()))
}

/// Checks the partitions in `partitions.csv`.
pub(super) fn partitions(dataset: &Dataset, expected: &FileSet) -> Result<Vec<Check>> {
    let mut expected: Vec<ExpectedPartition> = rows(expected, PARTITIONS)?;
    let number = expected.len();
    expected.retain(|partition| is_about(dataset, partition));
    let left_out = number - expected.len();
    let [_, kinds] = kind_of(dataset, |layer| layer.info().role == Role::Block);
    let catalogue = dataset.catalogue();
    let codes = dataset.codes();
    let mut checks = Vec::new();
    for partition in &expected {
        let ExpectedPartition {
            layer: whole_layer,
            area: code,
            parts: parts_layer,
        } = partition;
        let claim = format!("{parts_layer} partitions {whole_layer}/{code}");
        let find = |id: &str| catalogue.position(id);
        let (Some(whole_at), Some(parts_at)) = (find(whole_layer), find(parts_layer)) else {
            checks.push(Check::new(claim, "a layer is missing", false));
            continue;
        };
        let Some(whole) = catalogue[whole_at].position(code) else {
            checks.push(Check::new(claim, "the area is missing", false));
            continue;
        };
        let blocks = codes.blocks_of(whole_at, whole).unwrap_or_default();
        let mut covered = BTreeSet::new();
        let (mut twice, mut parts_area) = (0, 0.0);
        for (part, area) in catalogue[parts_at].iter() {
            for block in codes.blocks_of(parts_at, part).unwrap_or_default() {
                twice += usize::from(!covered.insert(block));
            }
            parts_area += unsigned_area(area.footprint());
        }
        let left = blocks.difference(&covered).count();
        let beyond = covered.difference(&blocks).count();
        let whole_area = unsigned_area(catalogue[whole_at][whole].footprint());
        let apart = (whole_area - parts_area).abs();
        checks.push(Check::new(
            claim,
            format!("{} {kinds}, {left} left over, {twice} twice, {beyond} beyond; areas differ by {apart:.3} m²", blocks.len()),
            left + twice + beyond == 0 && apart < whole_area * 1e-9,
        ));
    }
    if left_out > 0 {
        checks.push(Check::left_out(
            format!("partitions as in {PARTITIONS}"),
            format!("left out: {left_out} of {number} are of areas that this data does not have as a whole"),
        ));
    }
    Ok(checks)
}

/// Returns the share of Code-Point Open's postcodes that must be in the polygon of their own
/// district. `None` if `district-share.csv` has no row for the extent.
pub(super) fn share(expected: &FileSet, extent: &str) -> Result<Option<f64>> {
    let shares: Vec<ExpectedShare> = rows(expected, SHARES)?;
    let mut shares = shares.iter();
    Ok(shares.find(|row| row.extent == extent).map(|row| row.share))
}

/// Reads the rows of a file.
fn rows<R: DeserializeOwned>(files: &FileSet, name: &str) -> Result<Vec<R>> {
    let mut reader = csv::Reader::from_reader(files.get(name)?);
    let rows = reader.deserialize().collect::<csv::Result<_>>();
    rows.at(files.path(name))
}

/// Whether a partition is about this data: it has all of the area that is divided, or should have it,
/// because it has both layers and nothing of that area.
fn is_about(dataset: &Dataset, partition: &ExpectedPartition) -> bool {
    let ExpectedPartition { layer, area, parts } = partition;
    let find = |id: &str| dataset.catalogue().layer(id).ok();
    let is_missing =
        || find(parts).is_some() && find(layer).is_some_and(|layer| layer.position(area).is_none());
    is_whole(dataset, layer, area) || is_missing()
}

/// Whether the data has all of an area.
fn is_whole(dataset: &Dataset, layer: &str, code: &str) -> bool {
    let layer = dataset.catalogue().layer(layer).ok();
    let area = layer.and_then(|layer| layer.area(code));
    area.is_some_and(Area::complete)
}
