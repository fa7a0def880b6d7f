//! Sentences on the score of a scenario.

mod pieces;

use coterm_core::comparison::{Finding, LayerName, WeightUnit};
use coterm_core::scenario::{
    AreaScore, Assignment, DetachedPart, Ground, Moves, NamedArea, ScenarioFinding, ScenarioScore,
    Size, SizeReason, SizeRule,
};
use coterm_core::words::{a, count, kind, list, number, quantity, share, things, weight};

pub(crate) use pieces::parts_across_water;
pub use pieces::{detached, forgotten, group_name, islands, pieces};

use super::comparison::{finding as finding_on_layers, postcodes_misplaced};
use super::{area_of, beyond_data, practices, verb};

/// The main results of a score in sentences, most important first.
pub fn summary(score: &ScenarioScore) -> Vec<String> {
    let groups = score.assignment.forgotten.iter();
    let mut sentences: Vec<String> = groups.map(|group| forgotten(group, score)).collect();
    sentences.push(assignment(score));
    let against = score.against.as_ref();
    sentences.extend(
        against
            .filter(|against| against.with_verdict > 0)
            .map(|against| {
                let judged = if against.with_verdict == score.areas.len() {
                    things(against.with_verdict, "area is", "areas are")
                } else {
                    let one = "area that is wholly in the data is";
                    things(
                        against.with_verdict,
                        one,
                        "areas that are wholly in the data are",
                    )
                };
                format!(
                    "{} of {judged} coterminous with {}.",
                    count(against.coterminous),
                    a(&area_of(&against.layer))
                )
            }),
    );
    sentences.extend(not_judged(score));
    sentences.extend(sizes(score));
    if score.district_layer.is_some() {
        sentences.extend(districts(score));
    }
    sentences.extend(pieces(score));
    sentences.extend(score.moves.as_ref().map(|moves| moved(score, moves)));
    sentences
}

/// The notes on a score, a sentence for each.
pub fn findings(score: &ScenarioScore) -> Vec<String> {
    let findings = score.findings.iter();
    findings.map(|found| finding(found, score)).collect()
}

/// The notes on the comparison with another layer, a sentence for each. Documents on scenarios show
/// no pieces, so they do not say how those are counted.
pub fn comparison_findings(findings: &[Finding], layers: &[LayerName; 2]) -> Vec<String> {
    let sentence = |found: &Finding| match found {
        Finding::PostcodesMisplaced { misplaced, of } => format!(
            "{} Areas are counted by the code table.",
            postcodes_misplaced(*misplaced, *of)
        ),
        other => finding_on_layers(other, layers),
    };
    findings.iter().map(sentence).collect()
}

/// The ground that should be covered, in words.
pub fn ground(ground: &Ground) -> String {
    match ground {
        Ground::Areas(areas) => {
            let names: Vec<String> = areas.iter().map(ToString::to_string).collect();
            list(names.iter().map(String::as_str))
        }
        Ground::Layer(layer) => {
            format!("the areas of {layer} that the proposal covers most of")
        }
        Ground::Covered => "what the scenario itself covers".into(),
    }
}

/// A size rule in words: `30,000 to 50,000 people`.
///
/// ```
/// use coterm_core::scenario::SizeRule;
/// use coterm_report::text::scenario::size_rule;
///
/// let rule = SizeRule::of_family("neighbourhood").expect("neighbourhoods have a rule");
/// assert_eq!(size_rule(&rule), "30,000 to 50,000 people");
/// ```
pub fn size_rule(rule: &SizeRule) -> String {
    let unit = &rule.unit;
    let text = |bound: f64| number(bound, 0);
    match (rule.least, rule.most) {
        (None, None) => format!("any number of {unit}"),
        (Some(min), None) => format!("at least {} {unit}", text(min)),
        (None, Some(max)) => format!("up to {} {unit}", text(max)),
        (Some(min), Some(max)) => format!("{} to {} {unit}", text(min), text(max)),
    }
}

