//! Every life of every postcode of the extent, with the best position that there is for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use coterm_core::{
    Apart, Area, GridPoint, GssCode, KnownDefect, Layer, PositionSource, PositionalQuality,
    Postcode, PostcodeRecord, Release,
};
use geo::MultiPolygon;
use polygon_coverage::{PointIndex, maximum_inscribed_circle::maximum_inscribed_circle};

use super::built;
use super::membership::Membership;
use super::positions::{Found, Positions};
use crate::source::Wheels;
use crate::source::postcode_table::{Row, Table};
use crate::{DataReport, Progress, Result};

/// What the records are made from.
pub(super) struct Sources<'a> {
    pub(super) table: &'a Table,
    pub(super) membership: &'a Membership,
    pub(super) layers: &'a [Layer],
    pub(super) blocks: &'a [MultiPolygon<f64>],
    pub(super) index: &'a PointIndex,
    pub(super) wheels: &'a Wheels,
}

/// The records of the extent: lives that the code table has, and those that began later.
pub(super) fn records(
    sources: &Sources<'_>,
    report: &mut DataReport,
    progress: &dyn Progress,
) -> Result<Vec<PostcodeRecord>> {
    let positions = Positions::read(sources.wheels, report, progress)?;
    let mut records = listed(sources, &positions, report);
    let lives_in_table = records.len();
    let table = &sources.table.rows;
    let ended = table.iter().filter(|row| row.terminated.is_some());
    let ended: BTreeSet<Postcode> = ended.map(|row| row.postcode).collect();
    let rows: BTreeSet<Postcode> = table.iter().map(|row| row.postcode).collect();
    let districts = built(sources.layers, "lad-2023")?;
    for postcode in positions.of_2025() {
        let found = positions.find(postcode);
        let later = match (rows.contains(&postcode), found.code_point_2025) {
            (false, _) => found,
            // Live after its life in the table had ended.
            (true, Some(_)) if ended.contains(&postcode) => Found {
                code_point_2021: None,
                ..found
            },
            (true, _) => continue,
        };
        let record = later.record(postcode);
        records.extend(record.filter(|record| is_here(record, districts, sources.index)));
    }
    let began_later = records.len() - lives_in_table;
    // The life of the table comes before the one that began later.
    records.sort_by_key(|record| (record.postcode, record.lsoa.is_none()));
    let again = records.array_windows();
    let again = again.filter(|[one, next]| one.postcode == next.postcode);
    let again = again.count();
    report.count(
        "newer postcodes, without building block",
        began_later - again,
    );
    report.count("postcodes that were used again after they had ended", again);
    count_sources(&records, report);
    let apart = records.iter().filter(|record| record.apart.is_far());
    report.count(
        "postcodes that sources place over 20 m apart",
        apart.count(),
    );
    disagreements(&records, report);
    Ok(records)
}

/// The lives that the code table has.
fn listed(
    sources: &Sources<'_>,
    positions: &Positions,
    report: &mut DataReport,
) -> Vec<PostcodeRecord> {
    let codes = sources.membership.blocks.iter().map(|(code, _)| *code);
    let block_of: BTreeMap<GssCode, usize> = codes.zip(0..).collect();
    let mut middles = HashMap::new();
    let mut records = Vec::new();
    let mut nowhere = Vec::new();
    for row in &sources.table.rows {
        let Some(&block) = block_of.get(&row.lsoa) else {
            continue;
        };
        let found = of_row(positions, row);
        let record = found.record(row.postcode).or_else(|| {
            let middle = *middles
                .entry(block)
                .or_insert_with(|| middle(&sources.blocks[block]));
            in_the_middle(row.postcode, middle?, positions.find(row.postcode))
        });
        match record {
            Some(record) => records.push(with_codes(record, row)),
            None => nowhere.push(row.postcode.to_string()),
        }
    }
    report.count(
        "postcodes of the code table in the extent",
        records.len() + nowhere.len(),
    );
    let live = records.iter().filter(|record| record.terminated.is_none());
    report.count("of which live in May 2022", live.count());
    if !nowhere.is_empty() {
        let some: Vec<&str> = nowhere.iter().take(5).map(String::as_str).collect();
        report.add(
            "postcodes",
            format!(
                "{} have no position in any source, such as {}",
                nowhere.len(),
                some.join(", ")
            ),
            "left out",
        );
    }
    records
}

