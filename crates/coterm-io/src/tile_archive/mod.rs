//! All the tiles of some layers in one file: `PMTiles` or `MBTiles`.
//!
//! Tiles are kept as they are made, in a file of their own beside the archive
//! ([`staging`]). So who is stopped half-way can go on from there, and the archive appears
//! only when it is whole. Its bytes depend on the layers, the zooms and the version of
//! coterm, and on nothing else: neither on the threads, nor on how often it was stopped.
//!
//! [`ArchivedTiles`] reads them again, and others'.

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

use coterm_core::{Catalogue, Layer};

pub use fingerprint::tiles_fingerprint;
pub use making::{MadeZoom, MakingTiles, TileSummary};
pub use reading::ArchivedTiles;
pub use staging::Earlier;

use crate::{Error, Result};
use staging::Staging;

/// The deepest zoom of an archive. A unit of its grid is a twelfth of a metre, finer than
/// any boundary is known; there would be four times as many tiles for each zoom beyond.
const DEEPEST: u8 = 16;

/// What kind of file holds the tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveFormat {
    /// `PMTiles` 3: may lie on any web server, and is read from there in pieces.
    PmTiles,
    /// `MBTiles` 1.3: a database of `SQLite`.
    MbTiles,
}

impl ArchiveFormat {
    /// The kind that a file's extension says.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        [("pmtiles", Self::PmTiles), ("mbtiles", Self::MbTiles)]
            .into_iter()
            .find(|(name, _)| extension.eq_ignore_ascii_case(name))
            .map(|(_, format)| format)
    }
}

/// An archive of tiles that is to be made.
///
/// ```no_run
/// use coterm_io::{TileArchive, store};
/// use coterm_tiles::TileSet;
///
/// let dataset = store::open("data".as_ref(), coterm_core::Indexing::None)?;
/// let catalogue = dataset.catalogue();
/// let archive = TileArchive::begin("lads.pmtiles".as_ref(), catalogue, &["lad-2023"], 0..=14)?;
/// let tiles = TileSet::new(catalogue.layers())?;
/// let summary = archive.of(&tiles)?.finish()?;
/// println!("{} tiles", summary.tiles);
/// # Ok::<(), coterm_io::Error>(())
/// ```
#[derive(Debug)]
pub struct TileArchive {
    format: ArchiveFormat,
    path: PathBuf,
    layers: Vec<String>,
    /// The names of their licences, each once.
    licence: String,
    zooms: RangeInclusive<u8>,
    fingerprint: String,
    staging: Staging,
    earlier: Earlier,
}

impl TileArchive {
    /// Begins an archive of some of the catalogue's layers at this path, whose extension
    /// says its kind, or goes on with one that was begun. Cheap beside making a
    /// [`TileSet`](coterm_tiles::TileSet), and refuses all that can be refused before that.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for another extension, for zooms that there are none of, for a
    /// layer that is named twice, and while another process makes the same archive;
    /// [`coterm_core::Error::NoSuchLayer`]; [`Error::Io`] if nothing can be written there;
    /// [`Error::Malformed`] for another's file where tiles would be kept. Leaves nothing
    /// behind then.
    pub fn begin(
        path: &Path,
        catalogue: &Catalogue,
        layers: &[&str],
        zooms: RangeInclusive<u8>,
    ) -> Result<Self> {
        let format = ArchiveFormat::of_path(path).ok_or_else(|| {
            Error::InvalidInput(format!(
                "\"{}\" does not say what to write: call the file .pmtiles or .mbtiles",
                path.display()
            ))
        })?;
        check(&zooms)?;
        let mut wanted: Vec<&Layer> = Vec::new();
        for id in layers {
            let layer = catalogue.layer(id)?;
            if wanted.iter().any(|wanted| wanted.id() == *id) {
                return Err(Error::InvalidInput(format!("{id} is named twice")));
            }
            wanted.push(layer);
        }
        // Through a link to the file itself, so that the link stays.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if path.exists() && !path.is_file() {
            return Err(Error::InvalidInput(format!(
                "{} is not a file, and cannot be replaced by one",
                path.display()
            )));
        }
        let fingerprint = tiles_fingerprint(catalogue.layers(), layers, &zooms)?;
        let (staging, earlier) = Staging::open(beside(&path, ".part"), &fingerprint)?;
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

    /// What an earlier run has left.
    pub fn earlier(&self) -> Earlier {
        self.earlier
    }

    /// The file in which tiles are kept while they are made.
    pub fn kept_in(&self) -> &Path {
        self.staging.path()
    }
}

/// That there are such zooms.
fn check(zooms: &RangeInclusive<u8>) -> Result<()> {
    let (first, last) = (zooms.start(), zooms.end());
    if zooms.is_empty() {
        return Err(Error::InvalidInput(format!(
            "zooms {first}-{last} are none: the smaller number comes first"
        )));
    }
    if *last > DEEPEST {
        return Err(Error::InvalidInput(format!(
            "zoom {last} is too deep for an archive: zooms go to {DEEPEST}, and maps magnify the tiles of the deepest that there is"
        )));
    }
    Ok(())
}

/// A file beside another.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}
