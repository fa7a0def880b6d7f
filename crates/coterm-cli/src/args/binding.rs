//! [`Binding`], a place at which the server listens.

use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;

/// Beginning of the name of a Unix socket.
const UNIX: &str = "unix:";

/// A place at which the server listens: an address of TCP or the path of a Unix socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Binding {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl Default for Binding {
    fn default() -> Self {
        Self::Tcp(SocketAddr::from(([127, 0, 0, 1], 8080)))
    }
}

impl FromStr for Binding {
    type Err = String;

    /// Parses `unix:` and a path, an address with a port, or a host name with a port. A name's first
    /// IPv4 address is preferred: `localhost` is 127.0.0.1.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix(UNIX) {
            return match path {
                "" => Err(format!(
                    "\"{text}\" has no path, such as unix:/run/coterm.sock"
                )),
                path => Ok(Self::Unix(path.into())),
            };
        }
        let found: Vec<SocketAddr> = text
            .to_socket_addrs()
            .map_err(|_| {
                format!(
                    "\"{text}\" should be an address and a port, such as localhost:8080, or a \
                     socket, such as unix:/run/coterm.sock"
                )
            })?
            .collect();
        let older = found.iter().find(|address| address.is_ipv4());
        older
            .or(found.first())
            .map(|address| Self::Tcp(*address))
            .ok_or_else(|| format!("\"{text}\" has no address"))
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(text, "{address}"),
            Self::Unix(path) => write!(text, "{UNIX}{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_numbers_or_a_name_with_a_port_or_a_socket() {
        for (text, same) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("localhost:8080", "127.0.0.1:8080"),
            ("[::1]:0", "[::1]:0"),
            ("unix:/run/coterm.sock", "unix:/run/coterm.sock"),
        ] {
            assert_eq!(text.parse::<Binding>().unwrap().to_string(), same);
        }
        assert_eq!(Binding::default(), "127.0.0.1:8080".parse().unwrap());
        for text in ["8080", "localhost", "127.0.0.1", "localhost:http", ""] {
            let refused = text.parse::<Binding>().unwrap_err();
            assert!(refused.contains("localhost:8080"), "{refused}");
        }
        assert!("unix:".parse::<Binding>().unwrap_err().contains("no path"));
    }
}
