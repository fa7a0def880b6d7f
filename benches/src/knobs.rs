//! What can be turned, all in the environment: `QUICK=1` tries everything on little.

use std::path::PathBuf;

/// How much work a bench does.
#[derive(Debug, Clone, Copy)]
pub struct Knobs {
    /// Points to a batch.
    pub points: usize,
    /// Times that each contender takes its turn.
    pub turns: usize,
    /// No made layer has more vertices than this.
    pub most_vertices: usize,
}

impl Knobs {
    /// As the environment says.
    pub fn from_env() -> Self {
        if std::env::var("QUICK").is_ok_and(|value| !value.is_empty() && value != "0") {
            Self {
                points: 20_000,
                turns: 3,
                most_vertices: 100_000,
            }
        } else {
            Self {
                points: 200_000,
                turns: 7,
                most_vertices: usize::MAX,
            }
        }
    }
}

/// A folder or file of the checkout, whichever folder the bench is run from.
pub fn in_checkout(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(path)
}

/// Whether a layer is to be measured: all are, or those that `LAYERS=made-350,…` names.
pub fn wants(layer: &str) -> bool {
    let Ok(names) = std::env::var("LAYERS") else {
        return true;
    };
    names.is_empty() || names.split(',').any(|name| name == layer)
}

/// Finer data, where it is: `COTERM_SHARED`, or `../shared/data` beside the checkout.
pub fn shared() -> PathBuf {
    let named = std::env::var_os("COTERM_SHARED").map(PathBuf::from);
    named.unwrap_or_else(|| in_checkout("../shared/data"))
}

/// The all-England build, if there is one: `COTERM_ENGLAND`, or `data-england`.
pub fn england() -> Option<PathBuf> {
    let named = std::env::var_os("COTERM_ENGLAND").map(PathBuf::from);
    Some(named.unwrap_or_else(|| in_checkout("data-england"))).filter(|folder| folder.is_dir())
}
