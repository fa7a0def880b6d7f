//! The code table of a data folder as CSV, with a row for each building block and a column for each
//! layer.
//!
//! `build` writes it and `store` reads it. A table that was read names only layers and areas of the
//! catalogue.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use coterm_core::codes::CodeTable;
use coterm_core::layers::{Catalogue, Role};

use crate::error::At;
use crate::{Error, Result};

/// Writes the table: the column `block`, then the area code in each layer, empty if there is no
/// area.
pub(crate) fn write(
    blocks: &[String],
    columns: &[(String, Vec<Option<String>>)],
) -> Result<Vec<u8>> {
    let path = Path::new("code table");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = std::iter::once("block").chain(columns.iter().map(|(layer, _)| layer.as_str()));
    writer.write_record(header).at(path)?;
    for (row, block) in blocks.iter().enumerate() {
        let codes = columns
            .iter()
            .map(|(_, column)| column[row].as_deref().unwrap_or_default());
        writer
            .write_record(std::iter::once(block.as_str()).chain(codes))
            .at(path)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::malformed(path, error))
}

/// Reads the table. `layers` is the catalogue's list, to whose positions codes of layers and areas
/// are converted. A block or a layer that occurs twice is refused, and so is a block that is not an
/// area of the layer of building blocks, if there is such a layer.
pub(crate) fn read(path: &Path, bytes: &[u8], catalogue: &Catalogue) -> Result<CodeTable> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().at(path)?.clone();
    let mut columns = Vec::new();
    for name in headers.iter().skip(1) {
        let layer = catalogue.position(name).ok_or_else(|| {
            Error::malformed(
                path,
                format!("column \"{name}\" is not a layer of the catalogue"),
            )
        })?;
        if columns.iter().any(|(other, _)| *other == layer) {
            return Err(Error::malformed(
                path,
                format!("there are two columns \"{name}\""),
            ));
        }
        columns.push((layer, Vec::new()));
    }
    let block_layer = catalogue.first(|layer| layer.info().role == Role::Block);
    let mut blocks = Vec::new();
    let mut known = HashSet::new();
    for record in reader.records() {
        let record = record.at(path)?;
        let block = record[0].to_owned();
        if block_layer.is_some_and(|layer| catalogue[layer].position(&block).is_none()) {
            return Err(Error::malformed(
                path,
                format!("{block} is not a building block of the catalogue"),
            ));
        }
        if !known.insert(block.clone()) {
            return Err(Error::malformed(
                path,
                format!("the block {block} is listed twice"),
            ));
        }
        blocks.push(block);
        for (position, (layer, column)) in columns.iter_mut().enumerate() {
            let code = &record[position + 1];
            let area = if code.is_empty() {
                None
            } else {
                Some(catalogue[*layer].position(code).ok_or_else(|| {
                    Error::malformed(
                        path,
                        format!("{} has no area {code}", catalogue[*layer].id()),
                    )
                })?)
            };
            column.push(area);
        }
    }
    let mut columns: HashMap<_, _> = columns.into_iter().collect();
    // The layer of building blocks has no column: each block is its own area there.
    if let Some(position) = block_layer {
        columns.insert(
            position,
            blocks
                .iter()
                .map(|block| catalogue[position].position(block))
                .collect(),
        );
    }
    Ok(CodeTable::new(blocks, columns))
}
