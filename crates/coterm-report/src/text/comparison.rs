//! Sentences on the answer of a comparison, and on its notes and limits.

use coterm_core::comparison::{
    Counted, ExplainedPieces, Finding, LayerName, Named, PieceClass, Place, Relation, SummaryFact,
};
use coterm_core::words::{a, capital, count, ground, list, quantity, share, things, weight};

use super::{area_of, areas_of, beyond_data, names, number_of, verb};

/// The answer in sentences, most important first.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
///
/// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
/// let weights = Weights::live_postcodes(&dataset, None);
/// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
/// let summary = coterm_report::text::comparison::summary(&comparison.summary);
/// assert!(summary[0].starts_with("1 of the 3"), "{summary:?}");
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn summary(facts: &[SummaryFact]) -> Vec<String> {
    facts.iter().map(summary_fact).collect()
}

/// The sentences on areas without a verdict, and on what continues beyond the review area.
pub fn beyond(facts: &[SummaryFact]) -> Vec<String> {
    let beyond = facts.iter().filter(|fact| {
        matches!(
            fact,
            SummaryFact::BeyondData { .. } | SummaryFact::Continues { .. }
        )
    });
    beyond.map(summary_fact).collect()
}

/// The sentences on groups that match together, and on differences that are only drawn.
pub fn explained(facts: &[SummaryFact]) -> Vec<String> {
    let explained = facts.iter().filter(|fact| {
        matches!(
            fact,
            SummaryFact::SameTogether { .. } | SummaryFact::Explained { .. }
        )
    });
    explained.map(summary_fact).collect()
}

/// The sentences that the [four answers](super::answers) do not say: on areas without a verdict, on
/// what continues beyond the review area, and on differences that are explained.
pub fn notes(facts: &[SummaryFact]) -> Vec<String> {
    let mut notes = beyond(facts);
    notes.extend(explained(facts));
    notes
}

/// The notes and limits of a comparison of two layers, a sentence for each.
pub fn findings(findings: &[Finding], layers: &[LayerName; 2]) -> Vec<String> {
    let sentences = findings.iter();
    sentences.map(|found| finding(found, layers)).collect()
}

fn summary_fact(fact: &SummaryFact) -> String {
    match fact {
        SummaryFact::Coterminous {
            layer,
            other,
            areas,
            told,
            not_told,
        } => coterminous(layer, other, areas, [*told, *not_told]),
        SummaryFact::BeyondData { layer, areas, of } => format!(
            "{} of {} {}: {}.",
            count(areas.len()),
            number_of(*of, layer),
            beyond_data(areas.len()),
            names(areas)
        ),
        SummaryFact::Related {
            relation,
            other,
            areas,
        } => format!(
            "{} {}: {}.",
            count(areas.len()),
            related(*relation, other, areas.len()),
            names(areas)
        ),
        SummaryFact::SameTogether { groups } => {
            let groups: Vec<String> = groups
                .iter()
                .map(|[a, b]| super::reason::same_footprint(a, b))
                .collect();
            format!(
                "Taken together, these have the same footprint: {}.",
                list(groups.iter().map(String::as_str))
            )
        }
        SummaryFact::Split {
            layer,
            other,
            areas,
        } => format!(
            "{} {} shared by several {}: {}.",
            capital(&number_of(areas.len(), layer)),
            verb(areas.len(), "is", "are"),
            areas_of(other),
            names(areas)
        ),
        SummaryFact::PartlyOutside {
            layer,
            other,
            areas,
        } => format!(
            "{} {} partly outside the {}: {}.",
            capital(&number_of(areas.len(), layer)),
            verb(areas.len(), "lies", "lie"),
            areas_of(other),
            names(areas)
        ),
        SummaryFact::Moves { counted, of } => moves(counted, *of),
        SummaryFact::Continues {
            areas,
            counted,
            postcodes,
            in_part,
            ..
        } => continues(areas, counted, *postcodes, in_part),
        SummaryFact::Explained { by } => {
            let parts: Vec<String> = by.iter().map(explained_pieces).collect();
            format!(
                "Other differences are only in how the boundaries are drawn: {}.",
                list(parts.iter().map(String::as_str))
            )
        }
    }
}

