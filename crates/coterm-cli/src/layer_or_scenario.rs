//! What may be named where a layer is: one of the data's layers, or the file of a
//! scenario, whose areas are looked up and drawn.

use std::collections::BTreeSet;
use std::path::Path;

use coterm_core::{ComparisonInput, Dataset, Layer, Proposal, Scenario};
use coterm_io::{ScenarioFormat, read_scenario};
use coterm_report::UsedFile;

use crate::error::{Doing, Error, Result};

/// A scenario, and its file as a report names it: without a folder, so that it is the same
/// on any machine.
pub(crate) fn scenario_file(path: &Path) -> Result<(Scenario, UsedFile)> {
    let scenario = read_scenario(path)?;
    let bytes = std::fs::read(path).doing(path.display().to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let what = format!("Scenario: {}", scenario.title);
    Ok((
        scenario,
        UsedFile::new(what, name, coterm_io::checksum(&bytes)),
    ))
}

/// One of the two, with what it goes by.
pub(crate) struct LayerOrScenario<'a> {
    kind: Kind<'a>,
    /// As a report names it: without a folder, so that it is the same on any machine.
    pub(crate) name: String,
    /// The scenario's file; `None` for a layer, whose file the data knows.
    pub(crate) file: Option<UsedFile>,
}

enum Kind<'a> {
    Layer(ComparisonInput<'a>),
    Scenario(Box<Proposal<'a>>),
}

impl<'a> LayerOrScenario<'a> {
    /// A layer, if one has the name; else the file, if it is called like a scenario or is
    /// there.
    pub(crate) fn named(text: &str, dataset: &'a Dataset) -> Result<Self> {
        let path = Path::new(text);
        let missing = match dataset.comparison_input(text) {
            Ok(layer) => {
                return Ok(Self {
                    kind: Kind::Layer(layer),
                    name: text.to_owned(),
                    file: None,
                });
            }
            Err(error) => error,
        };
        if path.is_file() && ScenarioFormat::of_path(path).is_none() {
            return Err(Error::Usage(format!(
                "{text} is neither a layer nor a proposal: of proposals .toml, .csv and .json are read; whether the areas of another file fit together, `coterm check` says"
            )));
        }
        if path.is_file() {
            return Self::read(path, dataset);
        }
        if ScenarioFormat::of_path(path).is_some() || path.components().count() > 1 {
            return Err(Error::Usage(format!("there is no file \"{text}\"")));
        }
        Err(missing.into())
    }

    fn read(path: &Path, dataset: &'a Dataset) -> Result<Self> {
        let (mut scenario, file) = scenario_file(path)?;
        // The definition of a layer is a scenario, and must not be taken for that layer.
        if dataset.catalogue().layer(&scenario.id).is_ok() {
            scenario.id.clone_from(&file.file);
        }
        let proposal = scenario.propose(dataset)?;
        Ok(Self {
            kind: Kind::Scenario(Box::new(proposal)),
            name: file.file.clone(),
            file: Some(file),
        })
    }

    /// The names of the layers that a scenario is made of.
    pub(crate) fn made_of(&self) -> BTreeSet<&str> {
        match &self.kind {
            Kind::Layer(_) => BTreeSet::new(),
            Kind::Scenario(proposal) => proposal.scenario().layers(),
        }
    }

    /// To be compared.
    pub(crate) fn comparison_input(&self) -> ComparisonInput<'_> {
        match &self.kind {
            Kind::Layer(input) => input.clone(),
            Kind::Scenario(proposal) => proposal.comparison_input(),
        }
    }

    /// To be drawn.
    pub(crate) fn layer(&self) -> &Layer {
        match &self.kind {
            Kind::Layer(input) => input.layer,
            Kind::Scenario(proposal) => proposal.layer(),
        }
    }
}
