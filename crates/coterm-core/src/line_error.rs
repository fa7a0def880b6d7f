//! [`LineError`]: how far a layer's drawn lines are from the true ones.

use serde::{Deserialize, Serialize};

/// A publisher's generalisation, multiplied by this, bounds how far lines that nobody has
/// measured may be off. Of the layers that were measured the lines of the LSOAs were
/// farthest off: by 2.4 times their generalisation.
const UNMEASURED: f64 = 2.5;

/// How far a layer's drawn lines are from the true ones, measured against lines that are
/// drawn ten times finer, in metres. Coasts are left out: sands and estuaries are drawn as
/// land or not, and no area is taken for another there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineError {
    /// 95 of 100 points of the true lines are no further from a drawn one.
    pub p95_m: f64,
    /// 999 of 1,000 points are not.
    pub p999_m: f64,
    /// The farthest point that was seen.
    pub largest_m: f64,
    /// The farthest from a drawn boundary that a point was seen which the drawing gives to
    /// the wrong area. Beyond this the drawing is taken at its word.
    pub misplaced_m: f64,
    /// What it was measured against.
    pub against: String,
}

/// Metres from a drawn boundary beyond which a point is not taken to be in the wrong area:
/// the farthest seen, or where none was measured two and a half times the publisher's
/// generalisation.
pub(crate) fn bound_m(measured: Option<&LineError>, resolution_m: f64) -> f64 {
    measured.map_or(resolution_m * UNMEASURED, |error| error.misplaced_m)
}
