//! The tiles of an archive that have been made so far: [`Staging`], a database beside the archive.
//! A batch is in it completely or not at all, and only one process can have it open.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use coterm_tiles::TileCoord;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use crate::error::At;
use crate::{Error, Result};

/// The application id `CoTi`, which marks a database as coterm's.
const APPLICATION_ID: i32 = 0x436F_5469;

/// The schema of the staging file. `done` counts the tiles that have been looked at, in order;
/// empty tiles have no row in any table. Contents are numbered in the order in which they first
/// occur, so the numbers do not depend on how often the run was stopped.
const SCHEMA: &str = "
DROP TABLE IF EXISTS part;
DROP TABLE IF EXISTS tile;
DROP TABLE IF EXISTS content;
CREATE TABLE part (fingerprint TEXT NOT NULL, done INTEGER NOT NULL);
CREATE TABLE content (number INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL);
CREATE TABLE tile (
  id INTEGER PRIMARY KEY, z INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL,
  content INTEGER NOT NULL REFERENCES content(number));
";

/// State in which an earlier run left the staging file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Absent: there was no earlier run, or its staging file is gone.
    Nothing,
    /// Tiles of the same archive: the run continues after them.
    Same,
    /// Tiles of other layers or zooms, or of another version: the run begins anew.
    Other,
}

/// A tile that has been made.
#[derive(Debug)]
pub(super) struct MadeTile {
    pub(super) id: u64,
    pub(super) coord: TileCoord,
    pub(super) sha256: [u8; 32],
    /// The compressed tile.
    pub(super) bytes: Vec<u8>,
}

/// The tiles that have been made, in an `SQLite` database. A batch is stored completely or not at
/// all; the last batches may be lost if the power fails.
#[derive(Debug)]
pub(super) struct Staging {
    connection: Connection,
    path: PathBuf,
    done: usize,
}

impl Staging {
    /// Opens the staging file of an earlier run, or begins anew if that is of another archive.
    pub(super) fn open(path: PathBuf, fingerprint: &str) -> Result<(Self, Earlier)> {
        // The system says why a file cannot be written; `SQLite` does not.
        let file = File::options().create(true).append(true).open(&path);
        drop(file.at(&path)?);
        let opened = Connection::open(&path).and_then(|connection| {
            // The lock is taken now and held to the end. If another process has it, fail at once.
            connection.busy_timeout(std::time::Duration::ZERO)?;
            connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")?;
            Ok(connection)
        });
        let connection = opened.at(&path)?;
        let pragma = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i32>(0));
        let tables = pragma("SELECT count(*) FROM sqlite_master").at(&path)?;
        if tables > 0 && pragma("PRAGMA application_id").at(&path)? != APPLICATION_ID {
            return Err(not_a_staging_file(&path));
        }
        let found = || -> rusqlite::Result<Option<(String, usize)>> {
            if tables == 0 {
                return Ok(None);
            }
            let sql = "SELECT fingerprint, done FROM part";
            let part = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
            part.optional()
        };
        let (earlier, done) = match found().at(&path)? {
            Some((found, done)) if found == fingerprint => (Earlier::Same, done),
            Some(_) => (Earlier::Other, 0),
            None => (Earlier::Nothing, 0),
        };
        // With a write-ahead log a killed process loses nothing, and a batch does not wait for the
        // disk.
        let log = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
        connection.execute_batch(log).at(&path)?;
        if earlier != Earlier::Same {
            let begin = || {
                connection.pragma_update(None, "application_id", APPLICATION_ID)?;
                connection.execute_batch(&format!("BEGIN; {SCHEMA}"))?;
                connection.execute("INSERT INTO part VALUES (?1, 0)", [fingerprint])?;
                connection.execute_batch("COMMIT")
            };
            begin().at(&path)?;
        }
        let staging = Self {
            connection,
            path,
            done,
        };
        Ok((staging, earlier))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Number of tiles that have been looked at.
    pub(super) fn done(&self) -> usize {
        self.done
    }

    /// Stores the tiles that were made of the next `examined` tiles in order.
    pub(super) fn keep(&mut self, made: &[MadeTile], examined: usize) -> Result<()> {
        let done = self.done + examined;
        let mut keep = || {
            let transaction = self.connection.transaction()?;
            for tile in made {
                transaction
                    .prepare_cached(
                        "INSERT OR IGNORE INTO content (sha256, bytes) VALUES (?1, ?2)",
                    )?
                    .execute(params![tile.sha256, tile.bytes])?;
                let [x, y] = [tile.coord.x(), tile.coord.y()];
                transaction
                    .prepare_cached(
                        "INSERT INTO tile SELECT ?1, ?2, ?3, ?4, number FROM content WHERE sha256 = ?5",
                    )?
                    .execute(params![tile.id, tile.coord.z(), x, y, tile.sha256])?;
            }
            transaction.execute("UPDATE part SET done = ?1", [done])?;
            transaction.commit()
        };
        keep().at(&self.path)?;
        self.done = done;
        Ok(())
    }

    /// Calls `take` for every tile in order, with the number of its content. Numbers begin with 1,
    /// and each first occurs after all smaller ones.
    pub(super) fn each(
        &self,
        mut take: impl FnMut(TileCoord, u64, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let mut tiles = self
            .connection
            .prepare("SELECT z, x, y, number, bytes FROM tile JOIN content ON number = content ORDER BY id")
            .at(&self.path)?;
        let mut rows = tiles.query([]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            let place = || -> rusqlite::Result<(u8, u32, u32, u64)> {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            };
            let (z, x, y, number) = place().at(&self.path)?;
            let bytes = row.get_ref(4).and_then(|bytes| Ok(bytes.as_blob()?));
            take(TileCoord::new(z, x, y)?, number, bytes.at(&self.path)?)?;
        }
        Ok(())
    }

    /// Number of different contents.
    pub(super) fn distinct(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM content";
        let count = self.connection.query_row(sql, [], |row| row.get(0));
        count.at(&self.path)
    }

    /// Closes and removes the staging file.
    pub(super) fn remove(self) -> Result<()> {
        let closed = self.connection.close().map_err(|(_, error)| error);
        closed.at(&self.path)?;
        fs::remove_file(&self.path).at(&self.path)
    }
}

fn not_a_staging_file(path: &Path) -> Error {
    Error::malformed(
        path,
        "coterm needs this name for unfinished tiles, but another file has it; move that file",
    )
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: impl AsRef<Path>) -> Result<T> {
        self.map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => not_a_staging_file(path.as_ref()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy {
                path: path.as_ref().to_owned(),
                doing: "written",
            },
            _ => Error::write(path, error),
        })
    }
}
