use std::io::Read;
use std::path::Path;

use coterm_core::LayerInfo;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::At;
use crate::{Error, Result};

/// The file that makes a folder a data folder: its table of contents.
pub const MANIFEST: &str = "catalogue.json";

/// The contents of [`MANIFEST`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub format: u32,
    /// The extent's name in the recipe.
    pub extent: String,
    /// The extent in words.
    pub extent_title: String,
    /// The acknowledgement that must be shown.
    pub attribution: String,
    /// The layers, in the order in which they are shown.
    pub layers: Vec<LayerEntry>,
    /// The code table: building block to area, for every layer.
    pub code_table: FileEntry,
    /// The postcodes.
    pub postcodes: FileEntry,
    /// The last day for which it is known where postcodes are.
    #[serde(default)]
    pub postcodes_known_to: Option<Date>,
}

/// A layer of a data folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerEntry {
    /// What is known about it.
    #[serde(flatten)]
    pub info: LayerInfo,
    /// Its file; rows are areas.
    #[serde(flatten)]
    pub file: FileEntry,
}

/// A file of a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Where it is, from the folder.
    pub file: String,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl FileEntry {
    /// Reads the file whole, and refuses it if it is not what was written.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Checksum`].
    pub fn read(&self, folder: &Path) -> Result<Vec<u8>> {
        let path = folder.join(&self.file);
        let bytes = std::fs::read(&path).at(&path)?;
        let found = sha256_hex(&bytes);
        if found != self.sha256 {
            return Err(Error::Checksum {
                path,
                expected: self.sha256.clone(),
                found,
                remedy: "restore it, or build the folder again with `coterm data build`",
            });
        }
        Ok(bytes)
    }
}

/// A short name for some bytes, the same whenever they are the same: the first 16
/// hexadecimal digits of their SHA-256.
pub fn fingerprint(bytes: &[u8]) -> String {
    sha256_hex(bytes)[..16].to_owned()
}

/// SHA-256 of some bytes, in hexadecimal, as data folders and reports give it.
pub fn checksum(bytes: &[u8]) -> String {
    sha256_hex(bytes)
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file, in hexadecimal, read in pieces.
pub(crate) fn sha256_of_file(path: &Path) -> Result<String> {
    let mut file = std::fs::File::open(path).at(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        match file.read(&mut piece).at(path)? {
            0 => return Ok(hex(&hasher.finalize())),
            length => hasher.update(&piece[..length]),
        }
    }
}

/// In hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
