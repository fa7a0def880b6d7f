//! The data that is used, chosen as the command `coterm` chooses it.

use std::path::Path;

use coterm_io::{DataLocation, MANIFEST};

/// The data folder that is used if it is in the current folder.
const DATA_FOLDER: &str = "data";
/// Name that stands for the data in the program, in place of a folder.
const BUILT_IN: &str = "built-in";

/// Returns the data that is named; or else that of the current folder, or what is built in.
pub(crate) fn location(named: Option<&Path>) -> DataLocation {
    match named {
        Some(named) if named == Path::new(BUILT_IN) => built_in(),
        Some(folder) => folder.into(),
        None if DataLocation::is_data_folder(Path::new(DATA_FOLDER)) => DATA_FOLDER.into(),
        // A program that was built without data says what is missing where it looked for it.
        None if coterm_data::data_file(MANIFEST).is_none() => DATA_FOLDER.into(),
        None => built_in(),
    }
}

fn built_in() -> DataLocation {
    DataLocation::built_in(coterm_data::data_file)
}
