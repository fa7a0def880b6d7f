//! The postcode records of a data folder, as gzip-compressed CSV.
//!
//! `build` writes the file and `store` reads it. The same records give the same bytes. Rows are in
//! order of postcodes, and the lives of a postcode are in order of time.

use std::cmp::Ordering;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use coterm_core::codes::{
    Apart, GssCode, Lives, PositionSource, PositionalQuality, Postcode, PostcodeDirectory,
    PostcodeRecord, Releases, UserType,
};
use coterm_core::period::Month;
use coterm_core::space::GridPoint;
use csv::ByteRecord;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::error::At;
use crate::line_pieces::LinePieces;
use crate::{Error, Result};

/// The columns that every file has, in order. Values that are not known are empty.
///
/// `position_from` is the release by its name in the catalogue, or [`BLOCK`]. `apart_m` is the
/// largest distance in metres between the positions of releases, if it is more than 20. `user_type`
/// is `s` for small and `l` for large users. `lad_2021` is the district by the code table. Further
/// columns follow, one for the districts of each release that has them, with the names that the
/// catalogue gives. A postcode that was used more than once has a row for each life, the last life
/// last.
const HEADER: [&str; 13] = [
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
];

/// Value of `position_from` for a position in the middle of the building block.
pub(crate) const BLOCK: &str = "lsoa";

/// Returns all columns, in order.
fn header(releases: &Releases) -> Vec<&str> {
    let districts = releases.with_districts();
    let columns = districts.map(|(_, districts)| districts.column.as_str());
    HEADER.into_iter().chain(columns).collect()
}

/// Largest number of rows that are read. The United Kingdom has had half as many postcodes,
/// counting those that have ended.
const MAX_ROWS: u64 = 5_000_000;
/// Largest average size of a row, in bytes. Rows with every column filled take 110.
const ROW_BYTES: u64 = 160;

/// Largest distance between positions, in metres; Great Britain is not longer.
const FARTHEST_M: f64 = 1_500_000.0;

/// Bytes that one core parses at a time.
const PIECE: u64 = 1 << 20;

/// Writes the records in their order. Positions are in whole metres on the British National Grid,
/// as published.
pub(crate) fn write(releases: &Releases, records: &[PostcodeRecord]) -> Result<Vec<u8>> {
    let path = Path::new("postcodes");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header(releases)).at(path)?;
    for record in records {
        let code = |code: Option<GssCode>| code.map(|code| code.to_string()).unwrap_or_default();
        let month = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
        let source = match record.position_source {
            PositionSource::Release(release) => releases[release].id.clone(),
            PositionSource::Block => BLOCK.to_owned(),
        };
        let districts = releases.with_districts();
        let districts = districts.map(|(release, _)| code(record.district_by(releases, release)));
        let row = [
            record.postcode.to_string(),
            format!("{:.0}", record.point.easting()),
            format!("{:.0}", record.point.northing()),
            record
                .quality
                .indicator()
                .map(|quality| quality.to_string())
                .unwrap_or_default(),
            source,
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
        ];
        writer
            .write_record(row.into_iter().chain(districts))
            .at(path)?;
    }
    let text = writer
        .into_inner()
        .map_err(|error| Error::malformed(path, error))?;
    // The gzip header has no time and no file name, so that the same records give the same bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&text).at(path)?;
    encoder.finish().at(path)
}

/// Reads what [`write`] wrote, on all cores: rows are parsed while the next ones are unpacked. The
/// catalogue's number of rows is checked, and memory is limited by it: a file that unpacks to more
/// is refused.
pub(crate) fn read(
    path: &Path,
    releases: Releases,
    bytes: &[u8],
    rows: u64,
) -> Result<PostcodeDirectory> {
    if rows > MAX_ROWS {
        return Err(Error::malformed(
            path,
            format!("the catalogue says that it has {rows} rows; the limit is {MAX_ROWS}"),
        ));
    }
    let other = |found: &str| {
        let reason = format!("it has {found} the {rows} rows that the catalogue says");
        Error::malformed(path, reason)
    };
    let mut pieces = LinePieces::new(GzDecoder::new(bytes), (rows + 1) * ROW_BYTES, PIECE);
    let unpacked = |piece: io::Result<Vec<u8>>| match piece {
        Err(error) if error.kind() == ErrorKind::FileTooLarge => Err(other("more than")),
        piece => piece.at(path),
    };
    let mut head = pieces.next().map_or(Ok(Vec::new()), unpacked)?;
    let end = head.iter().position(|&byte| byte == b'\n');
    let body = head.split_off(end.map_or(head.len(), |end| end + 1));
    check_header(path, &releases, &head)?;
    let mut parsed: Vec<_> = std::iter::once(Ok(body))
        .chain(pieces)
        .enumerate()
        .par_bridge()
        .map(|(position, piece)| {
            let lines = unpacked(piece);
            (position, lines.map(|lines| read_rows(&releases, &lines)))
        })
        .collect();
    // Pieces come in any order. The first error in the file is the one that is told.
    parsed.sort_unstable_by_key(|(position, _)| *position);
    let found = parsed.iter().flat_map(|(_, piece)| piece).flatten();
    let mut records = Vec::with_capacity(found.map(Vec::len).sum());
    for (_, piece) in parsed {
        records.extend(piece?.map_err(|(row, reason)| {
            // The first row is the header.
            Error::malformed(path, format!("row {}: {reason}", 1 + records.len() + row))
        })?);
    }
    match (records.len() as u64).cmp(&rows) {
        Ordering::Less => return Err(other("fewer than")),
        Ordering::Greater => return Err(other("more than")),
        Ordering::Equal => {}
    }
    check_lives(&records).map_err(|reason| Error::malformed(path, reason))?;
    Ok(PostcodeDirectory::new(releases, records))
}