/// Sentence on the reason why a size keeps or breaks the scenario's rule.
pub fn size(size: &Size, score: &ScenarioScore) -> String {
    let limit = score.rule.as_ref().map_or_else(String::new, size_rule);
    match size.reason {
        SizeReason::WithinRule => format!("Within the limit of {limit}."),
        SizeReason::TooMany => {
            format!("{} too many: the limit is {limit}.", number(size.beyond, 0))
        }
        SizeReason::TooFew => {
            format!("{} too few: the limit is {limit}.", number(-size.beyond, 0))
        }
        SizeReason::BeyondData => "It extends beyond the data, so its size is not known.".into(),
        SizeReason::OtherUnitCounted => format!(
            "The limit is {limit}, and this run counted {}.",
            score.weight.unit
        ),
        SizeReason::NoRule => no_limit(score),
    }
}

/// Sentence on areas of a kind that may have any size.
fn no_limit(score: &ScenarioScore) -> String {
    format!(
        "There is no size limit for {}.",
        score.family_title.to_lowercase()
    )
}

/// Sentence on the reason why no size was checked, and what to do.
pub fn size_not_checked(size: &Size, score: &ScenarioScore) -> String {
    match (size.reason, &score.rule) {
        (SizeReason::OtherUnitCounted, Some(rule)) => {
            let limit = size_rule(rule);
            let counted = match &score.weight.unit {
                WeightUnit::LivePostcodes => "postcodes",
                unit => unit.as_str(),
            };
            let remedy = match rule.unit.as_str() {
                "people" => "Add --weight population.csv.".to_owned(),
                unit => format!("Add a file of {unit} with --weight."),
            };
            format!(
                "Size not checked: the limit is {}, and this run counted {counted}. {remedy}",
                limit.trim_start_matches("up to ")
            )
        }
        (SizeReason::NoRule, _) => no_limit(score),
        _ => format!("Size not checked. {}", self::size(size, score)),
    }
}

fn names<'a>(areas: impl Iterator<Item = &'a AreaScore>) -> Vec<&'a str> {
    areas.map(|area| area.area.name.as_str()).collect()
}

fn assignment(score: &ScenarioScore) -> String {
    let assignment = &score.assignment;
    let Assignment { blocks, .. } = assignment;
    let [_, names] = kind(&score.block_family);
    let blocks = match &assignment.ground {
        Ground::Covered => format!("{} {names} that the areas name", count(*blocks)),
        ground => format!("{} {names} of {}", count(*blocks), self::ground(ground)),
    };
    let [each, not_each] = if score.holds_all() {
        ["Each", "Not every one"]
    } else {
        ["Within the data, each", "Within the data, not every one"]
    };
    if assignment.partition {
        return format!("{each} of the {blocks} is in one area.");
    }
    let exceptions = [
        (assignment.unassigned.len(), "in no area"),
        (assignment.doubled.len(), "in several areas"),
        (
            assignment.beyond.len(),
            "in an area but outside that ground",
        ),
    ];
    let exceptions: Vec<String> = exceptions
        .into_iter()
        .filter(|(blocks, _)| *blocks > 0)
        .map(|(blocks, what)| format!("{} {what}", count(blocks)))
        .collect();
    format!(
        "{not_each} of the {blocks} is in one area: {}.",
        exceptions.join(", ")
    )
}

/// Sentence on the areas that reach beyond the data and cannot be judged.
fn not_judged(score: &ScenarioScore) -> Option<String> {
    let beyond = names(score.areas.iter().filter(|area| !area.complete));
    (!beyond.is_empty()).then(|| {
        format!(
            "{} of {} {}: {}.",
            count(beyond.len()),
            things(score.areas.len(), "area", "areas"),
            beyond_data(beyond.len()),
            list(beyond.iter().copied())
        )
    })
}

