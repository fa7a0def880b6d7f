//! All the tiles of some layers in one file: `PMTiles` or `MBTiles`.
//!
//! Tiles are stored as they are made, in a staging file beside the archive ([`staging`]). A run
//! that was stopped half-way can therefore be continued, and the archive appears only when it is
//! complete. Its bytes depend on the layers, the zooms and the version of coterm only: neither on
//! the number of threads nor on how often the run was stopped.
//!
//! [`ArchivedTiles`] reads archives, coterm's and others'.

mod fingerprint;
mod making;
mod mbtiles_file;
mod metadata;
mod pmtiles_file;
mod reading;
mod staging;

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use coterm_core::layers::{Catalogue, Layer};

pub use fingerprint::tiles_fingerprint;
pub use making::{MadeZoom, MakingTiles, TileSummary};
pub use reading::{ArchivedTiles, TileContent};
pub use staging::Earlier;

use crate::{Error, Result};
use staging::Staging;

/// The deepest zoom of an archive. There a unit of the tile grid is a twelfth of a metre, finer
/// than any boundary is known, and each further zoom would have four times as many tiles.
const DEEPEST: u8 = 16;

/// Format of the file that holds the tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveFormat {
    /// `PMTiles` 3: can be put on any web server, from which it is read in pieces.
    PmTiles,
    /// `MBTiles` 1.3: an `SQLite` database.
    MbTiles,
}

impl ArchiveFormat {
    /// Returns the format that a file's extension names, in either case of letters.
    ///
    /// ```
    /// use coterm_io::ArchiveFormat;
    ///
    /// assert_eq!(ArchiveFormat::of_path("lads.PMTiles".as_ref()), Some(ArchiveFormat::PmTiles));
    /// assert_eq!(ArchiveFormat::of_path("lads.zip".as_ref()), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        [("pmtiles", Self::PmTiles), ("mbtiles", Self::MbTiles)]
            .into_iter()
            .find(|(name, _)| extension.eq_ignore_ascii_case(name))
            .map(|(_, format)| format)
    }

    /// Returns the format that a file's extension names, or an error that says which there are.
    fn named_by(path: &Path) -> Result<Self> {
        Self::of_path(path).ok_or_else(|| {
            Error::InvalidInput(format!(
                "the name \"{}\" must end in .pmtiles or .mbtiles",
                path.display()
            ))
        })
    }
}

/// An archive of tiles that is to be made.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_io::TileArchive;
/// use coterm_tiles::TileSet;
///
/// let folder = tempfile::tempdir()?;
/// let (path, catalogue) = (folder.path().join("lads.pmtiles"), dataset.catalogue());
/// let archive = TileArchive::begin(&path, catalogue, &["lad-2023"], 0..=6)?;
/// let tiles = TileSet::new(catalogue.layers())?;
/// let summary = archive.of(&tiles)?.finish()?;
/// assert_eq!(summary.zooms.len(), 7);
/// assert_eq!(summary.bytes, path.metadata()?.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TileArchive {
    format: ArchiveFormat,
    path: PathBuf,
    layers: Vec<String>,
    /// Names of the layers' licences, each once.
    licence: String,
    zooms: RangeInclusive<u8>,
    fingerprint: String,
    staging: Staging,
    earlier: Earlier,
}

impl TileArchive {
    /// Begins an archive of some of the catalogue's layers at this path, or continues one that was
    /// begun. The extension of the path says the format. Cheap compared with making a
    /// [`TileSet`](coterm_tiles::TileSet), and refuses everything that can be refused before that.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for another extension, for an empty range of zooms or one beyond 16,
    /// for a layer that is named twice, and for a path that is not a file; [`Error::Busy`] while
    /// another process makes the same archive; [`coterm_core::Error::NoSuchLayer`]; [`Error::Io`]
    /// if nothing can be written there; [`Error::Malformed`] if the staging file's path is taken by
    /// a file that is not coterm's. Leaves no new file behind in any of these cases.
    pub fn begin(
        path: &Path,
        catalogue: &Catalogue,
        layers: &[&str],
        zooms: RangeInclusive<u8>,
    ) -> Result<Self> {
        let format = ArchiveFormat::named_by(path)?;
        check(&zooms)?;
        let mut wanted: Vec<&Layer> = Vec::new();
        for id in layers {
            let layer = catalogue.layer(id)?;
            if wanted.iter().any(|wanted| wanted.id() == *id) {
                return Err(Error::InvalidInput(format!("{id} is named twice")));
            }
            wanted.push(layer);
        }
        // A link is resolved, so that its target is replaced and the link stays.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if path.exists() && !path.is_file() {
            return Err(Error::InvalidInput(format!(
                "{} is a folder or a device; name a file",
                path.display()
            )));
        }
        let fingerprint = tiles_fingerprint(catalogue.layers(), layers, &zooms)?;
        let (staging, earlier) = Staging::open(with_ending(&path, ".part"), &fingerprint)?;
        Ok(Self {
            format,
            path,
            layers: layers.iter().map(|&id| id.to_owned()).collect(),
            licence: metadata::licences(&wanted),
            zooms,
            fingerprint,
            staging,
            earlier,
        })
    }

    /// Returns what was found of an earlier run.
    pub fn earlier(&self) -> Earlier {
        self.earlier
    }

    /// Path of the staging file, in which tiles are stored while they are made.
    pub fn kept_in(&self) -> &Path {
        self.staging.path()
    }
}

/// Checks that the range of zooms is neither empty nor too deep.
fn check(zooms: &RangeInclusive<u8>) -> Result<()> {
    let (first, last) = (zooms.start(), zooms.end());
    if zooms.is_empty() {
        return Err(Error::InvalidInput(format!(
            "zooms {first}-{last}: write the smaller number first"
        )));
    }
    if *last > DEEPEST {
        return Err(Error::InvalidInput(format!(
            "zoom {last} is too deep: an archive can have zooms up to {DEEPEST}. Maps enlarge its deepest tiles for deeper zooms"
        )));
    }
    Ok(())
}

/// Returns the path with `ending` added to the file name.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}
