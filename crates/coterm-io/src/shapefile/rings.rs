//! Rings of a shape as polygons ([`polygons`]): a shapefile lists them without saying which rings are
//! holes of which others.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{BoundingRect, Contains, Coord, LineString, Rect};

/// Groups rings to polygons, the outer ring of each first. Outer rings are clockwise and holes are
/// not; a hole belongs to the smallest outer ring around it, and is an outer ring itself if there is
/// none. If no ring is clockwise, the writer did not heed the rule, and the rings that are in an even
/// number of others are the outer ones.
///
/// A ring that is not closed is around nothing.
///
/// Cost: each hole is compared with the bounds of all outer rings, up to [`COMPARISONS`].
///
/// # Errors
///
/// A clause, for rings that would need more comparisons.
pub(super) fn polygons(rings: Vec<LineString<f64>>) -> Result<Vec<Vec<LineString<f64>>>, String> {
    polygons_within(COMPARISONS, rings)
}

/// Maximum number of comparisons of a vertex with an edge for a shape. A comparison of two rings'
/// bounds takes as long as [`BOUNDS`] of them. A coast with 10,000 islands, or a line of two million
/// vertices around 200 holes, needs no more.
const COMPARISONS: usize = 400_000_000;
const BOUNDS: usize = 4;

fn polygons_within(
    comparisons: usize,
    rings: Vec<LineString<f64>>,
) -> Result<Vec<Vec<LineString<f64>>>, String> {
    if rings.len() < 2 {
        return Ok(rings.into_iter().map(|ring| vec![ring]).collect());
    }
    let mut left = comparisons;
    let areas: Vec<f64> = rings.iter().map(area).collect();
    let bounds: Vec<Option<Rect<f64>>> = rings.iter().map(BoundingRect::bounding_rect).collect();
    let mut is_around = |outer: usize, inner: usize| {
        spend(&mut left, BOUNDS)?;
        let (Some(around), Some(within)) = (bounds[outer], bounds[inner]) else {
            return Ok(false);
        };
        let may_be = outer != inner
            && rings[outer].is_closed()
            && (around.contains(&within) || around == within);
        Result::<bool, String>::Ok(may_be && contains(&rings[outer], &rings[inner], &mut left)?)
    };
    let mut outer: Vec<usize> = (0..rings.len()).filter(|ring| areas[*ring] < 0.0).collect();
    if outer.is_empty() {
        for inner in 0..rings.len() {
            let mut depth = 0;
            for ring in 0..rings.len() {
                depth += usize::from(is_around(ring, inner)?);
            }
            if depth % 2 == 0 {
                outer.push(inner);
            }
        }
    }
    let mut holes_of: Vec<Vec<usize>> = vec![Vec::new(); rings.len()];
    let mut is_outer = vec![false; rings.len()];
    for ring in &outer {
        is_outer[*ring] = true;
    }
    outer.sort_by(|a, b| areas[*a].abs().total_cmp(&areas[*b].abs()));
    for (ring, is_outer) in is_outer.iter_mut().enumerate() {
        if *is_outer {
            continue;
        }
        let mut around = None;
        for outer in &outer {
            if is_around(*outer, ring)? {
                around = Some(*outer);
                break;
            }
        }
        match around {
            Some(around) => holes_of[around].push(ring),
            None => *is_outer = true,
        }
    }
    let mut rings: Vec<Option<LineString<f64>>> = rings.into_iter().map(Some).collect();
    let polygon = |ring: usize| {
        let all = std::iter::once(ring).chain(holes_of[ring].iter().copied());
        all.filter_map(|ring| rings[ring].take()).collect()
    };
    Ok((0..is_outer.len())
        .filter(|ring| is_outer[*ring])
        .map(polygon)
        .collect())
}

/// Takes comparisons from those that are left.
fn spend(left: &mut usize, comparisons: usize) -> Result<(), String> {
    *left = left.checked_sub(comparisons).ok_or(
        "it has more rings, or more of them within each other, than can be compared; save it as \
         GeoPackage, for example with QGIS",
    )?;
    Ok(())
}

