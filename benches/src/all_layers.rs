//! Lookups in all layers at once, to measure what shared work saves.

use std::hint::black_box;

use coterm_core::space::GridPoint;
use polygon_coverage::PointIndexSet;

use crate::contender::{Build, Contender};
use crate::layers::NamedLayer;
use polygon_coverage::Result;

/// Contenders for lookups in several layers: each point is answered in all layers before the next.
pub enum AllLayers {
    /// The index set of coterm, which looks up layers that are made of the same blocks once.
    Stack(PointIndexSet, usize),
    /// An index for each layer, used one after the other.
    Each(Vec<Box<dyn Contender>>),
}

impl AllLayers {
    /// Builds an index set for coterm, and for any other contender an index for each layer.
    ///
    /// # Errors
    ///
    /// Fails if a layer cannot be indexed.
    pub fn new(contender: &str, build: Build, layers: &[NamedLayer]) -> Result<Self> {
        if contender == "coterm" {
            let footprints: Vec<Vec<_>> = layers
                .iter()
                .map(|layer| layer.footprints.iter().collect())
                .collect();
            Ok(Self::Stack(
                PointIndexSet::build(&footprints)?,
                layers.len(),
            ))
        } else {
            let indexes = layers.iter().map(|layer| build(&layer.footprints));
            Ok(Self::Each(indexes.collect::<Result<_>>()?))
        }
    }

    /// Looks up every point in every layer.
    pub fn ask(&self, points: &[GridPoint]) {
        match self {
            Self::Stack(stack, layers) => {
                for &point in points {
                    let areas = stack.locate(point.coord());
                    for layer in 0..*layers {
                        black_box(areas.area(layer));
                    }
                }
            }
            Self::Each(indexes) => {
                for &point in points {
                    for index in indexes {
                        black_box(index.containing_area(point));
                    }
                }
            }
        }
    }
}
