//! [`Leaf`]: a few edges in half a cache line, and the area of a point among them.
//!
//! # What it is
//!
//! Up to five vertices in the order in which lines go through them, clipped to the
//! cell, in 2^14 units to a side of the cell, rounded down. So is the point. From each
//! vertex to the next is a *lane*, and most lanes have an edge. What crossing an edge
//! changes is one of two codes or both at once: that does for all edges around a
//! junction of three areas.
//!
//! The code at the point is that at the leaf's base, with every edge that lies between
//! the two: a point has those edges on its west whose height it shares and that it is
//! east of, and an edge that comes through the western wall goes on north along it. No
//! branch depends on the point, and all lanes are done at once.
//!
//! # Why it is exact
//!
//! It answers only if rounding cannot matter, and says so if it may. Move the point
//! and all ends evenly from where they are to where they are rounded to. An end moves
//! by less than a unit on each axis, and so does the point, in the same direction. The
//! sum of the codes around a vertex is zero, so the code that is told for the point stays
//! the same unless an edge meets the point on the way. (Ends that are not such vertices are
//! outside of the cell, and stay there: north and south of it no point is level with
//! them, in the east none is beyond them, and in the west the edge goes on.) If an edge
//! meets the point, then at that moment the point is within its rectangle, and so within
//! two units of that now; and twice the area of the triangle of both is zero, and so small
//! now. That is `d.x * e.y - d.y * e.x`, of the ways from the two ends to the point. Each
//! part changes by 1.01 at most, rounding before included, and so the whole by 1.01
//! times the sum of the four parts' sizes and 2.1; and the parts of a point that is within
//! two units of the rectangle are no more than its width, its height and 16 units
//! together. A point for which no edge is like this has been met by none.
//!
//! What is told without rounding differs from the truth by a constant all over the
//! cell. It is found at one point that is told safely and is walked to exactly: that
//! makes the base.

use bytemuck::cast;
use wide::{i16x8, i32x4, u32x4};

use super::cell_grid::Place;

/// Edges of a leaf, from each vertex to the next.
pub(super) const LANES: usize = 4;
pub(super) const VERTICES: usize = LANES + 1;
/// Units on a side of a leaf, as a power of two.
pub(super) const UNITS: u32 = 14;
/// A point that is so far from an edge's height, in units, is not moved to it: that
/// takes less than one for either.
const BEYOND: i16 = 4;
/// A code has so many bits, so that there is room behind it.
const CODE_BITS: u32 = 24;
const CODE: u32 = (1 << CODE_BITS) - 1;
/// How many areas there are codes for.
pub(super) const MOST_AREAS: usize = CODE as usize;
/// The product of two ways, the other's axes swapped and one of them turned round, is twice
/// the area of the triangle between them.
const OPPOSITE: i16x8 = i16x8::new([1, -1, 1, -1, 1, -1, 1, -1]);
// The halves of a lane are read in this order.
const _: () = assert!(
    cfg!(target_endian = "little"),
    "x is the lower half of a lane"
);
/// Behind the base's code.
const GOES_ON: u32 = 1 << 31;

/// Up to four edges: two such leaves fill a line of the cache. A leaf with more goes on
/// in the next.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
pub(super) struct Leaf {
    /// The coordinates of each vertex, x and then y.
    vertices: [i16; 2 * VERTICES],
    /// The code at the base. Behind it, as a power of two, how much rounding changes twice
    /// the area of the triangle of any edge and a point within its rectangle, at most; and
    /// whether the next leaf has more of the edges.
    base: u32,
    /// What edges change. Behind each which lanes do, a bit for each.
    changes: [u32; 2],
}

impl Leaf {
    /// Puts a vertex, in units from the cell's corner.
    pub(super) fn put(&mut self, position: usize, [x, y]: [i16; 2]) {
        self.vertices[2 * position..][..2].copy_from_slice(&[x, y]);
        if let Some(before) = position.checked_sub(1).map(|before| self.vertex(before)) {
            let [width, height] =
                [(x, before[0]), (y, before[1])].map(|(one, other)| u32::from(one.abs_diff(other)));
            let parts = width + height + 16;
            let moved = (parts + parts / 64 + 3).next_power_of_two().ilog2();
            let rest = self.base & (CODE | GOES_ON);
            self.base = rest | moved.max(self.moved()) << CODE_BITS;
        }
    }

    pub(super) fn vertex(&self, position: usize) -> [i16; 2] {
        [self.vertices[2 * position], self.vertices[2 * position + 1]]
    }

