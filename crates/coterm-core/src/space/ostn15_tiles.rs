//! The layout of the table of OSTN15's shifts. The build script writes the table and
//! [`ostn15`](super::ostn15) reads it, so both include this file.

/// Number of 1 km cells of the grid of shifts, east and north. There is one node more each way.
pub(crate) const COLUMNS: u32 = 700;
pub(crate) const ROWS: u32 = 1_250;
/// Number of cells along one side of a tile. A tile holds 4 × 4 nodes of four bytes, which fill one
/// cache line, so reading a shift costs at most one cache miss. The outer nodes of most tiles are
/// held in two tiles.
pub(crate) const SIDE: u32 = 3;
pub(crate) const NODES: u32 = SIDE + 1;
pub(crate) const TILES_EAST: u32 = COLUMNS.div_ceil(SIDE);
pub(crate) const TILES_NORTH: u32 = ROWS.div_ceil(SIDE);
/// Size of a tile in bytes.
pub(crate) const TILE_BYTES: usize = (NODES * NODES * 4) as usize;

/// Lower bound of all shifts, in metres east and north. No shift is more than 45 m above it, so each
/// is held as two bytes of millimetres above it.
pub(crate) const LOWEST: [f64; 2] = [80.0, -90.0];
pub(crate) const MILLIMETRE: f64 = 0.001;
