//! Every edge once, with the owners whose boundary it is.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::lattice::{Point, Vector};
use super::owners::{NOBODY, OwnerSets, SetId};
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

/// The edges of all footprints, in order. An owner whose boundary runs along an edge
/// twice has the same ground on both sides of it, so that it is no boundary of his.
pub(super) fn unique(footprints: &[&MultiPolygon<f64>], sets: &mut OwnerSets) -> Result<Vec<Edge>> {
    let of_owners: Vec<Vec<([Point; 2], u32)>> = footprints
        .par_iter()
        .enumerate()
        .map(|(owner, footprint)| edges_of(footprint, u32::try_from(owner).unwrap_or(u32::MAX)))
        .collect::<Result<_>>()?;
    let mut all = of_owners.concat();
    all.par_sort_unstable();
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

fn edges_of(footprint: &MultiPolygon<f64>, owner: u32) -> Result<Vec<([Point; 2], u32)>> {
    let rings = footprint
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let mut edges = Vec::new();
    for ring in rings {
        let mut last = None;
        for &coord in &ring.0 {
            let next = Point::nearest(coord)?;
            if let Some(last) = last.filter(|&last| last != next) {
                edges.push(([next.min(last), next.max(last)], owner));
            }
            last = Some(next);
        }
    }
    Ok(edges)
}
