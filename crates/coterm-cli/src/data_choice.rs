//! [`DataChoice`]: the data that a command uses, and what chose it; and the map's page likewise.
//!
//! A folder that is named is used, even if it is missing: that is an error. Where none is named, a
//! data folder called `data` in the current folder is used, whole or damaged; where there is none,
//! what is built into the program.

use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use coterm_io::{DataLocation, MANIFEST};
use coterm_server::PageLocation;

/// The data folder that is used, and built, if it is in the current folder.
pub(crate) const DATA_FOLDER: &str = "data";
/// The folder of the page that is used if it is in the current folder.
const PAGE_FOLDER: &str = "web";
/// Name that stands for the data in the program, in place of a folder.
pub(crate) const BUILT_IN: &str = "built-in";

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
        let location = match named {
            Some(named) if named == Path::new(BUILT_IN) => built_in(),
            Some(folder) => folder.into(),
            None if DataLocation::is_data_folder(Path::new(DATA_FOLDER)) => DATA_FOLDER.into(),
            // A program that was built without data says what is missing where it looked for it.
            None if coterm_data::data_file(MANIFEST).is_none() => DATA_FOLDER.into(),
            None => built_in(),
        };
        Self { location, by }
    }
}

/// Returns the data that is built into the program.
pub(crate) fn built_in() -> DataLocation {
    DataLocation::BuiltIn(coterm_data::data_file)
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
