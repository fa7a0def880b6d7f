//! [`FileSet`]: the small files of a recipe, or of the published counts, by their names.
//!
//! A set comes from a folder or from the program. Its files are read from memory, so that their
//! readers need not know where they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::At;
use crate::{Error, Result};

/// Small files by their names in a folder, with their contents.
///
/// ```
/// use coterm_io::FileSet;
///
/// let counts = FileSet::built_in("expected", [("partitions.csv".to_owned(), b"layer".to_vec())]);
/// assert_eq!(counts.names().collect::<Vec<_>>(), ["partitions.csv"]);
/// ```
#[derive(Debug, Clone)]
pub struct FileSet {
    folder: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl FileSet {
    /// Reads the files of a folder whose names end with a dot and this extension, and not those of
    /// folders in it. O(n) in their bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn read(folder: &Path, extension: &str) -> Result<Self> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).at(folder)? {
            let path = entry.at(folder)?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            if let Some(name) = name
                && path.extension().is_some_and(|found| found == extension)
            {
                files.insert(name.to_owned(), std::fs::read(&path).at(&path)?);
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            files,
        })
    }

    /// Makes a set of files that are built into the program. `folder` is the place by which errors
    /// name them.
    pub fn built_in(
        folder: impl AsRef<Path>,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        Self {
            folder: Path::new("(built into coterm)").join(folder),
            files: files.into_iter().collect(),
        }
    }

    /// Returns the names of the files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Returns the path by which errors name a file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Returns the contents of a file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if there is no such file.
    pub(crate) fn get(&self, name: &str) -> Result<&[u8]> {
        self.files
            .get(name)
            .map(Vec::as_slice)
            .ok_or_else(|| Error::Io {
                path: self.path(name),
                source: std::io::ErrorKind::NotFound.into(),
            })
    }
}
