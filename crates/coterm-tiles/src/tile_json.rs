//! Description of a set of tiles for map clients: [`TileJson`].

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
    /// Version of the specification.
    pub tilejson: String,
    /// Templates of the tiles' addresses, with `{z}`, `{x}` and `{y}`.
    pub tiles: Vec<String>,
    /// The layers in the tiles, and their properties.
    pub vector_layers: Vec<VectorLayer>,
    /// The layers' titles.
    pub name: String,
    /// The order of rows, `xyz`: they are counted from the north.
    pub scheme: String,
    /// The least zoom with tiles.
    pub minzoom: u8,
    /// The deepest zoom with tiles; for deeper zooms, clients magnify its tiles.
    pub maxzoom: u8,
    /// The bounding box of the layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<LonLatBounds>,
    /// The acknowledgement that must be shown with the tiles.
    pub attribution: String,
    /// The licence of the layers. It is not part of `TileJSON`, which allows additional
    /// members.
    pub licence: String,
    /// Greatest distance of a line in the tiles from the layer's line, for each zoom. It is not
    /// part of `TileJSON` either.
    pub displacement: Vec<Displacement>,
    /// Tolerance of a comparison in metres, beyond which lines are apart; `None` for other
    /// tiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance_m: Option<f64>,
}

/// A layer in the tiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VectorLayer {
    /// The layer's name.
    pub id: String,
    /// The kind of features that it has.
    pub description: String,
    /// The names of its properties, each with a description.
    pub fields: BTreeMap<String, String>,
    /// The least zoom with tiles.
    pub minzoom: u8,
    /// The deepest zoom with tiles.
    pub maxzoom: u8,
}

/// Greatest distance by which lines are moved at a zoom.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Displacement {
    /// The zoom.
    pub zoom: u8,
    /// Metres on the ground, at the southern end of the layers, where a unit is longest.
    pub metres: f64,
}

/// Returns the greatest distance of a line in a tile from the layer's line, and of the layer's
/// line from it, in units of the tile's grid (4,096 to a side). Simplifying and rounding to the
/// grid together cause it. It is under 0.6 pixels where a tile is drawn 512 pixels wide.
///
/// ```
/// assert!(coterm_tiles::displacement_units() < 4.708);
/// ```
#[expect(clippy::cast_precision_loss, reason = "a few units")]
pub fn displacement_units() -> f64 {
    TOLERANCE as f64 + std::f64::consts::FRAC_1_SQRT_2
}

impl TileSet {
    /// Describes tiles with some of the layers, at these addresses and zooms.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`](crate::Error::NoSuchLayer);
    /// [`Error::NoSuchZoom`](crate::Error::NoSuchZoom) beyond 22.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_tiles::{TileSet, USUAL_ZOOMS};
    ///
    /// let tiles = TileSet::new(dataset.catalogue().layers())?;
    /// let addresses = vec!["https://example.org/tiles/lad-2023/{z}/{x}/{y}".to_owned()];
    /// let described = tiles.tile_json(&["lad-2023"], addresses, USUAL_ZOOMS)?;
    /// let names: Vec<&str> = described.vector_layers.iter().map(|layer| &*layer.id).collect();
    /// assert_eq!(names, ["lad-2023", "lad-2023-line", "lad-2023-label"]);
    /// # Ok::<(), coterm_tiles::Error>(())
    /// ```
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
            let positions = layer.areas.start as usize..layer.areas.end as usize;
            let systems: BTreeSet<&str> = self.areas[positions]
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
                ("-line", "boundary lines", described(LINE)),
                ("-label", "label points", label),
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
        let each = |each: fn(&DrawnLayer) -> &String| layers.iter().map(move |layer| each(layer));
        Ok(TileJson {
            tilejson: "3.0.0".to_owned(),
            tiles: addresses,
            vector_layers,
            name: each_once(each(|layer| &layer.title), ", "),
            scheme: "xyz".to_owned(),
            minzoom,
            maxzoom,
            bounds: reach.map(LonLatBounds::from),
            attribution: each_once(each(|layer| &layer.attribution), " "),
            licence: each_once(each(|layer| &layer.licence), " "),
            displacement: displacement(reach, zooms),
            tolerance_m: None,
        })
    }
}

/// Joins texts, leaving out empty ones and repetitions.
pub(crate) fn each_once<'a>(texts: impl Iterator<Item = &'a String>, between: &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for text in texts {
        if !text.is_empty() && !all.contains(&text.as_str()) {
            all.push(text);
        }
    }
    all.join(between)
}

/// Returns the greatest distance by which lines are moved at each zoom, at the southern end of
/// `reach`.
pub(crate) fn displacement(
    reach: Option<Rectangle>,
    zooms: std::ops::RangeInclusive<u8>,
) -> Vec<Displacement> {
    let south = reach.map_or(0, |reach| reach.max.y);
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
    ("complete", "False if the data has only part of the area"),
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
        "Whether layers of other families have the same line at this zoom",
    ),
    (
        "with",
        "The other families that have the same line, separated by spaces",
    ),
];

pub(crate) fn described(fields: &[Field]) -> BTreeMap<String, String> {
    let owned = |(key, value): &Field| ((*key).to_owned(), (*value).to_owned());
    fields.iter().map(owned).collect()
}

/// Returns the type of a property's values, in the words of archive metadata: `String`,
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

/// The zooms at which tiles are usually made: from the whole world to a unit of about a third
/// of a metre in Great Britain, which is finer than any line here was surveyed.
pub const USUAL_ZOOMS: std::ops::RangeInclusive<u8> = 0..=14;

const _: () = assert!(*USUAL_ZOOMS.end() <= TileCoord::DEEPEST);
