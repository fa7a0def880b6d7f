//! Scores side by side: a row for each question, and an answer in it for each scenario.

use coterm_core::scenario::{AreaScore, Ground, ScenarioScore};
use coterm_core::words::{a, count, kind, share, weight};

/// A question that is put to several scenarios, with their answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideRow {
    /// The question, in a few words.
    pub question: String,
    /// The answers, one for each scenario; `None` if the question does not apply to it.
    pub answers: Vec<Option<SideAnswer>>,
}

/// The answer of one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideAnswer {
    /// The answer, in figures.
    pub text: String,
    /// Whether the answer is as it should be; `None` if it is not to be judged.
    pub good: Option<bool>,
}

type Answerer = fn(&ScenarioScore) -> Option<SideAnswer>;

/// The questions, each with its answerer. `{blocks}` stands for what the building blocks are
/// called, `{weight}` for what is counted, `{other}` for the kind of area that the proposed
/// ones are compared with, and `{size}` for whether there is a size limit.
const QUESTIONS: [(&str, Answerer); 19] = [
    ("areas", |score| {
        Some(SideAnswer::plain(count(score.areas.len())))
    }),
    ("areas that extend beyond the data", |score| {
        let beyond = score.areas.iter().filter(|area| !area.complete).count();
        (beyond > 0).then(|| SideAnswer::none(beyond))
    }),
    ("{blocks} in no area", |score| {
        Some(SideAnswer::none(score.assignment.unassigned.len()))
    }),
    ("{blocks} in several areas", |score| {
        Some(SideAnswer::none(score.assignment.doubled.len()))
    }),
    ("{blocks} outside the ground", |score| {
        Some(SideAnswer::none(score.assignment.beyond.len()))
    }),
    ("{blocks} probably forgotten", |score| {
        let groups = score.assignment.forgotten.iter();
        let searched = score.assignment.ground == Ground::Covered;
        searched.then(|| SideAnswer::none(groups.map(|group| group.blocks.len()).sum()))
    }),
    ("same footprint as {other}", |score| {
        let against = score.against.as_ref()?;
        Some(SideAnswer::of_all(
            against.coterminous,
            against.with_verdict,
        ))
    }),
    ("{size}", |score| {
        if score.rule.is_none() {
            let areas = score.family_title.to_lowercase();
            return Some(SideAnswer::plain(format!("none for {areas}")));
        }
        let judged = score.areas.iter().filter_map(|area| area.size.kept);
        Some(match judged.clone().count() {
            0 => SideAnswer::plain("not checked"),
            all => SideAnswer::of_all(judged.filter(|kept| *kept).count(), all),
        })
    }),
    ("largest", |score| named(score, |one, other| one > other)),
    ("smallest", |score| named(score, |one, other| one < other)),
    ("largest ÷ smallest", |score| {
        let weights = || score.areas.iter().filter_map(|area| area.weight);
        let (min, max) = (
            weights().fold(f64::INFINITY, f64::min),
            weights().fold(0.0, f64::max),
        );
        (min > 0.0).then(|| SideAnswer::plain(format!("{:.1}", max / min)))
    }),
    ("districts split between areas", |score| {
        let split = score.districts_split.iter();
        let split = split.filter(|split| split.between_areas() > 1);
        Some(SideAnswer::none(split.count()))
    }),
    ("districts only partly in the proposal", |score| {
        let split = score.districts_split.iter();
        let split = split.filter(|split| split.between_areas() < 2);
        Some(SideAnswer::none(split.count()))
    }),
    ("{blocks} split", |score| {
        Some(SideAnswer::none(score.blocks_split))
    }),
    ("areas in separate pieces", |score| {
        let areas = score.areas.iter();
        let apart = areas.filter(|area| area.contiguous == Some(false));
        Some(SideAnswer::none(apart.count()))
    }),
    ("Polsby–Popper, least and mean", |score| {
        min_and_mean(score, |area| area.polsby_popper)
    }),
    ("Reock, least and mean", |score| {
        min_and_mean(score, |area| area.reock)
    }),
    ("{weight} that move", |score| {
        let moves = score.moves.as_ref()?;
        let part = share(moves.share_moved());
        let text = format!("{} ({part})", weight(moves.moved));
        Some(SideAnswer::plain(text))
    }),
    ("practices that move", |score| {
        let practices = score.practices()?;
        let (moved, all) = (count(practices.moved), count(practices.inside));
        Some(SideAnswer::plain(format!("{moved} of {all}")))
    }),
];

