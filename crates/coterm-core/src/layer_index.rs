use std::sync::Arc;

use geo::MultiPolygon;

use crate::GridPoint;
use crate::area_index::AreaIndex;
use crate::cell_index::CellIndex;
use crate::nesting::AreaOfBlock;

/// Finds the area that owns a point.
///
/// For a coverage a grid of cells answers most points with one read and the rest with
/// a handful of exact edge tests. For a layer that is not one (areas overlap, edges
/// do not match, a polygon is not valid), an R*-tree (`rstar`) over the areas'
/// envelopes finds all that own the point, and the first by position answers. Either
/// way the answer is that of
/// [`owner_by_brute_force`](crate::containment::owner_by_brute_force), point for
/// point. Coordinates are EPSG:27700 metres. Built on all cores, in O(n) for a
/// coverage and O(n log n) else.
#[derive(Debug)]
pub struct LayerIndex(Kind);

#[derive(Debug)]
enum Kind {
    Coverage(Arc<CellIndex>),
    /// Unions of the areas of a coverage.
    Unions(Arc<CellIndex>, AreaOfBlock),
    Areas(AreaIndex),
}

impl LayerIndex {
    /// An index of the footprints, which keep their positions as names.
    pub fn new<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone) -> Self {
        Self(match CellIndex::new(footprints.clone()) {
            Some(cells) => Kind::Coverage(Arc::new(cells)),
            None => Kind::Areas(AreaIndex::new(footprints)),
        })
    }

    /// The area that owns the point, if any does, by the
    /// [half-open rule](crate::containment).
    pub fn owner(&self, point: GridPoint) -> Option<usize> {
        match &self.0 {
            Kind::Coverage(cells) => cells.owner(point.coord()),
            Kind::Unions(blocks, area_of_block) => area_of_block.area(blocks.owner(point.coord())?),
            Kind::Areas(areas) => areas.owners(point.coord()).min(),
        }
    }

    /// Whether the layer is a coverage, and so answered from cells.
    pub fn is_of_coverage(&self) -> bool {
        !matches!(self.0, Kind::Areas(_))
    }

    /// Whether the areas are unions of another layer's, and that layer's index answers.
    pub fn is_of_unions(&self) -> bool {
        matches!(self.0, Kind::Unions(..))
    }

    /// An index of a layer whose areas are unions of this coverage's.
    pub(crate) fn of_unions(&self, area_of_block: AreaOfBlock) -> Option<Self> {
        match &self.0 {
            Kind::Coverage(blocks) => Some(Self(Kind::Unions(blocks.clone(), area_of_block))),
            Kind::Unions(..) | Kind::Areas(_) => None,
        }
    }

    /// The table of a layer of unions.
    pub(crate) fn area_of_block(&self) -> Option<&AreaOfBlock> {
        match &self.0 {
            Kind::Unions(_, area_of_block) => Some(area_of_block),
            Kind::Coverage(_) | Kind::Areas(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::containment::owner_by_brute_force;
    use geo::{LineString, Polygon};
    use proptest::prelude::*;

    const ORIGIN: f64 = 350_000.0;

    fn small() -> impl Strategy<Value = (f64, f64)> {
        (0..8_i32, 0..8_i32).prop_map(|(x, y)| (ORIGIN + f64::from(x), ORIGIN + f64::from(y)))
    }

    /// A ring that may cross itself, and a hole that may be anywhere.
    fn tangled() -> impl Strategy<Value = MultiPolygon<f64>> {
        (
            prop::collection::vec(small(), 3..6),
            prop::collection::vec(small(), 0..4),
        )
            .prop_map(|(outer, hole)| {
                let holes = if hole.len() < 3 {
                    vec![]
                } else {
                    vec![LineString::from(hole)]
                };
                Polygon::new(LineString::from(outer), holes).into()
            })
    }

    fn agrees(areas: &[MultiPolygon<f64>]) -> Result<(), TestCaseError> {
        let index = LayerIndex::new(areas);
        for (x, y) in (0..17_u8).flat_map(|x| (0..17_u8).map(move |y| (x, y))) {
            let at = |half: u8| ORIGIN + f64::from(half) / 2.0;
            let point = GridPoint::new(at(x), at(y)).unwrap();
            prop_assert_eq!(
                index.owner(point),
                owner_by_brute_force(areas, point.coord()),
                "{:?}",
                point
            );
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn areas_that_overlap_or_cross_themselves_are_answered_as_by_brute_force(
            areas in prop::collection::vec(tangled(), 1..5)
        ) {
            agrees(&areas)?;
        }

        #[test]
        fn triangles_that_overlap_are_answered_as_by_brute_force(
            corners in prop::collection::vec([small(), small(), small()], 1..5)
        ) {
            let triangles: Vec<_> = corners
                .iter()
                .map(|corners| Polygon::new(LineString::from(corners.to_vec()), vec![]).into())
                .collect();
            agrees(&triangles)?;
        }
    }
}
