//! Layers as OGC `GeoPackage` 1.2, and the features of anyone's.

mod reading;
mod tables;
mod writing;

pub(crate) use reading::features;
pub(crate) use writing::write;
