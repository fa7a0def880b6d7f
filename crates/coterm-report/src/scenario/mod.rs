//! The documents (HTML and Markdown) and the workbook on the scores of one scenario, or of several
//! side by side, and the JSON of a score. The same scores give the same bytes.

mod areas;
mod blocks;
mod districts;
mod json;
mod maps;
mod markdown;
mod method;
mod moves;
mod overview;
mod plain;
mod question;
mod side_by_side;
mod verdicts;
mod xlsx;

use coterm_core::dataset::Dataset;
use coterm_core::layers::{Catalogue, Layer, Role};
use coterm_core::scenario::{Ground, ScenarioScore};
use coterm_core::words::{count, kind, list as list_of};

pub use json::ScoreDocument;
pub use plain::with_names;
pub use question::ScenarioQuestion;
pub use side_by_side::{SideAnswer, SideRow, side_by_side};

use crate::comparison::Appendix;
use crate::document::markup::{HtmlText, list, paragraph};
use crate::document::{Document, Section, manifest};
use crate::{ReportManifest, Result, text};

/// Largest number of rows in a table; `coterm scenario score --json` has them all.
const LISTED: usize = 2_000;

/// Scores of scenarios, with what is needed to draw them and to make the report again.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// # use coterm_core::definition::Definition;
/// # use coterm_core::scenario::{ProposedArea, Scenario};
/// use coterm_core::comparison::Weights;
/// use coterm_core::scenario::ScoreOptions;
/// use coterm_report::{Appendix, ReportManifest, ScenarioQuestion, ScenarioReport};
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
///
/// let manifest = ReportManifest::without_files(ScenarioQuestion {
///     scenarios: vec!["north.toml".into()],
///     against: None,
///     was: None,
///     within: Vec::new(),
///     kind: None,
///     weight: "postcodes".into(),
///     tolerance_m: None,
///     practices: None,
///     file_options: Vec::new(),
///     appendix: Appendix::Short,
///     sent_as: None,
/// });
/// let report = ScenarioReport::new(&dataset, [(proposal.layer(), &score)], &manifest);
/// assert!(report.to_html()?.contains("North Lancashire"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ScenarioReport<'a> {
    dataset: &'a Dataset,
    manifest: &'a ReportManifest<ScenarioQuestion>,
    scored: Vec<Scored<'a>>,
    against: Option<&'a Layer>,
}

/// A scenario's score, and the layer of its areas.
#[derive(Debug, Clone, Copy)]
struct Scored<'a> {
    score: &'a ScenarioScore,
    layer: &'a Layer,
    /// Index of the scenario among those of the report.
    position: usize,
}

impl<'a> ScenarioReport<'a> {
    /// A report on scores that were made on this dataset. Each score comes with the layer of
    /// its [`Proposal`](coterm_core::scenario::Proposal).
    pub fn new(
        dataset: &'a Dataset,
        scored: impl IntoIterator<Item = (&'a Layer, &'a ScenarioScore)>,
        manifest: &'a ReportManifest<ScenarioQuestion>,
    ) -> Self {
        let scored = scored.into_iter().enumerate();
        Self {
            dataset,
            manifest,
            against: None,
            scored: scored
                .map(|(position, (layer, score))| Scored {
                    score,
                    layer,
                    position,
                })
                .collect(),
        }
    }

    /// Sets the layer that the scores were compared with, for the maps; needed only if it is not one
    /// of the dataset's.
    #[must_use]
    pub fn with_against(mut self, layer: Option<&'a Layer>) -> Self {
        self.against = layer;
        self
    }

    /// Writes the report as an HTML document. The same scores give the same text.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Write`] if the manifest cannot be written as JSON.
    pub fn to_html(&self) -> Result<String> {
        Ok(self.document().html(&self.sections()?))
    }

