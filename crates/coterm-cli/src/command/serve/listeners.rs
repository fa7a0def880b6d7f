//! Opening the sockets on which the server listens.

use std::io;
#[cfg(unix)]
use std::os::unix::fs::FileTypeExt;

use coterm_server::Listeners;

use crate::args::Binding;
use crate::error::{Context, Result};

/// Opens the sockets that are asked for; without any, those that systemd passes, or else the default
/// one. Must be called in the runtime.
///
/// # Errors
///
/// An error for an address that cannot be listened on.
pub(super) async fn open(bindings: &[Binding]) -> Result<Listeners> {
    let mut listeners = Listeners::default();
    passed(&mut listeners).context("the sockets that systemd passed")?;
    let default = [Binding::default()];
    let bindings = match bindings {
        [] if listeners.is_empty() => &default,
        bindings => bindings,
    };
    for binding in bindings {
        let cannot = || format!("cannot listen on {binding}; choose another address with --bind");
        match binding {
            Binding::Tcp(address) => {
                let listener = tokio::net::TcpListener::bind(address).await;
                listeners.add_tcp(listener.context(cannot())?);
            }
            #[cfg(unix)]
            Binding::Unix(path) => {
                // A server that was killed leaves its socket behind.
                let is_socket = path
                    .symlink_metadata()
                    .is_ok_and(|about| about.file_type().is_socket());
                if is_socket && tokio::net::UnixStream::connect(path).await.is_err() {
                    std::fs::remove_file(path).context(cannot())?;
                }
                let listener = tokio::net::UnixListener::bind(path);
                listeners.add_unix(listener.context(cannot())?);
            }
            #[cfg(not(unix))]
            Binding::Unix(_) => {
                return Err(crate::error::Error::Usage(format!(
                    "{binding}: there are no such sockets here"
                )));
            }
        }
    }
    Ok(listeners)
}

/// Takes the sockets that the process was started with, by systemd's protocol (`LISTEN_FDS`).
fn passed(listeners: &mut Listeners) -> io::Result<()> {
    let mut all = listenfd::ListenFd::from_env();
    for number in 0..all.len() {
        #[cfg(unix)]
        if let Ok(Some(socket)) = all.take_unix_listener(number) {
            socket.set_nonblocking(true)?;
            listeners.add_unix(tokio::net::UnixListener::from_std(socket)?);
            continue;
        }
        if let Some(socket) = all.take_tcp_listener(number)? {
            socket.set_nonblocking(true)?;
            listeners.add_tcp(tokio::net::TcpListener::from_std(socket)?);
        }
    }
    Ok(())
}
