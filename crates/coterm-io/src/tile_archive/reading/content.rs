//! [`TileContent`]: the kind of file that a tile is.

/// The kind of file that a tile of an archive is.
///
/// ```
/// use coterm_io::TileContent;
///
/// let png = b"\x89PNG\r\n\x1a\n";
/// assert_eq!(TileContent::of(png), TileContent::Png);
/// assert_eq!(TileContent::of(png).media_type(), "image/png");
/// assert_eq!(TileContent::of(b"\x1a\x05\x0a\x01a\x78\x02"), TileContent::Vector);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileContent {
    /// Areas, lines and points: a Mapbox Vector Tile.
    Vector,
    /// A picture in Portable Network Graphics.
    Png,
    /// A picture in JPEG.
    Jpeg,
    /// A picture in WebP.
    Webp,
}

impl TileContent {
    /// Returns the kind of a tile that is not compressed, by its first bytes: a vector tile unless they
    /// are those of a picture.
    pub fn of(tile: &[u8]) -> Self {
        Self::of_picture(tile).unwrap_or(Self::Vector)
    }

    /// Returns the kind of a picture; `None` for other bytes.
    pub(super) fn of_picture(tile: &[u8]) -> Option<Self> {
        match tile {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', ..] if tile.get(8..12) == Some(b"WEBP") => Some(Self::Webp),
            _ => None,
        }
    }

    /// Whether the tile is a picture.
    pub fn is_picture(self) -> bool {
        self != Self::Vector
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Vector => "application/vnd.mapbox-vector-tile",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}
