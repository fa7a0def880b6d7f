//! Core dumps, which are switched off where the memory has what was looked up.

/// Lets the system write no core dump of this process: it would be a file with postcodes and rows.
#[cfg(unix)]
pub(crate) fn switch_off() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Lowering a limit is always allowed.
    let _ = setrlimit(Resource::Core, none);
}

/// Does nothing: this system writes no core dumps.
#[cfg(not(unix))]
pub(crate) fn switch_off() {}
