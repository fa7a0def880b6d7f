//! Every edge once, with the owners whose boundary it is.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::lattice::{Point, Vector};
use super::owners::{NOBODY, OwnerSets, SetId};
use super::stripes::Stripes;
use crate::Result;

/// An edge from its lesser end to the other, and who is on one side of it but not on
/// the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) ends: [Point; 2],
    pub(super) claims: SetId,
}

impl Edge {
    pub(super) fn way(&self) -> Vector {
        self.ends[1].minus(self.ends[0])
    }
}

/// An edge, and one of the owners whose boundary it is.
type Claim = ([Point; 2], u32);

/// The edges of all footprints, in order. An owner whose boundary runs along an edge
/// twice has the same ground on both sides of it, so that it is no boundary of his.
pub(super) fn unique<F: Outline>(footprints: &[F], sets: &mut OwnerSets) -> Result<Vec<Edge>> {
    let of_owners: Vec<Vec<Claim>> = footprints
        .par_iter()
        .enumerate()
        .map(|(owner, footprint)| edges_of(footprint, u32::try_from(owner).unwrap_or(u32::MAX)))
        .collect::<Result<_>>()?;
    let all = in_order(&of_owners);
    drop(of_owners);
    let mut edges = Vec::with_capacity(all.len() / 2);
    let mut owners = Vec::new();
    for same in all.chunk_by(|one, other| one.0 == other.0) {
        owners.clear();
        // An owner's claims are side by side.
        for claims in same.chunk_by(|one, other| one.1 == other.1) {
            if claims.len() % 2 == 1 {
                owners.push(claims[0].1);
            }
        }
        let claims = sets.id(&owners);
        if claims != NOBODY {
            edges.push(Edge {
                ends: same[0].0,
                claims,
            });
        }
    }
    Ok(edges)
}

/// Claims to a stripe: few enough to be sorted in no time, enough for the stripes to be few.
const TO_A_STRIPE: usize = 8;

/// All claims, sorted: first into stripes, then each stripe by itself. O(n log n), and in
/// effect O(n), for stripes hold few.
fn in_order(of_owners: &[Vec<Claim>]) -> Vec<Claim> {
    let claims = || of_owners.iter().flatten();
    let easting = |claim: &Claim| claim.0[0].x;
    let (west, east) = claims().fold((i32::MAX, i32::MIN), |(west, east), claim| {
        (west.min(easting(claim)), east.max(easting(claim)))
    });
    let Some(&any) = claims().next() else {
        return Vec::new();
    };
    let count: usize = of_owners.iter().map(Vec::len).sum();
    let stripes = Stripes::between(west, east, count / TO_A_STRIPE);
    let mut starts = stripes.starts(claims().map(easting));
    let mut all = vec![any; count];
    for claim in claims() {
        let next = &mut starts[stripes.of(easting(claim))];
        all[*next as usize] = *claim;
        *next += 1;
    }
    // Each stripe now ends where its start has come to.
    let mut rest = all.as_mut_slice();
    let mut parts = Vec::with_capacity(stripes.count());
    let mut from = 0;
    for to in starts.into_iter().take(stripes.count()) {
        let (part, others) = rest.split_at_mut((to - from) as usize);
        parts.push(part);
        (rest, from) = (others, to);
    }
    let parts = parts.into_par_iter().with_min_len(1_024);
    parts.for_each(<[_]>::sort_unstable);
    all
}

fn edges_of(footprint: &impl Outline, owner: u32) -> Result<Vec<Claim>> {
    let mut edges = Vec::new();
    for ring in footprint.rings() {
        let mut last = None;
        for point in ring {
            let next = point?;
            if let Some(last) = last.filter(|&last| last != next) {
                edges.push(([next.min(last), next.max(last)], owner));
            }
            last = Some(next);
        }
    }
    Ok(edges)
}

/// What has rings of points of the lattice, each ending where it begins.
pub(super) trait Outline: Sync {
    fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Point>>>;
}

/// Metres, rounded to the lattice.
impl Outline for &MultiPolygon<f64> {
    fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Point>>> {
        self.iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
            .map(|ring| ring.0.iter().map(|&coord| Point::nearest(coord)))
    }
}

/// Points of the lattice.
impl Outline for Vec<Vec<[i32; 2]>> {
    fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Point>>> {
        self.iter()
            .map(|ring| ring.iter().map(|&point| Point::on_grid(point)))
    }
}
