//! [`Listener`], where connections come from: a TCP port or a Unix socket.

use std::future::Future;
use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;

/// A socket that accepts connections, for [`run`](crate::run()).
pub trait Listener: Send + 'static {
    /// The stream of a connection.
    type Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static;

    /// Returns the address as the log names it.
    fn address(&self) -> String;

    /// Waits for the next connection. Dropping the future loses none.
    ///
    /// # Errors
    ///
    /// The error of the operating system, after which the next call may succeed.
    fn accept(&mut self) -> impl Future<Output = io::Result<Self::Stream>> + Send;
}

impl Listener for TcpListener {
    type Stream = tokio::net::TcpStream;

    fn address(&self) -> String {
        self.local_addr()
            .map_or_else(|_| "unknown".into(), |address| address.to_string())
    }

    async fn accept(&mut self) -> io::Result<Self::Stream> {
        let (connection, _) = TcpListener::accept(self).await?;
        // Without TCP_NODELAY the last piece of a streamed answer waits until the client has
        // acknowledged the piece before, and clients delay their acknowledgements.
        let _ = connection.set_nodelay(true);
        Ok(connection)
    }
}

#[cfg(unix)]
impl Listener for tokio::net::UnixListener {
    type Stream = tokio::net::UnixStream;

    fn address(&self) -> String {
        let address = self.local_addr().ok();
        let path = address.as_ref().and_then(|address| address.as_pathname());
        path.map_or_else(|| "unknown".into(), |path| path.display().to_string())
    }

    async fn accept(&mut self) -> io::Result<Self::Stream> {
        let (connection, _) = tokio::net::UnixListener::accept(self).await?;
        Ok(connection)
    }
}
