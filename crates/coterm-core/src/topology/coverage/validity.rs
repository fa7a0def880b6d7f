//! Which footprints are not valid in themselves, and where.

use std::collections::{BTreeMap, HashMap};

use geo::{Coord, CoordsIter, LineString, MultiPolygon, Validation};
use rayon::prelude::*;

use super::matching::Matching;
use super::meetings::Meeting;
use super::report::InvalidFootprint;
use crate::containment::crosses;
use crate::topology::vertex::Vertex;

/// A footprint with more vertices is not put to `geo`, which tries every two edges of a
/// ring: 5,000 take it a tenth of a second.
const MANY: usize = 5_000;

/// What is wrong, and where.
type Fault = (Coord<f64>, String);

/// The footprints that are not valid. Which they are is found in O(n log n); `geo`
/// then says why in its own words.
pub(super) fn invalid(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
    own_meetings: &[Meeting],
) -> Vec<InvalidFootprint> {
    // A place, and an end of an edge that goes through it.
    let mut meetings: BTreeMap<usize, [Coord<f64>; 2]> = BTreeMap::new();
    for meeting in own_meetings {
        let end = matching.edges[meeting.edges[0]].ends[0];
        meetings
            .entry(meeting.areas[0])
            .or_insert([meeting.at, end]);
    }
    let there_and_back = matching
        .edges
        .iter()
        .filter(|edge| matching.across(edge) == Some(edge.area));
    for edge in there_and_back {
        meetings.entry(edge.area).or_insert([edge.ends[0]; 2]);
    }
    footprints
        .par_iter()
        .enumerate()
        .filter_map(|(area, footprint)| {
            let crossing = meetings.get(&area).map(|&[at, end]| {
                let ring = rings(footprint).find(|(_, ring)| ring.0.contains(&end));
                let ring = ring.map_or_else(|| "a ring".to_owned(), |(which, _)| named(which));
                (at, format!("{ring} crosses or touches itself or another"))
            });
            let fault = crossing
                .or_else(|| bad_ring(footprint))
                .or_else(|| badly_nested(footprint))?;
            let (at, reason) = fault;
            let mut reasons = in_words_of_geo(footprint);
            if reasons.is_empty() {
                reasons.push(reason);
            }
            Some(InvalidFootprint { area, at, reasons })
        })
        .collect()
}

fn in_words_of_geo(footprint: &MultiPolygon<f64>) -> Vec<String> {
    if footprint.coords_count() <= MANY {
        let errors = footprint.validation_errors();
        errors.iter().map(ToString::to_string).collect()
    } else {
        Vec::new()
    }
}

/// Which ring of which part, both from 0; the outer ring is 0.
fn rings(footprint: &MultiPolygon<f64>) -> impl Iterator<Item = ([usize; 2], &LineString<f64>)> {
    footprint.iter().enumerate().flat_map(|(part, polygon)| {
        std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .enumerate()
            .map(move |(ring, line)| ([part, ring], line))
    })
}

fn named([part, ring]: [usize; 2]) -> String {
    if ring == 0 {
        format!("the outer ring of part {}", part + 1)
    } else {
        format!("hole {ring} of part {}", part + 1)
    }
}

/// A ring that is too short, or goes through a vertex twice.
fn bad_ring(footprint: &MultiPolygon<f64>) -> Option<Fault> {
    if rings(footprint).next().is_none() {
        return Some((Coord::default(), "it is empty".to_owned()));
    }
    rings(footprint).find_map(|(which, ring)| {
        let mut seen: HashMap<Vertex, usize> = HashMap::with_capacity(ring.0.len());
        // The last is the first again, and a vertex that is repeated is no harm.
        let mut vertices = ring.0.clone();
        vertices.dedup();
        for (position, &vertex) in vertices.iter().enumerate().skip(1) {
            if seen.insert(vertex.into(), position).is_some() {
                let what = format!("{} touches itself", named(which));
                return Some((vertex, what));
            }
        }
        let first = *ring.0.first()?;
        (seen.len() < 3).then(|| (first, format!("{} has no extent", named(which))))
    })
}

/// A hole that is not inside its part, or is inside another hole; a part that is inside
/// another part. No rings cross, or this would not be asked.
fn badly_nested(footprint: &MultiPolygon<f64>) -> Option<Fault> {
    let boxed: Vec<_> = rings(footprint)
        .filter_map(|(which, ring)| Some((which, ring, around(ring)?)))
        .collect();
    if boxed.len() < 2 {
        return None;
    }
    boxed.iter().find_map(|&(which, ring, _)| {
        let middle = (ring.0[0] + ring.0[1]) / 2.0;
        let around = boxed.iter().filter(|(other, line, [low, high])| {
            let in_box =
                (low.x..=high.x).contains(&middle.x) && (low.y..=high.y).contains(&middle.y);
            *other != which && in_box && is_inside(line, middle)
        });
        let around: Vec<[usize; 2]> = around.map(|(other, ..)| *other).collect();
        let [part, place] = which;
        let own = |other: &&[usize; 2]| other[0] == part;
        let wrong = if place > 0 {
            around.iter().filter(own).ne([[part, 0]].iter())
        } else {
            // Inside another part and not in one of its holes.
            let other_parts = around
                .iter()
                .filter(|[other, ring]| *other != part && *ring == 0);
            let mut other_parts = other_parts.map(|[other, _]| *other);
            other_parts.any(|other| {
                !around
                    .iter()
                    .any(|[part, ring]| *part == other && *ring > 0)
            })
        };
        wrong.then(|| {
            (
                middle,
                format!(
                    "{} is not where it can be: it is outside its part, or inside another ring",
                    named(which)
                ),
            )
        })
    })
}

fn around(ring: &LineString<f64>) -> Option<[Coord<f64>; 2]> {
    let pick = |pick: fn(f64, f64) -> f64| {
        ring.0.iter().copied().reduce(|a, b| Coord {
            x: pick(a.x, b.x),
            y: pick(a.y, b.y),
        })
    };
    Some([pick(f64::min)?, pick(f64::max)?])
}

fn is_inside(ring: &LineString<f64>, place: Coord<f64>) -> bool {
    let crossed = ring
        .0
        .windows(2)
        .filter(|edge| crosses(edge[0], edge[1], place));
    crossed.count() % 2 == 1
}
