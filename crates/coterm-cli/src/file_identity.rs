//! [`FileIdentity`]: tells whether two paths or streams are the same file.

use std::path::Path;

/// The identity of a regular file on this machine, whatever its name. Folders, pipes and devices
/// have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileIdentity(Inner);

#[cfg(unix)]
mod inner {
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::fd::{AsFd, BorrowedFd};
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    /// The numbers of the device and of the file on it.
    pub(super) type Inner = (u64, u64);

    pub(super) fn at(path: &Path) -> Option<Inner> {
        path.metadata()
            .ok()
            .and_then(|metadata| identity(&metadata))
    }

    pub(super) fn of_stdin() -> Option<Inner> {
        of_stream(io::stdin().as_fd())
    }

    pub(super) fn of_stdout() -> Option<Inner> {
        of_stream(io::stdout().as_fd())
    }

    fn of_stream(stream: BorrowedFd<'_>) -> Option<Inner> {
        let file = File::from(stream.try_clone_to_owned().ok()?);
        identity(&file.metadata().ok()?)
    }

    fn identity(metadata: &Metadata) -> Option<Inner> {
        metadata.is_file().then(|| (metadata.dev(), metadata.ino()))
    }
}

/// The standard library has no file numbers on other systems, so the full path without links stands
/// in: a second hard link is taken for another file, and the files of standard input and output are
/// not known.
#[cfg(not(unix))]
mod inner {
    use std::path::{Path, PathBuf};

    pub(super) type Inner = PathBuf;

    pub(super) fn at(path: &Path) -> Option<Inner> {
        path.canonicalize().ok().filter(|path| path.is_file())
    }

    pub(super) fn of_stdin() -> Option<Inner> {
        None
    }

    pub(super) fn of_stdout() -> Option<Inner> {
        None
    }
}

use inner::Inner;

impl FileIdentity {
    /// Returns the identity of the file at a path, following links.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        inner::at(path).map(Self)
    }

    /// Returns the identity of the file that standard input reads.
    pub(crate) fn of_stdin() -> Option<Self> {
        inner::of_stdin().map(Self)
    }

    /// Returns the identity of the file that standard output writes to.
    pub(crate) fn of_stdout() -> Option<Self> {
        inner::of_stdout().map(Self)
    }
}
