//! All layers at once: what shared work saves.

use std::hint::black_box;

use coterm_core::{GridPoint, LayerStack};

use crate::contender::{Build, Contender};
use crate::layers::NamedLayer;

/// Answers for several layers at each point before it goes to the next, as people ask.
pub enum Together {
    /// coterm, which asks layers of one make once.
    Stack(LayerStack, usize),
    /// An index for each layer, one after the other.
    Each(Vec<Box<dyn Contender>>),
}

impl Together {
    /// The layers by this contender, each by itself unless it knows better.
    pub fn new(contender: &str, build: Build, layers: &[NamedLayer]) -> Self {
        if contender == "coterm" {
            let footprints: Vec<Vec<_>> = layers
                .iter()
                .map(|layer| layer.footprints.iter().collect())
                .collect();
            Self::Stack(LayerStack::new(&footprints), layers.len())
        } else {
            Self::Each(
                layers
                    .iter()
                    .map(|layer| build(&layer.footprints))
                    .collect(),
            )
        }
    }

    /// Asks every layer at every point.
    pub fn ask(&self, points: &[GridPoint]) {
        match self {
            Self::Stack(stack, layers) => {
                for &point in points {
                    let owners = stack.at(point);
                    for layer in 0..*layers {
                        black_box(owners.owner(layer));
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
