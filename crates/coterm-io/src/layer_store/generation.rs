//! [`Generation`]: the imported layers after one change, and the file that lists them.

use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::At;
use crate::manifest::{LayerEntry, check_layers};
use crate::{Error, Result};

/// Version of the format of a generation's file.
const FORMAT: u32 = 1;
/// Largest size of a generation's file that is read, in bytes.
const FILE_BYTES: u64 = 16 << 20;

/// The imported layers after a change of the store.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Generation {
    /// Number of the generation, counted from 1.
    pub number: u32,
    /// The moment of the change.
    pub at: Timestamp,
    /// The change that made it of the generation before.
    pub change: StoreChange,
    /// All imported layers, in the order of their import.
    pub layers: Vec<LayerEntry>,
}

/// A change of the imported layers. In JSON its `kind` is its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StoreChange {
    /// A layer was imported.
    Import {
        /// Name of the layer.
        layer: String,
        /// Names of the files that it was read from, without folders.
        files: Vec<String>,
    },
    /// Layers were taken out.
    Remove {
        /// Names of the layers.
        layers: Vec<String>,
    },
    /// The layers of an earlier generation count again.
    RollBack {
        /// Number of that generation; 0 for no layers.
        to: u32,
    },
}

/// The contents of a generation's file. Its number is the file's name.
#[derive(Serialize, Deserialize)]
struct Stored<L> {
    format: u32,
    at: Timestamp,
    change: StoreChange,
    layers: L,
}

impl Generation {
    pub(super) fn read(path: &Path, number: u32) -> Result<Self> {
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).at(path)?;
        file.take(FILE_BYTES).read_to_end(&mut bytes).at(path)?;
        let wrong = |reason: String| {
            let remedy = "restore it, or delete it to return to the generation before";
            Error::malformed(path, format!("{reason}; {remedy}"))
        };
        let stored: Stored<Vec<LayerEntry>> =
            serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        if stored.format != FORMAT {
            let found = stored.format;
            return Err(wrong(format!(
                "its format is {found}, and this build reads {FORMAT}"
            )));
        }
        check_layers(&stored.layers).map_err(wrong)?;
        Ok(Self {
            number,
            at: stored.at,
            change: stored.change,
            layers: stored.layers,
        })
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let stored = Stored {
            format: FORMAT,
            at: self.at,
            change: self.change.clone(),
            layers: &self.layers,
        };
        let bytes = serde_json::to_vec_pretty(&stored);
        bytes.map_err(|error| Error::encode("the list of imported layers", "JSON", error))
    }
}
