//! The prepared lines of one zoom, from which all its tiles are made.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::TileCoord;
use crate::layer::DrawnLayer;
use crate::mercator::EXTENT;
use crate::planar_graph::PlanarGraph;
use crate::point::{Point, Rectangle};
use crate::side_labels::{SideLabel, SideLabels, SideLabelsId};
use crate::snap::{Snap, pixel};
use crate::tile_arcs::TileArcs;
use crate::tile_boundary::TileBoundaries;
use crate::tile_extent::{ends_between, holding};

/// A piece of line on a zoom's grid, from its lesser end to the greater.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) ends: [Point; 2],
    pub(crate) sides: SideLabelsId,
}

/// The lines of a zoom on its grid of 4,096·2ᶻ units to a side: simplified, rounded, and cut
/// where tiles end. Segments share ends and nothing else, each is wholly within a tile's square
/// or wholly outside, and none occurs twice.
#[derive(Debug)]
pub(crate) struct ZoomLevel {
    pub(crate) tile_arcs: TileArcs,
    pub(crate) sides: SideLabels,
    pub(crate) boundaries: TileBoundaries,
    /// The tile arcs in each tile's square, by column and row.
    in_tile: HashMap<[u32; 2], Vec<u32>>,
    /// The layers of each list of side labels: bit `p % 64` for the layer at position `p`.
    layers: Vec<u64>,
    /// The families of each list of side labels, by [`DrawnLayer::like`].
    pub(crate) families: Vec<Box<[usize]>>,
    /// The labels in each tile, without its buffer: areas, in order, and their points.
    labels: HashMap<[u32; 2], Vec<(u32, Point)>>,
}

impl ZoomLevel {
    /// Prepares a zoom of these layers. `label_of` has the label point of each of their areas,
    /// if there is one.
    pub(crate) fn new(
        graph: &PlanarGraph,
        layers: &[DrawnLayer],
        label_of: impl Iterator<Item = Option<Point>>,
        zoom: u8,
    ) -> Self {
        let arcs = rounded(graph.arcs_at(zoom), zoom);
        Self::of_arcs(&arcs, graph.sides.clone(), layers, label_of, zoom)
    }

    /// Prepares a zoom from some arcs of the graph, on the zoom's grid, with their side labels.
    pub(crate) fn of_arcs(
        arcs: &[(Vec<Point>, SideLabelsId)],
        mut sides: SideLabels,
        layers: &[DrawnLayer],
        label_of: impl Iterator<Item = Option<Point>>,
        zoom: u8,
    ) -> Self {
        let tile_arcs = TileArcs::new(&merged(arcs, &mut sides), &mut sides);
        let bits = |sides| layers_of(sides, layers).fold(0, |bits, layer| bits | bit(layer));
        Self {
            labels: labels(label_of, &tile_arcs, &sides, zoom),
            layers: sides.all().map(bits).collect(),
            families: sides.all().map(|sides| families(sides, layers)).collect(),
            boundaries: TileBoundaries::new(&tile_arcs, &sides),
            in_tile: by_tile(
                (0..tile_arcs.count()).map(|tile_arc| tile_arcs.bounding_box(tile_arc)),
                zoom,
            ),
            tile_arcs,
            sides,
        }
    }

    /// Returns the tile arcs in a tile's square that bound areas of a layer, or of a layer with
    /// the same bit.
    pub(crate) fn of_layer(
        &self,
        tile: TileCoord,
        layer: &DrawnLayer,
    ) -> impl Iterator<Item = u32> {
        let tile_arcs = self.in_tile.get(&[tile.x(), tile.y()]);
        let tile_arcs = tile_arcs.map_or(&[][..], Vec::as_slice);
        let bit = bit(layer);
        tile_arcs.iter().copied().filter(move |&tile_arc| {
            self.layers[self.tile_arcs.sides(tile_arc) as usize] & bit != 0
        })
    }

    /// Returns the labels of a layer in a tile: areas, and their points on the zoom's grid.
    pub(crate) fn labels(
        &self,
        tile: TileCoord,
        layer: &DrawnLayer,
    ) -> impl Iterator<Item = (u32, Point)> {
        let all = self.labels.get(&[tile.x(), tile.y()]);
        let all = all.map_or(&[][..], Vec::as_slice);
        let areas = layer.areas.clone();
        let labels = all.iter().filter(move |(area, _)| areas.contains(area));
        labels.copied()
    }
}

fn bit(layer: &DrawnLayer) -> u64 {
    1 << (layer.place % 64)
}

/// Returns the layers of some side labels, some more than once.
fn layers_of<'a>(
    sides: &'a [SideLabel],
    layers: &'a [DrawnLayer],
) -> impl Iterator<Item = &'a DrawnLayer> {
    sides.iter().filter_map(|side| {
        // The areas of each layer follow those of the layer before.
        let at = layers.partition_point(|layer| layer.areas.end <= side.area);
        layers
            .get(at)
            .filter(|layer| layer.areas.contains(&side.area))
    })
}

/// Returns the families of some side labels, in order of their names.
fn families(sides: &[SideLabel], layers: &[DrawnLayer]) -> Box<[usize]> {
    let mut families: Vec<usize> = layers_of(sides, layers).map(|layer| layer.like).collect();
    families.sort_unstable_by(|&one, &other| layers[one].family.cmp(&layers[other].family));
    families.dedup();
    families.into()
}

