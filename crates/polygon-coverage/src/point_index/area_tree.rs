//! [`AreaTree`]: every area that contains a point, even where areas overlap. Agrees with
//! [`contains`](crate::containment::contains) of every footprint.

use geo::{Coord, CoordsIter, MultiPolygon};
use rstar::{AABB, RTree, RTreeObject};

use super::check_size;
use crate::buckets::Buckets;
use crate::containment::crosses;
use crate::{AreaId, Result};

/// Index that finds every area that contains a point, even where areas overlap.
///
/// An R*-tree (`rstar`) over the bounding boxes of areas gives the candidates. Each candidate's
/// edges are indexed by horizontal bands, so that only edges near the point's own height are
/// tested. O(n log n) to build; a lookup tests O(√n) edges in practice. Any planar coordinates.
/// Immutable, `Send` and `Sync`. For areas that do not overlap, [`PointIndex`](super::PointIndex)
/// is faster.
#[derive(Debug)]
pub struct AreaTree {
    tree: RTree<Envelope>,
    bands: Vec<Bands>,
}

impl AreaTree {
    /// Indexes some footprints. The position of a footprint is the [`AreaId`] of its area.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for more than 2²⁸ edges.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::AreaTree;
    ///
    /// let low = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 2., y: 0.), (x: 2., y: 2.), (x: 0., y: 2.)]);
    /// let high = MultiPolygon::from(polygon![(x: 1., y: 1.), (x: 3., y: 1.), (x: 3., y: 3.), (x: 1., y: 3.)]);
    /// let tree = AreaTree::build(&[low, high])?;
    /// assert_eq!(tree.locate_all(coord! { x: 1.5, y: 1.5 }).count(), 2);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn build<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone,
    ) -> Result<Self> {
        check_size(footprints.clone())?;
        let envelopes = (1..)
            .zip(footprints.clone())
            .filter_map(|(code, footprint)| Envelope::of(AreaId::from_code(code)?, footprint))
            .collect();
        Ok(Self {
            tree: RTree::bulk_load(envelopes),
            bands: footprints
                .into_iter()
                .map(Bands::new)
                .collect::<Result<_>>()?,
        })
    }

    /// All areas that contain the point, by the [half-open rule](crate::containment), in no
    /// particular order. There is at most one in a coverage.
    pub fn locate_all(&self, point: Coord<f64>) -> impl Iterator<Item = AreaId> {
        self.tree
            .locate_all_at_point([point.x, point.y])
            .map(|envelope| envelope.area)
            .filter(move |area| self.bands[area.index()].contains(point))
    }

    /// Whether any area contains the point.
    pub fn contains(&self, point: Coord<f64>) -> bool {
        self.locate_all(point).next().is_some()
    }
}

/// Bounding box of an area, as an item of the R*-tree.
#[derive(Debug)]
struct Envelope {
    area: AreaId,
    rectangle: AABB<[f64; 2]>,
}

impl Envelope {
    /// Box around all rings, because `geo`'s bounding box trusts that holes are inside.
    fn of(area: AreaId, footprint: &MultiPolygon<f64>) -> Option<Self> {
        let corners: Vec<_> = footprint
            .coords_iter()
            .map(|vertex| [vertex.x, vertex.y])
            .collect();
        let rectangle = AABB::from_points(&corners);
        (!corners.is_empty()).then_some(Self { area, rectangle })
    }
}

impl RTreeObject for Envelope {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.rectangle
    }
}

impl rstar::PointDistance for Envelope {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        rstar::Envelope::distance_2(&self.rectangle, point)
    }

    fn contains_point(&self, point: &[f64; 2]) -> bool {
        rstar::Envelope::contains_point(&self.rectangle, point)
    }
}

/// Edges of an area, indexed by the horizontal bands that they reach into.
#[derive(Debug)]
struct Bands {
    south: f64,
    per_unit: f64,
    edges: Buckets<[Coord<f64>; 2]>,
}

impl Bands {
    /// Average number of edges per band: 8 to 32 took the same time on the 2011 LSOAs, and fewer
    /// cost memory.
    const EDGES_PER_BAND: usize = 16;

    fn new(footprint: &MultiPolygon<f64>) -> Result<Self> {
        // The ray to the east crosses no level edge.
        let edges: Vec<_> = crate::measure::edges(footprint)
            .filter(|[from, to]| from.y != to.y)
            .collect();
        let (south, north) = edges
            .iter()
            .flatten()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), vertex| {
                (low.min(vertex.y), high.max(vertex.y))
            });
        let count = (edges.len() / Self::EDGES_PER_BAND).max(1);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of bands is far below 2^52"
        )]
        let per_unit = count as f64 / (north - south);
        let reached = |[from, to]: [Coord<f64>; 2]| {
            let [low, high] = [from.y.min(to.y), from.y.max(to.y)]
                .map(|y| band(y, south, per_unit).min(count - 1));
            low..=high
        };
        let listed = edges.iter().map(|&edge| (edge, reached(edge)));
        Ok(Self {
            south,
            per_unit,
            edges: Buckets::sort(count, usize::MAX, listed)?,
        })
    }

    fn contains(&self, point: Coord<f64>) -> bool {
        let band = band(point.y, self.south, self.per_unit).min(self.edges.count() - 1);
        self.edges
            .get(band)
            .iter()
            .filter(|[from, to]| crosses(*from, *to, point))
            .count()
            % 2
            == 1
    }
}

/// The band of a height. Edges and points are placed with the same rounding, which is monotonic,
/// so an edge is always listed in the band of a point at its height.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as meant"
)]
fn band(y: f64, south: f64, per_unit: f64) -> usize {
    ((y - south) * per_unit) as usize
}