/// Sentence on how much moves, of what is in the review area.
pub(super) fn moves(counted: &Counted, of: f64) -> String {
    if counted.amount == 0.0 {
        return format!(
            "None of {} would be in a different area.",
            quantity(of, &counted.unit)
        );
    }
    format!(
        "{} of {} ({}) would be in a different area.",
        weight(counted.amount),
        quantity(of, &counted.unit),
        share(counted.amount / of)
    )
}

/// Sentence on what continues beyond the review area.
fn continues(areas: &[Named], counted: &Counted, postcodes: u64, in_part: &[Named]) -> String {
    let people = match (counted.unit.as_str(), counted.amount > 0.0 || postcodes > 0) {
        (_, false) => "what is there is not counted".to_owned(),
        ("live postcodes" | "hectares", _) => format!(
            "{} there are not counted",
            quantity(whole(postcodes), "live postcodes")
        ),
        (unit, _) => format!("{} there are not counted", quantity(counted.amount, unit)),
    };
    let rest = match in_part {
        [] => String::new(),
        some => format!(
            ", nor is the rest of {}, which the data does not have",
            names(some)
        ),
    };
    format!(
        "{} {} beyond the review area: {people}{rest}.",
        names(areas),
        verb(areas.len(), "continues", "continue")
    )
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn whole(number: u64) -> f64 {
    number as f64
}

fn coterminous(
    layer: &LayerName,
    other: &LayerName,
    areas: &[Named],
    [with_verdict, without_verdict]: [usize; 2],
) -> String {
    let one = a(&area_of(other));
    let named = if areas.is_empty() {
        String::new()
    } else {
        format!(": {}", names(areas))
    };
    if with_verdict == 1 && without_verdict > 0 {
        return format!(
            "The only {} that is wholly in the data is {}coterminous with {one}{named}.",
            area_of(layer),
            if areas.is_empty() { "not " } else { "" },
        );
    }
    let wholly = match (without_verdict, with_verdict) {
        (0, _) => "",
        (_, 1) => " that is wholly in the data",
        _ => " that are wholly in the data",
    };
    let of = number_of(with_verdict, layer);
    if areas.is_empty() && with_verdict > 1 {
        return format!("None of the {of}{wholly} is coterminous with {one}.");
    }
    format!(
        "{} of the {of}{wholly} {} coterminous with {one}{named}.",
        count(areas.len()),
        verb(areas.len(), "is", "are"),
    )
}

/// End of a sentence that begins with the number of areas that have a relation.
fn related(relation: Relation, other: &LayerName, number: usize) -> String {
    let (one, many) = (a(&area_of(other)), areas_of(other));
    match (relation, number) {
        (Relation::Union, 1) => format!("has the same footprint as several {many} together"),
        (Relation::Union, _) => format!("each have the same footprint as several {many} together"),
        (Relation::PartOf, 1) => format!("lies wholly within {one}"),
        (Relation::PartOf, _) => format!("each lie wholly within {one}"),
        (Relation::Crossing, 1) => format!("crosses the boundaries of {many}"),
        (Relation::Crossing, _) => format!("cross the boundaries of {many}"),
        (Relation::Disjoint, 1) => format!("is outside all {many}"),
        (Relation::Disjoint, _) => format!("are outside all {many}"),
        (Relation::Coterminous, _) => {
            format!("{} coterminous with {one}", verb(number, "is", "are"))
        }
        (Relation::CannotBeTold, _) => "cannot be judged".into(),
    }
}

/// An amount with its unit, and whether it was counted by the code table.
pub(super) fn amount(counted: &Counted) -> String {
    let by = if counted.by_code_table {
        " by the code table"
    } else {
        ""
    };
    quantity(counted.amount, &counted.unit) + by
}

fn explained_pieces(pieces: &ExplainedPieces) -> String {
    let text = match pieces.class {
        PieceClass::Generalisation => "from the level of detail of the lines",
        PieceClass::Coastal => "along the coast",
        PieceClass::Populated => "in slivers that contain something that is counted",
        // These classes never explain a difference.
        PieceClass::Real | PieceClass::Outside | PieceClass::Common => "otherwise",
    };
    format!(
        "{} {text} ({})",
        things(pieces.number, "piece", "pieces"),
        ground(pieces.area_m2)
    )
}

pub(super) fn finding(finding: &Finding, layers: &[LayerName; 2]) -> String {
    let areas_of = |id: &str| areas_of(layer_of(id, layers));
    let area_of = |id: &str| area_of(layer_of(id, layers));
    match finding {
        Finding::LayerOverlapsItself { layer, area_m2 } => format!(
            "Some {} overlap: {} is in more than one area and is counted in each, so the totals are too high.",
            areas_of(layer),
            ground(*area_m2)
        ),
        Finding::HeldInPart { areas, .. } => format!(
            "The data has only part of {}, so there is no verdict, size or share for {}.",
            names(areas),
            verb(areas.len(), "it", "them")
        ),
        Finding::VerdictsDiffer {
            layer,
            area,
            by_blocks,
            by_drawing,
        } => format!(
            "The {} {} is {} by its building blocks, but {} by its drawn line.",
            area_of(layer),
            area.name,
            adjective(*by_blocks),
            adjective(*by_drawing)
        ),
        Finding::OnlyByBlocks { between, blocks } => {
            let [one, other] = between.each_ref().map(|part| place(part, layers));
            format!(
                "{} and {other} share {}, but on the map no more than slivers.",
                capital(&one),
                things(*blocks, "building block", "building blocks")
            )
        }
        Finding::OnlyByDrawing { between, area_m2 } => {
            let [one, other] = between.each_ref().map(|part| place(part, layers));
            format!(
                "{} and {other} share {} on the map, but no building block.",
                capital(&one),
                ground(*area_m2)
            )
        }
        Finding::MorePairsDiffer { number } => format!(
            "Map and building blocks disagree on {number} more {} of areas.",
            verb(*number, "pair", "pairs")
        ),
        Finding::PostcodesMisplaced { misplaced, of } => format!(
            "{} Areas are counted by the code table, pieces by the map.",
            postcodes_misplaced(*misplaced, *of)
        ),
        Finding::SliversUnsettled { pieces } => format!(
            "{} something that is counted, and no code table says where it belongs. Check {} by hand.",
            things(*pieces, "sliver contains", "slivers contain"),
            verb(*pieces, "this piece", "these pieces")
        ),
    }
}

/// Sentence on postcodes that are in different areas by the map and by the code table.
pub(super) fn postcodes_misplaced(misplaced: u32, of: u32) -> String {
    format!(
        "For {} of {} live postcodes ({}) the map and the official code table disagree.",
        count(misplaced),
        count(of),
        share(f64::from(misplaced) / f64::from(of.max(1)))
    )
}

fn place(place: &Place, layers: &[LayerName; 2]) -> String {
    let layer = layer_of(&place.layer, layers);
    match &place.area {
        Some(area) => format!("the {} {}", area_of(layer), area.name),
        None => format!("ground that is in no {}", area_of(layer)),
    }
}

/// The one of two layers that has the id.
fn layer_of<'a>(id: &str, [one, other]: &'a [LayerName; 2]) -> &'a LayerName {
    if one.id == id { one } else { other }
}

/// A relation as an adjective, for a sentence on an area.
fn adjective(relation: Relation) -> &'static str {
    match relation {
        Relation::Coterminous => "coterminous",
        Relation::Union => "a union",
        Relation::PartOf => "a part of one",
        Relation::Crossing => "crossing",
        Relation::Disjoint => "disjoint",
        Relation::CannotBeTold => "impossible to judge",
    }
}
