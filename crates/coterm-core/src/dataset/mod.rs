//! [`Dataset`]: all that a process has loaded, and the indexes over it. All lookups go through it.
//! A dataset never changes, and its answers are the same with and without indexes.

mod files;
mod localities;

use std::sync::OnceLock;

use geo::Coord;
use polygon_coverage::containment::locate_by_brute_force;
use polygon_coverage::measure::{distance_to_edge, edges};
use polygon_coverage::point_index::{ContainingAreas, PrecomputedPoints};
use polygon_coverage::{AreaId, BoundaryIndex, PointIndexSet};
use rayon::prelude::*;

pub use files::{DataFile, DataFiles};

use crate::Result;
use crate::codes::{CodeTable, PostcodeDirectory, PostcodeRecord};
use crate::layers::{Area, Catalogue, Layer, LayerId};
use crate::space::GridPoint;

/// The immutable set of layers, code table, postcodes and indexes that a process has loaded. A
/// reload replaces it as a whole, so that each request sees either the old data or the new.
///
/// Indexes are made by [`Dataset::new`] and [`Dataset::make_indexes`], and never by a lookup. The
/// dataset is `Send` and `Sync`: any number of threads may use it, including those of a `rayon` pool.
#[derive(Debug)]
pub struct Dataset {
    catalogue: Catalogue,
    codes: CodeTable,
    postcodes: PostcodeDirectory,
    attribution: String,
    index: OnceLock<Result<DatasetIndex>>,
}

/// The indexes that a [`Dataset`] has. They change no answer, only the time until the first answer
/// and the time of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indexing {
    /// Unindexed: each lookup tests all areas of the layers that it answers for, O(n) in their
    /// vertices. This is fastest for one lookup or a few.
    None,
    /// An index of the layers, made in O(n log n) of all vertices, on all cores.
    Layers,
    /// An index of the layers, and the areas that contain each postcode's position, precomputed.
    /// This is fastest for lookups of many postcodes in any order.
    LayersAndPostcodes,
}

#[derive(Debug)]
struct DatasetIndex {
    points: PointIndexSet,
    /// Boundaries of each layer, by position in the catalogue; `None` if it answers no lookups.
    boundaries: Vec<Option<BoundaryIndex>>,
    /// Precomputed areas of the postcodes' positions, in the order of the directory.
    postcodes: OnceLock<Result<PrecomputedPoints>>,
}

