//! Making the tiles of an archive: [`MakingTiles`], which `coterm tiles` steps through. Every
//! finished batch is in the staging file, so that an interrupted run loses two batches at most.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use coterm_tiles::{TileCoord, TileSet};
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::metadata::Metadata;
use super::staging::MadeTile;
use super::{ArchiveFormat, TileArchive, mbtiles_file, pmtiles_file, with_ending};
use crate::error::At;
use crate::{Error, Result};

/// Number of tiles that are made together. A process that is killed loses two batches: the one that
/// is being stored and the one that is being made meanwhile. All of the default data takes no
/// longer with four times as many or as few, but longer with 16 or 4,096.
const BATCH: usize = 256;

/// An archive whose tiles are being made. Drop it to stop: all tiles but the last few batches are
/// kept for the next run.
#[derive(Debug)]
pub struct MakingTiles<'a> {
    archive: TileArchive,
    tiles: &'a TileSet,
    metadata: Metadata,
    /// All tiles that may have something in them, in the order of `PMTiles`: by zoom, then along
    /// the Hilbert curve.
    order: Vec<(u64, TileCoord)>,
    /// Tiles that have been made but not stored yet.
    ahead: Option<Batch>,
}

#[derive(Debug)]
struct Batch {
    tiles: Vec<MadeTile>,
    examined: usize,
}

/// Number and size of an archive's tiles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TileSummary {
    /// Ids of the layers.
    pub layers: Vec<String>,
    /// Number of tiles with something in them.
    pub tiles: u64,
    /// Number of different tiles among those.
    pub distinct: u64,
    /// Size of the file, in bytes.
    pub bytes: u64,
    /// Figures of each zoom.
    pub zooms: Vec<MadeZoom>,
}

/// Number and size of an archive's tiles at one zoom.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MadeZoom {
    /// The zoom.
    pub zoom: u8,
    /// Number of tiles with something in them.
    pub tiles: u64,
    /// Compressed size of all of them together, in bytes.
    pub bytes: u64,
    /// Compressed size of the largest, in bytes.
    pub largest: u64,
    /// Bound on how far a line in a tile may be from the layer's line, in metres on the ground.
    pub displacement_m: f64,
}

impl TileArchive {
    /// Begins to fill the archive with tiles of this set. The set must have all layers of the
    /// catalogue that the archive was begun with: only then do archives of different layers agree
    /// with each other too.
    ///
    /// # Errors
    ///
    /// [`Error::Tiles`] if the set lacks one of the archive's layers; [`Error::InvalidInput`] if
    /// the layers have no areas.
    pub fn of(self, tiles: &TileSet) -> Result<MakingTiles<'_>> {
        let layers: Vec<&str> = self.layers.iter().map(String::as_str).collect();
        let described = tiles.tile_json(&layers, Vec::new(), self.zooms.clone())?;
        let metadata = Metadata::new(described, &self.layers, &self.licence, &self.fingerprint)?;
        let mut order = Vec::new();
        for zoom in self.zooms.clone() {
            for coord in tiles.tiles_of(&layers, zoom)? {
                order.push((id(coord)?, coord));
            }
        }
        order.sort_unstable();
        Ok(MakingTiles {
            archive: self,
            tiles,
            metadata,
            order,
            ahead: None,
        })
    }
}

