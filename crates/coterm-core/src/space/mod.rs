//! The British National Grid, and longitude and latitude in and out of it.

mod ostn15;
mod position;
mod transverse_mercator;

pub use position::{GridPoint, LonLat};
