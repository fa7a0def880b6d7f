//! Waiting for the signals that ask the process to stop, and cleaning up after them.
//!
//! `serve` stops on them; files that are not complete are removed.

#[cfg(unix)]
use std::io::IsTerminal;
use std::path::PathBuf;

#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

/// Resolves when a signal asks the process to stop (interrupt, terminate, quit or hang-up), with
/// the exit code that shells report for it. Hang-up is ignored if the process was started to ignore
/// it, as by `nohup`.
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

/// Starts to listen for what asks a server to stop, and returns a future that resolves then:
/// interrupt, terminate or quit, or a hang-up because the terminal that it was started in has been
/// closed.
#[cfg(unix)]
pub(crate) fn stopped() -> impl Future<Output = ()> + Send {
    let had_terminal = std::io::stderr().is_terminal();
    let hang_ups = signal(SignalKind::hangup());
    let interrupt = received(SignalKind::interrupt());
    let terminate = received(SignalKind::terminate());
    let quit = received(SignalKind::quit());
    let terminal_closed = async move {
        let Ok(mut hang_ups) = hang_ups else {
            return std::future::pending().await;
        };
        loop {
            hang_ups.recv().await;
            if had_terminal && !std::io::stderr().is_terminal() {
                return;
            }
        }
    };
    async move {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate => {}
            _ = quit => {}
            () = terminal_closed => {}
        }
    }
}

/// Resolves when Ctrl-C asks a server to stop.
#[cfg(not(unix))]
pub(crate) async fn stopped() {
    interrupted().await;
}

/// The hang-up signals that a server gets, each of which asks it to load its data again.
pub(crate) struct HangUps(#[cfg(unix)] Option<tokio::signal::unix::Signal>);

impl HangUps {
    /// Starts to listen. From here on the signal does not end the process.
    pub(crate) fn new() -> Self {
        Self(
            #[cfg(unix)]
            signal(SignalKind::hangup()).ok(),
        )
    }

    /// Waits for the next one. Where there are none, it never resolves.
    pub(crate) async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.0 {
            signal.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    }
}

/// Resolves when Ctrl-C asks the process to stop, with the exit code for it.
#[cfg(not(unix))]
pub(crate) async fn interrupted() -> i32 {
    /// The exit code that shells report for an interrupt: 128 plus the signal's number.
    const INTERRUPTED: i32 = 130;
    match tokio::signal::ctrl_c().await {
        Ok(()) => INTERRUPTED,
        Err(_) => std::future::pending().await,
    }
}

/// Starts to listen for the signal, and returns a future that resolves at it, with its exit code. If no
/// handler can be installed it never does, and the signal ends the process.
#[cfg(unix)]
fn received(kind: SignalKind) -> impl Future<Output = i32> + Send {
    /// The number that shells add to a signal's for an exit code.
    const SIGNALLED: i32 = 128;
    let signal = signal(kind);
    async move {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
                SIGNALLED + kind.as_raw_value()
            }
            Err(_) => std::future::pending().await,
        }
    }
}

/// Whether the process was started to ignore the signal. It is read from `/proc`; without that the
/// answer is no.
#[cfg(unix)]
fn is_ignored(kind: SignalKind) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (kind.as_raw_value() - 1) & 1 == 1)
}

/// Removes the file and ends the process once a signal asks it to stop. It returns at once.
pub(crate) fn remove_when_interrupted(path: PathBuf) {
    end_when_interrupted(move || {
        // The file may be complete and renamed already.
        let _ = std::fs::remove_file(path);
    });
}

/// Calls `last` and ends the process once a signal asks it to stop. It returns at once.
pub(crate) fn end_when_interrupted(last: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        // Without a runtime the signal ends the process, and `last` is not called.
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
