//! Adds areas to the rows of a CSV file, streamed: memory does not grow with it.
//!
//! Every row that comes in goes out, in order and with all its columns; a row
//! that cannot be resolved says why in `coterm_status`.

use std::io::{Read, Write};

use coterm_core::{Answer, Generation, GridPoint, LonLat, Postcode};
use csv::{ByteRecord, ReaderBuilder, Writer, WriterBuilder};
use jiff::civil::Date;

use crate::blank_lines::BlankLines;
use crate::{Error, Progress, Result};

/// Which columns say where a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Columns {
    /// A postcode.
    Postcode(String),
    /// Longitude and latitude, in degrees.
    LonLat(String, String),
    /// Easting and northing, in metres.
    Grid(String, String),
}

/// What to add to each row.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where a row is.
    pub columns: Columns,
    /// The date to look up for.
    pub on: Date,
    /// The kinds of area; `None` for all that are valid on the date.
    pub families: Option<Vec<String>>,
}

/// How many rows came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows with an answer of which every area is certain.
    pub certain: u64,
    /// Rows with an answer of which some area is not.
    pub uncertain: u64,
    /// Rows kept with a reason instead of an answer.
    pub unresolved: u64,
}

/// Names of the columns that are added before those of the families.
const STATUS: &str = "coterm_status";
const UNCERTAIN: &str = "coterm_uncertain";
/// Rows between two looks at how far the reading has come.
const ROWS_PER_STEP: u64 = 4_096;

/// Copies CSV from `input` to `output` with, for each family, `FAMILY_code` and
/// `FAMILY_name`, and `coterm_status`: `ok`, `ok: ` and a note, or what is wrong.
/// `coterm_uncertain` lists the families whose answer is not certain.
///
/// # Errors
///
/// [`Error::Unsuitable`] if a column is missing or would be overwritten, or the
/// text is not UTF-8 or not CSV, with the line; [`Error::Core`] for a date or
/// family that no layer has.
pub fn resolve(
    generation: &Generation,
    options: &Options,
    input: impl Read,
    output: impl Write,
    progress: &dyn Progress,
) -> Result<Tally> {
    let layers = generation
        .catalogue()
        .valid_on(options.on, options.families.as_deref())?;
    let families: Vec<&str> = layers
        .iter()
        .map(|&layer| {
            generation.catalogue().layers()[layer]
                .info()
                .family
                .as_str()
        })
        .collect();
    // Rows of another length than the header are kept as they are, and said.
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_reader(BlankLines::new(input));
    let headers = header(&reader.byte_headers().map_err(not_csv)?.clone())?;
    let place = Place::find(&options.columns, &headers)?;
    let mut writer = WriterBuilder::new().flexible(true).from_writer(output);
    writer
        .write_record(added_to(&headers, &families)?)
        .map_err(not_written)?;

    let mut tally = Tally::default();
    let (mut row, mut shown) = (ByteRecord::new(), 0);
    while reader.read_byte_record(&mut row).map_err(not_csv)? {
        let line = row.position().map_or(0, csv::Position::line);
        let row = utf8(&row, line)?;
        let outcome = if row.len() == headers.len() {
            place.look_up(generation, options, row)
        } else {
            Err(format!(
                "not looked up: the row has {} columns and the header {}",
                row.len(),
                headers.len()
            ))
        };
        tally.rows += 1;
        write_row(
            &mut writer,
            row,
            headers.len(),
            &families,
            &outcome,
            &mut tally,
        )?;
        if tally.rows.is_multiple_of(ROWS_PER_STEP) {
            progress.advance(reader.position().byte() - shown);
            shown = reader.position().byte();
        }
    }
    writer
        .flush()
        .map_err(|error| Error::Unsuitable(format!("cannot write the result: {error}")))?;
    Ok(tally)
}

/// Where in a row its place is.
enum Place {
    Postcode(usize),
    LonLat(usize, usize),
    Grid(usize, usize),
}

impl Place {
    fn find(columns: &Columns, headers: &[String]) -> Result<Self> {
        let position = |wanted: &str| {
            let named = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
                (0..headers.len())
                    .filter(|&column| fits(&headers[column]))
                    .collect()
            };
            let mut found = named(&|header| header == wanted);
            if found.is_empty() {
                found = named(&|header| header.eq_ignore_ascii_case(wanted));
            }
            if found.len() > 1 {
                return Err(Error::Unsuitable(format!(
                    "the CSV has {} columns \"{wanted}\"; rename all but the one that is meant",
                    found.len()
                )));
            }
            found.first().copied().ok_or_else(|| {
                Error::Unsuitable(format!(
                    "the CSV has no column \"{wanted}\"; name the column of postcodes, or those of \
                     coordinates, of its own: {}",
                    headers.join(", ")
                ))
            })
        };
        Ok(match columns {
            Columns::Postcode(name) => Self::Postcode(position(name)?),
            Columns::LonLat(lon, lat) => Self::LonLat(position(lon)?, position(lat)?),
            Columns::Grid(easting, northing) => Self::Grid(position(easting)?, position(northing)?),
        })
    }

    fn look_up(
        &self,
        generation: &Generation,
        options: &Options,
        row: &ByteRecord,
    ) -> std::result::Result<Answer, String> {
        let families = options.families.as_deref();
        let number = |column: usize, what: &str| {
            let text = String::from_utf8_lossy(&row[column]);
            text.trim()
                .parse::<f64>()
                .map_err(|_| format!("the {what} is not a number"))
        };
        let answer = match *self {
            Self::Postcode(column) => {
                let text = String::from_utf8_lossy(&row[column]);
                text.parse::<Postcode>()
                    .and_then(|postcode| generation.lookup_postcode(postcode, options.on, families))
            }
            Self::LonLat(lon, lat) => {
                LonLat::new(number(lon, "longitude")?, number(lat, "latitude")?)
                    .and_then(|position| generation.lookup_lonlat(position, options.on, families))
            }
            Self::Grid(easting, northing) => {
                GridPoint::new(number(easting, "easting")?, number(northing, "northing")?)
                    .and_then(|point| generation.lookup_grid(point, options.on, families))
            }
        };
        answer.map_err(|error| error.to_string())
    }
}

