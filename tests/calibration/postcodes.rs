//! Checks whether postcodes are answered with the areas that other sources put them in.

use std::collections::BTreeMap;
use std::path::Path;

use coterm_core::codes::{PositionSource, PositionalQuality, Postcode, PostcodeRecord};
use coterm_core::dataset::Dataset;
use coterm_core::space::GridPoint;

use crate::Outcome;
use crate::asking::{Question, Subject};
use crate::check::{Check, SourceTruth};
use crate::line::TrueLines;
use crate::truth::{TrueArea, Truth};

/// Code-Point Open's indicator of a position within the building.
const WITHIN_BUILDING: u8 = 10;

/// Postcode with its position in a source.
#[derive(Debug, Clone)]
pub(crate) struct Position {
    pub(crate) postcode: Postcode,
    pub(crate) at: GridPoint,
    /// Code of its district; empty if the source has none.
    pub(crate) district: String,
}

/// Reads the postcodes of a Code-Point Open file whose position is within the building, in order.
pub(crate) fn code_point_open(path: &Path) -> Outcome<Vec<Position>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        let found = headers.iter().position(|header| header == name);
        found.ok_or_else(|| format!("{name} is no column of Code-Point Open's file"))
    };
    let columns = [
        "Postcode",
        "Positional_quality_indicator",
        "Eastings",
        "Northings",
        "Admin_district_code",
    ];
    let [postcode, quality, easting, northing, district] = columns.map(column);
    let (postcode, quality, district) = (postcode?, quality?, district?);
    let (easting, northing) = (easting?, northing?);
    let mut positions = Vec::new();
    for row in reader.records() {
        let row = row?;
        if row[quality].parse() == Ok(WITHIN_BUILDING) {
            positions.push(Position {
                postcode: row[postcode].parse()?,
                at: GridPoint::new(row[easting].parse()?, row[northing].parse()?)?,
                district: row[district].to_owned(),
            });
        }
    }
    positions.sort_by_key(|position| position.postcode);
    Ok(positions)
}

/// The data's own postcodes whose position in the newest list of live ones is within the building.
pub(crate) fn own(dataset: &Dataset) -> Vec<Position> {
    let list = dataset.postcodes().releases().list_after_table();
    let list = list.map(PositionSource::Release);
    let records = dataset.postcodes().records().iter();
    records
        .filter(|record| {
            record.quality == PositionalQuality::Building && Some(record.position_source) == list
        })
        .map(|record| Position {
            postcode: record.postcode,
            at: record.point,
            district: String::new(),
        })
        .collect()
}

/// Whether the postcode is looked up. For a layer that has ended it is not if it is newer than the
/// code table or had gone out of use, because it may have been elsewhere then.
fn is_asked(question: &Question<'_>, record: &PostcodeRecord) -> bool {
    let layer = &question.dataset.catalogue()[question.layer];
    let is_past = layer.info().period.to().is_some();
    !is_past || (record.lsoa.is_some() && record.terminated.is_none())
}

/// Looks up each postcode that the data has, and counts the others.
fn each<'a>(
    question: &Question<'a>,
    positions: &'a [Position],
    mut truth_of: impl FnMut(&mut Check, &Position, &PostcodeRecord) -> Option<SourceTruth>,
) -> Check {
    let mut check = Check::of(question);
    for position in positions {
        let postcodes = question.dataset.postcodes();
        let record = postcodes.find_on(position.postcode, question.on);
        let Some(record) = record.ok().filter(|record| is_asked(question, record)) else {
            check.passed_over += 1;
            continue;
        };
        if let Some(source) = truth_of(&mut check, position, record) {
            check.add(question, Subject::Postcode(record), source);
        }
    }
    check.sorted()
}

/// Compares the answered districts with the codes of the source.
pub(crate) fn against_districts(question: &Question<'_>, positions: &[Position]) -> Check {
    let layer = &question.dataset.catalogue()[question.layer];
    each(question, positions, |check, position, _| {
        if position.district.is_empty() {
            check.passed_over += 1;
            return None;
        }
        let area = layer.position(&position.district);
        Some(SourceTruth {
            containing: area.map_or(TrueArea::Beyond, TrueArea::Area),
            at: position.at,
            containing_here: None,
        })
    })
}

/// Compares the answered areas with those whose finer polygon contains the position.
pub(crate) fn against_polygons(
    question: &Question<'_>,
    positions: &[Position],
    truth: &Truth<'_>,
    lines: &TrueLines,
) -> Check {
    each(question, positions, |check, position, record| {
        if lines.is_too_near(position.at) {
            check.too_near += 1;
            return None;
        }
        Some(SourceTruth {
            containing: truth.containing(position.at),
            at: position.at,
            containing_here: Some(truth.containing(record.point)),
        })
    })
}

/// Reads a column of the official table, by LSOA.
pub(crate) fn official_table(path: &Path, column: &str) -> Outcome<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path)?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers()?.clone();
    let at = |name: &str| {
        let found = headers.iter().position(|header| header == name);
        found.ok_or_else(|| format!("{name} is no column of the official table"))
    };
    let (lsoa, column) = (at("LSOA11CD")?, at(column)?);
    let mut codes = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        codes.insert(row[lsoa].to_owned(), row[column].to_owned());
    }
    Ok(codes)
}

/// Compares the answers for all postcodes of the data, live or not, with the area that the official
/// table has for their LSOA.
pub(crate) fn against_table(question: &Question<'_>, official: &BTreeMap<String, String>) -> Check {
    let mut check = Check::of(question);
    let layer = &question.dataset.catalogue()[question.layer];
    for (_, record) in question.dataset.postcodes().lives() {
        let code = record.lsoa.and_then(|lsoa| official.get(&lsoa.to_string()));
        let Some(code) = code else {
            check.passed_over += 1;
            continue;
        };
        // A code that the layer does not have is as wrong as that of another area.
        let area = layer.position(code);
        let source = SourceTruth {
            containing: area.map_or(TrueArea::Beyond, TrueArea::Area),
            at: record.point,
            containing_here: None,
        };
        check.add(question, Subject::Postcode(record), source);
    }
    check.sorted()
}
