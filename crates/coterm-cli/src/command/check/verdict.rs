//! The verdict on a file or layer as a whole, and its reasons.

use coterm_core::words::things;
use coterm_io::{DataFinding, FindingKind};
use serde::Serialize;

use super::defects::{Checked, Defect};

/// A reason why a file or layer does not hold, with how often it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Reason {
    pub(super) kind: ReasonKind,
    pub(super) count: usize,
}

/// The kind of a reason. In JSON it is its name, such as `narrow_gap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum ReasonKind {
    /// The areas that were read do not fit together.
    Defect(&'static str),
    /// The areas that were read are not all that the file has, or not as it has them.
    DataFinding(FindingKind),
}

/// Returns the reasons why the file or layer does not hold, those of the coverage first. It holds
/// if there are none.
pub(super) fn reasons(
    defects: [(&'static str, &[Defect]); 4],
    findings: &[DataFinding],
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = defects
        .into_iter()
        .map(|(kind, defects)| Reason {
            kind: ReasonKind::Defect(kind),
            count: defects.len(),
        })
        .filter(|reason| reason.count > 0)
        .collect();
    let mut kinds: Vec<FindingKind> = findings
        .iter()
        .filter_map(|finding| Some(finding.in_file?.kind))
        .filter(|kind| kind.spoils())
        .collect();
    kinds.sort_unstable();
    reasons.extend(kinds.chunk_by(PartialEq::eq).map(|same| Reason {
        kind: ReasonKind::DataFinding(same[0]),
        count: same.len(),
    }));
    reasons
}

/// Returns the verdict as the end of a sentence.
pub(super) fn verdict(checked: &Checked) -> String {
    let list = |wanted: fn(&ReasonKind) -> bool| {
        let reasons = checked.reasons.iter();
        let words: Vec<String> = reasons
            .filter(|reason| wanted(&reason.kind))
            .map(words)
            .collect();
        words.join(", ")
    };
    let defects = list(|kind| matches!(kind, ReasonKind::Defect(_)));
    let findings = list(|kind| matches!(kind, ReasonKind::DataFinding(_)));
    match (checked.fit_together, findings.is_empty()) {
        (true, true) => "the areas fit together".to_owned(),
        (false, true) => format!("the areas do NOT fit together: {defects}"),
        (false, false) => format!("the areas do NOT fit together: {defects}; also, {findings}"),
        (true, false) => {
            let fit = match checked.areas {
                1 => "the area that was read is valid".to_owned(),
                _ => format!("the {} that were read fit together", areas(checked)),
            };
            format!("{fit}, but the file does NOT pass: {findings}")
        }
    }
}

/// Returns the number of areas, with the word.
pub(super) fn areas(checked: &Checked) -> String {
    things(checked.areas, "area", "areas")
}

/// Returns the number of defects of a kind, with the kind's name.
pub(super) fn counted(number: usize, kind: &str) -> String {
    match kind {
        "unmatched_edges" => things(number, "run of unmatched edges", "runs of unmatched edges"),
        "invalid_footprint" => things(number, "invalid footprint", "invalid footprints"),
        "narrow_gap" => things(number, "narrow gap", "narrow gaps"),
        kind => things(number, kind, &format!("{kind}s")),
    }
}

fn words(reason: &Reason) -> String {
    let kind = match reason.kind {
        ReasonKind::Defect(kind) => return counted(reason.count, kind),
        ReasonKind::DataFinding(kind) => kind,
    };
    let [one, many] = match kind {
        FindingKind::FeatureNotUnderstood => [
            "feature cannot be understood and was left out",
            "features cannot be understood and were left out",
        ],
        FindingKind::FeatureLeftOut => ["feature was left out", "features were left out"],
        FindingKind::RingNotClosed => [
            "area has a ring that is not closed",
            "areas have rings that are not closed",
        ],
        FindingKind::CodeDoubled => [
            "area has the same code as another",
            "areas have the same code as another",
        ],
        FindingKind::LayerIgnored => [
            "table of polygons was not read",
            "tables of polygons were not read",
        ],
        FindingKind::FileCutOff => return "features are missing".to_owned(),
        _ => ["other finding", "other findings"],
    };
    things(reason.count, one, many)
}
