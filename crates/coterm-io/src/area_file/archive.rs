//! Boundary files in a ZIP archive: shapefiles, of which there may be several, or a single file of
//! another format. Nothing is unpacked to a place that the archive names: members are read into
//! memory, and their names are only compared and shown.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use coterm_core::words::shortened;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Format;
use super::other_content::has_extension;
use super::reading::{of_bytes, only_layer};
use crate::error::At;
use crate::feature::RawFile;
use crate::layer_choice::{LayerName, chosen_layer};
use crate::shapefile::{self, BESIDE, Shapefile};
use crate::{Error, Result, geopackage, kml_file};

/// Maximum number of members.
const MEMBERS: usize = 10_000;
/// Maximum number of characters of their names that an error shows.
const NAMES: usize = 200;
/// Number of bytes that all members may have together, for each byte of the archive, and beyond
/// that. Attributes, which are mostly blanks, shrink to a thirtieth.
const TIMES: u64 = 50;
const SMALL: u64 = 16 * 1024 * 1024;
/// Extensions of files that may be in an archive, besides shapefiles.
const EXTENSIONS: [&str; 12] = [
    "geojson",
    "geojsonl",
    "ndjson",
    "json",
    "topojson",
    "fgb",
    "gpkg",
    "csv",
    "kml",
    "parquet",
    "geoparquet",
    "gml",
];

/// Reads the features of the layer called `layer` in an archive, or of the only one with polygons.
///
/// # Errors
///
/// [`Error::Malformed`] for an archive that is damaged, encrypted, or unpacks to far more than its
/// size; [`Error::InvalidInput`] if it holds no boundary file, or several to choose from.
pub(super) fn features(path: &Path, bytes: &[u8], layer: Option<&str>) -> Result<RawFile> {
    let mut archive = Archive::open(path, bytes)?;
    let shapes = archive.with_extension(&["shp"]);
    if !shapes.is_empty() {
        return archive.shapefile(&shapes, layer);
    }
    let others = archive.with_extension(&EXTENSIONS);
    // The documents of a KMZ are one file, the main one of which may only link to the others.
    if !others.is_empty() && archive.with_extension(&["kml"]).len() == others.len() {
        only_layer(path, layer)?;
        return kml_file::features(path, bytes);
    }
    let &[member] = &others[..] else {
        let names = others.iter().map(|member| stem(&archive.names[*member]));
        let reason = match others.len() {
            0 if archive.is_workbook() => "it is a workbook or document, which has no shapes",
            0 if archive.has_file_geodatabase() => {
                "the archive has a File Geodatabase; unpack it, and name the folder that ends in .gdb"
            }
            0 => "the archive has no boundary file that coterm reads",
            _ => &format!(
                "the archive has several files: {}; unpack it, and name one of them",
                shortened(&names.collect::<Vec<_>>().join(", "), NAMES)
            ),
        };
        return Err(Error::InvalidInput(format!("{}: {reason}", path.display())));
    };
    let content = archive.read(member)?;
    let name = archive.names[member].clone();
    let format = Format::of(Path::new(&name), &content);
    match format.map_err(|reason| Error::malformed(path, format!("{}: {reason}", stem(&name))))? {
        Format::Zip => Err(Error::malformed(
            path,
            "it holds another archive; unpack it first",
        )),
        Format::GeoPackage => {
            // `SQLite` needs a file.
            let mut file = tempfile::NamedTempFile::new().at(path)?;
            file.write_all(&content).at(path)?;
            let read = geopackage::features(file.path(), layer);
            read.map_err(|error| error.renamed(file.path(), path))
        }
        format => of_bytes(path, format, &content, layer),
    }
}

/// An open archive, the names of its members, and the number of bytes that may still be read.
struct Archive<'a> {
    path: &'a Path,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names in the order of the archive; those of folders and of the system's own files are empty.
    names: Vec<String>,
    left: u64,
}

