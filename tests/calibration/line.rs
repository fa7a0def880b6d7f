//! [`TrueLines`]: the lines of a layer by a finer file, taken as true, with samples along them.

use coterm_core::space::GridPoint;
use geo::Coord;
use polygon_coverage::BoundaryIndex;

use crate::truth::{Edge, TrueArea, Truth};

/// Largest distance in metres between samples along a line.
pub(crate) const STEP_M: f64 = 10.0;
/// Distance in metres to either side of a line at which the areas beside it are looked up.
const ASIDE_M: f64 = 0.5;

/// Kind of ground at a line or a point. The coast is kept apart, because sources draw it
/// differently for other reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    /// Land on both sides.
    Inland,
    /// Ground in no area on one side: the sea, or the border with Scotland or Wales.
    Coast,
}

/// Point of a line, with the length of line that it stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) at: Coord<f64>,
    /// Unit vector across the line.
    pub(crate) across: Coord<f64>,
    pub(crate) metres: f64,
    pub(crate) ground: Ground,
}

/// Distance in metres within which the finer lines cannot be trusted: they are generalised to 20 m,
/// and their vertices are rounded to 0.00001 degrees, about a metre.
pub(crate) const FINER_M: f64 = 21.0;

/// Lines of a finer file that have different areas of the layer on their two sides.
pub(crate) struct TrueLines {
    pub(crate) samples: Vec<Sample>,
    /// Edges that are such lines over their whole length, inland and along the coast.
    pub(crate) edges: [Vec<Edge>; 2],
    /// Index of every edge that is such a line somewhere.
    index: BoundaryIndex,
}

impl TrueLines {
    /// Keeps those of the file's lines that are lines of the layer. A line is dropped where both
    /// sides are in the same area, or outside the data.
    pub(crate) fn of(truth: &Truth<'_>) -> Result<Self, polygon_coverage::Error> {
        let (mut samples, mut edges) = (Vec::new(), [Vec::new(), Vec::new()]);
        let mut all = Vec::new();
        for &edge in truth.edges() {
            let mut grounds = Vec::new();
            for (at, across, metres) in along(edge) {
                let sides = [at + across * ASIDE_M, at - across * ASIDE_M];
                let [one, other] = sides.map(|side| match GridPoint::new(side.x, side.y) {
                    Ok(point) => truth.containing(point),
                    Err(_) => TrueArea::Nobody,
                });
                let ground = ground_between(one, other);
                grounds.push(ground);
                let Some(ground) = ground else { continue };
                samples.push(Sample {
                    at,
                    across,
                    metres,
                    ground,
                });
            }
            if grounds.iter().any(Option::is_some) {
                all.push(edge);
            }
            let first = grounds.first().copied().flatten();
            if let Some(ground) = first.filter(|_| grounds.iter().all(|ground| *ground == first)) {
                edges[ground as usize].push(edge);
            }
        }
        Ok(Self {
            samples,
            edges,
            index: BoundaryIndex::from_edges(&all)?,
        })
    }

    /// Whether the point is so near to a line that the side it is on cannot be decided.
    pub(crate) fn is_too_near(&self, point: GridPoint) -> bool {
        self.index.is_within(point.coord(), FINER_M)
    }
}

/// Kind of the line between two areas, if it is a line of the layer. An area that cannot be
/// compared still has a line to its neighbours.
fn ground_between(one: TrueArea, other: TrueArea) -> Option<Ground> {
    use TrueArea::{Area, Nobody};
    if one == other
        || ![one, other]
            .iter()
            .any(|containing| matches!(containing, Area(_)))
    {
        return None;
    }
    Some(if one == Nobody || other == Nobody {
        Ground::Coast
    } else {
        Ground::Inland
    })
}

/// Points along an edge, the middles of equal steps, with the direction across the edge and the
/// length of a step.
pub(crate) fn along([from, to]: Edge) -> impl Iterator<Item = (Coord<f64>, Coord<f64>, f64)> {
    let run = to - from;
    let length = run.x.hypot(run.y);
    let across = Coord {
        x: -run.y / length,
        y: run.x / length,
    };
    let steps = (length / STEP_M).ceil().max(1.0);
    let mut step = 0.5;
    std::iter::from_fn(move || {
        let at = from + run * (step / steps);
        let is_on = step < steps && length > 0.0;
        step += 1.0;
        is_on.then_some((at, across, length / steps))
    })
}
