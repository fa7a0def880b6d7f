//! Completeness of areas: whether the data holds all of an area, or only a part.
//!
//! An area of which the data holds only a part gets no verdict, no size and no shares.

use crate::dataset::Dataset;
use crate::layers::{Area, Layer, Role};

/// Completeness of an area, on which it depends what can be told of the area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Completeness {
    /// Whether the data holds all of the area: its ground, and the building blocks in which
    /// things are counted.
    pub(super) complete: bool,
    /// Whether the area, as drawn, lies wholly on ground that the data covers.
    pub(super) within_data: bool,
}

impl Completeness {
    /// Completeness of an area that the data holds as a whole.
    pub(super) const ALL: Self = Self {
        complete: true,
        within_data: true,
    };

    /// Returns the completeness of each area, from the layer alone. Areas of an ordinary layer
    /// are made of the data's building blocks, so their drawn ground is within the data. Areas
    /// of a second generalisation are not, and may reach beyond it.
    pub(super) fn of_layer(layer: &Layer) -> Vec<Self> {
        let within_data = layer.info().role != Role::Drawing;
        let of_area = |area: &Area| Self {
            complete: area.complete(),
            within_data,
        };
        layer.areas().iter().map(of_area).collect()
    }

    /// Returns the completeness of each of a layer's areas. A code stands for one footprint, so
    /// an area of a second generalisation is only as complete as the area of that code in the
    /// layers of its family that are made of building blocks: the generalisation may draw all
    /// of the area, but what is counted in it is counted in the data. O(n log n) in the areas
    /// of the family.
    pub(super) fn of(dataset: &Dataset, layer: &Layer) -> Vec<Self> {
        let own = Self::of_layer(layer);
        if layer.info().role != Role::Drawing {
            return own;
        }
        let layers = dataset.catalogue().layers().iter();
        let family: Vec<&Layer> = layers
            .filter(|other| {
                other.info().family == layer.info().family && other.info().role != Role::Drawing
            })
            .collect();
        let areas = layer.areas().iter().zip(own);
        areas
            .map(|(area, own)| {
                let drawn = family.iter().find_map(|other| other.area(area.code()));
                drawn.map_or(own, |drawn| Self {
                    complete: own.complete && drawn.complete(),
                    within_data: drawn.complete(),
                })
            })
            .collect()
    }
}
