//! [`LayerStore`]: the layers that people imported, which lie over a dataset.
//!
//! The store is the folder [`IMPORTED`] beside the data. Each change makes a [`Generation`], the
//! list of all imported layers after it, and the newest one counts. Files of layers are named by
//! their contents and never change, so every earlier generation can be used again.
//!
//! A generation is written under another name and then renamed. A process that is killed at any
//! moment therefore leaves the old generation or the new one, and the next change removes what it
//! left behind.

mod added_layer;
mod generation;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use coterm_core::layers::Layer;
use coterm_core::words::list;
use jiff::Timestamp;

use crate::error::At;
use crate::{DataLocation, Error, LayerEntry, Result};

pub use added_layer::AddedLayer;
pub use generation::{Generation, StoreChange};

/// Name of the folder with the imported layers, beside the data.
pub(crate) const IMPORTED: &str = "imported";
/// Name of the folder that stands for layers which are used without being imported.
pub(crate) const ADDED: &str = "added";
/// Folder of the generations in [`IMPORTED`].
const GENERATIONS: &str = "generations";
/// Folder of the layers' files in [`IMPORTED`].
const LAYERS: &str = "layers";
/// File that is locked while the store is changed.
const LOCK: &str = "lock";
/// Beginning of the names of files that are not complete.
const INCOMPLETE: &str = ".incomplete-";

/// The imported layers of a dataset.
///
/// ```
/// use coterm_io::{DataLocation, LayerStore};
///
/// let folder = tempfile::tempdir()?;
/// let store = LayerStore::of(&DataLocation::from(folder.path()))?;
/// assert_eq!(store.newest()?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct LayerStore {
    /// The folder [`IMPORTED`].
    folder: PathBuf,
}

impl LayerStore {
    /// Returns the store of a dataset. It need not exist: the first change makes it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for data to which nothing can be added.
    pub fn of(location: &DataLocation) -> Result<Self> {
        let own = location.own_folder().ok_or_else(|| {
            Error::InvalidInput(
                "nothing can be added to the data in the program alone; leave out --data, or name \
                 a folder of your own with it"
                    .into(),
            )
        })?;
        Ok(Self {
            folder: own.join(IMPORTED),
        })
    }

    /// Whether a folder has imported layers, now or in an earlier generation.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(IMPORTED).join(GENERATIONS).is_dir()
    }

    /// Returns the folder of the store.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the newest generation; `None` before the first change.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] for a generation that is damaged.
    pub fn newest(&self) -> Result<Option<Generation>> {
        let newest = self.numbers()?.pop_last();
        newest.map(|number| self.generation(number)).transpose()
    }

    /// Returns all generations, the first one first.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] for a generation that is damaged.
    pub fn history(&self) -> Result<Vec<Generation>> {
        let numbers = self.numbers()?.into_iter();
        numbers.map(|number| self.generation(number)).collect()
    }

    /// Begins a change, and keeps every other process from changing the store until it is made or
    /// dropped. While another one changes the store, it waits; `waiting` is called once before.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], also if the folder cannot be made.
    pub fn begin(&self, waiting: impl FnOnce()) -> Result<PendingChange> {
        for folder in [GENERATIONS, LAYERS] {
            let folder = self.folder.join(folder);
            fs::create_dir_all(&folder).at(&folder)?;
        }
        let path = self.folder.join(LOCK);
        let lock = File::create(&path).at(&path)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                waiting();
                lock.lock().at(&path)?;
            }
            // On systems that cannot lock files, another process is not kept out.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let history = self.history()?;
        let change = PendingChange {
            folder: self.folder.clone(),
            history,
            _lock: lock,
        };
        change.remove_left_behind();
        Ok(change)
    }

    fn numbers(&self) -> Result<BTreeSet<u32>> {
        let folder = self.folder.join(GENERATIONS);
        let entries = match folder.read_dir() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            entries => entries.at(&folder)?,
        };
        let mut numbers = BTreeSet::new();
        for entry in entries {
            let name = entry.at(&folder)?.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".json"));
            numbers.extend(number.and_then(|number| number.parse::<u32>().ok()));
        }
        Ok(numbers)
    }

    fn generation(&self, number: u32) -> Result<Generation> {
        let path = self.folder.join(GENERATIONS).join(file_name(number));
        Generation::read(&path, number)
    }
}

/// A change of a store that has begun, and keeps others from changing it.
#[derive(Debug)]
pub struct PendingChange {
    folder: PathBuf,
    history: Vec<Generation>,
    _lock: File,
}

impl PendingChange {
    /// Adds a layer, which was read from `files`. Its name must be new, in the data and in the
    /// store, which the caller knows from the dataset.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Write`] and [`Error::Encode`]; the store is then as it was.
    pub fn import(self, layer: &Layer, files: Vec<String>) -> Result<Generation> {
        let AddedLayer { mut entry, bytes } = AddedLayer::new(layer)?;
        let file = format!("{}-{}.fgb", layer.id(), &entry.file.sha256[..16]);
        let path = self.folder.join(LAYERS).join(&file);
        if !path.is_file() {
            write_whole(&path, &bytes)?;
        }
        entry.file.file = format!("{IMPORTED}/{LAYERS}/{file}");
        let change = StoreChange::Import {
            layer: layer.id().to_owned(),
            files,
        };
        let mut layers = self.layers().to_vec();
        layers.push(entry);
        self.activate(change, layers)
    }

