//! Tiles of a comparison of two layers: [`ComparisonTiles`].
//!
//! The map of a comparison is drawn from them.

mod description;
mod geojson;
mod level;
mod line;
mod neighbours;
mod piece;

use std::sync::OnceLock;

use coterm_core::comparison::{Comparison, Piece, PieceClass};
use coterm_core::layers::{Area, Layer};
use polygon_coverage::BoundaryIndex;
use rayon::prelude::*;

use self::level::ComparisonLevel;
use self::line::{DrawnLine, Sides};
use self::neighbours::Neighbours;
use self::piece::DrawnPiece;
use crate::coord::check_zoom;
use crate::layer::DrawnLayer;
use crate::planar_graph::PlanarGraph;
use crate::point::Rectangle;
use crate::projection::rings;
use crate::tile_set::reached;
use crate::{Error, Result, TileCoord};

/// The tiles of a comparison of two layers. They have every line once, with the layers that
/// have it and its distance from the other layer's lines, and the real pieces of difference.
///
/// The tiles draw the comparison's *pieces*, into which both layers cut the ground. An arc is
/// where two of them meet, and is simplified and rounded once for both. So the outline of a
/// difference has the points of the lines that it lies between, in every tile at every zoom.
///
/// Immutable, and shared between threads. A zoom is prepared when its first tile is requested,
/// and then kept.
#[derive(Debug)]
pub struct ComparisonTiles {
    title: String,
    attribution: String,
    licence: String,
    /// The unit: what is counted.
    unit: String,
    tolerance_m: f64,
    /// The real pieces. They are the graph's first owners.
    pieces: Vec<DrawnPiece>,
    /// The real pieces, as a layer.
    difference: DrawnLayer,
    graph: PlanarGraph,
    /// The lines of each arc of the graph. There is one as a rule; none if neither layer has a
    /// line there; two if each layer has its own and the grid cannot separate them.
    lines: Vec<Vec<DrawnLine>>,
    /// The bounding box of the pieces on the world's grid.
    reach: Option<Rectangle>,
    zooms: Vec<OnceLock<ComparisonLevel>>,
}

