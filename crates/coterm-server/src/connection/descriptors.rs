//! The number of files that the process may open, of which each connection takes one.

/// Number of files that the server itself needs: data, archives, the page, the log, the runtime.
const OWN_FILES: usize = 128;

/// Raises the number of files that the process may open to the most that the system allows it, and
/// returns how many connections of `wanted` fit.
#[cfg(unix)]
pub(super) fn connections(wanted: usize) -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let raised = rustix::process::Rlimit {
            current: limit.maximum,
            ..limit
        };
        // Some systems allow less than they say; then it stays as it was.
        if setrlimit(Resource::Nofile, raised).is_ok() {
            limit = raised;
        }
    }
    let files = limit.current.map_or(usize::MAX, |files| {
        usize::try_from(files).unwrap_or(usize::MAX)
    });
    let fits = files.saturating_sub(OWN_FILES).max(files / 2).max(1);
    if fits < wanted {
        tracing::warn!(
            connections = fits,
            "the process may open too few files for all connections"
        );
    }
    wanted.min(fits)
}

/// Returns `wanted`: this system has no such limit.
#[cfg(not(unix))]
pub(super) fn connections(wanted: usize) -> usize {
    wanted
}
