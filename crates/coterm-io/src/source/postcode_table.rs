//! Reads the ONS table of postcodes with their OA, LSOA, MSOA and district, of May 2022.
//!
//! It is in ISO 8859-1, with one row for each postcode of the United Kingdom, live or terminated.
//! Only the rows of England are kept.

use std::path::Path;

use coterm_core::codes::{GssCode, Postcode, UserType};
use coterm_core::period::Month;
use csv::ByteRecord;

use crate::error::At;
use crate::{Error, Progress, Result};

/// A postcode of England.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) postcode: Postcode,
    pub(crate) introduced: Option<Month>,
    pub(crate) terminated: Option<Month>,
    pub(crate) user_type: Option<UserType>,
    pub(crate) oa: GssCode,
    pub(crate) lsoa: GssCode,
    pub(crate) msoa: GssCode,
    pub(crate) district: GssCode,
}

/// The table's rows for England, and its names of districts and LSOAs.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) district_names: std::collections::BTreeMap<GssCode, String>,
    pub(crate) lsoa_names: std::collections::BTreeMap<GssCode, String>,
    /// Number of rows read, for the whole United Kingdom.
    pub(crate) read: usize,
    /// Rows of England that could not be read, each with the reason.
    pub(crate) refused: Vec<String>,
}

const COLUMNS: [&str; 13] = [
    "pcd7", "pcd8", "pcds", "dointr", "doterm", "usertype", "oa11cd", "lsoa11cd", "msoa11cd",
    "ladcd", "lsoa11nm", "msoa11nm", "ladnm",
];

/// Reads the table from its ZIP file.
pub(crate) fn read(path: &Path, zipped: Vec<u8>, progress: &dyn Progress) -> Result<Table> {
    let mut archive = super::wheel::inner(path, zipped)?;
    let entry = archive
        .by_index(0)
        .map_err(|error| Error::malformed(path, error))?;
    progress.begin("postcode table", Some(entry.size()));
    let mut reader = csv::Reader::from_reader(std::io::BufReader::with_capacity(1 << 20, entry));
    if reader
        .byte_headers()
        .at(path)?
        .iter()
        .take(13)
        .ne(COLUMNS.map(str::as_bytes))
    {
        return Err(Error::malformed(
            path,
            format!("its columns should begin with {}", COLUMNS.join(", ")),
        ));
    }
    let mut table = Table::default();
    let mut record = ByteRecord::new();
    let mut shown = 0;
    while reader.read_byte_record(&mut record).at(path)? {
        table.read += 1;
        if table.read % 20_000 == 0 {
            progress.advance(reader.position().byte() - shown);
            shown = reader.position().byte();
        }
        // Only England is kept: Northern Ireland's postcodes have other licence terms, and the
        // areas of the other countries are not in the data.
        if record[9].first() != Some(&b'E') {
            continue;
        }
        match row(&record) {
            Ok(row) => {
                table
                    .district_names
                    .entry(row.district)
                    .or_insert_with(|| latin_1(&record[12]));
                table
                    .lsoa_names
                    .entry(row.lsoa)
                    .or_insert_with(|| latin_1(&record[10]));
                table.rows.push(row);
            }
            Err(reason) => table
                .refused
                .push(format!("row {}: {reason}", table.read + 1)),
        }
    }
    progress.end();
    Ok(table)
}

fn row(record: &ByteRecord) -> std::result::Result<Row, String> {
    let text =
        |column: usize| std::str::from_utf8(&record[column]).map_err(|error| error.to_string());
    let code = |column| {
        let code = text(column)?.parse::<GssCode>();
        code.map_err(|error| error.to_string())
    };
    let month = |column| Ok::<_, String>(text(column)?.parse().ok());
    Ok(Row {
        postcode: Postcode::from_bytes(&record[2]).map_err(|error| error.to_string())?,
        introduced: month(3)?,
        terminated: month(4)?,
        user_type: match &record[5] {
            b"0" => Some(UserType::Small),
            b"1" => Some(UserType::Large),
            _ => None,
        },
        oa: code(6)?,
        lsoa: code(7)?,
        msoa: code(8)?,
        district: code(9)?,
    })
}

/// Decodes ISO 8859-1, whose 256 characters are the first of Unicode.
fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
