//! `coterm serve`: what may be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Start the server and its map
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm serve
  coterm serve --bind 127.0.0.1:9000
  coterm serve --tiles districts.pmtiles --tiles others.mbtiles")]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "COTERM_BIND",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub(crate) bind: SocketAddr,
    /// An archive of vector tiles to serve too, `PMTiles` or `MBTiles`, at /tiles/ and the file's
    /// name without its extension; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) tiles: Vec<PathBuf>,
    /// The folder with the map's page
    #[arg(long, env = "COTERM_WEB", default_value = "web", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) web: PathBuf,
}
