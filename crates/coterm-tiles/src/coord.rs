//! Coordinates of a tile: [`TileCoord`].

use std::fmt;

use crate::mercator::{self, LonLatBounds};
use crate::{Error, Result};

/// A tile of the usual pyramid over Web Mercator (EPSG:3857). At zoom `z` the world is a square
/// of 2ᶻ by 2ᶻ tiles; columns are counted from the west, rows from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileCoord {
    z: u8,
    x: u32,
    y: u32,
}

impl TileCoord {
    /// The deepest zoom, at which a unit of a tile's grid is 2 mm at the equator.
    pub const DEEPEST: u8 = 22;

    /// Returns the tile in column `x` and row `y` of zoom `z`.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchZoom`] beyond 22; [`Error::OutsideWorld`] for a column or row that the
    /// zoom does not have.
    ///
    /// ```
    /// use coterm_tiles::TileCoord;
    ///
    /// assert!(TileCoord::new(6, 31, 20).is_ok());
    /// assert!(TileCoord::new(0, 0, 1).is_err());
    /// assert_eq!(
    ///     TileCoord::new(6, 64, 20).unwrap_err().to_string(),
    ///     "tile 64/20 is outside the map at zoom 6; use numbers from 0 to 63"
    /// );
    /// assert_eq!(
    ///     TileCoord::new(23, 0, 0).unwrap_err().to_string(),
    ///     "zoom 23 does not exist; use 0 to 22"
    /// );
    /// ```
    pub fn new(z: u8, x: u32, y: u32) -> Result<Self> {
        check_zoom(z)?;
        let max = (1 << z) - 1;
        if x > max || y > max {
            return Err(Error::OutsideWorld { zoom: z, x, y, max });
        }
        Ok(Self { z, x, y })
    }

    /// Returns the zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// Returns the column, counted from the west.
    pub fn x(self) -> u32 {
        self.x
    }

    /// Returns the row, counted from the north.
    pub fn y(self) -> u32 {
        self.y
    }

    /// Returns the bounding box of the tile without its buffer, in degrees of longitude and
    /// latitude (CRS84).
    ///
    /// ```
    /// use coterm_tiles::TileCoord;
    ///
    /// let bounds = TileCoord::new(1, 0, 0)?.bounds();
    /// assert_eq!((bounds.west, bounds.south, bounds.east), (-180.0, 0.0, 0.0));
    /// assert!((bounds.north - 85.051_128_78).abs() < 1e-8);
    /// # Ok::<(), coterm_tiles::Error>(())
    /// ```
    pub fn bounds(self) -> LonLatBounds {
        let side = mercator::WORLD >> self.z;
        let [x, y] = [self.x, self.y].map(i64::from);
        LonLatBounds::between([x * side, y * side], [(x + 1) * side, (y + 1) * side])
    }
}

impl fmt::Display for TileCoord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.z, self.x, self.y)
    }
}

/// Fails unless the zoom exists.
pub(crate) fn check_zoom(zoom: u8) -> Result<()> {
    if zoom > TileCoord::DEEPEST {
        return Err(Error::NoSuchZoom {
            zoom,
            max: TileCoord::DEEPEST,
        });
    }
    Ok(())
}
