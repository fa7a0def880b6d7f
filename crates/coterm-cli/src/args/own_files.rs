//! The argument `--layer`, by which lookups and the server take boundary files as layers.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Boundary files that are layers for this run.
#[derive(Debug, Default, Args)]
pub(crate) struct OwnFiles {
    /// A boundary file that answers like a layer, without being imported; may be given several times
    #[arg(long = "layer", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
}
