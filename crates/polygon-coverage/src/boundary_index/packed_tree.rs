//! [`PackedTree`]: a static tree of bounding boxes without pointers. The children of a node are the
//! next eight boxes of the level below. Boxes are rounded outwards, so a search misses nothing.
//!
//! An `rstar` tree of the edges takes 3 to 5 times as long for the nearest edge, 2 to 10 times as
//! long to build and 3 to 8 times the memory (benches, "Distance to the nearest boundary").
//! `geo-index` searches boxes alone; the distance to an edge has to bound the search as it goes.

use crate::parallel::join;
use geo::Coord;

/// Number of children per node.
const CHILDREN: usize = 8;
/// Margin added to each box, as a share of the largest coordinate: more than the rounding of the
/// box and of the point to `f32` can take away.
const MARGIN: f64 = 2e-7;
/// Factor for squared distances that outweighs their own rounding.
const LESS: f32 = 1.0 - 1e-6;
/// Number of leaves below which another thread does not pay.
const FEW: usize = 10_000;

/// Bounding box in the unit of the coordinates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rectangle {
    low: Coord<f64>,
    high: Coord<f64>,
}

/// Bounding boxes of a node's children, rounded outwards. Missing children are infinitely far
/// away.
#[derive(Debug, Clone, Copy)]
struct Node {
    west: [f32; CHILDREN],
    south: [f32; CHILDREN],
    east: [f32; CHILDREN],
    north: [f32; CHILDREN],
}

/// Nodes of each level, beginning with the parents of the leaves.
#[derive(Debug)]
pub(super) struct PackedTree {
    levels: Vec<Vec<Node>>,
}

impl Rectangle {
    pub(super) fn bounding(vertices: &[Coord<f64>]) -> Self {
        vertices.iter().fold(Self::NOTHING, |bounding, &vertex| {
            bounding.and(Self {
                low: vertex,
                high: vertex,
            })
        })
    }

    const NOTHING: Self = Self {
        low: Coord {
            x: f64::INFINITY,
            y: f64::INFINITY,
        },
        high: Coord {
            x: f64::NEG_INFINITY,
            y: f64::NEG_INFINITY,
        },
    };

    fn and(self, other: Self) -> Self {
        Self {
            low: Coord {
                x: self.low.x.min(other.low.x),
                y: self.low.y.min(other.low.y),
            },
            high: Coord {
                x: self.high.x.max(other.high.x),
                y: self.high.y.max(other.high.y),
            },
        }
    }

    fn middle(self, axis: usize) -> f64 {
        if axis == 0 {
            self.low.x + self.high.x
        } else {
            self.low.y + self.high.y
        }
    }

    fn bounding_all(leaves: &[(Self, u32)]) -> Self {
        leaves
            .iter()
            .fold(Self::NOTHING, |all, &(leaf, _)| all.and(leaf))
    }
}

impl PackedTree {
    /// Builds a tree over these leaves. Returns it with the order in which it has them.
    pub(super) fn over(leaves: Vec<Rectangle>) -> (Self, Vec<u32>) {
        let mut leaves: Vec<(Rectangle, u32)> = leaves.into_iter().zip(0..).collect();
        arrange(&mut leaves);
        let all = Rectangle::bounding_all(&leaves);
        let largest = [all.low.x, all.low.y, all.high.x, all.high.y]
            .into_iter()
            .fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let mut levels = Vec::new();
        let mut below: Vec<Rectangle> = leaves.iter().map(|&(leaf, _)| leaf).collect();
        loop {
            levels.push(
                below
                    .chunks(CHILDREN)
                    .map(|children| Node::of(children, largest * MARGIN))
                    .collect(),
            );
            if below.len() <= CHILDREN {
                break;
            }
            below = below
                .chunks(CHILDREN)
                .map(|children| {
                    children
                        .iter()
                        .fold(Rectangle::NOTHING, |all, &child| all.and(child))
                })
                .collect();
        }
        (
            Self { levels },
            leaves.into_iter().map(|(_, leaf)| leaf).collect(),
        )
    }

