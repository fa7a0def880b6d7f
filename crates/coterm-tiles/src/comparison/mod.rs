//! The tiles of a comparison: [`ComparisonTiles`].

mod description;
mod level;
mod line;
mod neighbours;
mod piece;

use std::sync::OnceLock;

use coterm_core::{Area, Comparison, Layer, Piece, PieceClass};
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

/// The tiles of a comparison of two layers: every line once, with who has it and
/// how far the other layer's lines are, and the real pieces of difference.
///
/// What is drawn are the comparison's *pieces*, into which both layers cut the ground: an
/// arc is where two of them meet, and is simplified and rounded once for both. So the
/// outline of a difference has the points of the lines that it lies between, in every tile
/// at every zoom.
///
/// Immutable, and shared between threads. A zoom is prepared when its first tile is asked
/// for, and kept.
#[derive(Debug)]
pub struct ComparisonTiles {
    title: String,
    attribution: String,
    licence: String,
    /// What is counted.
    unit: String,
    tolerance_m: f64,
    /// The real pieces. They are the graph's first owners.
    pieces: Vec<DrawnPiece>,
    /// These, as a layer.
    difference: DrawnLayer,
    graph: PlanarGraph,
    /// For each arc of the graph the lines that it is: one, but none if neither layer has
    /// a line there, and two if each has its own that the grid cannot tell apart.
    lines: Vec<Vec<DrawnLine>>,
    /// On the world's grid.
    reach: Option<Rectangle>,
    zooms: Vec<OnceLock<ComparisonLevel>>,
}

impl ComparisonTiles {
    /// The tiles of two layers and their comparison, which must be of these layers in this
    /// order. `reason` says in a sentence why a piece is a real difference. O(n log n) in the vertices; measuring how far lines are from the other layer's costs
    /// as much as [`polygon_coverage::deviation::deviation`].
    ///
    /// # Errors
    ///
    /// [`Error::Unplaceable`] for an area where OSTN15 has no shifts.
    ///
    /// ```
    /// use coterm_core::{Dataset, ComparisonOptions, Weights, compare};
    /// use coterm_tiles::{ComparisonTiles, TileCoord};
    ///
    /// /// The tile of Lancaster, of the places compared with the councils.
    /// fn lancaster(data: &Dataset) -> Result<Option<Vec<u8>>, Box<dyn std::error::Error>> {
    ///     let (a, b) = (data.comparison_input("place-2022")?, data.comparison_input("utla-2023")?);
    ///     let weights = Weights::live_postcodes(data, None);
    ///     let comparison = compare(data, &a, &b, &ComparisonOptions::default(), &weights)?;
    ///     let tiles = ComparisonTiles::new([a.layer, b.layer], &comparison, |piece| {
    ///         format!("{:?}", piece.reason)
    ///     })?;
    ///     Ok(tiles.tile(TileCoord::new(9, 252, 163)?))
    /// }
    /// ```
    pub fn new(
        layers: [&Layer; 2],
        comparison: &Comparison,
        reason: impl Fn(&Piece) -> String,
    ) -> Result<Self> {
        // The real ones come first, that their numbers are a range.
        let (real, others): (Vec<_>, Vec<_>) = comparison
            .pieces
            .iter()
            .partition(|piece| piece.class == PieceClass::Real);
        let all: Vec<_> = real.iter().chain(&others).copied().collect();
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
        let reach = Rectangle::around(placed.iter().flatten().flatten().copied());
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
        let said = |said: fn(&Layer) -> &String| layers.into_iter().map(said);
        let owners = 0..u32::try_from(real.len()).unwrap_or(u32::MAX);
        Ok(Self {
            title: said(|layer| &layer.info().title)
                .cloned()
                .collect::<Vec<_>>()
                .join(" against "),
            attribution: crate::tile_json::each_once(said(|layer| &layer.info().attribution), " "),
            licence: crate::tile_json::each_once(said(|layer| &layer.info().licence), " "),
            unit: comparison.drawn_unit().to_string(),
            tolerance_m: comparison.tolerance_m,
            pieces: real
                .into_iter()
                .map(|piece| DrawnPiece::new(piece, reason(piece)))
                .collect(),
            difference: DrawnLayer::of_pieces("difference", owners),
            graph,
            lines,
            reach,
            zooms: (0..=TileCoord::DEEPEST).map(|_| OnceLock::new()).collect(),
        })
    }

    /// A tile, in Mapbox Vector Tile 2.1: the real pieces of difference in `difference`, a
    /// point for the name of each in `difference-label`, and the lines of both layers in
    /// `line`, those that the tile has. `None` if it has none.
    ///
    /// A line is a feature from where it meets others to where it does so again. Its `class` is
    /// of the data, not of the zoom; lines that are nearer to each other than the zoom can
    /// show lie on each other.
    ///
    /// - `shared`: both layers have it in the data, exactly. Only where they part by less than
    ///   2 mm, the grid of the deepest zoom, between two stretches of one shared line is that
    ///   not told;
    /// - `coastal`: one layer has it, around ground that the comparison explains by the
    ///   coast;
    /// - `only_a`, `only_b`: any other that one layer has.
    ///
    /// `deviation_m` is the greatest distance from any place of the line to the nearest line
    /// of the other layer, in metres on the plane of EPSG:27700 before anything is
    /// simplified, to a centimetre; 0 if it is shared. It is that of the whole line, whatever
    /// part of it a tile has. `apart` says that it is more than the tolerance.
    /// A line may be apart and yet no difference, as where it divides what is one area to the
    /// other layer: `real` says that a real piece of difference is on one side of it.
    ///
    /// The same bytes whichever other tiles were made before.
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

    /// The tiles of a zoom that may have something in them, row by row.
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
