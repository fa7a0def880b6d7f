//! Shapefiles of Esri: polygons (`.shp`), their attributes (`.dbf`) with an encoding (`.cpg`), and
//! their coordinate system (`.prj`).
//!
//! The `.shp` and the `.dbf` are walked here: every length in them is held against the bytes that
//! are there before anything is allocated.

mod dbf;
mod encoding;
mod rings;
mod shapes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coterm_core::words::things;

use crate::declared_crs::DeclaredCrs;
use crate::error::At;
use crate::feature::{RawFeature, RawFile};
use crate::{Error, Result};
use dbf::Table;

pub(crate) use dbf::is_dbf;
pub(crate) use shapes::is_polygons;

/// Extensions of the files beside the shapes: attributes, coordinate system, encoding.
pub(crate) const BESIDE: [&str; 3] = ["dbf", "prj", "cpg"];

/// The files of a shapefile. Only the shapes must exist.
#[derive(Debug, Default)]
pub(crate) struct Shapefile {
    /// The shapes (`.shp`).
    pub(crate) shp: Vec<u8>,
    /// The other files, in the order of [`BESIDE`].
    pub(crate) beside: [Option<Vec<u8>>; 3],
}

/// Finds the files beside the shapes, in the order of [`BESIDE`]. Names may differ in case.
///
/// # Errors
///
/// [`Error::Io`] if the folder cannot be listed.
pub(crate) fn files_beside(path: &Path) -> Result<[Option<PathBuf>; 3]> {
    let mut found = BESIDE.map(|extension| Some(path.with_extension(extension)));
    let is_missing = |file: &Option<PathBuf>| file.as_ref().is_some_and(|file| !file.is_file());
    if !found.iter().any(is_missing) {
        return Ok(found);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).at(folder)? {
        names.push(entry.at(folder)?.file_name());
    }
    names.sort_unstable();
    for file in &mut found {
        if !is_missing(file) {
            continue;
        }
        let wanted = file.take().unwrap_or_default();
        let wanted = wanted.file_name().unwrap_or_default();
        let same = names.iter().find(|name| name.eq_ignore_ascii_case(wanted));
        *file = same.map(|name| folder.join(name));
    }
    Ok(found)
}

/// Reads every feature of a shapefile, with coordinates as they are in the file.
///
/// # Errors
///
/// [`Error::Malformed`] for shapes or attributes that are cut off or damaged as a whole, and for
/// attributes that are not those of the shapes, because their number differs.
pub(crate) fn features(path: &Path, shapefile: &Shapefile) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let [dbf, prj, cpg] = shapefile.beside.each_ref().map(Option::as_deref);
    let shapes = shapes::all(&shapefile.shp).map_err(bad)?;
    let table = dbf.map(|dbf| Table::read(dbf, cpg));
    let table = table
        .transpose()
        .map_err(|reason| bad(format!("its .dbf: {reason}")))?;
    if let Some(table) = &table
        && table.len() != shapes.len()
    {
        return Err(bad(format!(
            "it has {}, but its .dbf has {}: they are not of the same shapefile, or one is cut off",
            things(shapes.len(), "shape", "shapes"),
            things(table.len(), "row", "rows")
        )));
    }
    let mut features = Vec::with_capacity(shapes.len());
    for (row, geometry) in shapes.into_iter().enumerate() {
        let Some(fields) = table
            .as_ref()
            .map_or_else(|| Some(BTreeMap::new()), |table| table.row(row))
        else {
            // A row that is marked as deleted is no feature any more, and neither is its shape.
            continue;
        };
        features.push(RawFeature {
            fields,
            geometry,
            ..RawFeature::default()
        });
    }
    let declared = prj.map(|prj| String::from_utf8_lossy(prj).trim().to_owned());
    Ok(RawFile {
        features,
        declared: Some(match declared {
            Some(wkt) if !wkt.is_empty() => DeclaredCrs::new(wkt.clone(), [wkt]),
            _ => DeclaredCrs::undeclared(),
        }),
        ..RawFile::default()
    })
}
