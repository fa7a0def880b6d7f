//! Whether the data holds all of an area.

use crate::{Area, Dataset, Layer, Role};

/// Whether the data holds all of an area: what can be told of it depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Completeness {
    /// Whether the data holds all of the area: its ground, and the building blocks in which
    /// things are counted.
    pub(super) complete: bool,
    /// Whether all that is drawn of the area is on the ground of the data.
    pub(super) within_data: bool,
}

impl Completeness {
    /// An area that the data holds all of.
    pub(super) const ALL: Self = Self {
        complete: true,
        within_data: true,
    };

    /// The completeness of each area by what the layer tells itself. The areas of a layer are made of the data's building
    /// blocks, so what is drawn of them is within the data; a second drawing is not.
    pub(super) fn of_layer(layer: &Layer) -> Vec<Self> {
        let within_data = layer.info().role != Role::Drawing;
        let of_area = |area: &Area| Self {
            complete: area.complete(),
            within_data,
        };
        layer.areas().iter().map(of_area).collect()
    }

    /// The completeness of each of a layer's areas. A code stands for one footprint, so an
    /// area of a second drawing is as complete as the area with its code is, in the layers of
    /// its family that are made of building blocks: it may be drawn as a whole, but what is
    /// counted in it is counted in the data. O(n log n) in the areas of the family.
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
