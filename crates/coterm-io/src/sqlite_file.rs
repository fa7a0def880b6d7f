//! Safe reading of anyone's `SQLite` file ([`SqliteFile`]), for `GeoPackage` and `MBTiles`. A file
//! can neither change anything nor take more time and memory than its limits allow.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::At;
use crate::{Error, Result};

/// Steps of the virtual machine of `SQLite` between two checks of the step count and the clock.
/// Most steps take 20 ns, but in a view one can take a millisecond.
const STEPS: i32 = 1_000;
/// Maximum memory of `SQLite` in this process, in bytes, whatever a file asks for. Its cache takes
/// 2 MiB; the rest is for values, and for what a view sorts.
const HEAP: u32 = 256 * 1024 * 1024;
/// Size in bytes of a write-ahead log that has a header and no changes.
const LOG_HEADER: u64 = 32;
/// First bytes of a journal that `SQLite` would have to roll back.
const JOURNAL: [u8; 8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];

/// Limits on the work of reading a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SqliteLimits {
    /// Maximum size of a text or blob, in bytes.
    pub(crate) value: u64,
    /// Maximum number of steps of the virtual machine of `SQLite`, in millions. It takes some 30 to
    /// 100 million in a second.
    pub(crate) million_steps: u64,
    /// Maximum time in seconds since the file was opened or [`SqliteFile::restart`] was called.
    pub(crate) seconds: u64,
}

/// A connection to a file that may be anyone's, and may be a trap. Nothing is written to it or
/// beside it, its views and triggers are not trusted, and the work of reading it is limited.
#[derive(Debug)]
pub(crate) struct SqliteFile {
    connection: Connection,
    looks: Arc<AtomicU64>,
    opened: Instant,
    /// Milliseconds from opening the file to the moment from which time is counted.
    started: Arc<AtomicU64>,
}

impl SqliteFile {
    /// Opens a file in its present state and treats it as immutable. That needs no lock, no
    /// write-ahead log and no index of a log beside the file, so it works in a folder without
    /// permission to write. Changes in a log would not be seen, so a file with such changes is
    /// refused.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] if it is not an `SQLite` database;
    /// [`Error::InvalidInput`] if there are changes that are not in the file yet.
    pub(crate) fn open(path: &Path, limits: SqliteLimits) -> Result<Self> {
        // `SQLite` resolves links before it looks for a log.
        let whole = std::fs::canonicalize(path).at(path)?;
        if !std::fs::metadata(&whole).at(path)?.is_file() {
            return Err(Error::malformed(path, "it is not a file"));
        }
        refuse_pending_changes(path, &whole)?;
        let wrong = |error: rusqlite::Error| Error::malformed(path, reason(&error));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(uri(&whole), flags).map_err(wrong)?;
        let looks = Arc::new(AtomicU64::new(0));
        let looked = Arc::clone(&looks);
        let limit =
            limits.million_steps.saturating_mul(1_000_000) / u64::from(STEPS.unsigned_abs());
        let opened = Instant::now();
        let started = Arc::new(AtomicU64::new(0));
        let begun = Arc::clone(&started);
        let stop = move || {
            let late = begun.load(Ordering::Relaxed) + limits.seconds.saturating_mul(1_000);
            looked.fetch_add(1, Ordering::Relaxed) > limit || milliseconds(opened) > late
        };
        connection.progress_handler(STEPS, Some(stop));
        let careful = || {
            let limit = i32::try_from(limits.value).unwrap_or(i32::MAX);
            connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, limit)?;
            connection.execute_batch(&format!(
                "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON; \
                 PRAGMA temp_store = MEMORY; PRAGMA hard_heap_limit = {HEAP}"
            ))?;
            are_named_in_text(&connection)
        };
        if !careful().map_err(wrong)? {
            return Err(Error::malformed(path, "it has names that are not UTF-8"));
        }
        Ok(Self {
            connection,
            looks,
            opened,
            started,
        })
    }

    /// Resets the count of steps, before another query.
    pub(crate) fn begin(&self) {
        self.looks.store(0, Ordering::Relaxed);
    }

    /// Resets the count of steps and the clock, before a query for another request.
    pub(crate) fn restart(&self) {
        self.begin();
        self.started
            .store(milliseconds(self.opened), Ordering::Relaxed);
    }
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Whether the definitions of all tables and views, which the names of columns come from, are
/// UTF-8. `rusqlite` panics at the name of a column that is not.
fn are_named_in_text(connection: &Connection) -> rusqlite::Result<bool> {
    let mut schema = connection.prepare("SELECT name, sql FROM sqlite_schema")?;
    let mut rows = schema.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..2 {
            if let ValueRef::Text(text) = row.get_ref(column)?
                && std::str::from_utf8(text).is_err()
            {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

impl Deref for SqliteFile {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

/// Says in plain words what went wrong.
pub(crate) fn reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => {
            "it is not an SQLite database, which a GeoPackage or MBTiles file must be".to_owned()
        }
        Some(ErrorCode::DatabaseCorrupt) => "the database is damaged".to_owned(),
        Some(ErrorCode::OperationInterrupted) => {
            "reading it takes too long; it may have a view that never ends, or no index".to_owned()
        }
        Some(ErrorCode::TooBig) => "it has something that is too large".to_owned(),
        Some(ErrorCode::OutOfMemory) => {
            "reading it takes too much memory; it may have a view that never ends".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Refuses a file if there are changes beside it that belong to it: a reader of the file alone
/// would not see them, or would see half of them.
fn refuse_pending_changes(path: &Path, whole: &Path) -> Result<()> {
    let companion = |end: &str| {
        let mut name = OsString::from(whole);
        name.push(end);
        PathBuf::from(name)
    };
    let log = companion("-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > LOG_HEADER) {
        return Err(Error::InvalidInput(format!(
            "{} has unsaved changes in {}; close the program that uses it, or open and close it \
             there once more, then try again",
            path.display(),
            log.display()
        )));
    }
    let journal = companion("-journal");
    let mut begins = [0; JOURNAL.len()];
    let hot = File::open(&journal).and_then(|mut journal| journal.read_exact(&mut begins));
    if hot.is_ok() && begins == JOURNAL {
        return Err(Error::InvalidInput(format!(
            "{}: a change to it was not finished (see {}); open it with the program that changed it, and try again",
            path.display(),
            journal.display()
        )));
    }
    Ok(())
}

/// Characters that are encoded in the path of a URI.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// Makes the URI of a file for `SQLite`, with a percent-encoding for every byte that might have a
/// meaning there.
fn uri(whole: &Path) -> String {
    let path = percent_encode(whole.as_os_str().as_encoded_bytes(), RESERVED);
    format!("file://{path}?mode=ro&immutable=1")
}
