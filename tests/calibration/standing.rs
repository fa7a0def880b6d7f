//! [`Standing`]: the evidence for an answer, by how well table, polygon and line agree there.

use std::fmt;

use coterm_core::lookup::{Method, Placement};
use coterm_core::space::GridPoint;

use crate::asking::Question;

/// Limits in metres of the distance classes, in ascending order.
const STEPS_M: [f64; 6] = [25.0, 50.0, 100.0, 150.0, 200.0, 300.0];

/// Class of the evidence for an answer, for counting. A step is the position of a distance among
/// the classes up to 25, 50, 100, 150, 200 and 300 m, and above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Answer by table; the polygon agrees, and the nearest drawn line is within this step.
    Agrees(usize),
    /// Answer by table; the polygon does not agree, and that of the answered area is within this
    /// step.
    Misses(usize),
    /// Answer by table that the place is in none of the areas; the polygon does not agree.
    MissesNone,
    /// Answer by polygon; the nearest drawn line is within this step.
    Polygon(usize),
}

/// Rules by which answers by table could be certain: the name of each, the first step of
/// [`Standing::Misses`] that is too far, and the first step of [`Standing::Agrees`] that is far
/// enough.
pub(crate) const RULES: [(&str, usize, usize); 5] = [
    ("as it is", usize::MAX, 0),
    ("polygon within 50 m", 2, 0),
    ("polygon agrees", 0, 0),
    ("agrees, line over 50 m away", 0, 2),
    ("agrees, line over 100 m away", 0, 3),
];

impl Standing {
    /// Whether an answer would stay certain by the rule. Rules only concern answers by table.
    pub(crate) fn stays(self, (_, too_far, not_too_near): (&str, usize, usize)) -> bool {
        match self {
            Self::Agrees(step) => step >= not_too_near,
            Self::Misses(step) => step < too_far,
            Self::MissesNone => too_far > 0,
            Self::Polygon(_) => true,
        }
    }

    /// Classifies the evidence for an answer at the place that it was given for.
    pub(crate) fn of(question: &Question<'_>, placed: &Placement, at: GridPoint) -> Self {
        let lines = question.dataset.boundaries(question.layer);
        let from_line = || {
            lines
                .nearest(at)
                .map_or(f64::INFINITY, |(_, metres)| metres)
        };
        match (placed.method, placed.agrees, placed.area) {
            (Method::Polygon, _, _) => Self::Polygon(step(from_line())),
            (Method::Table, Some(false), Some(area)) => {
                let metres = lines.nearest_of(area, at, f64::INFINITY);
                Self::Misses(step(metres.unwrap_or(f64::INFINITY)))
            }
            (Method::Table, Some(false), None) => Self::MissesNone,
            (Method::Table, _, _) => Self::Agrees(step(from_line())),
        }
    }
}

fn step(metres: f64) -> usize {
    STEPS_M.iter().take_while(|limit| metres > **limit).count()
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, step) = match self {
            Self::Agrees(step) => ("table, polygon agrees; line", step),
            Self::Misses(step) => ("table, polygon does not agree; the answer's is", step),
            Self::MissesNone => return f.write_str("table says none, polygon does not agree"),
            Self::Polygon(step) => ("polygon; line", step),
        };
        let from = step.checked_sub(1).map_or(0.0, |before| STEPS_M[before]);
        match STEPS_M.get(*step) {
            Some(to) => write!(f, "{what} {from:.0} to {to:.0} m away"),
            None => write!(f, "{what} over {from:.0} m away"),
        }
    }
}