    /// Writes the report as a Markdown document: `CommonMark` with the tables of GitHub. The same
    /// scores give the same text.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// The head and foot of the report as a document.
    fn document(&self) -> Document<'a> {
        let (title, about) = match self.scored[..] {
            [Scored { score, .. }] => (
                score.title.clone(),
                format!("{}: {}", score.family_title, text::standing::source(score)),
            ),
            _ => (
                format!("{} proposals compared", count(self.scored.len())),
                format!("{}.", self.all_titles()),
            ),
        };
        let ground = match self.ground() {
            Some(ground) => format!("Ground: {ground}"),
            None => self.manifest.extent.clone(),
        };
        Document {
            kind: "Scenario report",
            title,
            about: format!("{about} {ground}."),
            date: None,
            draft: false,
            engine: &self.manifest.engine,
            attribution: self.dataset.attribution(),
        }
    }

    /// Writes the report as an Excel workbook, with a sheet for each table. The same scores
    /// give the same bytes.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Workbook`] if a table does not fit in a workbook.
    pub fn to_xlsx(&self) -> Result<Vec<u8>> {
        xlsx::write(self)
    }

    /// The titles of the scenarios; one that several have is numbered.
    fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for score in self.scores() {
            let same = self.scores().take(titles.len());
            let same = same.filter(|other| other.title == score.title).count();
            titles.push(match same {
                0 => score.title.clone(),
                earlier => format!("{} ({})", score.title, earlier + 1),
            });
        }
        titles
    }

    /// The titles of the scenarios as a list in a sentence.
    fn all_titles(&self) -> String {
        let titles = self.titles();
        list_of(titles.iter().map(String::as_str))
    }

    /// The ground that the areas should cover, in words; `None` if it is not the same for all
    /// scenarios, or nobody gave one.
    fn ground(&self) -> Option<String> {
        let mut all = self.scores().map(|score| &score.assignment.ground);
        let first = all.next()?;
        let is_one = matches!(first, Ground::Areas(_)) && all.all(|ground| ground == first);
        is_one.then(|| self.plain(&text::scenario::ground(first)))
    }

    /// A sentence that holds for each of several scenarios, said once; `None` if it differs, or
    /// there is one scenario.
    fn of_all(&self, sentence: impl Fn(&Self, Scored<'a>) -> Option<String>) -> Option<String> {
        let mut all = self.scored.iter().map(|&one| sentence(self, one));
        let first = all.next()??;
        let same = self.scored.len() > 1 && all.all(|other| other.as_ref() == Some(&first));
        let rest = first
            .strip_prefix("Each ")
            .map(|rest| format!("each {rest}"));
        same.then(|| {
            format!(
                "In all {} proposals, {}",
                self.scored.len(),
                rest.unwrap_or(first)
            )
        })
    }

    /// The notes on a scenario, with names in place of identifiers.
    fn notes(&self, one: Scored<'_>) -> Vec<String> {
        let islands = text::scenario::islands(one.score);
        let all = islands
            .into_iter()
            .chain(text::scenario::findings(one.score));
        all.map(|sentence| self.plain(&sentence)).collect()
    }

    /// Whether there is a note on any of the scenarios.
    fn has_notes(&self) -> bool {
        self.scored.iter().any(|&one| !self.notes(one).is_empty())
    }

    fn sections(&self) -> Result<Vec<Section>> {
        let mut all = vec![
            Section::new("summary", "Summary", overview::summary(self)),
            Section::new("map", "The proposed areas", maps::section(self)),
            Section::new("areas", "Area by area", self.each(areas::table)),
        ];
        if let Some(name) = self.against() {
            let title = format!("Compared with {name}");
            all.push(Section::new("verdicts", title, self.each(verdicts::table)));
        }
        if self.scores().any(|score| score.moves.is_some()) {
            let parts = paragraph(moves::MATCHED) + &self.each(moves::part);
            all.push(Section::new("moves", "Who moves", parts));
        }
        if self.scores().any(|score| score.district_layer.is_some()) {
            let title = "Districts that are not in one area";
            let table = self.each_unless(districts::none, districts::table);
            all.push(Section::new("districts", title, table));
        }
        let title = "Whether every building block is in one area";
        let lists = self.each_unless(blocks::in_one_area, blocks::lists);
        all.push(Section::new("blocks", title, lists));
        if self.has_notes() {
            let notes = self.columns(|report, one| list(report.notes(one)));
            all.push(Section::new("findings", "Notes and limits", notes));
        }
        all.push(Section::new("method", "Method", method::section(self)));
        let title = "Appendix: how to make this report again";
        match self.manifest.question.appendix {
            Appendix::None => {}
            Appendix::Short => {
                let again = manifest::short_of(self.manifest, "the checksum of every file");
                all.push(Section::new("manifest", title, again));
            }
            Appendix::Full => {
                let again = manifest::section(self.manifest)?;
                all.push(Section::new("manifest", title, again).on_its_own_page());
            }
        }
        Ok(all)
    }

    fn scores(&self) -> impl Iterator<Item = &'a ScenarioScore> {
        self.scored.iter().map(|one| one.score)
    }

    /// A part of a section for each scenario, under the scenario's title if there are
    /// several.
    fn each(&self, part: impl Fn(&Self, Scored<'a>) -> String) -> String {
        let several = self.scored.len() > 1;
        let parts = self.scored.iter().map(|&one| {
            let part = part(self, one);
            if !several {
                return part;
            }
            let title = HtmlText(&one.score.title);
            format!("<div class=\"part\">\n<h3>{title}</h3>\n{part}</div>\n")
        });
        parts.collect()
    }

    /// The parts of [`each`](Self::each), unless one sentence holds for all of several scenarios.
    fn each_unless(
        &self,
        sentence: impl Fn(&Self, Scored<'a>) -> Option<String>,
        part: impl Fn(&Self, Scored<'a>) -> String,
    ) -> String {
        let said = self.of_all(sentence);
        said.map_or_else(|| self.each(part), |said| paragraph(&said))
    }

    /// The parts of [`each`](Self::each), in columns if there are several scenarios.
    fn columns(&self, part: impl Fn(&Self, Scored<'a>) -> String) -> String {
        if self.scored.len() < 2 {
            return self.each(part);
        }
        let columns = self.scored.iter().map(|&one| {
            let title = HtmlText(&one.score.title);
            format!("<div>\n<h3>{title}</h3>\n{}</div>\n", part(self, one))
        });
        let columns: String = columns.collect();
        format!("<div class=\"columns\">\n{columns}</div>\n")
    }

    fn catalogue(&self) -> &'a Catalogue {
        self.dataset.catalogue()
    }

    /// Name of the layer that the areas are compared with, by family and date.
    fn against(&self) -> Option<String> {
        let mut all = self.scores().filter_map(|score| score.against.as_ref());
        all.next().map(|against| self.layer_name(&against.layer.id))
    }

    /// The layer that a score was compared with, if the data or the report has it.
    fn against_layer(&self, score: &ScenarioScore) -> Option<&'a Layer> {
        let id = &score.against.as_ref()?.layer.id;
        let of_report = self.against.filter(|layer| layer.id() == id);
        of_report.or_else(|| self.dataset.catalogue().layer(id).ok())
    }

    /// Name of a layer by family and date, or its identifier if the data does not have it.
    fn layer_name(&self, id: &str) -> String {
        let layer = self.catalogue().layer(id);
        layer.map_or_else(|_| id.to_owned(), plain::layer_name)
    }

    /// A sentence with names in place of the identifiers of layers and areas.
    fn plain(&self, sentence: &str) -> String {
        with_names(sentence, self.catalogue())
    }

    /// Sentences as an HTML list, with names in place of identifiers.
    fn plain_list(&self, sentences: &[String]) -> String {
        list(sentences.iter().map(|sentence| self.plain(sentence)))
    }

    /// The layer of building blocks.
    fn block_layer(&self) -> Option<&'a Layer> {
        let mut layers = self.catalogue().layers().iter();
        layers.find(|layer| layer.info().role == Role::Block)
    }

    /// Name of a building block in the singular and the plural: `LSOA`, `LSOAs`.
    fn block(&self) -> [&'static str; 2] {
        self.block_layer()
            .map_or(["block", "blocks"], |layer| kind(&layer.info().family))
    }
}
