//! Polygonal coverages in the plane: find the area of a point, overlay, validate, dissolve,
//! compare.
//!
//! A *coverage* is a set of polygons that do not overlap and whose shared boundaries match
//! vertex for vertex, as administrative areas do. Geometry is that of [`geo_types`](geo):
//! `MultiPolygon<f64>` and `Coord<f64>`, in any planar coordinates, metres or degrees, with the
//! first axis (x) to the east and the second (y) to the north. Lengths and distances are in the
//! unit of the coordinates, areas in its square.
//!
//! ```
//! use geo::{MultiPolygon, coord, polygon};
//! use polygon_coverage::{CoverageReport, PointIndex, PrecisionModel, dissolve};
//!
//! let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
//! let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
//! let both = [&west, &east];
//!
//! let report = CoverageReport::of(&both, 0.0, PrecisionModel::covering(both))?;
//! assert!(report.is_coverage());
//!
//! let index = PointIndex::build(both)?;
//! let area = index.locate(coord! { x: 1.5, y: 0.5 }).expect("the point is in one of them");
//! assert_eq!(area.index(), 1);
//!
//! assert_eq!(dissolve(both)?.0.len(), 1);
//! # Ok::<(), polygon_coverage::Error>(())
//! ```
//!
//! # By subject
//!
//! | question | answer |
//! |---|---|
//! | which area is a point in | [`PointIndex`]; in each of several coverages [`PointIndexSet`]; all that contain it [`AreaTree`]; without an index [`containment`] |
//! | how far is the nearest boundary | [`BoundaryIndex`] |
//! | what do footprints have in common | [`Arrangement`], of [`Face`](arrangement::Face)s and [`Arc`](arrangement::Arc)s |
//! | is it a coverage, and if not where | [`CoverageReport`] |
//! | is a polygon valid | [`validity`](validity()) |
//! | what is the union of areas | [`dissolve`](dissolve()) |
//! | how do neighbours match again | [`noding`] |
//! | how far apart are two lines | [`deviation`] (the Hausdorff distance, between curves) |
//! | how wide is it, and where | [`maximum_inscribed_circle`] |
//! | how compact is it | [`compactness`], [`minimum_bounding_circle`] |
//! | area, edges, distance to an edge | [`measure`] |
//!
//! # What it promises
//!
//! - **Containment is half-open**: every point of a coverage is in exactly one area, including
//!   points on boundaries and at corners. See [`containment`].
//! - **Decisions are exact.** Exact predicates or integers decide whether a point is inside, which
//!   edges cross and which areas a face is in. Only the places of crossings, lengths and areas are
//!   rounded, once, and the documentation says to what. See [`PrecisionModel`].
//! - **Indexes agree with brute force**, bit for bit: they are tested against it on random and
//!   real coverages.
//! - **Input beyond a structure's limits is refused** with an [`Error`]; nothing saturates
//!   silently. Defects of the input are reported, and are not errors.
//! - **Everything built is immutable**, `Send` and `Sync`; nothing is initialised lazily.
//!
//! Building an index or an arrangement takes O(n log n) in the number of vertices, on all cores
//! with the feature `rayon`; a query takes O(1) to O(log n). With the feature `serde`
//! identifiers, reports and measures can be serialised.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod area_id;
pub mod arrangement;
pub mod boundary_index;
mod buckets;
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
mod parallel;
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
