//! Changes to the content of a database that random changes of bytes seldom reach: the bytes of a
//! geometry or a tile, the database's own description of its tables, and the tables themselves.

use std::fs;

use coterm_tests::Random;
use rusqlite::{Connection, params};

use crate::Result;
use crate::mutation::mutate;

/// Rewrites a database with pages of 512 bytes.
pub(crate) fn with_small_pages(bytes: &[u8]) -> Result<Vec<u8>> {
    edited(bytes, |database| {
        database.execute_batch("PRAGMA page_size = 512; VACUUM")
    })
}

fn edited(
    bytes: &[u8],
    edit: impl FnOnce(&mut Connection) -> rusqlite::Result<()>,
) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.db");
    fs::write(&path, bytes)?;
    let mut database = Connection::open(&path)?;
    // A change may give content that the schema would not allow.
    database.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")?;
    let outcome = edit(&mut database);
    drop(database);
    match outcome {
        Ok(()) => Ok(fs::read(&path)?),
        // The file is a test case that is no database, or that lacks the table.
        Err(_) => Ok(bytes.to_vec()),
    }
}

/// Makes one change to the content; returns the bytes unchanged if they do not allow it.
pub(crate) fn mutated(random: &mut Random, bytes: &[u8]) -> Result<Vec<u8>> {
    edited(bytes, |database| {
        let find = "SELECT table_name, column_name FROM gpkg_geometry_columns LIMIT 1";
        let found = database.query_row(find, [], |row| Ok((row.get(0)?, row.get(1)?)));
        let is_package = found.is_ok();
        let (table, column): (String, String) =
            found.unwrap_or_else(|_| ("tiles_data".to_owned(), "tile_data".to_owned()));
        match random.below(20) {
            0..11 => blob(random, database, &table, &column, is_package),
            11..19 => change_metadata(random, database, is_package),
            _ => trap(
                random,
                database,
                if is_package { &table } else { "tiles" },
                &column,
            ),
        }
    })
}