/// What releases say of the life that a row of the code table has. Where that has ended and
/// the postcode is live again, those of 2025 have the next life; and that of November 2021
/// has whatever was live then, or a month before, for it lags so much.
fn of_row<'a>(positions: &'a Positions, row: &Row) -> Found<'a> {
    let found = positions.find(row.postcode);
    let Some(ended) = row.terminated else {
        return found;
    };
    let was_there = ended >= Release::CodePoint2021.month().before();
    let code_point_2021 = found.code_point_2021.filter(|_| was_there);
    match found.code_point_2025 {
        Some(_) => Found {
            code_point_2021,
            ..Found::default()
        },
        None => Found {
            code_point_2021,
            ..found
        },
    }
}

/// Metres to which the radius of the largest circle in a block is known, or to a hundredth.
const CIRCLE_M: f64 = 0.05;

/// A place inside the block, far from its boundary, in whole metres.
fn middle(block: &MultiPolygon<f64>) -> Option<GridPoint> {
    let centre = maximum_inscribed_circle(block, CIRCLE_M)?.centre;
    GridPoint::new(centre.x.round(), centre.y.round()).ok()
}

/// The record of a life whose position no release has, because they have a later life of the
/// postcode. `None` if they have none at all.
fn in_the_middle(
    postcode: Postcode,
    middle: GridPoint,
    found: Found<'_>,
) -> Option<PostcodeRecord> {
    let later = found.record(postcode)?;
    Some(PostcodeRecord {
        point: middle,
        quality: PositionalQuality::Unstated,
        position_source: PositionSource::Block,
        apart: Apart::default(),
        code_point_2021_district: None,
        code_point_2025_district: None,
        directory_district: None,
        ..later
    })
}

/// Whether a life that is not in the code table is in the extent: in a district of it by
/// code, or, where the extent has only a part of the district, by polygon.
fn is_here(record: &PostcodeRecord, districts: &Layer, blocks: &PointIndex) -> bool {
    let district = record
        .newest_district(Release::Directory2025.month())
        .and_then(|(_, code)| district(districts, &code.to_string()));
    district.is_some_and(|district| {
        district.complete() || blocks.locate(record.point.coord()).is_some()
    })
}

/// The area of a layer that has this code, or has been given it since.
fn district<'a>(districts: &'a Layer, code: &str) -> Option<&'a Area> {
    let now = |defect: &&KnownDefect| defect.new_code.as_deref() == Some(code);
    let before = || {
        let defect = districts.info().known_defects.iter().find(now)?;
        districts.area(defect.areas.first()?)
    };
    districts.area(code).or_else(before)
}

fn with_codes(record: PostcodeRecord, row: &Row) -> PostcodeRecord {
    PostcodeRecord {
        introduced: row.introduced,
        terminated: row.terminated,
        user_type: row.user_type,
        oa: Some(row.oa),
        lsoa: Some(row.lsoa),
        msoa: Some(row.msoa),
        district: Some(row.district),
        ..record
    }
}

fn count_sources(records: &[PostcodeRecord], report: &mut DataReport) {
    for (what, source) in [
        (
            "positions from Code-Point Open, May 2025",
            PositionSource::CodePoint2025,
        ),
        (
            "positions from Code-Point Open, November 2021",
            PositionSource::CodePoint2021,
        ),
        (
            "positions from the ONS Postcode Directory, November 2025",
            PositionSource::Onspd2025,
        ),
        (
            "positions in the middle of the LSOA, for want of a source",
            PositionSource::Block,
        ),
    ] {
        let of = records
            .iter()
            .filter(|record| record.position_source == source);
        report.count(what, of.count());
    }
}

/// How often the sources differ on the district: a measure of both.
fn disagreements(records: &[PostcodeRecord], report: &mut DataReport) {
    let both = records
        .iter()
        .filter(|record| record.district.is_some() && record.code_point_2021_district.is_some());
    let differing: Vec<String> = both
        .filter(|record| record.district != record.code_point_2021_district)
        .map(|record| record.postcode.to_string())
        .collect();
    if !differing.is_empty() {
        let mut shown = differing.clone();
        shown.sort();
        shown.truncate(20);
        report.add(
            "postcodes",
            format!(
                "{} are in another district by Code-Point Open of November 2021 than by the code table, such as {}",
                differing.len(), shown.join(", ")
            ),
            "the newest source up to the day is followed; no such answer is certain",
        );
    }
}
