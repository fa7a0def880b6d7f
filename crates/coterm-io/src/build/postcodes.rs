//! Makes the postcode records of an extent: every life of every postcode, with the best position
//! that a source has for it.
//!
//! `build` calls [`records`]. Records are in order of their postcodes; if the code table has one
//! life and a later life follows, the table's comes first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use coterm_core::codes::{
    Apart, GssCode, PositionSource, PositionalQuality, Postcode, PostcodeRecord, Releases,
};
use coterm_core::layers::{Area, KnownDefect, Layer};
use coterm_core::space::GridPoint;
use coterm_core::words::month;
use geo::MultiPolygon;
use polygon_coverage::{PointIndex, maximum_inscribed_circle::maximum_inscribed_circle};

use super::built;
use super::membership::Membership;
use super::positions::{Found, Positions};
use crate::recipe::Recipe;
use crate::source::Wheels;
use crate::source::postcode_table::{Row, Table};
use crate::{DataReport, Error, Progress, Result};

/// Everything that the records are made from.
pub(super) struct Sources<'a> {
    pub(super) recipe: &'a Recipe,
    pub(super) releases: &'a Releases,
    pub(super) table: &'a Table,
    pub(super) membership: &'a Membership,
    pub(super) layers: &'a [Layer],
    pub(super) blocks: &'a [MultiPolygon<f64>],
    pub(super) index: &'a PointIndex,
    pub(super) wheels: &'a Wheels,
}

/// Makes the records of the extent: the lives that the code table has, and those that began later.
pub(super) fn records(
    sources: &Sources<'_>,
    report: &mut DataReport,
    progress: &dyn Progress,
) -> Result<Vec<PostcodeRecord>> {
    let releases = sources.releases;
    let positions = Positions::read(sources.recipe, releases, sources.wheels, report, progress)?;
    let mut records = listed(sources, &positions, report);
    let lives_in_table = records.len();
    let table = &sources.table.rows;
    let ended = table.iter().filter(|row| row.terminated.is_some());
    let ended: BTreeSet<Postcode> = ended.map(|row| row.postcode).collect();
    let rows: BTreeSet<Postcode> = table.iter().map(|row| row.postcode).collect();
    let newest = releases.with_districts().last();
    let (newest, districts) =
        newest.ok_or_else(|| Error::Recipe("no release gives districts".into()))?;
    let districts = built(sources.layers, &districts.layer)?;
    let newest = releases[newest].month;
    for postcode in positions.of_after_table() {
        let found = positions.find(postcode);
        let later = if !rows.contains(&postcode) {
            found
        } else if ended.contains(&postcode) && positions.is_live_after_table(found) {
            // Live again after its life in the table ended.
            positions.after_table(found)
        } else {
            continue;
        };
        let record = positions.record(later, postcode);
        records.extend(record.filter(|record| {
            let district = record.newest_district(releases, newest);
            let district = district.map(|(_, code)| code.to_string());
            is_in_extent(record, district.as_deref(), districts, sources.index)
        }));
    }
    let began_later = records.len() - lives_in_table;
    // A life that is in the table comes before one that began later.
    records.sort_by_key(|record| (record.postcode, record.lsoa.is_none()));
    let reused = records.array_windows();
    let reused = reused.filter(|[one, next]| one.postcode == next.postcode);
    let reused = reused.count();
    report.count(
        "newer postcodes, without building block",
        began_later - reused,
    );
    report.count(
        "postcodes that were used again after they had ended",
        reused,
    );
    count_sources(&records, releases, &positions, report);
    let apart = records.iter().filter(|record| record.apart.is_far());
    report.count(
        "postcodes that sources place over 20 m apart",
        apart.count(),
    );
    disagreements(&records, releases, report);
    Ok(records)
}

