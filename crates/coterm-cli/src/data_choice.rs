//! [`DataChoice`]: the data that a command uses, and what chose it; and the map's page likewise.
//!
//! A folder that is named is used, even if it is missing: that is an error. Where none is named, a
//! data folder called `data` in the current folder is used, whole or damaged; where there is none,
//! what is built into the program. Layers that people import are kept in the data folder, or for the
//! data in the program in the user's own folder.

use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use coterm_io::{DataLocation, LayerStore, MANIFEST};
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
            // A folder with nothing but own layers, which lie over the data in the program.
            Some(folder) if !DataLocation::is_data_folder(folder) && LayerStore::is_in(folder) => {
                built_in().with_own_folder(folder)
            }
            Some(folder) => folder.into(),
            None if DataLocation::is_data_folder(Path::new(DATA_FOLDER)) => DATA_FOLDER.into(),
            // A program that was built without data says what is missing where it looked for it.
            None if coterm_data::data_file(MANIFEST).is_none() => DATA_FOLDER.into(),
            None => match xdg_folder("XDG_DATA_HOME", ".local/share") {
                Some(own) => built_in().with_own_folder(own),
                None => built_in(),
            },
        };
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

/// Returns coterm's folder in one of the user's folders, which a variable names or which is at
/// `default` in the home folder, by the XDG Base Directory Specification; `None` without a home
/// folder.
pub(crate) fn xdg_folder(variable: &str, default: &str) -> Option<PathBuf> {
    // The specification says that names which are not absolute are ignored.
    let given = std::env::var_os(variable).map(PathBuf::from);
    given
        .filter(|folder| folder.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(default)))
        .map(|folder| folder.join("coterm"))
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
