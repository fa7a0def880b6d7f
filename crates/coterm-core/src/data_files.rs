//! The files that a dataset was read from.

use crate::LayerInfo;

/// A file that data was read from, with the checksum of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The file's name, relative to the data folder: `layers/lad-2023.fgb`.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The files that a dataset was read from. Reports list those that they depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct DataFiles {
    /// The data's extent, in words.
    pub extent_title: String,
    /// The layers, each with its file.
    pub layers: Vec<(LayerInfo, DataFile)>,
    /// The code table: building block to area, for every layer.
    pub code_table: DataFile,
    /// The postcodes.
    pub postcodes: DataFile,
}
