//! What two layers have in common, by their ground: areas, pieces and who belongs with
//! whom. Numbers only, in square metres and positions.

use std::collections::{BTreeMap, BTreeSet};

use super::circle::circle_fits;
use crate::topology::arrangement::Area2;
use crate::{Area, Arrangement, Face, Layer, Relation, Result};

/// An area of each layer, by position; `None` for outside the layer.
pub(super) type Pair = [Option<usize>; 2];

/// Two layers' ground, divided by both.
#[derive(Debug)]
pub struct SharedGround {
    arrangement: Arrangement,
    counts: [usize; 2],
    /// Whether all of each area is in the data.
    complete: [Vec<bool>; 2],
    /// Square metres in common.
    cells: BTreeMap<Pair, f64>,
    /// Square metres of each area.
    areas: [Vec<f64>; 2],
    /// Square metres that more than one area of the layer claims.
    claimed_twice: [f64; 2],
}

/// A piece of ground, by the number of its face.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroundPiece {
    pub(super) face: usize,
    pub(super) pair: Pair,
    pub(super) area_m2: f64,
    pub(super) perimeter_m: f64,
    /// Narrower than the tolerance, on average and everywhere.
    pub(super) thin: bool,
    /// Who has it belongs together: two areas, or an area and the outside.
    pub(super) belongs: Belongs,
}

/// Whether a piece is where its areas belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    /// The two areas belong together.
    Together,
    /// The area belongs outside the other layer.
    Outside,
    /// Neither: it is a difference.
    Not,
}

impl GroundPiece {
    /// Whether it is no difference.
    pub(super) fn belongs(&self) -> bool {
        self.belongs != Belongs::Not
    }

    /// Area over half the perimeter: the width, of a long piece.
    pub(super) fn width_m(&self) -> f64 {
        2.0 * self.area_m2 / self.perimeter_m
    }
}

impl SharedGround {
    /// Divides the ground of two layers. O(n log n) in their vertices.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondLattice`](crate::Error::BeyondLattice).
    pub fn new(layers: [&Layer; 2]) -> Result<Self> {
        let footprints: Vec<_> = layers
            .iter()
            .flat_map(|layer| layer.areas())
            .map(Area::footprint)
            .collect();
        let counts = layers.map(|layer| layer.areas().len());
        let mut ground = Self::of(Arrangement::new(&footprints)?, counts);
        ground.complete = layers.map(|layer| layer.areas().iter().map(Area::complete).collect());
        Ok(ground)
    }

    /// From an arrangement of so many areas of the first layer, then so many of the
    /// second. O(n) in its faces.
    pub fn of(arrangement: Arrangement, counts: [usize; 2]) -> Self {
        // Summed in integers, a set of owners at a time.
        let mut of_sets: Vec<Option<Area2>> = vec![None; arrangement.sets()];
        for face in arrangement.faces() {
            *of_sets[face.set() as usize].get_or_insert_default() += face.twice_area();
        }
        let mut ground = Self {
            cells: BTreeMap::new(),
            areas: counts.map(|count| vec![0.0; count]),
            claimed_twice: [0.0; 2],
            complete: counts.map(|count| vec![true; count]),
            counts,
            arrangement,
        };
        for (set, area) in (0..).zip(of_sets) {
            let Some(area) = area.map(Area2::m2) else {
                continue;
            };
            let owners = ground.split(ground.arrangement.owners_of(set));
            for (side, owners) in owners.iter().enumerate() {
                for &owner in owners {
                    ground.areas[side][owner] += area;
                }
                if owners.len() > 1 {
                    ground.claimed_twice[side] += area;
                }
            }
            for pair in pairs(&owners) {
                *ground.cells.entry(pair).or_default() += area;
            }
        }
        ground
    }

    /// Owners by layer.
    fn split(&self, owners: &[u32]) -> [Vec<usize>; 2] {
        let owners = owners.iter().map(|&owner| owner as usize);
        let (a, b): (Vec<_>, Vec<_>) = owners.partition(|&owner| owner < self.counts[0]);
        [
            a,
            b.into_iter().map(|owner| owner - self.counts[0]).collect(),
        ]
    }

    pub(super) fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Square metres that each pair of areas has in common, by position; `None` for
    /// outside the layer.
    pub fn cells(&self) -> &BTreeMap<Pair, f64> {
        &self.cells
    }

    /// Square metres of each area of the first layer, and of the second.
    pub fn areas(&self) -> &[Vec<f64>; 2] {
        &self.areas
    }

    /// Square metres that more than one area of the same layer claims, in either layer.
    pub(super) fn claimed_twice(&self) -> [f64; 2] {
        self.claimed_twice
    }

    /// Square metres of ground of a layer, what is claimed twice counted once.
    pub(super) fn footprint_m2(&self, side: usize) -> f64 {
        let faces = self.arrangement.faces();
        let own = |face: &Face<'_>| !self.split(face.owners())[side].is_empty();
        faces.filter(own).map(Face::twice_area).sum::<Area2>().m2()
    }

