//! Hatching of the pieces that a map points out, as SVG patterns.

use super::style::Colour;
use super::svg::Svg;

/// Writes the definition of a colour's hatch pattern.
pub(super) fn define(svg: &mut Svg, colour: Colour, prefix: &str) {
    svg.open(
        "pattern",
        &[
            ("id", id(colour, prefix)),
            ("width", "5".into()),
            ("height", "5".into()),
            ("patternUnits", "userSpaceOnUse".into()),
            ("patternTransform", "rotate(45)".into()),
        ],
    );
    svg.element(
        "rect",
        &[
            ("width", "5".into()),
            ("height", "5".into()),
            ("fill", colour.to_string()),
            ("fill-opacity", "0.22".into()),
        ],
    );
    svg.element(
        "path",
        &[
            ("d", "M1.2 0v5".into()),
            ("stroke", colour.to_string()),
            ("stroke-width", "2".into()),
        ],
    );
    svg.close("pattern");
}

/// The `fill` attribute that refers to a colour's hatch pattern.
pub(super) fn hatched(colour: Colour, prefix: &str) -> String {
    format!("url(#{})", id(colour, prefix))
}

fn id(colour: Colour, prefix: &str) -> String {
    format!("{prefix}hatch-{}", &colour.to_string()[1..])
}
