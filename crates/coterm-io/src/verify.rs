//! Checks whether a data folder is what it should be: checksums, geometry, partitions, and numbers
//! that official sources publish.
//!
//! [`verify`] returns one [`Check`] for each claim. `coterm data verify` prints them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use coterm_core::codes::{Coded, PostcodeRecord, ReleaseId, ReleaseKind, Releases};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, AreaId, Layer, Role};
use coterm_core::space::millimetres;
use coterm_core::words::kind;
use polygon_coverage::measure::unsigned_area;
use polygon_coverage::validity::validity;
use polygon_coverage::{CoverageReport, PointIndex};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::At;
use crate::report::defect_in_words;
use crate::{DataLocation, Progress, Result, store};

/// A claim about the data, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The claim, in words.
    pub claim: String,
    /// The figures that the data gave.
    pub found: String,
    /// Whether the claim holds.
    pub holds: bool,
}

impl Check {
    fn new(claim: impl Into<String>, found: impl Into<String>, holds: bool) -> Self {
        Self {
            claim: claim.into(),
            found: found.into(),
            holds,
        }
    }
}

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

/// Checks data against its checksums, the rules of geometry and coverages, and the
/// partitions and published counts in the folder `expected`. Loads the whole folder, and checks
/// every layer as a coverage, on all cores: O(n log n) in the vertices.
///
/// # Errors
///
/// [`Error`](crate::Error) only if the folder could not be read at all, or `expected` could not.
/// Claims that do not hold are part of the result.
///
/// ```
/// use std::path::Path;
/// use coterm_io::{Silent, verify::verify};
///
/// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
/// let checks = verify(&data, &data.join("expected"), &Silent)?;
/// assert!(checks.iter().all(|check| check.holds));
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn verify(
    location: impl Into<DataLocation>,
    expected: &Path,
    progress: &dyn Progress,
) -> Result<Vec<Check>> {
    let location = &location.into().without_own();
    let manifest = store::manifest(location)?;
    let mut checks = Vec::new();
    let entries: Vec<_> = manifest
        .layers
        .iter()
        .map(|layer| &layer.file)
        .chain([&manifest.code_table, &manifest.postcodes])
        .collect();
    progress.begin("checksums", Some(entries.len() as u64));
    let damaged: Vec<String> = entries
        .iter()
        .filter_map(|entry| {
            progress.advance(1);
            entry.read(location).err().map(|_| entry.file.clone())
        })
        .collect();
    progress.end();
    let found = if damaged.is_empty() {
        format!("{} files", entries.len())
    } else {
        damaged.join(", ")
    };
    checks.push(Check::new(
        "every file has its checksum",
        found,
        damaged.is_empty(),
    ));
    if !damaged.is_empty() {
        // Damaged files cannot be loaded, so no other claim can be checked.
        return Ok(checks);
    }
    let dataset = store::open(location, Indexing::None)?;
    let rows: BTreeMap<&str, u64> = manifest
        .layers
        .iter()
        .map(|layer| (layer.info.id.as_str(), layer.file.rows))
        .collect();
    let layers = dataset.catalogue().layers();
    progress.begin("layers", Some(layers.len() as u64));
    checks.extend(
        layers
            .par_iter()
            .flat_map_iter(|layer| {
                let checks = layer_checks(layer, rows.get(layer.id()).copied().unwrap_or_default());
                progress.advance(1);
                checks
            })
            .collect::<Vec<_>>(),
    );
    progress.end();
    checks.extend(counts(&dataset, expected)?);
    checks.extend(partitions(&dataset, expected)?);
    checks.extend(postcodes(
        &dataset,
        expected_share(expected, &manifest.extent)?,
    ));
    Ok(checks)
}

