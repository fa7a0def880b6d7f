//! [`DataLocation::chosen`]: the data that a program uses, as its user names it or from where they
//! are.

use std::path::{Path, PathBuf};

use crate::manifest::MANIFEST;
use crate::{BuiltInFile, DataLocation, LayerStore};

/// The data folder that is used, and built, if it is in the current folder.
pub const DATA_FOLDER: &str = "data";
/// Name that stands for the data in the program, in place of a folder.
pub const BUILT_IN: &str = "built-in";

impl DataLocation {
    /// Chooses the data by the name that a user gave, if any.
    ///
    /// A folder that is named is used, even if it is missing, which is an error later; `built-in` is
    /// the data in the program. Without a name it is the data folder called `data` in the current
    /// folder, whole or damaged; or else what is built into the program, with the layers in the
    /// user's own folder.
    ///
    /// ```
    /// use std::path::Path;
    /// use coterm_io::DataLocation;
    ///
    /// let named = DataLocation::chosen(Some(Path::new("england")), |_| None);
    /// assert_eq!(named.folder(), Some(Path::new("england")));
    /// assert_eq!(DataLocation::chosen(Some(Path::new("built-in")), |_| None).folder(), None);
    /// ```
    pub fn chosen(named: Option<&Path>, files: BuiltInFile) -> Self {
        let built_in = || Self::built_in(files);
        match named {
            Some(named) if named == Path::new(BUILT_IN) => built_in(),
            // A folder with nothing but own layers, which lie over the data in the program.
            Some(folder) if !Self::is_data_folder(folder) && LayerStore::is_in(folder) => {
                built_in().with_own_folder(folder)
            }
            Some(folder) => folder.into(),
            None if Self::is_data_folder(Path::new(DATA_FOLDER)) => DATA_FOLDER.into(),
            // A program that was built without data says what is missing where it looked for it.
            None if files(MANIFEST).is_none() => DATA_FOLDER.into(),
            None => match user_folder("XDG_DATA_HOME", ".local/share") {
                Some(own) => built_in().with_own_folder(own),
                None => built_in(),
            },
        }
    }
}

/// Returns coterm's folder in one of the user's folders, which a variable names or which is at
/// `default` in the home folder, by the XDG Base Directory Specification; `None` without a home
/// folder.
pub fn user_folder(variable: &str, default: &str) -> Option<PathBuf> {
    // The specification says that names which are not absolute are ignored.
    let given = std::env::var_os(variable).map(PathBuf::from);
    given
        .filter(|folder| folder.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(default)))
        .map(|folder| folder.join("coterm"))
}
