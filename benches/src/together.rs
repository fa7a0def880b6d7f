//! All layers at once: what shared work saves.

use std::hint::black_box;

use coterm_core::GridPoint;
use polygon_coverage::PointIndexSet;

use crate::contender::{Build, Contender};
use crate::layers::NamedLayer;
use polygon_coverage::Result;

/// Answers for several layers at each point before it goes to the next, as people ask.
pub enum Together {
    /// coterm, which asks layers of one make once.
    Stack(PointIndexSet, usize),
    /// An index for each layer, one after the other.
    Each(Vec<Box<dyn Contender>>),
}

impl Together {
    /// The layers by this contender, each by itself unless it knows better.
    ///
    /// # Errors
    ///
    /// If a layer cannot be indexed.
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

    /// Asks every layer at every point.
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
                        black_box(index.owner(point));
                    }
                }
            }
        }
    }
}
