//! Writing layers as OGC `GeoPackage` 1.2, and reading the features of anyone's `GeoPackage`.

mod reading;
mod tables;
mod writing;

pub(crate) use reading::features;
pub(crate) use writing::write;
