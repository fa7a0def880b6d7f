//! [`dissolve`]: the union of areas of a coverage. The functions that join edges into rings and
//! rings into polygons also serve arrangements and coverage reports. Every vertex of a result is a
//! vertex of the input.

use std::collections::{HashMap, HashSet};

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::containment::crosses;
use crate::measure::edges;
use crate::measure::twice_signed_area;
use crate::validity::{ValidityFault, validity};
use crate::vertex::Vertex;
use crate::{Error, Result};

/// Computes the union of areas of one coverage, by dropping the edges that two of them share and
/// joining the remaining edges into rings.
///
/// No coordinate of the result is computed, so every vertex of it is a vertex of the input, bit
/// for bit, and layers dissolved from the same building blocks share their boundaries exactly.
/// The winding of the input does not matter. Vertices in the middle of a straight line are kept,
/// because a neighbour may turn there. Any planar coordinates. O(n) in the edges and O(m log m)
/// in the m edges that remain, or more if these make many holes.
///
/// Rings of the result wind as in RFC 7946, and none touches itself. Where areas overlap by a
/// sliver although their edges differ, the outline of the sliver is a ring within the rest of the
/// union. Such a ring is left out, because there is ground on both sides of it.
///
/// # Errors
///
/// [`Error::NotACoverage`] if two areas are on the same side of an edge, which means that they
/// overlap.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::{dissolve, measure::unsigned_area};
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
/// let union = dissolve([&west, &east])?;
/// assert_eq!((union.0.len(), unsigned_area(&union)), (1, 2.0));
/// assert!(dissolve([&west, &west]).is_err());
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
pub fn dissolve<'a>(
    footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
) -> Result<MultiPolygon<f64>> {
    let mut all: HashSet<[Vertex; 2]> = HashSet::new();
    for [from, to] in footprints.into_iter().flat_map(edges) {
        if !all.insert([from.into(), to.into()]) {
            return Err(Error::NotACoverage {
                from: [from.x, from.y],
                to: [to.x, to.y],
            });
        }
    }
    let left = all.iter().filter(|[from, to]| !all.contains(&[*to, *from]));
    Ok(without_nested(polygons(rings(left.copied().collect()))))
}

/// Removes the parts of a footprint that lie within other parts.
fn without_nested(footprint: MultiPolygon<f64>) -> MultiPolygon<f64> {
    if footprint.0.len() < 2 {
        return footprint;
    }
    let nested: HashSet<usize> = validity(&footprint)
        .into_iter()
        .filter(|reason| reason.fault == ValidityFault::NestedShells)
        .map(|reason| reason.ring.part)
        .collect();
    let parts = footprint.into_iter().enumerate();
    parts
        .filter(|(part, _)| !nested.contains(part))
        .map(|(_, polygon)| polygon)
        .collect()
}

/// The ground within edges that form closed rings. Each ring becomes a part of its own, so the
/// result is correct only by the even-odd rule.
pub(super) fn even_odd(edges: impl Iterator<Item = [Coord<f64>; 2]>) -> MultiPolygon<f64> {
    let edges = edges.map(|[from, to]| [from.into(), to.into()]).collect();
    let coords = |ring: Vec<Vertex>| ring.into_iter().map(Vertex::coord).collect();
    rings(edges)
        .into_iter()
        .map(|ring| Polygon::new(LineString::new(coords(ring)), Vec::new()))
        .collect()
}

/// Joins edges into closed rings. Each ring turns as sharply left as it can, so that parts that
/// touch in a point stay apart. A ring that still meets itself is cut there.
fn rings(mut edges: Vec<[Vertex; 2]>) -> Vec<Vec<Vertex>> {
    edges.sort_unstable();
    let mut leaving: HashMap<Vertex, Vec<Vertex>> = HashMap::new();
    for [from, to] in &edges {
        leaving.entry(*from).or_default().push(*to);
    }
    let mut rings = Vec::new();
    for [start, next] in edges {
        if !take(&mut leaving, start, next) {
            continue;
        }
        let mut path = vec![start, next];
        while let [.., before, here] = path[..] {
            if here == start {
                break;
            }
            let Some(choices) = leaving.get(&here).filter(|choices| !choices.is_empty()) else {
                break;
            };
            let next = leftmost(before, here, choices);
            take(&mut leaving, here, next);
            path.push(next);
        }
        cut_where_it_meets_itself(path, &mut rings);
    }
    rings
}

fn take(leaving: &mut HashMap<Vertex, Vec<Vertex>>, from: Vertex, to: Vertex) -> bool {
    let Some(choices) = leaving.get_mut(&from) else {
        return false;
    };
    let Some(position) = choices.iter().position(|&choice| choice == to) else {
        return false;
    };
    choices.remove(position);
    true
}

