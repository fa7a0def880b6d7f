//! [`Sources`]: the contents of a recipe's `sources.toml`.

use std::collections::BTreeMap;

use coterm_core::codes::{Release, ReleaseKind, ReleasedDistricts};
use coterm_core::layers::{KnownDefect, LineError, Role};
use coterm_core::period::Month;
use jiff::civil::Date;
use serde::Deserialize;

use super::exception::{Moved, Recoded};

/// The contents of `sources.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Name of the extent that is built unless another is asked for.
    pub default_extent: String,
    /// All layers, in the order in which the catalogue lists them.
    pub order: Vec<String>,
    /// The licence of the data.
    pub licence: Licence,
    /// The extents, by name.
    pub extent: BTreeMap<String, Extent>,
    /// The last day for which postcodes are known.
    pub postcodes: PostcodesKnown,
    /// The releases that postcodes are made from.
    #[serde(default)]
    pub release: Vec<SourceRelease>,
    /// Line error of the layers that are dissolved from building blocks, unless a layer states its
    /// own.
    pub dissolved_line_error: Option<LineError>,
    /// Areas of a layer whose codes differ from those in the table that the layer is made from.
    #[serde(default)]
    pub recoded: Vec<Recoded>,
    /// Building blocks that a layer has in a different area than its table has.
    #[serde(default)]
    pub moved: Vec<Moved>,
    /// Known defects of the layers.
    #[serde(default)]
    pub known_defect: Vec<LayerDefect>,
    /// The packages to download, by name.
    pub package: BTreeMap<String, Package>,
    /// The layers that are made from tables or files, by name. Definitions are not among them.
    pub layer: BTreeMap<String, SourceLayer>,
    /// Names of areas that the sources lack: layer, then area code, then name.
    pub names: BTreeMap<String, BTreeMap<String, String>>,
    /// ODS codes of areas that the sources lack: layer, then area code, then ODS code.
    pub ods: BTreeMap<String, BTreeMap<String, String>>,
}

/// A licence and the acknowledgement that it requires.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// The licence's name.
    pub name: String,
    /// The acknowledgement to show with the data.
    pub attribution: String,
}

/// An extent: the ground that a data folder covers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// The extent in words.
    pub title: String,
    /// Codes of the 2021 districts that make up the extent; empty for all of England.
    pub districts: Vec<String>,
}

/// The last day for which the places of postcodes are known, and the source that says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostcodesKnown {
    /// The last day. Answers for later days are not certain.
    pub known_to: Date,
    /// The source for that day, in words.
    pub known_by: String,
}

/// A [`Release`], and the file that it is read from. All fields but `member` are those of
/// [`Release`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRelease {
    /// The release's name in files: `c25`.
    pub id: String,
    /// The release's name in the JSON of answers.
    pub code: String,
    /// The product, as it is written within a sentence: `Code-Point Open`.
    pub product: String,
    /// The month of the release.
    pub month: Month,
    /// The kind of information that it has on a postcode. The kind also decides the file format:
    /// Code-Point Open, the ONS table of postcodes and their areas, or the ONS Postcode Directory.
    pub kind: ReleaseKind,
    /// The layer, column and field of the release's districts; `None` for a code table.
    pub districts: Option<ReleasedDistricts>,
    /// The file, as `package/member`.
    pub member: String,
}

/// A [`KnownDefect`], and the layer that has it. All other fields are those of [`KnownDefect`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerDefect {
    /// The layer's name.
    pub layer: String,
    /// The defect, as a sentence.
    pub note: String,
    /// The source that reports the defect.
    pub source: String,
    /// The first day on which the layer is wrong; `None` if it is wrong for as long as it is valid.
    pub from: Option<Date>,
    /// The new code that the area in `areas` has had since that day, if the code is what is wrong.
    pub new_code: Option<String>,
    /// Codes of the areas that are wrong throughout.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Codes of the building blocks in which the layer is wrong.
    #[serde(default)]
    pub blocks: Vec<String>,
}

