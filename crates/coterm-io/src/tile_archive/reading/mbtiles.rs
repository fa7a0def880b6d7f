//! Reading `MBTiles`: [`MbTiles`]. The database may be anyone's, so every query has a limit.

use std::fmt::Display;
use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use coterm_tiles::TileCoord;
use pmtiles::Compression;
use rusqlite::{Connection, OptionalExtension, Params, params};
use serde_json::{Map, Value};

use super::unpacking::{DIRECTORY, TILE, unpacked_tile};
use super::{CHANGED, Described, Stamp, stamp};
use crate::sqlite_file::{SqliteFile, SqliteLimits, reason};
use crate::{Error, Result};

/// Limits of one query. Finding a tile by an index takes a few hundred steps; a query that takes
/// longer than seconds has no index, or is a trap.
const LIMITS: SqliteLimits = SqliteLimits {
    value: TILE,
    million_steps: 50,
    seconds: 4,
};

/// An open archive, from which tiles are read one after another.
#[derive(Debug)]
pub(super) struct MbTiles {
    file: File,
    stamp: Stamp,
    database: Mutex<SqliteFile>,
}

impl MbTiles {
    /// Opens an archive. Returns its description and one of its tiles too.
    pub(super) fn open(file: File, path: &Path) -> Result<(Self, Described, Option<Vec<u8>>)> {
        let wrong = |error: rusqlite::Error| cannot(path, &error);
        let stamp = stamp(&file, path)?;
        let database = SqliteFile::open(path, LIMITS)?;
        let metadata = metadata(&database).map_err(wrong)?;
        let text = |name: &str| metadata.get(name).and_then(Value::as_str);
        if let Some(format) = text("format")
            && !["pbf", "png", "jpg", "jpeg", "webp"].contains(&format)
        {
            return Err(Error::InvalidInput(format!(
                "{} has tiles of the format {format}; only vector tiles (pbf) and png, jpg and webp pictures are served",
                path.display()
            )));
        }
        let zoom = |name: &str| text(name).and_then(|text| text.trim().parse::<u8>().ok());
        let zooms = if let (Some(first), Some(last)) = (zoom("minzoom"), zoom("maxzoom")) {
            first..=last
        } else {
            let sql = "SELECT min(zoom_level), max(zoom_level) FROM tiles";
            let found = database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
            let (first, last): (Option<u8>, Option<u8>) = found.map_err(wrong)?;
            first.unwrap_or_default()..=last.unwrap_or_default()
        };
        let (bounds, center) = (
            text("bounds").and_then(numbers),
            text("center").and_then(numbers),
        );
        let mut all = Map::new();
        // The row `json` says more about vector tiles, and coterm's own archives have further rows.
        if let Some(Ok(Value::Object(json))) = text("json").map(serde_json::from_str) {
            all = json;
        }
        if let Some(Ok(displacement)) = text("displacement").map(serde_json::from_str) {
            all.insert("displacement".to_owned(), displacement);
        }
        for name in ["name", "description", "attribution", "legend", "licence"] {
            if let Some(text) = text(name) {
                all.insert(name.to_owned(), text.into());
            }
        }
        let described = Described::new(zooms, all).at(bounds, center);
        let archive = Self {
            file,
            stamp,
            database: Mutex::new(database),
        };
        // Fails now, not at the first request, if there is no table of tiles, or if the tiles are
        // of another kind, which the metadata need not say.
        archive.tile(TileCoord::new(0, 0, 0)?, path)?;
        let sql = "SELECT tile_data FROM tiles WHERE length(tile_data) > 0 LIMIT 1";
        let first = archive.found(sql, [], &"its first tile", path)?;
        Ok((archive, described, first))
    }

    pub(super) fn tile(&self, coord: TileCoord, path: &Path) -> Result<Option<Vec<u8>>> {
        // Other processes can still write to the file.
        if stamp(&self.file, path)? != self.stamp {
            return Err(Error::malformed(path, CHANGED));
        }
        // `MBTiles` counts rows from the south.
        let row = (1_u32 << coord.z()) - 1 - coord.y();
        let sql = "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";
        let place = params![coord.z(), coord.x(), row];
        self.found(sql, place, &format_args!("tile {coord}"), path)
    }

    /// Returns the first tile that the query finds, unpacked.
    fn found(
        &self,
        sql: &str,
        place: impl Params,
        name: &dyn Display,
        path: &Path,
    ) -> Result<Option<Vec<u8>>> {
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        database.restart();
        let found = || -> rusqlite::Result<Option<Option<Vec<u8>>>> {
            let mut tiles = database.prepare_cached(sql)?;
            tiles.query_row(place, |row| row.get(0)).optional()
        };
        let found = found().map_err(|error| cannot(path, &error))?;
        drop(database);
        let Some(bytes) = found.flatten() else {
            return Ok(None);
        };
        // Tiles are mostly compressed, and the metadata never say so.
        unpacked_tile(&bytes, Compression::Unknown)
            .map_err(|reason| Error::malformed(path, format!("{name}: {reason}")))
    }
}

/// Reads the table `metadata`; refuses it if it is larger than [`DIRECTORY`].
fn metadata(connection: &Connection) -> rusqlite::Result<Map<String, Value>> {
    let mut rows = connection.prepare("SELECT name, value FROM metadata")?;
    let mut rows = rows.query([])?;
    let (mut metadata, mut bytes) = (Map::new(), 0);
    while let Some(row) = rows.next()? {
        let (Ok(name), Ok(value)) = (row.get::<_, String>(0), row.get::<_, String>(1)) else {
            continue;
        };
        bytes += (name.len() + value.len()) as u64;
        if bytes > DIRECTORY {
            return Err(rusqlite::Error::ToSqlConversionFailure(
                "its table \"metadata\" is too large".into(),
            ));
        }
        metadata.insert(name, value.into());
    }
    Ok(metadata)
}

/// Parses exactly `COUNT` numbers separated by commas.
fn numbers<const COUNT: usize>(text: &str) -> Option<[f64; COUNT]> {
    let numbers = text.split(',').map(|number| number.trim().parse());
    let numbers: Vec<f64> = numbers.collect::<std::result::Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

fn cannot(path: &Path, error: &rusqlite::Error) -> Error {
    Error::malformed(
        path,
        format!("it is not a valid MBTiles file: {}", reason(error)),
    )
}
