//! How much of an area the data holds.

use crate::{Area, Dataset, Layer, Role};

/// How much of an area the data holds: what can be told of it depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    /// The data holds all of the area: its ground, and the building blocks in which
    /// things are counted.
    pub(super) whole: bool,
    /// Nothing that is drawn of the area is beyond the ground of the data.
    pub(super) within: bool,
}

impl Held {
    /// All of it.
    pub(super) const ALL: Self = Self {
        whole: true,
        within: true,
    };

    /// What a layer tells by itself. The areas of a layer are made of the data's building
    /// blocks, so what is drawn of them is within the data; a second drawing is not.
    pub(super) fn of_layer(layer: &Layer) -> Vec<Self> {
        let within = layer.info().role != Role::Drawing;
        let of_area = |area: &Area| Self {
            whole: area.complete(),
            within,
        };
        layer.areas().iter().map(of_area).collect()
    }

    /// What the data tells of a layer's areas. A code stands for one footprint, so an area
    /// of a second drawing is held as the area with its code is, in the layers of its family
    /// that are made of building blocks: it may be drawn as a whole, but what is counted in
    /// it is counted in the data. O(n log n) in the areas of the family.
    pub(super) fn of(dataset: &Dataset, layer: &Layer) -> Vec<Self> {
        let held = Self::of_layer(layer);
        if layer.info().role != Role::Drawing {
            return held;
        }
        let layers = dataset.catalogue().layers().iter();
        let family: Vec<&Layer> = layers
            .filter(|other| {
                other.info().family == layer.info().family && other.info().role != Role::Drawing
            })
            .collect();
        let areas = layer.areas().iter().zip(held);
        areas
            .map(|(area, own)| {
                let drawn = family.iter().find_map(|other| other.area(area.code()));
                drawn.map_or(own, |drawn| Self {
                    whole: own.whole && drawn.complete(),
                    within: drawn.complete(),
                })
            })
            .collect()
    }
}
