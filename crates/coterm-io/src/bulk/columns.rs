//! Which columns say where a row is.

use crate::csv_reader::Header;
use crate::{Error, Result};

/// Names that columns of postcodes have; the first that a header has is taken. Those of
/// the ONS are `pcd` and so on.
pub const POSTCODE_COLUMNS: [&str; 6] = ["postcode", "pcd", "pcds", "pcd7", "pcd8", "pcd2"];

/// Which columns say where a row is.
///
/// A name is that of a column, or differs from it only in case, spaces, underscores and
/// hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Columns {
    /// A postcode, in the column that has the first of [`POSTCODE_COLUMNS`].
    UsualPostcode,
    /// A postcode.
    Postcode(String),
    /// Longitude and latitude, in degrees.
    LonLat(String, String),
    /// Easting and northing, in metres.
    Grid(String, String),
}

/// Where in a row its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Postcode(usize),
    LonLat(usize, usize),
    Grid(usize, usize),
}

impl Place {
    pub(super) fn find(columns: &Columns, header: &Header) -> Result<Self> {
        let one = |wanted: &str| one(wanted, header);
        Ok(match columns {
            Columns::UsualPostcode => {
                let there = |name: &&str| !header.find(name).is_empty();
                let name = POSTCODE_COLUMNS.into_iter().find(there);
                Self::Postcode(one(name.unwrap_or(POSTCODE_COLUMNS[0]))?)
            }
            Columns::Postcode(name) => Self::Postcode(one(name)?),
            Columns::LonLat(lon, lat) => Self::LonLat(one(lon)?, one(lat)?),
            Columns::Grid(easting, northing) => Self::Grid(one(easting)?, one(northing)?),
        })
    }

    /// The columns, by position.
    pub(super) fn positions(self) -> Vec<usize> {
        match self {
            Self::Postcode(column) => vec![column],
            Self::LonLat(one, other) | Self::Grid(one, other) => vec![one, other],
        }
    }
}

/// The one column with this name.
fn one(wanted: &str, header: &Header) -> Result<usize> {
    match header.find(wanted)[..] {
        [column] => Ok(column),
        [] => Err(Error::InvalidInput(format!(
            "the CSV has no column \"{wanted}\"; name the column of postcodes, or those of \
             coordinates, of its own: {}",
            header.listed()
        ))),
        ref several => {
            let names: Vec<String> = several.iter().map(|&at| header.called(at)).collect();
            Err(Error::InvalidInput(format!(
                "the CSV has {} columns \"{wanted}\" ({}); rename all but the one that is meant",
                several.len(),
                names.join(", ")
            )))
        }
    }
}
