//! Proposals: scenarios that were looked up in a dataset, block by block, and drawn.

use std::collections::BTreeSet;

use geo::MultiPolygon;

use super::blocks_of::{blocks_of_area, look_up, only_in_part};
use super::{ProposalOptions, Scenario};
use polygon_coverage::{AreaId, dissolve};

use crate::codes::BlockId;
use crate::comparison::{ComparisonInput, Named, NamedArea};
use crate::dataset::Dataset;
use crate::definition::{AreaRef, Definition, DefinitionFault};
use crate::layers::{Area, Layer, LayerId, LayerInfo, Role};
use crate::{Cancel, Error, Result};

/// A scenario whose areas are known block by block, and drawn.
#[derive(Debug, Clone)]
pub struct Proposal<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) scenario: Scenario,
    layer: Layer,
    /// The blocks of each area of the layer.
    pub(super) blocks: Vec<BTreeSet<BlockId>>,
    /// The areas that each area's definition names and the data holds only in part, for each
    /// area of the layer.
    in_part: Vec<Vec<NamedArea>>,
    /// Blocks that one area's list has more than once: the block's code and the area's name.
    pub(super) repeated: Vec<(String, String)>,
    /// The layer of blocks.
    block_layer: LayerId,
    /// The token by which the score is told to stop.
    pub(super) cancel: Cancel,
}

