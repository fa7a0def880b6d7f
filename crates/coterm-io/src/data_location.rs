//! [`DataLocation`]: where the files of a dataset are.
//!
//! [`store`](crate::store) reads every file by its name in the data folder, and need not know
//! whether that is a folder or the program itself. Files in the program are read from memory.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::manifest::{CODE_TABLE, MANIFEST, POSTCODES};
use crate::pending_build::{self, PENDING};
use crate::recipe::SOURCES;

/// A function that returns a file which is built into the program, by its name; `None` if there is
/// no such file.
pub type BuiltInFile = fn(&str) -> Option<Vec<u8>>;

/// Where the files of a dataset are. A path is a data folder.
///
/// ```
/// use std::path::Path;
/// use coterm_io::DataLocation;
///
/// let folder = DataLocation::from(Path::new("data"));
/// assert_eq!(folder.folder(), Some(Path::new("data")));
/// let none = DataLocation::BuiltIn(|_| None);
/// assert!(coterm_io::store::manifest(&none).is_err());
/// ```
#[derive(Debug, Clone)]
pub enum DataLocation {
    /// A data folder.
    Folder(PathBuf),
    /// The program, which has the files of a data folder built in.
    BuiltIn(BuiltInFile),
}

impl DataLocation {
    /// Returns the data folder; `None` for data that is built in.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::BuiltIn(_) => None,
        }
    }

    /// Returns the path of a file that people may add to a data folder, if it is there. Data that
    /// is built in has none.
    pub fn added_file(&self, name: &str) -> Option<PathBuf> {
        let path = self.folder()?.join(name);
        path.is_file().then_some(path)
    }

    /// Whether a folder is a data folder, be it whole or damaged: it has one of the files that
    /// `build` reads or writes. A folder whose files cannot be looked for counts as one, so that
    /// opening it says why.
    pub fn is_data_folder(folder: &Path) -> bool {
        let known = [MANIFEST, CODE_TABLE, POSTCODES, PENDING, SOURCES];
        let has = |name: &&str| folder.join(name).try_exists().unwrap_or(true);
        folder.is_dir() && known.iter().any(has)
    }

    /// Returns the path by which errors name a file.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(file),
            Self::BuiltIn(_) => Path::new("(built into coterm)").join(file),
        }
    }

    /// Returns the advice for a file that is damaged.
    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            Self::Folder(_) => "restore it, or build the folder again with `coterm data build`",
            Self::BuiltIn(_) => "install coterm again, or name a data folder with --data",
        }
    }

    /// Reads a whole file by its name in the data folder.
    ///
    /// # Errors
    ///
    /// Those of [`pending_build::read`] for a folder; [`io::ErrorKind::NotFound`] for a file that is
    /// not built in.
    pub(crate) fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        match self {
            Self::Folder(folder) => pending_build::read(folder, file, limit),
            Self::BuiltIn(files) => files(file).ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }
}

impl fmt::Display for DataLocation {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(text, "{}", folder.display()),
            Self::BuiltIn(_) => text.write_str("the program"),
        }
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for DataLocation {
    fn from(folder: &P) -> Self {
        Self::Folder(folder.as_ref().to_owned())
    }
}

impl From<&DataLocation> for DataLocation {
    fn from(location: &DataLocation) -> Self {
        location.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_folder_may_be_damaged_and_another_folder_called_data_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        assert!(!DataLocation::is_data_folder(&data), "there is none");
        std::fs::write(&data, "a file").unwrap();
        assert!(!DataLocation::is_data_folder(&data), "it is a file");
        std::fs::remove_file(&data).unwrap();
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("patients.csv"), "postcode\n").unwrap();
        assert!(!DataLocation::is_data_folder(&data), "it is somebody's");
        std::fs::write(data.join(CODE_TABLE), "").unwrap();
        assert!(DataLocation::is_data_folder(&data), "it has no catalogue");
    }
}
