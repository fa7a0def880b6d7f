use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use crate::manifest::{Asked, quoted};

/// What was asked of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The first layer, or the name of a scenario's file: `place-2022`.
    pub a: String,
    /// The second: `utla-2023`.
    pub b: String,
    /// The tolerance that was asked for, in metres; `None` for the layers' own.
    pub tolerance_m: Option<f64>,
    /// The weight that was asked for: `postcodes`, `area`, or a file's name.
    pub weight: String,
    /// The day on which postcodes must be live; `None` for those not terminated at all.
    pub on: Option<Date>,
    /// The weight under which what can be obtained by subtraction is listed, if that was
    /// asked for.
    pub disclosure: Option<f64>,
    /// The weight above which a sliver is populated; `None` for any.
    pub populated: Option<f64>,
}

impl Asked for Question {
    fn layers(&self) -> Vec<&str> {
        vec![&self.a, &self.b]
    }

    fn command(&self, format: &str) -> String {
        let (a, b) = (quoted(&self.a), quoted(&self.b));
        let mut command = format!("coterm compare {a} {b}");
        if let Some(metres) = self.tolerance_m {
            let _ = write!(command, " --tolerance {metres}");
        }
        if self.weight != "postcodes" {
            let _ = write!(command, " --weight {}", quoted(&self.weight));
        }
        if let Some(on) = self.on {
            let _ = write!(command, " --on {on}");
        }
        if let Some(threshold) = self.disclosure {
            let _ = write!(command, " --disclosure {threshold}");
        }
        if let Some(threshold) = self.populated {
            let _ = write!(command, " --populated {threshold}");
        }
        let _ = write!(command, " --format {format}");
        command
    }
}
