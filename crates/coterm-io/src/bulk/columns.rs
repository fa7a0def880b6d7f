//! Which columns there are, and which say where a row is.

use csv::ByteRecord;

use super::fields::utf8;
use crate::{Error, Result};

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

/// Where in a row its place is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Postcode(usize),
    LonLat(usize, usize),
    Grid(usize, usize),
}

impl Place {
    pub(super) fn find(columns: &Columns, headers: &[String]) -> Result<Self> {
        let position = |wanted: &str| position(wanted, headers);
        Ok(match columns {
            Columns::Postcode(name) => Self::Postcode(position(name)?),
            Columns::LonLat(lon, lat) => Self::LonLat(position(lon)?, position(lat)?),
            Columns::Grid(easting, northing) => Self::Grid(position(easting)?, position(northing)?),
        })
    }
}

/// The column with this name, or else with this name but for case.
fn position(wanted: &str, headers: &[String]) -> Result<usize> {
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
}

/// The header's names, without the mark that spreadsheets put in front.
pub(super) fn header(record: &ByteRecord) -> Result<Vec<String>> {
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
