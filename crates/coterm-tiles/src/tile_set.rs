//! Tiles of several layers that share their lines: [`TileSet`].
//!
//! This is the entry point for the server and for tile archives.

use std::sync::OnceLock;

use coterm_core::layers::{Area, Layer};
use rayon::prelude::*;

use crate::coord::check_zoom;
use crate::fills::fills;
use crate::labels::labels;
use crate::layer::{DrawnArea, DrawnLayer};
use crate::lines::lines;
use crate::mercator::LonLatBounds;
use crate::planar_graph::PlanarGraph;
use crate::point::Rectangle;
use crate::projection::placed;
use crate::tile_extent::ranges;
use crate::zoom_level::ZoomLevel;
use crate::{Error, Result, TileCoord};

/// The tiles of some layers, whose lines are divided and simplified together. A line that two
/// areas or two layers share is one line in every tile at every zoom.
///
/// Immutable, and shared between threads. A zoom is prepared when its first tile is requested,
/// or by [`TileSet::prepare`], and then kept.
#[derive(Debug)]
pub struct TileSet {
    pub(crate) layers: Vec<DrawnLayer>,
    pub(crate) areas: Vec<DrawnArea>,
    pub(crate) graph: PlanarGraph,
    /// The bounding box of all layers on the world's grid; `None` if there are no areas.
    pub(crate) reach: Option<Rectangle>,
    zooms: Vec<OnceLock<ZoomLevel>>,
}

