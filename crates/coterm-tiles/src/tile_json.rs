//! What a set of tiles says of itself: [`TileJson`].

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::layer::{DrawnArea, DrawnLayer};
use crate::mercator::{LonLatBounds, unit_m};
use crate::point::Rectangle;
use crate::simplify::TOLERANCE;
use crate::tile_set::reach;
use crate::{Result, TileCoord, TileSet};

/// A description of tiles: `TileJSON` 3.0.0, with the bound on how far lines are moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TileJson {
    /// The specification's version.
    pub tilejson: String,
    /// Templates of the tiles' addresses, with `{z}`, `{x}` and `{y}`.
    pub tiles: Vec<String>,
    /// The layers in the tiles, and their properties.
    pub vector_layers: Vec<VectorLayer>,
    /// The layers' titles.
    pub name: String,
    /// Rows are counted from the north.
    pub scheme: String,
    /// The least zoom with tiles.
    pub minzoom: u8,
    /// The deepest zoom with tiles; beyond, its tiles are magnified.
    pub maxzoom: u8,
    /// The ground of these layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<LonLatBounds>,
    /// What must be shown with the tiles.
    pub attribution: String,
    /// Under what the layers may be used: not part of `TileJSON`, which allows for more.
    pub licence: String,
    /// How far, at each zoom, a line in the tiles may be from the layer's: not part of
    /// `TileJSON` either.
    pub displacement: Vec<Displacement>,
    /// Of the tiles of a comparison, its tolerance in metres: from there on lines are apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance_m: Option<f64>,
}

/// A layer in the tiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VectorLayer {
    /// Its name.
    pub id: String,
    /// What it is.
    pub description: String,
    /// Its properties, and what they are.
    pub fields: BTreeMap<String, String>,
    /// The least zoom with tiles.
    pub minzoom: u8,
    /// The deepest zoom with tiles.
    pub maxzoom: u8,
}

/// How far lines may be moved at a zoom.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Displacement {
    /// The zoom.
    pub zoom: u8,
    /// Metres on the ground, where the layers reach furthest south and a unit is longest.
    pub metres: f64,
}

/// How far a line in a tile may be from the layer's, in units of the tile's grid (4,096 to
/// a side), either way: by simplifying, and by rounding to the grid. Half a pixel, and less
/// than a tenth, where a tile is drawn 512 pixels wide.
///
/// ```
/// assert!(coterm_tiles::displacement_units() < 4.708);
/// ```
#[expect(clippy::cast_precision_loss, reason = "a few units")]
pub fn displacement_units() -> f64 {
    TOLERANCE as f64 + std::f64::consts::FRAC_1_SQRT_2
}

impl TileSet {
    /// The description of tiles with some of the layers, at these addresses and zooms.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`](crate::Error::NoSuchLayer);
    /// [`Error::NoSuchZoom`](crate::Error::NoSuchZoom) beyond 22.
    pub fn tile_json(
        &self,
        layers: &[&str],
        addresses: Vec<String>,
        zooms: std::ops::RangeInclusive<u8>,
    ) -> Result<TileJson> {
        crate::coord::check_zoom(*zooms.end())?;
        let layers = self.named(layers)?;
        let (minzoom, maxzoom) = (*zooms.start(), *zooms.end());
        let mut vector_layers = Vec::new();
        for layer in &layers {
            let owners = layer.owners.start as usize..layer.owners.end as usize;
            let systems: BTreeSet<&str> = self.areas[owners]
                .iter()
                .flat_map(DrawnArea::systems)
                .collect();
            let mut area = described(AREA);
            area.extend(
                systems
                    .into_iter()
                    .map(|system| (system.to_owned(), format!("Code of the system {system}"))),
            );
            let mut label = area.clone();
            label.extend(described(LABEL));
            for (suffix, what, fields) in [
                ("", "areas", area),
                ("-line", "lines, each once", described(LINE)),
                ("-label", "a point for each area's name", label),
            ] {
                vector_layers.push(VectorLayer {
                    id: format!("{}{suffix}", layer.id),
                    description: format!("{}: {what}", layer.title),
                    fields,
                    minzoom,
                    maxzoom,
                });
            }
        }
        let reach = reach(&layers);
        let said = |said: fn(&DrawnLayer) -> &String| layers.iter().map(move |layer| said(layer));
        Ok(TileJson {
            tilejson: "3.0.0".to_owned(),
            tiles: addresses,
            vector_layers,
            name: each_once(said(|layer| &layer.title), ", "),
            scheme: "xyz".to_owned(),
            minzoom,
            maxzoom,
            bounds: reach.map(LonLatBounds::from),
            attribution: each_once(said(|layer| &layer.attribution), " "),
            licence: each_once(said(|layer| &layer.licence), " "),
            displacement: displacement(reach, zooms),
            tolerance_m: None,
        })
    }
}

/// What is said, each once.
pub(crate) fn each_once<'a>(said: impl Iterator<Item = &'a String>, between: &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for said in said {
        if !said.is_empty() && !all.contains(&said.as_str()) {
            all.push(said);
        }
    }
    all.join(between)
}

/// How far lines may be moved at each zoom, where the ground reaches furthest south.
pub(crate) fn displacement(
    reach: Option<Rectangle>,
    zooms: std::ops::RangeInclusive<u8>,
) -> Vec<Displacement> {
    let south = reach.map_or(0, |reach| reach.most.y);
    zooms
        .map(|zoom| Displacement {
            zoom,
            metres: displacement_units() * unit_m(zoom, south),
        })
        .collect()
}

pub(crate) type Field = (&'static str, &'static str);

const AREA: &[Field] = &[
    ("code", "The area's official code"),
    ("name", "The area's name"),
    ("complete", "False if the area reaches beyond the data"),
];

const LABEL: &[Field] = &[(
    "room_m",
    "Metres from the point to the area's nearest boundary",
)];

const LINE: &[Field] = &[
    ("left", "Code of the area on the left, if there is one"),
    ("right", "Code of the area on the right, if there is one"),
    ("coast", "Whether the layer has an area on one side only"),
    (
        "shared",
        "Whether other families have the same line, as far as the zoom can tell",
    ),
    ("with", "Those families"),
];

pub(crate) fn described(fields: &[Field]) -> BTreeMap<String, String> {
    let owned = |(key, value): &Field| ((*key).to_owned(), (*value).to_owned());
    fields.iter().map(owned).collect()
}

/// The type of a property's values, as the metadata of archives name it: `String`,
/// `Number` or `Boolean`.
///
/// ```
/// assert_eq!(coterm_tiles::property_type("room_m"), "Number");
/// ```
pub fn property_type(property: &str) -> &'static str {
    match property {
        "complete" | "coast" | "shared" => "Boolean",
        "room_m" => "Number",
        _ => "String",
    }
}

/// The zooms at which tiles are usually made: from the whole world to a unit of a third of
/// a metre, which is finer than any line here was surveyed.
pub const USUAL_ZOOMS: std::ops::RangeInclusive<u8> = 0..=14;

const _: () = assert!(*USUAL_ZOOMS.end() <= TileCoord::DEEPEST);
