//! The arguments by which lookups and the server take boundary files as layers: [`OwnFiles`].

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_io::{Crs, Fields};

/// Boundary files that are layers for this run, and how they are read.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options for boundary files")]
pub(crate) struct OwnFiles {
    /// A boundary file that answers like a layer, without being imported; may be given several times
    #[arg(long = "layer", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The file's field with the areas' codes [default: code, or the one that ends in CD]
    #[arg(long, value_name = "FIELD", requires = "files")]
    code: Option<String>,
    /// The file's field with the areas' names [default: name, or the one that ends in NM]
    #[arg(long, value_name = "FIELD", requires = "files")]
    name: Option<String>,
    /// The layer inside a file that has several [default: the only one with polygons]
    #[arg(long, value_name = "NAME", requires = "files")]
    table: Option<String>,
    /// The coordinate system to read the file in [default: what the file declares]
    #[arg(long, value_name = "CRS", requires = "files")]
    crs: Option<Crs>,
}

impl OwnFiles {
    /// Returns the choices for the reader of files.
    pub(crate) fn fields(&self) -> Fields {
        Fields {
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.crs,
            layer: self.table.clone(),
        }
    }
}
