//! Hatching of the pieces that a map points out, as SVG patterns.

use super::style::Colour;
use super::svg::{Svg, num};

/// Kind of hatching. The lines of the two lean to opposite sides, so that they differ without
/// colour too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Hatch {
    /// Strong lines close together, for the pieces that matter most.
    #[default]
    Dense,
    /// Thin lines far apart, which leave the fill below visible.
    Open,
}

impl Hatch {
    /// Distance between lines, width of a line, opacity of the tint, angle in degrees.
    fn design(self) -> (f64, f64, &'static str, i32) {
        match self {
            Self::Dense => (6.0, 1.8, "0.18", 45),
            Self::Open => (10.0, 1.0, "0.06", -45),
        }
    }

    /// Width of the line around a piece, in SVG units.
    pub(super) fn edge(self) -> f64 {
        match self {
            Self::Dense => 1.4,
            Self::Open => 0.9,
        }
    }

    fn id(self, colour: Colour, prefix: &str) -> String {
        let name = match self {
            Self::Dense => "hatch",
            Self::Open => "open-hatch",
        };
        format!("{prefix}{name}-{}", &colour.to_string()[1..])
    }
}

/// Writes the definition of a hatch pattern in a colour.
pub(super) fn define(svg: &mut Svg, hatch: Hatch, colour: Colour, prefix: &str) {
    let (apart, width, tint, angle) = hatch.design();
    svg.open(
        "pattern",
        &[
            ("id", hatch.id(colour, prefix)),
            ("width", num(apart)),
            ("height", num(apart)),
            ("patternUnits", "userSpaceOnUse".into()),
            ("patternTransform", format!("rotate({angle})")),
        ],
    );
    svg.element(
        "rect",
        &[
            ("width", num(apart)),
            ("height", num(apart)),
            ("fill", colour.to_string()),
            ("fill-opacity", tint.into()),
        ],
    );
    svg.element(
        "path",
        &[
            ("d", format!("M{} 0v{}", num(apart / 2.0), num(apart))),
            ("stroke", colour.to_string()),
            ("stroke-width", num(width)),
        ],
    );
    svg.close("pattern");
}

/// The `fill` attribute that refers to a hatch pattern.
pub(super) fn hatched(hatch: Hatch, colour: Colour, prefix: &str) -> String {
    format!("url(#{})", hatch.id(colour, prefix))
}