impl TileSet {
    /// Places the layers on the map, divides the ground by all their lines, and finds which
    /// vertices each zoom needs. O(n log n) in the vertices.
    ///
    /// # Errors
    ///
    /// [`Error::Unplaceable`] for an area where OSTN15 has no shifts;
    /// [`Error::Undividable`] if the areas are too far apart for one grid; [`Error::Unsettled`] if
    /// their lines still cross after several rounds of cutting.
    ///
    /// ```
    /// use coterm_core::layers::{Area, Layer, LayerInfo};
    /// use coterm_core::period::Period;
    /// use coterm_tiles::{TileCoord, TileSet};
    /// use geo::polygon;
    ///
    /// let period = Period::new(jiff::civil::date(2023, 4, 1), None)?;
    /// let info = LayerInfo::new("ward-2023", "ward", "2023", period);
    /// let castle = polygon![(x: 347_000., y: 461_000.), (x: 348_000., y: 461_000.), (x: 347_500., y: 462_000.)];
    /// let layer = Layer::new(info, vec![Area::new("E05", "Castle", period, castle.into())?]);
    /// let tiles = TileSet::new(&[layer])?;
    /// let tile = tiles.tile(TileCoord::new(6, 31, 20)?, &["ward-2023"])?;
    /// assert!(tile.is_some_and(|bytes| bytes.windows(6).any(|part| part == b"Castle")));
    /// assert!(tiles.tile(TileCoord::new(6, 0, 0)?, &["ward-2023"])?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(layers: &[Layer]) -> Result<Self> {
        let mut rings = Vec::new();
        let mut drawn: Vec<DrawnLayer> = Vec::new();
        for layer in layers {
            let first = rings.len();
            let own = placed(layer)?;
            let reach = Rectangle::bounding(own.iter().flatten().flatten().copied());
            rings.extend(own);
            let [first, last] =
                [first, rings.len()].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
            let family = &layer.info().family;
            let like = drawn.iter().position(|drawn| drawn.family == *family);
            let like = like.unwrap_or(drawn.len());
            drawn.push(DrawnLayer::new(
                layer,
                drawn.len(),
                like,
                first..last,
                reach,
            ));
        }
        let reach = Rectangle::bounding(rings.iter().flatten().flatten().copied());
        let areas: Vec<&Area> = layers.iter().flat_map(Layer::areas).collect();
        let (areas, graph) = rayon::join(
            || areas.into_par_iter().map(DrawnArea::new).collect(),
            || PlanarGraph::new(rings),
        );
        Ok(Self {
            layers: drawn,
            areas,
            graph: graph?,
            reach,
            zooms: (0..=TileCoord::DEEPEST).map(|_| OnceLock::new()).collect(),
        })
    }

    /// Returns the layers' names, in the order in which they were given.
    pub fn layers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.layers.iter().map(|layer| layer.id.as_str())
    }

    /// Returns the bounding box of all layers; `None` if there are no areas.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_tiles::TileSet;
    ///
    /// let bounds = TileSet::new(dataset.catalogue().layers())?.bounds().expect("there are areas");
    /// assert!(bounds.west < -2.8 && -2.8 < bounds.east);
    /// assert!(bounds.south < 54.0 && 54.0 < bounds.north);
    /// # Ok::<(), coterm_tiles::Error>(())
    /// ```
    pub fn bounds(&self) -> Option<LonLatBounds> {
        self.reach.map(LonLatBounds::from)
    }

    /// Prepares a zoom now, unless it has been prepared: simplifies, rounds and cuts all lines.
    /// O(n log n) in the vertices that the zoom needs and in the tiles that the lines meet. At
    /// deep zooms the number of those tiles dominates, and nothing is gained: magnify the tiles
    /// of [`USUAL_ZOOMS`](crate::USUAL_ZOOMS) instead.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchZoom`] beyond 22.
    pub fn prepare(&self, zoom: u8) -> Result<()> {
        check_zoom(zoom)?;
        self.zoom(zoom);
        Ok(())
    }

    pub(crate) fn zoom(&self, zoom: u8) -> &ZoomLevel {
        self.zooms[usize::from(zoom)].get_or_init(|| {
            let labels = self.areas.iter().map(|area| Some(area.label?.at));
            ZoomLevel::new(&self.graph, &self.layers, labels, zoom)
        })
    }

    /// Returns a tile of some layers, in Mapbox Vector Tile 2.1. A layer `lad-2023` has its
    /// areas in `lad-2023`, its lines in `lad-2023-line` and its labels in `lad-2023-label`, as
    /// far as the tile has any. `None` if the tile is empty.
    ///
    /// The bytes depend only on the layers, not on the tiles that were made before.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`].
    pub fn tile(&self, tile: TileCoord, layers: &[&str]) -> Result<Option<Vec<u8>>> {
        let layers = self.named(layers)?;
        let level = self.zoom(tile.z());
        let mut bytes = Vec::new();
        for layer in layers {
            fills(level, tile, layer, &self.areas).finish(&mut bytes);
            lines(level, tile, layer, &self.layers, &self.areas).finish(&mut bytes);
            labels(level, tile, layer, &self.areas).finish(&mut bytes);
        }
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    /// Returns the tiles of a zoom that may have something in them: those whose squares,
    /// buffers included, the bounding box of the layers reaches, row by row.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchZoom`] beyond 22.
    pub fn tiles(&self, zoom: u8) -> Result<impl Iterator<Item = TileCoord> + use<>> {
        check_zoom(zoom)?;
        Ok(reached(self.reach, zoom))
    }

    /// Returns the tiles of a zoom that may have something of some layers in them, row by row.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`]; [`Error::NoSuchZoom`] beyond 22.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_tiles::TileSet;
    ///
    /// let tiles = TileSet::new(dataset.catalogue().layers())?;
    /// let wanted = ["lad-2023", "ccg-2021"];
    /// let mut made = 0;
    /// for coord in tiles.tiles_of(&wanted, 8)? {
    ///     made += usize::from(tiles.tile(coord, &wanted)?.is_some());
    /// }
    /// assert!(made > 0);
    /// assert!(tiles.tiles_of(&["lad-2032"], 8).is_err());
    /// # Ok::<(), coterm_tiles::Error>(())
    /// ```
    pub fn tiles_of(
        &self,
        layers: &[&str],
        zoom: u8,
    ) -> Result<impl Iterator<Item = TileCoord> + use<>> {
        check_zoom(zoom)?;
        Ok(reached(reach(&self.named(layers)?), zoom))
    }

    /// Returns the layers with these names.
    pub(crate) fn named(&self, names: &[&str]) -> Result<Vec<&DrawnLayer>> {
        names
            .iter()
            .map(|name| {
                let found = self.layers.iter().find(|layer| layer.id == *name);
                found.ok_or_else(|| Error::NoSuchLayer {
                    layer: (*name).to_owned(),
                    held: self.layers().collect::<Vec<_>>().join(", "),
                })
            })
            .collect()
    }
}

/// Returns the bounding box of some layers, on the world's grid.
pub(crate) fn reach(layers: &[&DrawnLayer]) -> Option<Rectangle> {
    let each = layers.iter().filter_map(|layer| layer.reach);
    Rectangle::bounding(each.flat_map(|reach| [reach.min, reach.max]))
}

/// Returns the tiles of a zoom whose squares a bounding box reaches, row by row.
pub(crate) fn reached(
    reach: Option<Rectangle>,
    zoom: u8,
) -> impl Iterator<Item = TileCoord> + use<> {
    let ranges = reach.map(|reach| ranges(reach, zoom));
    ranges.into_iter().flat_map(move |[columns, rows]| {
        rows.flat_map(move |y| {
            let columns = columns.clone();
            columns.filter_map(move |x| TileCoord::new(zoom, x, y).ok())
        })
    })
}
