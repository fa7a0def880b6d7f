//! Areas along the edges of the tiles' squares, by which clipped polygons are closed.

use std::collections::HashMap;

use crate::mercator::EXTENT;
use crate::point::{Point, Rectangle};
use crate::side_labels::{SideLabels, SideLabelsId};
use crate::tile_arcs::{Stretch, TileArcs};
use crate::tile_extent::BUFFER;

/// The four edges of a square. Walked in this order, they have its ground on the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// The edge of the least second coordinate, in the north.
    North,
    /// The edge of the greatest first coordinate.
    East,
    /// The edge of the greatest second coordinate, in the south.
    South,
    /// The edge of the least first coordinate.
    West,
}

impl Edge {
    pub(crate) const ALL: [Self; 4] = [Self::North, Self::East, Self::South, Self::West];

    /// Returns a point's coordinates along the edge, and inwards from it.
    fn along(self, point: Point) -> [i64; 2] {
        match self {
            Self::North => [point.x, point.y],
            Self::East => [point.y, -point.x],
            Self::South => [point.x, -point.y],
            Self::West => [point.y, point.x],
        }
    }

    /// Returns the point with these coordinates.
    fn point(self, along: i64, inwards: i64) -> Point {
        match self {
            Self::North => Point::new(along, inwards),
            Self::East => Point::new(-inwards, along),
            Self::South => Point::new(along, -inwards),
            Self::West => Point::new(inwards, along),
        }
    }

    /// Whether walking the edge goes towards greater coordinates.
    fn forward(self) -> bool {
        matches!(self, Self::North | Self::East)
    }
}

/// Whether squares have an edge at an inward coordinate.
fn is_edge(inwards: i64) -> bool {
    // Seen from any side, a square begins a buffer's width before its tile.
    (inwards + BUFFER).rem_euclid(EXTENT) == 0
}

/// A place on an edge from which lines lead inwards.
#[derive(Debug, Clone, Copy)]
struct Change {
    along: i64,
    /// The areas that have the ground from here on, as the number of a set.
    set: u32,
    /// The areas that these lines bound, as the number of a set. An area that two of the lines
    /// bound may have the ground on both sides, and touch the edge with a point of its outline.
    touching: u32,
}

/// The areas that have the ground just inside each edge.
///
/// No line crosses an edge except at a vertex. So the ground just inside an edge changes only
/// where lines lead inwards from it, and as those lines' side labels say.
#[derive(Debug, Default)]
pub(crate) struct TileBoundaries {
    /// The places from which lines lead inwards: for each of the four edges, by the inward
    /// coordinate that squares have it at.
    lines: [HashMap<i64, Vec<Change>>; 4],
    /// The sets of areas, each in order and each once; the first is empty.
    sets: Vec<Box<[u32]>>,
}

impl TileBoundaries {
    pub(crate) fn new(tile_arcs: &TileArcs, sides: &SideLabels) -> Self {
        let mut sets = Sets::default();
        let lines = Edge::ALL.map(|edge| {
            let mut changes: Vec<(i64, i64, SideLabelsId)> = Vec::new();
            // A tile arc touches an edge only with its ends.
            for tile_arc in 0..tile_arcs.count() {
                for stretch in [false, true].map(|backwards| tile_arcs.stretch(tile_arc, backwards))
                {
                    let [along, inwards] = edge.along(stretch.from());
                    if is_edge(inwards) && edge.along(stretch.second())[1] > inwards {
                        changes.push((inwards, along, tile_arcs.sides(tile_arc)));
                    }
                }
            }
            changes.sort_unstable();
            changes
                .chunk_by(|one, other| one.0 == other.0)
                .map(|line| {
                    let mut set = 0;
                    let of_line = line.chunk_by(|one, other| one.1 == other.1);
                    let of_line = of_line.map(|here| {
                        let mut touching = Vec::new();
                        for change in here {
                            set = sets.toggled(set, change.2, sides);
                            touching.extend(sides.of(change.2).iter().map(|side| side.area));
                        }
                        touching.sort_unstable();
                        touching.dedup();
                        Change {
                            along: here[0].1,
                            set,
                            touching: sets.id(touching.into()),
                        }
                    });
                    (line[0].0, of_line.collect())
                })
                .collect()
        });
        Self {
            lines,
            sets: sets.lists,
        }
    }

