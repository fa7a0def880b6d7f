use std::fmt;

use serde::Serialize;

/// One thing that was met on the way, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The source or layer concerned.
    pub subject: String,
    /// What was found, and where.
    pub found: String,
    /// What was done about it.
    pub done: String,
}

/// Everything that was met while data was read, checked and repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many of what came in and went out, in order.
    pub counts: Vec<(String, u64)>,
    /// The defects.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding.
    pub fn add(
        &mut self,
        subject: impl Into<String>,
        found: impl Into<String>,
        done: impl Into<String>,
    ) {
        self.findings.push(Finding {
            subject: subject.into(),
            found: found.into(),
            done: done.into(),
        });
    }

    /// Adds a count.
    pub fn count(&mut self, what: impl Into<String>, number: usize) {
        self.counts.push((what.into(), number as u64));
    }
}

/// As Markdown: a table of counts, then a list of findings.
impl fmt::Display for Report {
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
