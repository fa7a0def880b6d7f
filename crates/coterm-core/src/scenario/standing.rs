//! [`Standing`]: how far the areas of a scenario have got, from a proposal to the end of what came
//! of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Status of the areas that a scenario describes, with its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The status, as the scenario's author knew it.
    pub status: Status,
    /// Day of the decision, or of the proposal if nothing has been decided.
    pub decided: Option<Date>,
    /// First day of the areas, past or future.
    pub valid_from: Option<Date>,
    /// Last day of the areas, past or future.
    pub valid_to: Option<Date>,
}

/// Stage that proposed areas have reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Somebody has proposed the areas.
    Proposed,
    /// The areas are law, or decided by the body that decides on them, and have not begun.
    Legislated,
    /// The areas have begun.
    InForce,
    /// The areas have ended.
    Abolished,
}