    /// Calls `each` with the parts of a square's edges that have ground of some areas
    /// (`areas`) just inside, as directed segments with that ground on the left. Parts are
    /// divided at corners, and where lines of the area itself meet the edge.
    pub(crate) fn edges_with_ground(
        &self,
        square: Rectangle,
        areas: std::ops::Range<u32>,
        mut each: impl FnMut(u32, [Point; 2]),
    ) {
        let mut began: Vec<(u32, i64)> = Vec::new();
        for (edge, lines) in Edge::ALL.into_iter().zip(&self.lines) {
            let ends = [edge.along(square.min), edge.along(square.max)];
            let [from, to] = [ends[0][0], ends[1][0]];
            let inwards = ends[0][1].min(ends[1][1]);
            let Some(changes) = lines.get(&inwards) else {
                continue;
            };
            let mut ended = |area: u32, since: i64, until: i64| {
                let ends = [since, until].map(|along| edge.point(along, inwards));
                each(
                    area,
                    if edge.forward() {
                        ends
                    } else {
                        [ends[1], ends[0]]
                    },
                );
            };
            let first = changes.partition_point(|change| change.along <= from);
            began.clear();
            if let Some(before) = first.checked_sub(1) {
                began.extend(
                    self.in_set(changes[before].set, &areas)
                        .map(|area| (area, from)),
                );
            }
            for change in changes[first..]
                .iter()
                .take_while(|change| change.along < to)
            {
                let along = change.along;
                let now: Vec<u32> = self.in_set(change.set, &areas).collect();
                let touching = &self.sets[change.touching as usize];
                began.retain(|&(area, since)| {
                    let stays = now.contains(&area) && touching.binary_search(&area).is_err();
                    if !stays {
                        ended(area, since, along);
                    }
                    stays
                });
                for area in now {
                    if !began.iter().any(|(here, _)| *here == area) {
                        began.push((area, along));
                    }
                }
            }
            for &(area, since) in &began {
                ended(area, since, to);
            }
        }
    }

    fn in_set(&self, set: u32, areas: &std::ops::Range<u32>) -> impl Iterator<Item = u32> {
        let areas = areas.clone();
        let set = self.sets[set as usize].iter().copied();
        set.filter(move |area| areas.contains(area))
    }
}

/// Whether a stretch lies along an edge of the square. Such a stretch is a single segment,
/// because tile arcs end at every vertex on an edge.
pub(crate) fn is_along(square: Rectangle, stretch: &Stretch<'_>) -> bool {
    let [a, b] = [stretch.from(), stretch.second()];
    (a.x == b.x && (a.x == square.min.x || a.x == square.max.x))
        || (a.y == b.y && (a.y == square.min.y || a.y == square.max.y))
}

/// Interned sets of areas.
struct Sets {
    lists: Vec<Box<[u32]>>,
    known: HashMap<Box<[u32]>, u32>,
    toggled: HashMap<(u32, SideLabelsId), u32>,
}

impl Default for Sets {
    fn default() -> Self {
        let empty: Box<[u32]> = Box::default();
        Self {
            lists: vec![empty.clone()],
            known: HashMap::from([(empty, 0)]),
            toggled: HashMap::new(),
        }
    }
}

impl Sets {
    /// Returns the set on the other side of a line with these side labels.
    fn toggled(&mut self, set: u32, by: SideLabelsId, sides: &SideLabels) -> u32 {
        if let Some(&known) = self.toggled.get(&(set, by)) {
            return known;
        }
        let mut list = self.lists[set as usize].to_vec();
        for side in sides.of(by) {
            match list.binary_search(&side.area) {
                Ok(at) => {
                    list.remove(at);
                }
                Err(at) => list.insert(at, side.area),
            }
        }
        let id = self.id(list.into());
        self.toggled.insert((set, by), id);
        id
    }

    fn id(&mut self, list: Box<[u32]>) -> u32 {
        *self.known.entry(list.clone()).or_insert_with(|| {
            self.lists.push(list);
            u32::try_from(self.lists.len() - 1).unwrap_or(u32::MAX)
        })
    }
}
