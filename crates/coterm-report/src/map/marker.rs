//! Numbered markers: dark discs with a number, on areas, on pieces and in the legend.

use super::style::{INK, PAPER};
use super::svg::{Svg, num};

/// Font size of a number of up to two digits, in SVG units.
const SIZE: f64 = 10.5;
/// Radius of a marker, in SVG units.
pub(super) const RADIUS: f64 = 8.0;

/// Draws a marker centred at this place, in SVG units.
pub(super) fn draw(svg: &mut Svg, number: u32, x: f64, y: f64) {
    let text = number.to_string();
    let size = if text.len() > 2 { SIZE * 0.8 } else { SIZE };
    svg.element(
        "circle",
        &[
            ("cx", num(x)),
            ("cy", num(y)),
            ("r", num(RADIUS)),
            ("fill", INK.to_string()),
            ("stroke", PAPER.to_string()),
            ("stroke-width", "1.2".into()),
        ],
    );
    svg.text(
        &text,
        x,
        // Digits are 0.71 em high, so half of that centres them.
        y + size * 0.357,
        size,
        &[
            ("text-anchor", "middle".into()),
            ("font-weight", "700".into()),
            ("fill", PAPER.to_string()),
        ],
    );
}
