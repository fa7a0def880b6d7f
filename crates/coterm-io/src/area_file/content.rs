//! The bytes of a file, which are read only as far as they are needed ([`Content`]).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::format::{Format, HEAD};
use crate::Result;
use crate::error::At;

/// An open file, its path, and its bytes so far.
pub(super) struct Content<'a> {
    path: &'a Path,
    file: File,
    bytes: Vec<u8>,
}

impl<'a> Content<'a> {
    /// Opens a file and reads its first bytes.
    pub(super) fn open(path: &'a Path) -> Result<Self> {
        let file = File::open(path).at(path)?;
        let mut bytes = Vec::new();
        let head = (&file).take(HEAD as u64).read_to_end(&mut bytes);
        head.at(path)?;
        Ok(Self { path, file, bytes })
    }

    /// Returns the format, if the first bytes tell it.
    pub(super) fn format(&self) -> Option<Format> {
        Format::of_head(&self.bytes)
    }

    /// Reads the rest of the file, and returns all bytes.
    pub(super) fn all(&mut self) -> Result<&[u8]> {
        self.file.read_to_end(&mut self.bytes).at(self.path)?;
        Ok(&self.bytes)
    }
}
