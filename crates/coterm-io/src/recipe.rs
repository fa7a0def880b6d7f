//! The recipe of a data folder: `sources.toml` and the files in `definitions/`.
//!
//! [`build`](crate::build::build) reads it. A recipe that was read is consistent: `order` names
//! each layer once, and known defects, releases and exceptions name only layers that the recipe
//! has.

mod exception;
mod sources;

use std::path::{Path, PathBuf};

use coterm_core::codes::{Release, ReleaseKind, Releases};
use coterm_core::layers::{KnownDefect, LayerInfo};
use coterm_core::period::Period;

use crate::error::At;
use crate::manifest::{check_info, check_releases};
use crate::{DefinedLayer, Error, FileSet, Result, text};

pub use exception::{Moved, Recoded};
pub use sources::{
    Extent, LayerDefect, Licence, Made, Package, PostcodesKnown, SourceLayer, SourceRelease,
    Sources,
};

/// File name of the list of sources, layers and exceptions.
pub const SOURCES: &str = "sources.toml";
/// Name of the folder of layers that are defined by other layers.
pub const DEFINITIONS: &str = "definitions";
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
    /// assert!(recipe.sources.extent.contains_key(&recipe.sources.default_extent));
    /// assert_eq!(recipe.info("place-2022")?.family, "place");
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(SOURCES);
        let sources = std::fs::read(&path).at(&path)?;
        let definitions = FileSet::read(&folder.join(DEFINITIONS), "toml")?;
        Self::parse(folder, &sources, &definitions)
    }

    /// Reads a recipe that is in memory: the contents of `sources.toml`, and the files of
    /// `definitions/`. Errors name `sources.toml` as a file of `folder`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`], as [`Recipe::read`].
    pub fn parse(folder: &Path, sources: &[u8], definitions: &FileSet) -> Result<Self> {
        let path = folder.join(SOURCES);
        let text = text::decode(sources).map_err(|reason| Error::malformed(&path, reason))?;
        let sources: Sources =
            toml::from_str(&text).map_err(|error| Error::malformed(&path, error))?;
        let definitions = DefinedLayer::read_all(definitions)?;
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
        let regions = definitions.iter();
        let mut regions = regions.filter_map(|layer| Some((&layer.layer, layer.region.as_ref()?)));
        if let Some((id, region)) =
            regions.find(|(_, region)| !sources.order.contains(&region.layer))
        {
            let reason = format!("layer {id}: region: there is no layer \"{}\"", region.layer);
            return Err(Error::malformed(&path, reason));
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

    /// Returns the layers that are made in this way, with their names.
    pub(crate) fn made(&self, made: Made) -> impl Iterator<Item = (&str, &SourceLayer)> {
        let layers = self.sources.layer.iter();
        layers
            .filter(move |(_, layer)| layer.made == made)
            .map(|(id, layer)| (id.as_str(), layer))
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
        self.made(Made::Blocks)
            .next()
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
            let blocks = self.block_layer().ok();
            let mut info = LayerInfo::new(id, &defined.family, vintage, defined.period);
            info.family_title.clone_from(&defined.family_title);
            info.title.clone_from(&defined.title);
            info.gives_districts = defined.gives_districts;
            info.known_to = defined.known_to;
            info.known_by.clone_from(&defined.known_by);
            info.line_error
                .clone_from(&self.sources.dissolved_line_error);
            if let Some((_, blocks)) = blocks {
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