/// The choice that turns furthest to the left, looking from `before` to `here`.
fn leftmost(before: Vertex, here: Vertex, choices: &[Vertex]) -> Vertex {
    let (origin, back) = (here.coord(), before.coord());
    // Angle clockwise from the way back, 0 to 2π; the least is the furthest to the left.
    let turn = |to: &Vertex| {
        let (a, b) = (back - origin, to.coord() - origin);
        let angle = (a.x * b.y - a.y * b.x).atan2(a.x * b.x + a.y * b.y);
        if angle < 0.0 {
            -angle
        } else {
            std::f64::consts::TAU - angle
        }
    };
    let mut best = choices[0];
    for choice in &choices[1..] {
        if turn(choice) < turn(&best) {
            best = *choice;
        }
    }
    best
}

/// Makes polygons of closed rings that have the ground on their left. A ring that meets itself
/// is cut there.
pub(super) fn polygons_of_rings(
    walked: impl IntoIterator<Item = Vec<Vertex>>,
) -> MultiPolygon<f64> {
    let mut rings = Vec::new();
    for path in walked {
        cut_where_it_meets_itself(path, &mut rings);
    }
    polygons(rings)
}

fn cut_where_it_meets_itself(path: Vec<Vertex>, rings: &mut Vec<Vec<Vertex>>) {
    let mut retained: Vec<Vertex> = Vec::with_capacity(path.len());
    let mut seen: HashMap<Vertex, usize> = HashMap::new();
    for vertex in path {
        if let Some(&position) = seen.get(&vertex) {
            let mut ring = retained.split_off(position);
            for dropped in &ring {
                seen.remove(dropped);
            }
            // The ring begins at its least vertex, so that the result does not depend on
            // where the walk began.
            let smallest = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
            ring.rotate_left(smallest);
            ring.push(ring[0]);
            rings.push(ring);
        }
        seen.insert(vertex, retained.len());
        retained.push(vertex);
    }
}

/// Makes polygons of rings: counter-clockwise rings are outer, and each clockwise ring is a hole
/// of the smallest outer ring around it.
fn polygons(rings: Vec<Vec<Vertex>>) -> MultiPolygon<f64> {
    let lines = rings
        .into_iter()
        .map(|ring| LineString::new(ring.into_iter().map(Vertex::coord).collect()));
    let (mut outer, holes): (Vec<_>, Vec<_>) = lines
        .map(|line| (twice_signed_area(&line), line))
        .filter(|(area, _)| *area != 0.0)
        .partition(|(area, _)| *area > 0.0);
    outer.sort_by(|(a, left), (b, right)| {
        a.total_cmp(b)
            .then_with(|| left.0[0].x.total_cmp(&right.0[0].x))
    });
    let mut holes_of: Vec<Vec<LineString<f64>>> = vec![Vec::new(); outer.len()];
    for (_, hole) in holes {
        // No ring shares the edge, so its middle is on no other ring.
        let middle = (hole.0[0] + hole.0[1]) / 2.0;
        if let Some(containing) = outer
            .iter()
            .position(|(_, ring)| ring_contains(ring, middle, &hole))
        {
            holes_of[containing].push(hole);
        }
    }
    let mut polygons: Vec<Polygon<f64>> = outer
        .into_iter()
        .zip(holes_of)
        .map(|((_, ring), mut holes)| {
            holes.sort_by(|a, b| {
                (a.0[0].x, a.0[0].y)
                    .partial_cmp(&(b.0[0].x, b.0[0].y))
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
            Polygon::new(ring, holes)
        })
        .collect();
    // The largest part first, as people expect of the mainland.
    polygons.reverse();
    MultiPolygon::new(polygons)
}

fn ring_contains(ring: &LineString<f64>, point: Coord<f64>, hole: &LineString<f64>) -> bool {
    // A ring cannot be around a hole that is larger than itself.
    twice_signed_area(hole).abs() < twice_signed_area(ring)
        && ring
            .0
            .windows(2)
            .filter(|pair| crosses(pair[0], pair[1], point))
            .count()
            % 2
            == 1
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_sliver_that_two_areas_claim_is_no_part_of_its_own() {
        // The area on the right bulges by a millimetre into the one on the left, which lacks the
        // vertex.
        let left = polygon![(x: 0., y: 0.), (x: 100., y: 0.), (x: 100., y: 200.), (x: 0., y: 200.)];
        let right = polygon![(x: 100., y: 0.), (x: 200., y: 0.), (x: 200., y: 200.), (x: 100., y: 200.), (x: 99.999, y: 70.)];
        let union = dissolve(&[left.into(), right.into()]).unwrap();
        assert_eq!(validity(&union), []);
        assert_eq!(union.0.len(), 1, "{union:?}");
    }

    #[test]
    fn an_island_in_a_lake_is_a_part_of_its_own() {
        let frame = polygon!(
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)],
            interiors: [[(x: 2., y: 2.), (x: 7., y: 2.), (x: 7., y: 7.), (x: 2., y: 7.)]],
        );
        let island = polygon![(x: 2., y: 2.), (x: 6., y: 3.), (x: 3., y: 6.)];
        let union = dissolve(&[frame.into(), island.into()]).unwrap();
        assert_eq!((union.0.len(), validity(&union)), (2, Vec::new()));
    }
}
