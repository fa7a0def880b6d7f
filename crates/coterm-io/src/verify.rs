//! Checks whether a data folder is what it should be: checksums, geometry, partitions, and numbers
//! that official sources publish.
//!
//! [`verify`] returns one [`Check`] for each claim. `coterm data verify` prints them.

mod expected;

use std::collections::BTreeMap;
use std::path::Path;

use coterm_core::codes::{Coded, PostcodeRecord, ReleaseId, ReleaseKind, Releases};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, AreaId, Layer, Role};
use coterm_core::space::millimetres;
use polygon_coverage::validity::validity;
use polygon_coverage::{CoverageReport, PointIndex};
use rayon::prelude::*;
use serde::Serialize;

use crate::report::defect_in_words;
use crate::{DataLocation, FileSet, Progress, Result, store};

/// A claim about the data, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The claim, in words.
    pub claim: String,
    /// The figures that the data gave.
    pub found: String,
    /// Whether the claim holds. True of a claim that was left out.
    pub holds: bool,
    /// Whether the claim was not checked, because it is about ground that this data does not have;
    /// `found` says so.
    pub left_out: bool,
}

impl Check {
    fn new(claim: impl Into<String>, found: impl Into<String>, holds: bool) -> Self {
        Self {
            claim: claim.into(),
            found: found.into(),
            holds,
            left_out: false,
        }
    }

    fn left_out(claim: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            left_out: true,
            ..Self::new(claim, reason, true)
        }
    }
}

/// Checks data against its checksums, the rules of geometry and coverages, and the
/// partitions and published counts in the folder `expected`, so far as they are about areas that
/// the data has. Loads the whole folder, and checks every layer as a coverage, on all cores:
/// O(n log n) in the vertices.
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
    verify_with(location, &FileSet::read(expected, "csv")?, progress)
}

/// Checks data as [`verify`] does, with published counts that are in memory.
///
/// # Errors
///
/// [`Error::NoData`](crate::Error::NoData) and [`Error::Malformed`](crate::Error::Malformed) for data
/// whose catalogue cannot be read, and the other errors of [`verify`].
pub fn verify_with(
    location: impl Into<DataLocation>,
    expected: &FileSet,
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
    checks.extend(expected::counts(&dataset, expected)?);
    checks.extend(expected::partitions(&dataset, expected)?);
    let share = expected::share(expected, &manifest.extent)?;
    checks.extend(postcodes(&dataset, share, &manifest.extent_title));
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

fn postcodes(dataset: &Dataset, expected_share: Option<f64>, extent: &str) -> Vec<Check> {
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
    let Some(expected_share) = expected_share else {
        checks.push(Check::left_out(
            "postcodes are in the polygon of their own district",
            format!("left out: no share is expected of {extent}"),
        ));
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