fn check_header(path: &Path, releases: &Releases, head: &[u8]) -> Result<()> {
    let header = header(releases);
    if csv::Reader::from_reader(head).headers().at(path)? == header {
        return Ok(());
    }
    let reason = format!("its columns should be {}", header.join(", "));
    Err(Error::malformed(path, reason))
}

/// Refuses rows that are not in order of postcodes, and lives of a postcode that overlap or are not
/// in order of time. Every life but the last must have ended, and the next one must not have begun
/// before that.
fn check_lives(records: &[PostcodeRecord]) -> std::result::Result<(), String> {
    for [one, next] in records.array_windows() {
        let postcode = next.postcode;
        match one.postcode.cmp(&postcode) {
            Ordering::Less => {}
            Ordering::Greater => return Err(format!("{postcode} is not in order")),
            Ordering::Equal => {
                let Some(ended) = one.terminated else {
                    return Err(format!(
                        "{postcode} has two rows, but the first has no end month"
                    ));
                };
                let began_before = next.introduced.is_some_and(|month| month < ended);
                // The code table has at most one life of each postcode.
                let is_listed_twice = one.is_in_code_table() && next.is_in_code_table();
                if began_before || is_listed_twice {
                    return Err(format!("{postcode} has two rows whose times overlap"));
                }
            }
        }
    }
    Ok(())
}

/// Parses the records of some lines. An error has the number of the first bad line, counted from 1,
/// and the reason.
fn read_rows(
    releases: &Releases,
    lines: &[u8],
) -> std::result::Result<Vec<PostcodeRecord>, (usize, String)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(lines);
    let mut records = Vec::new();
    let mut row = ByteRecord::new();
    let width = header(releases).len();
    loop {
        let number = records.len() + 1;
        match reader.read_byte_record(&mut row) {
            Ok(true) if row.len() == width => {
                records.push(parse(releases, &row).map_err(|reason| (number, reason))?);
            }
            Ok(true) => return Err((number, format!("it has {} columns", row.len()))),
            Ok(false) => return Ok(records),
            Err(error) => return Err((number, error.to_string())),
        }
    }
}

fn parse(releases: &Releases, row: &ByteRecord) -> std::result::Result<PostcodeRecord, String> {
    let text = |column: usize| std::str::from_utf8(&row[column]).map_err(|error| error.to_string());
    let number = |column| {
        text(column)?
            .parse::<f64>()
            .map_err(|_| format!("{} is not a number", HEADER[column]))
    };
    let code = |column: usize| match &row[column] {
        [] => Ok(None),
        _ => (text(column)?.parse::<GssCode>().map(Some)).map_err(|error| error.to_string()),
    };
    let month = |column: usize| match &row[column] {
        [] => Ok(None),
        _ => text(column)?
            .parse::<Month>()
            .map(Some)
            .map_err(|_| format!("{} is not a month", HEADER[column])),
    };
    let mut districts = <[Option<GssCode>; Releases::MAX_WITH_DISTRICTS]>::default();
    for (column, district) in (HEADER.len()..row.len()).zip(&mut districts) {
        *district = code(column)?;
    }
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
        position_source: position_source(releases, text(4)?)?,
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
        districts,
    })
}

fn position_source(releases: &Releases, name: &str) -> std::result::Result<PositionSource, String> {
    if name == BLOCK {
        return Ok(PositionSource::Block);
    }
    let release = releases.named(name).map(PositionSource::Release);
    release.ok_or_else(|| {
        let names = releases.with_districts();
        let mut names: Vec<&str> = names.map(|(id, _)| releases[id].id.as_str()).collect();
        names.push(BLOCK);
        format!("position_from is not one of {}", names.join(", "))
    })
}
