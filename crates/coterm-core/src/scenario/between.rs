//! Ground between two parts of an area: the shortest line that joins them, and whose ground it
//! crosses.

use geo::{Coord, MultiPolygon};
use polygon_coverage::containment::contains;
use polygon_coverage::measure::{distance_to_edge, edges};

/// An edge or a line, by its two ends.
type Line = [Coord<f64>; 2];

/// Length in metres up to which a line only touches ground. Parts that are no further apart
/// touch each other.
pub(super) const TOUCH_M: f64 = 1.0;

/// The shortest line between two outlines.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShortestLine {
    /// Length in metres.
    pub(super) length_m: f64,
    ends: Line,
}

impl ShortestLine {
    /// Finds the shortest line between two outlines that do not cross; `None` if one has no
    /// edges. One of its ends is a vertex. O(n·m) in their edges.
    pub(super) fn between(one: &[Line], other: &[Line]) -> Option<Self> {
        let nearest = |from: &[Line], to: &[Line]| {
            let pairs = from
                .iter()
                .flat_map(|[vertex, _]| to.iter().map(move |edge| (*vertex, *edge)));
            pairs
                .map(|(vertex, edge)| (distance_to_edge(vertex, edge), vertex, edge))
                .min_by(|one, other| one.0.total_cmp(&other.0))
        };
        let pairs = [nearest(one, other)?, nearest(other, one)?];
        let (length_m, vertex, edge) = if pairs[0].0 <= pairs[1].0 {
            pairs[0]
        } else {
            pairs[1]
        };
        Some(Self {
            length_m,
            ends: [vertex, nearest_point(vertex, edge)],
        })
    }

    /// Whether the line crosses the footprint's ground, on more than a metre of its length. O(n)
    /// in the vertices, and times the number of crossings.
    pub(super) fn crosses(&self, footprint: &MultiPolygon<f64>) -> bool {
        let [from, to] = self.ends;
        let at = |part: f64| from + (to - from) * part;
        let meets = edges(footprint).filter_map(|edge| meeting(self.ends, edge));
        let mut parts: Vec<f64> = meets.chain([0.0, 1.0]).collect();
        parts.sort_unstable_by(f64::total_cmp);
        let within = parts.windows(2).filter(|pair| {
            (pair[1] - pair[0]) * self.length_m > TOUCH_M / 10.0
                && contains(footprint, at(f64::midpoint(pair[0], pair[1])))
        });
        within.map(|pair| pair[1] - pair[0]).sum::<f64>() * self.length_m > TOUCH_M
    }
}

/// Returns the point of an edge that is nearest to a place.
fn nearest_point(place: Coord<f64>, [from, to]: Line) -> Coord<f64> {
    let (along, offset) = (to - from, place - from);
    let square = along.x * along.x + along.y * along.y;
    let part = (offset.x * along.x + offset.y * along.y) / square;
    from + along * part.clamp(0.0, 1.0)
}

/// Returns where a line meets an edge, from 0 at its start to 1 at its end; `None` if it does
/// not, or runs along the edge.
fn meeting([from, to]: Line, edge: Line) -> Option<f64> {
    let cross = |one: Coord<f64>, other: Coord<f64>| one.x * other.y - one.y * other.x;
    let (line, along, start) = (to - from, edge[1] - edge[0], edge[0] - from);
    let turn = cross(line, along);
    let (part, of_edge) = (cross(start, along) / turn, cross(start, line) / turn);
    let on = |part: f64| (0.0..=1.0).contains(&part);
    (on(part) && on(of_edge)).then_some(part)
}

#[cfg(test)]
mod tests {
    use geo::{coord, polygon};

    use super::*;

    fn square(west: f64, south: f64, side: f64) -> MultiPolygon<f64> {
        let (east, north) = (west + side, south + side);
        polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)]
            .into()
    }

    fn line(one: &MultiPolygon<f64>, other: &MultiPolygon<f64>) -> ShortestLine {
        let outline = |of: &MultiPolygon<f64>| edges(of).collect::<Vec<_>>();
        ShortestLine::between(&outline(one), &outline(other)).unwrap()
    }

    #[test]
    fn a_line_crosses_the_ground_between_two_parts_and_not_the_ground_beside_it() {
        let (west, east) = (square(0.0, 0.0, 100.0), square(300.0, 50.0, 20.0));
        let line = line(&west, &east);
        assert_eq!(line.length_m, 200.0);
        assert!(line.crosses(&square(150.0, 0.0, 100.0)));
        assert!(!line.crosses(&square(150.0, 200.0, 100.0)));
        // Ground that only touches the line at one of its ends.
        assert!(!line.crosses(&square(0.0, 100.0, 50.0)));
        assert!(!line.crosses(&west) && !line.crosses(&east));
    }

    #[test]
    fn parts_that_touch_at_a_point_are_no_distance_apart() {
        let line = line(&square(0.0, 0.0, 100.0), &square(100.0, 100.0, 100.0));
        assert_eq!(line.length_m, 0.0);
        assert_eq!(line.ends[0], coord! { x: 100.0, y: 100.0 });
    }
}
