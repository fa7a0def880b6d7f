//! Settings of the benches, all from the environment: `QUICK=1` runs everything on small inputs.

use std::path::PathBuf;

/// Amount of work that a bench does.
#[derive(Debug, Clone, Copy)]
pub struct Parameters {
    /// Number of points in a batch.
    pub points: usize,
    /// Number of turns that each contender takes.
    pub turns: usize,
    /// Maximum number of vertices of a made layer.
    pub max_vertices: usize,
}

impl Parameters {
    /// Reads the settings from the environment.
    pub fn from_env() -> Self {
        if std::env::var("QUICK").is_ok_and(|value| !value.is_empty() && value != "0") {
            Self {
                points: 20_000,
                turns: 3,
                max_vertices: 100_000,
            }
        } else {
            Self {
                points: 200_000,
                turns: 7,
                max_vertices: usize::MAX,
            }
        }
    }
}

/// Path of a folder or file of the checkout, whichever folder the bench is run from.
pub fn in_checkout(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(path)
}

/// Layer that is measured only where `LAYERS` names it.
pub const ON_REQUEST: &str = "made-788";

/// Whether a layer is to be measured: all but [`ON_REQUEST`] are, unless `LAYERS=made-350,…` names some.
pub fn wants(layer: &str) -> bool {
    let names = std::env::var("LAYERS").unwrap_or_default();
    if names.is_empty() {
        return layer != ON_REQUEST;
    }
    names.split(',').any(|name| name == layer)
}

/// Folder of finer data, which may not exist: `COTERM_SHARED`, or `../shared/data` beside the
/// checkout.
pub fn shared() -> PathBuf {
    let named = std::env::var_os("COTERM_SHARED").map(PathBuf::from);
    named.unwrap_or_else(|| in_checkout("../shared/data"))
}

/// Folder of the all-England build, if it exists: `COTERM_ENGLAND`, or `data-england`.
pub fn england() -> Option<PathBuf> {
    let named = std::env::var_os("COTERM_ENGLAND").map(PathBuf::from);
    Some(named.unwrap_or_else(|| in_checkout("data-england"))).filter(|folder| folder.is_dir())
}
