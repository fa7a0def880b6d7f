//! [`Leaf`]: up to four edges in half a cache line, and the area of a point among them.
//!
//! # Layout
//!
//! A leaf has up to five vertices in the order in which lines run through them, clipped to the
//! cell, in 2^14 units to a side of the cell, rounded down. The point is rounded likewise. From
//! each vertex to the next is a *lane*, and most lanes have an edge. Crossing an edge changes the
//! code by one of two codes or by both at once, which suffices for all edges around a junction of
//! three areas.
//!
//! The code at the point is that at the leaf's base, changed by every edge that lies between both.
//! An edge lies between them if the point is level with it and east of it; an edge that enters
//! through the western wall counts as continuing north along it. No branch depends on the point,
//! and all lanes are processed at once.
//!
//! # Why it is exact
//!
//! A leaf answers only if rounding cannot matter, and otherwise reports that it may. Move the
//! point and all ends evenly from their true positions to their rounded ones. An end moves by less
//! than a unit on each axis, and so does the point, in the same direction. The codes around a
//! vertex add up to zero, so the code computed for the point stays the same unless an edge meets
//! the point during the move. (Ends that are not such vertices are outside of the cell, and stay
//! there: to the north and south no point of the cell is level with them, to the east none is
//! beyond them, and to the west the edge counts as continuing.) If an edge meets the point, then
//! at that moment the point is within the edge's bounding box, so in the rounded position it is
//! within two units of that box. At that moment twice the area of the triangle of both is zero, so
//! in the rounded position it is small. That area is `d.x * e.y - d.y * e.x`, where `d` and `e` are
//! the vectors from both ends to the point. Each component changes by at most 1.01, earlier
//! rounding included, so the whole changes by at most 1.01 times the sum of the sizes of the four
//! components, plus 2.1. The components for a point within two units of the box add up to no more
//! than its width, its height and 16 units. A point for which no edge is like this has been met by
//! none.
//!
//! The code computed without rounding differs from the true code by a constant all over the cell.
//! The constant is found at one point where the leaf's answer is safe and the exact walk gives the
//! truth; it goes into the base.

use bytemuck::cast;
use wide::{i16x8, i32x4, u32x4};

use super::cell_grid::Place;
use super::probe::Probe;

/// Number of edges of a leaf, each from one vertex to the next.
pub(super) const LANES: usize = 4;
pub(super) const VERTICES: usize = LANES + 1;
/// Number of units on a side of a leaf, as a power of two.
pub(super) const UNITS: u32 = 14;
/// Distance north or south of an edge, in units, from which a point cannot meet the edge during the
/// move to the rounded positions: each of them moves by less than one unit.
pub(super) const BEYOND: i16 = 4;
/// Largest distance in units of the points that are answered together. With it, the bound on twice
/// the area of a triangle stays below 2³⁰, as do these areas.
pub(super) const FARTHEST: u16 = 1 << 10;
/// Number of bits of a code, which leaves room above it in 32 bits.
const CODE_BITS: u32 = 24;
const CODE: u32 = (1 << CODE_BITS) - 1;
/// Largest number of areas that have codes.
pub(super) const MAX_AREAS: usize = CODE as usize;
/// Signs for the dot product that gives twice the area of the triangle between two vectors: one
/// vector's components are swapped and one of them is negated.
const OPPOSITE: i16x8 = i16x8::new([1, -1, 1, -1, 1, -1, 1, -1]);
// The halves of a lane are read in this order.
const _: () = assert!(
    cfg!(target_endian = "little"),
    "x is the lower half of a lane"
);
/// Flag above the base's code: the next leaf has more of the edges.
const CONTINUES: u32 = 1 << 31;

/// Up to four edges; two such leaves fill a cache line. A leaf with more edges continues in the
/// next.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
pub(super) struct Leaf {
    /// Coordinates of each vertex, x and then y.
    vertices: [i16; 2 * VERTICES],
    /// Code at the base, in the low bits. Above it: a bound, as a power of two, on how much
    /// rounding changes twice the area of the triangle of any edge and a point within its bounding
    /// box; and the flag that the next leaf has more of the edges.
    base: u32,
    /// The two codes that edges change. Above each code is a bit for each lane that changes it.
    changes: [u32; 2],
}

impl Leaf {
    /// Sets a vertex, in units from the cell's corner.
    pub(super) fn put(&mut self, position: usize, [x, y]: [i16; 2]) {
        self.vertices[2 * position..][..2].copy_from_slice(&[x, y]);
        if let Some(before) = position.checked_sub(1).map(|before| self.vertex(before)) {
            let [width, height] =
                [(x, before[0]), (y, before[1])].map(|(one, other)| u32::from(one.abs_diff(other)));
            let parts = width + height + 16;
            let moved = (parts + parts / 64 + 3).next_power_of_two().ilog2();
            let rest = self.base & (CODE | CONTINUES);
            self.base = rest | moved.max(self.moved()) << CODE_BITS;
        }
    }