/// A package of the Python Package Index, pinned to one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The package's name in the index, if it differs from the name in the recipe.
    pub pypi: Option<String>,
    /// The package's version.
    pub version: String,
    /// The wheel's file name.
    pub file: String,
    /// SHA-256 of the wheel, in hexadecimal.
    pub sha256: String,
    /// The licences of the package and of its contents.
    pub licence: String,
    /// Paths of the files to use within the wheel, by the name that the recipe gives them.
    pub member: BTreeMap<String, String>,
}

/// A layer that is made from tables or from a file. The fields from `family` on are those of
/// [`LayerInfo`](coterm_core::layers::LayerInfo).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLayer {
    /// Way in which the layer is made.
    pub made: Made,
    /// Name of the layer that this one is another generalisation of. Only for `drawing`.
    pub of: Option<String>,
    /// The file with the polygons, as `package/member`. Only for `blocks`, `drawing` and `land`.
    pub member: Option<String>,
    /// The file with the districts of the neighbouring countries, as `package/member`. Only for
    /// `land`.
    pub neighbours: Option<String>,
    /// Distance beyond the extent, in metres, up to which the land is drawn. Only for `land`.
    pub margin_m: Option<f64>,
    /// The release of Code-Point Open whose wards name the blocks' localities, as `package/member`.
    /// Only for `blocks`, and optional.
    pub localities: Option<String>,
    /// The property that holds an area's code. Only for `blocks` and `drawing`.
    pub code_field: Option<String>,
    /// The property that holds an area's name. Only for `drawing`.
    pub name_field: Option<String>,
    /// The kind of area: `lad`.
    pub family: String,
    /// The kind of area in words: `Local authority districts`.
    pub family_title: String,
    /// The layer in words.
    pub title: String,
    /// The layer's role.
    pub role: Role,
    /// Whether the layer's areas are the districts of some years.
    #[serde(default)]
    pub gives_districts: bool,
    /// The first day on which the layer is valid.
    pub valid_from: Date,
    /// The last day on which the layer is valid; `None` if it has not ended.
    pub valid_to: Option<Date>,
    /// The last day on which the layer is known to hold.
    pub known_to: Option<Date>,
    /// The source that says that the layer holds until then.
    pub known_by: Option<String>,
    /// The tolerance of the publisher's generalisation, in metres.
    pub resolution_m: f64,
    /// Error of the layer's lines, in metres, if it was measured.
    pub line_error: Option<LineError>,
    /// Treatment of the coast: `clipped to high water`.
    pub coast: String,
    /// The source of the layer and how it was made.
    pub source: String,
}

/// How a layer is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Made {
    /// The building blocks themselves, read from a file.
    Blocks,
    /// Blocks dissolved by district.
    District,
    /// Blocks dissolved by the upper-tier authority of their district.
    UpperTier,
    /// Blocks dissolved by sub-ICB location.
    Sicbl,
    /// Blocks dissolved by sub-ICB location, with the names that these had as CCGs.
    Ccg,
    /// Blocks dissolved by the ICB of their sub-ICB location.
    Icb,
    /// Another generalisation of a layer, read from a file.
    Drawing,
    /// The outlines of England, Scotland and Wales, as a backdrop of maps.
    Land,
}

impl Made {
    /// Whether a code table says which area of the layer each block is in.
    pub fn by_table(self) -> bool {
        match self {
            Self::District | Self::UpperTier | Self::Sicbl | Self::Ccg | Self::Icb => true,
            Self::Blocks | Self::Drawing | Self::Land => false,
        }
    }
}

impl From<&SourceRelease> for Release {
    fn from(source: &SourceRelease) -> Self {
        Self {
            id: source.id.clone(),
            code: source.code.clone(),
            product: source.product.clone(),
            month: source.month,
            kind: source.kind,
            districts: source.districts.clone(),
        }
    }
}

impl From<&LayerDefect> for KnownDefect {
    fn from(defect: &LayerDefect) -> Self {
        Self {
            note: defect.note.clone(),
            source: defect.source.clone(),
            from: defect.from,
            new_code: defect.new_code.clone(),
            areas: defect.areas.clone(),
            blocks: defect.blocks.clone(),
        }
    }
}
