//! The JSON of a comparison: its data, with a sentence beside every reason.

use coterm_core::comparison::{
    Alignment, BlockBasis, ComparedLayer, ComparedLines, Comparison, Difference, DisclosureNote,
    Finding, Group, LayerName, Matching, ObtainablePart, Overlap, Piece, Practices, ReviewArea,
    Split, SummaryFact, ToleranceSource, Verdict, WeightSource, WeightUnit, WeightUsed,
};
use serde::{Serialize, Serializer};

use super::{ComparisonReport, Question};
use crate::text::answers::ReviewAnswer;
use crate::{Error, ReportManifest, Result, text};

/// The JSON of a comparison: all its fields, and the sentences for them.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
/// use coterm_report::ComparisonDocument;
///
/// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
/// let weights = Weights::live_postcodes(&dataset, None);
/// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
/// let json = serde_json::to_value(ComparisonDocument(&comparison))?;
/// assert_eq!(json["verdicts_a"][0]["relation"], "coterminous");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ComparisonDocument<'a>(pub &'a Comparison);

impl Serialize for ComparisonDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        fields(self.0).serialize(serializer)
    }
}

/// The JSON of a comparison, with its manifest.
#[derive(Serialize)]
struct WithManifest<'a> {
    #[serde(flatten)]
    comparison: ComparisonDocument<'a>,
    manifest: &'a ReportManifest<Question>,
}

#[derive(Serialize)]
struct Fields<'a> {
    a: &'a ComparedLayer,
    b: &'a ComparedLayer,
    tolerance_m: f64,
    tolerance_from: String,
    tolerance_source: &'a ToleranceSource,
    blocks: &'a Option<BlockBasis>,
    weight: Weight<'a>,
    summary: Vec<String>,
    summary_facts: &'a [SummaryFact],
    answers: [ReviewAnswer; 4],
    review_area: &'a ReviewArea,
    matrix: &'a [Overlap],
    beyond: &'a [Overlap],
    verdicts_a: Vec<Reasoned<'a, Verdict>>,
    verdicts_b: Vec<Reasoned<'a, Verdict>>,
    splits: Vec<Reasoned<'a, Split>>,
    moves: &'a Matching,
    #[serde(skip_serializing_if = "Option::is_none")]
    practices: &'a Option<Practices>,
    alignment: &'a Alignment,
    groups: Vec<Reasoned<'a, Group>>,
    pieces: Vec<Reasoned<'a, Piece>>,
    differences: Vec<Reasoned<'a, Difference>>,
    lines: &'a ComparedLines,
    disclosure: Option<Disclosure<'a>>,
    findings: Vec<String>,
    finding_facts: &'a [Finding],
    attribution: &'a str,
    /// Unit of the weights of verdicts, overlaps and differences, and how they were counted.
    areas_counted_in: String,
    /// Unit of the weights of pieces, and how they were counted.
    pieces_counted_in: String,
}

/// Data with a sentence for its reason, beside the `reason_code` that the data has.
#[derive(Serialize)]
pub(crate) struct Reasoned<'a, T> {
    #[serde(flatten)]
    data: &'a T,
    reason: String,
}

impl<'a, T> Reasoned<'a, T> {
    pub(crate) fn all(data: &'a [T], reason: impl Fn(&T) -> String) -> Vec<Self> {
        let reasoned = data.iter().map(|data| Self {
            reason: reason(data),
            data,
        });
        reasoned.collect()
    }
}

/// The weight of a comparison, with a sentence on its source.
#[derive(Serialize)]
pub(crate) struct Weight<'a> {
    unit: &'a WeightUnit,
    source: String,
    source_facts: &'a WeightSource,
    total: f64,
}

impl<'a> From<&'a WeightUsed> for Weight<'a> {
    fn from(used: &'a WeightUsed) -> Self {
        Self {
            unit: &used.unit,
            source: text::weight::source(&used.source),
            source_facts: &used.source,
            total: used.total,
        }
    }
}

#[derive(Serialize)]
struct Disclosure<'a> {
    threshold: f64,
    unit: &'a WeightUnit,
    by_blocks: bool,
    parts: Vec<Reasoned<'a, ObtainablePart>>,
    complete: bool,
    notes: Vec<String>,
    note_facts: &'a [DisclosureNote],
}

