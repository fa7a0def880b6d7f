//! Making the tiles of an archive: [`MakingTiles`].

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
use super::staging::Made;
use super::{ArchiveFormat, TileArchive, beside, mbtiles_file, pmtiles_file};
use crate::error::At;
use crate::{Error, Result};

/// How many tiles are made together. If the process is killed two such are lost: those that
/// are being kept, and those that are being made meanwhile. All of
/// the default data take no longer with four times as many or as few, and longer
/// with 16 or 4,096.
const BATCH: usize = 256;

/// An archive whose tiles are being made. To stop, drop it: what has been made is kept, but
/// for the last few.
#[derive(Debug)]
pub struct MakingTiles<'a> {
    archive: TileArchive,
    tiles: &'a TileSet,
    metadata: Metadata,
    /// All tiles that may have something in them, in the order of `PMTiles`: by zoom, and
    /// along Hilbert's curve.
    order: Vec<(u64, TileCoord)>,
    /// Those that have been made and not kept yet.
    ahead: Option<Batch>,
}

#[derive(Debug)]
struct Batch {
    tiles: Vec<Made>,
    looked_at: usize,
}

/// What an archive has in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TileSummary {
    /// The layers' names.
    pub layers: Vec<String>,
    /// Tiles with something in them.
    pub tiles: u64,
    /// How many of those differ.
    pub distinct: u64,
    /// The file's size.
    pub bytes: u64,
    /// Each zoom.
    pub zooms: Vec<MadeZoom>,
}

/// What an archive has at a zoom.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MadeZoom {
    /// The zoom.
    pub zoom: u8,
    /// Tiles with something in them.
    pub tiles: u64,
    /// The compressed bytes of all of them.
    pub bytes: u64,
    /// The compressed bytes of the largest.
    pub largest: u64,
    /// How far a line may be from the layer's: metres on the ground.
    pub displacement_m: f64,
}

impl TileArchive {
    /// The archive with tiles of these, which must be of the same catalogue's layers, all
    /// of them: so that archives of different layers agree with each other too.
    ///
    /// # Errors
    ///
    /// [`Error::Tiles`] if one of the archive's layers is not there; [`Error::InvalidInput`]
    /// if they have no areas.
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
    /// How many tiles there may be.
    pub fn total(&self) -> u64 {
        self.order.len() as u64
    }

    /// How many of them have been looked at, in earlier runs too.
    pub fn done(&self) -> u64 {
        self.archive.staging.done() as u64
    }

    /// Makes some more tiles, on all cores, and meanwhile keeps those that were made before
    /// them. Says how many of the latter were looked at: 0 if there are no more.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if they cannot be kept, such as on a full disk.
    pub fn step(&mut self) -> Result<u64> {
        let done = self.archive.staging.done();
        let before = match self.ahead.take() {
            Some(before) => before,
            None => batch(self.tiles, &self.archive.layers, &self.order, done)?,
        };
        let looked_at = before.looked_at;
        let (layers, staging) = (&self.archive.layers, &mut self.archive.staging);
        let (next, kept) = rayon::join(
            || batch(self.tiles, layers, &self.order, done + looked_at),
            || staging.keep(&before.tiles, looked_at),
        );
        kept?;
        self.ahead = Some(next?);
        Ok(looked_at as u64)
    }

    /// Makes what tiles are missing, writes the archive, puts it in its place and removes
    /// what was kept beside it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Write`] and [`Error::Encode`] if it cannot be written. What has been made
    /// is then kept, and whatever was in the archive's place is still there.
    pub fn finish(mut self) -> Result<TileSummary> {
        while self.step()? > 0 {}
        let path = &self.archive.path;
        let whole = beside(self.archive.staging.path(), "-whole");
        let written = self.write(&whole).and_then(|bytes| {
            // Who may read the old one may read the new one.
            if let Ok(old) = path.metadata() {
                fs::set_permissions(&whole, old.permissions()).at(&whole)?;
            }
            fs::rename(&whole, path).at(path)?;
            Ok(bytes)
        });
        if written.is_err() {
            // The first error says why; another could only be that there is no file.
            let _ = fs::remove_file(&whole);
        }
        let bytes = written?;
        let summary = self.summary(bytes)?;
        self.archive.staging.remove()?;
        Ok(summary)
    }

    /// Writes the archive, and says how large it is.
    fn write(&self, path: &Path) -> Result<u64> {
        let file = File::create(path).at(path)?;
        let staging = &self.archive.staging;
        match self.archive.format {
            ArchiveFormat::PmTiles => pmtiles_file::write(staging, &self.metadata, &file, path)?,
            ArchiveFormat::MbTiles => mbtiles_file::write(staging, &self.metadata, path)?,
        }
        // Before it takes another's place it must be there even if the power fails.
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

/// Some tiles of one zoom, from a place in the order on; of none if there are no more.
fn batch(
    tiles: &TileSet,
    layers: &[String],
    order: &[(u64, TileCoord)],
    from: usize,
) -> Result<Batch> {
    let rest = order.get(from..).unwrap_or_default();
    let zoom = rest.first().map(|(_, coord)| coord.z());
    if let Some(zoom) = zoom {
        // All threads prepare the zoom together, before they want its tiles.
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
        looked_at: batch.len(),
    })
}

/// A tile's place in the order of `PMTiles`.
pub(super) fn id(coord: TileCoord) -> Result<u64> {
    let theirs = pmtiles::TileCoord::new(coord.z(), coord.x(), coord.y());
    let theirs = theirs.map_err(|error| Error::encode(&coord, "PMTiles", error))?;
    Ok(pmtiles::TileId::from(theirs).value())
}

fn made(id: u64, coord: TileCoord, bytes: Vec<u8>) -> Made {
    Made {
        id,
        coord,
        sha256: Sha256::digest(&bytes).into(),
        bytes,
    }
}

/// gzip, without a time or a name: the same bytes for the same tile.
fn compressed(tile: &[u8]) -> Result<Vec<u8>> {
    let compress = || -> io::Result<Vec<u8>> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(tile)?;
        encoder.finish()
    };
    compress().at("a tile in memory")
}
