//! Messages to the service manager that started the server, by the protocol of `sd_notify`.

use std::io;

/// Environment variable that names the manager's socket.
const VARIABLE: &str = "NOTIFY_SOCKET";

/// A message of the server to its manager.
#[derive(Debug, Clone, Copy)]
pub(super) enum News {
    /// The server answers requests.
    Ready,
    /// The server loads its data again, and answers meanwhile.
    Reloading,
    /// The server finishes the requests under way and ends.
    Stopping,
}

/// Tells the service manager, if there is one. A manager that does not listen is no error.
pub(super) fn tell(news: News) {
    let message = match news {
        News::Ready => "READY=1",
        News::Reloading => "RELOADING=1",
        News::Stopping => "STOPPING=1",
    };
    if let Some(Err(error)) = std::env::var_os(VARIABLE).map(|socket| send(&socket, message)) {
        tracing::warn!(%error, "the service manager cannot be told");
    }
}

#[cfg(unix)]
fn send(socket: &std::ffi::OsStr, message: &str) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::{SocketAddr, UnixDatagram};

    let sender = UnixDatagram::unbound()?;
    match socket.as_bytes() {
        #[cfg(target_os = "linux")]
        [b'@', name @ ..] => {
            use std::os::linux::net::SocketAddrExt;

            let address = SocketAddr::from_abstract_name(name)?;
            sender.send_to_addr(message.as_bytes(), &address)?;
        }
        _ => {
            let address = SocketAddr::from_pathname(socket)?;
            sender.send_to_addr(message.as_bytes(), &address)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn send(_: &std::ffi::OsStr, _: &str) -> io::Result<()> {
    Ok(())
}
