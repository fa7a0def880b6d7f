//! The British National Grid, and longitude and latitude in and out of it.

mod chebyshev;
mod ostn15;
mod position;
mod precision;
mod transverse_mercator;

pub use position::{GridPoint, LonLat};
pub use precision::millimetres;
