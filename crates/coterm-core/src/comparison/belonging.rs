//! Pieces of ground: which are slivers, and which areas belong together.
//!
//! [`classes`](super::classes) decides from this what each piece is. Areas and widths are in
//! metres of EPSG:27700.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::ground::{Pair, SharedGround, pairs};
use crate::comparison::Relation;
use polygon_coverage::arrangement::Face;
use polygon_coverage::maximum_inscribed_circle::circle_fits;

/// A piece of ground, identified by the number of its face.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroundPiece {
    pub(super) face: usize,
    pub(super) pair: Pair,
    pub(super) area_m2: f64,
    pub(super) perimeter_m: f64,
    /// Whether the piece is narrower than the tolerance, on average and where it is widest.
    pub(super) sliver: bool,
    /// Whether some arc around the piece is only in one layer. Slivers come from such arcs.
    pub(super) drawn_twice: bool,
    /// Whether the piece is in two areas that belong together, in an area that belongs outside,
    /// or is a difference.
    pub(super) belongs: Belongs,
}

/// How a piece stands to the areas that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    /// The two areas belong together.
    Together,
    /// The area belongs outside the other layer.
    Outside,
    /// The two do not belong together: the piece is a difference.
    Not,
}

impl GroundPiece {
    /// Whether the piece is no difference.
    pub(super) fn belongs(&self) -> bool {
        self.belongs != Belongs::Not
    }

    /// Returns area divided by half the perimeter, in metres: for a long piece, its mean width.
    pub(super) fn width_m(&self) -> f64 {
        2.0 * self.area_m2 / self.perimeter_m
    }
}

/// A face of which it is not yet known whether it is a sliver.
struct Shape<'a> {
    face: Face<'a>,
    pair: Pair,
    /// Narrower than the tolerance on average, with an arc that only one layer has.
    narrow: bool,
    drawn_twice: bool,
}

impl SharedGround {
    /// Returns for each area of a layer where its largest share lies: in which area of the
    /// other layer, or outside that layer (`None`).
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

    /// Returns the pairs of areas that belong together. `wide` are the pairs that have more
    /// than slivers in common.
    ///
    /// The main counterpart of an area is the area of the other layer, or the outside of that
    /// layer, that has its largest share. Two areas belong together if one is the main
    /// counterpart of the other, and their common ground is more than a sliver or at least half
    /// of one of them. An area belongs outside if the outside is its main counterpart, and it
    /// is not the main counterpart of any complete area. The ground of an area outside the
    /// other layer belongs there too if the data does not hold all of the area's main
    /// counterpart and the area may itself reach beyond the data.
    fn belonging(&self, wide: &BTreeSet<Pair>) -> BTreeSet<Pair> {
        let best = [0, 1].map(|side| self.best(side));
        let belong = |pair: &Pair, area: f64| match *pair {
            [Some(a), Some(b)] => {
                let is_main = best[0][a] == Some(b) || best[1][b] == Some(a);
                let half = 2.0 * area >= self.areas()[0][a] || 2.0 * area >= self.areas()[1][b];
                is_main && (half || wide.contains(pair))
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
        let counterparts_of_others = &best[1 - side];
        let mut counterparts = counterparts_of_others
            .iter()
            .zip(&self.completeness[1 - side]);
        match best[side][area] {
            Some(other) => {
                !self.completeness[1 - side][other].complete
                    && !self.completeness[side][area].within_data
            }
            // The area belongs outside unless it is the main counterpart of a complete area.
            None => counterparts
                .all(|(best, completeness)| *best != Some(area) || !completeness.complete),
        }
    }

    /// Returns the pieces, with what follows from their shape alone.
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

    /// Whether some arc around the face is only in one layer. A face such as an island, which
    /// has only arcs of both layers around it, is as wide in both: generalisation does not
    /// explain it.
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

    /// Returns the relation of each area of either layer to the other layer, by ground alone,
    /// leaving out pieces narrower than the tolerance (metres). O(n) in the faces; in their
    /// vertices only for pairs of areas whose common ground is all narrow.
    pub fn relations(&self, tolerance_m: f64) -> [Vec<Relation>; 2] {
        let (narrow, wide): (Vec<_>, Vec<_>) =
            self.shapes(tolerance_m).partition(|shape| shape.narrow);
        let mut wide: BTreeSet<Pair> = wide.iter().map(|shape| shape.pair).collect();
        // Pairs whose pieces are all narrow. One piece that a circle as wide as the tolerance
        // fits into makes such a pair real.
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
