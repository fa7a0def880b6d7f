//! [`JoinOptions`]: what is joined with which areas.

use serde::{Deserialize, Serialize};

/// Columns that say where a row is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// A postcode.
    Postcode(String),
    /// Longitude and latitude in degrees, WGS 84.
    Lonlat(String, String),
    /// Easting and northing in metres, British National Grid (EPSG:27700).
    Grid(String, String),
}

impl Address {
    /// The kind of address, by the name that `coterm_row` takes.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Postcode(_) => "postcode",
            Self::Lonlat(..) => "lonlat",
            Self::Grid(..) => "grid",
        }
    }

    /// Names of the columns.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Postcode(column) => vec![column],
            Self::Lonlat(first, second) | Self::Grid(first, second) => vec![first, second],
        }
    }
}

/// Options of a join: the areas that are added, and the columns that say where a row is. Part of the manifest but for `overwrite` and `jobs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinOptions {
    /// Families of areas, separated by commas.
    pub families: String,
    /// The day whose areas are added, such as `2022-06-30`.
    pub on: String,
    /// Where rows are.
    pub address: Address,
    /// Rows after which a piece ends, at the end of a row group.
    pub rows_per_file: u64,
    /// Whether an output that another join wrote is replaced.
    #[serde(skip)]
    pub overwrite: bool,
    /// Pieces that run at the same time.
    #[serde(skip)]
    pub jobs: usize,
}
