//! The scale bar of a map: a round length of ground, drawn to scale.

use super::bounds::MapBounds;
use super::style::{INK, PAPER};
use super::svg::{Svg, num};
use super::text::{BASE, Weight, width};

/// Font size of the labels, in SVG units.
const SIZE: f64 = 11.5;
/// Height of the bar, in SVG units.
const BAR: f64 = 5.0;
/// Distance between the bar and the text under it, in SVG units.
const BELOW: f64 = 2.0;

/// A scale bar of four parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ScaleBar {
    metres: f64,
    length: f64,
}

impl ScaleBar {
    /// The longest bar of at most `limit` SVG units whose length in metres is 1, 2 or 5 times
    /// a power of ten.
    pub(super) fn new(metres_per_unit: f64, limit: f64) -> Self {
        let longest = metres_per_unit * limit;
        let power = 10_f64.powf(longest.log10().floor());
        let metres = [5.0, 2.0, 1.0]
            .into_iter()
            .map(|times| times * power)
            .find(|metres| *metres <= longest)
            .unwrap_or(power);
        Self {
            metres,
            length: metres / metres_per_unit,
        }
    }

    fn labels(&self) -> [String; 3] {
        let (unit, per) = if self.metres >= 1000.0 {
            ("km", 1000.0)
        } else {
            ("m", 1.0)
        };
        let whole = self.metres / per;
        [
            "0".to_owned(),
            num(whole / 2.0),
            format!("{} {unit}", num(whole)),
        ]
    }

    /// Width in SVG units, from half of the first label before the bar to half of the last
    /// after it.
    pub(super) fn width(&self) -> f64 {
        let [first, _, last] = self
            .labels()
            .map(|label| width(&label, SIZE, Weight::Regular));
        first / 2.0 + self.length + last / 2.0
    }

    pub(super) fn height() -> f64 {
        BAR + BELOW + SIZE * super::text::LINE
    }

    /// Draws the bar into the bounds, from their upper left corner.
    pub(super) fn draw(&self, svg: &mut Svg, bounds: &MapBounds) {
        let labels = self.labels();
        let left = bounds.left + width(&labels[0], SIZE, Weight::Regular) / 2.0;
        svg.open("g", &[("class", "scale".into())]);
        for part in 0..4_u32 {
            let fill = if part % 2 == 0 { INK } else { PAPER };
            svg.element(
                "rect",
                &[
                    ("x", num(left + self.length * f64::from(part) / 4.0)),
                    ("y", num(bounds.top)),
                    ("width", num(self.length / 4.0)),
                    ("height", num(BAR)),
                    ("fill", fill.to_string()),
                    ("stroke", INK.to_string()),
                    ("stroke-width", "0.8".into()),
                ],
            );
        }
        let base = bounds.top + BAR + BELOW + SIZE * BASE;
        for (label, part) in labels.iter().zip([0.0, 0.5, 1.0]) {
            svg.text(
                label,
                left + self.length * part,
                base,
                SIZE,
                &[("text-anchor", "middle".into())],
            );
        }
        svg.close("g");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_length_is_round_and_no_longer_than_allowed() {
        for (metres_per_unit, metres) in
            [(125.0, 20_000.0), (10.0, 1000.0), (3.0, 500.0), (0.1, 10.0)]
        {
            let bar = ScaleBar::new(metres_per_unit, 180.0);
            assert_eq!(bar.metres, metres);
            assert!(bar.length <= 180.0 && bar.length > 60.0, "{bar:?}");
        }
    }

    #[test]
    fn it_says_kilometres_from_one_on() {
        assert_eq!(ScaleBar::new(125.0, 180.0).labels(), ["0", "10", "20 km"]);
        assert_eq!(ScaleBar::new(10.0, 180.0).labels(), ["0", "0.5", "1 km"]);
        assert_eq!(ScaleBar::new(3.0, 180.0).labels(), ["0", "250", "500 m"]);
    }
}
