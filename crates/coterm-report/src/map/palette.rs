//! The fills of areas, and their assignment so that neighbours differ.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use geo::MultiPolygon;
use polygon_coverage::measure::edges;

use super::style::Colour;

/// Fills for areas. Their lightness differs as much as possible, so that they differ in grey
/// print too. People with any of the three common kinds of colour blindness can tell each
/// from the others and from sea and land. The first few differ most.
pub const PALETTE: [Colour; 8] = [
    Colour(0x8c, 0x9e, 0xc7),
    Colour(0xde, 0xa9, 0x7d),
    Colour(0xfc, 0xe3, 0x96),
    Colour(0xd2, 0xc8, 0xea),
    Colour(0xaf, 0x85, 0x96),
    Colour(0xa0, 0xcf, 0xb3),
    Colour(0x7b, 0xb5, 0xbe),
    Colour(0xb1, 0xe9, 0xc0),
];

/// Position in [`PALETTE`] for each footprint. With at most as many footprints as colours, no
/// two have the same. With more, a greedy choice avoids equal colours for footprints that
/// have a vertex in common. Linear in the number of vertices, quadratic in the number of
/// areas.
///
/// ```
/// use coterm_report::{PALETTE, colour_areas};
/// use geo::{MultiPolygon, polygon};
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
/// let colours = colour_areas(&[&west, &east]);
/// assert_ne!(PALETTE[colours[0]], PALETTE[colours[1]]);
/// ```
pub fn colour_areas(footprints: &[&MultiPolygon<f64>]) -> Vec<usize> {
    let neighbours = neighbours(footprints);
    let mut order: Vec<usize> = (0..footprints.len()).collect();
    // The areas with most neighbours have the least choice, so they choose first.
    order.sort_by_key(|&area| (Reverse(neighbours[area].len()), area));
    let choices = footprints.len().clamp(1, PALETTE.len());
    let mut colours: Vec<Option<usize>> = vec![None; footprints.len()];
    let mut used = vec![0_usize; choices];
    for area in order {
        let neighbouring: Vec<usize> = neighbours[area]
            .iter()
            .filter_map(|&other| colours[other])
            .collect();
        let colour = (0..choices).min_by_key(|&colour| {
            let contrast = neighbouring
                .iter()
                .map(|&other| lightness(other).abs_diff(lightness(colour)))
                .min();
            let taken = neighbouring.contains(&colour);
            (taken, used[colour], Reverse(contrast.unwrap_or(0)), colour)
        });
        let colour = colour.unwrap_or(0);
        used[colour] += 1;
        colours[area] = Some(colour);
    }
    colours
        .into_iter()
        .map(|colour| colour.unwrap_or(0))
        .collect()
}

/// Lightness of a colour of the palette in grey print, from 0 to 255,000.
fn lightness(colour: usize) -> u32 {
    let Colour(red, green, blue) = PALETTE[colour];
    299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)
}

/// The other footprints that have a vertex in common with each.
fn neighbours(footprints: &[&MultiPolygon<f64>]) -> Vec<BTreeSet<usize>> {
    let mut at: HashMap<[u64; 2], Vec<usize>> = HashMap::new();
    for (area, footprint) in footprints.iter().enumerate() {
        for [from, _] in edges(footprint) {
            let here = at.entry([from.x.to_bits(), from.y.to_bits()]).or_default();
            if here.last() != Some(&area) {
                here.push(area);
            }
        }
    }
    let mut neighbours = vec![BTreeSet::new(); footprints.len()];
    for here in at.values() {
        for &one in here {
            neighbours[one].extend(here.iter().filter(|&&other| other != one));
        }
    }
    neighbours
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, Rect, coord};

    fn squares(side: u32) -> Vec<MultiPolygon<f64>> {
        (0..side * side)
            .map(|index| {
                let (x, y) = (f64::from(index % side), f64::from(index / side));
                Rect::new(coord! {x: x, y: y}, coord! {x: x + 1.0, y: y + 1.0})
                    .to_polygon()
                    .into()
            })
            .collect()
    }

    #[test]
    fn up_to_eight_areas_have_a_colour_each() {
        let squares = squares(2);
        let colours = colour_areas(&squares.iter().collect::<Vec<_>>());
        assert_eq!(colours.iter().collect::<BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn neighbours_have_different_colours_however_many_they_are() {
        let squares = squares(9);
        let squares: Vec<_> = squares.iter().collect();
        let colours = colour_areas(&squares);
        for (one, neighbouring) in neighbours(&squares).iter().enumerate() {
            assert!(!neighbouring.is_empty());
            for &other in neighbouring {
                assert_ne!(colours[one], colours[other], "{one} and {other}");
            }
        }
    }

    /// A colour as linear light, each part from 0 to 1.
    fn light(Colour(red, green, blue): Colour) -> [f64; 3] {
        [red, green, blue].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    /// Converts linear light to Björn Ottosson's `OKLab`, in which distances are as the eye
    /// sees them.
    fn oklab(light: [f64; 3]) -> [f64; 3] {
        let cones = times(
            [
                [0.412_221, 0.536_333, 0.051_446],
                [0.211_903, 0.680_700, 0.107_397],
                [0.088_302, 0.281_719, 0.629_979],
            ],
            light.map(|part| part.clamp(0.0, 1.0)),
        );
        times(
            [
                [0.210_454, 0.793_618, -0.004_072],
                [1.977_998, -2.428_592, 0.450_594],
                [0.025_904, 0.782_772, -0.808_676],
            ],
            cones.map(f64::cbrt),
        )
    }

    /// A colour as seen by normal eyes, and by eyes without red, green or blue cones, by
    /// Machado, Oliveira and Fernandes (2009).
    fn seen(colour: Colour) -> Vec<[f64; 3]> {
        let blind = [
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ];
        let light = light(colour);
        std::iter::once(light)
            .chain(blind.map(|matrix| times(matrix, light)))
            .map(oklab)
            .collect()
    }

    /// The smallest distance between two colours to any of those eyes.
    fn distance(a: Colour, b: Colour) -> f64 {
        let pairs = seen(a).into_iter().zip(seen(b));
        pairs
            .map(|(a, b)| {
                a.iter()
                    .zip(b)
                    .map(|(a, b)| (a - b).powi(2))
                    .sum::<f64>()
                    .sqrt()
            })
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn the_colours_differ_to_all_eyes() {
        use crate::map::style::{LAND, SEA};
        for (index, &colour) in PALETTE.iter().enumerate() {
            for &other in &PALETTE[..index] {
                // Twice the difference that is visible side by side; for the first five,
                // three times.
                let minimum = if index < 5 { 0.065 } else { 0.045 };
                assert!(
                    distance(colour, other) > minimum,
                    "{colour} and {other}: {}",
                    distance(colour, other)
                );
            }
            for ground in [SEA, LAND] {
                assert!(distance(colour, ground) > 0.05, "{colour} and {ground}");
            }
        }
    }

    #[test]
    fn text_can_be_read_on_every_colour() {
        use crate::map::style::{INK, SOFT};
        let luminance = |colour| {
            let [red, green, blue] = light(colour);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        // Contrast that WCAG 1.4.3 demands for text.
        for colour in PALETTE {
            assert!(
                (luminance(colour) + 0.05) / (luminance(INK) + 0.05) > 4.5,
                "{colour}"
            );
        }
        assert!(1.05 / (luminance(SOFT) + 0.05) > 4.5);
    }
}
