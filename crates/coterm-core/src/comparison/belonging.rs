//! Pieces of ground, how wide they are, and who belongs with whom.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::ground::{Pair, SharedGround, pairs};
use crate::Relation;
use polygon_coverage::arrangement::Face;
use polygon_coverage::maximum_inscribed_circle::circle_fits;

/// A piece of ground, by the number of its face.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroundPiece {
    pub(super) face: usize,
    pub(super) pair: Pair,
    pub(super) area_m2: f64,
    pub(super) perimeter_m: f64,
    /// Whether it is narrower than the tolerance, on average and everywhere.
    pub(super) sliver: bool,
    /// Whether some line around it is only one layer's, which is what makes slivers.
    pub(super) drawn_twice: bool,
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

/// A face, before it is known whether it is a sliver.
struct Shape<'a> {
    face: Face<'a>,
    pair: Pair,
    /// Narrower than the tolerance on average, for a reason that the drawing can have.
    narrow: bool,
    drawn_twice: bool,
}

impl SharedGround {
    /// For each area who of the other layer has most of it: an area, or the outside.
    fn best(&self, side: usize) -> Vec<Option<usize>> {
        let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); self.counts[side]];
        for (pair, &area) in self.cells() {
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
    /// counterpart, if the data does not hold all of that, and the area may reach beyond
    /// the data.
    /// `wide` are the pairs that have more than slivers in common.
    fn belonging(&self, wide: &BTreeSet<Pair>) -> BTreeSet<Pair> {
        let best = [0, 1].map(|side| self.best(side));
        let belong = |pair: &Pair, area: f64| match *pair {
            [Some(a), Some(b)] => {
                let most = best[0][a] == Some(b) || best[1][b] == Some(a);
                let half = 2.0 * area >= self.areas()[0][a] || 2.0 * area >= self.areas()[1][b];
                most && (half || wide.contains(pair))
            }
            [Some(area), None] => self.is_beyond(&best, 0, area),
            [None, Some(area)] => self.is_beyond(&best, 1, area),
            [None, None] => false,
        };
        let cells = self.cells().iter();
        cells
            .filter(|(pair, area)| belong(pair, **area))
            .map(|(pair, _)| *pair)
            .collect()
    }

    fn is_beyond(&self, best: &[Vec<Option<usize>>; 2], side: usize, area: usize) -> bool {
        let others = &best[1 - side];
        let mut counterparts = others.iter().zip(&self.completeness[1 - side]);
        match best[side][area] {
            Some(other) => {
                !self.completeness[1 - side][other].complete
                    && !self.completeness[side][area].within_data
            }
            // Most of it is outside: it belongs there unless others need it.
            None => counterparts
                .all(|(best, completeness)| *best != Some(area) || !completeness.complete),
        }
    }

    /// The pieces, with what follows from their shape alone.
    pub(super) fn pieces(&self, tolerance_m: f64) -> Vec<GroundPiece> {
        let faces: Vec<Shape<'_>> = self.shapes(tolerance_m).collect();
        let mut pieces: Vec<GroundPiece> = faces
            .par_iter()
            .map(|shape| GroundPiece {
                face: shape.face.number(),
                pair: shape.pair,
                area_m2: shape.face.area(),
                perimeter_m: shape.face.perimeter(),
                sliver: shape.narrow && !circle_fits(shape.face, tolerance_m),
                drawn_twice: shape.drawn_twice,
                belongs: Belongs::Not,
            })
            .collect();
        let wide = pieces.iter().filter(|piece| !piece.sliver);
        let belonging = self.belonging(&wide.map(|piece| piece.pair).collect());
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

    fn shapes(&self, tolerance_m: f64) -> impl Iterator<Item = Shape<'_>> {
        let faces = self.arrangement().faces();
        let owned = faces.filter(|face| !face.areas().is_empty());
        owned.flat_map(move |face| {
            let (area_m2, perimeter_m) = (face.area(), face.perimeter());
            let drawn_twice = self.is_drawn_twice(face);
            let narrow = drawn_twice && 2.0 * area_m2 < tolerance_m * perimeter_m;
            let [a, b] = self.split(face.areas());
            let pairs: Vec<Pair> = pairs([&a, &b]).collect();
            pairs.into_iter().map(move |pair| Shape {
                face,
                pair,
                narrow,
                drawn_twice,
            })
        })
    }

    /// Whether some line around the face is only one layer's. What has only lines of both
    /// around it, such as an island, is as wide as it is in both: no drawing explains it.
    fn is_drawn_twice(&self, face: Face<'_>) -> bool {
        face.neighbours().any(|(arc, _)| {
            let of_a = arc
                .bounds()
                .iter()
                .filter(|area| area.index() < self.counts[0]);
            let of_a = of_a.count();
            of_a == 0 || of_a == arc.bounds().len()
        })
    }

    /// How the areas of each layer stand to the other, by ground alone, pieces narrower
    /// than the tolerance (metres) put aside. O(n) in the faces; in their vertices only for
    /// pairs of areas that have nothing in common but what may or may not be slivers.
    pub fn relations(&self, tolerance_m: f64) -> [Vec<Relation>; 2] {
        let (narrow, wide): (Vec<_>, Vec<_>) =
            self.shapes(tolerance_m).partition(|shape| shape.narrow);
        let mut wide: BTreeSet<Pair> = wide.iter().map(|shape| shape.pair).collect();
        // Whose pieces are all narrow: one that a circle fits into is enough.
        let mut open: BTreeMap<Pair, Vec<Face<'_>>> = BTreeMap::new();
        for shape in narrow.iter().filter(|shape| !wide.contains(&shape.pair)) {
            open.entry(shape.pair).or_default().push(shape.face);
        }
        let mut real = self.belonging(&wide);
        let met: BTreeSet<Pair> = open.keys().copied().collect();
        real.retain(|pair| wide.contains(pair) || met.contains(pair));
        open.retain(|pair, _| !real.contains(pair));
        let open: Vec<_> = open.into_iter().collect();
        let found: Vec<Pair> = open
            .into_par_iter()
            .filter_map(|(pair, mut faces)| {
                faces.sort_by_key(|face| Reverse(face.exact_area()));
                let fits = faces.into_iter().any(|face| circle_fits(face, tolerance_m));
                fits.then_some(pair)
            })
            .collect();
        wide.extend(found);
        real.append(&mut wide);
        [0, 1].map(|side| super::relation::relations(&real, &self.completeness, side))
    }
}
