//! Colours and lines.

use std::fmt;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Text and the lines of the areas.
pub(super) const INK: Colour = Colour(0x15, 0x21, 0x2b);
/// Text that explains.
pub(super) const SOFT: Colour = Colour(0x4a, 0x58, 0x63);
/// The names of a second layer.
pub(super) const NAME: Colour = Colour(0x33, 0x41, 0x4c);
/// Water.
pub(super) const SEA: Colour = Colour(0xdc, 0xe8, 0xee);
/// Land that the map is not about.
pub(super) const LAND: Colour = Colour(0xf3, 0xf1, 0xea);
/// The edge of that land.
pub(super) const COAST: Colour = Colour(0xb3, 0xbd, 0xc2);
/// Areas of the layer that the map is not about.
pub(super) const CONTEXT: Colour = Colour(0xe4, 0xe3, 0xdc);
/// Behind text.
pub(super) const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// The frame, and the rules of the legend.
pub(super) const RULE: Colour = Colour(0x9a, 0xa5, 0xad);

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineStyle {
    /// Its colour.
    pub colour: Colour,
    /// Its width in SVG units.
    pub width: f64,
    /// The lengths of its dashes and of the gaps between them, in SVG units.
    pub dash: Option<(f64, f64)>,
}

impl LineStyle {
    /// The lines of a second layer: thin and dashed.
    pub const OVER: Self = Self {
        colour: Colour(0x2c, 0x3a, 0x45),
        width: 0.9,
        dash: Some((4.0, 2.4)),
    };
    /// Between two areas.
    pub(super) const BORDER: Self = Self {
        colour: INK,
        width: 1.8,
        dash: None,
    };
    /// Around areas, where no other is.
    pub(super) const OUTSIDE: Self = Self {
        colour: SOFT,
        width: 0.9,
        dash: None,
    };
}
