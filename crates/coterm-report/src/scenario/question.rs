//! The question that a scenario report answers, and the command or request that asks it
//! again.

use std::fmt::Write;

use serde::Serialize;

use crate::comparison::Appendix;
use crate::manifest::{ReportQuestion, quoted};

/// A question about scenarios, as a command or a request asked it.
///
/// ```
/// use coterm_report::{Appendix, ReportQuestion, ScenarioQuestion};
///
/// let question = ScenarioQuestion {
///     scenarios: vec!["three-places.toml".into()],
///     against: Some("utla-2023".into()),
///     was: None,
///     within: Vec::new(),
///     kind: None,
///     weight: "postcodes".into(),
///     tolerance_m: None,
///     practices: None,
///     file_options: Vec::new(),
///     appendix: Appendix::Short,
///     sent_as: None,
/// };
/// assert_eq!(
///     question.command("html"),
///     "coterm scenario score three-places.toml --against utla-2023 --weight postcodes --format html"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioQuestion {
    /// The scenarios' files, by the paths that were given: `scenarios/three-places.toml`. A
    /// request has names without folders.
    pub scenarios: Vec<String>,
    /// Layer that the areas should be coterminous with: `utla-2023`.
    pub against: Option<String>,
    /// Layer that the areas would replace: `place-2021`.
    pub was: Option<String>,
    /// Ground that the areas should cover, each part as layer/code; empty if none was given.
    pub within: Vec<String>,
    /// Kind of area that was asked for: `neighbourhood`.
    pub kind: Option<String>,
    /// Weight that was counted: `people`, `postcodes`, `area`, [`AS_SENT`](Self::AS_SENT), or a
    /// file's name.
    pub weight: String,
    /// Tolerance that was asked for, in metres; `None` for the layers' own.
    pub tolerance_m: Option<f64>,
    /// File of the practices whose moves were counted; `None` for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practices: Option<String>,
    /// Arguments by which the boundary files were read: `--code`, `LAD23CD`; empty for none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_options: Vec<String>,
    /// How much stands after the method.
    pub appendix: Appendix,
    /// Media type of the request, whose body is the one file of `scenarios`; `None` for a
    /// command.
    pub sent_as: Option<&'static str>,
}

impl ReportQuestion for ScenarioQuestion {
    fn layers(&self) -> Vec<&str> {
        let named = [&self.against, &self.was].into_iter().flatten();
        let named = named.map(String::as_str);
        let ground = self.within.iter().filter_map(|area| area.split_once('/'));
        named.chain(ground.map(|(layer, _)| layer)).collect()
    }

    fn command(&self, format: &str) -> String {
        if let Some(media) = self.sent_as {
            return self.request(media, format);
        }
        let mut command = "coterm scenario score".to_owned();
        for file in &self.scenarios {
            let _ = write!(command, " {}", quoted(file));
        }
        for (option, layer) in [("--against", &self.against), ("--was", &self.was)] {
            if let Some(layer) = layer {
                let _ = write!(command, " {option} {}", quoted(layer));
            }
        }
        if !self.within.is_empty() {
            let _ = write!(command, " --within {}", quoted(&self.within.join(",")));
        }
        if let Some(kind) = &self.kind {
            let _ = write!(command, " --kind {}", quoted(kind));
        }
        let _ = write!(command, " --weight {}", quoted(&self.weight));
        if let Some(metres) = self.tolerance_m {
            let _ = write!(command, " --tolerance {metres}");
        }
        if let Some(file) = &self.practices {
            let _ = write!(command, " --practices {}", quoted(file));
        }
        for argument in &self.file_options {
            let _ = write!(command, " {}", quoted(argument));
        }
        if self.appendix != Appendix::default() {
            let _ = write!(command, " --appendix {}", self.appendix.as_str());
        }
        let _ = write!(command, " --format {format}");
        command
    }
}

impl ScenarioQuestion {
    /// Weight of values that are in the body of the request.
    pub const AS_SENT: &str = "as sent";

    /// The HTTP request that asks the question, as a `curl` command.
    fn request(&self, media: &str, format: &str) -> String {
        let mut address = format!("localhost:8080/scenarios/score?f={format}");
        for (name, value) in [("against", &self.against), ("was", &self.was)] {
            if let Some(value) = value {
                let _ = write!(address, "&{name}={value}");
            }
        }
        if !self.within.is_empty() {
            let _ = write!(address, "&within={}", self.within.join(","));
        }
        if let Some(kind) = &self.kind {
            let _ = write!(address, "&kind={kind}");
        }
        if self.weight != Self::AS_SENT {
            let _ = write!(address, "&weight={}", self.weight);
        }
        if let Some(metres) = self.tolerance_m {
            let _ = write!(address, "&tolerance={metres}");
        }
        if self.appendix != Appendix::default() {
            let _ = write!(address, "&appendix={}", self.appendix.as_str());
        }
        let bodies = self
            .scenarios
            .iter()
            .map(|file| format!(" --data-binary @{file}"));
        let bodies: String = bodies.collect();
        format!(
            "curl {} -H 'Content-Type: {media}'{bodies}",
            quoted(&address)
        )
    }
}
