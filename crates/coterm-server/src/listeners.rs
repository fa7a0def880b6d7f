//! [`Listeners`], the sockets on which the server accepts connections.

use std::fmt::{self, Display};
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

#[cfg(target_os = "linux")]
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

/// The sockets on which the server accepts connections: ports of TCP and Unix sockets.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// use coterm_server::Listeners;
/// use tokio::net::TcpListener;
///
/// let mut listeners = Listeners::default();
/// listeners.add_tcp(TcpListener::bind("127.0.0.1:0").await?);
/// assert!(!listeners.is_empty());
/// assert!(listeners.tcp_addresses()[0].ip().is_loopback());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Listeners {
    tcp: Vec<TcpListener>,
    #[cfg(unix)]
    unix: Vec<UnixListener>,
    /// Number of connections that were accepted, so that no socket is always asked first.
    turn: usize,
}

/// Bytes of an answer that wait in the system for a client to take them.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 16 << 10;

/// A connection, of any kind of socket.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<C: AsyncRead + AsyncWrite + Send + Unpin> Connection for C {}

impl Listeners {
    /// Adds a port of TCP.
    ///
    /// ```no_run
    /// # async fn example() -> std::io::Result<()> {
    /// # let mut listeners = coterm_server::Listeners::default();
    /// listeners.add_tcp(tokio::net::TcpListener::bind("127.0.0.1:8080").await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_tcp(&mut self, listener: TcpListener) {
        self.tcp.push(listener);
    }

    /// Adds a Unix socket.
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// # let mut listeners = coterm_server::Listeners::default();
    /// listeners.add_unix(tokio::net::UnixListener::bind("/run/coterm.sock")?);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(unix)]
    pub fn add_unix(&mut self, listener: UnixListener) {
        self.unix.push(listener);
    }

    /// Whether there is no socket.
    ///
    /// ```
    /// assert!(coterm_server::Listeners::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        #[cfg(unix)]
        if !self.unix.is_empty() {
            return false;
        }
        self.tcp.is_empty()
    }

    /// Returns the addresses of the ports of TCP.
    ///
    /// ```
    /// assert!(coterm_server::Listeners::default().tcp_addresses().is_empty());
    /// ```
    pub fn tcp_addresses(&self) -> Vec<SocketAddr> {
        let addresses = self.tcp.iter().map(TcpListener::local_addr);
        addresses.filter_map(Result::ok).collect()
    }

    /// Waits for the next connection. Dropping the future loses none.
    ///
    /// # Errors
    ///
    /// The error of the operating system, after which the next call may succeed.
    pub(crate) async fn accept(&mut self) -> io::Result<Box<dyn Connection>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Box<dyn Connection>>> {
        self.turn = self.turn.wrapping_add(1);
        let ports = self.tcp.len();
        for number in 0..ports {
            let listener = &self.tcp[(self.turn + number) % ports];
            if let Poll::Ready(accepted) = listener.poll_accept(context) {
                return Poll::Ready(accepted.map(|(connection, _)| {
                    // Without TCP_NODELAY the last piece of a streamed answer waits until the
                    // client has acknowledged the piece before, and clients delay their
                    // acknowledgements.
                    let _ = connection.set_nodelay(true);
                    // The system tells that a client takes an answer only when it has taken much of
                    // what waits for it. Without this, megabytes wait, and a client of 20 kB a
                    // second seems to take nothing.
                    #[cfg(target_os = "linux")]
                    let _ = SockRef::from(&connection).set_tcp_notsent_lowat(UNSENT);
                    Box::new(connection) as Box<dyn Connection>
                }));
            }
        }
        #[cfg(unix)]
        for listener in &self.unix {
            if let Poll::Ready(accepted) = listener.poll_accept(context) {
                return Poll::Ready(
                    accepted.map(|(connection, _)| Box::new(connection) as Box<dyn Connection>),
                );
            }
        }
        Poll::Pending
    }
}

impl From<TcpListener> for Listeners {
    fn from(listener: TcpListener) -> Self {
        Self {
            tcp: vec![listener],
            ..Self::default()
        }
    }
}

impl Display for Listeners {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<String> = self
            .tcp_addresses()
            .iter()
            .map(|address| format!("http://{address}"))
            .collect();
        #[cfg(unix)]
        names.extend(self.unix.iter().map(|listener| {
            let address = listener.local_addr().ok();
            let path = address.as_ref().and_then(|address| address.as_pathname());
            path.map_or_else(
                || "a Unix socket".to_owned(),
                |path| format!("unix:{}", path.display()),
            )
        }));
        text.write_str(&names.join(" and "))
    }
}
