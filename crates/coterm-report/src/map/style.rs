//! The colours and line styles of maps.

use std::fmt;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Colour of text and of the borders of areas.
pub(super) const INK: Colour = Colour(0x15, 0x21, 0x2b);
/// Colour of secondary text.
pub(super) const SOFT: Colour = Colour(0x4a, 0x58, 0x63);
/// Colour of the names of a second layer.
pub(super) const NAME: Colour = Colour(0x33, 0x41, 0x4c);
/// Colour of water.
pub(super) const SEA: Colour = Colour(0xdc, 0xe8, 0xee);
/// Colour of land that the map is not about.
pub(super) const LAND: Colour = Colour(0xf3, 0xf1, 0xea);
/// Colour of the coast of that land.
pub(super) const COAST: Colour = Colour(0xb3, 0xbd, 0xc2);
/// Colour of areas of the layer that the map is not about.
pub(super) const CONTEXT: Colour = Colour(0xe4, 0xe3, 0xdc);
/// Colour of the page, and of the halo behind text.
pub(super) const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// Colour of the borders of the frame, the legend and the areas that the map is not about.
pub(super) const RULE: Colour = Colour(0x9a, 0xa5, 0xad);

/// Style of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineStyle {
    /// Colour of the line.
    pub colour: Colour,
    /// Width in SVG units.
    pub width: f64,
    /// Lengths of the dashes and of the gaps between them, in SVG units; `None` for a solid
    /// line.
    pub dash: Option<(f64, f64)>,
}

impl LineStyle {
    /// Lines of a second layer: thin and dashed.
    pub const OVER: Self = Self {
        colour: Colour(0x2c, 0x3a, 0x45),
        width: 0.9,
        dash: Some((4.0, 2.4)),
    };
    /// The outline of the ground that a map is focused on.
    pub const FOCUS: Self = Self {
        colour: INK,
        width: 2.6,
        dash: None,
    };
    /// Lines between two areas that the map is about.
    pub(super) const BORDER: Self = Self {
        colour: INK,
        width: 1.8,
        dash: None,
    };
    /// Lines around the areas that the map is about, with no such area on the other side.
    pub(super) const OUTSIDE: Self = Self {
        colour: SOFT,
        width: 0.9,
        dash: None,
    };
}
