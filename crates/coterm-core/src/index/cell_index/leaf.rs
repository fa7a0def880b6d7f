//! A few edges in one line of the cache, and who owns a point among them.
//!
//! # What it is
//!
//! The ends of the edges, clipped to the cell, in 2^14 units to a side of the cell,
//! rounded down. So is the point. The code at the point is that at the leaf's base,
//! with every edge that lies between the two: a point has those edges on its west
//! whose height it shares and that it is east of, and an edge that comes through the
//! western wall goes on north along it. No branch depends on the point.
//!
//! # Why it is exact
//!
//! It answers only if rounding cannot matter, and says so if it may. Move the point
//! and all ends evenly from where they are to where they are rounded to. An end moves
//! by less than a unit on each axis, and so does the point. The sum of the codes around
//! a vertex is zero, so the code that is told for the point stays the same unless an
//! edge meets the point on the way. (Ends that are not such vertices are outside of
//! the cell, and stay there: north and south of it no point is level with them, in
//! the east none is beyond them, and in the west the edge goes on.) If an edge meets
//! the point, then at that moment the point is level with it, and so within two units
//! of the edge's height now; and twice the area of the triangle of both is zero, and so
//! within [`MOST_MOVED`] now. A point for which no edge is like this has been met by
//! none.
//!
//! What is told without rounding differs from the truth by a constant all over the
//! cell. It is found at one point that is told safely and is walked to exactly: that
//! makes the base.

use geo::Coord;

use super::lattice::Place;

/// Edges of a leaf: four fill a line of the cache.
pub(super) const EDGES: usize = 4;
/// Units on a side of a leaf, as a power of two.
pub(super) const UNITS: u32 = 14;
/// Edges are clipped so many units outside of the cell.
const OUTSIDE: f64 = 4.0;
/// A point that is so far from an edge's height, in units, is not moved to it: that
/// takes less than one for either.
const MOST_LEVEL: i32 = 3;
/// By how much rounding changes twice the area of the triangle of an edge and a
/// point. That is `d.x * p.y - d.y * p.x` of two vectors with no part longer than
/// 2^14 + 9 units; the parts change by at most 1.001, rounding before included: in
/// sum 1.001 * 4 * (2^14 + 9) + 2.01, which is below 2^16 + 105.
const MOST_MOVED: f32 = 65_536.0 + 256.0;

/// Up to four edges, each from its southern end to its northern one. A leaf with more
/// goes on in the next.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Leaf {
    base: u32,
    across: [u32; EDGES],
    from_x: [i16; EDGES],
    from_y: [i16; EDGES],
    to_x: [i16; EDGES],
    to_y: [i16; EDGES],
    /// Where in the walks the edges are that are not rounded.
    pub(super) exact: u32,
    /// Whether the next leaf has more of its edges.
    pub(super) goes_on: bool,
}

impl Leaf {
    /// A leaf without edges.
    pub(super) fn new(exact: u32, goes_on: bool) -> Self {
        // Edges that are not there are north of all points.
        Self {
            base: 0,
            across: [0; EDGES],
            from_x: [0; EDGES],
            from_y: [i16::MAX; EDGES],
            to_x: [0; EDGES],
            to_y: [i16::MAX; EDGES],
            exact,
            goes_on,
        }
    }

    /// Puts an edge, directed to the north, in a lane; coordinates are units from the
    /// cell's corner. One that does not come near the cell changes nothing there.
    pub(super) fn put(&mut self, lane: usize, from: Coord<f64>, to: Coord<f64>, across: u32) {
        if let Some([from, to]) = clipped(from, to) {
            self.across[lane] = across;
            [self.from_x[lane], self.from_y[lane]] = rounded(from);
            [self.to_x[lane], self.to_y[lane]] = rounded(to);
        }
    }

