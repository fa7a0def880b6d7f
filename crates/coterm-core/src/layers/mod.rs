//! Layers of areas: what an [`Area`] and a [`Layer`] are, and the [`Catalogue`] that knows which
//! layer of each family is valid on a date.
//!
//! Lookups, comparisons, reports and tiles all take layers from here. A layer's areas are in order
//! of their codes, and ids ([`LayerId`], [`AreaId`]) are positions, so neither ever changes.

mod area;
mod area_name;
mod area_search;
mod catalogue;
mod known_defect;
mod layer;
mod layer_id;
mod line_error;
mod neighbour;

pub use area::Area;
pub use area_name::{NotOneArea, find_area};
pub use catalogue::Catalogue;
pub use known_defect::KnownDefect;
pub use layer::{Layer, LayerInfo, Role};
pub use layer_id::LayerId;
pub use line_error::LineError;
pub use neighbour::Neighbour;
pub use polygon_coverage::AreaId;
