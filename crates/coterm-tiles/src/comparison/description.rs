//! Description of a comparison's tiles, for map clients.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::ComparisonTiles;
use crate::mercator::LonLatBounds;
use crate::tile_json::{Field, described, displacement};
use crate::{Result, TileJson, VectorLayer};

impl ComparisonTiles {
    /// Describes the tiles, at these addresses and zooms.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchZoom`](crate::Error::NoSuchZoom) beyond 22.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
    /// use coterm_tiles::ComparisonTiles;
    ///
    /// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
    /// let tiles = ComparisonTiles::new([a.layer, b.layer], &comparison, |_| String::new())?;
    /// let described = tiles.tile_json(Vec::new(), 0..=12)?;
    /// assert_eq!(described.tolerance_m, Some(20.0));
    /// assert_eq!(described.vector_layers[0].id, "difference");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tile_json(&self, addresses: Vec<String>, zooms: RangeInclusive<u8>) -> Result<TileJson> {
        crate::coord::check_zoom(*zooms.end())?;
        let mut piece = described(PIECE);
        let held = format!("How much is in it: {}", self.unit);
        piece.insert("weight".to_owned(), held);
        let mut label = piece.clone();
        label.extend(described(LABEL));
        let layer = |id: &str, description: &str, fields: BTreeMap<String, String>| VectorLayer {
            id: id.to_owned(),
            description: description.to_owned(),
            fields,
            minzoom: *zooms.start(),
            maxzoom: *zooms.end(),
        };
        Ok(TileJson {
            tilejson: "3.0.0".to_owned(),
            tiles: addresses,
            vector_layers: vec![
                layer("difference", "Real pieces of difference", piece),
                layer(
                    "line",
                    "The lines of both layers, each once",
                    described(LINE),
                ),
                layer(
                    "difference-label",
                    "A point for the name of each real piece of difference",
                    label,
                ),
            ],
            name: self.title.clone(),
            scheme: "xyz".to_owned(),
            minzoom: *zooms.start(),
            maxzoom: *zooms.end(),
            bounds: self.reach.map(LonLatBounds::from),
            attribution: self.attribution.clone(),
            licence: self.licence.clone(),
            displacement: displacement(self.reach, zooms),
            tolerance_m: Some(self.tolerance_m),
        })
    }
}

const PIECE: &[Field] = &[
    ("a", "Code of the first layer's area, if there is one"),
    ("a_name", "Its name"),
    ("b", "Code of the second layer's area, if there is one"),
    ("b_name", "Its name"),
    ("difference", "Number of the difference that it is part of"),
    (
        "complete",
        "False if one of its areas reaches beyond the data",
    ),
    ("reason", "Why it is real, as a sentence"),
    ("area_m2", "Square metres"),
    ("width_m", "Metres: area over half the outline"),
    ("postcodes", "Live postcodes in it, by the drawing"),
];

const LABEL: &[Field] = &[("room_m", "Metres from the point to the piece's outline")];

const LINE: &[Field] = &[
    (
        "class",
        "shared: both layers have it in the data; coastal: one has it, around ground that the coast explains; only_a, only_b: one has it",
    ),
    (
        "deviation_m",
        "Metres from the line's furthest place to the nearest line of the other layer; 0 if it is shared",
    ),
    ("apart", "Whether that is more than the tolerance"),
    (
        "real",
        "Whether it is along, or within, a real piece of difference",
    ),
    ("coast", "Whether neither layer has an area on one side"),
    ("outside", "Whether both sides are beyond what is compared"),
    ("a_left", "Code of the first layer's area on the left"),
    ("a_right", "Code of the first layer's area on the right"),
    ("b_left", "Code of the second layer's area on the left"),
    ("b_right", "Code of the second layer's area on the right"),
];
