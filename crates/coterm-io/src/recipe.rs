//! The recipe of a data folder: `sources.toml` and `definitions/`.

mod exception;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coterm_core::{
    KnownDefect, LayerInfo, LineError, Month, Period, Release, ReleaseKind, ReleasedDistricts,
    Releases, Role,
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::At;
use crate::manifest::{check_info, check_releases};
use crate::{DefinedLayer, Error, Result, text};

pub use exception::{Moved, Recoded};

/// The file that says where everything is from.
const SOURCES: &str = "sources.toml";
/// Metres that the land is drawn beyond the extent at most.
const FARTHEST_M: f64 = 1_000_000.0;

/// What a data folder is built from, and what is built.
#[derive(Debug)]
pub struct Recipe {
    /// The folder that the recipe is in.
    pub folder: PathBuf,
    /// What `sources.toml` says.
    pub sources: Sources,
    /// What `definitions/` says.
    pub definitions: Vec<DefinedLayer>,
}

/// The contents of `sources.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The extent that is built unless another is asked for.
    pub default_extent: String,
    /// All layers, in the order in which they are shown.
    pub order: Vec<String>,
    /// The licence of the data.
    pub licence: Licence,
    /// The extents, by name.
    pub extent: BTreeMap<String, Extent>,
    /// Up to when postcodes are known.
    pub postcodes: PostcodesKnown,
    /// The releases that postcodes are made from.
    #[serde(default)]
    pub release: Vec<SourceRelease>,
    /// How far the lines of layers that are dissolved from building blocks are off, where a
    /// layer does not say itself.
    pub dissolved_line_error: Option<LineError>,
    /// Codes of areas that are others than in the table that a layer is made from.
    #[serde(default)]
    pub recoded: Vec<Recoded>,
    /// Building blocks that are in another area than the table says.
    #[serde(default)]
    pub moved: Vec<Moved>,
    /// What is known to be wrong in layers.
    #[serde(default)]
    pub known_defect: Vec<LayerDefect>,
    /// The packages, by name.
    pub package: BTreeMap<String, Package>,
    /// The layers that are not definitions, by name.
    pub layer: BTreeMap<String, SourceLayer>,
    /// Names that the sources do not hold: layer, code, name.
    pub names: BTreeMap<String, BTreeMap<String, String>>,
    /// ODS codes that the sources do not hold: layer, code, ODS code.
    pub ods: BTreeMap<String, BTreeMap<String, String>>,
}

/// A licence and the acknowledgement that it asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// The acknowledgement.
    pub attribution: String,
}

/// Which ground is built.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// In words.
    pub title: String,
    /// Codes of the districts of 2021 that it is made of; empty for all.
    pub districts: Vec<String>,
}

/// Up to when it is known where postcodes are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostcodesKnown {
    /// The last day.
    pub known_to: Date,
    /// What says so.
    pub known_by: String,
}

/// A [`Release`], and the file that it is read from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRelease {
    /// See [`Release`], for this and what follows.
    pub id: String,
    /// The release's name in the JSON of answers.
    pub code: String,
    /// What is released, as sentences have it.
    pub product: String,
    /// The month that it is of.
    pub month: Month,
    /// What it says of a postcode, which is also how it is read: as Code-Point Open, as the
    /// ONS table of postcodes and their areas, or as the ONS Postcode Directory.
    pub kind: ReleaseKind,
    /// The districts that it gives.
    pub districts: Option<ReleasedDistricts>,
    /// `package/member`.
    pub member: String,
}

/// A [`KnownDefect`], and the layer that has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerDefect {
    /// The layer.
    pub layer: String,
    /// See [`KnownDefect`], for this and what follows.
    pub note: String,
    /// What says so.
    pub source: String,
    /// The first day on which it is wrong.
    pub from: Option<Date>,
    /// The code that its one area has since then.
    pub new_code: Option<String>,
    /// Codes of areas that are wrong throughout.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Codes of the building blocks in which the layer is wrong.
    #[serde(default)]
    pub blocks: Vec<String>,
}

/// A package of the Python package index, pinned.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name there, if that is not its name in the recipe.
    pub pypi: Option<String>,
    /// Its version.
    pub version: String,
    /// The wheel's file name.
    pub file: String,
    /// The wheel's SHA-256.
    pub sha256: String,
    /// The licence of package and contents.
    pub licence: String,
    /// The files in it that are used.
    pub member: BTreeMap<String, String>,
}

/// A layer that is made from tables or a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLayer {
    /// How it is made.
    pub made: Made,
    /// For a drawing: the layer whose areas it draws.
    pub of: Option<String>,
    /// For blocks, a drawing or the land: `package/member`.
    pub member: Option<String>,
    /// For the land: `package/member` of the countries around.
    pub neighbours: Option<String>,
    /// For the land: how far beyond the extent it is drawn.
    pub margin_m: Option<f64>,
    /// For blocks or a drawing: the property that holds the code.
    pub code_field: Option<String>,
    /// For a drawing: the property that holds the name.
    pub name_field: Option<String>,
    /// See [`LayerInfo`], for this and what follows.
    pub family: String,
    /// The family in words.
    pub family_title: String,
    /// The layer in words.
    pub title: String,
    /// What it is for.
    pub role: Role,
    /// Whether its areas are districts.
    #[serde(default)]
    pub gives_districts: bool,
    /// Its first day.
    pub valid_from: Date,
    /// Its last day.
    pub valid_to: Option<Date>,
    /// The last day on which it is known to hold.
    pub known_to: Option<Date>,
    /// What says so.
    pub known_by: Option<String>,
    /// The publisher's generalisation.
    pub resolution_m: f64,
    /// How far its lines are off, if that was measured.
    pub line_error: Option<LineError>,
    /// How its coast is drawn.
    pub coast: String,
    /// Where it is from.
    pub source: String,
}

