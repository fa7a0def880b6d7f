//! Coordinates: the British National Grid (EPSG:27700), its precision grid, and the conversion from
//! and to longitude and latitude.

mod approximation;
mod approximation_tiles;
mod chebyshev;
mod ostn15;
mod ostn15_tiles;
mod position;
mod precision;
mod transverse_mercator;

pub use position::{GridPoint, LonLat};
pub use precision::millimetres;
