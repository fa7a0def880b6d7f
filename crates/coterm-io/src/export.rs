//! Writes a layer as a file for other software.

use std::path::Path;
use std::str::FromStr;

use coterm_core::layers::Layer;

use crate::error::At;
use crate::{
    Crs, Result, flatgeobuf_file, geojson_file, geopackage, geoparquet_file, kml_file, layer_csv,
};

/// File format in which a layer can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `GeoJSON`, RFC 7946.
    GeoJson,
    /// `FlatGeobuf`, with a spatial index.
    FlatGeobuf,
    /// OGC `GeoPackage`.
    GeoPackage,
    /// `GeoParquet` 1.1, with geometries as well-known binary.
    GeoParquet,
    /// KML 2.2, always in longitude and latitude.
    Kml,
    /// CSV with a row for each area, without geometry.
    Csv,
    /// CSV with a row for each area, and its footprint as well-known text in the last column, `wkt`.
    /// The format has no name, and is asked for by an option.
    CsvWithWkt,
}

impl Format {
    /// Names of all formats that have one.
    pub const NAMES: [&'static str; 6] = ["geojson", "fgb", "gpkg", "parquet", "kml", "csv"];

    /// Returns the format that a file's extension means.
    ///
    /// ```
    /// use coterm_io::export::Format;
    ///
    /// assert_eq!(Format::of_path("districts.gpkg".as_ref()), Some(Format::GeoPackage));
    /// assert_eq!(Format::of_path("districts.shp".as_ref()), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Self> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// Returns the coordinate system in which the format is written unless the user names another:
    /// longitude and latitude for `GeoJSON` and KML, which others expect so, and else EPSG:27700.
    ///
    /// ```
    /// use coterm_io::{Crs, export::Format};
    ///
    /// assert_eq!(Format::Kml.default_crs(), Crs::LonLat);
    /// assert_eq!(Format::GeoParquet.default_crs(), Crs::BritishNationalGrid);
    /// ```
    pub fn default_crs(self) -> Crs {
        match self {
            Self::GeoJson | Self::Kml => Crs::LonLat,
            Self::FlatGeobuf
            | Self::GeoPackage
            | Self::GeoParquet
            | Self::Csv
            | Self::CsvWithWkt => Crs::BritishNationalGrid,
        }
    }

    /// Whether files of this format are text, which can be shown on a terminal.
    ///
    /// ```
    /// use coterm_io::export::Format;
    ///
    /// assert!(Format::Kml.is_text() && !Format::GeoPackage.is_text());
    /// ```
    pub fn is_text(self) -> bool {
        !matches!(self, Self::FlatGeobuf | Self::GeoPackage | Self::GeoParquet)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "geojson" | "json" => Ok(Self::GeoJson),
            "fgb" | "flatgeobuf" => Ok(Self::FlatGeobuf),
            "gpkg" | "geopackage" => Ok(Self::GeoPackage),
            "parquet" | "geoparquet" => Ok(Self::GeoParquet),
            "kml" => Ok(Self::Kml),
            "csv" => Ok(Self::Csv),
            _ => Err(format!(
                "\"{text}\" is not a format; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}

/// Returns a layer as the bytes of a file with coordinates in `crs`. O(n) in the vertices. A
/// `GeoPackage` is written to a temporary folder first.
///
/// # Errors
///
/// [`Error::Crs`] if this build cannot convert the coordinates to `crs`; [`Error::InvalidInput`] if the
/// format cannot be in that system: KML is always in longitude and latitude, and `GeoParquet` is not
/// in systems that are not built in; [`Error::Encode`] if the format cannot express the layer;
/// [`Error::Io`].
///
/// [`Error::Crs`]: crate::Error::Crs
/// [`Error::InvalidInput`]: crate::Error::InvalidInput
/// [`Error::Encode`]: crate::Error::Encode
/// [`Error::Io`]: crate::Error::Io
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_io::Crs;
/// use coterm_io::export::{Format, to_bytes};
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let csv = to_bytes(districts, Format::Csv, Crs::BritishNationalGrid)?;
/// assert!(String::from_utf8_lossy(&csv).contains("lad-2023,E07000121,Lancaster"));
/// let geojson = to_bytes(districts, Format::GeoJson, Crs::LonLat)?;
/// assert!(geojson.starts_with(b"{"));
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn to_bytes(layer: &Layer, format: Format, crs: Crs) -> Result<Vec<u8>> {
    match format {
        Format::GeoJson => geojson_file::layer_to_geojson(layer, crs),
        Format::FlatGeobuf => flatgeobuf_file::write(layer, crs),
        Format::GeoParquet => geoparquet_file::write(layer, crs),
        Format::Kml => kml_file::write(layer, crs),
        Format::Csv => layer_csv::write(layer, None),
        Format::CsvWithWkt => layer_csv::write(layer, Some(crs)),
        Format::GeoPackage => {
            // SQLite can only write to a file.
            let folder = tempfile::tempdir().at("temporary folder")?;
            let path = folder.path().join("layer.gpkg");
            geopackage::write(layer, crs, &path)?;
            std::fs::read(&path).at(&path)
        }
    }
}
