//! Checks whether random points are answered with the areas that finer lines put them in.

use coterm_core::space::GridPoint;
use coterm_tests::Random;
use geo::{Coord, CoordsIter};

use crate::asking::{Question, Subject};
use crate::check::{Check, SourceTruth};
use crate::line::TrueLines;
use crate::truth::{TrueArea, Truth};

/// Compares the answers for points with the areas whose finer polygons contain them.
pub(crate) fn against_polygons(
    question: &Question<'_>,
    points: &[GridPoint],
    truth: &Truth<'_>,
    lines: &TrueLines,
) -> Check {
    let mut check = Check::of(question);
    for &at in points {
        if lines.is_too_near(at) {
            check.too_near += 1;
            continue;
        }
        let containing = truth.containing(at);
        let source = SourceTruth {
            containing,
            at,
            containing_here: None,
        };
        check.add(question, Subject::Point(at), source);
    }
    check.sorted()
}

/// Random points, uniform over the ground of a layer by the finer lines.
pub(crate) fn anywhere(
    question: &Question<'_>,
    truth: &Truth<'_>,
    count: usize,
    seed: u64,
) -> Vec<GridPoint> {
    let layer = &question.dataset.catalogue()[question.layer];
    let vertices = layer
        .areas()
        .iter()
        .filter(|area| !truth.is_left_out(area.code()))
        .flat_map(|area| area.footprint().coords_iter());
    let Some((low, high)) = envelope(vertices) else {
        return Vec::new();
    };
    let mut random = Random(seed);
    let mut points = Vec::with_capacity(count);
    // Bounded: if the finer file lacks the layer's areas, no point would ever be found.
    for _ in 0..count * 20 {
        let (east, north) = (random.fraction(), random.fraction());
        let at = GridPoint::new(
            low.x + (high.x - low.x) * east,
            low.y + (high.y - low.y) * north,
        );
        if let Ok(at) = at
            && matches!(truth.containing(at), TrueArea::Area(_))
        {
            points.push(at);
        }
        if points.len() == count {
            break;
        }
    }
    points
}

fn envelope(vertices: impl Iterator<Item = Coord<f64>>) -> Option<(Coord<f64>, Coord<f64>)> {
    vertices.fold(None, |bounds, at| {
        let (low, high) = bounds.unwrap_or((at, at));
        let low = Coord {
            x: at.x.min(low.x),
            y: at.y.min(low.y),
        };
        let high = Coord {
            x: at.x.max(high.x),
            y: at.y.max(high.y),
        };
        Some((low, high))
    })
}

/// Random points beside a layer's true lines: uniform along them, and up to `max_m` metres away on
/// either side.
pub(crate) fn beside_lines(
    lines: &TrueLines,
    count: usize,
    max_m: f64,
    seed: u64,
) -> Vec<GridPoint> {
    let mut random = Random(seed);
    let samples = &lines.samples;
    let mut points = Vec::with_capacity(count);
    while points.len() < count && !samples.is_empty() {
        let sample = samples[random.below(samples.len())];
        let away = (random.fraction() * 2.0 - 1.0) * max_m;
        let at = sample.at + sample.across * away;
        points.extend(GridPoint::new(at.x, at.y).ok());
    }
    points
}