    pub(super) fn vertex(&self, position: usize) -> [i16; 2] {
        [self.vertices[2 * position], self.vertices[2 * position + 1]]
    }

    /// Gives a lane an edge that changes the code by `code`, which is not 0. Returns whether the
    /// leaf can hold that code.
    pub(super) fn cross(&mut self, lane: usize, code: u32) -> bool {
        let room = |held: &&mut u32| **held == 0 || **held & CODE == code;
        if let Some(free) = self.changes.iter_mut().find(room) {
            *free |= code;
        }
        let [first, second] = self.changes.map(|change| change & CODE);
        let changed = [[first, 0], [0, second], [first, second]]
            .into_iter()
            .find(|[first, second]| first ^ second == code);
        for (change, changed) in self.changes.iter_mut().zip(changed.unwrap_or_default()) {
            *change |= u32::from(changed != 0) << lane << CODE_BITS;
        }
        changed.is_some()
    }

    /// Sets the flag that the next leaf has more of the edges.
    pub(super) fn continue_in_next(&mut self) {
        self.base |= CONTINUES;
    }

    #[inline]
    pub(super) fn continues(&self) -> bool {
        self.base & CONTINUES != 0
    }

    /// Bound on the change of that area by rounding, as a power of two.
    #[inline]
    pub(super) fn moved(&self) -> u32 {
        (self.base & !CONTINUES) >> CODE_BITS
    }

    /// Sets the base so that the code at this place, which must be safe, is `code`.
    pub(super) fn settle(leaves: &mut [Self], place: Place, code: u32) {
        leaves[0].base ^= Self::code(leaves, place).0 ^ code;
    }

    /// The code of all points of a probe in the cell, and whether it is safe, from the first leaf and
    /// those in which it continues.
    #[inline]
    pub(super) fn code(leaves: &[Self], probe: impl Probe) -> (u32, bool) {
        let (mut code, mut is_safe) = (0, true);
        for leaf in leaves {
            let (more, safe) = probe.crossed(leaf);
            code ^= more;
            is_safe &= safe;
            if !leaf.continues() {
                break;
            }
        }
        (code, is_safe)
    }

