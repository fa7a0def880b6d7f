//! [`LayerOrScenario`]: an argument that names a layer of the data, or in its place a file: a
//! scenario, whose areas are looked up and drawn, or a boundary file.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use coterm_core::comparison::ComparisonInput;
use coterm_core::dataset::Dataset;
use coterm_core::definition::AreaRef;
use coterm_core::layers::Layer;
use coterm_core::period::Period;
use coterm_core::scenario::{Proposal, Scenario, Standing};
use coterm_io::{ScenarioFormat, is_area_file, read_scenario};
use coterm_report::UsedFile;

use crate::args::BoundaryFields;
use crate::boundary_file::boundary_file;
use crate::error::{Context, Error, Result};

/// Reads a scenario and describes its file for reports: without a folder, so that the report is the
/// same on any machine.
pub(crate) fn scenario_file(path: &Path) -> Result<(Scenario, UsedFile)> {
    let scenario = read_scenario(path)?;
    let bytes = std::fs::read(path).context(path.display().to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let what = format!("Scenario: {}", scenario.title);
    Ok((
        scenario,
        UsedFile::new(what, name, coterm_io::checksum(&bytes)),
    ))
}

/// Adds to an error on a file that is no boundary file what a proposal would be.
fn neither(path: &Path, error: Error) -> Error {
    if is_area_file(path).unwrap_or(true) {
        return error;
    }
    Error::Usage(format!(
        "{error}; a proposal is a .toml, .csv or .json file"
    ))
}

/// A layer, a scenario or a boundary file, with its name and file for the report.
pub(crate) struct LayerOrScenario<'a> {
    kind: Kind<'a>,
    /// The name in reports: without a folder, so that the report is the same on any machine.
    pub(crate) name: String,
    /// The file that was named, and the files that belong to it; none for a layer, whose file is in
    /// the data's manifest.
    pub(crate) files: Vec<UsedFile>,
}

enum Kind<'a> {
    Layer(ComparisonInput<'a>),
    Scenario(Box<Proposal<'a>>),
    BoundaryFile(Box<Layer>),
}

impl<'a> LayerOrScenario<'a> {
    /// Returns the layer of this name, or else the scenario or the areas in the file of this name,
    /// which is read by `fields`.
    ///
    /// # Errors
    ///
    /// An error if there is neither, or the file is not a scenario and has no usable areas.
    pub(crate) fn named(text: &str, dataset: &'a Dataset, fields: &BoundaryFields) -> Result<Self> {
        let path = Path::new(text);
        let missing = match dataset.comparison_input(text) {
            Ok(layer) => {
                return Ok(Self {
                    kind: Kind::Layer(layer),
                    name: text.to_owned(),
                    files: Vec::new(),
                });
            }
            Err(error) => error,
        };
        let is_scenario = ScenarioFormat::of_path(path).is_some();
        let is_folder_of_areas = path.is_dir() && is_area_file(path)?;
        if path.is_file() || is_folder_of_areas {
            // A file that is neither is read as a boundary file, which says what it is instead.
            return if is_scenario && !is_area_file(path)? {
                Self::read(path, dataset)
            } else {
                let file = boundary_file(path, dataset, fields);
                let file = file.map_err(|error| neither(path, error))?;
                Ok(Self {
                    kind: Kind::BoundaryFile(Box::new(file.layer)),
                    name: file.name,
                    files: file.files,
                })
            };
        }
        if path.extension().is_some() || path.components().count() > 1 {
            return Err(Error::Usage(format!("there is no file \"{text}\"")));
        }
        Err(missing.into())
    }

    fn read(path: &Path, dataset: &'a Dataset) -> Result<Self> {
        let (scenario, file) = scenario_file(path)?;
        let scenario = scenario.apart_from_layers(dataset.catalogue(), &file.file);
        let proposal = scenario.propose(dataset)?;
        Ok(Self {
            kind: Kind::Scenario(Box::new(proposal)),
            name: file.file.clone(),
            files: vec![file],
        })
    }

    /// Whether a boundary file was named.
    pub(crate) fn is_boundary_file(&self) -> bool {
        matches!(self.kind, Kind::BoundaryFile(_))
    }

    /// Returns the ids of the layers that a scenario is made of; none for anything else.
    pub(crate) fn made_of(&self) -> BTreeSet<&str> {
        match &self.kind {
            Kind::Layer(_) | Kind::BoundaryFile(_) => BTreeSet::new(),
            Kind::Scenario(proposal) => proposal.scenario().layers(),
        }
    }

    /// Returns the areas whose ground a scenario should cover; none for anything else.
    pub(crate) fn within(&self) -> Vec<AreaRef> {
        match &self.kind {
            Kind::Layer(_) | Kind::BoundaryFile(_) => Vec::new(),
            Kind::Scenario(proposal) => proposal.scenario().within.clone(),
        }
    }

    /// Returns the side of a comparison that this is.
    pub(crate) fn comparison_input(&self) -> ComparisonInput<'_> {
        match &self.kind {
            Kind::Layer(input) => input.clone(),
            Kind::Scenario(proposal) => proposal.comparison_input(),
            Kind::BoundaryFile(layer) => ComparisonInput {
                layer,
                area_of_block: None,
            },
        }
    }

    /// Returns the layer to write to a file for others. A scenario's areas have the days that the
    /// scenario gives, and not those of its building blocks.
    pub(crate) fn to_export(&self) -> Result<Cow<'_, Layer>> {
        let Kind::Scenario(proposal) = &self.kind else {
            return Ok(Cow::Borrowed(self.layer()));
        };
        let period = match proposal.scenario().standing {
            Some(Standing {
                valid_from,
                valid_to,
                ..
            }) => Period::new(valid_from.unwrap_or(Period::OPEN.from()), valid_to)?,
            None => Period::OPEN,
        };
        let layer = proposal.layer();
        let areas = layer.areas().iter();
        let areas = areas.map(|area| area.clone().with_period(period));
        let mut info = layer.info().clone();
        info.period = period;
        Ok(Cow::Owned(Layer::new(info, areas.collect())))
    }

    /// Returns the layer to draw; a scenario's is made of its proposed areas.
    pub(crate) fn layer(&self) -> &Layer {
        match &self.kind {
            Kind::Layer(input) => input.layer,
            Kind::Scenario(proposal) => proposal.layer(),
            Kind::BoundaryFile(layer) => layer,
        }
    }
}
