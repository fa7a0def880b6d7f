//! A data folder on disk, and what it is in memory.

use std::path::Path;

use coterm_core::{Catalogue, Generation};
use rayon::prelude::*;

use crate::error::At;
use crate::manifest::MANIFEST;
use crate::{Error, Manifest, Result, code_table_file, flatgeobuf_file, postcode_file};

/// The version of the folder's format that this build reads and writes.
pub const FORMAT: u32 = 1;

/// The name of the layer whose codes say which district a postcode is in that is
/// newer than the code table.
const DISTRICTS: &str = "lad-2023";

/// Reads the table of contents of a data folder.
///
/// # Errors
///
/// [`Error::NoData`] if it is not one; [`Error::Malformed`] for another format.
pub fn manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(Error::NoData {
            path: folder.to_owned(),
        });
    }
    let bytes = std::fs::read(&path).at(&path)?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| Error::malformed(&path, error))?;
    if manifest.format != FORMAT {
        return Err(Error::malformed(
            &path,
            format!(
                "its format is {}, and this build reads {FORMAT}; build the folder again with `coterm data build`",
                manifest.format
            ),
        ));
    }
    Ok(manifest)
}

/// Loads a data folder whole, every file held against its checksum.
///
/// # Errors
///
/// [`Error::NoData`], [`Error::Checksum`], [`Error::Malformed`], [`Error::Io`].
pub fn open(folder: &Path) -> Result<Generation> {
    let manifest = manifest(folder)?;
    let (layers, postcodes) = rayon::join(
        || {
            manifest
                .layers
                .par_iter()
                .map(|entry| {
                    let bytes = entry.file.read(folder)?;
                    flatgeobuf_file::read(
                        &folder.join(&entry.file.file),
                        &bytes,
                        entry.info.clone(),
                    )
                })
                .collect::<Result<Vec<_>>>()
        },
        || {
            let bytes = manifest.postcodes.read(folder)?;
            postcode_file::read(&folder.join(&manifest.postcodes.file), &bytes)
        },
    );
    let (layers, postcodes) = (
        layers?,
        postcodes?.with_known_to(manifest.postcodes_known_to),
    );
    let table = manifest.code_table.read(folder)?;
    let mut codes =
        code_table_file::read(&folder.join(&manifest.code_table.file), &table, &layers)?;
    if let Some(position) = layers.iter().position(|layer| layer.id() == DISTRICTS) {
        let areas = layers[position]
            .areas()
            .iter()
            .map(|area| (area.code(), area.complete()));
        codes = codes.with_districts(position, areas);
    }
    Ok(Generation::new(
        Catalogue::new(layers),
        codes,
        postcodes,
        manifest.attribution,
    ))
}