    /// Makes the code at this place, which is safe, this one.
    pub(super) fn settle(leaves: &mut [Self], place: Place, code: u32) {
        leaves[0].base = Self::code(leaves, place).0 ^ code;
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
            if !leaf.goes_on {
                break;
            }
        }
        (code, is_safe)
    }

    /// The base with what is between it and the place, and whether that is safe.
    ///
    /// Each comparison is a difference whose sign is looked at last, so that no branch
    /// is needed and the compiler does all lanes at once. Products of numbers with 15
    /// bits are off by 2^5 at most, which [`MOST_MOVED`] has room for.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "16 bits are exact")]
    pub(super) fn crossed(&self, place: Place) -> (u32, bool) {
        let x = (place.x >> (32 - UNITS)).cast_signed();
        let y = (place.y >> (32 - UNITS)).cast_signed();
        let (mut code, mut near) = (self.base, 0);
        for lane in 0..EDGES {
            let (from_x, from_y) = (i32::from(self.from_x[lane]), i32::from(self.from_y[lane]));
            let (to_x, to_y) = (i32::from(self.to_x[lane]), i32::from(self.to_y[lane]));
            let side = (to_x - from_x) as f32 * (y - from_y) as f32
                - (to_y - from_y) as f32 * (x - from_x) as f32;
            let moved = side.abs().to_bits().cast_signed() - MOST_MOVED.to_bits().cast_signed();
            let is_east = side.to_bits().cast_signed();
            let (under_from, under_to) = (y - from_y, y - to_y);
            let crosses = (under_from ^ under_to) & is_east;
            let between = crosses ^ (!under_from & from_x) ^ (!under_to & to_x);
            code ^= self.across[lane] & (between >> 31).cast_unsigned();
            near |= moved & (from_y - MOST_LEVEL - y) & (y - MOST_LEVEL - to_y);
        }
        (code, near >= 0)
    }
}

/// The part of an edge that is in the cell or a little outside.
fn clipped(from: Coord<f64>, to: Coord<f64>) -> Option<[Coord<f64>; 2]> {
    let (low, high) = (-OUTSIDE, f64::from(1_u32 << UNITS) + OUTSIDE);
    let along = to - from;
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (from, along) in [(from.x, along.x), (from.y, along.y)] {
        if along == 0.0 {
            if from < low || from > high {
                return None;
            }
            continue;
        }
        let (one, other) = ((low - from) / along, (high - from) / along);
        start = start.max(one.min(other));
        end = end.min(one.max(other));
    }
    // What is not clipped keeps its place to the last bit.
    let first = if start > 0.0 {
        from + along * start
    } else {
        from
    };
    let last = if end < 1.0 { from + along * end } else { to };
    (start < end).then_some([first, last])
}

#[expect(clippy::cast_possible_truncation, reason = "within the clipped cell")]
fn rounded(end: Coord<f64>) -> [i16; 2] {
    [end.x.floor() as i16, end.y.floor() as i16]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::containment::crosses;
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
            x,
            y,
            ..Place::default()
        })
    }

    fn point(place: Place) -> Coord<f64> {
        let units = |along: u32| f64::from(along) / f64::from(1 << (32 - UNITS));
        Coord {
            x: units(place.x),
            y: units(place.y),
        }
    }

    fn sides(corners: [Coord<f64>; 4]) -> [[Coord<f64>; 2]; 4] {
        [0, 1, 2, 3].map(|from| {
            let (a, b) = (corners[from], corners[(from + 1) % 4]);
            if (a.y, a.x) < (b.y, b.x) {
                [a, b]
            } else {
                [b, a]
            }
        })
    }

    fn leaf(sides: [[Coord<f64>; 2]; 4]) -> Leaf {
        let mut leaf = Leaf::new(0, false);
        for (lane, [from, to]) in sides.into_iter().enumerate() {
            leaf.put(lane, from, to, 1);
        }
        leaf
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_is_safe_is_as_without_rounding(
            corners in [corner(), corner(), corner(), corner()], places in [place(), place(), place(), place()]
        ) {
            let sides = sides(corners);
            let leaf = leaf(sides);
            let truth = |place: Place| {
                sides.iter().filter(|[from, to]| crosses(*from, *to, point(place))).count() % 2
            };
            let safe: Vec<_> = places.into_iter().filter(|&place| leaf.crossed(place).1).collect();
            for pair in safe.windows(2) {
                let [one, other] = [pair[0], pair[1]].map(|place| leaf.crossed(place).0 as usize ^ truth(place));
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
        let leaf = leaf(sides(corners));
        let all = 256_u32 * 256;
        let is_safe = |position: u32| {
            let along = |cell: u32| (cell << 24) + (1 << 23);
            let place = Place {
                x: along(position % 256),
                y: along(position / 256),
                ..Place::default()
            };
            leaf.crossed(place).1
        };
        let safe = (0..all).filter(|&position| is_safe(position)).count();
        assert!(
            safe > all as usize * 99 / 100 && safe < all as usize,
            "{safe}"
        );
    }
}
