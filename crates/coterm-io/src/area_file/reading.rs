//! Reading the features of a file, whatever its format ([`RawFile::of_path`]).

use std::path::{Path, PathBuf};

use super::format::{Format, is_file_geodatabase};
use super::{Content, archive};
use crate::error::At;
use crate::feature::RawFile;
use crate::geojson_file::records;
use crate::shapefile::{self, Shapefile};
use crate::{
    Error, Result, flatgeobuf_file, gdal, geojson_file, geopackage, geoparquet_file, kml_file,
    topojson_file, wkt_table,
};

/// Reads the features of a file, from the layer `layer` if that is given. Returns them with the files
/// that were read, the named one first.
pub(super) fn raw_file(path: &Path, layer: Option<&str>) -> Result<(RawFile, Vec<PathBuf>)> {
    if path.is_dir() && is_file_geodatabase(path) {
        let file = gdal::features(path, "a File Geodatabase", layer)?;
        return Ok((file, files_in(path)?));
    }
    let mut content = Content::open(path)?;
    let mut files = vec![path.to_owned()];
    // SQLite reads the file itself, which may be larger than memory.
    if content.format() == Some(Format::GeoPackage) {
        return Ok((geopackage::features(path, layer)?, files));
    }
    let bytes = content.all()?;
    let format = Format::of(path, bytes);
    let format =
        format.map_err(|reason| Error::InvalidInput(format!("{}: {reason}", path.display())))?;
    let file = match format {
        Format::Zip => archive::features(path, bytes, layer)?,
        Format::Shapefile => {
            only_layer(path, layer)?;
            let beside = shapefile::files_beside(path)?;
            let mut parts = Shapefile {
                shp: bytes.to_vec(),
                ..Shapefile::default()
            };
            for (part, file) in parts.beside.iter_mut().zip(beside) {
                let Some(file) = file else { continue };
                *part = Some(std::fs::read(&file).at(&file)?);
                files.push(file);
            }
            shapefile::features(path, &parts)?
        }
        Format::Gml => gdal::features(path, "GML", layer)?,
        Format::MapInfoTab | Format::MapInfoInterchange => {
            gdal::features(path, "a MapInfo file", layer)?
        }
        Format::Dxf => gdal::features(path, "a DXF drawing", layer)?,
        format => of_bytes(path, format, bytes, layer)?,
    };
    Ok((file, files))
}

/// Reads the features of a file of a format that consists of one file, from its bytes.
pub(super) fn of_bytes(
    path: &Path,
    format: Format,
    bytes: &[u8],
    layer: Option<&str>,
) -> Result<RawFile> {
    if format != Format::TopoJson {
        only_layer(path, layer)?;
    }
    match format {
        Format::GeoJson => geojson_file::features(path, bytes),
        Format::GeoJsonLines => records::features(path, bytes),
        Format::TopoJson => topojson_file::features(path, bytes, layer),
        Format::FlatGeobuf => flatgeobuf_file::features(path, bytes),
        Format::WktTable => wkt_table::features(path, bytes),
        Format::Kml => kml_file::features(path, bytes),
        Format::GeoParquet => geoparquet_file::features(path, bytes),
        _ => Err(Error::InvalidInput(format!(
            "{}: the file in the archive is of a format that coterm reads only outside one; unpack \
             it first",
            path.display()
        ))),
    }
}

/// Refuses the choice of a layer for a file that has only one.
pub(super) fn only_layer(path: &Path, layer: Option<&str>) -> Result<()> {
    match layer {
        None => Ok(()),
        Some(_) => Err(Error::InvalidInput(format!(
            "{} has only one layer; leave out --layer, which is for files with several",
            path.display()
        ))),
    }
}

/// Lists the files in a folder, in order of their names.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).at(folder)? {
        let file = entry.at(folder)?.path();
        if file.is_file() {
            files.push(file);
        }
    }
    files.sort_unstable();
    Ok(files)
}
