//! The arguments of `coterm serve`.

use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, ValueHint};

use super::{Binding, OwnFiles};

/// Start the server and its map
///
/// Every option can also be set in the environment, as `COTERM_` and its name in capitals, such as
/// `COTERM_PUBLIC_URL`, and in the file that --config names. Several values in the environment are
/// separated by commas.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm serve
  coterm serve --bind localhost:9000
  coterm serve --layer districts.geojson
  coterm serve --tiles districts.pmtiles --tiles others.mbtiles
  coterm serve --basemap zoomstack.mbtiles")]
pub(crate) struct Serve {
    /// The address to listen on, such as localhost:8080, or `unix:/run/coterm.sock`; port 0 takes a
    /// free port. May be given several times. Other machines can reach any address except localhost
    /// [default: 127.0.0.1:8080, or the sockets that systemd passes]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) bind: Vec<Binding>,
    /// An archive of vector tiles or pictures to serve too, `PMTiles` or `MBTiles`, at /tiles/ and the file's
    /// name without its extension; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) tiles: Vec<PathBuf>,
    /// An archive of vector tiles or pictures to draw under the layers of the map, `PMTiles` or
    /// `MBTiles`, such as OS Open Zoomstack
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) basemap: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) own: OwnFiles,
    /// The folder with the map's page [default: web, if it is here, or else the page in the program]
    #[arg(long, env = "COTERM_WEB", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) web: Option<PathBuf>,
    /// A TOML file with settings, which have the names of these options
    #[arg(long, env = "COTERM_CONFIG", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// The address by which clients reach the server through a proxy, such as
    /// `https://maps.example/areas` [default: what the headers of each request say]
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub(crate) public_url: Option<String>,
    /// A site whose pages may send lookups, comparisons and scenarios, such as
    /// `https://maps.example`; may be given several times. Pages of every site may read layers and
    /// tiles
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    pub(crate) allow_origin: Vec<String>,
    /// Another name by which clients may call a server that only this machine can reach, such as that
    /// of a proxy before it; may be given several times
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<String>,
    /// Log each request: its method, the template of its route, its status and its time, and never
    /// what it asks for
    #[arg(
        long,
        value_name = "YES",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        default_value = "false",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = BoolishValueParser::new(),
        action = clap::ArgAction::Set
    )]
    pub(crate) access_log: bool,
}

/// Parses the address of a server, and leaves out a slash at its end.
fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let form = || format!("\"{text}\" should be an address such as https://maps.example/areas");
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .ok_or_else(form)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&byte);
    if rest.is_empty() || rest.starts_with('/') || !rest.bytes().all(plain) {
        return Err(form());
    }
    Ok(url.to_owned())
}

/// Parses an origin: a scheme and a host, perhaps with a port.
fn origin(text: &str) -> Result<String, String> {
    let url = public_url(text).ok();
    let url = url.filter(|url| {
        url.split("://")
            .nth(1)
            .is_some_and(|rest| !rest.contains('/'))
    });
    url.map(|url| url.to_ascii_lowercase())
        .ok_or_else(|| format!("\"{text}\" should be an origin such as https://maps.example"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_origins_are_checked() {
        assert_eq!(
            public_url("https://a.example/b/").unwrap(),
            "https://a.example/b"
        );
        assert!(origin("*").unwrap_err().contains("origin"));
        assert_eq!(
            origin("https://A.example:8443").unwrap(),
            "https://a.example:8443"
        );
        for wrong in [
            "a.example",
            "ftp://a",
            "https://",
            "https:///a",
            "https://a/?b",
            "https://a b",
        ] {
            assert!(
                public_url(wrong).unwrap_err().contains("such as https://"),
                "{wrong}"
            );
        }
        assert!(origin("https://a.example/path").is_err());
    }
}
