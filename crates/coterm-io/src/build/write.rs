//! Writes a data folder. It replaces the earlier folder as a whole, or leaves it as it was.

use std::fs;
use std::path::Path;

use coterm_core::codes::PostcodeRecord;
use coterm_core::layers::Layer;
use rayon::prelude::*;

use super::ChosenExtent;
use super::membership::Membership;
use crate::error::At;
use crate::manifest::{CODE_TABLE, FileEntry, LayerEntry, Manifest, POSTCODES, sha256_hex};
use crate::pending_build::PendingBuild;
use crate::recipe::Recipe;
use crate::{
    Crs, DataReport, Error, Result, code_table_file, flatgeobuf_file, postcode_file, store,
};

/// The folder of layers in a data folder.
const LAYERS: &str = "layers";

/// Writes all files of a data folder: layers, code table, postcodes, report and catalogue.
pub(super) fn folder(
    recipe: &Recipe,
    extent: &ChosenExtent,
    out: &Path,
    layers: &[Layer],
    membership: &Membership,
    records: &[PostcodeRecord],
    report: &DataReport,
) -> Result<()> {
    let mut files: Vec<(FileEntry, Vec<u8>)> = layers
        .par_iter()
        .map(|layer| {
            let bytes = flatgeobuf_file::write(layer, Crs::BritishNationalGrid)?;
            Ok(entry(
                format!("{LAYERS}/{}.fgb", layer.id()),
                layer.areas().len(),
                bytes,
            ))
        })
        .collect::<Result<_>>()?;
    let layer_entries = layers
        .iter()
        .zip(&files)
        .map(|(layer, (file, _))| LayerEntry {
            info: layer.info().clone(),
            file: file.clone(),
        })
        .collect();
    let blocks: Vec<String> = membership
        .blocks
        .iter()
        .map(|(code, _)| code.to_string())
        .collect();
    let table = code_table_file::write(&blocks, &membership.coded(layers.iter().map(Layer::id)))?;
    let code_table = entry(CODE_TABLE.into(), blocks.len(), table);
    let releases = recipe.releases()?;
    let postcodes = entry(
        POSTCODES.into(),
        records.len(),
        postcode_file::write(&releases, records)?,
    );
    let manifest = Manifest {
        format: store::FORMAT,
        extent: extent.name.clone(),
        extent_title: extent.title.clone(),
        attribution: recipe.sources.licence.attribution.clone(),
        layers: layer_entries,
        releases: releases
            .iter()
            .map(|(_, release)| release.clone())
            .collect(),
        code_table: code_table.0.clone(),
        postcodes: postcodes.0.clone(),
        postcodes_known_to: Some(recipe.sources.postcodes.known_to),
    };
    files.extend([code_table, postcodes]);

    let build = PendingBuild::begin(out)?;
    for (file, bytes) in &files {
        build.keep(&file.file, bytes)?;
    }
    let title = format!("# Build report\n\nExtent: {}.\n\n{report}", extent.title);
    build.keep("build-report.md", title.as_bytes())?;
    let mut json = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| Error::encode("the catalogue", "JSON", error))?;
    json.push(b'\n');
    build.commit(&json)?;
    remove_strays(&out.join(LAYERS), &manifest)
}

fn entry(file: String, rows: usize, bytes: Vec<u8>) -> (FileEntry, Vec<u8>) {
    let sha256 = sha256_hex(&bytes);
    (
        FileEntry {
            file,
            rows: rows as u64,
            sha256,
        },
        bytes,
    )
}

/// Removes layer files that the catalogue does not list: those of an earlier recipe would be taken
/// for layers of this one.
fn remove_strays(layers: &Path, manifest: &Manifest) -> Result<()> {
    for stray in fs::read_dir(layers).at(layers)? {
        let path = stray.at(layers)?.path();
        let known = manifest
            .layers
            .iter()
            .any(|layer| path.ends_with(&layer.file.file));
        if !known && path.extension().is_some_and(|extension| extension == "fgb") {
            fs::remove_file(&path).at(&path)?;
        }
    }
    Ok(())
}
