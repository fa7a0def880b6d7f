//! [`PendingBuild`]: a build of a data folder until it has replaced the earlier one.
//!
//! A data folder is many files, but only one file can be renamed at a time. A build is therefore
//! put together in a folder of its own inside the data folder, [`PENDING`]. Its catalogue is
//! written last and put there by one rename. Before that rename the folder holds the earlier data.
//! After it, the folder holds the new data, because [`read`] takes each file from [`PENDING`] or,
//! once it has been moved, from its place. The files are then moved to their places one by one, the
//! catalogue last. Whenever the process is killed, everyone who opens the folder reads all files of
//! one build; the next build completes or removes what was left.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::At;
use crate::manifest::MANIFEST;
use crate::{Error, Result};

/// Name of the folder inside a data folder in which a build is put together.
pub(crate) const PENDING: &str = ".coterm-pending";

/// A build that is being put together. If it is dropped before it is committed, its files are
/// removed.
#[derive(Debug)]
pub(crate) struct PendingBuild<'a> {
    folder: &'a Path,
    pending: PathBuf,
    committed: bool,
    /// Lock of the data folder, so that two processes do not build the same folder.
    _lock: File,
}

impl<'a> PendingBuild<'a> {
    /// Begins a build of a folder, which is created if it does not exist. If an earlier build was
    /// interrupted, it is completed if it was committed, and removed if not.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] while another process builds the folder; [`Error::Io`].
    pub(crate) fn begin(folder: &'a Path) -> Result<Self> {
        fs::create_dir_all(folder).at(folder)?;
        let lock = File::open(folder).at(folder)?;
        // On systems that cannot lock folders, another process is not kept out.
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(Error::Busy {
                path: folder.to_owned(),
                doing: "built",
            });
        }
        let mut build = Self {
            folder,
            pending: folder.join(PENDING),
            committed: is_committed(folder),
            _lock: lock,
        };
        if build.committed {
            while build.move_one()? {}
        }
        build.committed = false;
        build.remove().at(&build.pending)?;
        fs::create_dir(&build.pending).at(&build.pending)?;
        Ok(build)
    }

    /// Adds a file to the build, at this path inside the data folder.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], which names the file's final place.
    pub(crate) fn keep(&self, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.pending.join(file);
        let keep = || {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            // The file must be on the disk before the catalogue that lists it.
            file.sync_all()
        };
        keep().at(self.folder.join(file))
    }

    /// Makes the build the data of the folder, and moves its files to their places.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]. If only moving a file failed, the build is the folder's data all the same.
    pub(crate) fn commit(mut self, catalogue: &[u8]) -> Result<()> {
        self.decide(catalogue)?;
        tracing::info!(folder = ?self.folder, "the build is the data now");
        while self.move_one()? {}
        self.remove().at(&self.pending)
    }

    /// Makes the build the folder's data by one rename of its catalogue.
    fn decide(&mut self, catalogue: &[u8]) -> Result<()> {
        let written = format!("{MANIFEST}.new");
        self.keep(&written, catalogue)?;
        let path = self.pending.join(MANIFEST);
        fs::rename(self.pending.join(written), &path).at(&path)?;
        self.committed = true;
        // File names are stored by their folder. Some systems cannot sync a folder, so errors are
        // ignored.
        let _ = File::open(&self.pending).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Moves one file to its place, the catalogue last; returns `false` if no file is left.
    fn move_one(&self) -> Result<bool> {
        let Some(file) = next_file(&self.pending, Path::new("")).at(&self.pending)? else {
            return Ok(false);
        };
        let place = self.folder.join(&file);
        let moved = || {
            fs::create_dir_all(place.parent().unwrap_or(&place))?;
            fs::rename(self.pending.join(&file), &place)
        };
        moved().at(&place)?;
        Ok(true)
    }

    fn remove(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.pending) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}

impl Drop for PendingBuild<'_> {
    fn drop(&mut self) {
        if !self.committed {
            // The next build removes what cannot be removed now.
            let _ = self.remove();
        }
    }
}

/// Whether the folder's data is a build whose files are not all in their places yet.
fn is_committed(folder: &Path) -> bool {
    folder.join(PENDING).join(MANIFEST).is_file()
}

