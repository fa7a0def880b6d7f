//! `coterm scenario score`: scores proposals, and prints or writes the scores.

mod prose;
mod render;
mod side_by_side;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use coterm_core::comparison::{ComparisonOptions, Weights, compare};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::Catalogue;
use coterm_core::scenario::{Proposal, Scenario, ScenarioScore, ScoreOptions};
use coterm_io::{DataLocation, ScenarioFormat, is_area_file};
use coterm_report::{ReportManifest, ScenarioQuestion, ScenarioReport, ScoreDocument, UsedFile};

use crate::args::{
    BoundaryFields, Scenario as Args, ScenarioCommand, ScenarioScore as Score, ScoreFormat,
};
use crate::boundary_file::boundary_file;
use crate::error::{Context, Error, Result};
use crate::layer_or_scenario::{LayerOrScenario, scenario_file};
use crate::output::{NOT_TEXT, Output, json, print};
use crate::overwrite_check::refuse_overwrite;
use crate::practices::PracticeList;
use crate::weight::Weight;
use prose::Prose;

pub(crate) fn run(data: &DataLocation, args: &Args) -> Result<ExitCode> {
    match &args.command {
        ScenarioCommand::Score(args) => score(data, args),
    }
}

fn score(data: &DataLocation, args: &Score) -> Result<ExitCode> {
    let format = format(args)?;
    if args.counting.practices.is_some() && args.was.is_none() {
        return Err(Error::Usage(
            "--practices needs --was LAYER, the layer whose areas the practices are in now".into(),
        ));
    }
    let mut read = args.counting.files();
    read.extend(args.files.iter().cloned());
    read.extend(args.against.iter().map(Into::into));
    refuse_overwrite(args.output.as_deref(), data, read)?;
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut files: Vec<UsedFile> = Vec::new();
    let mut has_boundary_file = false;
    for file in &args.files {
        let layer = proposed_layer(file, &dataset, &args.fields)?;
        has_boundary_file |= layer.as_ref().is_some_and(|(_, used)| !used.is_empty());
        let (scenario, used) = layer.map_or_else(|| proposal_file(file), Ok)?;
        scenarios.push(match &args.kind {
            Some(kind) => scenario.with_kind(kind).map_err(Error::Usage)?,
            None => scenario,
        });
        files.extend(used);
    }
    let weight = Weight::chosen(&args.counting, None, data, &dataset)?;
    let practices = PracticeList::named(&args.counting)?;
    let against = args.against.as_deref();
    let against = against
        .map(|named| LayerOrScenario::named(named, &dataset, &args.fields))
        .transpose()?;
    let against = against.as_ref();
    has_boundary_file |= against.is_some_and(LayerOrScenario::is_boundary_file);
    args.fields.refuse_unused(has_boundary_file)?;
    let proposals: Vec<Proposal<'_>> = scenarios
        .into_iter()
        .map(|scenario| scenario.propose(&dataset))
        .collect::<coterm_core::Result<_>>()?;
    let scores: Vec<ScenarioScore> = proposals
        .iter()
        .map(|proposal| {
            scored(
                args,
                against,
                &dataset,
                proposal,
                &weight.weights,
                &practices,
            )
        })
        .collect::<Result<_>>()?;
    match format {
        ScoreFormat::Table => shown(&scores, dataset.catalogue())?,
        ScoreFormat::Json => {
            let text = match &scores[..] {
                [score] => json(&ScoreDocument(score), args.output.is_none())?,
                scores => {
                    let scores: Vec<_> = scores.iter().map(ScoreDocument).collect();
                    json(&scores, args.output.is_none())?
                }
            };
            write(args, (text + "\n").as_bytes())?;
        }
        ScoreFormat::Html | ScoreFormat::Markdown | ScoreFormat::Xlsx => {
            let question = question(args, against, &weight, &practices);
            let data = coterm_io::store::manifest(data)?.files();
            let made_of = proposals.iter().map(Proposal::scenario);
            let made_of = made_of.flat_map(Scenario::layers);
            let made_of = made_of.chain(against.iter().flat_map(|against| against.made_of()));
            let mut manifest = ReportManifest::new(question, &data).with_layers(made_of, &data);
            files.extend(against.iter().flat_map(|against| against.files.clone()));
            for file in files.into_iter().chain(weight.files).chain(practices.file) {
                manifest = manifest.with_file(file);
            }
            let layers = proposals.iter().map(Proposal::layer);
            let report = ScenarioReport::new(&dataset, layers.zip(&scores), &manifest)
                .with_against(against.map(LayerOrScenario::layer));
            let written = match format {
                ScoreFormat::Xlsx => report.to_xlsx()?,
                ScoreFormat::Markdown => report.to_markdown().into_bytes(),
                _ => report.to_html()?.into_bytes(),
            };
            write(args, &written)?;
        }
    }
    Ok(if scores.iter().all(ScenarioScore::holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn proposal_file(path: &Path) -> Result<(Scenario, Vec<UsedFile>)> {
    let (scenario, file) = scenario_file(path)?;
    Ok((scenario, vec![file]))
}

/// Returns the areas of a boundary file or of a layer as a proposal, with the files that were read;
/// `None` if neither is called so, and the file must be a proposal's.
fn proposed_layer(
    path: &Path,
    dataset: &Dataset,
    fields: &BoundaryFields,
) -> Result<Option<(Scenario, Vec<UsedFile>)>> {
    if path.exists() {
        if ScenarioFormat::of_path(path).is_some() && !is_area_file(path)? {
            return Ok(None);
        }
        let file = boundary_file(path, dataset, fields)?;
        let mut scenario = Scenario::of_layer(dataset, &file.layer)?;
        scenario.title.clone_from(&file.name);
        return Ok(Some((scenario, file.files)));
    }
    let layer = path.to_str().map(|name| dataset.catalogue().layer(name));
    let Some(Ok(layer)) = layer else {
        return Ok(None);
    };
    let mut scenario = Scenario::of_layer(dataset, layer)?;
    // The proposal is drawn by its blocks, and must not be taken for the layer.
    scenario.id += "-of-blocks";
    Ok(Some((scenario, Vec::new())))
}

fn scored(
    args: &Score,
    against: Option<&LayerOrScenario<'_>>,
    dataset: &Dataset,
    proposal: &Proposal<'_>,
    weights: &Weights,
    practices: &PracticeList,
) -> Result<ScenarioScore> {
    let within = match &args.within[..] {
        [] => &proposal.scenario().within,
        within => within,
    };
    let options = ComparisonOptions::default()
        .with_within(within)
        .with_tolerance(args.tolerance);
    let comparison = match against {
        None => None,
        Some(against) => {
            let (a, b) = (proposal.comparison_input(), against.comparison_input());
            Some(compare(dataset, &a, &b, &options, weights)?)
        }
    };
    let options = ScoreOptions::default()
        .with_against(comparison.as_ref())
        .with_was(args.was.as_deref())
        .with_within(&args.within)
        .with_practices(&practices.practices);
    Ok(proposal.score(&options, weights)?)
}

/// Returns the format that the arguments name, else that of the file's extension, else a table for
/// people.
fn format(args: &Score) -> Result<ScoreFormat> {
    let named = if args.json {
        Some(ScoreFormat::Json)
    } else {
        args.format
    };
    let extension = args.output.as_deref().and_then(Path::extension);
    let extension = extension.map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let format = match (named, extension.as_deref()) {
        (Some(format), _) => format,
        (None, Some("html" | "htm")) => ScoreFormat::Html,
        (None, Some("md" | "markdown")) => ScoreFormat::Markdown,
        (None, Some("json")) => ScoreFormat::Json,
        (None, Some("xlsx")) => ScoreFormat::Xlsx,
        (None, _) => ScoreFormat::Table,
    };
    if format == ScoreFormat::Table && args.output.is_some() {
        return Err(Error::Usage(
            "a table goes to standard output; name a file that ends in .html, .md, .json or \
             .xlsx, or use --format html, md, json or xlsx"
                .into(),
        ));
    }
    let to_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    if to_terminal && format == ScoreFormat::Xlsx {
        return Err(Error::Usage(NOT_TEXT.into()));
    }
    Ok(format)
}

fn question(
    args: &Score,
    against: Option<&LayerOrScenario<'_>>,
    weight: &Weight,
    practices: &PracticeList,
) -> ScenarioQuestion {
    let files = args.files.iter();
    ScenarioQuestion {
        scenarios: files.map(|file| file.display().to_string()).collect(),
        against: against.map(|against| against.name.clone()),
        was: args.was.clone(),
        within: args.within.iter().map(ToString::to_string).collect(),
        kind: args.kind.clone(),
        weight: weight.name.clone(),
        tolerance_m: args.tolerance,
        practices: practices.name(),
        file_options: args.fields.arguments(),
        appendix: args.appendix,
        sent_as: None,
    }
}

fn shown(scores: &[ScenarioScore], catalogue: &Catalogue) -> Result<()> {
    let prose = Prose { catalogue };
    match scores {
        [score] => render::score(score, prose)?,
        scores => side_by_side::scores(scores, prose)?,
    }
    match scores.first() {
        Some(score) => {
            print("")?;
            prose.print(&score.attribution)
        }
        None => Ok(()),
    }
}

fn write(args: &Score, written: &[u8]) -> Result<()> {
    let mut output = Output::to(args.output.as_deref())?;
    output.write_all(written).context("the score")?;
    output.finish()
}