    /// The base changed by the edges between it and the place. It is safe unless the place is within
    /// `beyond` units of an edge to the north or south, and twice the area of the triangle of both
    /// is less than `moved`.
    ///
    /// Processes all four lanes at once. In each lane of 32 bits, x is the lower half and y the
    /// upper, whose sign is the sign of the whole. Each comparison is a number whose sign is
    /// examined last, so that no branch is needed.
    #[inline]
    pub(super) fn crossed_unless(&self, place: Place, moved: i32, beyond: i16) -> (u32, bool) {
        let [x, y] = place.within().map(|along| along >> (32 - UNITS));
        let point: i16x8 = cast(u32x4::splat(y << 16 | x));
        let from = i16x8::from_slice_unaligned(&self.vertices[..2 * LANES]);
        let to = i16x8::from_slice_unaligned(&self.vertices[2..]);
        let (d, e) = (point - from, point - to);
        let [from, to, from_d, from_e]: [i32x4; 4] = [from, to, d, e].map(cast);
        let swapped: i16x8 =
            cast((from_e << 16) | cast::<u32x4, i32x4>(cast::<i32x4, u32x4>(from_e) >> 16));
        let side = d.dot(swapped * OPPOSITE);
        // East is on the right of an edge to the north, and on the left of one to the south.
        let crosses = (from_d ^ from_e) & (side ^ from_d);
        let between: i32x4 = crosses ^ (!from_d & (from << 16)) ^ (!from_e & (to << 16));
        let moved = i32x4::splat(moved);
        let is_far: i32x4 = (side + moved) | (moved - side);
        let is_level: i32x4 =
            cast((d.min(e) - i16x8::splat(beyond)) & (i16x8::splat(-beyond) - d.max(e)));
        let (between, uncertain) = (between.to_bitmask(), (!is_far & is_level).to_bitmask());
        let [first, second] = self.changes;
        // The codes of an odd number of lanes.
        let changed = |change: u32| {
            let lanes = between & change >> CODE_BITS;
            let pairs = lanes ^ lanes >> 2;
            let odd = (pairs ^ pairs >> 1) & 1;
            change & odd.wrapping_neg()
        };
        let code = (self.base ^ changed(first) ^ changed(second)) & CODE;
        (code, uncertain & (first | second) >> CODE_BITS == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::containment::crosses;
    use crate::point_index::cell_index::packed_edges::PackedEdges;
    use crate::point_index::cell_index::probe::Square;
    use geo::Coord;
    use proptest::prelude::*;

    const SIDE: f64 = 16_384.0;

    /// Generates coordinates in the cell or around it, often on or next to a wall, and not on whole
    /// units.
    fn along() -> impl Strategy<Value = f64> {
        prop_oneof![
            -SIDE..2.0 * SIDE,
            -6.0..6.0,
            (SIDE - 6.0)..(SIDE + 6.0),
            Just(0.0),
            Just(SIDE),
            (0..64_i32).prop_map(|half| 5_000.0 + f64::from(half) / 2.0),
        ]
    }

    fn corner() -> impl Strategy<Value = Coord<f64>> {
        (along(), along()).prop_map(|(x, y)| Coord { x, y })
    }

    fn place() -> impl Strategy<Value = Place> {
        let close = (0..1_u32 << 24).prop_map(|x| (5_000 << 18) + x);
        let along = prop_oneof![any::<u32>(), close, 0..9_u32 << 18];
        (along.clone(), along).prop_map(|(x, y)| Place {
            x: x.into(),
            y: y.into(),
        })
    }

    fn point(place: Place) -> Coord<f64> {
        let [x, y] = place
            .within()
            .map(|along| f64::from(along) / f64::from(1 << (32 - UNITS)));
        Coord { x, y }
    }

    /// Edges directed to the north, each with the change of the code by crossing it, of triangles
    /// around a middle. Each triangle is an area of its own.
    type Edges = Vec<([Coord<f64>; 2], u32)>;

    fn edges(corners: [Coord<f64>; 4], middle: Coord<f64>) -> Edges {
        let edge = |a: Coord<f64>, b: Coord<f64>, across| {
            let ends = if (a.y, a.x) < (b.y, b.x) {
                [a, b]
            } else {
                [b, a]
            };
            (ends, across)
        };
        let fan = |at: usize| {
            let (next, before) = ((at + 1) % 4, (at + 3) % 4);
            let (own, opposite) = (1 << at, 1 << before);
            [
                edge(corners[at], corners[next], own),
                edge(middle, corners[at], own ^ opposite),
            ]
        };
        (0..4).flat_map(fan).collect()
    }

    fn leaves(edges: &Edges) -> Vec<Leaf> {
        let (mut chains, mut leaves) = (PackedEdges::default(), Vec::new());
        for &([from, to], across) in edges {
            chains.add(from, to, across);
        }
        chains.write_to(&mut leaves);
        leaves
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_is_safe_is_as_without_rounding(
            corners in [corner(), corner(), corner(), corner()], middle in corner(),
            places in [place(), place(), place(), place()]
        ) {
            let edges = edges(corners, middle);
            let leaves = leaves(&edges);
            let truth = |place: Place| {
                let crossed = edges.iter().filter(|([from, to], _)| crosses(*from, *to, point(place)));
                crossed.fold(0, |code, (_, across)| code ^ across)
            };
            let safe: Vec<_> = places.into_iter().filter(|&place| Leaf::code(&leaves, place).1).collect();
            for pair in safe.windows(2) {
                let [one, other] = [pair[0], pair[1]].map(|place| Leaf::code(&leaves, place).0 ^ truth(place));
                prop_assert_eq!(one, other, "{:?}", pair);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_is_safe_for_a_square_is_so_for_all_its_points(
            corners in [corner(), corner(), corner(), corner()], middle in corner(), place in place(),
            reach in prop_oneof![2..6_u16, 2..=FARTHEST], parts in [-1.0..=1.0_f64, -1.0..=1.0_f64],
        ) {
            let leaves = leaves(&edges(corners, middle));
            let (code, is_safe) = Leaf::code(&leaves, Square::around(place, reach));
            if !is_safe {
                return Ok(());
            }
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 2^32"
            )]
            let moved = |along: u64, part: f64| {
                let moved = along as f64 + part * f64::from(reach) * f64::from(1 << (32 - UNITS));
                (0.0..4_294_967_296.0).contains(&moved).then_some(moved as u64)
            };
            for [x, y] in [parts, [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]] {
                let other = Option::zip(moved(place.x, x), moved(place.y, y));
                let Some(other) = other.map(|(x, y)| Place { x, y }) else {
                    continue;
                };
                let (other_code, is_safe) = Leaf::code(&leaves, other);
                prop_assert!(is_safe && other_code == code, "{:?}", other);
            }
        }
    }

    #[test]
    fn only_what_is_within_a_few_units_of_an_edge_is_not_safe() {
        let at = |x: f64, y: f64| Coord { x, y };
        let corners = [
            at(100.5, 0.25),
            at(16_000.0, 3_000.0),
            at(15_000.0, 16_380.0),
            at(50.0, 12_000.0),
        ];
        let leaves = leaves(&edges(corners, at(8_000.0, 9_000.5)));
        let all = 256_u32 * 256;
        let is_safe = |position: u32| {
            let along = |cell: u32| u64::from((cell << 24) + (1 << 23));
            let place = Place {
                x: along(position % 256),
                y: along(position / 256),
            };
            Leaf::code(&leaves, place).1
        };
        let safe = (0..all).filter(|&position| is_safe(position)).count();
        assert!(
            safe > all as usize * 99 / 100 && safe < all as usize,
            "{safe}"
        );
    }
}
