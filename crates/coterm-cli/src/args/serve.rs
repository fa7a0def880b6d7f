//! `coterm serve`: what may be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Start the server and its map
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm serve
  coterm serve --bind 127.0.0.1:9000")]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "COTERM_BIND",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub(crate) bind: SocketAddr,
    /// The folder with the map's page
    #[arg(long, env = "COTERM_WEB", default_value = "web", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) web: PathBuf,
}