    /// Makes a lane an edge that changes this code, which is not 0; whether there is room
    /// for the code.
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

    /// Says that the next leaf has more of the edges.
    pub(super) fn go_on(&mut self) {
        self.base |= GOES_ON;
    }

    #[inline]
    pub(super) fn goes_on(&self) -> bool {
        self.base & GOES_ON != 0
    }

    /// How much rounding changes that area at most, as a power of two.
    fn moved(&self) -> u32 {
        (self.base & !GOES_ON) >> CODE_BITS
    }

    /// Makes the code at this place, which is safe, this one.
    pub(super) fn settle(leaves: &mut [Self], place: Place, code: u32) {
        leaves[0].base ^= Self::code(leaves, place).0 ^ code;
    }

    /// The code at a place in the cell, and whether it is safe, by the leaf that comes
    /// first and those that it goes on in.
    #[inline]
    pub(super) fn code(leaves: &[Self], place: Place) -> (u32, bool) {
        let (mut code, mut is_safe) = (0, true);
        for leaf in leaves {
            let (more, safe) = leaf.crossed(place);
            code ^= more;
            is_safe &= safe;
            if !leaf.goes_on() {
                break;
            }
        }
        (code, is_safe)
    }

    /// The base with what is between it and the place, and whether that is safe.
    ///
    /// All four lanes at once, in halves of 32 bits: x is the lower, y the upper one, whose
    /// sign is the sign of the whole. Each comparison is a number whose sign is looked
    /// at last, so that no branch is needed.
    #[inline]
    pub(super) fn crossed(&self, place: Place) -> (u32, bool) {
        let [x, y] = place.within().map(|along| along >> (32 - UNITS));
        let point: i16x8 = cast(u32x4::splat(y << 16 | x));
        let from = i16x8::from_slice_unaligned(&self.vertices[..2 * LANES]);
        let to = i16x8::from_slice_unaligned(&self.vertices[2..]);
        let (d, e) = (point - from, point - to);
        let [from, to, from_d, from_e]: [i32x4; 4] = [from, to, d, e].map(cast);
        let swapped: i16x8 =
            cast((from_e << 16) | cast::<u32x4, i32x4>(cast::<i32x4, u32x4>(from_e) >> 16));
        let side = d.dot(swapped * OPPOSITE);
        // Of an edge to the north the east is on the right, to the south on the left.
        let crosses = (from_d ^ from_e) & (side ^ from_d);
        let between: i32x4 = crosses ^ (!from_d & (from << 16)) ^ (!from_e & (to << 16));
        let moved = i32x4::splat(1 << self.moved());
        let is_far: i32x4 = (side + moved) | (moved - side);
        let beyond = i16x8::splat(BEYOND);
        let is_level: i32x4 = cast((d.min(e) - beyond) & (i16x8::splat(-BEYOND) - d.max(e)));
        let (between, near) = (between.to_bitmask(), (!is_far & is_level).to_bitmask());
        let [first, second] = self.changes;
        // The codes of an odd number of lanes.
        let changed = |change: u32| {
            let lanes = between & change >> CODE_BITS;
            let pairs = lanes ^ lanes >> 2;
            let odd = (pairs ^ pairs >> 1) & 1;
            change & odd.wrapping_neg()
        };
        let code = (self.base ^ changed(first) ^ changed(second)) & CODE;
        (code, near & (first | second) >> CODE_BITS == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::containment::crosses;
    use crate::point_index::cell_index::packed_edges::PackedEdges;
    use geo::Coord;
    use proptest::prelude::*;

    const SIDE: f64 = 16_384.0;

    /// In the cell or around it, often on a wall or next to it, and not on whole units.
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
        let near = (0..1_u32 << 24).prop_map(|x| (5_000 << 18) + x);
        let along = prop_oneof![any::<u32>(), near, 0..9_u32 << 18];
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

    /// Edges to the north with what crossing them changes: of as many triangles around a
    /// middle, each in an area of its own.
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
        let around = |at: usize| {
            let (next, before) = ((at + 1) % 4, (at + 3) % 4);
            let (own, others) = (1 << at, 1 << before);
            [
                edge(corners[at], corners[next], own),
                edge(middle, corners[at], own ^ others),
            ]
        };
        (0..4).flat_map(around).collect()
    }

    fn leaves(edges: &Edges) -> Vec<Leaf> {
        let (mut chains, mut leaves) = (PackedEdges::default(), Vec::new());
        for &([from, to], across) in edges {
            chains.add(from, to, across);
        }
        chains.put(&mut leaves);
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
