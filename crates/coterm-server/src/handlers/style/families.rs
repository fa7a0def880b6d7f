//! The colour of each family of areas on the map, its switches and its answers.

use std::collections::BTreeMap;

use coterm_core::layers::{Layer, Role};
use serde::Serialize;

use super::theme::Theme;

/// A family's colour in each theme, as `#rrggbb`.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Colour {
    light: &'static str,
    dark: &'static str,
}

impl Colour {
    const fn new(light: &'static str, dark: &'static str) -> Self {
        Self { light, dark }
    }

    /// Returns the colour in a theme.
    pub(super) fn of(self, theme: Theme) -> &'static str {
        match theme {
            Theme::Light => self.light,
            Theme::Dark => self.dark,
        }
    }
}

/// The families that have a colour of their own. People with any of the three common kinds of
/// colour blindness can tell the colours apart, and they stand out from land and sea; tests measure
/// both. Districts and LSOAs are grey because they are context.
const KNOWN: [(&str, Colour); 9] = [
    ("place", Colour::new("#ab500b", "#fa9052")),
    ("delivery-unit", Colour::new("#0752b9", "#4088c5")),
    ("ccg", Colour::new("#b4369c", "#eaa5e9")),
    ("sicbl", Colour::new("#5b0658", "#cb4473")),
    ("icb", Colour::new("#291477", "#bc96ff")),
    ("utla", Colour::new("#136b47", "#56c082")),
    ("lad", Colour::new("#3a444d", "#c3ccd3")),
    ("ward", Colour::new("#83421b", "#f0df63")),
    ("lsoa", Colour::new("#646d76", "#87919b")),
];

/// The colours of families that are not in [`KNOWN`], taken in turn.
const SPARE: [Colour; 2] = [
    Colour::new("#8501fa", "#b41bfb"),
    Colour::new("#640013", "#e21341"),
];

/// The families of a catalogue, each with its colour.
///
/// A family's colour does not depend on which of its layers are drawn, so a style and the
/// page's switches always agree.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct FamilyColours<'a>(BTreeMap<&'a str, Colour>);

impl<'a> FamilyColours<'a> {
    /// Assigns colours to the families of these layers; backdrops get none.
    pub(super) fn new(layers: &'a [Layer]) -> Self {
        let mut colours = BTreeMap::new();
        let mut spare = SPARE.iter().cycle();
        let infos = layers.iter().map(Layer::info);
        for info in infos.filter(|info| info.role != Role::Backdrop) {
            let family = info.family.as_str();
            if colours.contains_key(family) {
                continue;
            }
            let known = KNOWN.iter().find(|(name, _)| *name == family);
            let colour = known.map(|(_, colour)| colour).or_else(|| spare.next());
            colours.extend(colour.map(|colour| (family, *colour)));
        }
        Self(colours)
    }

    /// Returns the colour of a family in a theme.
    pub(super) fn of(&self, family: &str, theme: Theme) -> &'static str {
        self.0.get(family).unwrap_or(&SPARE[0]).of(theme)
    }
}

#[cfg(test)]
mod tests {
    use super::super::theme::Ground;
    use super::*;

    type Rgb = [f64; 3];

    /// The matrices that turn linear RGB into what is seen with full colour vision and with full
    /// protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes, 2009).
    const SIGHTS: [(&str, [Rgb; 3]); 4] = [
        (
            "usual sight",
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        ),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_82, 0.042_94, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_9],
            ],
        ),
    ];

    fn linear(hex: &str) -> Rgb {
        [1, 3, 5].map(|at| {
            let channel = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if channel <= 0.040_45 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn dot(a: Rgb, b: Rgb) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    /// Returns the contrast ratio of two colours, as WCAG 2 defines it.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |hex| dot(linear(hex), [0.2126, 0.7152, 0.0722]) + 0.05;
        let (a, b) = (luminance(a), luminance(b));
        a.max(b) / a.min(b)
    }

    /// Converts a colour to CIELAB, as the given colour vision sees it.
    fn lab(hex: &str, sight: [Rgb; 3]) -> Rgb {
        let seen = sight.map(|row| dot(row, linear(hex)).clamp(0.0, 1.0));
        let to_xyz = [
            ([0.4124, 0.3576, 0.1805], 0.9505),
            ([0.2126, 0.7152, 0.0722], 1.0),
            ([0.0193, 0.1192, 0.9505], 1.089),
        ];
        let [x, y, z] = to_xyz.map(|(row, white)| {
            let part = dot(row, seen) / white;
            if part > 0.008_856 {
                part.cbrt()
            } else {
                7.787 * part + 16.0 / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn all() -> impl Iterator<Item = Colour> {
        let known = KNOWN.iter().map(|(_, colour)| *colour);
        known.chain(SPARE)
    }

    #[test]
    fn every_colour_stands_out_from_land_and_sea() {
        for theme in [Theme::Light, Theme::Dark] {
            let Ground { land, sea, .. } = theme.ground();
            for colour in all().map(|colour| colour.of(theme)) {
                for under in [land, sea] {
                    // WCAG 1.4.11 asks for a ratio of at least 3.
                    let ratio = contrast(colour, under);
                    assert!(ratio >= 3.0, "{colour} on {under}: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn no_two_colours_look_the_same_to_anybody() {
        for theme in [Theme::Light, Theme::Dark] {
            let colours: Vec<_> = all().map(|colour| colour.of(theme)).collect();
            for (sight, matrix) in SIGHTS {
                for (at, a) in colours.iter().enumerate() {
                    for b in &colours[at + 1..] {
                        let (p, q) = (lab(a, matrix), lab(b, matrix));
                        let apart = p.iter().zip(q).map(|(p, q)| (p - q).powi(2));
                        let apart = apart.sum::<f64>().sqrt();
                        assert!(apart >= 15.0, "{a} and {b} with {sight}: {apart:.1}");
                    }
                }
            }
        }
    }
}