/// Returns a row for each question that any of the scenarios answers, in a fixed order.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// # use coterm_core::definition::Definition;
/// # use coterm_core::scenario::{ProposedArea, Scenario};
/// use coterm_core::comparison::Weights;
/// use coterm_core::scenario::ScoreOptions;
/// use coterm_report::side_by_side;
///
/// # let north = Definition {
/// #     code: "N".into(),
/// #     name: "North Lancashire".into(),
/// #     union: vec!["lad-2023/Lancaster".parse()?],
/// #     intersect: Vec::new(),
/// #     minus: Vec::new(),
/// # };
/// # let scenario = Scenario {
/// #     id: "north".into(),
/// #     title: "One place".into(),
/// #     family: "place".into(),
/// #     family_title: "Places".into(),
/// #     source: "An example, proposed by nobody".into(),
/// #     standing: None,
/// #     rule: None,
/// #     within: Vec::new(),
/// #     areas: vec![ProposedArea { definition: north, blocks: Vec::new() }],
/// # };
/// // `scenario` was read by `coterm_io::read_scenario`.
/// let proposal = scenario.propose(&dataset)?;
/// let weights = Weights::live_postcodes(&dataset, None);
/// let score = proposal.score(&ScoreOptions::default(), &weights)?;
/// let rows = side_by_side([&score, &score]);
/// assert_eq!((rows[0].question.as_str(), rows[0].answers.len()), ("areas", 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn side_by_side<'a>(scores: impl IntoIterator<Item = &'a ScenarioScore>) -> Vec<SideRow> {
    let scores: Vec<&ScenarioScore> = scores.into_iter().collect();
    let rows = QUESTIONS.iter().map(|&(question, answer)| SideRow {
        question: asked(question, &scores),
        answers: scores.iter().map(|score| answer(score)).collect(),
    });
    rows.filter(|row| row.answers.iter().any(Option::is_some))
        .collect()
}

/// A question with the names that the scores have for things.
fn asked(question: &str, scores: &[&ScenarioScore]) -> String {
    let Some(score) = scores.first() else {
        return String::new();
    };
    let limited = scores.iter().any(|score| score.rule.is_some());
    let size = ["size limit", "within the size limit"][usize::from(limited)];
    let against = score.against.as_ref();
    let other = against.map_or("area", |against| kind(&against.layer.family)[0]);
    question
        .replace("{blocks}", kind(&score.block_family)[1])
        .replace("{weight}", score.weight.unit.as_str())
        .replace("{other}", &a(other))
        .replace("{size}", size)
}

impl SideAnswer {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            good: None,
        }
    }

    /// A count that should be zero.
    fn none(number: usize) -> Self {
        Self {
            text: count(number),
            good: Some(number == 0),
        }
    }

    fn of_all(some: usize, all: usize) -> Self {
        Self {
            text: format!("{} of {}", count(some), count(all)),
            good: Some(some == all),
        }
    }
}

/// The area that is first by this order of weights, with its weight.
fn named(score: &ScenarioScore, before: fn(f64, f64) -> bool) -> Option<SideAnswer> {
    let areas = score.areas.iter();
    let areas = areas.filter_map(|area| Some((area, area.weight?)));
    let (first, weighs) = areas.reduce(
        |first, area| {
            if before(area.1, first.1) { area } else { first }
        },
    )?;
    let text = format!("{} ({})", first.area.name, weight(weighs));
    Some(SideAnswer::plain(text))
}

fn min_and_mean(
    score: &ScenarioScore,
    measure: fn(&AreaScore) -> Option<f64>,
) -> Option<SideAnswer> {
    let values = || score.areas.iter().filter_map(measure);
    values().next()?;
    let number = values().fold(0.0, |number, _| number + 1.0_f64);
    let min = values().fold(f64::INFINITY, f64::min);
    let mean = values().sum::<f64>() / number.max(1.0);
    Some(SideAnswer::plain(format!("{min:.2}, {mean:.2}")))
}
