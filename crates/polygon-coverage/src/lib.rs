//! Polygonal coverages in the plane: find the area of a point, overlay, validate, dissolve,
//! compare.
//!
//! A *coverage* is a set of polygons that do not overlap and whose shared boundaries match
//! vertex for vertex, as administrative areas do. What is answered here is exact where it
//! decides (who contains a point, what crosses, which areas a face is in), and says how
//! exact it is where it measures. Geometry is that of [`geo_types`](geo): `MultiPolygon<f64>`
//! and `Coord<f64>` in any planar coordinates, metres or degrees; lengths and areas come out
//! in the unit that went in.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod area_id;
pub mod arrangement;
pub mod boundary_index;
pub mod compactness;
pub mod containment;
pub mod coverage;
pub mod deviation;
pub mod disjoint_sets;
mod dissolve;
mod error;
pub mod maximum_inscribed_circle;
pub mod measure;
pub mod minimum_bounding_circle;
pub mod noding;
pub mod point_index;
mod precision;
pub mod validity;
mod vertex;

pub use area_id::AreaId;
pub use arrangement::Arrangement;
pub use boundary_index::BoundaryIndex;
pub use coverage::CoverageReport;
pub use dissolve::dissolve;
pub use error::{Error, Result};
pub use point_index::{AreaTree, PointIndex, PointIndexSet};
pub use precision::PrecisionModel;
pub use validity::validity;
pub use vertex::Vertex;
