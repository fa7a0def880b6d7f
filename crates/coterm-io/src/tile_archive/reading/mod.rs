//! Reading the tiles of an existing archive: [`ArchivedTiles`], which `coterm serve` uses.
//!
//! The file may be anyone's, so nothing in it is trusted: the sizes that it states are checked
//! against limits before memory is allocated.

mod content;
mod directory;
mod mbtiles;
mod pmtiles;
mod unpacking;

use std::fs::File;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use coterm_tiles::TileCoord;
use serde_json::{Map, Value, json};

pub use self::content::TileContent;
use self::mbtiles::MbTiles;
use self::pmtiles::PmTiles;
use super::ArchiveFormat;
use crate::error::At;
use crate::manifest::fingerprint;
use crate::{Error, Result};

/// Number of bytes at the file's beginning that its version depends on. In most `PMTiles` files
/// they hold the header, the root directory and the metadata.
const BEGINNING: u64 = 64 << 10;

/// Members that are passed on, because `TileJSON` or coterm defines them. All other members have a
/// meaning to the file's maker only.
const PASSED_ON: [&str; 6] = [
    "name",
    "description",
    "attribution",
    "legend",
    "licence",
    "displacement",
];

/// The tiles of an existing archive, coterm's or anyone's, in `PMTiles` 3 or `MBTiles`: vector tiles,
/// or pictures. Can be shared between threads.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// # use coterm_io::TileArchive;
/// # use coterm_tiles::TileSet;
/// use coterm_io::ArchivedTiles;
/// use coterm_tiles::TileCoord;
///
/// # let folder = tempfile::tempdir()?;
/// # let (path, catalogue) = (folder.path().join("lads.pmtiles"), dataset.catalogue());
/// # let archive = TileArchive::begin(&path, catalogue, &["lad-2023"], 0..=6)?;
/// # archive.of(&TileSet::new(catalogue.layers())?)?.finish()?;
/// // `path` is that of an archive: lads.pmtiles.
/// let tiles = ArchivedTiles::open(&path)?;
/// assert_eq!((tiles.name(), tiles.zooms()), ("lads", 0..=6));
/// let tile = tiles.tile(TileCoord::new(6, 31, 20)?)?;
/// assert!(tile.is_some(), "Lancashire is in it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ArchivedTiles {
    path: PathBuf,
    name: String,
    version: String,
    described: Described,
    kind: Kind,
    has_pictures: bool,
}

#[derive(Debug)]
enum Kind {
    PmTiles(PmTiles),
    MbTiles(MbTiles),
}

/// The description of an archive in its own metadata, as far as it is well-formed.
#[derive(Debug)]
struct Described {
    zooms: RangeInclusive<u8>,
    /// West, south, east and north, in degrees of longitude and latitude (WGS 84).
    bounds: Option<[f64; 4]>,
    /// Longitude and latitude in degrees, and zoom.
    center: Option<[f64; 3]>,
    vector_layers: Value,
    metadata: Map<String, Value>,
}

impl ArchivedTiles {
    /// Opens an archive, whose extension names its format. Reads its metadata, and one of its tiles
    /// to see whether they are vector tiles or pictures: metadata do not always say so, or are wrong.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::InvalidInput`] for another extension, and for tiles that the
    /// metadata call neither; [`Error::Malformed`] for zooms beyond 22, and for anything that is
    /// not as its specification says.
    pub fn open(path: &Path) -> Result<Self> {
        let format = ArchiveFormat::named_by(path)?;
        let mut file = File::open(path).at(path)?;
        let version = version(&mut file, path)?;
        let (kind, described, first) = match format {
            ArchiveFormat::PmTiles => {
                let (file, described, first) = PmTiles::open(file, path)?;
                (Kind::PmTiles(file), described, first)
            }
            ArchiveFormat::MbTiles => {
                let (file, described, first) = MbTiles::open(file, path)?;
                (Kind::MbTiles(file), described, first)
            }
        };
        let (low, high) = (described.zooms.start(), described.zooms.end());
        if low > high || *high > TileCoord::DEEPEST {
            let reason = format!(
                "it says that it has zooms {low} to {high}; zooms must be between 0 and {}, the smaller first",
                TileCoord::DEEPEST
            );
            return Err(Error::malformed(path, reason));
        }
        let stem = path.file_stem().unwrap_or_default();
        Ok(Self {
            path: path.to_owned(),
            name: stem.to_string_lossy().into_owned(),
            version,
            described,
            kind,
            has_pictures: first.is_some_and(|tile| TileContent::of(&tile).is_picture()),
        })
    }