/// Returns the numbers of the rectangles that lie wholly in each tile's square, by column and
/// row.
pub(crate) fn by_tile(
    rectangles: impl Iterator<Item = Option<Rectangle>>,
    zoom: u8,
) -> HashMap<[u32; 2], Vec<u32>> {
    let mut in_tile: HashMap<[u32; 2], Vec<u32>> = HashMap::new();
    for (rectangle, number) in rectangles.zip(0..) {
        let Some(Rectangle { min, max }) = rectangle else {
            continue;
        };
        for x in holding(min.x, max.x, zoom) {
            for y in holding(min.y, max.y, zoom) {
                in_tile.entry([x, y]).or_default().push(number);
            }
        }
    }
    in_tile
}

/// Returns the labels by tile, for areas that have any ground left at the zoom.
fn labels(
    label_of: impl Iterator<Item = Option<Point>>,
    tile_arcs: &TileArcs,
    sides: &SideLabels,
    zoom: u8,
) -> HashMap<[u32; 2], Vec<(u32, Point)>> {
    let present: HashSet<u32> = (0..tile_arcs.count())
        .flat_map(|tile_arc| sides.of(tile_arcs.sides(tile_arc)))
        .map(|side| side.area)
        .collect();
    let mut labels: HashMap<_, Vec<_>> = HashMap::new();
    let labelled = label_of.zip(0..).filter(|(_, area)| present.contains(area));
    for (label, area) in labelled {
        let Some(label) = label else { continue };
        let at = pixel(label, u32::from(TileCoord::DEEPEST - zoom));
        let tile = [at.x, at.y].map(|axis| u32::try_from(axis.div_euclid(EXTENT)).unwrap_or(0));
        labels.entry(tile).or_default().push((area, at));
    }
    labels
}

/// Rounds the arcs to the zoom's grid.
pub(crate) fn rounded(
    arcs: Vec<(Vec<Point>, SideLabelsId)>,
    zoom: u8,
) -> Vec<(Vec<Point>, SideLabelsId)> {
    let shift = u32::from(TileCoord::DEEPEST - zoom);
    let hot = arcs
        .par_iter()
        .flat_map_iter(|(arc, _)| {
            let vertices = arc.iter().map(|&point| pixel(point, shift));
            vertices.chain(
                arc.windows(2)
                    .flat_map(move |ends| cuts(ends[0], ends[1], shift)),
            )
        })
        .collect();
    let snap = Snap::new(shift, hot);
    arcs.into_par_iter()
        .map(|(arc, sides)| (snap.line(&arc), sides))
        .collect()
}

/// Returns the pixels in which a segment crosses the end of a tile's square.
fn cuts(a: Point, b: Point, shift: u32) -> Vec<Point> {
    let mut cuts = Vec::new();
    let ends = [pixel(a, shift), pixel(b, shift)];
    let axes: [fn(Point) -> i64; 2] = [|point| point.x, |point| point.y];
    for axis in 0..2 {
        let [this, other] = [axes[axis], axes[1 - axis]];
        let [from, to] = ends.map(this);
        for end in ends_between(from.min(to), from.max(to)) {
            let across = crossing([this(a), other(a)], [this(b), other(b)], end, shift);
            cuts.push(match axis {
                0 => Point::new(end, across),
                _ => Point::new(across, end),
            });
        }
    }
    cuts
}

/// Returns the pixel of the second coordinate where the first one reaches the centre of pixel
/// `end`, exactly.
#[expect(clippy::cast_possible_truncation, reason = "between the two ends")]
fn crossing(a: [i64; 2], b: [i64; 2], end: i64, shift: u32) -> i64 {
    let [a, b] = if a[0] < b[0] { [a, b] } else { [b, a] }.map(|end| end.map(i128::from));
    let way = [b[0] - a[0], b[1] - a[1]];
    // The value is a + (end - a) · way, divided by way; half a pixel is added, then it is
    // rounded down.
    let across = a[1] * way[0] + ((i128::from(end) << shift) - a[0]) * way[1];
    let pixel = way[0] << shift;
    (2 * across + pixel).div_euclid(2 * pixel) as i64
}

/// Returns the arcs' segments, each once, with the side labels that are left.
fn merged(arcs: &[(Vec<Point>, SideLabelsId)], sides: &mut SideLabels) -> Vec<Segment> {
    let mut reversed = HashMap::new();
    let mut all: Vec<Segment> = Vec::new();
    for (arc, id) in arcs {
        for ends in arc.windows(2) {
            all.push(Segment {
                ends: [ends[0].min(ends[1]), ends[0].max(ends[1])],
                sides: if ends[0] < ends[1] {
                    *id
                } else {
                    *reversed.entry(*id).or_insert_with(|| sides.reversed(*id))
                },
            });
        }
    }
    all.par_sort_unstable_by_key(|segment| (segment.ends, segment.sides));
    let segments = all
        .chunk_by(|one, other| one.ends == other.ends)
        .map(|same| match same {
            [only] => *only,
            several => Segment {
                sides: sides.together(several.iter().map(|segment| segment.sides)),
                ..several[0]
            },
        });
    // If the ground between two lines is gone, there may be no areas left to separate.
    segments.filter(|segment| segment.sides != 0).collect()
}
