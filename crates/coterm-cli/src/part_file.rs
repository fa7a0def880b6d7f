//! [`PartFile`]: a result that is written beside its file and replaces it when it is complete.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::{Context, Error, Result};
use crate::signal;
use crate::terminal::say;

/// A file `out.csv.coterm.part` that is renamed to `out.csv` in one step when it is complete.
///
/// The file may hold patients' rows, so only its owner may read it while it is written. It is
/// removed if the command fails or is asked to stop. A process that is killed outright leaves it,
/// under a name that people find; the next run for the same file says so, and removes it.
#[derive(Debug)]
pub(crate) struct PartFile {
    writer: BufWriter<File>,
    part: PathBuf,
    /// The path of the finished result.
    path: PathBuf,
    /// The permissions of the finished result.
    permissions: Permissions,
    /// Whether the file has been renamed to `path`. After that, a file at `part` would be another
    /// process's, and is not removed.
    placed: bool,
}

impl PartFile {
    /// Creates the file beside `path`. When it is complete it gets the permissions of the file that
    /// is at `path` now, or of a new file.
    pub(crate) fn begin(path: PathBuf) -> Result<Self> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".coterm.part");
        let part = path.with_file_name(name);
        let permissions = match path.metadata() {
            Ok(metadata) => metadata.permissions(),
            Err(_) => usual(&path).context(path.display().to_string())?,
        };
        remove_left(&part)?;
        let file = private(&part).context(part.display().to_string())?;
        // The lock is held while the file is open, so that no other process takes it for left over.
        if !lock(&file)? || !is_at(&file, &part) {
            return Err(busy(&part));
        }
        signal::remove_when_interrupted(part.clone());
        Ok(Self {
            writer: BufWriter::with_capacity(1 << 18, file),
            part,
            path,
            permissions,
            placed: false,
        })
    }

    /// Completes the file: writes what is buffered, sets its permissions and renames it to `path`.
    pub(crate) fn finish(mut self) -> Result<()> {
        let mut put = || {
            self.writer.flush()?;
            self.writer
                .get_ref()
                .set_permissions(self.permissions.clone())?;
            fs::rename(&self.part, &self.path)
        };
        let put = put();
        self.placed = put.is_ok();
        put.context(self.path.display().to_string())
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.placed {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Creates a file that only its owner may read. On other systems than Unix its folder decides who
/// may.
fn private(part: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create_new(true).open(part)
}

/// Removes the file that a killed run has left, and says so. It is an error if another process is
/// still writing it.
fn remove_left(part: &Path) -> Result<()> {
    let what = || part.display().to_string();
    match part.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).context(what()),
        Ok(metadata) if !metadata.is_file() => {
            return Err(Error::Usage(format!(
                "coterm writes the result to {} first, but something else has that name; move or rename it",
                what()
            )));
        }
        Ok(_) => {}
    }
    let left = File::options().write(true).open(part).context(what())?;
    if !lock(&left)? {
        return Err(busy(part));
    }
    fs::remove_file(part).context(what())?;
    say(format!(
        "{} was left by an earlier run that was stopped. It has been removed.",
        what()
    ));
    Ok(())
}

/// Locks the file; `false` if another process holds the lock. Where the file system has no locks it
/// returns `true`.
fn lock(file: &File) -> Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(true),
        Err(TryLockError::Error(error)) => Err(error).context("the lock of the result"),
    }
}

/// Whether the open file is still the one at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let open = file.metadata().map(identity).ok();
    open.is_some() && open == path.symlink_metadata().map(identity).ok()
}

/// Whether a file is at the path. Without file numbers to compare, it is taken for the open file:
/// such systems do not let go of an open file's name.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn busy(part: &Path) -> Error {
    let busy = coterm_io::Error::Busy {
        path: part.to_owned(),
        doing: "written",
    };
    busy.into()
}

/// Returns the permissions of a new file in this folder. An empty temporary file has them, from the
/// user's mask.
fn usual(path: &Path) -> io::Result<Permissions> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mask"))]
    let mut empty = tempfile::Builder::new();
    #[cfg(unix)]
    empty.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let empty = empty.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    Ok(empty.as_file().metadata()?.permissions())
}