    /// Whether the tiles are pictures, and not vector tiles.
    pub fn has_pictures(&self) -> bool {
        self.has_pictures
    }

    /// The file's name without its extension.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Identifier of this version of the file: changes with its size, its time of modification or
    /// its first 64 KiB.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Zooms that the metadata say there are tiles of.
    pub fn zooms(&self) -> RangeInclusive<u8> {
        self.described.zooms.clone()
    }

    /// Returns the archive's description as `TileJSON` 3.0.0, with these addresses of tiles.
    pub fn tile_json(&self, addresses: &[String]) -> Value {
        let mut json = json!({
            "tilejson": "3.0.0",
            "tiles": addresses,
            "scheme": "xyz",
            "minzoom": self.described.zooms.start(),
            "maxzoom": self.described.zooms.end(),
        });
        if !self.has_pictures {
            json["vector_layers"] = self.described.vector_layers.clone();
        }
        for name in PASSED_ON {
            if let Some(value) = self.described.metadata.get(name) {
                json[name] = value.clone();
            }
        }
        if let Some(bounds) = self.described.bounds {
            json["bounds"] = json!(bounds);
        }
        if let Some([lon, lat, zoom]) = self.described.center {
            json["center"] = json!([lon, lat, zoom.trunc()]);
        }
        json
    }

    /// Returns a tile, not compressed; `None` if the archive has none there, or an empty one. Reads
    /// a few pieces of the file. Tiles that begin like gzip, zlib or Zstandard are unpacked whether
    /// or not the metadata say that tiles are compressed, unless they name another compression.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] where the file is not as its specification says, for a
    /// tile that is larger than 64 MiB, or not of the archive's kind, and if the file has been changed
    /// since it was opened.
    pub fn tile(&self, coord: TileCoord) -> Result<Option<Vec<u8>>> {
        let found = match &self.kind {
            Kind::PmTiles(file) => file.tile(coord, &self.path),
            Kind::MbTiles(file) => file.tile(coord, &self.path),
        }?;
        let kind = found.as_deref().map(TileContent::of);
        if kind.is_some_and(|kind| kind.is_picture() != self.has_pictures) {
            let reason = format!("tile {coord}: it has both pictures and vector tiles");
            return Err(Error::malformed(&self.path, reason));
        }
        Ok(found)
    }
}

impl Described {
    /// Keeps those members of the metadata that have the right type, and drops the others.
    fn new(zooms: RangeInclusive<u8>, mut metadata: Map<String, Value>) -> Self {
        let layers = metadata.remove("vector_layers").filter(|layers| {
            let mut all = layers.as_array().into_iter().flatten();
            layers.is_array() && all.all(|layer| layer["id"].is_string())
        });
        for name in ["name", "description", "attribution", "legend", "licence"] {
            if metadata.get(name).is_some_and(|value| !value.is_string()) {
                metadata.remove(name);
            }
        }
        Self {
            zooms,
            bounds: None,
            center: None,
            vector_layers: layers.unwrap_or_else(|| json!([])),
            metadata,
        }
    }

    fn at(mut self, bounds: Option<[f64; 4]>, center: Option<[f64; 3]>) -> Self {
        let in_world = |[lon, lat]: [f64; 2]| lon.abs() <= 180.0 && lat.abs() <= 90.0;
        self.bounds = bounds.filter(|[west, south, east, north]| {
            in_world([*west, *south]) && in_world([*east, *north]) && west < east && south < north
        });
        self.center = center.filter(|[lon, lat, zoom]| {
            in_world([*lon, *lat])
                && self.zooms.contains(&{
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "saturates"
                    )]
                    let zoom = *zoom as u8;
                    zoom
                })
        });
        self
    }
}

/// Message for a file whose [`Stamp`] has changed since it was opened.
const CHANGED: &str = "it was changed after it was opened; start the server again";

/// Size of a file in bytes, and its time of modification.
type Stamp = (u64, Option<SystemTime>);

fn stamp(file: &File, path: &Path) -> Result<Stamp> {
    let metadata = file.metadata().at(path)?;
    if !metadata.is_file() {
        return Err(Error::InvalidInput(format!(
            "{} is not a file",
            path.display()
        )));
    }
    Ok((metadata.len(), metadata.modified().ok()))
}

fn version(file: &mut File, path: &Path) -> Result<String> {
    let (length, modified) = stamp(file, path)?;
    let since = modified.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    let mut text = format!("{length} {:?} ", since.unwrap_or_default()).into_bytes();
    file.take(BEGINNING).read_to_end(&mut text).at(path)?;
    Ok(fingerprint(&text))
}