fn layer_checks(layer: &Layer, rows: u64) -> Vec<Check> {
    let id = layer.id();
    let mut checks = vec![Check::new(
        format!("{id}: number of areas as in the catalogue"),
        layer.areas().len().to_string(),
        layer.areas().len() as u64 == rows && rows > 0,
    )];
    let invalid: Vec<&str> = layer
        .areas()
        .iter()
        .filter(|area| !validity(area.footprint()).is_empty())
        .map(Area::name)
        .collect();
    // Other generalisations and the backdrop are kept as published: their faults are stated, but
    // the check holds.
    let published = matches!(layer.info().role, Role::Drawing | Role::Backdrop);
    let found = if invalid.is_empty() {
        "all valid".to_owned()
    } else {
        format!("not valid: {}", invalid.join(", "))
    };
    checks.push(Check::new(
        format!("{id}: every footprint is valid"),
        found,
        invalid.is_empty() || published,
    ));
    if !published {
        let footprints: Vec<_> = layer.areas().iter().map(Area::footprint).collect();
        let report = CoverageReport::of(&footprints, 0.0, millimetres());
        let defects = match report {
            Ok(report) => report.defects(),
            Err(error) => {
                let found = error.to_string();
                checks.push(Check::new(format!("{id}: a coverage"), found, false));
                return checks;
            }
        };
        let found = match defects.first() {
            None => "no overlap, every shared edge matches".to_owned(),
            Some(first) => {
                let first = defect_in_words(first);
                format!("{} defects, the first: {first}", defects.len())
            }
        };
        checks.push(Check::new(
            format!("{id}: a coverage"),
            found,
            defects.is_empty(),
        ));
    }
    checks
}

/// Checks the numbers of building blocks that areas of two layers share against each published
/// table: the files `LAYER-by-LAYER.csv`, in order of their names.
fn counts(dataset: &Dataset, expected: &Path) -> Result<Vec<Check>> {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(expected).at(expected)? {
        let path = entry.at(expected)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let layers = name
            .and_then(|name| name.strip_suffix(".csv"))
            .and_then(|name| name.split_once("-by-"));
        if let Some((a, b)) = layers {
            tables.push((a.to_owned(), b.to_owned(), path.clone()));
        }
    }
    tables.sort();
    let mut checks = Vec::new();
    for (a, b, path) in &tables {
        checks.extend(published(dataset, a, b, path)?);
    }
    Ok(checks)
}