impl<'a> Archive<'a> {
    fn open(path: &'a Path, bytes: &'a [u8]) -> Result<Self> {
        let bad = |reason: String| Error::malformed(path, reason);
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|error| bad(unreadable(&error)))?;
        if archive.len() > MEMBERS {
            return Err(bad(format!("the archive has more than {MEMBERS} files")));
        }
        let name = |position: usize| {
            let name = archive
                .name_for_index(position)
                .and_then(std::result::Result::ok);
            let name = name.unwrap_or_default();
            let (folder, own) = name.rsplit_once(['/', '\\']).unwrap_or(("", &name));
            // Files of macOS are called as the real ones are.
            let is_system = folder.starts_with("__MACOSX") || own.starts_with('.');
            if is_system || own.is_empty() {
                String::new()
            } else {
                name.into_owned()
            }
        };
        Ok(Self {
            path,
            names: (0..archive.len()).map(name).collect(),
            archive,
            left: (bytes.len() as u64)
                .saturating_mul(TIMES)
                .saturating_add(SMALL),
        })
    }

    fn is_workbook(&self) -> bool {
        self.names.iter().any(|name| name == "[Content_Types].xml")
    }

    fn has_file_geodatabase(&self) -> bool {
        let mut names = self.names.iter();
        names.any(|name| has_extension(Path::new(name), &["gdbtable"]))
    }

    /// Returns the positions of the members with one of these extensions.
    fn with_extension(&self, extensions: &[&str]) -> Vec<usize> {
        let names = self.names.iter().enumerate();
        let with = names.filter(|(_, name)| has_extension(Path::new(name), extensions));
        with.map(|(position, _)| position).collect()
    }

    /// Reads the chosen one of the shapefiles whose shapes are at these positions.
    fn shapefile(&mut self, shapes: &[usize], layer: Option<&str>) -> Result<RawFile> {
        let mut chosen = 0;
        if shapes.len() > 1 || layer.is_some() {
            let mut has_polygons = Vec::with_capacity(shapes.len());
            for member in shapes {
                has_polygons.push(shapefile::is_polygons(&self.head(*member)?));
            }
            let stems: Vec<&str> = shapes
                .iter()
                .map(|member| stem(&self.names[*member]))
                .collect();
            let is_same = |stem: &str| stems.iter().filter(|other| **other == stem).count() > 1;
            let layers = stems.iter().zip(shapes).zip(has_polygons);
            let layers: Vec<LayerName<'_>> = layers
                .map(|((stem, member), has_polygons)| LayerName {
                    name: if is_same(stem) {
                        without_extension(&self.names[*member])
                    } else {
                        stem
                    },
                    has_polygons,
                })
                .collect();
            chosen = chosen_layer(self.path, &layers, layer)?;
        }
        let member = shapes[chosen];
        let base = without_extension(&self.names[member]).to_owned();
        let mut parts = Shapefile {
            shp: self.read(member)?,
            ..Shapefile::default()
        };
        for (part, extension) in parts.beside.iter_mut().zip(BESIDE) {
            let wanted = format!("{base}.{extension}");
            let mut names = self.names.iter();
            if let Some(beside) = names.position(|name| name.eq_ignore_ascii_case(&wanted)) {
                *part = Some(self.read(beside)?);
            }
        }
        let mut file = shapefile::features(self.path, &parts)?;
        file.layer = (shapes.len() > 1).then(|| stem(&self.names[member]).to_owned());
        Ok(file)
    }

    /// Reads the beginning of a member.
    fn head(&mut self, member: usize) -> Result<Vec<u8>> {
        const HEAD: u64 = 100;
        self.take(member, HEAD)
    }

    /// Reads a whole member.
    fn read(&mut self, member: usize) -> Result<Vec<u8>> {
        let bytes = self.take(member, self.left.saturating_add(1))?;
        let left = self.left.checked_sub(bytes.len() as u64);
        self.left = left.ok_or_else(|| {
            let reason = "the archive unpacks to more than fifty times its size; unpack it first, if \
                          you trust it";
            Error::malformed(self.path, reason)
        })?;
        Ok(bytes)
    }

    fn take(&mut self, member: usize, limit: u64) -> Result<Vec<u8>> {
        let bad = |reason: String| Error::malformed(self.path, reason);
        let entry = self.archive.by_index(member);
        let entry = entry.map_err(|error| bad(unreadable(&error)))?;
        let mut bytes = Vec::new();
        entry.take(limit).read_to_end(&mut bytes).map_err(|error| {
            bad(format!(
                "the archive is damaged: {error}; download or copy it again"
            ))
        })?;
        Ok(bytes)
    }
}

fn unreadable(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(_) => {
            "the archive is encrypted, or packed by a method that coterm does not read; unpack it \
             first"
                .to_owned()
        }
        _ => "the archive is cut off or damaged; download or copy it again".to_owned(),
    }
}

/// Returns a member's name without its folders and its extension.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    without_extension(name)
}

fn without_extension(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
