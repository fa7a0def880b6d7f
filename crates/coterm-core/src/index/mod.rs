//! Finding things: which area owns a point, and how far the nearest boundary is.

pub(crate) mod area_index;
pub(crate) mod bands;
pub(crate) mod boundary;
pub(crate) mod cell_index;
pub(crate) mod known_points;
pub(crate) mod layer_index;
pub(crate) mod layer_stack;
pub(crate) mod nesting;

pub(crate) use area_index::AreaIndex;
pub use boundary::BoundaryIndex;
pub(crate) use known_points::KnownPoints;
pub use layer_index::LayerIndex;
pub use layer_stack::{LayerStack, OwnersAt};