fn added_to(headers: &[String], families: &[&str]) -> Result<Vec<String>> {
    let mut added = vec![STATUS.to_owned(), UNCERTAIN.to_owned()];
    for family in families {
        added.extend([format!("{family}_code"), format!("{family}_name")]);
    }
    match added.iter().find(|name| headers.contains(name)) {
        Some(taken) => Err(Error::Unsuitable(format!(
            "the CSV already has a column \"{taken}\", which would be lost; rename it, or choose other families with --family"
        ))),
        None => Ok(headers.iter().cloned().chain(added).collect()),
    }
}

fn write_row(
    writer: &mut Writer<impl Write>,
    row: &ByteRecord,
    width: usize,
    families: &[&str],
    outcome: &std::result::Result<Answer, String>,
    tally: &mut Tally,
) -> Result<()> {
    let mut out = row.clone();
    // A short row is padded, so that what is added stands in its own columns. A
    // long one cannot be; its surplus follows what is added.
    let surplus: Vec<Vec<u8>> = row.iter().skip(width).map(<[u8]>::to_vec).collect();
    out.truncate(width);
    while out.len() < width {
        out.push_field(b"");
    }
    match outcome {
        Ok(answer) => {
            let unsure = answer
                .areas
                .iter()
                .filter(|area| !area.certain)
                .map(|area| area.family.as_str());
            let near = answer
                .without
                .iter()
                .filter(|none| !none.certain)
                .map(|none| none.family.as_str());
            let uncertain: Vec<&str> = unsure.chain(near).collect();
            if uncertain.is_empty() {
                tally.certain += 1;
            } else {
                tally.uncertain += 1;
            }
            let notes = answer.notes.join(" ");
            out.push_field(
                if notes.is_empty() {
                    "ok".into()
                } else {
                    format!("ok: {notes}")
                }
                .as_bytes(),
            );
            out.push_field(uncertain.join(" ").as_bytes());
            for family in families {
                let area = answer.areas.iter().find(|area| area.family == *family);
                out.push_field(area.map_or("", |area| area.code.as_str()).as_bytes());
                out.push_field(area.map_or("", |area| area.name.as_str()).as_bytes());
            }
        }
        Err(reason) => {
            tally.unresolved += 1;
            out.push_field(reason.as_bytes());
            for _ in 0..=families.len() * 2 {
                out.push_field(b"");
            }
        }
    }
    for field in surplus {
        out.push_field(&field);
    }
    writer.write_byte_record(&out).map_err(not_written)
}

/// The header's names, without the mark that spreadsheets put in front.
fn header(record: &ByteRecord) -> Result<Vec<String>> {
    if record
        .get(0)
        .is_some_and(|field| field.starts_with(&[0xFF, 0xFE]) || field.starts_with(&[0xFE, 0xFF]))
    {
        return Err(Error::Unsuitable(
            "the CSV is UTF-16; save it as UTF-8 (in Excel: \"CSV UTF-8\")".into(),
        ));
    }
    let record = utf8(record, 1)?;
    if record.is_empty() {
        return Err(Error::Unsuitable(
            "the CSV is empty: a header line with the columns' names is needed".into(),
        ));
    }
    Ok(record
        .iter()
        .map(|field| {
            String::from_utf8_lossy(field)
                .trim_start_matches('\u{feff}')
                .trim()
                .to_owned()
        })
        .collect())
}

fn utf8(record: &ByteRecord, line: u64) -> Result<&ByteRecord> {
    match record
        .iter()
        .position(|field| std::str::from_utf8(field).is_err())
    {
        None => Ok(record),
        Some(column) => Err(Error::Unsuitable(format!(
            "line {line}, column {}: bytes that are not UTF-8; save the file as UTF-8 (in Excel: \"CSV UTF-8\")",
            column + 1
        ))),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn not_csv(error: csv::Error) -> Error {
    Error::Unsuitable(format!("cannot read the CSV: {error}"))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn not_written(error: csv::Error) -> Error {
    Error::Unsuitable(format!("cannot write the result: {error}"))
}