/// Changes the bytes of a geometry or a tile.
fn blob(
    random: &mut Random,
    database: &Connection,
    table: &str,
    column: &str,
    is_package: bool,
) -> rusqlite::Result<()> {
    let sql = format!("SELECT rowid, \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
    let mut rows = database.prepare(&sql)?;
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows: Vec<(i64, Vec<u8>)> = rows.collect::<rusqlite::Result<_>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    let (row, mut bytes) = rows[random.below(rows.len())].clone();
    if is_package && random.flip() {
        geometry(random, &mut bytes);
    } else {
        let other = &rows[random.below(rows.len())].1;
        mutate(random, &mut bytes, other, None);
    }
    let sql = format!("UPDATE \"{table}\" SET \"{column}\" = ?1 WHERE rowid = ?2");
    database.execute(&sql, params![bytes, row])?;
    Ok(())
}

/// Type codes of well-known binary: those of polygons and of other geometries, some with height,
/// measure or a system's number, and 0, which is no type.
const KINDS: [u32; 20] = [
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    15,
    16,
    17,
    1_003,
    3_006,
    0x8000_0006,
    0x2000_0003,
];

/// Changes the header of a geometry: that of `GeoPackage`, or that of well-known binary.
fn geometry(random: &mut Random, bytes: &mut Vec<u8>) {
    // Size of the header: "GP", version, flags, coordinate system, envelope of four numbers.
    const HEAD: usize = 40;
    if bytes.len() < HEAD + 9 {
        return;
    }
    let last = bytes.len() - 1;
    match random.below(7) {
        0 => bytes[3] = [0, 1, 2, 3, 5, 7, 9, 11, 0x10, 0x13, 0x20, 0xff][random.below(12)],
        1 => bytes[random.below(HEAD)] ^= 1 << random.below(8),
        2 => bytes[HEAD] = [0, 1, 2, 0xff][random.below(4)],
        3 => {
            let kind = KINDS[random.below(KINDS.len())];
            bytes[HEAD + 1..HEAD + 5].copy_from_slice(&kind.to_le_bytes());
        }
        4 => {
            // One of the counts of parts, of rings and of vertices.
            let place = HEAD + [5, 10, 14, 18][random.below(4)];
            let count =
                [0, 1, 2, 3, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x1000_0000][random.below(8)];
            for (offset, byte) in u32::to_le_bytes(count).into_iter().enumerate() {
                bytes[(place + offset).min(last)] = byte;
            }
        }
        5 => bytes.truncate(HEAD + random.below(20)),
        _ => {
            // Wraps the geometry in nested collections.
            let depth = [1, 30, 1_000, 70_000][random.below(4)];
            let inner = bytes.split_off(HEAD);
            for _ in 0..depth {
                bytes.extend([1, 7, 0, 0, 0, 1, 0, 0, 0]);
            }
            bytes.extend(inner);
        }
    }
}

/// Changes a value in the tables by which a database describes itself.
fn change_metadata(
    random: &mut Random,
    database: &Connection,
    is_package: bool,
) -> rusqlite::Result<()> {
    const VALUES: [&str; 14] = [
        "''",
        "NULL",
        "0",
        "-1",
        "-9223372036854775808",
        "1e300",
        "x'00ff'",
        "'a\"b'",
        "'nothing'",
        "'30'",
        "'png'",
        "zeroblob(5000000)",
        "'[1,2'",
        "'EPSG'",
    ];
    let value = VALUES[random.below(VALUES.len())];
    let columns: &[(&str, &str)] = if is_package {
        &[
            ("gpkg_geometry_columns", "table_name"),
            ("gpkg_geometry_columns", "column_name"),
            ("gpkg_geometry_columns", "geometry_type_name"),
            ("gpkg_geometry_columns", "srs_id"),
            ("gpkg_contents", "data_type"),
            ("gpkg_contents", "srs_id"),
            ("gpkg_spatial_ref_sys", "organization_coordsys_id"),
            ("gpkg_spatial_ref_sys", "organization"),
            ("gpkg_spatial_ref_sys", "definition"),
        ]
    } else {
        &[
            ("metadata", "value"),
            ("metadata", "name"),
            ("tiles_shallow", "zoom_level"),
            ("tiles_shallow", "tile_column"),
            ("tiles_data", "tile_data"),
        ]
    };
    let (table, column) = columns[random.below(columns.len())];
    let sql = format!(
        "UPDATE {table} SET {column} = {value} WHERE rowid % 2 = {}",
        random.below(2)
    );
    // Tables without `rowid` are changed as a whole.
    if database.execute(&sql, []).is_err() {
        database.execute(
            &format!("UPDATE OR IGNORE {table} SET {column} = {value}"),
            [],
        )?;
    }
    Ok(())
}

/// Replaces a table by a view that is a trap, or drops it.
fn trap(
    random: &mut Random,
    database: &Connection,
    table: &str,
    column: &str,
) -> rusqlite::Result<()> {
    const ENDLESS: &str = "WITH RECURSIVE m(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM m) SELECT";
    let rows = match random.below(8) {
        0 => format!("{ENDLESS} n AS fid, zeroblob(n % 90) AS \"{column}\", n AS code FROM m"),
        1 => format!("{ENDLESS} n AS fid, zeroblob(900000) AS \"{column}\", n AS code FROM m"),
        2 => format!(
            "{ENDLESS} n % 8 AS zoom_level, 0 AS tile_column, 0 AS tile_row, n AS \"{column}\" FROM m"
        ),
        // The view takes few steps, each of which takes long.
        6 => format!(
            "{ENDLESS} max(n) AS fid, max(hex(randomblob(400000 + n))) AS \"{column}\", 1 AS zoom_level FROM m"
        ),
        3 => format!("SELECT 1 AS fid, zeroblob(100000000) AS \"{column}\""),
        4 => format!("SELECT * FROM \"{table} 2\" ORDER BY random()"),
        5 => format!(
            "SELECT a.* FROM \"{table} 2\" a, \"{table} 2\" b, \"{table} 2\" c, \"{table} 2\" d"
        ),
        _ => {
            return database.execute_batch(&format!("DROP TABLE IF EXISTS \"{table}\""));
        }
    };
    let is_view: bool = database.query_row(
        "SELECT type = 'view' FROM sqlite_master WHERE name = ?1",
        [table],
        |row| row.get(0),
    )?;
    let away = if is_view {
        format!("DROP VIEW \"{table}\"")
    } else {
        format!("ALTER TABLE \"{table}\" RENAME TO \"{table} 2\"")
    };
    database.execute_batch(&format!("{away}; CREATE VIEW \"{table}\" AS {rows}"))
}
