//! Reading `MBTiles`: [`MbTiles`].

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use coterm_tiles::TileCoord;
use pmtiles::Compression;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use serde_json::{Map, Value};

use super::Described;
use super::unpacking::{DIRECTORY, TILE, unpacked};
use crate::{Error, Result};

/// Steps of `SQLite`'s machine between two looks at how many there were.
const STEPS: i32 = 100_000;
/// So often it may be looked: what takes longer than seconds finds nothing by an index, or
/// is a trap.
const PATIENCE: u32 = 500;

/// An archive that is asked for one tile after another.
#[derive(Debug)]
pub(super) struct MbTiles {
    connection: Mutex<Connection>,
    looks: Arc<AtomicU32>,
}

impl MbTiles {
    pub(super) fn open(path: &Path) -> Result<(Self, Described)> {
        let wrong = |error: rusqlite::Error| cannot(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(wrong)?;
        let looks = Arc::new(AtomicU32::new(0));
        let looked = Arc::clone(&looks);
        let stop = move || looked.fetch_add(1, Ordering::Relaxed) > PATIENCE;
        connection.progress_handler(STEPS, Some(stop));
        // The tables may be views: theirs, and not to be trusted.
        let careful = || {
            let most = i32::try_from(TILE).unwrap_or(i32::MAX);
            connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, most)?;
            connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON")
        };
        careful().map_err(wrong)?;
        let said = said(&connection).map_err(wrong)?;
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        if let Some(format) = text("format")
            && format != "pbf"
        {
            return Err(Error::Unsuitable(format!(
                "{} holds tiles of the format {format}; only vector tiles (pbf) are served",
                path.display()
            )));
        }
        let zoom = |name: &str| text(name).and_then(|text| text.trim().parse::<u8>().ok());
        let zooms = if let (Some(first), Some(last)) = (zoom("minzoom"), zoom("maxzoom")) {
            first..=last
        } else {
            let sql = "SELECT min(zoom_level), max(zoom_level) FROM tiles";
            let found = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
            let (first, last): (Option<u8>, Option<u8>) = found.map_err(wrong)?;
            first.unwrap_or_default()..=last.unwrap_or_default()
        };
        let (bounds, center) = (
            text("bounds").and_then(numbers),
            text("center").and_then(numbers),
        );
        let mut all = Map::new();
        // Of vector tiles more is said in JSON; coterm's own has some besides.
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
            connection: Mutex::new(connection),
            looks,
        };
        // A file without tiles is told now, not when one is asked for.
        archive.tile(TileCoord::new(0, 0, 0)?, path)?;
        Ok((archive, described))
    }

    pub(super) fn tile(&self, coord: TileCoord, path: &Path) -> Result<Option<Vec<u8>>> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.looks.store(0, Ordering::Relaxed);
        let found = || -> rusqlite::Result<Option<Vec<u8>>> {
            let mut tiles = connection.prepare_cached(
                "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3",
            )?;
            // Rows are counted from the south.
            let row = (1_u32 << coord.z()) - 1 - coord.y();
            let place = params![coord.z(), coord.x(), row];
            tiles.query_row(place, |row| row.get(0)).optional()
        };
        let found = found().map_err(|error| cannot(path, &error))?;
        drop(connection);
        // Compressed, mostly, and never said to be.
        let tile = found.map(|bytes| unpacked(&bytes, Compression::Unknown, TILE));
        tile.transpose()
            .map_err(|reason| Error::malformed(path, format!("tile {coord}: {reason}")))
    }
}

/// The table `metadata`, no more of it than there is room for.
fn said(connection: &Connection) -> rusqlite::Result<Map<String, Value>> {
    let mut rows = connection.prepare("SELECT name, value FROM metadata")?;
    let mut rows = rows.query([])?;
    let (mut said, mut bytes) = (Map::new(), 0);
    while let Some(row) = rows.next()? {
        let (Ok(name), Ok(value)) = (row.get::<_, String>(0), row.get::<_, String>(1)) else {
            continue;
        };
        bytes += (name.len() + value.len()) as u64;
        if bytes > DIRECTORY {
            return Err(rusqlite::Error::ToSqlConversionFailure(
                "it says too much of itself".into(),
            ));
        }
        said.insert(name, value.into());
    }
    Ok(said)
}

/// Numbers, separated by commas.
fn numbers<const COUNT: usize>(text: &str) -> Option<[f64; COUNT]> {
    let numbers = text.split(',').map(|number| number.trim().parse());
    let numbers: Vec<f64> = numbers.collect::<std::result::Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

fn cannot(path: &Path, error: &rusqlite::Error) -> Error {
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "it is not a database of SQLite".to_owned(),
        Some(ErrorCode::OperationInterrupted) => {
            "finding a tile takes too long; its table of tiles may have no index".to_owned()
        }
        Some(ErrorCode::TooBig) => "it has something that is too large".to_owned(),
        _ => format!("it is not as MBTiles are: {error}"),
    };
    Error::malformed(path, reason)
}
