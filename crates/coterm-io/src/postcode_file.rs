//! The postcodes as gzip-compressed CSV.

use std::cmp::Ordering;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;

use coterm_core::{
    Apart, GridPoint, GssCode, Lives, Month, PositionSource, PositionalQuality, Postcode,
    PostcodeDirectory, PostcodeRecord, UserType,
};
use csv::ByteRecord;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::error::At;
use crate::{Error, Result};

/// The columns, in order. Empty where not known.
///
/// `position_from`: `c25` and `c21` Code-Point Open May 2025 and November 2021,
/// `o25` ONS Postcode Directory November 2025, `lsoa` the middle of the LSOA. `apart_m`:
/// metres that these are apart, if more than 20. `user_type`: `s` small, `l` large.
/// `lad_2021` is the district by the code table, `lad_2021_code_point` by Code-Point
/// Open of November 2021, `lad_2023_code_point` by that of May 2025, `lad_2025_directory` by
/// the ONS Postcode Directory. A postcode that was used more than once has a row for each
/// life, the last one last.
const HEADER: [&str; 16] = [
    "postcode",
    "easting",
    "northing",
    "quality",
    "position_from",
    "apart_m",
    "introduced",
    "terminated",
    "user_type",
    "oa_2011",
    "lsoa_2011",
    "msoa_2011",
    "lad_2021",
    "lad_2021_code_point",
    "lad_2023_code_point",
    "lad_2025_directory",
];

const SOURCES: [(PositionSource, &str); 4] = [
    (PositionSource::CodePoint2025, "c25"),
    (PositionSource::CodePoint2021, "c21"),
    (PositionSource::Onspd2025, "o25"),
    (PositionSource::Block, "lsoa"),
];

/// Rows that are read: the United Kingdom has had half as many postcodes, those that have
/// ended included.
const MOST_ROWS: u64 = 5_000_000;
/// Bytes that a row may take. Those with every column take 110.
const ROW_BYTES: u64 = 160;

/// Metres that positions may be apart: Great Britain is not longer.
const FARTHEST_M: f64 = 1_500_000.0;

/// Bytes that one core reads at a time.
const PIECE: usize = 1 << 20;

/// Writes the records in order. Positions are whole metres, as published.
pub(crate) fn write(records: &[PostcodeRecord]) -> Result<Vec<u8>> {
    let path = Path::new("postcodes");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).at(path)?;
    for record in records {
        let code = |code: Option<GssCode>| code.map(|code| code.to_string()).unwrap_or_default();
        let month = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
        let source = SOURCES
            .iter()
            .find(|(source, _)| *source == record.position_source);
        writer
            .write_record([
                record.postcode.to_string(),
                format!("{:.0}", record.point.easting()),
                format!("{:.0}", record.point.northing()),
                record
                    .quality
                    .indicator()
                    .map(|quality| quality.to_string())
                    .unwrap_or_default(),
                source
                    .map(|(_, name)| (*name).to_owned())
                    .unwrap_or_default(),
                if record.apart.is_far() {
                    format!("{:.0}", record.apart.metres())
                } else {
                    String::new()
                },
                month(record.introduced),
                month(record.terminated),
                record
                    .user_type
                    .map_or("", |kind| if kind == UserType::Large { "l" } else { "s" })
                    .to_owned(),
                code(record.oa),
                code(record.lsoa),
                code(record.msoa),
                code(record.district),
                code(record.code_point_2021_district),
                code(record.code_point_2025_district),
                code(record.directory_district),
            ])
            .at(path)?;
    }
    let text = writer
        .into_inner()
        .map_err(|error| Error::malformed(path, error))?;
    // No time and no file name go in, so the same records give the same bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&text).at(path)?;
    encoder.finish().at(path)
}

/// Reads what [`write`] wrote, on all cores: so many rows, and no more memory than they
/// may take.
pub(crate) fn read(path: &Path, bytes: &[u8], rows: u64) -> Result<PostcodeDirectory> {
    if rows > MOST_ROWS {
        return Err(Error::malformed(
            path,
            format!("the catalogue says that it has {rows} rows, and {MOST_ROWS} are read at most"),
        ));
    }
    let other = |found: &str| {
        let reason = format!("it holds {found} the {rows} rows that the catalogue says");
        Error::malformed(path, reason)
    };
    let most = (rows + 1) * ROW_BYTES;
    let mut text = Vec::new();
    GzDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut text)
        .at(path)?;
    if text.len() as u64 > most {
        return Err(other("more than"));
    }
    let mut reader = csv::Reader::from_reader(text.as_slice());
    if reader.headers().at(path)? != HEADER.as_slice() {
        return Err(Error::malformed(
            path,
            format!("its columns should be {}", HEADER.join(", ")),
        ));
    }
    let body = text
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(text.len(), |end| end + 1);
    let parsed: Vec<Vec<PostcodeRecord>> = pieces(&text, body)
        .into_par_iter()
        .map(|piece| {
            read_rows(&text[piece.clone()]).map_err(|(row, reason)| {
                let before = text[..piece.start].iter().filter(|&&byte| byte == b'\n');
                Error::malformed(path, format!("row {}: {reason}", before.count() + row))
            })
        })
        .collect::<Result<_>>()?;
    let records = parsed.concat();
    match (records.len() as u64).cmp(&rows) {
        Ordering::Less => return Err(other("fewer than")),
        Ordering::Greater => return Err(other("more than")),
        Ordering::Equal => {}
    }
    check_lives(&records).map_err(|reason| Error::malformed(path, reason))?;
    Ok(PostcodeDirectory::new(records))
}

