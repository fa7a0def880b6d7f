//! [`DataFiles`]: the files that a dataset was read from. Reports name them with their checksums,
//! so that a result can be traced to its data.

use crate::layers::LayerInfo;

/// A file that data was read from, with the checksum of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The file's name, relative to the data folder: `layers/lad-2023.fgb`.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
}

/// The files that a dataset was read from. A report lists those that it depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct DataFiles {
    /// Extent of the data, in words.
    pub extent_title: String,
    /// The layers, each with its file.
    pub layers: Vec<(LayerInfo, DataFile)>,
    /// File of the code table: building block to area, for every layer.
    pub code_table: DataFile,
    /// File of the postcodes.
    pub postcodes: DataFile,
}
