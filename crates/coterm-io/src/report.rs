//! [`DataReport`]: the faults that were found in data, and what was done about each.
//!
//! `build` makes one for a data folder, and `AreaFile` for a file of areas. Findings on a file of
//! areas also have a kind and a place, for programs.

use std::fmt;

use coterm_core::words::shortened;
use polygon_coverage::coverage::CoverageDefect;
use serde::Serialize;

/// Kind of a finding about a file of areas, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// A feature cannot be understood; it is left out.
    FeatureNotUnderstood,
    /// A feature has no polygon, or one that cannot be used; it is left out.
    FeatureLeftOut,
    /// An area has a ring that does not end where it begins; the ring is closed.
    RingNotClosed,
    /// An area has the same code as another area.
    CodeDoubled,
    /// Another table of polygons in the file is not read.
    LayerIgnored,
    /// The file itself shows that some of its features are missing.
    FileCutOff,
    /// Vertices repeat the one before, which does no harm.
    VertexRepeated,
}

impl FindingKind {
    /// Whether the areas that were read may differ from those of the file: some are missing or
    /// changed. If such areas fit together, that says nothing about the file.
    pub fn spoils(self) -> bool {
        self != Self::VertexRepeated
    }
}

/// Kind and place of a finding about a file of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InFile {
    /// The kind of finding.
    pub kind: FindingKind,
    /// Number of the feature in the file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<usize>,
    /// Number of the line in the file, counted from 1, in a format that has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// A fault that was found in data, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DataFinding {
    /// The source or layer concerned.
    pub subject: String,
    /// The fault and its place, in words.
    pub found: String,
    /// The action taken, in words.
    pub done: String,
    /// Kind and place, if the finding is about a file of areas.
    #[serde(flatten)]
    pub in_file: Option<InFile>,
}

impl DataFinding {
    /// Returns the subject, cut to at most `letters` characters, with its place in the file if it
    /// has one: `E07000121 (feature 3, line 9)`.
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
            // A feature without a code has its number as the subject.
            place if feature.is_some_and(|number| subject == number.to_string()) => place,
            place => format!("{subject} ({place})"),
        }
    }
}

/// All findings from reading, checking and repairing data.
///
/// ```
/// use coterm_io::DataReport;
///
/// let mut report = DataReport::default();
/// report.count("areas", 14);
/// report.add("lad-2023", "a ring that is not closed", "closed");
/// assert!(report.to_string().contains("a ring that is not closed"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DataReport {
    /// Numbers of what was read and made, with a description of each, in order.
    pub counts: Vec<(String, u64)>,
    /// The findings.
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

/// Writes the report as Markdown: a table of counts, then a list of findings.
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

/// Describes a defect of a coverage as the predicate of a sentence about its two areas, with
/// easting and northing in metres.
pub(crate) fn defect_in_words(defect: &CoverageDefect) -> String {
    let (what, at) = match defect {
        CoverageDefect::Overlap { at, .. } => ("overlap", at),
        CoverageDefect::Unmatched { at, .. } => ("have edges that cross or do not match", at),
    };
    format!("{what} at easting {:.1}, northing {:.1}", at.x, at.y)
}
