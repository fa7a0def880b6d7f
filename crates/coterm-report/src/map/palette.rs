//! Fills that can be told apart, and which area has which.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use coterm_core::edges;
use geo::MultiPolygon;

use super::style::Colour;

/// Fills for areas, as different in lightness as they can be so that they differ in grey
/// print as well, and chosen so that people with any of the three common kinds of colour
/// blindness can tell each from the others and from sea and land. The first few are the
/// ones that differ most.
pub const PALETTE: [Colour; 8] = [
    Colour(0x78, 0x8d, 0xbd),
    Colour(0xd8, 0x9a, 0x66),
    Colour(0xfb, 0xde, 0x84),
    Colour(0xca, 0xbe, 0xe6),
    Colour(0xa1, 0x6f, 0x84),
    Colour(0x8f, 0xc6, 0xa6),
    Colour(0x64, 0xa8, 0xb2),
    Colour(0xa3, 0xe5, 0xb5),
];

/// A position in [`PALETTE`] for each footprint. While there are enough, no two have the
/// same; after that no two that touch in a vertex, if that can be had greedily.
/// O(n) in the number of vertices, quadratic in the number of areas.
pub fn colour_areas(footprints: &[&MultiPolygon<f64>]) -> Vec<usize> {
    let neighbours = neighbours(footprints);
    let mut order: Vec<usize> = (0..footprints.len()).collect();
    // Whoever has most neighbours chooses first.
    order.sort_by_key(|&area| (Reverse(neighbours[area].len()), area));
    let choices = footprints.len().clamp(1, PALETTE.len());
    let mut colours: Vec<Option<usize>> = vec![None; footprints.len()];
    let mut used = vec![0_usize; choices];
    for area in order {
        let around: Vec<usize> = neighbours[area]
            .iter()
            .filter_map(|&other| colours[other])
            .collect();
        let colour = (0..choices).min_by_key(|&colour| {
            let contrast = around
                .iter()
                .map(|&other| lightness(other).abs_diff(lightness(colour)))
                .min();
            let taken = around.contains(&colour);
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

/// How light a colour of the palette is in grey print, in thousandths of 255.
fn lightness(colour: usize) -> u32 {
    let Colour(red, green, blue) = PALETTE[colour];
    299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)
}

/// Which footprints have a vertex in common.
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
        for (one, around) in neighbours(&squares).iter().enumerate() {
            assert!(!around.is_empty());
            for &other in around {
                assert_ne!(colours[one], colours[other], "{one} and {other}");
            }
        }
    }
}
