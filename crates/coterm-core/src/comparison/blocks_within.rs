//! Building blocks of an area that the code table does not have, such as one that was imported:
//! [`Dataset::blocks_within`].

use std::collections::BTreeSet;

use geo::{BoundingRect, Intersects};
use polygon_coverage::AreaId;
use polygon_coverage::arrangement::Face;

use super::coast::Coast;
use super::completeness::Completeness;
use super::ground::SharedGround;
use crate::Result;
use crate::codes::BlockId;
use crate::dataset::Dataset;
use crate::layers::{Area, Layer, Role};

/// The building blocks of an area, by their ground.
#[derive(Debug, Default)]
pub(crate) struct BlocksWithin {
    /// Blocks with most of their ground in the area.
    pub(crate) blocks: BTreeSet<BlockId>,
    /// Names of the blocks that the area cuts: it has a part of them, and not only a sliver, or
    /// lacks one.
    pub(crate) cut: Vec<String>,
}

impl Dataset {
    /// Finds the building blocks of an area by their ground. Slivers and the sea along the coast do
    /// not count, since layers are drawn differently. O(n log n) in the vertices of the area and of
    /// the blocks near it.
    pub(crate) fn blocks_within(&self, layer: &Layer, area: AreaId) -> Result<BlocksWithin> {
        let mut within = BlocksWithin::default();
        let catalogue = self.catalogue();
        let Some(blocks) = catalogue.first(|layer| layer.info().role == Role::Block) else {
            return Ok(within);
        };
        let blocks = &catalogue[blocks];
        let own = &layer[area];
        let box_of = |area: &Area| area.footprint().bounding_rect();
        let near = |block: &&Area| match (box_of(own), box_of(block)) {
            (Some(own), Some(block)) => own.intersects(&block),
            _ => false,
        };
        let near: Vec<Area> = blocks.areas().iter().filter(near).cloned().collect();
        let near = Layer::new(blocks.info().clone(), near);
        let own = Layer::new(layer.info().clone(), vec![own.clone()]);
        let layers = [&own, &near];
        let [of_area, of_blocks] = layers.map(Layer::info);
        let tolerance_m = of_area.resolution_m.max(of_blocks.resolution_m);
        let ground = SharedGround::new(layers, layers.map(Completeness::of_layer))?;
        let coast = Coast::new(self, tolerance_m, of_area.coast != of_blocks.coast)?;
        let faces: Vec<Face<'_>> = ground.arrangement().faces().collect();
        let mostly_in: Vec<bool> = (0..near.areas().len())
            .map(|block| {
                let inside = ground.cells().get(&[Some(0), Some(block)]);
                2.0 * inside.copied().unwrap_or_default() > ground.areas()[1][block]
            })
            .collect();
        let mut cut = vec![false; near.areas().len()];
        for piece in ground.pieces(tolerance_m) {
            let [of_area, Some(block)] = piece.pair else {
                continue;
            };
            let is_elsewhere = of_area.is_some() != mostly_in[block];
            if is_elsewhere && !piece.sliver && !coast.is_along(faces[piece.face - 1]) {
                cut[block] = true;
            }
        }
        for (position, block) in near.areas().iter().enumerate() {
            if cut[position] {
                within.cut.push(block.name().to_owned());
            }
            if mostly_in[position]
                && let Ok(code) = block.code().parse()
            {
                within.blocks.extend(self.codes().block(code));
            }
        }
        Ok(within)
    }
}
