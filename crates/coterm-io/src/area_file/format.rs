//! The format of a boundary file, by its content ([`Format`]), and whether a file holds areas
//! ([`is_area_file`]), where it may be something else.

use std::path::Path;

use super::other_content::{OtherContent, has_extension};
use crate::geojson_file::{members, records};
use crate::{Result, text, wkt_table, xml_root};

/// Formats of files that hold areas. The content alone decides: files are often renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    GeoJson,
    /// A `GeoJSON` object in each line, or after each record separator (RFC 8142).
    GeoJsonLines,
    TopoJson,
    FlatGeobuf,
    GeoPackage,
    Shapefile,
    /// CSV with a column of well-known text.
    WktTable,
    /// An archive, which may hold a file of any format.
    Zip,
    GeoParquet,
    Kml,
    Gml,
    MapInfoTab,
    MapInfoInterchange,
    Dxf,
}

/// Number of bytes with which [`Format::of_head`] recognises every binary format.
pub(super) const HEAD: usize = 512;

impl Format {
    /// Recognises a binary format by the first bytes of a file.
    pub(super) fn of_head(head: &[u8]) -> Option<Self> {
        Some(match head {
            [b'f', b'g', b'b', _, b'f', b'g', b'b', ..] => Self::FlatGeobuf,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            [b'P', b'A', b'R', b'1', ..] => Self::GeoParquet,
            // An index (.shx) begins alike, but its first entry says that the record is at word 50.
            [0, 0, 0x27, 0x0A, ..] if head.get(100..104) != Some(&[0, 0, 0, 50]) => Self::Shapefile,
            _ if head.starts_with(b"SQLite format 3\0") => Self::GeoPackage,
            _ if head.starts_with(b"AutoCAD Binary DXF") => Self::Dxf,
            _ => return None,
        })
    }

    /// Recognises the format of a file by all its bytes.
    ///
    /// # Errors
    ///
    /// A clause about what the file is instead, with what to do. The path is used for nothing else.
    pub(super) fn of(path: &Path, bytes: &[u8]) -> std::result::Result<Self, String> {
        if let Some(format) = Self::of_head(bytes) {
            return Ok(format);
        }
        let refused = |content: OtherContent| content.advice(path);
        if let Some(content) = OtherContent::of_bytes(bytes) {
            return Err(refused(content));
        }
        let text = match text::decode(bytes) {
            Ok(text) => text,
            // A file that says that it is JSON is read as it, which names the line of the fault.
            Err(_) if bytes.starts_with(b"{") => return Ok(Self::GeoJson),
            Err(reason) if has_extension(path, &["geojson", "json", "csv", "kml", "geojsonl"]) => {
                return Err(reason);
            }
            Err(_) => return Err(refused(OtherContent::Unknown)),
        };
        Self::of_text(&text).map_err(refused)
    }

    fn of_text(text: &str) -> std::result::Result<Self, OtherContent> {
        let start = text.trim_start();
        let begins = |keyword: &str| {
            let head = start.get(..keyword.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(keyword))
        };
        match start.as_bytes() {
            [b'{' | b'[' | records::SEPARATOR, ..] => return Ok(Self::of_json(start)),
            [b'<', ..] => return Self::of_xml(start),
            _ => {}
        }
        if begins("!table") {
            return Ok(Self::MapInfoTab);
        }
        if begins("version ") && start.to_ascii_lowercase().contains("\ncolumns ") {
            return Ok(Self::MapInfoInterchange);
        }
        let mut lines = start.lines().map(str::trim);
        if lines.next() == Some("0") && lines.next() == Some("SECTION") {
            return Ok(Self::Dxf);
        }
        if let Some(content) = OtherContent::of_text(start) {
            return Err(content);
        }
        if wkt_table::is_table(text) {
            return Ok(Self::WktTable);
        }
        Err(OtherContent::Unknown)
    }

    fn of_json(text: &str) -> Self {
        if records::are_several(text) {
            return Self::GeoJsonLines;
        }
        match type_of(text).as_deref() {
            Some("Topology") => Self::TopoJson,
            _ => Self::GeoJson,
        }
    }

    fn of_xml(text: &str) -> std::result::Result<Self, OtherContent> {
        let Some(root) = xml_root::root(text) else {
            return Err(OtherContent::Unknown);
        };
        match root.name.to_ascii_lowercase().as_str() {
            "kml" => Ok(Self::Kml),
            "html" => Err(OtherContent::Html),
            "exceptionreport" | "serviceexceptionreport" | "error" => {
                Err(OtherContent::ServiceError)
            }
            _ if root.tag.contains("opengis.net/gml") => Ok(Self::Gml),
            _ => Err(OtherContent::Xml),
        }
    }
}

/// Returns the member `type` of the outermost object, as far as the text can be parsed: a file that
/// is cut off has one too.
fn type_of(text: &str) -> Option<String> {
    let mut found = None;
    let _ = members::each(text, |name, value| {
        if name == "type" {
            found = serde_json::from_str(value).ok();
        }
        Ok(())
    });
    found
}

/// Whether a file holds areas, by its content, so that [`AreaFile`](crate::AreaFile) reads it. A
/// scenario does not: its object has no member `type`, as all `GeoJSON` has, and its table has no
/// column of shapes. A folder holds areas if it is a File Geodatabase.
///
/// Reads the whole file unless its first bytes tell what it is.
///
/// # Errors
///
/// [`Error::Io`](crate::Error::Io) for a file that cannot be read.
///
/// ```
/// use coterm_io::is_area_file;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("places.json");
/// std::fs::write(&path, r#"{"type": "FeatureCollection", "features": []}"#)?;
/// assert!(is_area_file(&path)?);
/// std::fs::write(&path, r#"{"area": [{"name": "North", "union": ["lad-2023/Lancaster"]}]}"#)?;
/// assert!(!is_area_file(&path)?);
/// std::fs::write(&path, "code,wkt\nN,\"POLYGON((0 0, 1 0, 1 1, 0 0))\"\n")?;
/// assert!(is_area_file(&path)?);
/// assert!(is_area_file("nowhere.gpkg".as_ref()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn is_area_file(path: &Path) -> Result<bool> {
    if path.is_dir() {
        return Ok(is_file_geodatabase(path));
    }
    let mut content = super::Content::open(path)?;
    if content.format().is_some() {
        return Ok(true);
    }
    let bytes = content.all()?;
    Ok(match Format::of(path, bytes) {
        Ok(Format::GeoJson) => {
            let text = text::decode(bytes);
            text.is_ok_and(|text| type_of(text.trim_start()).is_some())
        }
        Ok(_) => true,
        Err(_) => false,
    })
}

/// Whether a folder is a File Geodatabase of Esri, by the table that each has.
pub(super) fn is_file_geodatabase(folder: &Path) -> bool {
    folder.join("a00000001.gdbtable").is_file()
}
