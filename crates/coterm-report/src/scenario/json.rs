//! The JSON of a score: its data, with a sentence beside every reason.

use coterm_core::comparison::{Finding, SummaryFact, Verdict};
use coterm_core::scenario::{
    Against, AreaScore, Assignment, DetachedPart, Forgotten, Moves, ScenarioFinding, ScenarioScore,
    Size, SizeRule, SplitDistrict, Standing,
};
use serde::{Serialize, Serializer};

use crate::comparison::{Reasoned, Weight, verdicts};
use crate::text;

/// The JSON of a score: all its fields, and the sentences for them.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// # use coterm_core::definition::Definition;
/// # use coterm_core::scenario::{ProposedArea, Scenario};
/// use coterm_core::comparison::Weights;
/// use coterm_core::scenario::ScoreOptions;
/// use coterm_report::ScoreDocument;
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
/// let json = serde_json::to_value(ScoreDocument(&score))?;
/// assert_eq!(json["title"], "One place");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ScoreDocument<'a>(pub &'a ScenarioScore);

impl Serialize for ScoreDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document(self.0).serialize(serializer)
    }
}

#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    title: &'a str,
    family_title: &'a str,
    source: &'a str,
    standing: &'a Option<Standing>,
    weight: Weight<'a>,
    rule: &'a Option<SizeRule>,
    summary: Vec<String>,
    assignment: Shared<'a>,
    areas: Vec<Area<'a>>,
    district_layer: &'a Option<String>,
    districts_split: &'a [SplitDistrict],
    blocks_split: usize,
    against: Option<Compared<'a>>,
    moves: &'a Option<Moves>,
    findings: Vec<String>,
    finding_facts: &'a [ScenarioFinding],
    attribution: &'a str,
}

#[derive(Serialize)]
struct Shared<'a> {
    ground: String,
    #[serde(flatten)]
    assignment: &'a Assignment,
    forgotten: Vec<Reasoned<'a, Forgotten>>,
}

#[derive(Serialize)]
struct Area<'a> {
    #[serde(flatten)]
    area: &'a AreaScore,
    size: Judged<'a>,
    detached: Vec<Reasoned<'a, DetachedPart>>,
}

#[derive(Serialize)]
struct Judged<'a> {
    #[serde(flatten)]
    size: &'a Size,
    reason: String,
}

#[derive(Serialize)]
struct Compared<'a> {
    layer: &'a str,
    tolerance_m: f64,
    summary: Vec<String>,
    summary_facts: &'a [SummaryFact],
    coterminous: usize,
    told: usize,
    verdicts: Vec<Reasoned<'a, Verdict>>,
    findings: Vec<String>,
    finding_facts: &'a [Finding],
}

impl<'a> From<&'a Against> for Compared<'a> {
    fn from(against: &'a Against) -> Self {
        Self {
            layer: &against.layer.id,
            tolerance_m: against.tolerance_m,
            summary: text::comparison::summary(&against.summary),
            summary_facts: &against.summary,
            coterminous: against.coterminous,
            told: against.with_verdict,
            verdicts: verdicts(&against.verdicts, &against.layer, &against.unit),
            findings: text::comparison::findings(
                &against.findings,
                &[against.own.clone(), against.layer.clone()],
            ),
            finding_facts: &against.findings,
        }
    }
}

fn document(score: &ScenarioScore) -> Document<'_> {
    let areas = score.areas.iter().map(|area| Area {
        area,
        size: Judged {
            size: &area.size,
            reason: text::scenario::size(&area.size, score),
        },
        detached: Reasoned::all(&area.detached, |part| text::scenario::detached(part, score)),
    });
    Document {
        id: &score.id,
        title: &score.title,
        family_title: &score.family_title,
        source: &score.source,
        standing: &score.standing,
        weight: (&score.weight).into(),
        rule: &score.rule,
        summary: text::scenario::summary(score),
        assignment: Shared {
            ground: text::scenario::ground(&score.assignment.ground),
            assignment: &score.assignment,
            forgotten: Reasoned::all(&score.assignment.forgotten, |group| {
                text::scenario::forgotten(group, score)
            }),
        },
        areas: areas.collect(),
        district_layer: &score.district_layer,
        districts_split: &score.districts_split,
        blocks_split: score.blocks_split,
        against: score.against.as_ref().map(Compared::from),
        moves: &score.moves,
        findings: text::scenario::findings(score),
        finding_facts: &score.findings,
        attribution: &score.attribution,
    }
}
