//! Scenarios whose areas are those of a layer, such as the areas of a boundary file:
//! [`Scenario::of_layer`].

use super::{ProposedArea, Scenario, SizeRule};
use crate::dataset::Dataset;
use crate::definition::{AreaRef, Definition, DefinitionFault};
use crate::layers::{Area, Layer};
use crate::{Error, Result};

/// The kind of area that is proposed if nothing says another.
const KIND: &str = "place";

impl Scenario {
    /// Proposes the areas of a layer, each of the building blocks that it consists of by its ground.
    /// The layer need not be one of the dataset's. O(n log n) in the vertices of each area and of
    /// the blocks near it.
    ///
    /// # Errors
    ///
    /// [`Error::BadDefinition`] for an area that cuts building blocks, has none, or is not
    /// [complete](Area::complete), as areas are that reach beyond the data.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::scenario::Scenario;
    ///
    /// let districts = dataset.catalogue().layer("lad-2023")?;
    /// let scenario = Scenario::of_layer(&dataset, districts)?;
    /// let proposal = scenario.propose(&dataset)?;
    /// let blocks: Vec<usize> = proposal.blocks().iter().map(|blocks| blocks.len()).collect();
    /// assert!(blocks.iter().all(|&blocks| blocks > 0));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn of_layer(dataset: &Dataset, layer: &Layer) -> Result<Self> {
        let areas = layer.iter().map(|(position, area)| {
            let named = AreaRef {
                layer: layer.id().to_owned(),
                code: area.name().to_owned(),
            };
            let bad = |fault: DefinitionFault| Error::BadDefinition {
                area: area.name().to_owned(),
                fault,
            };
            if !area.complete() {
                return Err(bad(DefinitionFault::BeyondData(named)));
            }
            let within = dataset.blocks_within(layer, position)?;
            if !within.cut.is_empty() {
                let cut = within.cut;
                return Err(bad(DefinitionFault::CutsBlocks { area: named, cut }));
            }
            if within.blocks.is_empty() {
                return Err(bad(DefinitionFault::NoBlocks));
            }
            let blocks = within.blocks.into_iter();
            let blocks = blocks.map(|block| dataset.codes().block_code(block).to_owned());
            Ok(proposed(area, blocks.collect()))
        });
        let info = layer.info();
        Ok(Self {
            id: layer.id().to_owned(),
            title: info.title.clone(),
            family: KIND.to_owned(),
            family_title: Self::title_of(KIND).to_owned(),
            source: info.source.clone(),
            standing: None,
            rule: SizeRule::of_family(KIND),
            within: Vec::new(),
            areas: areas.collect::<Result<_>>()?,
        })
    }
}

fn proposed(area: &Area, blocks: Vec<String>) -> ProposedArea {
    ProposedArea {
        definition: Definition {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
            union: Vec::new(),
            intersect: Vec::new(),
            minus: Vec::new(),
        },
        blocks,
    }
}
