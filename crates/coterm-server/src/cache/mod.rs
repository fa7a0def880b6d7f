//! What has been made once and may be asked for again.

pub(crate) mod comparison_cache;
mod lru;
pub(crate) mod tile_cache;