impl ComparisonTiles {
    /// Makes the tiles of two layers and their comparison, which must be of these layers in
    /// this order. `reason` returns a sentence on why a piece is a real difference. O(n log n)
    /// in the vertices. Measuring how far lines are from the other layer's costs as much as
    /// [`polygon_coverage::deviation::deviation`].
    ///
    /// # Errors
    ///
    /// [`Error::Unplaceable`] for an area where OSTN15 has no shifts;
    /// [`Error::Unmeasurable`] for a line of the map that has no place on the ground;
    /// [`Error::Undividable`] if the areas are too far apart for one grid; [`Error::Unsettled`] if
    /// their lines still cross after several rounds of cutting.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
    /// use coterm_tiles::{ComparisonTiles, TileCoord};
    ///
    /// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
    /// // `coterm_report::text::reason::piece` writes the reasons in words.
    /// let tiles = ComparisonTiles::new([a.layer, b.layer], &comparison, |piece| {
    ///     format!("{:?}", piece.reason)
    /// })?;
    /// let tile = tiles.tile(TileCoord::new(6, 31, 20)?).expect("Lancashire is in it");
    /// assert!(tile.windows(10).any(|part| part == b"difference"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        layers: [&Layer; 2],
        comparison: &Comparison,
        reason: impl Fn(&Piece) -> String,
    ) -> Result<Self> {
        // Real pieces come first, so that their numbers are a range.
        let (real, rest): (Vec<_>, Vec<_>) = comparison
            .pieces
            .iter()
            .chain(&comparison.pieces_beyond)
            .partition(|piece| piece.class == PieceClass::Real);
        let all: Vec<_> = real.iter().chain(&rest).copied().collect();
        let placed = all
            .par_iter()
            .map(|piece| {
                rings(&piece.footprint).map_err(|cause| {
                    let side = usize::from(piece.a.is_none());
                    let named = [&piece.a, &piece.b][side].as_ref();
                    Error::Unplaceable {
                        layer: layers[side].id().to_owned(),
                        code: named.map_or_else(String::new, |named| named.code.clone()),
                        cause: Box::new(cause),
                    }
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let reach = Rectangle::bounding(placed.iter().flatten().flatten().copied());
        let graph = PlanarGraph::new(placed)?;
        let boundaries =
            |layer: &Layer| BoundaryIndex::build(layer.areas().iter().map(Area::footprint));
        let boundaries = [boundaries(layers[0])?, boundaries(layers[1])?];
        let neighbours = Neighbours::of(&all);
        let arcs: Vec<_> = graph.arcs().collect();
        let lines = arcs
            .into_par_iter()
            .map(|(points, sides)| {
                let sides = graph.sides.of(sides);
                let (sides, meet) = (Sides::of(sides, &all), neighbours.meet(sides));
                DrawnLine::of(points, &sides, meet, &boundaries, comparison.tolerance_m)
            })
            .collect::<coterm_core::Result<_>>()?;
        let each = |each: fn(&Layer) -> &String| layers.into_iter().map(each);
        let areas = 0..u32::try_from(real.len()).unwrap_or(u32::MAX);
        Ok(Self {
            title: each(|layer| &layer.info().title)
                .cloned()
                .collect::<Vec<_>>()
                .join(" against "),
            attribution: crate::tile_json::each_once(each(|layer| &layer.info().attribution), " "),
            licence: crate::tile_json::each_once(each(|layer| &layer.info().licence), " "),
            unit: comparison.drawn_unit().to_string(),
            tolerance_m: comparison.tolerance_m,
            pieces: real
                .into_iter()
                .map(|piece| DrawnPiece::new(piece, reason(piece)))
                .collect(),
            difference: DrawnLayer::of_pieces("difference", areas),
            graph,
            lines,
            reach,
            zooms: (0..=TileCoord::DEEPEST).map(|_| OnceLock::new()).collect(),
        })
    }

    /// Returns a tile, in Mapbox Vector Tile 2.1: the real pieces of difference in
    /// `difference`, a point for the name of each in `difference-label`, and the lines of both
    /// layers in `line`, as far as the tile has any. `None` if the tile is empty.
    ///
    /// A feature of `line` leads from one junction with other lines to the next. Its `class` is
    /// taken from the data and does not depend on the zoom; lines that are nearer to each other
    /// than the zoom can show lie on each other.
    ///
    /// - `shared`: both layers have exactly the same line in the data. The one exception: where
    ///   the two lines part by less than 2 mm, the grid of the deepest zoom, between two
    ///   stretches of one shared line, they are `shared` there too;
    /// - `coastal`: one layer has it, around ground that the comparison explains by the coast;
    /// - `only_a`, `only_b`: any other line that one layer has.
    ///
    /// `deviation_m` is the greatest distance from any place of the line to the nearest line of
    /// the other layer, in metres on the plane of EPSG:27700 before simplification, to a
    /// centimetre; 0 if the line is shared. It is that of the whole line, whatever part of it a
    /// tile has. `apart` says that it is more than the tolerance. A line may be apart and yet
    /// no difference, for example where it divides one area of the other layer: `real` says
    /// that a real piece of difference is on one side of it.
    ///
    /// The bytes do not depend on the tiles that were made before.
    pub fn tile(&self, tile: TileCoord) -> Option<Vec<u8>> {
        let level = self.zoom(tile.z());
        let mut bytes = Vec::new();
        for layer in [
            piece::fills(level.pieces(), tile, &self.difference, &self.pieces),
            line::lines(level, tile, &self.lines),
            piece::labels(level.pieces(), tile, &self.difference, &self.pieces),
        ] {
            layer.finish(&mut bytes);
        }
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Returns the tiles of a zoom that may have something in them, row by row.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchZoom`] beyond 22.
    pub fn tiles(&self, zoom: u8) -> Result<impl Iterator<Item = TileCoord> + use<>> {
        check_zoom(zoom)?;
        Ok(reached(self.reach, zoom))
    }

    fn zoom(&self, zoom: u8) -> &ComparisonLevel {
        self.zooms[usize::from(zoom)].get_or_init(|| {
            let labels = self.pieces.iter().map(|piece| Some(piece.label?.at));
            ComparisonLevel::new(&self.graph, &self.difference, labels, zoom)
        })
    }
}