impl Scenario {
    /// Looks up what the areas are made of, and draws them by dissolving their blocks. O(n) in
    /// the vertices of those blocks.
    ///
    /// # Errors
    ///
    /// [`Error::BadDefinition`] for an area that names a block or an area which does not exist
    /// (with the nearest that do), or that comes to nothing, if two areas have one code, and if
    /// the scenario has no areas or the data no blocks; [`Error::NoSuchLayer`];
    /// [`Error::NotOfBlocks`] for a layer that is not made of building blocks. A block in
    /// several areas is no error here.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::definition::Definition;
    /// use coterm_core::scenario::{ProposedArea, Scenario, SizeRule};
    ///
    /// let area = |code: &str, name: &str, union: &str, blocks: &[&str]| -> Result<_, Box<dyn std::error::Error>> {
    ///     let definition = Definition {
    ///         code: code.into(),
    ///         name: name.into(),
    ///         union: vec![union.parse()?],
    ///         intersect: Vec::new(),
    ///         minus: Vec::new(),
    ///     };
    ///     let blocks = blocks.iter().map(|block| (*block).to_owned()).collect();
    ///     Ok(ProposedArea { definition, blocks })
    /// };
    /// let scenario = Scenario {
    ///     id: "two-places".into(),
    ///     title: "Two places".into(),
    ///     family: "place".into(),
    ///     family_title: "Places".into(),
    ///     source: "An example, proposed by nobody".into(),
    ///     standing: None,
    ///     rule: SizeRule::of_family("place"),
    ///     within: Vec::new(),
    ///     areas: vec![
    ///         area("N", "Lancaster", "lad-2023/Lancaster", &[])?,
    ///         area("S", "Preston and Wyre", "lad-2023/Preston", &["E01025541"])?,
    ///     ],
    /// };
    /// let proposal = scenario.propose(&dataset)?;
    /// let south = proposal.layer().area("S").expect("it is proposed");
    /// assert_eq!(south.name(), "Preston and Wyre");
    /// assert_eq!(proposal.blocks()[1].len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn propose(self, dataset: &Dataset) -> Result<Proposal<'_>> {
        self.propose_with(dataset, &ProposalOptions::default())
    }

    /// Looks up what the areas are made of, and draws them, like [`propose`](Self::propose), with
    /// a limit of the work.
    ///
    /// # Errors
    ///
    /// The errors of [`propose`](Self::propose), [`Error::ManyBlocks`] before more blocks are drawn
    /// than the options allow, and [`Error::Cancelled`] soon after the options' token says so.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// # use coterm_core::definition::Definition;
    /// # use coterm_core::scenario::{ProposedArea, Scenario};
    /// use coterm_core::scenario::ProposalOptions;
    ///
    /// # let north = Definition {
    /// #     code: "N".into(),
    /// #     name: "North Lancashire".into(),
    /// #     union: vec!["lad-2023/Lancaster".parse()?],
    /// #     intersect: Vec::new(),
    /// #     minus: Vec::new(),
    /// # };
    /// # let scenario = Scenario {
    /// #     id: "north".into(),
    /// #     title: "One place".into(),
    /// #     family: "place".into(),
    /// #     family_title: "Places".into(),
    /// #     source: "An example, proposed by nobody".into(),
    /// #     standing: None,
    /// #     rule: None,
    /// #     within: Vec::new(),
    /// #     areas: vec![ProposedArea { definition: north, blocks: Vec::new() }],
    /// # };
    /// // `scenario` has one area, which is the district of Lancaster, with two LSOAs.
    /// let options = ProposalOptions::default().with_most_blocks(1);
    /// let refused = scenario.propose_with(&dataset, &options).map(|_| ()).unwrap_err();
    /// assert!(refused.to_string().contains("more than 1 building blocks"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn propose_with<'a>(
        mut self,
        dataset: &'a Dataset,
        options: &ProposalOptions,
    ) -> Result<Proposal<'a>> {
        let bad = |area: &str, fault: DefinitionFault| Error::BadDefinition {
            area: area.to_owned(),
            fault,
        };
        let catalogue = dataset.catalogue();
        let is_block = |layer: &Layer| layer.info().role == Role::Block;
        let (Some(block_layer), false) = (
            catalogue.first(is_block),
            dataset.codes().blocks().is_empty(),
        ) else {
            return Err(bad(&self.title, DefinitionFault::NoBlocksInData));
        };
        if self.areas.is_empty() {
            return Err(bad(&self.title, DefinitionFault::NoAreas));
        }
        self.areas
            .sort_by(|one, other| one.definition.code.cmp(&other.definition.code));
        for pair in self.areas.windows(2) {
            let [one, other] = [&pair[0].definition, &pair[1].definition];
            if one.code == other.code {
                let fault = DefinitionFault::SameCode {
                    code: one.code.clone(),
                    other: other.name.clone(),
                };
                return Err(bad(&one.name, fault));
            }
        }
        let mut areas = Vec::new();
        let mut blocks = Vec::new();
        let mut repeated = Vec::new();
        let mut in_part = Vec::new();
        let mut left = options.most_blocks.unwrap_or(usize::MAX);
        for area in &self.areas {
            options.cancel.check()?;
            let own = blocks_of_area(dataset, block_layer, area)?;
            left = left.checked_sub(own.len()).ok_or(Error::ManyBlocks {
                limit: options.most_blocks.unwrap_or(usize::MAX),
            })?;
            let mut listed = BTreeSet::new();
            for code in area.blocks.iter().filter(|code| !listed.insert(*code)) {
                repeated.push((code.clone(), area.definition.name.clone()));
            }
            let drawn: Vec<&MultiPolygon<f64>> = own
                .iter()
                .filter_map(|&block| catalogue[block_layer].area(dataset.codes().block_code(block)))
                .map(Area::footprint)
                .collect();
            let Definition { code, name, .. } = &area.definition;
            let period = catalogue[block_layer].info().period;
            let Definition {
                union,
                intersect,
                minus,
                ..
            } = &area.definition;
            let partly = only_in_part(dataset, [union, intersect, minus].into_iter().flatten())?;
            let drawn = Area::new(code, name, period, dissolve(drawn)?)?;
            areas.push(drawn.with_complete(partly.is_empty()));
            in_part.push(partly);
            blocks.push(own);
        }
        let info = LayerInfo {
            id: self.id.clone(),
            family: self.family.clone(),
            family_title: self.family_title.clone(),
            vintage: "proposed".into(),
            title: self.title.clone(),
            role: Role::Primary,
            gives_districts: false,
            source: self.source.clone(),
            // A proposal has no last day on which it is known to hold, and no known defects.
            known_to: None,
            known_by: None,
            known_defects: Vec::new(),
            ..catalogue[block_layer].info().clone()
        };
        Ok(Proposal {
            dataset,
            layer: Layer::new(info, areas),
            scenario: self,
            blocks,
            in_part,
            repeated,
            block_layer,
            cancel: options.cancel.clone(),
        })
    }
}

