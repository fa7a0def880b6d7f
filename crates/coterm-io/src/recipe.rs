//! The recipe of a data folder: `sources.toml` and the files in `definitions/`.
//!
//! [`build`](crate::build::build) reads it. A recipe that was read is consistent: `order` names
//! each layer once, and known defects, releases and exceptions name only layers that the recipe
//! has.

mod exception;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coterm_core::codes::{Release, ReleaseKind, ReleasedDistricts, Releases};
use coterm_core::layers::{KnownDefect, LayerInfo, LineError, Role};
use coterm_core::period::{Month, Period};
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::At;
use crate::manifest::{check_info, check_releases};
use crate::{DefinedLayer, Error, Result, text};

pub use exception::{Moved, Recoded};

/// File name of the list of sources, layers and exceptions.
pub const SOURCES: &str = "sources.toml";
/// Largest distance beyond the extent, in metres, up to which the land may be drawn.
const FARTHEST_M: f64 = 1_000_000.0;

/// A recipe: the sources of a data folder and the layers to build from them.
#[derive(Debug)]
pub struct Recipe {
    /// The folder that the recipe is in.
    pub folder: PathBuf,
    /// The contents of `sources.toml`.
    pub sources: Sources,
    /// The layers that are defined in `definitions/`.
    pub definitions: Vec<DefinedLayer>,
}

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
/// [`LayerInfo`].
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

