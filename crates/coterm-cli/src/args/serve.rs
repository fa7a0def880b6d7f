//! The arguments of `coterm serve`.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::OwnFiles;

/// Start the server and its map
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm serve
  coterm serve --bind localhost:9000
  coterm serve --layer districts.geojson
  coterm serve --tiles districts.pmtiles --tiles others.mbtiles")]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free port. Other machines can reach any address
    /// except localhost
    #[arg(
        long,
        env = "COTERM_BIND",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS",
        value_parser = address
    )]
    pub(crate) bind: SocketAddr,
    /// An archive of vector tiles to serve too, `PMTiles` or `MBTiles`, at /tiles/ and the file's
    /// name without its extension; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) tiles: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) own: OwnFiles,
    /// The folder with the map's page [default: web, if it is here, or else the page in the program]
    #[arg(long, env = "COTERM_WEB", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) web: Option<PathBuf>,
}

/// Parses an address with a port, or a host name with a port. It prefers a name's first IPv4
/// address: `localhost` is 127.0.0.1.
fn address(text: &str) -> Result<SocketAddr, String> {
    let found: Vec<SocketAddr> = text
        .to_socket_addrs()
        .map_err(|_| format!("\"{text}\" should be an address and a port, such as localhost:8080"))?
        .collect();
    let older = found.iter().find(|address| address.is_ipv4());
    older
        .or(found.first())
        .copied()
        .ok_or_else(|| format!("\"{text}\" has no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_numbers_or_a_name_with_a_port() {
        for (text, same) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("localhost:8080", "127.0.0.1:8080"),
            ("[::1]:0", "[::1]:0"),
        ] {
            assert_eq!(address(text).unwrap(), same.parse().unwrap());
        }
        for text in ["8080", "localhost", "127.0.0.1", "localhost:http", ""] {
            let refused = address(text).unwrap_err();
            assert!(refused.contains("localhost:8080"), "{refused}");
        }
    }
}