/// Finds a file of the pending folder, as a path inside it. The catalogue is returned only if no
/// other file is left.
fn next_file(pending: &Path, inside: &Path) -> io::Result<Option<PathBuf>> {
    let mut catalogue = None;
    for entry in pending.join(inside).read_dir()? {
        let entry = entry?;
        let file = inside.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if let Some(found) = next_file(pending, &file)? {
                return Ok(Some(found));
            }
        } else if file == Path::new(MANIFEST) {
            catalogue = Some(file);
        } else {
            return Ok(Some(file));
        }
    }
    Ok(catalogue)
}

/// Reads a whole file of a data folder, from the pending build if that is committed.
///
/// # Errors
///
/// The system's error; also if the path is not a file, leads out of the folder through a link, or
/// has more than `limit` bytes.
pub(crate) fn read(folder: &Path, file: &str, limit: u64) -> io::Result<Vec<u8>> {
    let place = folder.join(file);
    if is_committed(folder) {
        match read_at(folder, &folder.join(PENDING).join(file), limit) {
            // The file has been moved to its place, perhaps just now.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            read => return read,
        }
    }
    read_at(folder, &place, limit)
}

/// Reads a whole file of a folder, as [`read`] does, but without looking for a pending build.
pub(crate) fn read_at(folder: &Path, place: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let place = place.canonicalize()?;
    // Opening a pipe would wait until somebody writes to it.
    if !place.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if !place.starts_with(folder.canonicalize()?) {
        return Err(io::Error::other(
            "it is a link that leads out of the data folder; put the file itself there",
        ));
    }
    let mut bytes = Vec::new();
    File::open(&place)?
        .take(limit + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("it has more than {limit} bytes")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use coterm_core::codes::{
        Apart, Lives, PositionSource, PositionalQuality, PostcodeRecord, Releases,
    };
    use coterm_core::layers::{Area, Layer, LayerInfo};
    use coterm_core::space::GridPoint;
    use geo::{MultiPolygon, Rect};
    use serde_json::json;

    use super::*;
    use crate::manifest::sha256_hex;
    use crate::{Crs, code_table_file, flatgeobuf_file, postcode_file, store};

    /// Makes the files of a data folder with one area of this name, and its catalogue.
    fn built(name: &str) -> (Vec<(&'static str, Vec<u8>)>, Vec<u8>) {
        let about = json!({
            "id": "lsoa-2011", "family": "lsoa", "family_title": "LSOAs", "vintage": "2011",
            "title": name, "role": "block", "valid_from": "2011-03-27", "valid_to": null,
            "resolution_m": 200.0, "coast": "", "source": "", "licence": "", "attribution": "",
        });
        let info: LayerInfo = serde_json::from_value(about.clone()).unwrap();
        let square = Rect::new((340_000.0, 460_000.0), (350_000.0, 470_000.0));
        let footprint = MultiPolygon::from(square.to_polygon());
        let area = Area::new("E01000001", name, info.period, footprint).unwrap();
        let layer = Layer::new(info, vec![area]);
        let record = PostcodeRecord {
            postcode: "LA1 4YW".parse().unwrap(),
            point: GridPoint::new(347_467.0, 461_653.0).unwrap(),
            quality: PositionalQuality::Unstated,
            position_source: PositionSource::Block,
            apart: Apart::default(),
            lives: Lives::Only,
            introduced: None,
            terminated: None,
            user_type: None,
            oa: None,
            lsoa: "E01000001".parse().ok(),
            msoa: None,
            district: None,
            districts: [None; Releases::MAX_WITH_DISTRICTS],
        };
        let files = vec![
            (
                "layers/lsoa-2011.fgb",
                flatgeobuf_file::write(&layer, Crs::BritishNationalGrid).unwrap(),
            ),
            (
                "code-table.csv",
                code_table_file::write(&["E01000001".to_owned()], &[]).unwrap(),
            ),
            (
                "postcodes.csv.gz",
                postcode_file::write(&Releases::default(), &[record]).unwrap(),
            ),
            // A file that differs between builds although nothing reads it.
            ("build-report.md", name.as_bytes().to_vec()),
        ];
        let entry = |at: usize| {
            let (file, bytes) = &files[at];
            json!({"file": file, "rows": 1, "sha256": sha256_hex(bytes)})
        };
        let mut of_layer = about;
        for (key, value) in entry(0).as_object().unwrap() {
            of_layer[key] = value.clone();
        }
        let catalogue = json!({
            "format": store::FORMAT, "extent": "", "extent_title": "", "attribution": name,
            "layers": [of_layer], "code_table": entry(1), "postcodes": entry(2),
        });
        (files, serde_json::to_vec(&catalogue).unwrap())
    }

    /// Returns the name of the folder's area, after checking that catalogue and layer are of one
    /// build.
    fn answer(folder: &Path) -> String {
        let dataset = store::open(folder, coterm_core::dataset::Indexing::None).unwrap();
        let name = dataset.catalogue().layers()[0].areas()[0].name().to_owned();
        let manifest = store::manifest(folder).unwrap();
        assert_eq!(manifest.attribution, name);
        assert_eq!(manifest.layers[0].info.title, name);
        name
    }

    /// Returns all files in the folder with their contents, by path.
    fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(contents(&path));
            } else {
                found.push((path.clone(), fs::read(path).unwrap()));
            }
        }
        found.sort();
        found
    }

    fn build(folder: &Path, name: &str) {
        let (files, catalogue) = built(name);
        let build = PendingBuild::begin(folder).unwrap();
        for (file, bytes) in files {
            build.keep(file, &bytes).unwrap();
        }
        build.commit(&catalogue).unwrap();
    }

    /// Builds like a process that is killed after so many steps. Returns whether the build ended
    /// first.
    fn killed(folder: &Path, name: &str, mut steps: usize) -> bool {
        let (files, catalogue) = built(name);
        let mut build = PendingBuild::begin(folder).unwrap();
        let mut alive = || {
            let alive = steps > 0;
            steps = steps.saturating_sub(1);
            alive
        };
        let mut finish = || {
            for (file, bytes) in &files {
                if !alive() {
                    // Killed while the file is being written.
                    build.keep(file, &bytes[..bytes.len() / 2]).unwrap();
                    return false;
                }
                build.keep(file, bytes).unwrap();
            }
            if !alive() {
                let written = format!("{MANIFEST}.new");
                build.keep(&written, &catalogue[..100]).unwrap();
                return false;
            }
            build.decide(&catalogue).unwrap();
            while alive() {
                if !build.move_one().unwrap() {
                    return true;
                }
            }
            false
        };
        let finished = finish();
        // A killed process removes nothing.
        build.committed = true;
        finished
    }

    #[test]
    fn whenever_a_build_is_killed_the_folder_answers_with_all_of_the_old_or_all_of_the_new() {
        let mut answers = Vec::new();
        for steps in 0.. {
            let folder = tempfile::tempdir().unwrap();
            build(folder.path(), "old");
            let ended = killed(folder.path(), "new", steps);
            answers.push(answer(folder.path()));
            // The next build gives the same folder as if nothing had happened.
            build(folder.path(), "next");
            assert_eq!(answer(folder.path()), "next");
            let whole = tempfile::tempdir().unwrap();
            build(whole.path(), "next");
            let names = |folder: &Path| -> Vec<(PathBuf, Vec<u8>)> {
                let named = contents(folder).into_iter();
                let inside = |path: PathBuf| path.strip_prefix(folder).unwrap().to_owned();
                named.map(|(path, bytes)| (inside(path), bytes)).collect()
            };
            assert_eq!(names(folder.path()), names(whole.path()));
            if ended {
                break;
            }
        }
        // The steps: four files and the catalogue are written, one rename commits, five files are
        // moved.
        let old = answers.iter().filter(|answer| *answer == "old").count();
        assert_eq!((old, answers.len()), (5, 12), "{answers:?}");
        assert!(answers[old..].iter().all(|answer| answer == "new"));
    }

    #[test]
    fn a_build_that_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path(), "old");
        let before = contents(folder.path());
        let given_up = PendingBuild::begin(folder.path()).unwrap();
        given_up.keep("layers/lsoa-2011.fgb", b"half").unwrap();
        drop(given_up);
        assert_eq!(contents(folder.path()), before);
        assert!(!folder.path().join(PENDING).exists());
    }

    #[test]
    fn two_processes_do_not_build_the_same_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = PendingBuild::begin(folder.path()).unwrap();
        let refused = PendingBuild::begin(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("another process"), "{refused}");
        drop(first);
        PendingBuild::begin(folder.path()).unwrap();
    }

    #[test]
    fn a_file_that_cannot_be_kept_is_named_as_it_would_be_called() {
        let folder = tempfile::tempdir().unwrap();
        let build = PendingBuild::begin(folder.path()).unwrap();
        build.keep("layers", b"a file").unwrap();
        let error = build.keep("layers/a.fgb", b"").unwrap_err().to_string();
        assert!(error.contains("layers/a.fgb"), "{error}");
        assert!(!error.contains(PENDING), "{error}");
    }
}
