//! [`DefinedLayer`]: a file of a recipe's `definitions/`, which defines a layer by areas of other
//! layers.
//!
//! `build` computes such layers in building blocks. Codes of the areas in a file are unique.

use std::path::Path;

use coterm_core::definition::{AreaRef, Definition};
use coterm_core::period::Period;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::error::At;
use crate::{Error, FileSet, Result, text};

/// A layer whose areas are defined by areas of other layers: a file of `definitions/`.
#[derive(Debug, Clone)]
pub struct DefinedLayer {
    /// The layer's name.
    pub layer: String,
    /// The kind of area: `place`.
    pub family: String,
    /// The kind of area in words.
    pub family_title: String,
    /// The layer in words.
    pub title: String,
    /// Whether the layer's areas are districts; see [`LayerInfo::gives_districts`].
    ///
    /// [`LayerInfo::gives_districts`]: coterm_core::layers::LayerInfo::gives_districts
    pub gives_districts: bool,
    /// The days on which the layer is valid.
    pub period: Period,
    /// The last day on which the layer is known to hold.
    pub known_to: Option<Date>,
    /// The source that says that the layer holds until then.
    pub known_by: Option<String>,
    /// The day of the decision on these areas.
    pub decided: Date,
    /// The body that decided, and the document that says so.
    pub source: String,
    /// Name of the layer whose other areas are kept as they are, if there is one.
    pub keep: Option<String>,
    /// The area outside which the layer says nothing, for a layer of one region only. The layer is
    /// built for extents that have all of that area.
    pub region: Option<AreaRef>,
    /// The definitions of the areas.
    pub areas: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    layer: String,
    family: String,
    family_title: String,
    title: String,
    #[serde(default)]
    gives_districts: bool,
    valid_from: Date,
    valid_to: Option<Date>,
    known_to: Option<Date>,
    known_by: Option<String>,
    decided: Date,
    source: String,
    keep: Option<String>,
    #[serde(default, deserialize_with = "area_ref")]
    region: Option<AreaRef>,
    area: Vec<AreaEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaEntry {
    code: String,
    name: String,
    #[serde(deserialize_with = "area_refs")]
    union: Vec<AreaRef>,
    #[serde(default, deserialize_with = "area_refs")]
    intersect: Vec<AreaRef>,
    #[serde(default, deserialize_with = "area_refs")]
    minus: Vec<AreaRef>,
}

/// Deserialises an area that is written as `LAYER/CODE`.
fn area_ref<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<AreaRef>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// Deserialises a list of areas, each written as `LAYER/CODE`.
pub(crate) fn area_refs<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Vec<AreaRef>, D::Error> {
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|text| text.parse().map_err(serde::de::Error::custom))
        .collect()
}

impl DefinedLayer {
    /// Reads a definition file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`], with the line, if the contents are not understood or a
    /// code is defined twice.
    ///
    /// ```
    /// use std::path::Path;
    /// use coterm_io::DefinedLayer;
    ///
    /// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    /// let places = DefinedLayer::read(&data.join("definitions/place-2022.toml"))?;
    /// assert_eq!((&*places.layer, places.areas.len()), ("place-2022", 4));
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(path, &std::fs::read(path).at(path)?)
    }

    /// Reads the contents of a definition file; errors name it by its path.
    fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        let text = text::decode(bytes).map_err(|reason| Error::malformed(path, reason))?;
        let file: File = toml::from_str(&text).map_err(|error| Error::malformed(path, error))?;
        let mut codes: Vec<&str> = file.area.iter().map(|area| area.code.as_str()).collect();
        codes.sort_unstable();
        if let Some([twice, _]) = codes.array_windows().find(|[one, next]| one == next) {
            return Err(Error::malformed(
                path,
                format!("the code {twice} is defined twice"),
            ));
        }
        Ok(Self {
            period: Period::new(file.valid_from, file.valid_to)
                .map_err(|error| Error::malformed(path, error))?,
            layer: file.layer,
            family: file.family,
            family_title: file.family_title,
            title: file.title,
            gives_districts: file.gives_districts,
            known_to: file.known_to,
            known_by: file.known_by,
            decided: file.decided,
            source: file.source,
            keep: file.keep,
            region: file.region,
            areas: file
                .area
                .into_iter()
                .map(|area| Definition {
                    code: area.code,
                    name: area.name,
                    union: area.union,
                    intersect: area.intersect,
                    minus: area.minus,
                })
                .collect(),
        })
    }

    /// Reads all definition files of a set, in order of their names.
    ///
    /// # Errors
    ///
    /// Those of [`DefinedLayer::read`].
    pub(crate) fn read_all(files: &FileSet) -> Result<Vec<Self>> {
        let names = files.names();
        names
            .map(|name| Self::parse(&files.path(name), files.get(name)?))
            .collect()
    }
}
