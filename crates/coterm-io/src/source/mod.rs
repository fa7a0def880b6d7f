//! The published files that data is built from. Each module reads one of them as it is published.
//!
//! `build` combines them; nothing is corrected here.

pub(crate) mod code_point_open;
pub(crate) mod lookups;
pub(crate) mod onspd;
pub(crate) mod postcode_table;
pub(crate) mod ward_names;
pub(crate) mod wheel;

pub(crate) use wheel::Wheels;

use coterm_core::codes::GssCode;

/// Position and district of a postcode by a release. Easting and northing are in metres on the
/// British National Grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Located {
    pub(crate) easting: f64,
    pub(crate) northing: f64,
    /// Code-Point Open's indicator of positional quality, if the release has it.
    pub(crate) quality: Option<u8>,
    pub(crate) district: Option<GssCode>,
}
