//! [`DataLocation`]: where the files of a dataset are.
//!
//! [`store`](crate::store) reads every file by its name in the data folder, and need not know
//! whether that is a folder or the program itself, or whether a layer was imported. Files in the
//! program, and layers that were only added, are read from memory.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::layer_store::{AddedLayer, IMPORTED};
use crate::manifest::{CODE_TABLE, MANIFEST, POSTCODES};
use crate::pending_build::{self, PENDING};
use crate::recipe::SOURCES;

/// A function that returns a file which is built into the program, by its name; `None` if there is
/// no such file.
pub type BuiltInFile = fn(&str) -> Option<Vec<u8>>;

/// Where the files of a dataset are: those that a build made, and those that people added. A path
/// is a data folder, which has both.
///
/// ```
/// use std::path::Path;
/// use coterm_io::DataLocation;
///
/// let folder = DataLocation::from(Path::new("data"));
/// assert_eq!(folder.folder(), Some(Path::new("data")));
/// let none = DataLocation::built_in(|_| None);
/// assert!(coterm_io::store::manifest(&none).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct DataLocation {
    base: Base,
    /// The folder for what people add; `None` if nothing can be added.
    own: Option<PathBuf>,
    /// Layers that are used without being imported.
    added: Vec<AddedLayer>,
}

/// Where the files are that a build made.
#[derive(Debug, Clone)]
enum Base {
    Folder(PathBuf),
    BuiltIn(BuiltInFile),
}

impl DataLocation {
    /// Makes the location of data that is built into the program, to which nothing was added.
    pub fn built_in(files: BuiltInFile) -> Self {
        Self {
            base: Base::BuiltIn(files),
            own: None,
            added: Vec::new(),
        }
    }

    /// Names the folder for what people add to the data, such as imported layers. It need not
    /// exist.
    #[must_use]
    pub fn with_own_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.own = Some(folder.into());
        self
    }

    /// Adds a layer, which then answers like the layers of the data. Nothing is written.
    #[must_use]
    pub fn with_layer(mut self, layer: AddedLayer) -> Self {
        self.added.push(layer);
        self
    }

    /// Returns the data as a build made it, without what people added.
    #[must_use]
    pub fn without_own(mut self) -> Self {
        self.own = None;
        self.added.clear();
        self
    }

    /// Returns the data folder; `None` for data that is built in.
    pub fn folder(&self) -> Option<&Path> {
        match &self.base {
            Base::Folder(folder) => Some(folder),
            Base::BuiltIn(_) => None,
        }
    }

    /// Returns the folder for what people add to the data: the data folder itself, or that beside
    /// data which is built in. `None` if nothing can be added.
    pub fn own_folder(&self) -> Option<&Path> {
        self.own.as_deref()
    }

    /// Returns the layers that are used without being imported.
    pub(crate) fn added(&self) -> &[AddedLayer] {
        &self.added
    }

    /// Returns the path of a file that people may add to the data, if it is there.
    pub fn added_file(&self, name: &str) -> Option<PathBuf> {
        let path = self.own.as_ref()?.join(name);
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
        match (&self.base, &self.own) {
            (_, Some(own)) if is_imported(file) => own.join(file),
            (Base::Folder(folder), _) => folder.join(file),
            (Base::BuiltIn(_), _) => Path::new("(built into coterm)").join(file),
        }
    }

    /// Returns the advice for a file that is damaged.
    pub(crate) fn remedy(&self, file: &str) -> &'static str {
        match self.base {
            _ if is_imported(file) => {
                "restore it, or take its layer out with `coterm remove` and import it again"
            }
            Base::Folder(_) => "restore it, or build the folder again with `coterm data build`",
            Base::BuiltIn(_) => "install coterm again, or name a data folder with --data",
        }
    }

    /// Reads a whole file by its name in the data folder.
    ///
    /// # Errors
    ///
    /// The system's error, also for a file that leads out of its folder or has more than `limit`
    /// bytes; [`io::ErrorKind::NotFound`] for a file that is not built in.
    pub(crate) fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        if let Some(layer) = self
            .added
            .iter()
            .find(|layer| layer.entry.file.file == file)
        {
            return Ok(layer.bytes.to_vec());
        }
        match (&self.base, &self.own) {
            (_, Some(own)) if is_imported(file) => {
                pending_build::read_at(own, &own.join(file), limit)
            }
            (Base::Folder(folder), _) => pending_build::read(folder, file, limit),
            (Base::BuiltIn(files), _) => files(file).ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }
}

/// Whether a file, by its name in the data folder, belongs to a layer that was imported.
fn is_imported(file: &str) -> bool {
    file.strip_prefix(IMPORTED)
        .is_some_and(|rest| rest.starts_with('/'))
}

impl fmt::Display for DataLocation {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.base {
            Base::Folder(folder) => write!(text, "{}", folder.display()),
            Base::BuiltIn(_) => text.write_str("the program"),
        }
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for DataLocation {
    fn from(folder: &P) -> Self {
        let folder = folder.as_ref().to_owned();
        Self {
            base: Base::Folder(folder.clone()),
            own: Some(folder),
            added: Vec::new(),
        }
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
