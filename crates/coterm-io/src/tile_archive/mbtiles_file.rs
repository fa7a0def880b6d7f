//! Writing an archive as `MBTiles` 1.3. Equal tiles are stored once.

use std::path::Path;

use md5::{Digest, Md5};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use serde_json::json;

use super::metadata::Metadata;
use super::staging::Staging;
use crate::error::At;
use crate::manifest::hex;
use crate::{Error, Result};

/// The standard's `application_id`, the letters `MPBX`.
const APPLICATION_ID: i32 = 0x4D50_4258;

/// The schema of the file. Equal tiles are stored once, so the standard's table `tiles` is a view,
/// as the standard allows. The tables behind it have the names that other software uses
/// (Planetiler, `mbtiles`), so that its tools know them.
const SCHEMA: &str = "
CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE tiles_data (tile_data_id INTEGER PRIMARY KEY, tile_data BLOB NOT NULL);
CREATE TABLE tiles_shallow (
  zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL,
  tile_data_id INTEGER NOT NULL REFERENCES tiles_data(tile_data_id),
  PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
CREATE VIEW tiles AS
  SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles_shallow
  JOIN tiles_data USING (tile_data_id);
";

/// Writes the staged tiles and the metadata to an empty file.
pub(super) fn write(staging: &Staging, metadata: &Metadata, path: &Path) -> Result<()> {
    let mut database = Connection::open(path).at(path)?;
    let set_up = database
        .pragma_update(None, "application_id", APPLICATION_ID)
        // Nobody uses the file before it is complete, so nothing ever needs to be rolled back.
        .and_then(|()| {
            database.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        });
    set_up.at(path)?;
    let transaction = database.transaction().at(path)?;
    transaction.execute_batch(SCHEMA).at(path)?;
    for (name, value) in rows(metadata)? {
        let sql = "INSERT INTO metadata VALUES (?1, ?2)";
        transaction.execute(sql, [name, &value]).at(path)?;
    }
    let mut known = 0;
    staging.each(|coord, number, bytes| {
        if number > known {
            known = number;
            tile_data(&transaction, number, bytes).at(path)?;
        }
        // `MBTiles` counts rows from the south.
        let row = (1 << coord.z()) - 1 - coord.y();
        let place = params![coord.z(), coord.x(), row, number];
        transaction
            .prepare_cached("INSERT INTO tiles_shallow VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut insert| insert.execute(place))
            .at(path)?;
        Ok(())
    })?;
    let sum = agg_tiles_hash(&transaction).at(path)?;
    transaction
        .execute("INSERT INTO metadata VALUES ('agg_tiles_hash', ?1)", [sum])
        .at(path)?;
    transaction.commit().at(path)?;
    database.close().map_err(|(_, error)| error).at(path)
}

fn tile_data(transaction: &Transaction, number: u64, bytes: &[u8]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO tiles_data VALUES (?1, ?2)";
    transaction
        .prepare_cached(sql)?
        .execute(params![number, bytes])?;
    Ok(())
}

/// Checksum of all tiles, by which a damaged archive can be found. Defined as by `mbtiles`: MD5 of
/// each tile's zoom, column and row in decimal, and of its bytes.
fn agg_tiles_hash(database: &Connection) -> rusqlite::Result<String> {
    let mut hasher = Md5::new();
    let mut tiles = database.prepare(
        "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY 1, 2, 3",
    )?;
    let mut rows = tiles.query([])?;
    while let Some(row) = rows.next()? {
        for place in 0..3 {
            hasher.update(row.get::<_, u32>(place)?.to_string());
        }
        hasher.update(row.get_ref(3)?.as_blob()?);
    }
    Ok(hex(&hasher.finalize()).to_uppercase())
}

/// Rows of the table `metadata`: those of the standard and coterm's own.
fn rows(metadata: &Metadata) -> Result<Vec<(&'static str, String)>> {
    let bounds: [f64; 4] = metadata.bounds.into();
    let (lon, lat, zoom) = metadata.center();
    Ok(vec![
        ("name", metadata.name.clone()),
        ("format", "pbf".to_owned()),
        (
            "bounds",
            bounds.map(|degrees| degrees.to_string()).join(","),
        ),
        ("center", format!("{lon},{lat},{zoom}")),
        ("minzoom", metadata.minzoom.to_string()),
        ("maxzoom", metadata.maxzoom.to_string()),
        ("attribution", metadata.attribution.clone()),
        ("description", metadata.description.clone()),
        ("type", metadata.kind.to_owned()),
        ("version", metadata.version.to_owned()),
        (
            "json",
            text(&json!({ "vector_layers": metadata.vector_layers }))?,
        ),
        ("licence", metadata.licence.clone()),
        ("displacement", text(&metadata.displacement)?),
        ("generator", metadata.generator.to_owned()),
        ("fingerprint", metadata.fingerprint.clone()),
    ])
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::malformed("metadata", error))
}
