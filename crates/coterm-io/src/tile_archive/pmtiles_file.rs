//! Writing an archive as `PMTiles` 3. Equal tiles are stored once.

use std::fs::File;
use std::path::Path;

use pmtiles::{Compression, PmTilesWriter, PmtError, TileCoord, TileType};

use super::metadata::Metadata;
use super::staging::Staging;
use crate::{Error, Result};

/// Writes the staged tiles and the metadata to an empty file.
pub(super) fn write(
    staging: &Staging,
    metadata: &Metadata,
    file: &File,
    path: &Path,
) -> Result<()> {
    let json = serde_json::to_string(metadata).map_err(|error| Error::malformed(path, error))?;
    let bounds = metadata.bounds;
    let (lon, lat, zoom) = metadata.center();
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .precompressed(Compression::Gzip)
        .dedup_by_key::<u64>()
        .min_zoom(metadata.minzoom)
        .max_zoom(metadata.maxzoom)
        .bounds(bounds.west, bounds.south, bounds.east, bounds.north)
        .center(lon, lat)
        .center_zoom(zoom)
        .metadata(json)
        .create(file)
        .map_err(|error| cannot(path, error))?;
    staging.each(|coord, number, bytes| {
        let coord = TileCoord::new(coord.z(), coord.x(), coord.y());
        coord
            .and_then(|coord| writer.add_tile(coord, bytes, Some(number)))
            .map_err(|error| cannot(path, error))
    })?;
    writer.finalize().map_err(|error| cannot(path, error))
}

fn cannot(path: &Path, error: PmtError) -> Error {
    match error {
        // The library uses `Reading` for errors of the system while writing, too.
        PmtError::Reading(source) => Error::write(path, source),
        other => Error::encode(&path.display(), "PMTiles", other),
    }
}
