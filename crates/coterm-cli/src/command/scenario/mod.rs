//! `coterm scenario`

mod beside;
mod shown;

use std::path::Path;
use std::process::ExitCode;

use coterm_core::{Options, Scenario, ScenarioScore, ScoreOptions, compare};

use crate::args::{Scenario as Args, ScenarioCommand, ScenarioScore as Score};
use crate::error::{Error, Result};
use crate::output::{print, print_json};

pub(crate) fn run(data: &Path, args: &Args) -> Result<ExitCode> {
    match &args.command {
        ScenarioCommand::Score(args) => score(data, args),
    }
}

fn score(data: &Path, args: &Score) -> Result<ExitCode> {
    let mut scenarios = Vec::new();
    for file in &args.files {
        let scenario = coterm_io::read_scenario(file)?;
        scenarios.push(match &args.kind {
            Some(kind) => scenario.with_kind(kind).map_err(Error::Usage)?,
            None => scenario,
        });
    }
    let generation = coterm_io::store::open(data)?;
    let weights = coterm_io::weights(&generation, &args.weight)?;
    let options = Options {
        tolerance_m: args.tolerance,
        ..Options::default()
    };
    let score = |scenario: Scenario| -> Result<ScenarioScore> {
        let proposal = scenario.propose(&generation)?;
        let comparison = match &args.against {
            None => None,
            Some(layer) => {
                let (a, b) = (proposal.subject(), generation.subject(layer)?);
                Some(compare(&generation, &a, &b, &options, &weights)?)
            }
        };
        let options = ScoreOptions {
            against: comparison.as_ref(),
            was: args.was.as_deref(),
            within: &args.within,
        };
        Ok(proposal.score(&options, &weights)?)
    };
    let scores: Vec<ScenarioScore> = scenarios.into_iter().map(score).collect::<Result<_>>()?;
    match &scores[..] {
        [score] if args.json => print_json(score)?,
        scores if args.json => print_json(&scores)?,
        [score] => shown::score(score)?,
        scores => beside::scores(scores)?,
    }
    if !args.json
        && let Some(score) = scores.first()
    {
        print(format!("\n{}", score.attribution))?;
    }
    Ok(if scores.iter().all(ScenarioScore::holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
