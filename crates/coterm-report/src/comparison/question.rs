//! The question that a comparison's report answers, and the command that asks it again.

use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::Paper;
use crate::manifest::{ReportQuestion, quoted};

/// A question about two layers, as a command or a request asked it.
///
/// ```
/// use coterm_report::{Paper, ReportQuestion, Question};
///
/// let question = Question {
///     a: "place-2022".into(),
///     b: "utla-2023".into(),
///     within: Vec::new(),
///     tolerance_m: Some(50.0),
///     weight: "postcodes".into(),
///     on: None,
///     disclosure: None,
///     populated: None,
///     practices: None,
///     file_options: Vec::new(),
///     paper: Paper::default(),
/// };
/// assert_eq!(
///     question.command("html"),
///     "coterm compare place-2022 utla-2023 --tolerance 50 --weight postcodes --format html"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// First layer, or the name of a scenario's file: `place-2022`.
    pub a: String,
    /// Second layer: `utla-2023`.
    pub b: String,
    /// The areas of the review area, each `LAYER/CODE`; empty for the first layer's ground.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// Tolerance that was asked for, in metres; `None` for the layers' own.
    pub tolerance_m: Option<f64>,
    /// Weight that was counted: `people`, `postcodes`, `area`, or a file's name.
    pub weight: String,
    /// Day on which postcodes must be live; `None` for postcodes that were never terminated.
    pub on: Option<Date>,
    /// Weight below which the search for disclosure lists a part; `None` if no search was
    /// asked for.
    pub disclosure: Option<f64>,
    /// Weight above which a sliver counts as populated; `None` if any weight is enough.
    pub populated: Option<f64>,
    /// File of the practices whose moves were counted; `None` for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practices: Option<String>,
    /// Arguments by which the boundary files were read: `--code`, `LAD23CD`; empty for none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_options: Vec<String>,
    /// Choices about the document as a paper.
    pub paper: Paper,
}

impl ReportQuestion for Question {
    fn layers(&self) -> Vec<&str> {
        vec![&self.a, &self.b]
    }

    fn command(&self, format: &str) -> String {
        let (a, b) = (quoted(&self.a), quoted(&self.b));
        let mut command = format!("coterm compare {a} {b}");
        if !self.within.is_empty() {
            let _ = write!(command, " --within {}", quoted(&self.within.join(",")));
        }
        if let Some(metres) = self.tolerance_m {
            let _ = write!(command, " --tolerance {metres}");
        }
        let _ = write!(command, " --weight {}", quoted(&self.weight));
        if let Some(on) = self.on {
            let _ = write!(command, " --on {on}");
        }
        if let Some(threshold) = self.disclosure {
            let _ = write!(command, " --disclosure {threshold}");
        }
        if let Some(threshold) = self.populated {
            let _ = write!(command, " --populated {threshold}");
        }
        if let Some(file) = &self.practices {
            let _ = write!(command, " --practices {}", quoted(file));
        }
        for argument in &self.file_options {
            let _ = write!(command, " {}", quoted(argument));
        }
        command.push_str(&self.paper.options());
        let _ = write!(command, " --format {format}");
        command
    }
}
