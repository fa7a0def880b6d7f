//! [`DataChoice`]: the data that a command uses, and what chose it; and the map's page likewise.

use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use coterm_io::DataLocation;
use coterm_server::PageLocation;

/// The folder of the page that is used if it is in the current folder.
const PAGE_FOLDER: &str = "web";

/// Chooser of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChosenBy {
    /// `--data`.
    Argument,
    /// `COTERM_DATA`.
    Environment,
    /// No name: the data folder of the current folder, or else what is built in.
    Default,
}

impl ChosenBy {
    /// Makes it of where clap found the value of `--data`.
    pub(crate) fn new(source: Option<ValueSource>) -> Self {
        match source {
            Some(ValueSource::CommandLine) => Self::Argument,
            Some(ValueSource::EnvVariable) => Self::Environment,
            _ => Self::Default,
        }
    }
}

/// The data that a command uses, and what chose it.
#[derive(Debug)]
pub(crate) struct DataChoice {
    pub(crate) location: DataLocation,
    pub(crate) by: ChosenBy,
}

impl DataChoice {
    pub(crate) fn new(named: Option<&Path>, by: ChosenBy) -> Self {
        let location = DataLocation::chosen(named, coterm_data::data_file);
        Self { location, by }
    }

    /// Returns the choice for an import: a folder that is named and has no data, or does not exist,
    /// becomes the folder of own layers over the data in the program.
    pub(crate) fn for_import(self) -> Self {
        match self.location.folder() {
            Some(folder) if !DataLocation::is_data_folder(folder) => Self {
                location: built_in().with_own_folder(folder),
                by: self.by,
            },
            _ => self,
        }
    }
}

/// Returns the data that is built into the program, to which nothing is added.
pub(crate) fn built_in() -> DataLocation {
    DataLocation::built_in(coterm_data::data_file)
}

/// Returns the page that is served: that in the folder that is named; or else that in the current
/// folder, if the map library is installed in it; or else the one that is built in.
pub(crate) fn page(named: Option<&PathBuf>) -> PageLocation {
    let here = || Some(PageLocation::from(PAGE_FOLDER)).filter(PageLocation::has_page);
    named
        .map(PageLocation::from)
        .or_else(here)
        .unwrap_or(PageLocation::BuiltIn(coterm_data::page_file))
}