/// Makes the records of the lives that the code table has.
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
        let record = positions.record(found, row.postcode).or_else(|| {
            let middle = *middles
                .entry(block)
                .or_insert_with(|| middle(&sources.blocks[block]));
            in_the_middle(row.postcode, middle?, positions)
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
    if let Some(table) = sources.releases.code_table() {
        let when = month(sources.releases[table].month);
        report.count(format!("of which live in {when}"), live.count());
    }
    if !nowhere.is_empty() {
        let some: Vec<&str> = nowhere.iter().take(5).map(String::as_str).collect();
        report.add(
            "postcodes",
            format!(
                "no source has a position for {} postcodes, such as {}",
                nowhere.len(),
                some.join(", ")
            ),
            "left out",
        );
    }
    records
}

/// Finds what the releases say of the life in a row of the code table. If that life ended and the
/// postcode is live again, releases after the table describe the next life and are left out.
fn of_row<'a>(positions: &'a Positions, row: &Row) -> Found<'a> {
    let found = positions.find(row.postcode);
    let Some(ended) = row.terminated else {
        return found;
    };
    let found = positions.of_life_to(found, ended);
    if positions.is_live_after_table(found) {
        return positions.up_to_table(found);
    }
    found
}

/// Accuracy of the radius of a block's maximum inscribed circle, in metres; a hundredth of the
/// radius if that is more.
const CIRCLE_M: f64 = 0.05;

/// Returns a place well inside the block: the centre of its maximum inscribed circle, in whole
/// metres.
fn middle(block: &MultiPolygon<f64>) -> Option<GridPoint> {
    let centre = maximum_inscribed_circle(block, CIRCLE_M)?.centre;
    GridPoint::new(centre.x.round(), centre.y.round()).ok()
}

/// Makes the record of a life for which no release has a position, because the releases have a
/// later life of the same postcode. `None` if no release has the postcode at all.
fn in_the_middle(
    postcode: Postcode,
    middle: GridPoint,
    positions: &Positions,
) -> Option<PostcodeRecord> {
    let later = positions.record(positions.find(postcode), postcode)?;
    Some(PostcodeRecord {
        point: middle,
        quality: PositionalQuality::Unstated,
        position_source: PositionSource::Block,
        apart: Apart::default(),
        districts: [None; Releases::MAX_WITH_DISTRICTS],
        ..later
    })
}

/// Whether a life that the code table lacks is in the extent. The code of its district decides; if
/// the extent has only a part of that district, the polygons of the blocks decide.
fn is_in_extent(
    record: &PostcodeRecord,
    code: Option<&str>,
    districts: &Layer,
    blocks: &PointIndex,
) -> bool {
    let district = code.and_then(|code| district(districts, code));
    district.is_some_and(|district| {
        district.complete() || blocks.locate(record.point.coord()).is_some()
    })
}

/// Finds the area of a layer that has this code, or was given it later by a known defect's
/// `new_code`.
fn district<'a>(districts: &'a Layer, code: &str) -> Option<&'a Area> {
    let now = |defect: &&KnownDefect| defect.new_code.as_deref() == Some(code);
    let before = || {
        let defect = districts.info().known_defects.iter().find(now)?;
        districts.area(defect.areas.first()?)
    };
    districts.area(code).or_else(before)
}

/// Adds what only the code table has to a record.
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

/// Reports the number of positions from each source.
fn count_sources(
    records: &[PostcodeRecord],
    releases: &Releases,
    positions: &Positions,
    report: &mut DataReport,
) {
    let mut count = |what: String, source| {
        let placed_by = records
            .iter()
            .filter(|record| record.position_source == source);
        report.count(what, placed_by.count());
    };
    for id in positions.sources() {
        let release = &releases[id];
        count(
            format!(
                "positions from {}, {}",
                release.product,
                month(release.month)
            ),
            PositionSource::Release(id),
        );
    }
    count(
        "positions set to the middle of the LSOA, because no source has one".to_owned(),
        PositionSource::Block,
    );
}

/// Reports the postcodes whose district differs between the code table and the last list of live
/// postcodes before it. Their number says something about the quality of both.
fn disagreements(records: &[PostcodeRecord], releases: &Releases, report: &mut DataReport) {
    let Some(list) = releases.list_before_table() else {
        return;
    };
    let differing: Vec<String> = records
        .iter()
        .filter(|record| {
            let listed = record.district_by(releases, list);
            record.district.is_some() && listed.is_some() && record.district != listed
        })
        .map(|record| record.postcode.to_string())
        .collect();
    if !differing.is_empty() {
        let mut shown = differing.clone();
        shown.sort();
        shown.truncate(20);
        report.add(
            "postcodes",
            format!(
                "{} are in another district by {} than by the code table, such as {}",
                differing.len(),
                releases[list].title(),
                shown.join(", ")
            ),
            "the newest source up to the day is followed; no such answer is certain",
        );
    }
}