/// Whether rows are in order of postcodes, and the lives of each in order of time: a life
/// that another follows has ended, and before that one began.
fn check_lives(records: &[PostcodeRecord]) -> std::result::Result<(), String> {
    for [one, next] in records.array_windows() {
        let postcode = next.postcode;
        match one.postcode.cmp(&postcode) {
            Ordering::Less => {}
            Ordering::Greater => return Err(format!("{postcode} is not in order")),
            Ordering::Equal => {
                let Some(ended) = one.terminated else {
                    return Err(format!(
                        "{postcode} is there twice, and its first life has not ended"
                    ));
                };
                let began_before = next.introduced.is_some_and(|month| month < ended);
                // The code table knows one life of each postcode at most.
                let is_listed_twice = one.is_in_code_table() && next.is_in_code_table();
                if began_before || is_listed_twice {
                    return Err(format!("{postcode} is there twice, at the same time"));
                }
            }
        }
    }
    Ok(())
}

/// The text from `start` on in pieces of whole lines, for no field has a line's end in it.
fn pieces(text: &[u8], mut start: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    while start < text.len() {
        let least = (start + PIECE).min(text.len());
        let rest = text[least..].iter().position(|&byte| byte == b'\n');
        let end = rest.map_or(text.len(), |rest| least + rest + 1);
        pieces.push(start..end);
        start = end;
    }
    pieces
}

/// The records of some lines; or the number of the first bad one, and why.
fn read_rows(lines: &[u8]) -> std::result::Result<Vec<PostcodeRecord>, (usize, String)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(lines);
    let mut records = Vec::new();
    let mut row = ByteRecord::new();
    loop {
        let number = records.len() + 1;
        match reader.read_byte_record(&mut row) {
            Ok(true) if row.len() == HEADER.len() => {
                records.push(parse(&row).map_err(|reason| (number, reason))?);
            }
            Ok(true) => return Err((number, format!("it has {} columns", row.len()))),
            Ok(false) => return Ok(records),
            Err(error) => return Err((number, error.to_string())),
        }
    }
}

fn parse(row: &ByteRecord) -> std::result::Result<PostcodeRecord, String> {
    let text = |column: usize| std::str::from_utf8(&row[column]).map_err(|error| error.to_string());
    let number = |column| {
        text(column)?
            .parse::<f64>()
            .map_err(|_| format!("{} is not a number", HEADER[column]))
    };
    let code = |column: usize| match &row[column] {
        [] => Ok(None),
        _ => text(column)?.parse::<GssCode>().map(Some),
    };
    let month = |column: usize| match &row[column] {
        [] => Ok(None),
        _ => text(column)?
            .parse::<Month>()
            .map(Some)
            .map_err(|()| format!("{} is not a month", HEADER[column])),
    };
    Ok(PostcodeRecord {
        postcode: Postcode::from_bytes(&row[0]).map_err(|error| error.to_string())?,
        point: GridPoint::new(number(1)?, number(2)?).map_err(|error| error.to_string())?,
        quality: match &row[3] {
            [] => PositionalQuality::Unstated,
            _ => text(3)?
                .parse()
                .ok()
                .and_then(PositionalQuality::from_indicator)
                .ok_or("quality is not one of 10, 20, 30, 40, 50, 60")?,
        },
        position_source: SOURCES
            .iter()
            .find(|(_, name)| name.as_bytes() == &row[4])
            .map(|(source, _)| *source)
            .ok_or("position_from is not one of c25, c21, o25, lsoa")?,
        apart: match &row[5] {
            [] => Apart::default(),
            _ => Some(number(5)?)
                .filter(|metres| (0.0..=FARTHEST_M).contains(metres))
                .map(Apart::of_metres)
                .ok_or("apart_m is not a number of metres")?,
        },
        lives: Lives::Only,
        introduced: month(6)?,
        terminated: month(7)?,
        user_type: match &row[8] {
            b"s" => Some(UserType::Small),
            b"l" => Some(UserType::Large),
            _ => None,
        },
        oa: code(9)?,
        lsoa: code(10)?,
        msoa: code(11)?,
        district: code(12)?,
        code_point_2021_district: code(13)?,
        code_point_2025_district: code(14)?,
        directory_district: code(15)?,
    })
}