fn sizes(score: &ScenarioScore) -> Option<String> {
    let limit = size_rule(score.rule.as_ref()?);
    let mut complete = score.areas.iter().filter(|area| area.complete);
    let first = complete.clone().next()?;
    if complete.all(|area| area.size.kept.is_none()) {
        return Some(size_not_checked(&first.size, score));
    }
    let outside: Vec<String> = score
        .areas
        .iter()
        .filter(|area| area.size.kept == Some(false))
        .filter_map(|area| Some(format!("{} ({})", area.area.name, weight(area.weight?))))
        .collect();
    Some(if outside.is_empty() {
        let every = if score.areas.iter().all(|area| area.complete) {
            "Every area is"
        } else {
            "Every area that is wholly in the data is"
        };
        format!("{every} within the size limit of {limit}.")
    } else {
        let outside = list(outside.iter().map(String::as_str));
        format!("Outside the size limit of {limit}: {outside}.")
    })
}

fn districts(score: &ScenarioScore) -> Vec<String> {
    let names = |between_areas: bool| -> Vec<&str> {
        score
            .districts_split
            .iter()
            .filter(|split| between_areas == (split.between_areas() > 1))
            .map(|split| split.district.name.as_str())
            .collect()
    };
    let (between, edge) = (names(true), names(false));
    let mut sentences = vec![if between.is_empty() {
        "No district is split between areas.".to_owned()
    } else {
        format!("Split between areas: {}.", list(between))
    }];
    if !edge.is_empty() {
        let are = verb(edge.len(), "is", "are");
        sentences.push(format!("{} {are} only partly covered.", list(edge)));
    }
    sentences
}

fn moved(score: &ScenarioScore, moves: &Moves) -> String {
    let within = if moves.in_part.is_empty() && score.holds_all() {
        ""
    } else {
        "Within the data, "
    };
    format!(
        "{within}{} of {} ({}){} would be in a different area, compared with {}.",
        weight(moves.moved),
        quantity(moves.total.weight, score.weight.unit.as_str()),
        share(moves.share_moved()),
        practices::and_moved(moves.practices.as_ref()),
        moves.from
    )
}

fn finding(finding: &ScenarioFinding, score: &ScenarioScore) -> String {
    match finding {
        ScenarioFinding::AreaBeyondData { area, in_part } => format!(
            "{} extends beyond the data, which has only part of {}. Its size, its shape and how it compares with other areas are not known.",
            area.name,
            held_in_part(in_part)
        ),
        ScenarioFinding::GroundBeyondData { in_part } => format!(
            "The ground that should be covered extends beyond the data, which has only part of {}. Whether each of its building blocks is in one area is known for that part only.",
            held_in_part(in_part)
        ),
        ScenarioFinding::BeforeBeyondData { in_part } => format!(
            "The data has only part of {}, so moves from there are counted within the data only.",
            held_in_part(in_part)
        ),
        ScenarioFinding::RepeatedBlock { area, block } => {
            format!("The block {block} is listed more than once for {area}.")
        }
        ScenarioFinding::SharedBlocks => {
            "Blocks that are in several areas count in each of them. Verdicts are worked out from the map."
                .into()
        }
        ScenarioFinding::NotContiguous { area, detached } => {
            format!("{} is in separate pieces. {}", area.name, all(detached, score))
        }
        ScenarioFinding::AcrossWater { area, parts } => format!(
            "{} reaches across water. {} It counts as one piece: the data has no bridges or ferries, so check how people cross.",
            area.name,
            all(parts, score)
        ),
    }
}

/// The sentences on some parts of an area.
fn all(parts: &[DetachedPart], score: &ScenarioScore) -> String {
    let sentences: Vec<String> = parts.iter().map(|part| detached(part, score)).collect();
    sentences.join(" ")
}

fn held_in_part(areas: &[NamedArea]) -> String {
    let names: Vec<String> = areas
        .iter()
        .map(|area| format!("{} of {}", area.name, area.layer))
        .collect();
    list(names.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_of_size_is_written_with_its_bounds_and_its_unit() {
        let rule = |least, most| {
            let unit = "people".into();
            size_rule(&SizeRule { least, most, unit })
        };
        assert_eq!(
            rule(Some(30_000.0), Some(50_000.0)),
            "30,000 to 50,000 people"
        );
        assert_eq!(rule(None, Some(500_000.0)), "up to 500,000 people");
        assert_eq!(rule(Some(5.0), None), "at least 5 people");
        assert_eq!(rule(None, None), "any number of people");
    }
}
