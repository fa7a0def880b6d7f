//! [`DataStamp`], by which a running server notices that its data has changed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::{DataLocation, LSOA_LOOKUP, POPULATION, store};

/// The fingerprint of a dataset, with the sizes and times of its files: what can be known of the
/// data without reading all of it. Stamps differ if the data has changed, and may differ although
/// it has not.
///
/// ```
/// use coterm_io::{DataLocation, DataStamp};
///
/// let folder = tempfile::tempdir()?;
/// let location = DataLocation::from(folder.path());
/// let before = DataStamp::of(&location, &[]);
/// assert_eq!(before, DataStamp::of(&location, &[]));
/// std::fs::write(folder.path().join("catalogue.json"), "{}")?;
/// assert_ne!(before, DataStamp::of(&location, &[]));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataStamp {
    /// The fingerprint of the catalogue and of the layers that were added; `None` if it cannot be
    /// read.
    fingerprint: Option<String>,
    files: Vec<FileStamp>,
}

/// The path of a file, with its size in bytes and the time of its last change; `None` if the file
/// cannot be found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileStamp(PathBuf, Option<(u64, Option<SystemTime>)>);

impl DataStamp {
    /// Makes the stamp of the data at a location, and of `more` files that are used with it. Reads
    /// the catalogue and the list of imported layers, and looks at every other file's size and time.
    /// A file that is missing or damaged is no error, but makes another stamp.
    ///
    /// ```
    /// use std::path::Path;
    /// use coterm_io::{DataLocation, DataStamp};
    ///
    /// let location = DataLocation::built_in(|_| None);
    /// let with_tiles = DataStamp::of(&location, &[Path::new("districts.pmtiles")]);
    /// assert_ne!(with_tiles, DataStamp::of(&location, &[]));
    /// ```
    pub fn of(location: &DataLocation, more: &[&Path]) -> Self {
        let files = store::manifest(location).map(|manifest| {
            let layers = manifest.layers.into_iter().map(|layer| layer.file);
            let files = layers.chain([manifest.code_table, manifest.postcodes]);
            files
                .map(|file| location.path(&file.file))
                .collect::<Vec<_>>()
        });
        let added = location.own_folder().into_iter();
        let added = added.flat_map(|own| [POPULATION, LSOA_LOOKUP].map(|name| own.join(name)));
        let more = more.iter().map(|path| (*path).to_owned());
        Self {
            fingerprint: store::fingerprint(location).ok(),
            files: files
                .unwrap_or_default()
                .into_iter()
                .chain(added)
                .chain(more)
                .map(FileStamp::of)
                .collect(),
        }
    }
}

impl FileStamp {
    fn of(path: PathBuf) -> Self {
        let found = path.metadata().ok();
        let about = found.map(|about| (about.len(), about.modified().ok()));
        Self(path, about)
    }
}