impl MakingTiles<'_> {
    /// Number of tiles that may have something in them.
    pub fn total(&self) -> u64 {
        self.order.len() as u64
    }

    /// Number of those that have been looked at, including in earlier runs.
    pub fn done(&self) -> u64 {
        self.archive.staging.done() as u64
    }

    /// Makes the next batch of tiles, on all cores, and meanwhile stores the batch that was made
    /// before it. Returns how many tiles of the stored batch were looked at: 0 if there are no
    /// more.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if tiles cannot be stored, such as on a full disk.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_io::TileArchive;
    /// use coterm_tiles::TileSet;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let (path, catalogue) = (folder.path().join("districts.mbtiles"), dataset.catalogue());
    /// let tiles = TileSet::new(catalogue.layers())?;
    /// let mut making = TileArchive::begin(&path, catalogue, &["lad-2023"], 0..=6)?.of(&tiles)?;
    /// while making.step()? > 0 {
    ///     println!("{} of {} tiles", making.done(), making.total());
    /// }
    /// assert_eq!(making.done(), making.total());
    /// assert!(making.finish()?.tiles > 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn step(&mut self) -> Result<u64> {
        let done = self.archive.staging.done();
        let before = match self.ahead.take() {
            Some(before) => before,
            None => batch(self.tiles, &self.archive.layers, &self.order, done)?,
        };
        let examined = before.examined;
        let (layers, staging) = (&self.archive.layers, &mut self.archive.staging);
        let (next, stored) = rayon::join(
            || batch(self.tiles, layers, &self.order, done + examined),
            || staging.keep(&before.tiles, examined),
        );
        stored?;
        self.ahead = Some(next?);
        Ok(examined as u64)
    }

    /// Makes the tiles that are missing, writes the archive, moves it to its path and removes the
    /// staging file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Write`] and [`Error::Encode`] if the archive cannot be written. The
    /// tiles that have been made are then kept, and a file that was at the archive's path is
    /// untouched.
    pub fn finish(mut self) -> Result<TileSummary> {
        while self.step()? > 0 {}
        let path = &self.archive.path;
        let whole = with_ending(self.archive.staging.path(), "-whole");
        let written = self.write(&whole).and_then(|bytes| {
            // The new file may be read by those who may read the old one.
            if let Ok(old) = path.metadata() {
                fs::set_permissions(&whole, old.permissions()).at(&whole)?;
            }
            fs::rename(&whole, path).at(path)?;
            Ok(bytes)
        });
        if written.is_err() {
            // The first error is the useful one; the removal can only add that there is no file.
            let _ = fs::remove_file(&whole);
        }
        let bytes = written?;
        let summary = self.summary(bytes)?;
        self.archive.staging.remove()?;
        Ok(summary)
    }

    /// Writes the archive and returns its size in bytes.
    fn write(&self, path: &Path) -> Result<u64> {
        let file = File::create(path).at(path)?;
        let staging = &self.archive.staging;
        match self.archive.format {
            ArchiveFormat::PmTiles => pmtiles_file::write(staging, &self.metadata, &file, path)?,
            ArchiveFormat::MbTiles => mbtiles_file::write(staging, &self.metadata, path)?,
        }
        // The data must be on the disk before the file replaces another, in case the power fails.
        file.sync_all().at(path)?;
        Ok(file.metadata().at(path)?.len())
    }

    fn summary(&self, bytes: u64) -> Result<TileSummary> {
        let displacement = self.metadata.displacement.iter();
        let mut zooms: BTreeMap<u8, MadeZoom> = displacement
            .map(|bound| {
                let zoom = MadeZoom {
                    zoom: bound.zoom,
                    displacement_m: bound.metres,
                    ..MadeZoom::default()
                };
                (bound.zoom, zoom)
            })
            .collect();
        self.archive.staging.each(|coord, _, bytes| {
            let zoom = zooms.entry(coord.z()).or_default();
            let bytes = bytes.len() as u64;
            zoom.tiles += 1;
            zoom.bytes += bytes;
            zoom.largest = zoom.largest.max(bytes);
            Ok(())
        })?;
        Ok(TileSummary {
            layers: self.archive.layers.clone(),
            tiles: zooms.values().map(|zoom| zoom.tiles).sum(),
            distinct: self.archive.staging.distinct()?,
            bytes,
            zooms: zooms.into_values().collect(),
        })
    }
}

/// Makes the next tiles of one zoom, beginning at a position in the order. The batch is empty if
/// there are no more.
fn batch(
    tiles: &TileSet,
    layers: &[String],
    order: &[(u64, TileCoord)],
    from: usize,
) -> Result<Batch> {
    let rest = order.get(from..).unwrap_or_default();
    let zoom = rest.first().map(|(_, coord)| coord.z());
    if let Some(zoom) = zoom {
        // All threads prepare the zoom together, before any of them needs its tiles.
        tiles.prepare(zoom)?;
    }
    let same = rest.iter().take(BATCH);
    let same = same.take_while(|(_, coord)| Some(coord.z()) == zoom);
    let batch = &rest[..same.count()];
    let layers: Vec<&str> = layers.iter().map(String::as_str).collect();
    let made = batch.par_iter().filter_map(|&(id, coord)| {
        let tile = tiles.tile(coord, &layers).map_err(Error::from);
        let made = |tile: Vec<u8>| Ok(made(id, coord, compressed(&tile)?));
        tile.transpose().map(|tile| tile.and_then(made))
    });
    Ok(Batch {
        tiles: made.collect::<Result<_>>()?,
        examined: batch.len(),
    })
}

/// Returns a tile's number in the order of `PMTiles`.
pub(super) fn id(coord: TileCoord) -> Result<u64> {
    let id = pmtiles::TileCoord::new(coord.z(), coord.x(), coord.y());
    let id = id.map_err(|error| Error::encode(&coord, "PMTiles", error))?;
    Ok(pmtiles::TileId::from(id).value())
}

fn made(id: u64, coord: TileCoord, bytes: Vec<u8>) -> MadeTile {
    MadeTile {
        id,
        coord,
        sha256: Sha256::digest(&bytes).into(),
        bytes,
    }
}

/// Compresses with gzip, without a time or a file name, so that equal tiles give equal bytes.
fn compressed(tile: &[u8]) -> Result<Vec<u8>> {
    let compress = || -> io::Result<Vec<u8>> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(tile)?;
        encoder.finish()
    };
    compress().at("a tile in memory")
}
