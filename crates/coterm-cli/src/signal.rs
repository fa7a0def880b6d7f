//! Being asked to stop.

use std::path::PathBuf;

#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

/// Resolves when the process is asked to stop, with the exit code that shells report for it.
/// A process that was started to outlive its terminal, as by `nohup`, does.
#[cfg(unix)]
pub(crate) async fn interrupted() -> i32 {
    let hangup = async {
        if is_ignored(SignalKind::hangup()) {
            std::future::pending().await
        } else {
            received(SignalKind::hangup()).await
        }
    };
    tokio::select! {
        code = received(SignalKind::interrupt()) => code,
        code = received(SignalKind::terminate()) => code,
        code = received(SignalKind::quit()) => code,
        code = hangup => code,
    }
}

/// Resolves when the process is asked to stop with Ctrl-C, with the exit code for it.
#[cfg(not(unix))]
pub(crate) async fn interrupted() -> i32 {
    /// The exit code that shells report for an interrupt: 128 plus the signal's number.
    const INTERRUPTED: i32 = 130;
    match tokio::signal::ctrl_c().await {
        Ok(()) => INTERRUPTED,
        Err(_) => std::future::pending().await,
    }
}

/// Without a handler the process simply ends at the signal.
#[cfg(unix)]
async fn received(kind: SignalKind) -> i32 {
    /// The number that shells add to a signal's for an exit code.
    const SIGNALLED: i32 = 128;
    match signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
            SIGNALLED + kind.as_raw_value()
        }
        Err(_) => std::future::pending().await,
    }
}

/// Whether whoever started the process has it ignore the signal, where the system tells.
#[cfg(unix)]
fn is_ignored(kind: SignalKind) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (kind.as_raw_value() - 1) & 1 == 1)
}

/// Removes a file that is not complete, and ends, if the process is asked to stop.
pub(crate) fn remove_when_interrupted(path: PathBuf) {
    end_when_interrupted(move || {
        // It may be in its place already, under its own name.
        let _ = std::fs::remove_file(path);
    });
}

/// Does something last, and ends, if the process is asked to stop.
pub(crate) fn end_when_interrupted(last: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        // Without a runtime the process ends without it.
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        else {
            return;
        };
        let code = runtime.block_on(interrupted());
        last();
        std::process::exit(code);
    });
}
