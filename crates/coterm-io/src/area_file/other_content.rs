//! Content that is no boundary file, and what to do about it ([`OtherContent`]). Only here does a
//! file's extension count: it tells what the user took the file for.

use std::path::Path;

/// The formats that coterm reads, for errors.
pub(super) const READS: &str = "GeoJSON, TopoJSON, shapefiles (.shp, or zipped), GeoPackage, \
     FlatGeobuf, GeoParquet, KML, KMZ, and CSV with a column of well-known text (WKT)";

/// A kind of content that people take for a boundary file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherContent {
    Empty,
    Html,
    /// The error that a web service sends in place of data.
    ServiceError,
    Xml,
    /// The attributes of a shapefile.
    Dbf,
    /// The index of a shapefile.
    Shx,
    /// The coordinate system of a shapefile, as well-known text.
    Prj,
    Gzip,
    /// An archive other than ZIP.
    Archive,
    Workbook,
    Pdf,
    Picture,
    /// A pointer of Git LFS, which stands in for a file that was not downloaded.
    LfsPointer,
    Unknown,
}

impl OtherContent {
    /// Recognises binary content, and text whose first bytes tell what it is.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            [] => Self::Empty,
            [0, 0, 0x27, 0x0A, ..] => Self::Shx,
            [0x1F, 0x8B, ..] => Self::Gzip,
            [b'7', b'z', 0xBC, 0xAF, ..] | [b'R', b'a', b'r', b'!', ..] => Self::Archive,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::Workbook,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] => Self::Picture,
            _ if crate::shapefile::is_dbf(bytes) => Self::Dbf,
            _ if bytes.starts_with(b"version https://git-lfs") => Self::LfsPointer,
            _ if bytes
                .iter()
                .all(|byte| byte.is_ascii_whitespace() || *byte == 0) =>
            {
                Self::Empty
            }
            _ => return None,
        })
    }

    /// Recognises text by its beginning.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        crate::wkt_crs::named(text.get(..text.len().min(8_192))?).map(|_| Self::Prj)
    }

    /// Returns what the file is, and what to do, as a clause.
    pub(super) fn advice(self, path: &Path) -> String {
        let and_not = match taken_for(path) {
            Some(format) => format!(" and not {format}"),
            None => String::new(),
        };
        let beside = "name the .shp file, and keep the files of the same name beside it";
        match self {
            Self::Empty => "it is empty; download or save it again".to_owned(),
            Self::Html => format!(
                "it is a web page (HTML){and_not}, probably an error page of the download; open it \
                 in a browser to see why, and download it again"
            ),
            Self::ServiceError => format!(
                "it is an error message of a web service{and_not}; open it in a text editor to see \
                 why, and download it again"
            ),
            Self::Xml => format!("it is XML of a kind that coterm does not read; {}", reads()),
            Self::Dbf => format!("it is the table of a shapefile without its shapes; {beside}"),
            Self::Shx => format!("it is the index of a shapefile without its shapes; {beside}"),
            Self::Prj => format!("it is the coordinate system of a shapefile; {beside}"),
            Self::Gzip => "it is compressed (gzip); unpack it first".to_owned(),
            Self::Archive => {
                "it is an archive that coterm does not open; unpack it first".to_owned()
            }
            Self::Workbook => {
                "it is a workbook, which has no shapes; name the file with the boundaries, or save \
                 the sheet as CSV if it has a column of well-known text (WKT)"
                    .to_owned()
            }
            Self::Pdf => format!("it is a PDF{and_not}; {}", reads()),
            Self::Picture => format!("it is a picture{and_not}; {}", reads()),
            Self::LfsPointer => {
                "it is a pointer of Git LFS and not the file itself; get that with `git lfs pull`"
                    .to_owned()
            }
            Self::Unknown if has_extension(path, &["csv", "tsv", "txt"]) => {
                "it has no column of shapes as well-known text (WKT), such as wkt or geometry"
                    .to_owned()
            }
            Self::Unknown => match taken_for(path) {
                Some(format) => format!(
                    "its name says that it is {format}, but its content is not; download or save \
                     it again. {}",
                    capital(&reads())
                ),
                None => format!("it is no boundary file that coterm knows; {}", reads()),
            },
        }
    }
}

fn reads() -> String {
    format!("coterm reads {READS}: save it as one of them, for example with QGIS")
}

fn capital(text: &str) -> String {
    coterm_core::words::capital(text)
}

