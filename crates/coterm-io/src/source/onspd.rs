//! Reads the ONS Postcode Directory, which is stored by columns in `MessagePack`, compressed with
//! brotli, with one file for each first letter of postcodes.
//!
//! It has terminated postcodes as well as live ones, but does not state the quality of positions.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use coterm_core::codes::Postcode;
use serde::Deserialize;

use super::Located;
use crate::{DataReport, Error, Progress, Result};

#[derive(Deserialize)]
struct File {
    data: Columns,
}

#[derive(Deserialize)]
struct Columns {
    pcd: Vec<String>,
    laua: Vec<Cell>,
    oseast1m: Vec<Cell>,
    osnrth1m: Vec<Cell>,
}

/// A value of a column. A missing value is NaN, even in a column of text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Cell {
    Number(f64),
    Text(String),
    Nothing(()),
}

impl Cell {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) if number.is_finite() => Some(*number),
            _ => None,
        }
    }
}

/// Reads the entries that have a position. Northern Ireland (`BT`) is left out, because its licence
/// terms differ.
pub(crate) fn read(
    stage: &str,
    members: Vec<(PathBuf, Vec<u8>)>,
    report: &mut DataReport,
    progress: &dyn Progress,
) -> Result<HashMap<Postcode, Located>> {
    progress.begin(stage, Some(members.len() as u64));
    let mut entries = HashMap::with_capacity(2_700_000);
    for (path, bytes) in members {
        read_one(&path, &bytes, &mut entries, report)?;
        progress.advance(1);
    }
    progress.end();
    Ok(entries)
}

fn read_one(
    path: &Path,
    bytes: &[u8],
    entries: &mut HashMap<Postcode, Located>,
    report: &mut DataReport,
) -> Result<()> {
    let reader = std::io::BufReader::new(brotli::Decompressor::new(bytes, 1 << 16));
    let File { data } =
        rmp_serde::from_read(reader).map_err(|error| Error::malformed(path, error))?;
    let length = data.pcd.len();
    if [data.laua.len(), data.oseast1m.len(), data.osnrth1m.len()]
        .iter()
        .any(|other| *other != length)
    {
        return Err(Error::malformed(path, "its columns differ in length"));
    }
    for (row, pcd) in data.pcd.iter().enumerate() {
        let (Some(easting), Some(northing)) =
            (data.oseast1m[row].number(), data.osnrth1m[row].number())
        else {
            continue;
        };
        if pcd.starts_with("BT") {
            continue;
        }
        let postcode: Postcode = match pcd.parse() {
            Ok(postcode) => postcode,
            Err(error) => {
                report.add("ONS Postcode Directory", error.to_string(), "left out");
                continue;
            }
        };
        let district = match &data.laua[row] {
            Cell::Text(code) => code.parse().ok(),
            Cell::Number(_) | Cell::Nothing(()) => None,
        };
        entries.insert(
            postcode,
            Located {
                easting,
                northing,
                quality: None,
                district,
            },
        );
    }
    Ok(())
}
