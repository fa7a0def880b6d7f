//! The formats of files that are mutated, each with the command that reads it: [`Format`].

use crate::Result;
use crate::syntax::Syntax;

/// A format of file, and the command or request that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// `coterm check FILE.geojson`.
    GeoJson,
    /// `coterm check FILE.fgb`.
    FlatGeobuf,
    /// `coterm check FILE.gpkg`.
    GeoPackage,
    /// `coterm check FILE.kml`.
    Kml,
    /// `coterm check FILE.parquet`.
    GeoParquet,
    /// `coterm bulk FILE.csv`.
    Bulk,
    /// `--weight FILE.csv`.
    Weight,
    /// Scenarios as CSV, TOML and JSON.
    ScenarioCsv,
    ScenarioToml,
    ScenarioJson,
    /// The recipe's `sources.toml`, and a file of its `definitions/`.
    Sources,
    Definition,
    /// `coterm serve --tiles FILE`.
    PmTiles,
    MbTiles,
    /// Files of a data folder, whose checksums are right.
    Catalogue,
    Layer,
    CodeTable,
    Postcodes,
    /// `POST /lookup`.
    Lookup,
}

impl Format {
    pub(crate) const ALL: [Self; 19] = [
        Self::GeoJson,
        Self::FlatGeobuf,
        Self::GeoPackage,
        Self::Kml,
        Self::GeoParquet,
        Self::Bulk,
        Self::Weight,
        Self::ScenarioCsv,
        Self::ScenarioToml,
        Self::ScenarioJson,
        Self::Sources,
        Self::Definition,
        Self::PmTiles,
        Self::MbTiles,
        Self::Catalogue,
        Self::Layer,
        Self::CodeTable,
        Self::Postcodes,
        Self::Lookup,
    ];

    /// Name of the format, extension of its files, and number of mutants in a run, 20,000 in all.
    fn described(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::GeoJson => ("geojson", "geojson", 2_400),
            Self::FlatGeobuf => ("flatgeobuf", "fgb", 2_200),
            Self::GeoPackage => ("geopackage", "gpkg", 2_200),
            Self::Kml => ("kml", "kml", 800),
            Self::GeoParquet => ("geoparquet", "parquet", 800),
            Self::Bulk => ("bulk", "csv", 1_500),
            Self::Weight => ("weight", "csv", 800),
            Self::ScenarioCsv => ("scenario-csv", "csv", 600),
            Self::ScenarioToml => ("scenario-toml", "toml", 800),
            Self::ScenarioJson => ("scenario-json", "json", 600),
            Self::Sources => ("sources", "toml", 500),
            Self::Definition => ("definition", "toml", 500),
            Self::PmTiles => ("pmtiles", "pmtiles", 1_500),
            Self::MbTiles => ("mbtiles", "mbtiles", 1_200),
            Self::Catalogue => ("catalogue", "json", 800),
            Self::Layer => ("layer", "fgb", 1_200),
            Self::CodeTable => ("code-table", "csv", 400),
            Self::Postcodes => ("postcodes", "csv", 400),
            Self::Lookup => ("lookup", "json", 800),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.described().0
    }

    pub(crate) fn ending(self) -> &'static str {
        self.described().1
    }

    pub(crate) fn count(self) -> usize {
        self.described().2
    }

    /// Syntax of the format, if it is a text.
    pub(crate) fn syntax(self) -> Option<Syntax> {
        match self.ending() {
            "geojson" | "json" => Some(Syntax::Json),
            "csv" => Some(Syntax::Csv),
            "toml" => Some(Syntax::Toml),
            _ => None,
        }
    }

    pub(crate) fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no format {name}; there are {names}").into()
        })
    }
}
