//! The published files that data is built from, each read as it is.

pub(crate) mod code_point_open;
pub(crate) mod lookups;
pub(crate) mod onspd;
pub(crate) mod postcode_table;
pub(crate) mod wheel;

pub(crate) use wheel::Wheels;

use coterm_core::GssCode;

/// Where a postcode is by a release, and in which district.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Located {
    pub(crate) easting: f64,
    pub(crate) northing: f64,
    /// Code-Point Open's indicator of how good the position is, if the release has it.
    pub(crate) quality: Option<u8>,
    pub(crate) district: Option<GssCode>,
}
