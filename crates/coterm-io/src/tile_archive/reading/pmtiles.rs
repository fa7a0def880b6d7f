//! Reading `PMTiles` 3: [`PmTiles`]. Every position in the file is checked against its section, and
//! every size against a limit, before anything is read.
//!
//! The crate `pmtiles` writes archives, and its header and compressions are used here, but not its
//! reader (0.26.0): that unpacks without a limit, so that 1 MB of gzip fills 1 GB of memory, and it
//! reads local files only through a memory map, so that a file which is cut short while it is
//! served ends the process.

use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use coterm_tiles::TileCoord;
use pmtiles::{Compression, Header, TileType};
use serde_json::{Map, Value};

use super::directory::{Directory, Found, Place};
use super::unpacking::{DIRECTORY, TILE, unpacked, unpacked_tile};
use super::{CHANGED, Described, Stamp, stamp};
use crate::error::At;
use crate::tile_archive::making::id;
use crate::{Error, Result};

const HEADER: usize = 127;
/// Maximum depth of directories: a root, and leaves of leaves. Writers make one level of leaves, or
/// two for the whole world.
const LEVELS: usize = 4;

/// An open archive, which is read in pieces.
#[derive(Debug)]
pub(super) struct PmTiles {
    file: Mutex<File>,
    stamp: Stamp,
    root: Directory,
    leaves: Place,
    tiles: Place,
    directories: Compression,
    compression: Compression,
}

impl PmTiles {
    /// Opens an archive. Returns its description and its first tile too.
    pub(super) fn open(file: File, path: &Path) -> Result<(Self, Described, Option<Vec<u8>>)> {
        let stamp = stamp(&file, path)?;
        let file = Mutex::new(file);
        let wrong = |reason: String| Error::malformed(path, reason);
        let whole = Place {
            offset: 0,
            length: stamp.0,
        };
        let head = Place {
            offset: 0,
            length: stamp.0.min(HEADER as u64),
        };
        let head = piece(&file, whole, head, HEADER as u64, path)?;
        let header = Header::try_from_bytes(head.clone().into())
            .map_err(|error| wrong(format!("it is not PMTiles 3: {error}")))?;
        if header.spec_version() != 3 {
            let version = header.spec_version();
            return Err(wrong(format!(
                "it is PMTiles {version}; convert it to version 3"
            )));
        }
        let known = [TileType::Mvt, TileType::Png, TileType::Jpeg, TileType::Webp];
        if !known.contains(&header.tile_type) {
            return Err(Error::InvalidInput(format!(
                "{} has tiles of the type {:?}; only vector tiles (MVT) and PNG, JPEG and WebP pictures are served",
                path.display(),
                header.tile_type
            )));
        }
        // The header has an offset and a length for each section, after 8 bytes of magic and
        // version.
        let section = |number: usize, name: &str| {
            let at = |at: usize| {
                let bytes = head.get(8 + at * 8..).and_then(|bytes| bytes.first_chunk());
                bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
            };
            let (offset, length) = (at(number * 2), at(number * 2 + 1));
            match offset.checked_add(length) {
                Some(end) if end <= stamp.0 => Ok(Place { offset, length }),
                _ => Err(wrong(format!(
                    "the file is cut off: it ends before the end of {name}"
                ))),
            }
        };
        let directories = header.internal_compression();
        let read = |place: Place, name: &str| {
            let bytes = piece(&file, whole, place, DIRECTORY, path)?;
            unpacked(&bytes, directories, DIRECTORY)
                .map_err(|error| wrong(format!("{name} cannot be unpacked: {error}")))
        };
        let root = read(section(0, "the root directory")?, "the root directory")?;
        let root = Directory::of(&root).map_err(|reason| wrong(reason.to_owned()))?;
        let place = section(1, "its description")?;
        let metadata = match place.length {
            0 => Map::new(),
            _ => object(&read(place, "its description")?).map_err(wrong)?,
        };
        let described = Described::new(header.min_zoom..=header.max_zoom, metadata).at(
            Some([
                header.min_longitude,
                header.min_latitude,
                header.max_longitude,
                header.max_latitude,
            ]),
            Some([
                header.center_longitude,
                header.center_latitude,
                header.center_zoom.into(),
            ]),
        );
        let [leaves, tiles] = [section(2, "directories")?, section(3, "tiles")?];
        let compression = header.tile_compression;
        let archive = Self {
            file,
            stamp,
            root,
            leaves,
            tiles,
            directories,
            compression,
        };
        // The tiles are not always of the type that the header states.
        let first = match archive.root.first() {
            Some(number) => archive.numbered(number, &"its first tile", path)?,
            None => None,
        };
        Ok((archive, described, first))
    }

    pub(super) fn tile(&self, coord: TileCoord, path: &Path) -> Result<Option<Vec<u8>>> {
        self.numbered(id(coord)?, &format_args!("tile {coord}"), path)
    }

    fn numbered(&self, number: u64, name: &dyn Display, path: &Path) -> Result<Option<Vec<u8>>> {
        let wrong = |reason: &str| Error::malformed(path, format!("{name}: {reason}"));
        let mut leaf = None;
        for _ in 0..LEVELS {
            let place = match leaf.as_ref().unwrap_or(&self.root).find(number) {
                Found::Nowhere => return Ok(None),
                Found::Tile(place) => {
                    let bytes = self.piece(self.tiles, place, TILE, path)?;
                    return unpacked_tile(&bytes, self.compression)
                        .map_err(|reason| wrong(&reason));
                }
                Found::In(place) => place,
            };
            let bytes = self.piece(self.leaves, place, DIRECTORY, path)?;
            let bytes = unpacked(&bytes, self.directories, DIRECTORY);
            let bytes = bytes.map_err(|reason| wrong(&reason))?;
            leaf = Some(Directory::of(&bytes).map_err(wrong)?);
        }
        Err(wrong(
            "the file is damaged: its directories are nested too deeply",
        ))
    }

    fn piece(&self, section: Place, place: Place, limit: u64, path: &Path) -> Result<Vec<u8>> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp(&file, path)? != self.stamp {
            return Err(Error::malformed(path, CHANGED));
        }
        drop(file);
        piece(&self.file, section, place, limit, path)
    }
}

/// Reads a range of bytes of a section, which must be inside it and no longer than `limit`.
fn piece(
    file: &Mutex<File>,
    section: Place,
    place: Place,
    limit: u64,
    path: &Path,
) -> Result<Vec<u8>> {
    let wrong = |reason: &str| Error::malformed(path, reason);
    let end = place.offset.checked_add(place.length);
    if end.is_none_or(|end| end > section.length) {
        return Err(wrong(
            "the file is damaged: a tile or directory is outside its section",
        ));
    }
    if place.length > limit {
        return Err(wrong("a tile or directory is too large"));
    }
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    // Sections have been checked to end within the file.
    let offset = section.offset.saturating_add(place.offset);
    file.seek(SeekFrom::Start(offset)).at(path)?;
    let mut bytes = vec![0; usize::try_from(place.length).map_err(|_| wrong("it is too large"))?];
    file.read_exact(&mut bytes).at(path)?;
    Ok(bytes)
}

fn object(bytes: &[u8]) -> std::result::Result<Map<String, Value>, String> {
    serde_json::from_slice(bytes)
        .map_err(|error| format!("its description is not an object of JSON: {error}"))
}