impl Recipe {
    /// Reads `sources.toml` and `definitions/` in a folder.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if a file cannot be read; [`Error::Malformed`] if its contents are not
    /// understood or contradict each other, or if `order` does not name each layer exactly once.
    ///
    /// ```
    /// use std::path::Path;
    /// use coterm_io::recipe::Recipe;
    ///
    /// let recipe = Recipe::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"))?;
    /// assert!(recipe.extent(&recipe.sources.default_extent).is_ok());
    /// assert_eq!(recipe.info("place-2022")?.family, "place");
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(SOURCES);
        let bytes = std::fs::read(&path).at(&path)?;
        let text = text::decode(&bytes).map_err(|reason| Error::malformed(&path, reason))?;
        let sources: Sources =
            toml::from_str(&text).map_err(|error| Error::malformed(&path, error))?;
        let definitions = DefinedLayer::read_all(&folder.join("definitions"))?;
        let mut known: Vec<&String> = sources
            .layer
            .keys()
            .chain(definitions.iter().map(|layer| &layer.layer))
            .collect();
        let mut ordered: Vec<&String> = sources.order.iter().collect();
        known.sort();
        ordered.sort();
        if known != ordered {
            return Err(Error::malformed(&path, not_once(&known, &ordered)));
        }
        if let Some(defect) = sources
            .known_defect
            .iter()
            .find(|defect| !sources.order.contains(&defect.layer))
        {
            return Err(Error::malformed(
                &path,
                format!("known_defect: there is no layer \"{}\"", defect.layer),
            ));
        }
        let releases: Vec<Release> = sources.release.iter().map(Release::from).collect();
        check_releases(&releases, |id| {
            sources.order.iter().any(|known| known == id)
        })
        .map_err(|reason| Error::malformed(&path, reason))?;
        exception::check(&sources).map_err(|reason| Error::malformed(&path, reason))?;
        for (id, layer) in &sources.layer {
            if let Some(margin) = layer.margin_m
                && !(0.0..=FARTHEST_M).contains(&margin)
            {
                let reason = format!(
                    "layer {id}: margin_m is {margin}, and must be 0 to {FARTHEST_M} metres"
                );
                return Err(Error::malformed(&path, reason));
            }
        }
        let recipe = Self {
            folder: folder.to_owned(),
            sources,
            definitions,
        };
        for id in &recipe.sources.order {
            recipe.info(id)?;
        }
        Ok(recipe)
    }

    /// Returns the extent with this name.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if there is none; it lists the names that exist.
    pub fn extent(&self, name: &str) -> Result<&Extent> {
        self.sources.extent.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.sources.extent.keys().map(String::as_str).collect();
            Error::InvalidInput(format!(
                "there is no extent called \"{name}\"; choose from {}",
                names.join(", ")
            ))
        })
    }

    /// Returns the releases that postcodes are made from.
    ///
    /// # Errors
    ///
    /// Those of [`Releases::new`].
    pub fn releases(&self) -> Result<Releases> {
        let releases = self.sources.release.iter().map(Release::from);
        Ok(Releases::new(releases.collect())?)
    }

    /// Returns the file of the code table, as `package/member`.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] if no release is a code table.
    pub fn code_table(&self) -> Result<&str> {
        let mut releases = self.sources.release.iter();
        releases
            .find(|release| release.kind == ReleaseKind::CodeTable)
            .map(|release| release.member.as_str())
            .ok_or_else(|| Error::Recipe("no release is of kind = \"code-table\"".into()))
    }

    /// Returns the layer of building blocks, with its name.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] if the recipe has no such layer.
    pub fn block_layer(&self) -> Result<(&str, &SourceLayer)> {
        let mut layers = self.sources.layer.iter();
        layers
            .find(|(_, layer)| layer.made == Made::Blocks)
            .map(|(id, layer)| (id.as_str(), layer))
            .ok_or_else(|| Error::Recipe("no layer is made = \"blocks\"".into()))
    }

    /// Returns the description that a layer will have once it is built. A definition gets the
    /// resolution and the coast of the building blocks that it is made of.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] if the recipe has no such layer; [`Error::Malformed`] if its name, period,
    /// last known day, resolution or line error is impossible.
    pub fn info(&self, id: &str) -> Result<LayerInfo> {
        let wrong = |reason: String| {
            let path = self.folder.join(SOURCES);
            Error::malformed(path, format!("layer {id}: {reason}"))
        };
        let vintage = id
            .split('-')
            .find(|part| part.len() == 4 && part.parse::<u16>().is_ok());
        let vintage = vintage.unwrap_or_default();
        let mut info = if let Some(layer) = self.sources.layer.get(id) {
            let period = Period::new(layer.valid_from, layer.valid_to)
                .map_err(|error| wrong(format!("valid_from and valid_to: {error}")))?;
            let mut info = LayerInfo::new(id, &layer.family, vintage, period);
            info.family_title.clone_from(&layer.family_title);
            info.title.clone_from(&layer.title);
            info.role = layer.role;
            info.gives_districts = layer.gives_districts;
            info.known_to = layer.known_to;
            info.known_by.clone_from(&layer.known_by);
            info.resolution_m = layer.resolution_m;
            info.line_error = layer.line_error.clone().or_else(|| {
                let dissolved = &self.sources.dissolved_line_error;
                dissolved.clone().filter(|_| layer.made.by_table())
            });
            info.coast.clone_from(&layer.coast);
            info.source.clone_from(&layer.source);
            info
        } else {
            let defined = self
                .definitions
                .iter()
                .find(|layer| layer.layer == id)
                .ok_or_else(|| Error::Recipe(format!("the recipe has no layer \"{id}\"")))?;
            let mut layers = self.sources.layer.values();
            let blocks = layers.find(|layer| layer.made == Made::Blocks);
            let mut info = LayerInfo::new(id, &defined.family, vintage, defined.period);
            info.family_title.clone_from(&defined.family_title);
            info.title.clone_from(&defined.title);
            info.gives_districts = defined.gives_districts;
            info.known_to = defined.known_to;
            info.known_by.clone_from(&defined.known_by);
            info.line_error
                .clone_from(&self.sources.dissolved_line_error);
            if let Some(blocks) = blocks {
                info.resolution_m = blocks.resolution_m;
                info.coast.clone_from(&blocks.coast);
            }
            info.source = format!("definition over building blocks; {}", defined.source);
            info
        };
        let defects = self.sources.known_defect.iter();
        let defects = defects.filter(|defect| defect.layer == id);
        info.known_defects = defects.map(KnownDefect::from).collect();
        info.licence.clone_from(&self.sources.licence.name);
        info.attribution
            .clone_from(&self.sources.licence.attribution);
        check_info(&info).map_err(wrong)?;
        Ok(info)
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

/// Describes each layer that `order` lacks, repeats or should not have.
fn not_once(known: &[&String], ordered: &[&String]) -> String {
    let times = |all: &[&String], id: &String| all.iter().filter(|other| **other == id).count();
    let mut all: Vec<&String> = known.iter().chain(ordered).copied().collect();
    all.sort();
    all.dedup();
    let faults = all
        .into_iter()
        .filter_map(|id| match (times(known, id), times(ordered, id)) {
            (1, 1) => None,
            (1, 0) => Some(format!("{id} is missing")),
            (0, _) => Some(format!("this recipe has no layer {id}")),
            (1, _) => Some(format!("{id} is listed more than once")),
            _ => Some(format!(
                "{id} is defined both here and in definitions/, so remove one"
            )),
        });
    let faults: Vec<String> = faults.collect();
    format!(
        "\"order\" must name each layer of this file and of definitions/ once: {}",
        faults.join("; ")
    )
}
