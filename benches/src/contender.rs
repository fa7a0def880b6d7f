//! The contenders of the lookups: coterm, and combinations of other Rust crates that find the area
//! of a point.
//!
//! Every other combination is used in the best way that its crates allow: its tree is bulk loaded,
//! it stops at the first area that contains the point, and nothing is allocated per point except by
//! its crates.

use std::cell::RefCell;

use coterm_core::space::GridPoint;
use geo::indexed::IntervalTreeMultiPolygon;
use geo::{BoundingRect, Contains, Coord, MultiPolygon};
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree as Packed, RTreeBuilder, RTreeIndex};
use polygon_coverage::{AreaId, PointIndex};

use polygon_coverage::Result;
use rstar::{AABB, RTree, RTreeObject};

/// Value in place of an area's position for a point that is in no area.
pub const NOBODY: u32 = u32::MAX;

/// An index that finds the containing area of a point.
pub trait Contender: Send {
    /// Position of an area that contains the point.
    fn containing_area(&self, point: GridPoint) -> Option<usize>;

    /// Fills `containing` with the containing area of each point, in order. Compiled for each
    /// contender, so that only the batch is called through a pointer.
    fn containing_areas(&self, points: &[GridPoint], containing: &mut Vec<u32>) {
        containing.clear();
        containing.extend(
            points
                .iter()
                .map(|&point| self.containing_area(point).map_or(NOBODY, name)),
        );
    }
}

/// Function that builds a contender for a layer.
pub type Build = fn(&[MultiPolygon<f64>]) -> Result<Box<dyn Contender>>;

/// Name of a contender in the results, and the function that builds it.
pub type Entry = (&'static str, Build);

/// All contenders: coterm first, then its peers.
pub const CONTENDERS: [Entry; 5] = [
    ("coterm", |layer| Ok(Box::new(PointIndex::build(layer)?))),
    ("coterm in batches", |layer| {
        Ok(Box::new(Batches::new(layer)?))
    }),
    ("rstar + IntervalTreeMultiPolygon", |layer| {
        Ok(Box::new(Prepared::new(Tree::new(layer), layer)))
    }),
    ("geo-index + IntervalTreeMultiPolygon", |layer| {
        Ok(Box::new(Prepared::new(PackedTree::new(layer), layer)))
    }),
    ("rstar + geo::Contains", |layer| {
        Ok(Box::new(Plain {
            tree: Tree::new(layer),
            footprints: layer.to_vec(),
        }))
    }),
];

fn name(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(NOBODY)
}

impl Contender for PointIndex {
    fn containing_area(&self, point: GridPoint) -> Option<usize> {
        self.locate(point.coord()).map(AreaId::index)
    }
}

/// coterm's index, which looks up all points of a batch at once.
struct Batches {
    index: PointIndex,
    /// Buffer that is reused for every batch, as a caller with many batches would.
    areas: RefCell<Vec<Option<AreaId>>>,
}

impl Batches {
    fn new(layer: &[MultiPolygon<f64>]) -> Result<Self> {
        Ok(Self {
            index: PointIndex::build(layer)?,
            areas: RefCell::default(),
        })
    }
}

impl Contender for Batches {
    fn containing_area(&self, point: GridPoint) -> Option<usize> {
        self.index.locate(point.coord()).map(AreaId::index)
    }

    fn containing_areas(&self, points: &[GridPoint], containing: &mut Vec<u32>) {
        let mut found = self.areas.borrow_mut();
        self.index.locate_batch(points, &mut found);
        containing.clear();
        containing.extend(
            found
                .iter()
                .map(|area| area.map_or(NOBODY, AreaId::position)),
        );
    }
}

/// An index of the areas' bounding boxes, which finds those that contain a point.
trait Envelopes {
    fn find(&self, point: Coord<f64>, holds: impl Fn(usize) -> bool) -> Option<usize>;
}

struct Prepared<E> {
    envelopes: E,
    footprints: Vec<IntervalTreeMultiPolygon<f64>>,
}

impl<E> Prepared<E> {
    fn new(envelopes: E, layer: &[MultiPolygon<f64>]) -> Self {
        Self {
            envelopes,
            footprints: layer.iter().map(IntervalTreeMultiPolygon::new).collect(),
        }
    }
}

impl<E: Envelopes + Send> Contender for Prepared<E> {
    fn containing_area(&self, point: GridPoint) -> Option<usize> {
        let coord = point.coord();
        self.envelopes
            .find(coord, |area| self.footprints[area].contains(&coord))
    }
}

struct Plain {
    tree: Tree,
    footprints: Vec<MultiPolygon<f64>>,
}

impl Contender for Plain {
    fn containing_area(&self, point: GridPoint) -> Option<usize> {
        let coord = point.coord();
        self.tree
            .find(coord, |area| self.footprints[area].contains(&coord))
    }
}

/// An `rstar` tree over a type of the benches' own, because `geo` uses an older `rstar`.
struct Tree(RTree<Entered>);

struct Entered {
    area: usize,
    envelope: AABB<[f64; 2]>,
}

impl RTreeObject for Entered {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl Tree {
    fn new(layer: &[MultiPolygon<f64>]) -> Self {
        let envelopes = layer.iter().enumerate().filter_map(|(area, footprint)| {
            let rect = footprint.bounding_rect()?;
            let envelope =
                AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
            Some(Entered { area, envelope })
        });
        Self(RTree::bulk_load(envelopes.collect()))
    }
}

impl Envelopes for Tree {
    fn find(&self, point: Coord<f64>, holds: impl Fn(usize) -> bool) -> Option<usize> {
        let at = AABB::from_point([point.x, point.y]);
        self.0
            .locate_in_envelope_intersecting(at)
            .map(|entered| entered.area)
            .find(|&area| holds(area))
    }
}

struct PackedTree(Packed<f64>);

impl PackedTree {
    fn new(layer: &[MultiPolygon<f64>]) -> Self {
        let mut builder = RTreeBuilder::new(name(layer.len()));
        for footprint in layer {
            // Areas without geometry are added too, so that numbers in the tree are positions.
            let [west, south, east, north] =
                footprint.bounding_rect().map_or([f64::MAX; 4], |rect| {
                    [rect.min().x, rect.min().y, rect.max().x, rect.max().y]
                });
            builder.add(west, south, east, north);
        }
        Self(builder.finish::<HilbertSort>())
    }
}

impl Envelopes for PackedTree {
    fn find(&self, point: Coord<f64>, holds: impl Fn(usize) -> bool) -> Option<usize> {
        let found = self.0.search(point.x, point.y, point.x, point.y);
        found
            .into_iter()
            .map(|area| area as usize)
            .find(|&area| holds(area))
    }
}
