//! Checks of answers, one by one, against other contenders and against brute force: speed counts
//! only for right answers.

use coterm_core::space::GridPoint;
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{BoundingRect, MultiPolygon, Rect};
use polygon_coverage::AreaId;
use polygon_coverage::containment::{contains, locate_by_brute_force};
use serde::Serialize;

use crate::contender::NOBODY;

/// Number of points of a batch that brute force answers too, spread evenly over it.
const SAMPLE: usize = 20_000;
/// Number of those for which brute force tries every edge of every area, however far away.
const FULL_SAMPLE: usize = 50;

/// Counts of the points that a peer answers differently from coterm, by reason.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Points exactly on a boundary, where rules differ.
    pub on_boundary: usize,
    /// Points where areas of the layer overlap and the peer names another of them.
    pub overlap: usize,
    /// Points for which one of the two is wrong.
    pub wrong: usize,
}

/// Compares a peer's answers with coterm's.
pub fn difference(
    layer: &[MultiPolygon<f64>],
    points: &[GridPoint],
    ours: &[u32],
    theirs: &[u32],
) -> Difference {
    let rectangles = rectangles(layer);
    let mut difference = Difference::default();
    for ((point, &our), &their) in points.iter().zip(ours).zip(theirs) {
        if our == their {
            continue;
        }
        let coord = point.coord();
        let areas = || candidates(&rectangles, *point).map(|area| &layer[area]);
        if areas().any(|area| area.coordinate_position(&coord) == CoordPos::OnBoundary) {
            difference.on_boundary += 1;
        } else if [our, their]
            .iter()
            .all(|&area| area != NOBODY && contains(&layer[area as usize], coord))
        {
            difference.overlap += 1;
        } else {
            difference.wrong += 1;
        }
    }
    difference
}

/// Compares coterm's answers with brute force, and returns how many it contradicts and how many
/// were compared.
pub fn against_brute_force(
    layer: &[MultiPolygon<f64>],
    points: &[GridPoint],
    ours: &[u32],
) -> (usize, usize) {
    let rectangles = rectangles(layer);
    let step = (points.len() / SAMPLE).max(1);
    let sample: Vec<_> = points.iter().zip(ours).step_by(step).collect();
    let disagrees = |point: &GridPoint, our: u32, expected: Option<usize>| {
        let differs = expected.map_or(our != NOBODY, |expected| our as usize != expected);
        if differs {
            eprintln!(
                "WRONG at {:?}: brute force says {expected:?}, the index {our}",
                point.coord()
            );
        }
        differs
    };
    let wrong = sample.iter().filter(|(point, our)| {
        // No area contains a point outside its bounding box.
        let expected =
            candidates(&rectangles, **point).find(|&area| contains(&layer[area], point.coord()));
        disagrees(point, **our, expected)
    });
    let wrong = wrong.count();
    let far = sample.iter().step_by((sample.len() / FULL_SAMPLE).max(1));
    let far = far.filter(|(point, our)| {
        disagrees(
            point,
            **our,
            locate_by_brute_force(layer, point.coord()).map(AreaId::index),
        )
    });
    (wrong + far.count(), sample.len())
}

fn rectangles(layer: &[MultiPolygon<f64>]) -> Vec<Option<Rect<f64>>> {
    layer.iter().map(BoundingRect::bounding_rect).collect()
}

fn candidates(rectangles: &[Option<Rect<f64>>], point: GridPoint) -> impl Iterator<Item = usize> {
    let coord = point.coord();
    let holds = move |rect: &Rect<f64>| {
        coord.x >= rect.min().x
            && coord.x <= rect.max().x
            && coord.y >= rect.min().y
            && coord.y <= rect.max().y
    };
    rectangles
        .iter()
        .enumerate()
        .filter(move |(_, rect)| rect.as_ref().is_some_and(holds))
        .map(|(area, _)| area)
}