impl Proposal<'_> {
    /// Returns the scenario, its areas in order of their codes.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Returns the proposed areas as a layer, drawn as the building blocks are.
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Returns the blocks of each area of the layer.
    pub fn blocks(&self) -> &[BTreeSet<BlockId>] {
        &self.blocks
    }

    /// Returns for each area of the layer the areas that its definition names and the data
    /// holds only in part. If there is one, wherever in the definition, the proposed area
    /// counts as held in part too: it has no verdict, no size and no shape.
    pub fn in_part(&self) -> &[Vec<NamedArea>] {
        &self.in_part
    }

    /// Returns those of some areas that the data holds only in part.
    pub(super) fn only_in_part(&self, areas: &[AreaRef]) -> Result<Vec<NamedArea>> {
        only_in_part(self.dataset, areas)
    }

    /// Returns those of a layer's areas with some of the blocks that the data holds only in part.
    pub(super) fn layer_in_part(
        &self,
        id: &str,
        blocks: &BTreeSet<BlockId>,
    ) -> Result<Vec<NamedArea>> {
        let layer = self.dataset.catalogue().layer(id)?;
        let ids = self.dataset.codes().block_ids();
        let column = ids.zip(super::assignment::column(self, id)?);
        let own = column.filter(|(block, _)| blocks.contains(block));
        let areas: BTreeSet<AreaId> = own.filter_map(|(_, area)| area).collect();
        let in_part = areas.into_iter().filter(|area| !layer[*area].complete());
        Ok(in_part
            .map(|area| NamedArea::of(layer, &layer[area]))
            .collect())
    }

    /// Returns the proposal as an input of a comparison, like any layer. If a block is in
    /// several areas, the comparison is by geometry only, where areas may overlap.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// # use coterm_core::definition::Definition;
    /// # use coterm_core::scenario::{ProposedArea, Scenario};
    /// use coterm_core::comparison::{ComparisonOptions, Relation, Weights, compare};
    ///
    /// # let north = Definition {
    /// #     code: "N".into(),
    /// #     name: "North Lancashire".into(),
    /// #     union: vec!["lad-2023/Lancaster".parse()?],
    /// #     intersect: Vec::new(),
    /// #     minus: Vec::new(),
    /// # };
    /// # let scenario = Scenario {
    /// #     id: "north".into(),
    /// #     title: "One place".into(),
    /// #     family: "place".into(),
    /// #     family_title: "Places".into(),
    /// #     source: "An example, proposed by nobody".into(),
    /// #     standing: None,
    /// #     rule: None,
    /// #     within: Vec::new(),
    /// #     areas: vec![ProposedArea { definition: north, blocks: Vec::new() }],
    /// # };
    /// // `scenario` has one area, which is the district of Lancaster.
    /// let proposal = scenario.propose(&dataset)?;
    /// let (a, b) = (proposal.comparison_input(), dataset.comparison_input("ccg-2021")?);
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
    /// assert_eq!(comparison.verdicts_a[0].relation, Relation::Coterminous);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn comparison_input(&self) -> ComparisonInput<'_> {
        let mut of_block = vec![None; self.dataset.codes().blocks().len()];
        let mut once = true;
        for ((area, _), blocks) in self.layer.iter().zip(&self.blocks) {
            for &block in blocks {
                once &= of_block[block.index()].replace(area).is_none();
            }
        }
        ComparisonInput {
            layer: &self.layer,
            area_of_block: once.then_some(of_block),
        }
    }

    /// Returns the layer of building blocks.
    pub(super) fn block_layer(&self) -> &Layer {
        &self.dataset.catalogue()[self.block_layer]
    }

    pub(super) fn footprint_of(&self, block: BlockId) -> Option<&MultiPolygon<f64>> {
        let code = self.dataset.codes().block_code(block);
        self.block_layer().area(code).map(Area::footprint)
    }

    pub(super) fn named_block(&self, block: BlockId) -> Named {
        let code = self.dataset.codes().block_code(block);
        let area = self.block_layer().area(code);
        Named {
            code: code.to_owned(),
            name: area.map_or(code, Area::name).to_owned(),
        }
    }

    pub(super) fn named_area(&self, area: AreaId) -> Named {
        Named::from(&self.layer[area])
    }

    /// Returns the areas that have the block.
    pub(super) fn areas_of(&self, block: BlockId) -> Vec<AreaId> {
        let areas = self.layer.iter().zip(&self.blocks);
        areas
            .filter(|(_, blocks)| blocks.contains(&block))
            .map(|((area, _), _)| area)
            .collect()
    }

    /// Returns the blocks of areas that are named for the scenario as a whole.
    pub(super) fn blocks_of_all(&self, areas: &[AreaRef]) -> Result<BTreeSet<BlockId>> {
        let mut all = BTreeSet::new();
        for area in areas {
            all.extend(look_up(
                self.dataset,
                self.block_layer,
                area,
                &self.scenario.title,
            )?);
        }
        Ok(all)
    }
}
