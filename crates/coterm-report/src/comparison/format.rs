use std::path::Path;
use std::str::FromStr;

/// How a comparison is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// Text in columns, for a terminal.
    Table,
    /// All of the comparison, for programs.
    Json,
    /// One table of it; see [`CsvTable`].
    Csv,
    /// A document that opens in any browser and prints on A4.
    Html,
    /// A workbook with a sheet for each table.
    Xlsx,
    /// The pieces, in longitude and latitude.
    GeoJson,
}

impl ReportFormat {
    /// Every format's name.
    pub const NAMES: [&'static str; 6] = ["table", "json", "csv", "html", "xlsx", "geojson"];

    /// The format that a file's extension says.
    pub fn of_path(path: &Path) -> Option<Self> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// What its bytes are, for `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::GeoJson => "application/geo+json",
        }
    }

    /// The usual extension of a file.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
        }
    }

    /// Whether a terminal can show it.
    pub fn is_text(self) -> bool {
        self != Self::Xlsx
    }
}

impl FromStr for ReportFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "table" | "txt" | "text" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "html" | "htm" => Ok(Self::Html),
            "xlsx" => Ok(Self::Xlsx),
            "geojson" => Ok(Self::GeoJson),
            _ => Err(format!(
                "\"{text}\" is not a format; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}

/// Which table of a comparison is written as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CsvTable {
    /// Every pair of areas with what they have in common.
    #[default]
    Matrix,
    /// Each area of either layer, and how it stands to the other layer.
    Verdicts,
    /// Every piece that the two layers cut each other into.
    Pieces,
    /// The real differences.
    Differences,
    /// From the first layer's areas to the second's, without what is only drawn
    /// differently.
    Moves,
}

impl CsvTable {
    /// Every table's name.
    pub const NAMES: [&'static str; 5] = ["matrix", "verdicts", "pieces", "differences", "moves"];
}

impl FromStr for CsvTable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "matrix" => Ok(Self::Matrix),
            "verdicts" => Ok(Self::Verdicts),
            "pieces" => Ok(Self::Pieces),
            "differences" => Ok(Self::Differences),
            "moves" => Ok(Self::Moves),
            _ => Err(format!(
                "\"{text}\" is not a table; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}
