//! [`Columns`]: the columns of a table that give the place of each row.
//!
//! Users name columns; [`Place`] has found them in the header, each exactly once.

use crate::csv_reader::Header;
use crate::{Error, Result};

/// Usual names of a column of postcodes; the first that a header has is taken. `pcd` and the names
/// after it are those of the ONS.
pub const POSTCODE_COLUMNS: [&str; 6] = ["postcode", "pcd", "pcds", "pcd7", "pcd8", "pcd2"];

/// The columns that give the place of each row.
///
/// A name matches the column of that name; if there is none, columns whose names differ from it
/// only in case, spaces, underscores and hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Columns {
    /// A postcode, in the column named by the first of [`POSTCODE_COLUMNS`] that the header has.
    UsualPostcode,
    /// A postcode, in this column.
    Postcode(String),
    /// Longitude and latitude in degrees (CRS84), in these columns.
    LonLat(String, String),
    /// Easting and northing in metres on the British National Grid, in these columns.
    Grid(String, String),
    /// Points of `GeoArrow` or `GeoParquet`, in this column of a table in Parquet or Arrow.
    Points(String),
}

/// The positions of the columns that give the place of a row.
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
                let is_present = |name: &&str| !header.find(name).is_empty();
                let name = POSTCODE_COLUMNS.into_iter().find(is_present);
                Self::Postcode(one(name.unwrap_or(POSTCODE_COLUMNS[0]))?)
            }
            Columns::Postcode(name) => Self::Postcode(one(name)?),
            Columns::LonLat(lon, lat) => Self::LonLat(one(lon)?, one(lat)?),
            Columns::Grid(easting, northing) => Self::Grid(one(easting)?, one(northing)?),
            Columns::Points(_) => {
                return Err(Error::InvalidInput(
                    "a CSV has no column of points; choose columns with coordinates, with \
                     --lonlat-columns or --grid-columns"
                        .into(),
                ));
            }
        })
    }

    /// Returns the positions of the columns.
    pub(super) fn positions(self) -> Vec<usize> {
        match self {
            Self::Postcode(column) => vec![column],
            Self::LonLat(one, other) | Self::Grid(one, other) => vec![one, other],
        }
    }
}

/// Finds the only column with this name.
pub(super) fn one(wanted: &str, header: &Header) -> Result<usize> {
    match header.find(wanted)[..] {
        [column] => Ok(column),
        [] => Err(Error::InvalidInput(format!(
            "the table has no column \"{wanted}\"; choose the column with postcodes, or the columns \
             with coordinates, from: {}",
            header.listed()
        ))),
        ref several => {
            let names: Vec<String> = several.iter().map(|&at| header.called(at)).collect();
            Err(Error::InvalidInput(format!(
                "the table has {} columns called \"{wanted}\" ({}); rename the ones you do not want",
                several.len(),
                names.join(", ")
            )))
        }
    }
}

/// Refuses added columns that the table has already.
pub(super) fn refuse_taken(header: &Header, added: &[String]) -> Result<()> {
    let is_taken = |added: &&String| header.names().iter().any(|name| name.trim() == *added);
    match added.iter().find(is_taken) {
        Some(taken) => Err(Error::InvalidInput(format!(
            "the table already has a column \"{taken}\", which would be lost; rename it, or choose other families with --family"
        ))),
        None => Ok(()),
    }
}
