//! Stripes of the plane, used to sort points by easting and to find them again.
//!
//! A country is some 10⁹ mm wide, so few of a million vertices share a stripe of a metre or so.
//! Sorting into stripes therefore nearly sorts the points, and a pass from west to east finds
//! neighbours in the cache.

use super::precision_grid::Point;

/// Stripes of the plane from south to north, all equally wide.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stripes {
    west: i64,
    /// Width of a stripe, as a power of two of grid units.
    power: u32,
    count: usize,
}

impl Stripes {
    /// Creates about `about` stripes between two eastings.
    pub(super) fn between(west: i32, east: i32, about: usize) -> Self {
        let width = i64::from(east) - i64::from(west) + 1;
        let about = i64::try_from(about.max(1)).unwrap_or(i64::MAX);
        let power = (width / about).max(1).ilog2();
        Self {
            west: i64::from(west),
            power,
            count: usize::try_from(width >> power).unwrap_or(0) + 1,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The stripe of an easting; the first or the last for an easting outside.
    pub(super) fn of(&self, easting: i32) -> usize {
        let stripe = (i64::from(easting) - self.west).max(0) >> self.power;
        usize::try_from(stripe).unwrap_or(0).min(self.count - 1)
    }

    /// Start of each stripe's entries once they are sorted, and the end of the last one's.
    pub(super) fn starts(&self, eastings: impl Iterator<Item = i32>) -> Vec<u32> {
        let mut starts = vec![0_u32; self.count + 1];
        for easting in eastings {
            starts[self.of(easting) + 1] += 1;
        }
        for stripe in 0..self.count {
            starts[stripe + 1] += starts[stripe];
        }
        starts
    }
}

/// Distinct points in order, with an index that finds the position of each.
#[derive(Debug)]
pub(super) struct Ordered {
    points: Vec<Point>,
    stripes: Stripes,
    starts: Vec<u32>,
}

impl Ordered {
    /// Indexes points that are sorted and distinct. O(n).
    pub(super) fn new(points: Vec<Point>) -> Self {
        let limits = [points.first(), points.last()].map(|point| point.map_or(0, |point| point.x));
        let stripes = Stripes::between(limits[0], limits[1], points.len());
        Self {
            starts: stripes.starts(points.iter().map(|point| point.x)),
            points,
            stripes,
        }
    }

    /// Position of a point, or `None` if it is not among the points. O(1) where points do not
    /// crowd.
    pub(super) fn place(&self, point: Point) -> Option<u32> {
        let stripe = self.stripes.of(point.x);
        let [from, to] = [0, 1].map(|next| self.starts[stripe + next]);
        let place = self.points[from as usize..to as usize].binary_search(&point);
        Some(from + u32::try_from(place.ok()?).ok()?)
    }

    pub(super) fn into_points(self) -> Vec<Point> {
        self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_point_is_found_where_it_is_and_no_other_is_found(
            all in prop::collection::btree_set((any::<i16>(), -2..2_i32), 0..40),
            coords in prop::collection::vec((any::<i32>(), -2..2_i32), 10),
        ) {
            let point = |(x, y): (i32, i32)| Point { x, y };
            let points: Vec<Point> = all.iter().map(|&(x, y)| point((x.into(), y))).collect();
            let ordered = Ordered::new(points.clone());
            for (place, &at) in (0..).zip(&points) {
                prop_assert_eq!(ordered.place(at), Some(place));
            }
            for other in coords.into_iter().map(point) {
                prop_assert_eq!(ordered.place(other).is_some(), points.contains(&other));
            }
        }
    }
}
