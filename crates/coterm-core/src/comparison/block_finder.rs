//! [`BlockFinder`]: the building block at a position, for postcodes that no code table has.

use polygon_coverage::PointIndex;
use polygon_coverage::containment::locate_by_brute_force;

use crate::codes::BlockId;
use crate::dataset::Dataset;
use crate::layers::{Area, Layer, Role};
use crate::space::GridPoint;

/// Finds the building block whose polygon a point is in.
pub(crate) struct BlockFinder<'a> {
    dataset: &'a Dataset,
    blocks: &'a Layer,
    index: BlockIndex<'a>,
}

enum BlockIndex<'a> {
    /// The dataset's own index.
    Borrowed(&'a PointIndex),
    /// An index of this layer alone, built for this finder.
    Own(PointIndex),
    /// Missing index, because the layer is too large for one: every block is tried.
    Missing,
}

impl<'a> BlockFinder<'a> {
    /// Returns a finder in the layer of building blocks; `None` if there is no such layer. O(n)
    /// in the layer's vertices if the dataset has no index.
    pub(crate) fn new(dataset: &'a Dataset) -> Option<Self> {
        let catalogue = dataset.catalogue();
        let position = catalogue.first(|layer| layer.info().role == Role::Block)?;
        let blocks = &catalogue[position];
        let index = match dataset.point_index() {
            Some(indexes) => BlockIndex::Borrowed(indexes.coverage(position.index())),
            None => PointIndex::build(blocks.areas().iter().map(Area::footprint))
                .map_or(BlockIndex::Missing, BlockIndex::Own),
        };
        Some(Self {
            dataset,
            blocks,
            index,
        })
    }

    pub(crate) fn block_at(&self, point: GridPoint) -> Option<BlockId> {
        let point = point.coord();
        let area = match &self.index {
            BlockIndex::Borrowed(index) => index.locate(point),
            BlockIndex::Own(index) => index.locate(point),
            BlockIndex::Missing => {
                locate_by_brute_force(self.blocks.areas().iter().map(Area::footprint), point)
            }
        };
        let code = self.blocks[area?].code().parse().ok()?;
        self.dataset.codes().block(code)
    }
}
