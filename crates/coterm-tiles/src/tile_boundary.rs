//! Who is along the edges of the tiles' squares.

use std::collections::HashMap;

use crate::mercator::EXTENT;
use crate::point::{Point, Rectangle};
use crate::side_labels::{SideLabels, SideLabelsId};
use crate::tile_arcs::{Stretch, TileArcs};
use crate::tile_extent::BUFFER;

/// The four edges of a square, as one goes around it with its ground on the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Along the least second coordinate.
    Least,
    /// Along the greatest first coordinate.
    East,
    /// Along the greatest second coordinate.
    Most,
    /// Along the least first coordinate.
    West,
}

impl Edge {
    pub(crate) const ALL: [Self; 4] = [Self::Least, Self::East, Self::Most, Self::West];

    /// A point's coordinates along the edge, and inwards from it.
    fn along(self, point: Point) -> [i64; 2] {
        match self {
            Self::Least => [point.x, point.y],
            Self::East => [point.y, -point.x],
            Self::Most => [point.x, -point.y],
            Self::West => [point.y, point.x],
        }
    }

    /// The point with these.
    fn point(self, along: i64, inwards: i64) -> Point {
        match self {
            Self::Least => Point::new(along, inwards),
            Self::East => Point::new(-inwards, along),
            Self::Most => Point::new(along, -inwards),
            Self::West => Point::new(inwards, along),
        }
    }

    /// Whether one goes along it towards greater coordinates.
    fn forward(self) -> bool {
        matches!(self, Self::Least | Self::East)
    }
}

/// Whether squares have an edge at a coordinate inwards.
fn is_edge(inwards: i64) -> bool {
    // A square begins a buffer before a tile, seen from any side.
    (inwards + BUFFER).rem_euclid(EXTENT) == 0
}

/// Where lines set out inwards from an edge.
#[derive(Debug, Clone, Copy)]
struct Change {
    along: i64,
    /// Whose ground it is from there on: the number of a set.
    set: u32,
    /// Whose lines they are: the number of a set. Who has two of them may have the ground
    /// on both sides, and touches the edge with a point of its outline.
    touching: u32,
}

/// Who is just inside each edge: the areas that have the ground there.
///
/// Nothing goes across an edge but at a vertex. So along an edge the ground just inside
/// changes only where lines set out from it inwards, and by those lines' side labels.
#[derive(Debug, Default)]
pub(crate) struct TileBoundaries {
    /// For each edge and the line that it is on, where lines set out inwards.
    lines: [HashMap<i64, Vec<Change>>; 4],
    /// Sets of areas, in order, each once; the first is empty.
    sets: Vec<Box<[u32]>>,
}

impl TileBoundaries {
    pub(crate) fn new(tile_arcs: &TileArcs, sides: &SideLabels) -> Self {
        let mut sets = Sets::default();
        let lines = Edge::ALL.map(|edge| {
            let mut changes: Vec<(i64, i64, SideLabelsId)> = Vec::new();
            // A tile_arc is at an edge with its ends only.
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
                            touching.extend(sides.of(change.2).iter().map(|side| side.owner));
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

    /// The parts of a square's edges with some areas' ground just inside, as
    /// directed segments with that ground on the left. Corners divide them, and
    /// where the area's own lines meet them.
    pub(crate) fn around(
        &self,
        square: Rectangle,
        owners: std::ops::Range<u32>,
        mut each: impl FnMut(u32, [Point; 2]),
    ) {
        let mut began: Vec<(u32, i64)> = Vec::new();
        for (edge, lines) in Edge::ALL.into_iter().zip(&self.lines) {
            let ends = [edge.along(square.least), edge.along(square.most)];
            let [from, to] = [ends[0][0], ends[1][0]];
            let inwards = ends[0][1].min(ends[1][1]);
            let Some(changes) = lines.get(&inwards) else {
                continue;
            };
            let mut ended = |owner: u32, since: i64, until: i64| {
                let ends = [since, until].map(|along| edge.point(along, inwards));
                each(
                    owner,
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
                    self.in_set(changes[before].set, &owners)
                        .map(|owner| (owner, from)),
                );
            }
            for change in changes[first..]
                .iter()
                .take_while(|change| change.along < to)
            {
                let along = change.along;
                let now: Vec<u32> = self.in_set(change.set, &owners).collect();
                let touching = &self.sets[change.touching as usize];
                began.retain(|&(owner, since)| {
                    let stays = now.contains(&owner) && touching.binary_search(&owner).is_err();
                    if !stays {
                        ended(owner, since, along);
                    }
                    stays
                });
                for owner in now {
                    if !began.iter().any(|(here, _)| *here == owner) {
                        began.push((owner, along));
                    }
                }
            }
            for &(owner, since) in &began {
                ended(owner, since, to);
            }
        }
    }

    fn in_set(&self, set: u32, owners: &std::ops::Range<u32>) -> impl Iterator<Item = u32> {
        let owners = owners.clone();
        let set = self.sets[set as usize].iter().copied();
        set.filter(move |owner| owners.contains(owner))
    }
}

/// Whether a stretch, which is a segment then, lies along an edge of the square.
pub(crate) fn is_along(square: Rectangle, stretch: &Stretch<'_>) -> bool {
    let [a, b] = [stretch.from(), stretch.second()];
    (a.x == b.x && (a.x == square.least.x || a.x == square.most.x))
        || (a.y == b.y && (a.y == square.least.y || a.y == square.most.y))
}

/// Sets of areas that have been met.
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
    /// The set on the other side of a line with these side labels.
    fn toggled(&mut self, set: u32, by: SideLabelsId, sides: &SideLabels) -> u32 {
        if let Some(&known) = self.toggled.get(&(set, by)) {
            return known;
        }
        let mut list = self.lists[set as usize].to_vec();
        for side in sides.of(by) {
            match list.binary_search(&side.owner) {
                Ok(at) => {
                    list.remove(at);
                }
                Err(at) => list.insert(at, side.owner),
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
