//! The bounding box of areas in degrees, rounded outward.

use coterm_core::layers::Area;
use geo::{BoundingRect, Coord};

/// Number of steps into which each side of a bounding box is cut before conversion to degrees.
const STEPS: u32 = 64;
/// Margin in degrees for the curve of a side within a step.
const SPARE: f64 = 1e-4;

/// Returns west, south, east and north in degrees (CRS84) around the areas' bounding box on the
/// National Grid. `None` without areas.
pub(crate) fn bbox(areas: &[Area]) -> Option<[f64; 4]> {
    let rects = areas
        .iter()
        .filter_map(|area| area.footprint().bounding_rect());
    let (min, max) = rects.fold(None, |bounds: Option<(Coord, Coord)>, rect| {
        let (low, high) = bounds.unwrap_or((rect.min(), rect.max()));
        Some((
            Coord {
                x: low.x.min(rect.min().x),
                y: low.y.min(rect.min().y),
            },
            Coord {
                x: high.x.max(rect.max().x),
                y: high.y.max(rect.max().y),
            },
        ))
    })?;
    // Straight lines of the grid curve in degrees, so converting the corners alone would not do.
    let mut rim: Vec<Coord> = (0..=STEPS)
        .map(|step| f64::from(step) / f64::from(STEPS))
        .flat_map(|share| {
            let (x, y) = (
                min.x + (max.x - min.x) * share,
                min.y + (max.y - min.y) * share,
            );
            [(x, min.y), (x, max.y), (min.x, y), (max.x, y)].map(|(x, y)| Coord { x, y })
        })
        .collect();
    coterm_io::Crs::LonLat.from_grid(&mut rim).ok()?;
    let lowest = |value: fn(&Coord) -> f64| rim.iter().map(value).fold(f64::INFINITY, f64::min);
    let highest =
        |value: fn(&Coord) -> f64| rim.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
    let down = |value: f64| (value * 1e4).floor() / 1e4 - SPARE;
    let up = |value: f64| (value * 1e4).ceil() / 1e4 + SPARE;
    Some([
        down(lowest(|at| at.x)),
        down(lowest(|at| at.y)),
        up(highest(|at| at.x)),
        up(highest(|at| at.y)),
    ])
}