    /// For each area who of the other layer has most of it: an area, or the outside.
    fn best(&self, side: usize) -> Vec<Option<usize>> {
        let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); self.counts[side]];
        for (pair, &area) in &self.cells {
            if let Some(one) = pair[side]
                && area > best[one].0
            {
                best[one] = (area, pair[1 - side]);
            }
        }
        best.into_iter().map(|(_, other)| other).collect()
    }

    /// Pairs of areas that belong together: one has most of the other, and more than a
    /// sliver, or at least half of it. An area that is nobody's best, and has most of
    /// its own ground outside, belongs there; so does what an area has beyond its
    /// counterpart, if of that not all is in the data.
    fn belonging(&self, pieces: &[GroundPiece]) -> BTreeSet<Pair> {
        let best = [0, 1].map(|side| self.best(side));
        let wide: BTreeSet<Pair> = pieces
            .iter()
            .filter(|piece| !piece.thin)
            .map(|piece| piece.pair)
            .collect();
        let belong = |pair: &Pair, area: f64| match *pair {
            [Some(a), Some(b)] => {
                let most = best[0][a] == Some(b) || best[1][b] == Some(a);
                let half = 2.0 * area >= self.areas[0][a] || 2.0 * area >= self.areas[1][b];
                most && (half || wide.contains(pair))
            }
            [Some(area), None] => self.is_beyond(&best, 0, area),
            [None, Some(area)] => self.is_beyond(&best, 1, area),
            [None, None] => false,
        };
        let cells = self.cells.iter();
        cells
            .filter(|(pair, area)| belong(pair, **area))
            .map(|(pair, _)| *pair)
            .collect()
    }

    fn is_beyond(&self, best: &[Vec<Option<usize>>; 2], side: usize, area: usize) -> bool {
        let others = &best[1 - side];
        let mut counterparts = others.iter().zip(&self.complete[1 - side]);
        match best[side][area] {
            Some(other) => !self.complete[1 - side][other],
            // Most of it is outside: it belongs there unless others need it.
            None => counterparts.all(|(best, complete)| *best != Some(area) || !complete),
        }
    }

    /// The pieces, with what follows from their shape alone.
    pub(super) fn pieces(&self, tolerance_m: f64) -> Vec<GroundPiece> {
        let mut pieces: Vec<GroundPiece> = self
            .arrangement
            .faces()
            .filter(|face| !face.owners().is_empty())
            .map(|face| {
                let owners = self.split(face.owners());
                let (area_m2, perimeter_m) = (face.area_m2(), face.perimeter_m());
                let narrow = 2.0 * area_m2 < tolerance_m * perimeter_m && self.is_drawn_twice(face);
                GroundPiece {
                    face: face.number(),
                    pair: owners.map(|owners| owners.first().copied()),
                    area_m2,
                    perimeter_m,
                    thin: narrow && !circle_fits(face, tolerance_m),
                    belongs: Belongs::Not,
                }
            })
            .collect();
        let belonging = self.belonging(&pieces);
        for piece in &mut pieces {
            if belonging.contains(&piece.pair) {
                piece.belongs = if piece.pair.contains(&None) {
                    Belongs::Outside
                } else {
                    Belongs::Together
                };
            }
        }
        pieces
    }

    /// Whether some line around the face is only one layer's. What has only lines of both
    /// around it, such as an island, is as wide as it is in both: no drawing explains it.
    fn is_drawn_twice(&self, face: Face<'_>) -> bool {
        face.neighbours().any(|(line, _)| {
            let of_a = line
                .owners()
                .iter()
                .filter(|owner| (**owner as usize) < self.counts[0]);
            let of_a = of_a.count();
            of_a == 0 || of_a == line.owners().len()
        })
    }

    /// How the areas of each layer stand to the other, by ground alone, pieces narrower
    /// than the tolerance (metres) put aside. O(n) in the faces, and for those that may
    /// or may not be thin in their vertices.
    pub fn relations(&self, tolerance_m: f64) -> [Vec<Relation>; 2] {
        let pieces = self.pieces(tolerance_m);
        let real = pieces.iter().filter(|piece| piece.belongs() || !piece.thin);
        let real: BTreeSet<Pair> = real.map(|piece| piece.pair).collect();
        [0, 1].map(|side| super::relation::relations(&real, self.counts, side))
    }
}

/// Every pair of one area of each layer, `None` where there is none.
fn pairs([a, b]: &[Vec<usize>; 2]) -> Vec<Pair> {
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    let or_none = |owners: &[usize]| -> Vec<Option<usize>> {
        if owners.is_empty() {
            vec![None]
        } else {
            owners.iter().map(|&owner| Some(owner)).collect()
        }
    };
    let others = or_none(b);
    or_none(a)
        .into_iter()
        .flat_map(|a| others.iter().map(move |&b| [a, b]))
        .collect()
}