/// Twice the signed area; negative for a clockwise ring. Measured from the first vertex, so that
/// large coordinates lose no digits.
fn area(ring: &LineString<f64>) -> f64 {
    let Some(first) = ring.0.first() else {
        return 0.0;
    };
    let from = |coord: &Coord<f64>| (coord.x - first.x, coord.y - first.y);
    let pairs = ring
        .0
        .windows(2)
        .map(|pair| (from(&pair[0]), from(&pair[1])));
    pairs
        .map(|((x, y), (next_x, next_y))| x * next_y - next_x * y)
        .sum()
}

/// Whether a ring is within another. Rings do not cross, so the first vertex that is not on the
/// other ring decides; a ring that has no such vertex is not within it.
fn contains(
    outer: &LineString<f64>,
    inner: &LineString<f64>,
    left: &mut usize,
) -> Result<bool, String> {
    for coord in &inner.0 {
        spend(left, outer.0.len())?;
        match coord_pos_relative_to_ring(*coord, outer) {
            CoordPos::OnBoundary => {}
            position => return Ok(position == CoordPos::Inside),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygons(rings: Vec<LineString<f64>>) -> Vec<Vec<LineString<f64>>> {
        super::polygons(rings).unwrap()
    }

    /// A square from `at` to `at + side` in both directions.
    fn square(at: f64, side: f64, clockwise: bool) -> LineString<f64> {
        let end = at + side;
        let mut ring = vec![(at, at), (at, end), (end, end), (end, at), (at, at)];
        if !clockwise {
            ring.reverse();
        }
        ring.into()
    }

    #[test]
    fn holes_belong_to_the_smallest_outer_ring_around_them() {
        let (lake, island, pond) = (
            square(1., 7., false),
            square(2., 5., true),
            square(3., 1., false),
        );
        let rings = vec![
            pond.clone(),
            square(0., 9., true),
            island.clone(),
            lake.clone(),
        ];
        let found = polygons(rings);
        assert_eq!(
            found,
            [vec![square(0., 9., true), lake], vec![island, pond]]
        );
    }

    #[test]
    fn rings_that_all_turn_the_wrong_way_are_told_by_what_is_around_them() {
        let [outer, hole, island] =
            [(0., 9.), (1., 7.), (2., 5.)].map(|(at, side)| square(at, side, false));
        let found = polygons(vec![outer.clone(), hole.clone(), island.clone()]);
        assert_eq!(found, [vec![outer.clone(), hole], vec![island]]);
        assert_eq!(polygons(vec![outer.clone()]), [vec![outer]]);
    }

    #[test]
    fn a_hole_in_nothing_is_a_part() {
        let (part, stray) = (square(0., 1., true), square(5., 1., false));
        let found = polygons(vec![part.clone(), stray.clone()]);
        assert_eq!(found, [vec![part], vec![stray]]);
    }

    #[test]
    fn a_hole_that_touches_its_ring_at_its_first_vertex_is_a_hole() {
        let outer = square(0., 9., true);
        let hole: LineString<f64> = vec![(0., 4.), (2., 4.), (2., 5.), (0., 4.)].into();
        assert_eq!(
            polygons(vec![outer.clone(), hole.clone()]),
            [vec![outer.clone(), hole.clone()]]
        );
        // Places without a number are in nothing, and are told later.
        let nowhere: LineString<f64> = vec![(f64::NAN, 0.), (1., 1.), (f64::NAN, 0.)].into();
        assert_eq!(polygons(vec![nowhere.clone(), nowhere]).len(), 2);
        let mut open = outer.clone();
        open.0.pop();
        assert_eq!(polygons(vec![open, hole]).len(), 2);
    }

    #[test]
    fn rings_that_would_be_compared_without_end_are_refused() {
        let (part, hole) = (square(0., 1., true), square(0., 1., false));
        let point = LineString::from(vec![(0., 0.)]);
        for rings in [
            vec![point; 100],
            vec![hole.clone(); 100],
            [vec![part; 50], vec![hole; 50]].concat(),
        ] {
            let message = polygons_within(2_000, rings.clone()).unwrap_err();
            assert!(message.contains("GeoPackage"), "{message}");
            assert!(polygons_within(COMPARISONS, rings).is_ok());
        }
    }
}