impl Dataset {
    /// Makes a dataset of these layers and their indexes. `codes` names layers by their positions
    /// in the catalogue. `attribution` is the acknowledgement that must be shown with anything from
    /// the data.
    ///
    /// # Errors
    ///
    /// [`Error::Geometry`](crate::Error::Geometry) if the layers are too large to be indexed.
    ///
    /// ```
    /// use coterm_core::codes::{CodeTable, PostcodeDirectory};
    /// use coterm_core::dataset::{Dataset, Indexing};
    /// use coterm_core::layers::{Area, Catalogue, Layer, LayerInfo};
    /// use coterm_core::period::{Period, parse_day};
    /// use geo::polygon;
    ///
    /// let since_2023 = Period::new(parse_day("2023-04-01")?, None)?;
    /// let triangle = polygon![
    ///     (x: 340_000., y: 450_000.), (x: 360_000., y: 450_000.), (x: 350_000., y: 470_000.),
    /// ];
    /// let lancaster = Area::new("E07000121", "Lancaster", since_2023, triangle.into())?;
    /// let info = LayerInfo::new("lad-2023", "lad", "2023", since_2023);
    /// let districts = Layer::new(info, vec![lancaster]);
    /// let dataset = Dataset::new(
    ///     Catalogue::new(vec![districts]),
    ///     CodeTable::default(),
    ///     PostcodeDirectory::default(),
    ///     "Contains OS data © Crown copyright and database right.",
    ///     Indexing::Layers,
    /// )?;
    /// assert_eq!(dataset.point_index().map(|index| index.len()), Some(1));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn new(
        catalogue: Catalogue,
        codes: CodeTable,
        postcodes: PostcodeDirectory,
        attribution: impl Into<String>,
        indexing: Indexing,
    ) -> Result<Self> {
        let dataset = Self {
            catalogue,
            codes,
            postcodes,
            attribution: attribution.into(),
            index: OnceLock::new(),
        };
        dataset.make_indexes(indexing)?;
        Ok(dataset)
    }

    /// Makes those of these indexes that the dataset lacks. Costs nothing if it has them. Threads
    /// that call it at the same time wait for the first one; a task of a `rayon` pool must not call
    /// it, because it would wait for itself.
    ///
    /// # Errors
    ///
    /// [`Error::Geometry`](crate::Error::Geometry) if the layers are too large to be indexed.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` was made with `Indexing::None`.
    /// use coterm_core::dataset::Indexing;
    ///
    /// assert!(dataset.point_index().is_none());
    /// dataset.make_indexes(Indexing::Layers)?;
    /// assert!(dataset.point_index().is_some());
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn make_indexes(&self, indexing: Indexing) -> Result<()> {
        if indexing == Indexing::None {
            return Ok(());
        }
        let layers = self.catalogue.layers();
        let index = self.index.get_or_init(|| DatasetIndex::of(layers));
        let index = index.as_ref().map_err(Clone::clone)?;
        if indexing == Indexing::LayersAndPostcodes {
            let made = index.postcodes.get_or_init(|| {
                let records = self.postcodes.records().iter();
                let points: Vec<GridPoint> = records.map(|record| record.point).collect();
                Ok(PrecomputedPoints::new(&index.points, &points)?)
            });
            made.as_ref().map_err(Clone::clone)?;
        }
        Ok(())
    }

    /// The layers of the dataset.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The code table: which areas each building block is in.
    pub fn codes(&self) -> &CodeTable {
        &self.codes
    }

    /// The postcodes of the dataset.
    pub fn postcodes(&self) -> &PostcodeDirectory {
        &self.postcodes
    }

    /// The acknowledgement that must be shown with anything from this data.
    pub fn attribution(&self) -> &str {
        &self.attribution
    }

    /// The point index over all layers, by their positions in the catalogue; `None` if it was not
    /// made.
    pub fn point_index(&self) -> Option<&PointIndexSet> {
        made(&self.index).map(|index| &index.points)
    }

    /// The boundaries of a layer of the catalogue.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::space::GridPoint;
    ///
    /// let districts = dataset.catalogue().position("lad-2023").expect("it has districts");
    /// let hospital = GridPoint::new(348_558.0, 457_442.0)?;
    /// let (area, metres) = dataset.boundaries(districts).nearest(hospital).expect("it has areas");
    /// assert_eq!((dataset.catalogue()[districts][area].name(), metres), ("Lancaster", 8_558.0));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn boundaries(&self, layer: LayerId) -> LayerBoundaries<'_> {
        match made(&self.index).and_then(|index| index.boundaries[layer.index()].as_ref()) {
            Some(index) => LayerBoundaries(Boundaries::Indexed(index)),
            None => LayerBoundaries(Boundaries::Scanned(&self.catalogue[layer])),
        }
    }

    /// The areas whose polygons contain a point, layer by layer.
    pub(crate) fn containing(&self, point: GridPoint) -> LayerAreas<'_> {
        match made(&self.index) {
            Some(index) => LayerAreas::Indexed(index.points.locate(point.coord())),
            None => LayerAreas::Scanned(&self.catalogue, point),
        }
    }

    /// The areas whose polygons contain the postcode's position. They are precomputed if the
    /// dataset has such an index and the record is one of its own directory.
    pub(crate) fn containing_postcode(&self, record: &PostcodeRecord) -> LayerAreas<'_> {
        self.precomputed(record)
            .unwrap_or_else(|| self.containing(record.point))
    }

    fn precomputed(&self, record: &PostcodeRecord) -> Option<LayerAreas<'_>> {
        let index = made(&self.index)?;
        let postcodes = made(&index.postcodes)?;
        let position = self.postcodes.place(record)?;
        let point = record.point.coord();
        let areas = index.points.locate_precomputed(postcodes, position, point);
        Some(LayerAreas::Indexed(areas))
    }
}