/// The verdicts of a layer's areas against the other layer, each with its sentence.
pub(crate) fn verdicts<'a>(
    verdicts: &'a [Verdict],
    other: &LayerName,
    unit: &WeightUnit,
) -> Vec<Reasoned<'a, Verdict>> {
    Reasoned::all(verdicts, |verdict| {
        text::reason::verdict(verdict, other, unit)
    })
}

/// Returns the JSON of a verdict on one area against the layer `other`, as [`ComparisonDocument`]
/// has it: its fields, and its reason in a sentence. Ground is in square metres, and weights are in
/// `unit`.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
/// use coterm_report::verdict_document;
///
/// let [a, b] = ["lad-2023", "ccg-2021"].map(|layer| dataset.comparison_input(layer));
/// let weights = Weights::live_postcodes(&dataset, None);
/// let comparison = compare(&dataset, &a?, &b?, &ComparisonOptions::default(), &weights)?;
/// let (verdict, [_, ccgs]) = (&comparison.verdicts_a[0], comparison.layer_names());
/// let json = serde_json::to_value(verdict_document(verdict, &ccgs, &comparison.weight.unit))?;
/// assert_eq!(json["area"]["name"], "Lancaster");
/// assert_eq!(json["relation"], "coterminous");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verdict_document<'a>(
    verdict: &'a Verdict,
    other: &LayerName,
    unit: &WeightUnit,
) -> impl Serialize + use<'a> {
    Reasoned {
        reason: text::reason::verdict(verdict, other, unit),
        data: verdict,
    }
}

/// Writes the comparison as JSON, with its sentences and the manifest.
pub(super) fn write(report: &ComparisonReport<'_>) -> Result<Vec<u8>> {
    let document = WithManifest {
        comparison: ComparisonDocument(report.comparison),
        manifest: report.manifest,
    };
    let mut text =
        serde_json::to_vec(&document).map_err(|error| Error::Write(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

fn fields(comparison: &Comparison) -> Fields<'_> {
    let Comparison {
        a,
        b,
        tolerance_m,
        tolerance_from,
        blocks,
        block_family: _,
        weight,
        review_area,
        summary,
        matrix,
        beyond,
        verdicts_a,
        verdicts_b,
        splits,
        moves,
        practices,
        alignment,
        groups,
        pieces,
        pieces_beyond: _,
        differences,
        lines,
        disclosure,
        findings,
        attribution,
    } = comparison;
    Fields {
        tolerance_m: *tolerance_m,
        tolerance_from: text::weight::tolerance(tolerance_from),
        tolerance_source: tolerance_from,
        blocks,
        weight: weight.into(),
        summary: text::comparison::summary(summary),
        summary_facts: summary,
        answers: text::answers::answers(comparison),
        review_area,
        matrix,
        beyond,
        verdicts_a: verdicts(verdicts_a, &b.name(), &weight.unit),
        verdicts_b: verdicts(verdicts_b, &a.name(), &weight.unit),
        splits: Reasoned::all(splits, |split| {
            let other = comparison.opposite(&split.layer);
            text::reason::split(split, &other, &weight.unit)
        }),
        moves,
        practices,
        alignment,
        a,
        b,
        groups: Reasoned::all(groups, |group| text::reason::group(group, comparison)),
        pieces: Reasoned::all(pieces, |piece| text::reason::piece(piece, comparison)),
        differences: Reasoned::all(differences, |difference| {
            text::reason::difference(difference, comparison)
        }),
        lines,
        disclosure: disclosure.as_ref().map(|found| Disclosure {
            threshold: found.threshold,
            unit: &found.unit,
            by_blocks: found.by_blocks,
            parts: Reasoned::all(&found.parts, |found_part| {
                text::disclosure::part(found_part, comparison)
            }),
            complete: found.complete,
            notes: text::disclosure::notes(&found.notes),
            note_facts: &found.notes,
        }),
        findings: text::comparison::findings(findings, &comparison.layer_names()),
        finding_facts: findings,
        attribution,
        areas_counted_in: comparison.unit().to_string(),
        pieces_counted_in: comparison.drawn_unit().to_string(),
    }
}
