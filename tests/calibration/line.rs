//! True lines of a layer, sampled: [`TrueLines`].

use coterm_core::GridPoint;
use geo::Coord;
use polygon_coverage::BoundaryIndex;

use crate::truth::{Edge, TrueOwner, Truth};

/// Metres between samples along a line, at most.
pub(crate) const STEP_M: f64 = 10.0;
/// Metres to either side of a line at which its owners are asked.
const ASIDE_M: f64 = 0.5;

/// The kind of ground at a line or a point: a coast has other reasons to be drawn otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    /// Land on both sides.
    Inland,
    /// Nobody's ground on one side: the sea, or the border with Scotland or Wales.
    Coast,
}

/// A place of a line, and how much of the line it stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) at: Coord<f64>,
    /// Across the line, of length 1.
    pub(crate) across: Coord<f64>,
    pub(crate) metres: f64,
    pub(crate) ground: Ground,
}

/// Metres within which the finer lines cannot be trusted: they are generalised to 20 m, and
/// their vertices rounded to 0.00001 degrees, a metre.
pub(crate) const FINER_M: f64 = 21.0;

/// The lines at which a finer drawing has another owner on either side.
pub(crate) struct TrueLines {
    pub(crate) samples: Vec<Sample>,
    /// The edges that are such lines throughout, inland and along the coast.
    pub(crate) edges: [Vec<Edge>; 2],
    /// Every edge with such a place.
    index: BoundaryIndex,
}

impl TrueLines {
    /// Keeps of all the file's lines those of the layer: where both sides are the same
    /// area's, or outside the data, there is none.
    pub(crate) fn of(truth: &Truth<'_>) -> Result<Self, polygon_coverage::Error> {
        let (mut samples, mut edges) = (Vec::new(), [Vec::new(), Vec::new()]);
        let mut all = Vec::new();
        for &edge in truth.edges() {
            let mut kept = Vec::new();
            for (at, across, metres) in along(edge) {
                let sides = [at + across * ASIDE_M, at - across * ASIDE_M];
                let [one, other] = sides.map(|side| match GridPoint::new(side.x, side.y) {
                    Ok(point) => truth.owner(point),
                    Err(_) => TrueOwner::Nobody,
                });
                let ground = ground_between(one, other);
                kept.push(ground);
                let Some(ground) = ground else { continue };
                samples.push(Sample {
                    at,
                    across,
                    metres,
                    ground,
                });
            }
            if kept.iter().any(Option::is_some) {
                all.push(edge);
            }
            let first = kept.first().copied().flatten();
            if let Some(ground) = first.filter(|_| kept.iter().all(|ground| *ground == first)) {
                edges[ground as usize].push(edge);
            }
        }
        Ok(Self {
            samples,
            edges,
            index: BoundaryIndex::from_edges(&all)?,
        })
    }

    /// Whether the point is so near to a line that it cannot be told on which side it is.
    pub(crate) fn is_too_near(&self, point: GridPoint) -> bool {
        self.index.is_within(point.coord(), FINER_M)
    }
}

/// The kind of line that parts two owners, if one of the layer's does. An area that cannot be
/// compared parts its neighbours from it all the same.
fn ground_between(one: TrueOwner, other: TrueOwner) -> Option<Ground> {
    use TrueOwner::{Area, Nobody};
    if one == other || ![one, other].iter().any(|owner| matches!(owner, Area(_))) {
        return None;
    }
    Some(if one == Nobody || other == Nobody {
        Ground::Coast
    } else {
        Ground::Inland
    })
}

/// Places along an edge, the middles of equal steps, with the direction across and the
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
