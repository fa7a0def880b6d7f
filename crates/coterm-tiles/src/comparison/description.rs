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
        let held = format!("What the piece contains, in {}", self.unit);
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
                layer(
                    "difference",
                    "Real differences between the two layers",
                    piece,
                ),
                layer("line", "Boundary lines of both layers", described(LINE)),
                layer(
                    "difference-label",
                    "Label points of the real differences",
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
    ("a_name", "Name of the first layer's area"),
    ("b", "Code of the second layer's area, if there is one"),
    ("b_name", "Name of the second layer's area"),
    (
        "difference",
        "Number of the difference that the piece is part of",
    ),
    (
        "complete",
        "False if the data has only part of one of its areas",
    ),
    ("reason", "Why the difference is real"),
    ("area_m2", "Area in square metres"),
    (
        "width_m",
        "Average width in metres: the area over half the outline",
    ),
    (
        "postcodes",
        "Live postcodes in the piece, counted on the drawn boundaries",
    ),
];

const LABEL: &[Field] = &[("room_m", "Metres from the point to the piece's outline")];

const LINE: &[Field] = &[
    (
        "class",
        "shared: a line of both layers; coastal: a line of one layer, along the coast; only_a, only_b: any other line of one layer",
    ),
    (
        "deviation_m",
        "Greatest distance in metres from this line to the other layer's lines; 0 if the line is shared",
    ),
    ("apart", "Whether `deviation_m` is more than the tolerance"),
    (
        "real",
        "Whether the line is along, or within, a real difference",
    ),
    (
        "coast",
        "Whether neither layer has an area on one of the sides",
    ),
    ("outside", "Whether neither side of the line is compared"),
    ("a_left", "Code of the first layer's area on the left"),
    ("a_right", "Code of the first layer's area on the right"),
    ("b_left", "Code of the second layer's area on the left"),
    ("b_right", "Code of the second layer's area on the right"),
];