    /// Takes layers out, by their names. Their files stay for [`PendingChange::roll_back`].
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a name that is not that of an imported layer; [`Error::Io`].
    pub fn remove(self, names: &[String]) -> Result<Generation> {
        let is_imported = |name: &String| self.layers().iter().any(|layer| layer.info.id == *name);
        if let Some(unknown) = names.iter().find(|name| !is_imported(name)) {
            let imported = self.layers().iter().map(|layer| layer.info.id.as_str());
            let imported: Vec<&str> = imported.collect();
            return Err(Error::InvalidInput(match imported.as_slice() {
                [] => format!("{unknown} is not an imported layer, and there are none"),
                imported => format!(
                    "{unknown} is not an imported layer; these are: {}",
                    list(imported.iter().copied())
                ),
            }));
        }
        let kept = self.layers().iter();
        let kept = kept.filter(|layer| !names.contains(&layer.info.id));
        let layers = kept.cloned().collect();
        let change = StoreChange::Remove {
            layers: names.to_vec(),
        };
        self.activate(change, layers)
    }

    /// Makes the layers of an earlier generation count again, those of the one before the newest if
    /// `to` is `None`. Generation 0 has no layers. Since that is a change too, it can be taken back
    /// in the same way.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if there is no such generation; [`Error::Io`].
    pub fn roll_back(self, to: Option<u32>) -> Result<Generation> {
        let newest = self.newest_number();
        if newest == 0 {
            return Err(Error::InvalidInput(
                "nothing has been imported, so there is nothing to take back".into(),
            ));
        }
        let before = self.history.iter().rev().nth(1);
        let to = to.unwrap_or_else(|| before.map_or(0, |before| before.number));
        let layers = match self.history.iter().find(|known| known.number == to) {
            Some(known) => known.layers.clone(),
            None if to == 0 => Vec::new(),
            None => {
                return Err(Error::InvalidInput(format!(
                    "there is no generation {to}; `coterm layers --history` lists them"
                )));
            }
        };
        if let Some(lost) = layers.iter().find(|layer| !self.file_of(layer).is_file()) {
            return Err(Error::InvalidInput(format!(
                "{} of generation {to} has lost its file {}; import it again",
                lost.info.id,
                self.file_of(lost).display()
            )));
        }
        self.activate(StoreChange::RollBack { to }, layers)
    }

    /// Returns the imported layers before the change.
    pub fn layers(&self) -> &[LayerEntry] {
        self.history.last().map_or(&[], |newest| &newest.layers)
    }

    fn newest_number(&self) -> u32 {
        self.history.last().map_or(0, |newest| newest.number)
    }

    fn file_of(&self, layer: &LayerEntry) -> PathBuf {
        self.folder.with_file_name(&layer.file.file)
    }

    fn activate(self, change: StoreChange, layers: Vec<LayerEntry>) -> Result<Generation> {
        let generation = Generation {
            number: self.newest_number() + 1,
            at: Timestamp::now(),
            change,
            layers,
        };
        let path = self.folder.join(GENERATIONS);
        let path = path.join(file_name(generation.number));
        write_whole(&path, &generation.to_bytes()?)?;
        tracing::info!(number = generation.number, "the store has a new generation");
        Ok(generation)
    }

    /// Removes what processes that were killed have left: files that are not complete, and layers of
    /// no generation. What cannot be removed does no harm.
    fn remove_left_behind(&self) {
        let used: BTreeSet<PathBuf> = self
            .history
            .iter()
            .flat_map(|generation| &generation.layers)
            .map(|layer| self.file_of(layer))
            .collect();
        for folder in [GENERATIONS, LAYERS] {
            let entries = self.folder.join(folder).read_dir();
            for entry in entries.into_iter().flatten().flatten() {
                let name = entry.file_name();
                let is_incomplete = name.to_string_lossy().starts_with(INCOMPLETE);
                if is_incomplete || (folder == LAYERS && !used.contains(&entry.path())) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }
}

fn file_name(number: u32) -> String {
    format!("{number:06}.json")
}

/// Writes a file under another name and renames it, so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let incomplete = folder.join(format!("{INCOMPLETE}{name}"));
    let write = || {
        let mut file = File::create(&incomplete)?;
        file.write_all(bytes)?;
        // The contents must be on the disk before the name is.
        file.sync_all()?;
        fs::rename(&incomplete, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&incomplete);
        Error::write(path, error)
    })?;
    // File names are stored by their folder. Some systems cannot sync a folder, so errors are
    // ignored.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

#[cfg(test)]
mod tests;
