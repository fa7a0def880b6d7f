//! Areas by their edges: measured, checked, noded and dissolved.

pub(crate) mod arrangement;
mod chords;
pub(crate) mod circle;
pub(crate) mod coverage;
mod deviation;
pub(crate) mod dissolve;
pub(crate) mod measure;
mod noding;
mod validity;
pub(crate) mod vertex;

pub use arrangement::{Arrangement, Face, Line};
pub use circle::largest_circle;
pub use coverage::{
    CoverageDefect, CoverageGap, CoverageOverlap, CoverageReport, InvalidFootprint, UnmatchedEdges,
    check_coverage,
};
pub use deviation::{Deviation, deviation};
pub use dissolve::dissolve;
pub use measure::{area_m2, distance_to_edge, edges, oriented_rings};
pub use noding::{Noded, node_coverage};
pub use validity::{InvalidReason, RingPosition, ValidityFault, validity};
