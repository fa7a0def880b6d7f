//! [`LineError`]: the measured distance between a layer's drawn lines and the true ones, by which
//! answers near a boundary are judged.

use serde::{Deserialize, Serialize};

/// Factor from a publisher's generalisation to a bound of the line error, for layers whose line
/// error was not measured. Of the measured layers, the LSOAs were farthest off: by 2.4 times their
/// generalisation.
const UNMEASURED: f64 = 2.5;

/// Distance between a layer's drawn lines and the true ones, in metres, measured against lines that
/// are drawn ten times finer. Coasts are left out: sands and estuaries are drawn as land or not,
/// and an error there puts no point into a wrong area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineError {
    /// Metres within which 95 of 100 points of the true lines are from a drawn one.
    pub p95_m: f64,
    /// Metres within which 999 of 1,000 points of the true lines are from a drawn one.
    pub p999_m: f64,
    /// Largest distance that was found.
    pub largest_m: f64,
    /// Largest distance from a drawn boundary at which a point was found in the wrong area by the
    /// drawing. Beyond this distance the drawing is taken to be right.
    pub misplaced_m: f64,
    /// Lines that it was measured against.
    pub against: String,
}

/// Largest distance in metres from a drawn boundary at which a point may be in the wrong area: the
/// largest distance found, or two and a half times the publisher's generalisation if none was
/// measured.
pub(crate) fn bound_m(measured: Option<&LineError>, resolution_m: f64) -> f64 {
    measured.map_or(resolution_m * UNMEASURED, |error| error.misplaced_m)
}
