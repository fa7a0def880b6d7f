//! Classification of pieces: common ground, or a difference and of which kind.
//!
//! A difference is a sliver, populated, along the coast, or real; each piece gets the reason
//! too.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect, Contains, Coord, MultiPolygon, Rect};

use super::belonging::{Belongs, GroundPiece};
use super::coast::Coast;
use super::ground::{Pair, SharedGround};
use super::reason::PieceReason;
use super::{PieceClass, Weights};
use crate::space::GridPoint;
use crate::{Cancel, Result};
use polygon_coverage::arrangement::Face;
use polygon_coverage::containment::contains;
use polygon_coverage::maximum_inscribed_circle::maximum_inscribed_circle;

/// A piece with its class, and the evidence for it.
#[derive(Debug)]
pub(super) struct Classified {
    pub(super) piece: GroundPiece,
    pub(super) class: PieceClass,
    pub(super) settled: Option<bool>,
    pub(super) reason: PieceReason,
    pub(super) circle_m: Option<f64>,
    pub(super) at: Coord<f64>,
    /// The counted places in the piece, by position.
    pub(super) places: Vec<usize>,
    pub(super) footprint: MultiPolygon<f64>,
}

/// Evidence by which pieces are classified.
pub(super) struct Evidence<'a> {
    pub(super) tolerance_m: f64,
    /// Weight above which a sliver is populated.
    pub(super) populated: f64,
    pub(super) weights: &'a Weights,
    /// The places, by position, each with the pair that it is in by the drawn areas.
    pub(super) pairs: &'a [(usize, Pair)],
    /// The pair that each building block is in by the code tables.
    pub(super) pair_of_block: Option<&'a [Pair]>,
    pub(super) coast: &'a Coast,
}

impl Classified {
    /// Makes ground in common a real difference if its pair is the smaller part of a split area,
    /// and no difference if it is not.
    pub(super) fn take_part(&mut self, is_smaller: bool, tolerance_m: f64) {
        match (self.class, is_smaller) {
            (PieceClass::Common | PieceClass::Outside, true) => {
                self.class = PieceClass::Real;
                self.reason = if self.piece.sliver {
                    PieceReason::BesideWider
                } else {
                    why_no_sliver(&self.piece, tolerance_m)
                };
                if let Some(circle) = maximum_inscribed_circle(&self.footprint, CIRCLE_M) {
                    self.circle_m = Some(2.0 * circle.radius);
                    self.at = circle.centre;
                }
            }
            (PieceClass::Real, false) if self.piece.pair.contains(&None) => {
                (self.class, self.reason) = (PieceClass::Outside, PieceReason::MostlyOutside);
            }
            (PieceClass::Real, false) => {
                (self.class, self.reason) = (PieceClass::Common, PieceReason::AreasMatch);
            }
            _ => {}
        }
    }
}

/// Metres to which the radius of a piece's maximum inscribed circle is known; a hundredth of
/// the radius if that is more.
const CIRCLE_M: f64 = 0.05;

/// Classifies the pieces of the ground.
pub(super) fn classified(
    ground: &SharedGround,
    evidence: &Evidence<'_>,
    cancel: &Cancel,
) -> Result<Vec<Classified>> {
    let pieces = ground.pieces(evidence.tolerance_m);
    let faces: Vec<Face<'_>> = ground.arrangement().faces().collect();
    let face_of = |piece: &GroundPiece| faces[piece.face - 1];
    let footprints: Vec<MultiPolygon<f64>> = pieces
        .iter()
        .map(|piece| face_of(piece).footprint())
        .collect();
    let places = places_of(&pieces, &footprints, evidence);
    let together: BTreeSet<Pair> = pieces
        .iter()
        .filter(|piece| piece.belongs())
        .map(|piece| piece.pair)
        .collect();
    pieces
        .into_iter()
        .zip(footprints)
        .zip(places)
        .map(|((piece, footprint), places)| {
            cancel.check()?;
            let face = face_of(&piece);
            let together = &together;
            Ok(classify(piece, face, footprint, places, evidence, together))
        })
        .collect()
}

