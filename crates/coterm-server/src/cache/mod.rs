//! Caches of what takes long to make: comparisons, scores, compared proposals, and tiles as they are
//! sent.

pub(crate) mod comparison_cache;
pub(crate) mod layer_items;
mod lru;
pub(crate) mod proposal_cache;
pub(crate) mod score_cache;
pub(crate) mod tile_cache;
