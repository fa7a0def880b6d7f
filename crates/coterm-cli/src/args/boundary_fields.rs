//! The arguments that say how boundary files are read: [`BoundaryFields`], shared by every command that
//! takes such files.

use clap::Args;
use coterm_io::{Crs, Fields};

use crate::error::{Error, Result};

/// The fields, the layer and the coordinate system of the boundary files that a command names.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options for boundary files")]
pub(crate) struct BoundaryFields {
    /// The file's field with the areas' codes [default: code, or the one that ends in CD]
    #[arg(long, value_name = "FIELD")]
    code: Option<String>,
    /// The file's field with the areas' names [default: name, or the one that ends in NM]
    #[arg(long, value_name = "FIELD")]
    name: Option<String>,
    /// The layer of a file that has several [default: the only one with polygons]
    #[arg(long = "layer", id = "file_layer", value_name = "NAME")]
    layer: Option<String>,
    /// The coordinate system to read the file in [default: what the file declares]
    #[arg(long, value_name = "CRS")]
    crs: Option<Crs>,
}

impl From<Fields> for BoundaryFields {
    fn from(fields: Fields) -> Self {
        Self {
            code: fields.code,
            name: fields.name,
            layer: fields.layer,
            crs: fields.crs,
        }
    }
}

impl BoundaryFields {
    /// Returns the choices for the reader of files.
    pub(crate) fn fields(&self) -> Fields {
        Fields {
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.crs,
            layer: self.layer.clone(),
        }
    }

    /// Returns the arguments that were given, as a command has them.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let crs = self.crs.map(|crs| crs.to_string());
        let given = [
            ("--code", &self.code),
            ("--name", &self.name),
            ("--layer", &self.layer),
            ("--crs", &crs),
        ];
        let given = given.into_iter();
        given
            .filter_map(|(option, value)| Some([option.to_owned(), value.clone()?]))
            .flatten()
            .collect()
    }

    /// Refuses options that have no effect because no boundary file was named.
    pub(crate) fn refuse_unused(&self, has_file: bool) -> Result<()> {
        if has_file || self.arguments().is_empty() {
            return Ok(());
        }
        Err(Error::Usage(
            "--code, --name, --layer and --crs are for boundary files, and none is named: leave \
             them out"
                .into(),
        ))
    }
}