/// Checks the data against one published table, row by row.
fn published(dataset: &Dataset, a: &str, b: &str, path: &Path) -> Result<Vec<Check>> {
    let mut reader = csv::Reader::from_path(path).at(path)?;
    let mut expected = Vec::new();
    for row in reader.records() {
        let row = row.at(path)?;
        // Column names depend on the families, so columns are read by position.
        let cell: ExpectedCount = row.deserialize(None).at(path)?;
        expected.push(cell);
    }
    let [one, several] = kind_of(dataset, |layer| layer.id() == a);
    let [_, blocks] = kind_of(dataset, |layer| layer.info().role == Role::Block);
    let cells = block_counts(dataset, a, b);
    let areas: BTreeSet<&str> = expected.iter().map(|cell| cell.a.as_str()).collect();
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
    let total: usize = expected.iter().map(|cell| cell.blocks).sum();
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

/// Counts the building blocks that each pair of areas from two layers shares, by the areas' codes.
/// Empty if a layer does not exist. O(n) in the blocks.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// let counts = coterm_io::verify::block_counts(&dataset, "ccg-2021", "lad-2023");
/// let fylde_and_wyre_in_preston = ("E38000226".to_owned(), "E07000123".to_owned());
/// assert_eq!(counts[&fylde_and_wyre_in_preston], 1);
/// ```
pub fn block_counts(dataset: &Dataset, a: &str, b: &str) -> BTreeMap<(String, String), usize> {
    let catalogue = dataset.catalogue();
    let mut counts = BTreeMap::new();
    let (Some(a), Some(b)) = (catalogue.position(a), catalogue.position(b)) else {
        return counts;
    };
    let codes = dataset.codes();
    for block in codes.block_ids() {
        if let (Coded::Area(in_a), Coded::Area(in_b)) =
            (codes.of_block(block, a), codes.of_block(block, b))
        {
            let pair = (
                catalogue[a][in_a].code().to_owned(),
                catalogue[b][in_b].code().to_owned(),
            );
            *counts.entry(pair).or_default() += 1;
        }
    }
    counts
}

/// Checks the partitions in `partitions.csv`.
fn partitions(dataset: &Dataset, expected: &Path) -> Result<Vec<Check>> {
    let path = expected.join("partitions.csv");
    let mut reader = csv::Reader::from_path(&path).at(&path)?;
    let expected: Vec<ExpectedPartition> =
        reader.deserialize().collect::<csv::Result<_>>().at(&path)?;
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
    Ok(checks)
}

/// Returns the share of Code-Point Open's postcodes that must be in the polygon of their own
/// district. `None` if `district-share.csv` has no row for the extent.
fn expected_share(expected: &Path, extent: &str) -> Result<Option<f64>> {
    let path = expected.join("district-share.csv");
    let mut reader = csv::Reader::from_path(&path).at(&path)?;
    let shares: Vec<ExpectedShare> = reader.deserialize().collect::<csv::Result<_>>().at(&path)?;
    Ok(shares
        .iter()
        .find(|row| row.extent == extent)
        .map(|row| row.share))
}

fn postcodes(dataset: &Dataset, expected_share: Option<f64>) -> Vec<Check> {
    let records = dataset.postcodes().records();
    let mut checks = Vec::new();
    let unknown = records
        .iter()
        .filter_map(|record| record.lsoa)
        .filter(|&lsoa| dataset.codes().block(lsoa).is_none())
        .count();
    checks.push(Check::new(
        "every postcode's LSOA is in the code table",
        format!("{unknown} are not"),
        unknown == 0,
    ));
    // For an extent without published figures nothing is claimed.
    let Some(expected_share) = expected_share else {
        return checks;
    };
    let releases = dataset.postcodes().releases();
    for (id, districts) in releases.with_districts() {
        // Only releases with positions of their own are compared.
        if releases[id].kind != ReleaseKind::Positions {
            continue;
        }
        let (layer, product) = (&districts.layer, &releases[id].product);
        let (agree, all) = district_agreement(dataset, id);
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of postcodes are far below 2^52"
        )]
        let share = agree as f64 / all.max(1) as f64;
        checks.push(Check::new(
            format!("at least {:.1}% of {product}'s postcodes are in the polygon of their own district of {layer}", expected_share * 100.0),
            format!("{agree} of {all}, {:.2}%", share * 100.0),
            share >= expected_share,
        ));
    }
    checks
}

/// Returns the district of a postcode by a release, an area of its layer. `None` if the
/// release gives no district, or one that the layer lacks.
pub fn own_district(
    releases: &Releases,
    release: ReleaseId,
    record: &PostcodeRecord,
    layer: &Layer,
) -> Option<AreaId> {
    layer.position(&record.district_by(releases, release)?.to_string())
}

/// Counts the postcodes that are in the polygon of their own district by a release, and the
/// postcodes that have such a district. `(0, 0)` if the release has no layer of districts.
pub fn district_agreement(dataset: &Dataset, release: ReleaseId) -> (usize, usize) {
    let releases = dataset.postcodes().releases();
    let districts = releases[release].districts.as_ref();
    let layer = districts.and_then(|districts| dataset.catalogue().layer(&districts.layer).ok());
    let Some(layer) = layer else {
        return (0, 0);
    };
    let index = PointIndex::build(layer.areas().iter().map(Area::footprint));
    let Ok(index) = index else {
        return (0, 0);
    };
    dataset
        .postcodes()
        .records()
        .par_iter()
        .filter_map(|record| {
            let own = own_district(releases, release, record, layer)?;
            let drawn = index.locate(record.point.coord());
            Some((usize::from(drawn.is_some_and(|area| area == own)), 1))
        })
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}
