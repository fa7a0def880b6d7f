//! The formats of a comparison's report, and the tables that CSV offers, with their names.

use std::path::Path;
use std::str::FromStr;

/// Format of a comparison's report.
///
/// ```
/// use coterm_report::ReportFormat;
///
/// let format = ReportFormat::of_path("districts.xlsx".as_ref());
/// assert_eq!(format, Some(ReportFormat::Xlsx));
/// assert_eq!("html".parse(), Ok(ReportFormat::Html));
/// assert_eq!(ReportFormat::Csv.media_type(), "text/csv; charset=utf-8");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// Text in columns, for a terminal.
    Table,
    /// JSON with the whole comparison, for programs.
    Json,
    /// CSV with one table of the comparison; see [`CsvTable`].
    Csv,
    /// HTML document that opens in any browser and prints on A4.
    Html,
    /// Markdown document: `CommonMark` with the tables of GitHub, to paste into a word processor or
    /// a wiki.
    Markdown,
    /// Excel workbook with a sheet for each table.
    Xlsx,
    /// `GeoJSON` with the pieces, in longitude and latitude.
    GeoJson,
}

impl ReportFormat {
    /// Names of all formats.
    pub const NAMES: [&'static str; 7] = ["table", "json", "csv", "html", "md", "xlsx", "geojson"];

    /// Returns the format that belongs to a file's extension.
    pub fn of_path(path: &Path) -> Option<Self> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// Media type of the format, for `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::GeoJson => "application/geo+json",
        }
    }

    /// Usual file extension of the format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
        }
    }

    /// Whether a terminal can show the format.
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
            "md" | "markdown" => Ok(Self::Markdown),
            "xlsx" => Ok(Self::Xlsx),
            "geojson" => Ok(Self::GeoJson),
            _ => Err(format!(
                "\"{text}\" is not a format; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}

/// Table of a comparison that is written as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CsvTable {
    /// Every pair of areas, with the ground and the weight that they have in common.
    #[default]
    Matrix,
    /// Every area of either layer, with its verdict against the other layer.
    Verdicts,
    /// Every piece that the two layers cut each other into.
    Pieces,
    /// The real differences.
    Differences,
    /// Weight that goes from each area of the first layer to each of the second. Parts that
    /// are only drawn differently are added up for each area.
    Moves,
    /// Small parts that can be found out by subtracting figures published for both layers.
    Disclosure,
}

impl CsvTable {
    /// Names of all tables.
    pub const NAMES: [&'static str; 6] = [
        "matrix",
        "verdicts",
        "pieces",
        "differences",
        "moves",
        "disclosure",
    ];

    /// Returns the table's name.
    ///
    /// ```
    /// use coterm_report::CsvTable;
    ///
    /// assert_eq!("moves".parse(), Ok(CsvTable::Moves));
    /// assert_eq!(CsvTable::Moves.name(), "moves");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Verdicts => "verdicts",
            Self::Pieces => "pieces",
            Self::Differences => "differences",
            Self::Moves => "moves",
            Self::Disclosure => "disclosure",
        }
    }
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
            "disclosure" => Ok(Self::Disclosure),
            _ => Err(format!(
                "\"{text}\" is not a table; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}
