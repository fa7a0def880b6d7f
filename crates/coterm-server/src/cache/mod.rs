//! Caches of what takes long to make: comparisons, and tiles as they are sent.

pub(crate) mod comparison_cache;
pub(crate) mod layer_items;
mod lru;
pub(crate) mod tile_cache;