fn classify(
    piece: GroundPiece,
    face: Face<'_>,
    footprint: MultiPolygon<f64>,
    places: Vec<usize>,
    evidence: &Evidence<'_>,
    together: &BTreeSet<Pair>,
) -> Classified {
    let circle = if piece.belongs() {
        None
    } else {
        maximum_inscribed_circle(&footprint, CIRCLE_M)
    };
    let at = circle
        .map(|circle| circle.centre)
        .or_else(|| super::middle(&footprint).map(GridPoint::coord));
    let all = evidence.weights.places();
    let weight = if evidence.weights.unit().is_ground() {
        piece.area_m2 / super::SQUARE_METRES_OF_HECTARE
    } else {
        places.iter().map(|&place| all[place].weight).sum()
    };
    let postcodes = places
        .iter()
        .filter(|&&place| all[place].postcode.is_some())
        .count() as u64;
    // Ground has weight in any sliver, so where ground is counted a sliver is populated only if
    // it has live postcodes.
    let people = if evidence.weights.unit().is_ground() {
        count_of(postcodes)
    } else {
        weight
    };
    let (class, settled, reason) = judge(&piece, face, people, &places, evidence, together);
    Classified {
        class,
        settled,
        reason,
        circle_m: circle.map(|circle| 2.0 * circle.radius),
        at: at.unwrap_or_default(),
        places,
        footprint,
        piece,
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn count_of(postcodes: u64) -> f64 {
    postcodes as f64
}

fn judge(
    piece: &GroundPiece,
    face: Face<'_>,
    people: f64,
    places: &[usize],
    evidence: &Evidence<'_>,
    together: &BTreeSet<Pair>,
) -> (PieceClass, Option<bool>, PieceReason) {
    match piece.belongs {
        Belongs::Together => return (PieceClass::Common, None, PieceReason::AreasMatch),
        Belongs::Outside => return (PieceClass::Outside, None, PieceReason::MostlyOutside),
        Belongs::Not => {}
    }
    let populated = people > evidence.populated;
    let along_coast = piece.pair.contains(&None) && evidence.coast.is_along(face);
    let tables = Tables::of(piece.pair, places, evidence, together);
    if along_coast && !populated {
        return (PieceClass::Coastal, None, PieceReason::EmptyCoast);
    }
    if !piece.sliver {
        return if along_coast && tables == Tables::Agree {
            (PieceClass::Coastal, Some(true), PieceReason::SettledCoast)
        } else {
            let reason = why_no_sliver(piece, evidence.tolerance_m);
            (PieceClass::Real, None, reason)
        };
    }
    if !populated {
        return (PieceClass::Generalisation, None, PieceReason::EmptySliver);
    }
    match tables {
        Tables::Differ => (
            PieceClass::Real,
            Some(true),
            PieceReason::SliverInBothByCode,
        ),
        Tables::Agree => (
            PieceClass::Populated,
            Some(true),
            PieceReason::SettledSliver,
        ),
        Tables::Silent => (
            PieceClass::Populated,
            Some(false),
            PieceReason::UnsettledSliver,
        ),
    }
}

/// Returns the reason why a piece is no sliver.
fn why_no_sliver(piece: &GroundPiece, tolerance_m: f64) -> PieceReason {
    if piece.width_m() >= tolerance_m {
        PieceReason::Wide
    } else if piece.drawn_twice {
        PieceReason::WideSomewhere
    } else {
        PieceReason::SameLines
    }
}

/// Evidence of the code tables on a piece of ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tables {
    /// The tables put something that is counted there in the same two areas as the drawing.
    Differ,
    /// The tables put all of it in areas that belong together.
    Agree,
    /// The tables have nothing there, or nothing clear.
    Silent,
}

impl Tables {
    fn of(
        pair: Pair,
        places: &[usize],
        evidence: &Evidence<'_>,
        together: &BTreeSet<Pair>,
    ) -> Self {
        let Some(pairs) = evidence.pair_of_block else {
            return Self::Silent;
        };
        let all = evidence.weights.places();
        let coded: Vec<Pair> = places
            .iter()
            .filter_map(|&place| all[place].block)
            .map(|block| pairs[block.index()])
            .collect();
        if coded.contains(&pair) {
            Self::Differ
        } else if !coded.is_empty() && coded.iter().all(|coded| agree(pair, *coded, together)) {
            Self::Agree
        } else {
            Self::Silent
        }
    }
}

/// Whether the tables' pair of something that is counted says that a piece of the pair `drawn` is
/// only drawn: both layers agree there, or have it in an area while the piece is outside one.
fn agree(drawn: Pair, coded: Pair, together: &BTreeSet<Pair>) -> bool {
    together.contains(&coded) || (drawn.contains(&None) && !coded.contains(&None))
}

/// Returns the places in each piece. Where a pair of areas has several pieces, only the smaller
/// ones are tested; a place that is in none of them is in the largest.
fn places_of(
    pieces: &[GroundPiece],
    footprints: &[MultiPolygon<f64>],
    evidence: &Evidence<'_>,
) -> Vec<Vec<usize>> {
    let mut of_pair: BTreeMap<Pair, Vec<usize>> = BTreeMap::new();
    for (position, piece) in pieces.iter().enumerate() {
        of_pair.entry(piece.pair).or_default().push(position);
    }
    for of_pair in of_pair.values_mut() {
        of_pair.sort_by(|&one, &other| pieces[one].area_m2.total_cmp(&pieces[other].area_m2));
    }
    let bounding_boxes: Vec<Option<Rect<f64>>> =
        footprints.iter().map(BoundingRect::bounding_rect).collect();
    let mut places = vec![Vec::new(); pieces.len()];
    for (position, pair) in evidence.pairs {
        let Some((&largest, smaller)) = of_pair.get(pair).and_then(|of_pair| of_pair.split_last())
        else {
            continue;
        };
        let at = evidence.weights.places()[*position].at.coord();
        let within = smaller.iter().copied().find(|&piece| {
            bounding_boxes[piece].is_some_and(|bounding_box| bounding_box.contains(&at))
                && contains(&footprints[piece], at)
        });
        places[within.unwrap_or(largest)].push(*position);
    }
    places
}
