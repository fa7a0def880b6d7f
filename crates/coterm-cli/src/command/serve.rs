//! `coterm serve`

use std::path::Path;
use std::process::ExitCode;

use crate::args::Serve;
use crate::error::{Doing, Result};
use crate::output::print;

pub(crate) fn run(data: &Path, args: &Serve) -> Result<ExitCode> {
    let generation = coterm_io::store::open(data)?;
    let state = coterm_server::State::new(generation, &args.web);
    if !state.has_page() {
        anstream::eprintln!(
            "warning: the map's page is not in {}: only the interface is served; run `make web`, or name the folder with --web",
            args.web.display()
        );
    }
    let runtime = tokio::runtime::Runtime::new().doing("the server's runtime")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.bind)
            .await
            .doing(format!(
                "cannot listen on {}; choose another address with --bind",
                args.bind
            ))?;
        let address = listener.local_addr().doing("the server's address")?;
        print(format!(
            "coterm is at http://{address} (stop it with Ctrl-C)"
        ))?;
        coterm_server::run(listener, state, interrupted())
            .await
            .doing("the server")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Resolves when the process is asked to stop.
async fn interrupted() {
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
