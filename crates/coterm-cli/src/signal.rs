//! Being asked to stop.

use std::path::PathBuf;

/// Resolves when the process is asked to stop.
pub(crate) async fn interrupted() {
    let ctrl_c = async {
        // Without a handler the process simply ends at the signal.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminated => {}
    }
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
    /// What shells report for a process that was interrupted.
    const INTERRUPTED: i32 = 130;
    std::thread::spawn(move || {
        // Without a runtime the process ends without it.
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        else {
            return;
        };
        runtime.block_on(interrupted());
        last();
        std::process::exit(INTERRUPTED);
    });
}
