//! The review area: the ground that a comparison is about, and inside which everything is counted.
//!
//! A review area is the ground of areas that were given, of any layers, or else of the first layer's
//! complete areas. A verdict is on all of an area, so it is the same in every review area.

use std::collections::BTreeSet;

use geo::MultiPolygon;
use polygon_coverage::{PointIndex, dissolve};
use serde::Serialize;

use super::ground::{Pair, SharedGround};
use super::named::NamedArea;
use super::{Found, Weights};
use crate::Result;
use crate::dataset::Dataset;
use crate::definition::AreaRef;
use crate::layers::{Area, Layer, Role};

/// The ground that a comparison is about, and what is in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewArea {
    /// The areas that were given; empty for the ground of the first layer's complete areas.
    pub areas: Vec<NamedArea>,
    /// Ground of either layer in it, in square metres.
    pub area_m2: f64,
    /// Weight of either layer in it.
    pub weight: f64,
    /// Live postcodes of either layer in it.
    pub postcodes: u64,
    /// The ground itself, EPSG:27700.
    #[serde(skip)]
    pub footprint: MultiPolygon<f64>,
}

/// A review area that was looked up.
#[derive(Debug)]
pub(super) enum Extent {
    /// All ground of both layers, because the data holds no area of the first layer as a whole.
    Everything,
    /// The ground of the first layer's complete areas.
    FirstLayer(Vec<bool>),
    /// Areas that were given, made of building blocks.
    Given {
        areas: Vec<NamedArea>,
        /// Whether each block of the code table is in it.
        blocks: Vec<bool>,
        /// Whether the position of each counted place is in it.
        places: Vec<bool>,
        footprint: MultiPolygon<f64>,
    },
}

impl Extent {
    /// Looks up the review area. `within` is empty for the first layer's complete areas.
    pub(super) fn of(
        dataset: &Dataset,
        within: &[AreaRef],
        ground: &SharedGround,
        weights: &Weights,
    ) -> Result<Self> {
        if within.is_empty() {
            let complete: Vec<bool> = ground.completeness[0]
                .iter()
                .map(|own| own.complete)
                .collect();
            return Ok(if complete.contains(&true) {
                Self::FirstLayer(complete)
            } else {
                Self::Everything
            });
        }
        let catalogue = dataset.catalogue();
        let codes = dataset.codes();
        let mut areas = Vec::new();
        let mut ids = BTreeSet::new();
        for area in within {
            let layer = catalogue.layer(&area.layer)?;
            let found = layer
                .find(&area.code)
                .map_err(|error| crate::Error::NoSuchArea {
                    area: area.clone(),
                    error,
                })?;
            areas.push(NamedArea::of(layer, &layer[found]));
            let of_area = if layer.info().role == Role::Block {
                let code = layer[found].code().parse().ok();
                code.and_then(|code| codes.block(code))
                    .map(|id| [id].into())
            } else {
                let position = catalogue.position(&area.layer);
                position.and_then(|layer| codes.blocks_of(layer, found))
            };
            let of_area = of_area.ok_or_else(|| crate::Error::NotOfBlocks {
                layer: area.layer.clone(),
            })?;
            ids.extend(of_area);
        }
        let mut blocks = vec![false; codes.blocks().len()];
        let block_layer = catalogue.first(|layer| layer.info().role == Role::Block);
        let mut drawn: Vec<&MultiPolygon<f64>> = Vec::new();
        for id in ids {
            blocks[id.index()] = true;
            let area = block_layer.and_then(|layer| catalogue[layer].area(codes.block_code(id)));
            drawn.extend(area.map(Area::footprint));
        }
        let footprint = dissolve(drawn)?;
        let index = PointIndex::build([&footprint])?;
        let places = weights.places().iter();
        let places = places.map(|place| index.locate(place.at.coord()).is_some());
        Ok(Self::Given {
            places: places.collect(),
            areas,
            blocks,
            footprint,
        })
    }

    /// Whether no area was given.
    pub(super) fn is_default(&self) -> bool {
        !matches!(self, Self::Given { .. })
    }

    /// Whether what a building block has in this pair of areas is inside.
    pub(super) fn has_block(&self, block: usize, pair: Pair) -> bool {
        match self {
            Self::Given { blocks, .. } => blocks[block],
            Self::FirstLayer(_) | Self::Everything => self.has_pair(pair),
        }
    }

    /// Whether what the place of this position in the weights has in this pair of areas is inside,
    /// as it is drawn.
    pub(super) fn has_place(&self, place: usize, pair: Pair) -> bool {
        match self {
            Self::Given { places, .. } => places[place],
            Self::FirstLayer(_) | Self::Everything => self.has_pair(pair),
        }
    }

    /// Returns an index of the ground of the areas that were given; `None` if none were.
    pub(super) fn index(&self) -> Result<Option<PointIndex>> {
        match self {
            Self::Given { footprint, .. } => Ok(Some(PointIndex::build([footprint])?)),
            Self::FirstLayer(_) | Self::Everything => Ok(None),
        }
    }

    /// Whether the ground of this pair of areas is inside, where that follows from the areas.
    pub(super) fn has_pair(&self, pair: Pair) -> bool {
        match self {
            Self::Everything | Self::Given { .. } => true,
            Self::FirstLayer(complete) => pair[0].is_some_and(|area| complete[area]),
        }
    }
}

impl Found<'_> {
    /// Returns the review area, and what is in it.
    pub(super) fn review_area(&self) -> ReviewArea {
        let (areas, footprint) = match &self.extent {
            Extent::Given {
                areas, footprint, ..
            } => (areas.clone(), footprint.clone()),
            Extent::Everything => {
                let all = self.layers.into_iter().flat_map(Layer::areas);
                (Vec::new(), united(all.map(Area::footprint)))
            }
            Extent::FirstLayer(complete) => {
                let areas = self.layers[0].areas().iter().zip(complete);
                let complete = areas.filter(|(_, complete)| **complete);
                let footprints = complete.map(|(area, _)| area.footprint());
                (Vec::new(), united(footprints))
            }
        };
        let [_, _, area_m2] = self.inside.ground_m2;
        ReviewArea {
            areas,
            area_m2,
            weight: self.inside_weight_of_layer(None),
            postcodes: self.inside.postcodes,
            footprint,
        }
    }
}

/// Returns the ground of some areas together, for maps. Areas that overlap keep their outlines.
fn united<'a>(
    footprints: impl Iterator<Item = &'a MultiPolygon<f64>> + Clone,
) -> MultiPolygon<f64> {
    dissolve(footprints.clone()).unwrap_or_else(|_| {
        footprints
            .flat_map(|footprint| footprint.iter().cloned())
            .collect()
    })
}