    /// Calls `each` with every leaf whose box is within a squared distance of a point, with a lower
    /// bound of the leaf's squared distance, and with the current limit; `each` returns the squared
    /// distance up to which to continue. The nearest child of a node comes first.
    pub(super) fn search(
        &self,
        at: Coord<f64>,
        reach: f64,
        each: &mut impl FnMut(usize, f64, f64) -> f64,
    ) -> f64 {
        self.search_node(self.levels.len() - 1, 0, at, reach, each)
    }

    fn search_node(
        &self,
        level: usize,
        node: usize,
        at: Coord<f64>,
        mut reach: f64,
        each: &mut impl FnMut(usize, f64, f64) -> f64,
    ) -> f64 {
        let Some(children) = self.levels[level].get(node) else {
            return reach;
        };
        let mut distances = children.squared_distances(at);
        loop {
            let (nearest, distance) = minimum(&distances);
            if f64::from(distance) > reach || distance == f32::INFINITY {
                return reach;
            }
            distances[nearest] = f32::INFINITY;
            let child = node * CHILDREN + nearest;
            reach = match level.checked_sub(1) {
                Some(below) => self.search_node(below, child, at, reach, each),
                None => each(child, f64::from(distance), reach),
            };
        }
    }
}

fn minimum(distances: &[f32; CHILDREN]) -> (usize, f32) {
    let mut minimum = (0, distances[0]);
    for (child, &distance) in distances.iter().enumerate().skip(1) {
        if distance < minimum.1 {
            minimum = (child, distance);
        }
    }
    minimum
}

impl Node {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the margin is more than rounding"
    )]
    fn of(children: &[Rectangle], margin: f64) -> Self {
        let mut node = Self {
            west: [f32::INFINITY; CHILDREN],
            south: [f32::INFINITY; CHILDREN],
            east: [f32::INFINITY; CHILDREN],
            north: [f32::INFINITY; CHILDREN],
        };
        for (place, child) in children.iter().enumerate() {
            node.west[place] = (child.low.x - margin) as f32;
            node.south[place] = (child.low.y - margin) as f32;
            node.east[place] = (child.high.x + margin) as f32;
            node.north[place] = (child.high.y + margin) as f32;
        }
        node
    }

    /// Lower bounds of the children's squared distances.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the margin is more than rounding"
    )]
    fn squared_distances(&self, at: Coord<f64>) -> [f32; CHILDREN] {
        let (x, y) = (at.x as f32, at.y as f32);
        let larger = |one: f32, other: f32| if one > other { one } else { other };
        let beyond = |low: f32, high: f32, at: f32| larger(larger(low - at, at - high), 0.0);
        std::array::from_fn(|child| {
            let east = beyond(self.west[child], self.east[child], x);
            let north = beyond(self.south[child], self.north[child], y);
            (east * east + north * north) * LESS
        })
    }
}

/// Sorts leaves so that those of each node are near each other: repeatedly halves them across the
/// longer side of their bounding box, always between two nodes of the highest level that has two.
fn arrange(leaves: &mut [(Rectangle, u32)]) {
    if leaves.len() <= CHILDREN {
        return;
    }
    let mut size = CHILDREN;
    while size * CHILDREN < leaves.len() {
        size *= CHILDREN;
    }
    let half = leaves.len().div_ceil(size) / 2 * size;
    let all = Rectangle::bounding_all(leaves);
    let axis = usize::from(all.high.y - all.low.y > all.high.x - all.low.x);
    leaves.select_nth_unstable_by(half, |(one, _), (other, _)| {
        one.middle(axis).total_cmp(&other.middle(axis))
    });
    let (low, high) = leaves.split_at_mut(half);
    if low.len() < FEW {
        arrange(low);
        arrange(high);
    } else {
        join(|| arrange(low), || arrange(high));
    }
}