/// Whether the file's extension is one of these, which are in lower case.
pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        let same = |other: &&str| extension.eq_ignore_ascii_case(other);
        extensions.iter().any(same)
    })
}

/// Returns the format that the extension stands for, with an article.
fn taken_for(path: &Path) -> Option<&'static str> {
    let formats: [(&[&str], &str); 12] = [
        (&["geojson", "geojsonl", "ndjson"], "GeoJSON"),
        (&["topojson"], "TopoJSON"),
        (&["gpkg"], "a GeoPackage"),
        (&["fgb"], "FlatGeobuf"),
        (&["shp"], "a shapefile"),
        (&["zip"], "a ZIP archive"),
        (&["kml"], "KML"),
        (&["kmz"], "KMZ"),
        (&["parquet", "geoparquet"], "GeoParquet"),
        (&["gml"], "GML"),
        (&["tab", "mif"], "a MapInfo file"),
        (&["dxf"], "a DXF drawing"),
    ];
    let mut formats = formats.into_iter();
    formats.find_map(|(extensions, format)| has_extension(path, extensions).then_some(format))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area_file::format::Format;

    #[test]
    fn what_is_no_boundary_file_is_named_with_what_to_do() {
        let utf16: Vec<u8> = "[]".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let shx = [
            &[0, 0, 0x27, 0x0A][..],
            &[0; 96],
            &[0, 0, 0, 50, 0, 0, 0, 8],
        ]
        .concat();
        for (name, bytes, words) in [
            (
                "a.shp",
                &b"<!DOCTYPE html><html>"[..],
                "and not a shapefile, probably",
            ),
            ("a.zip", b"<html lang=\"en\">", "and not a ZIP archive"),
            (
                "a.json",
                b"<?xml version='1.0'?><ows:ExceptionReport/>",
                "web service",
            ),
            ("a.shx", &shx, "name the .shp file"),
            ("a.geojson", &utf16, "UTF-16"),
            ("a.geojson", b"", "it is empty"),
            (
                "a.gpkg",
                b"not one",
                "its name says that it is a GeoPackage",
            ),
            ("a", b"hello", "coterm reads GeoJSON"),
            ("a.csv", b"code,name\n1,x\n", "no column of shapes"),
            (
                "a.prj",
                b"PROJCS[\"British_National_Grid\"]",
                "coordinate system of a",
            ),
            ("a.geojson", b"\x1f\x8b\x08", "unpack it first"),
            (
                "a.fgb",
                b"version https://git-lfs.github.com/spec/v1\n",
                "git lfs pull",
            ),
            ("a.json", b"%PDF-1.7", "it is a PDF"),
            ("a.xlsx", b"\xD0\xCF\x11\xE0", "workbook"),
        ] {
            let advice = Format::of(Path::new(name), bytes).unwrap_err();
            assert!(advice.contains(words), "{name}: {advice}");
        }
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        let path = Path::new("a.csv");
        for (bytes, format) in [
            (&b"fgb\x03fgb\x01"[..], Format::FlatGeobuf),
            (b"SQLite format 3\0...", Format::GeoPackage),
            (b"PK\x03\x04", Format::Zip),
            (b"PAR1", Format::GeoParquet),
            (b"\0\0\x27\x0A", Format::Shapefile),
            (b" {\"type\": \"FeatureCollection\"", Format::GeoJson),
            (
                b"\xEF\xBB\xBF{\"arcs\": [], \"type\": \"Topology\"}",
                Format::TopoJson,
            ),
            (
                b"{\"type\": \"Feature\"}\n{\"type\": \"Feature\"}\n",
                Format::GeoJsonLines,
            ),
            (b"\x1E{\"type\": \"Feature\"}\n", Format::GeoJsonLines),
            (
                b"<?xml version=\"1.0\"?>\n<!-- a --><kml xmlns=\"x\">",
                Format::Kml,
            ),
            (
                b"<wfs:FeatureCollection xmlns:gml=\"http://www.opengis.net/gml/3.2\">",
                Format::Gml,
            ),
            (
                b"code;geometry\n1;POLYGON((0 0, 1 0, 1 1, 0 0))\n",
                Format::WktTable,
            ),
            (
                b"VERSION 300\nCharset \"WindowsLatin1\"\nColumns 1\n",
                Format::MapInfoInterchange,
            ),
            (b"!table\n!version 300\n", Format::MapInfoTab),
            (b"  0\nSECTION\n  2\nHEADER\n", Format::Dxf),
        ] {
            assert_eq!(Format::of(path, bytes), Ok(format));
        }
    }
}
