use std::fmt;

use coterm_core::words::shortened;
use polygon_coverage::coverage::CoverageDefect;
use serde::Serialize;

/// What a finding about a file of areas means, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// A feature cannot be understood, and is left out.
    FeatureNotUnderstood,
    /// A feature has no polygon, or one that cannot be used, and is left out.
    FeatureLeftOut,
    /// An area has a ring that does not end where it begins; it is closed.
    RingNotClosed,
    /// An area has the code of another.
    CodeDoubled,
    /// A table of polygons is not read.
    LayerIgnored,
    /// The file says itself that it does not have all features.
    FileCutOff,
    /// Vertices are at the same place as the one before: no harm.
    VertexRepeated,
}

impl FindingKind {
    /// Whether the areas that were read are not all that the file has, or not as it has
    /// them: they may fit together, but then nothing is said of the file.
    pub fn spoils(self) -> bool {
        self != Self::VertexRepeated
    }
}

/// What a finding about a file of areas is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InFile {
    /// What it means.
    pub kind: FindingKind,
    /// The feature's number in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<usize>,
    /// The file's line, from 1, in a format that has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// One thing that was met on the way, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DataFinding {
    /// The source or layer concerned.
    pub subject: String,
    /// What was found, and where.
    pub found: String,
    /// What was done about it.
    pub done: String,
    /// What it means and where it is, of a file of areas.
    #[serde(flatten)]
    pub in_file: Option<InFile>,
}

impl DataFinding {
    /// The subject, at most so many letters of it, with its place in the file if it has
    /// one: `E07000121 (feature 3, line 9)`.
    pub fn whose(&self, letters: usize) -> String {
        let subject = shortened(&self.subject, letters);
        let Some(InFile { feature, line, .. }) = self.in_file else {
            return subject.into_owned();
        };
        let places = [("feature", feature), ("line", line)];
        let places = places.into_iter();
        let places: Vec<String> = places
            .filter_map(|(what, number)| Some(format!("{what} {}", number?)))
            .collect();
        match places.join(", ") {
            place if place.is_empty() => subject.into_owned(),
            // A feature without a code is called by its number.
            place if feature.is_some_and(|number| subject == number.to_string()) => place,
            place => format!("{subject} ({place})"),
        }
    }
}

/// Everything that was met while data was read, checked and repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DataReport {
    /// How many of what came in and went out, in order.
    pub counts: Vec<(String, u64)>,
    /// The defects.
    pub findings: Vec<DataFinding>,
}

impl DataReport {
    /// Adds a finding.
    pub fn add(
        &mut self,
        subject: impl Into<String>,
        found: impl Into<String>,
        done: impl Into<String>,
    ) {
        self.findings.push(DataFinding {
            subject: subject.into(),
            found: found.into(),
            done: done.into(),
            in_file: None,
        });
    }

    /// Adds a finding about a file of areas.
    pub(crate) fn add_in_file(
        &mut self,
        in_file: InFile,
        subject: impl Into<String>,
        found: impl Into<String>,
        done: &str,
    ) {
        self.findings.push(DataFinding {
            subject: subject.into(),
            found: found.into(),
            done: done.to_owned(),
            in_file: Some(in_file),
        });
    }

    /// Adds a count.
    pub fn count(&mut self, what: impl Into<String>, number: usize) {
        self.counts.push((what.into(), number as u64));
    }
}

/// As Markdown: a table of counts, then a list of findings.
impl fmt::Display for DataReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | number |\n|---|---:|")?;
        for (what, number) in &self.counts {
            writeln!(f, "| {what} | {number} |")?;
        }
        writeln!(f, "\nFindings: {}\n", self.findings.len())?;
        for finding in &self.findings {
            writeln!(
                f,
                "- **{}**: {} — {}",
                finding.subject, finding.found, finding.done
            )?;
        }
        Ok(())
    }
}

/// What two areas do that breaks a rule of a coverage, as the rest of a sentence, with the
/// easting and northing.
pub(crate) fn defect_in_words(defect: &CoverageDefect) -> String {
    let (what, at) = match defect {
        CoverageDefect::Overlap { at, .. } => ("overlap", at),
        CoverageDefect::Unmatched { at, .. } => ("have edges that cross or do not match", at),
    };
    format!("{what} at easting {:.1}, northing {:.1}", at.x, at.y)
}
