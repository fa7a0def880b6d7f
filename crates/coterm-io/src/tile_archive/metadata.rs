//! The description that an archive has of itself: [`Metadata`], written by both formats.

use std::collections::BTreeMap;

use coterm_core::layers::Layer;
use coterm_tiles::{Displacement, LonLatBounds, TileJson, VectorLayer, property_type};
use serde::Serialize;

use crate::{Error, Result};

/// The metadata of an archive, with the names of `PMTiles`; `MBTiles` uses the same names.
#[derive(Debug, Serialize)]
pub(super) struct Metadata {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) attribution: String,
    pub(super) licence: String,
    /// Always `overlay`: the tiles are to be drawn over another map.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// Revision of the tileset. Always 1 here; a publisher who releases further revisions may raise
    /// it.
    pub(super) version: &'static str,
    pub(super) generator: &'static str,
    /// The fingerprint of everything that the tiles depend on.
    pub(super) fingerprint: String,
    pub(super) minzoom: u8,
    pub(super) maxzoom: u8,
    pub(super) bounds: LonLatBounds,
    pub(super) vector_layers: Vec<VectorLayer>,
    pub(super) displacement: Vec<Displacement>,
}

impl Metadata {
    pub(super) fn new(
        described: TileJson,
        layers: &[String],
        licence: &str,
        fingerprint: &str,
    ) -> Result<Self> {
        let bounds = described.bounds.ok_or_else(|| {
            Error::InvalidInput(format!(
                "{} has no areas, so there are no tiles to make",
                layers.join(", ")
            ))
        })?;
        Ok(Self {
            name: described.name,
            description: format!(
                "Areas, lines and labels of {}. Borders agree within and across layers, and no line is moved further than the displacement says.",
                layers.join(", ")
            ),
            attribution: described.attribution,
            licence: licence.to_owned(),
            kind: "overlay",
            version: "1",
            generator: concat!("coterm ", env!("CARGO_PKG_VERSION")),
            fingerprint: fingerprint.to_owned(),
            minzoom: described.minzoom,
            maxzoom: described.maxzoom,
            bounds,
            vector_layers: described.vector_layers.into_iter().map(typed).collect(),
            displacement: described.displacement,
        })
    }

    /// Returns longitude and latitude of the middle of the bounds, and the deepest zoom at which
    /// the bounds are no wider than a tile.
    pub(super) fn center(&self) -> (f64, f64, u8) {
        let LonLatBounds {
            west,
            south,
            east,
            north,
        } = self.bounds;
        let fits = |zoom: &u8| (east - west) * f64::from(1_u32 << zoom) <= 360.0;
        let zoom = (self.minzoom..=self.maxzoom).rev().find(fits);
        let middle = |a: f64, b: f64| f64::midpoint(a, b);
        (
            middle(west, east),
            middle(south, north),
            zoom.unwrap_or(self.minzoom),
        )
    }
}

/// Replaces the descriptions of a layer's properties by their types, which readers of archives
/// expect there.
fn typed(layer: VectorLayer) -> VectorLayer {
    let fields = layer.fields.into_keys().map(|field| {
        let kind = property_type(&field).to_owned();
        (field, kind)
    });
    VectorLayer {
        fields: fields.collect::<BTreeMap<_, _>>(),
        ..layer
    }
}

/// Names of the layers' licences, each once.
pub(super) fn licences(layers: &[&Layer]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for licence in layers.iter().map(|layer| layer.info().licence.as_str()) {
        if !licence.is_empty() && !all.contains(&licence) {
            all.push(licence);
        }
    }
    all.join("; ")
}