impl DatasetIndex {
    fn of(layers: &[Layer]) -> Result<Self> {
        let footprints: Vec<Vec<_>> = layers
            .iter()
            .map(|layer| layer.areas().iter().map(Area::footprint).collect())
            .collect();
        let points = PointIndexSet::build(&footprints)?;
        let boundaries = (layers.par_iter().zip(&footprints))
            .map(|(layer, footprints)| {
                if !layer.info().role.answers_lookups() {
                    return Ok(None);
                }
                let index = BoundaryIndex::build(footprints.iter().copied())?;
                Ok(Some(index))
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            points,
            boundaries,
            postcodes: OnceLock::new(),
        })
    }
}

/// Content of a cell, if it was made and could be made.
fn made<T>(cell: &OnceLock<Result<T>>) -> Option<&T> {
    cell.get()?.as_ref().ok()
}

/// The areas that contain a point, at most one for each layer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LayerAreas<'a> {
    /// Found in the index.
    Indexed(ContainingAreas<'a>),
    /// Found by testing every area of the layer.
    Scanned(&'a Catalogue, GridPoint),
}

impl LayerAreas<'_> {
    /// The area of the layer at this position that contains the point, if any, by the [half-open
    /// rule](polygon_coverage::containment).
    pub(crate) fn of(&self, layer: LayerId) -> Option<AreaId> {
        match self {
            Self::Indexed(areas) => areas.area(layer.index()),
            Self::Scanned(catalogue, point) => {
                let areas = catalogue[layer].areas().iter();
                locate_by_brute_force(areas.map(Area::footprint), point.coord())
            }
        }
    }
}

/// The boundaries of a layer's areas, to measure how far they are from a point. Distances are in
/// metres on the plane of the British National Grid; areas are named by their positions in the
/// layer.
#[derive(Debug, Clone, Copy)]
pub struct LayerBoundaries<'a>(Boundaries<'a>);

#[derive(Debug, Clone, Copy)]
enum Boundaries<'a> {
    Indexed(&'a BoundaryIndex),
    /// Measures to every edge of every area.
    Scanned(&'a Layer),
}

impl LayerBoundaries<'_> {
    /// The area with the nearest boundary, and the distance to it in metres. If areas share the
    /// nearest edge, it is the first of them by position. `None` for a layer without areas.
    pub fn nearest(&self, point: GridPoint) -> Option<(AreaId, f64)> {
        match self.0 {
            Boundaries::Indexed(index) => index.nearest(point.coord()),
            Boundaries::Scanned(layer) => {
                distances(layer, point).reduce(
                    |nearest, next| {
                        if next.1 < nearest.1 { next } else { nearest }
                    },
                )
            }
        }
    }

    /// Distance in metres to the boundary of one area, if it is at most `metres`.
    pub fn nearest_of(&self, area: AreaId, point: GridPoint, metres: f64) -> Option<f64> {
        match self.0 {
            Boundaries::Indexed(index) => index.nearest_of(area, point.coord(), metres),
            Boundaries::Scanned(layer) => {
                distance(&layer[area], point.coord()).filter(|distance| *distance <= metres)
            }
        }
    }

    /// The areas whose boundary is at most `metres` from the point, each with its distance, nearest
    /// first.
    pub fn within(&self, point: GridPoint, metres: f64) -> Vec<(AreaId, f64)> {
        match self.0 {
            Boundaries::Indexed(index) => index.within(point.coord(), metres),
            Boundaries::Scanned(layer) => {
                let mut found: Vec<_> = distances(layer, point)
                    .filter(|(_, distance)| *distance <= metres)
                    .collect();
                found.sort_by(|one, other| one.1.total_cmp(&other.1));
                found
            }
        }
    }

    /// Whether the boundary of any area is at most `metres` from the point.
    pub fn is_within(&self, point: GridPoint, metres: f64) -> bool {
        match self.0 {
            Boundaries::Indexed(index) => index.is_within(point.coord(), metres),
            Boundaries::Scanned(layer) => {
                distances(layer, point).any(|(_, distance)| distance <= metres)
            }
        }
    }
}

/// Position of each area, with the distance in metres to its boundary.
fn distances(layer: &Layer, point: GridPoint) -> impl Iterator<Item = (AreaId, f64)> {
    let each = layer.iter();
    each.filter_map(move |(id, area)| Some((id, distance(area, point.coord())?)))
}

fn distance(area: &Area, point: Coord<f64>) -> Option<f64> {
    edges(area.footprint())
        .map(|edge| distance_to_edge(point, edge))
        .reduce(f64::min)
}
