//! The errors of this crate. Their texts are written for the users of the server and the
//! command line.

/// Reason why a tile, or a set of tiles, cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A zoom without tiles.
    #[error("zoom {zoom} does not exist; use 0 to {max}")]
    NoSuchZoom {
        /// The zoom that was asked for.
        zoom: u8,
        /// The deepest zoom.
        max: u8,
    },
    /// A tile outside the world.
    #[error("tile {x}/{y} is outside the map at zoom {zoom}; use numbers from 0 to {max}")]
    OutsideWorld {
        /// The zoom.
        zoom: u8,
        /// The column.
        x: u32,
        /// The row.
        y: u32,
        /// The last column and row.
        max: u32,
    },
    /// A layer that the set does not have.
    #[error("the tiles do not have the layer \"{layer}\"; they have {held}")]
    NoSuchLayer {
        /// The layer that was asked for.
        layer: String,
        /// The layers of the set.
        held: String,
    },
    /// A footprint that cannot be placed on the map.
    #[error("{layer} {code}: {cause}")]
    Unplaceable {
        /// The layer.
        layer: String,
        /// The area's code.
        code: String,
        /// The reason.
        cause: Box<coterm_core::Error>,
    },
    /// Layers that extend further than one set of tiles can.
    #[error("the layers are too far apart to be drawn together: {0}")]
    Undividable(#[from] polygon_coverage::Error),
    /// A line of the map that has no place on the ground.
    #[error("we cannot measure a line of this comparison: {0}")]
    Unmeasurable(#[from] coterm_core::Error),
    /// Lines that still cross after they have been cut where they cross.
    #[error(
        "the lines of these layers still cross after {rounds} attempts to part them; \
         please report it, and say which layers they are"
    )]
    Unsettled {
        /// Number of rounds of cutting.
        rounds: u32,
    },
}
