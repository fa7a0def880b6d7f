//! Sentences on the answer of a comparison, and on its notes and limits.

use coterm_core::comparison::{
    Counted, ExplainedPieces, Finding, LayerName, Named, PieceClass, Place, Relation, SummaryFact,
};
use coterm_core::words::{a, count, ground, kind, list, quantity, share, things};

use super::{beyond_data, names, verb};

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
/// assert!(summary[0].starts_with("1 of 3"), "{summary:?}");
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn summary(facts: &[SummaryFact]) -> Vec<String> {
    facts.iter().map(summary_fact).collect()
}

/// The notes and limits, a sentence for each.
pub fn findings(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(finding).collect()
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
            "{} of {} {} of {} {}: {}.",
            count(areas.len()),
            count(*of),
            kind(&layer.family)[usize::from(*of != 1)],
            layer.id,
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
        SummaryFact::Differences {
            number,
            area_m2,
            counted,
            within_data,
        } => differences(*number, *area_m2, counted.as_ref(), *within_data),
        SummaryFact::MostlyOutside { other, areas, .. } => format!(
            "Most of {} lies outside the areas of {}. Only the part inside is compared.",
            names(areas),
            other.id
        ),
        SummaryFact::Explained { by } => {
            let parts: Vec<String> = by.iter().map(explained).collect();
            format!(
                "The other differences are explained: {}.",
                list(parts.iter().map(String::as_str))
            )
        }
    }
}

fn coterminous(
    layer: &LayerName,
    other: &LayerName,
    areas: &[Named],
    [with_verdict, without_verdict]: [usize; 2],
) -> String {
    let kinds = kind(&layer.family);
    let one = a(kind(&other.family)[0]);
    let (id, other) = (&layer.id, &other.id);
    let named = if areas.is_empty() {
        String::new()
    } else {
        format!(": {}", names(areas))
    };
    if with_verdict == 1 && without_verdict > 0 {
        return format!(
            "The only {} of {id} that is wholly in the data is {}coterminous with {one} of {other}{named}.",
            kinds[0],
            if areas.is_empty() { "not " } else { "" },
        );
    }
    let (the, wholly) = match (without_verdict, with_verdict) {
        (0, _) => ("", ""),
        (_, 1) => ("the ", "that is wholly in the data "),
        _ => ("the ", "that are wholly in the data "),
    };
    format!(
        "{} of {the}{} {} of {id} {wholly}{} coterminous with {one} of {other}{named}.",
        count(areas.len()),
        count(with_verdict),
        kinds[usize::from(with_verdict != 1)],
        verb(areas.len(), "is", "are"),
    )
}

/// End of a sentence that begins with the number of areas that have a relation.
fn related(relation: Relation, other: &LayerName, number: usize) -> String {
    let [one, many] = kind(&other.family);
    let id = &other.id;
    match (relation, number) {
        (Relation::Union, 1) => {
            format!("has the same footprint as several {many} of {id} together")
        }
        (Relation::Union, _) => {
            format!("each have the same footprint as several {many} of {id} together")
        }
        (Relation::PartOf, 1) => format!("lies wholly within one {one} of {id}"),
        (Relation::PartOf, _) => format!("each lie wholly within one {one} of {id}"),
        (Relation::Crossing, 1) => format!("crosses the boundaries of {id}"),
        (Relation::Crossing, _) => format!("cross the boundaries of {id}"),
        (Relation::Disjoint, 1) => format!("is outside {id} altogether"),
        (Relation::Disjoint, _) => format!("are outside {id} altogether"),
        (Relation::Coterminous, _) => format!(
            "{} coterminous with {} of {id}",
            verb(number, "is", "are"),
            a(one)
        ),
        (Relation::CannotBeTold, _) => "cannot be judged".into(),
    }
}

fn differences(
    number: usize,
    area_m2: f64,
    counted: Option<&Counted>,
    within_data: bool,
) -> String {
    let opening = if within_data {
        "Within the data, there"
    } else {
        "There"
    };
    if number == 0 {
        return format!("{opening} is no real difference between the two sets of boundaries.");
    }
    let counted = counted.map_or_else(String::new, |counted| format!(", {}", amount(counted)));
    format!(
        "{opening} {} between the two sets of boundaries ({}{counted}).",
        real_differences(number),
        ground(area_m2)
    )
}

/// `is 1 real difference`, `are 4 real differences`.
fn real_differences(number: usize) -> String {
    format!(
        "{} {}",
        verb(number, "is", "are"),
        things(number, "real difference", "real differences")
    )
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

fn explained(pieces: &ExplainedPieces) -> String {
    let text = match pieces.class {
        PieceClass::Generalisation => "from the level of detail of the lines",
        PieceClass::Coastal => "along the coast",
        PieceClass::Populated => "in slivers that contain something that is counted",
        // These classes never explain a difference.
        PieceClass::Real | PieceClass::Outside | PieceClass::Common => "otherwise",
    };
    format!(
        "{} {text} ({})",
        count(pieces.number),
        ground(pieces.area_m2)
    )
}

fn finding(finding: &Finding) -> String {
    match finding {
        Finding::LayerOverlapsItself { layer, area_m2 } => format!(
            "Areas of {layer} overlap: {} is in more than one area and is counted in each, so the totals are too high.",
            ground(*area_m2)
        ),
        Finding::HeldInPart { layer, areas } => format!(
            "The data has only part of {} of {layer}, so there is no verdict, size or share for {}.",
            names(areas),
            verb(areas.len(), "it", "them")
        ),
        Finding::VerdictsDiffer {
            layer,
            area,
            by_blocks,
            by_drawing,
        } => format!(
            "{} of {layer} is {} by its building blocks, but {} by its drawn line.",
            area.name,
            adjective(*by_blocks),
            adjective(*by_drawing)
        ),
        Finding::OnlyByBlocks { between, blocks } => {
            let [one, other] = between.each_ref().map(place);
            format!(
                "{one} and {other} share {}, but on the map no more than slivers.",
                things(*blocks, "building block", "building blocks")
            )
        }
        Finding::OnlyByDrawing { between, area_m2 } => {
            let [one, other] = between.each_ref().map(place);
            format!(
                "{one} and {other} share {} on the map, but no building block.",
                ground(*area_m2)
            )
        }
        Finding::MorePairsDiffer { number } => format!(
            "Map and building blocks disagree on {number} more {} of areas.",
            verb(*number, "pair", "pairs")
        ),
        Finding::PostcodesMisplaced { misplaced, of } => format!(
            "For {} of {} live postcodes ({}) the map and the official code table disagree. Areas are counted by the code table, pieces by the map.",
            count(*misplaced),
            count(*of),
            share(f64::from(*misplaced) / f64::from((*of).max(1)))
        ),
        Finding::SliversUnsettled { pieces } => format!(
            "{} something that is counted, and no code table says where it belongs. Check {} by hand.",
            things(*pieces, "sliver contains", "slivers contain"),
            verb(*pieces, "this piece", "these pieces")
        ),
    }
}

fn place(place: &Place) -> String {
    match &place.area {
        Some(area) => format!("{} of {}", area.name, place.layer),
        None => format!("what is outside {}", place.layer),
    }
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