/// The ways to make a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Made {
    /// The building blocks themselves, read from a file.
    Blocks,
    /// Blocks by district.
    District,
    /// Blocks by district by upper tier.
    UpperTier,
    /// Blocks by sub-ICB location.
    Sicbl,
    /// Blocks by sub-ICB location, under the names that these had as CCGs.
    Ccg,
    /// Blocks by sub-ICB location by ICB.
    Icb,
    /// Another drawing of a layer, read from a file.
    Drawing,
    /// The outline of the country and its neighbours.
    Land,
}

impl Made {
    /// Whether a code table says which block is in which area.
    pub fn by_table(self) -> bool {
        match self {
            Self::District | Self::UpperTier | Self::Sicbl | Self::Ccg | Self::Icb => true,
            Self::Blocks | Self::Drawing | Self::Land => false,
        }
    }
}

impl Recipe {
    /// Reads `sources.toml` and `definitions/` of a folder.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] for what is not understood or cannot be, and if `order` does
    /// not name each layer once.
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

    /// The extent with this name.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`], with the names that there are.
    pub fn extent(&self, name: &str) -> Result<&Extent> {
        self.sources.extent.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.sources.extent.keys().map(String::as_str).collect();
            Error::InvalidInput(format!(
                "there is no extent \"{name}\"; there are {}",
                names.join(", ")
            ))
        })
    }

    /// The releases that postcodes are made from.
    ///
    /// # Errors
    ///
    /// Those of [`Releases::new`].
    pub fn releases(&self) -> Result<Releases> {
        let releases = self.sources.release.iter().map(Release::from);
        Ok(Releases::new(releases.collect())?)
    }

    /// Where the code table is: `package/member`.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] if no release is one.
    pub fn code_table(&self) -> Result<&str> {
        let mut releases = self.sources.release.iter();
        releases
            .find(|release| release.kind == ReleaseKind::CodeTable)
            .map(|release| release.member.as_str())
            .ok_or_else(|| Error::Recipe("no release is of kind = \"code-table\"".into()))
    }

    /// The layer of building blocks, and its name.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] if there is none.
    pub fn block_layer(&self) -> Result<(&str, &SourceLayer)> {
        let mut layers = self.sources.layer.iter();
        layers
            .find(|(_, layer)| layer.made == Made::Blocks)
            .map(|(id, layer)| (id.as_str(), layer))
            .ok_or_else(|| Error::Recipe("no layer is made = \"blocks\"".into()))
    }

    /// What is known about a layer before it is built. A definition has the
    /// resolution and coast of the building blocks that it is made of.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if its period ends before it begins, or its resolution is none.
    pub fn info(&self, id: &str) -> Result<LayerInfo> {
        let wrong = |reason: String| {
            let path = self.folder.join(SOURCES);
            Error::malformed(path, format!("layer {id}: {reason}"))
        };
        let vintage = id
            .split('-')
            .find(|part| part.len() == 4 && part.parse::<u16>().is_ok());
        let mut info = if let Some(layer) = self.sources.layer.get(id) {
            LayerInfo {
                id: id.to_owned(),
                family: layer.family.clone(),
                family_title: layer.family_title.clone(),
                vintage: String::new(),
                title: layer.title.clone(),
                role: layer.role,
                gives_districts: layer.gives_districts,
                period: Period::new(layer.valid_from, layer.valid_to)
                    .map_err(|error| wrong(format!("valid_from and valid_to: {error}")))?,
                known_to: layer.known_to,
                known_by: layer.known_by.clone(),
                known_defects: Vec::new(),
                resolution_m: layer.resolution_m,
                line_error: layer.line_error.clone().or_else(|| {
                    let dissolved = layer
                        .made
                        .by_table()
                        .then_some(&self.sources.dissolved_line_error);
                    dissolved.cloned().flatten()
                }),
                coast: layer.coast.clone(),
                source: layer.source.clone(),
                licence: String::new(),
                attribution: String::new(),
            }
        } else {
            let defined = self
                .definitions
                .iter()
                .find(|layer| layer.layer == id)
                .ok_or_else(|| Error::Recipe(format!("the recipe has no layer \"{id}\"")))?;
            let blocks = self
                .sources
                .layer
                .values()
                .find(|layer| layer.made == Made::Blocks);
            LayerInfo {
                id: id.to_owned(),
                family: defined.family.clone(),
                family_title: defined.family_title.clone(),
                vintage: String::new(),
                title: defined.title.clone(),
                role: Role::Primary,
                gives_districts: defined.gives_districts,
                period: defined.period,
                known_to: defined.known_to,
                known_by: defined.known_by.clone(),
                known_defects: Vec::new(),
                resolution_m: blocks.map_or(0.0, |blocks| blocks.resolution_m),
                line_error: self.sources.dissolved_line_error.clone(),
                coast: blocks
                    .map(|blocks| blocks.coast.clone())
                    .unwrap_or_default(),
                source: format!("definition over building blocks; {}", defined.source),
                licence: String::new(),
                attribution: String::new(),
            }
        };
        let defects = self.sources.known_defect.iter();
        let defects = defects.filter(|defect| defect.layer == id);
        info.known_defects = defects.map(KnownDefect::from).collect();
        vintage.unwrap_or_default().clone_into(&mut info.vintage);
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

/// Which layers the order does not name, or not once.
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
            (0, _) => Some(format!("{id} is no layer of this recipe")),
            (1, _) => Some(format!("{id} is there more than once")),
            _ => Some(format!("{id} is in this file and in definitions/")),
        });
    let faults: Vec<String> = faults.collect();
    format!(
        "\"order\" must name each layer of this file and of definitions/ once: {}",
        faults.join("; ")
    )
}
