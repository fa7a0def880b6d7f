//! The inside of the review area: how much of each piece it has, and everything that is counted
//! there.

use std::collections::{BTreeMap, BTreeSet};

use geo::MultiPolygon;
use polygon_coverage::{Arrangement, dissolve};

use super::classes::Classified;
use super::counts::{Count, Counts};
use super::found::in_order;
use super::ground::{Pair, SharedGround};
use super::review_area::Extent;
use super::splits::pair_of;
use super::{Found, SQUARE_METRES_OF_HECTARE, Weights, middle};
use crate::Result;
use crate::space::{GridPoint, millimetres};

/// Square metres up to which a part of a piece is only the rounding of its lines.
pub(super) const NOTHING_M2: f64 = 1.0;

/// The part of a piece that is inside the review area, where that is not the whole piece.
#[derive(Debug, Clone)]
pub(super) struct ClippedPiece {
    pub(super) area_m2: f64,
    pub(super) footprint: MultiPolygon<f64>,
    pub(super) at: Option<GridPoint>,
    /// The rest, outside the review area.
    pub(super) beyond: MultiPolygon<f64>,
    /// Whether the rest of it is more than a sliver along the edge of the review area.
    continues: bool,
}

/// How much of a piece is inside the review area.
#[derive(Debug, Clone)]
pub(super) enum Clip {
    Whole,
    Part(ClippedPiece),
    Nothing,
}

/// Everything that is counted inside the review area.
#[derive(Debug)]
pub(super) struct Inside {
    /// How much of each piece is inside.
    pub(super) pieces: Vec<Clip>,
    /// Square metres of each pair.
    pub(super) cells: BTreeMap<Pair, f64>,
    /// Counts of each pair: by blocks where both layers are defined over them.
    pub(super) counts: Counts,
    /// Counts of each pair, by position.
    pub(super) by_place: Counts,
    /// Square metres of each layer, and of both together; each place of the ground counts once.
    pub(super) ground_m2: [f64; 3],
    /// Weight of each layer, and of both together, likewise.
    pub(super) weight: [f64; 3],
    /// Live postcodes of both layers together.
    pub(super) postcodes: u64,
}

/// Sums that count what is in a layer once, however many of its areas have it.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    weight: [f64; 3],
    postcodes: u64,
}

impl Sums {
    fn add(&mut self, pairs: impl Iterator<Item = Pair>, weight: f64, postcode: bool) {
        let mut sides = [false; 2];
        let mut inside = false;
        for pair in pairs {
            inside = true;
            for (side, area) in sides.iter_mut().zip(pair) {
                *side |= area.is_some();
            }
        }
        for (sum, counts) in self.weight.iter_mut().zip([sides[0], sides[1], inside]) {
            *sum += if counts { weight } else { 0.0 };
        }
        self.postcodes += u64::from(inside && postcode);
    }
}

impl Inside {
    pub(super) fn of(
        extent: &Extent,
        ground: &SharedGround,
        pieces: &[Classified],
        drawn: &[(usize, Pair)],
        pair_of_block: Option<&[Pair]>,
        weights: &Weights,
        tolerance_m: f64,
    ) -> Result<Self> {
        let (clips, ground_m2) = clips(extent, ground, pieces, tolerance_m)?;
        let mut cells: BTreeMap<Pair, f64> = BTreeMap::new();
        for (piece, clip) in pieces.iter().zip(&clips) {
            let area_m2 = match clip {
                Clip::Whole => piece.piece.area_m2,
                Clip::Part(part) => part.area_m2,
                Clip::Nothing => continue,
            };
            *cells.entry(piece.piece.pair).or_default() += area_m2;
        }
        let places = weights.places();
        let mut by_place = Counts::new();
        let mut drawn_sums = Sums::default();
        for of_place in drawn.chunk_by(|one, other| one.0 == other.0) {
            let place = &places[of_place[0].0];
            let is_postcode = place.postcode.is_some();
            let pairs = of_place.iter().map(|(_, pair)| *pair);
            let inside = pairs.filter(|pair| extent.has_place(of_place[0].0, *pair));
            for pair in inside.clone() {
                let count = by_place.entry(pair).or_default();
                count.weight += place.weight;
                count.postcodes += u64::from(is_postcode);
            }
            drawn_sums.add(inside, place.weight, is_postcode);
        }
        let (counts, sums) = match pair_of_block {
            Some(pairs) => by_block(extent, pairs, weights),
            None => (by_place.clone(), drawn_sums),
        };
        Ok(Self {
            pieces: clips,
            cells,
            counts,
            by_place,
            ground_m2,
            weight: sums.weight,
            postcodes: sums.postcodes,
        })
    }
}

fn by_block(extent: &Extent, pairs: &[Pair], weights: &Weights) -> (Counts, Sums) {
    let mut counts = Counts::new();
    let mut sums = Sums::default();
    let is_inside =
        |block: usize| pairs[block] != [None, None] && extent.has_block(block, pairs[block]);
    for (block, pair) in pairs
        .iter()
        .enumerate()
        .filter(|(block, _)| is_inside(*block))
    {
        let count = counts.entry(*pair).or_default();
        count.blocks += 1;
        count.weight += weights.by_block()[block];
        sums.add(std::iter::once(*pair), weights.by_block()[block], false);
    }
    for place in weights.places() {
        if let (Some(block), true) = (place.block, place.postcode.is_some())
            && is_inside(block.index())
            && let Some(count) = counts.get_mut(&pairs[block.index()])
        {
            count.postcodes += 1;
            sums.postcodes += 1;
        }
    }
    (counts, sums)
}

/// Returns how much of each piece is inside, and the square metres inside of each layer and of
/// both together. O(n) in the pieces, and O(n log n) in their vertices where areas were given.
fn clips(
    extent: &Extent,
    ground: &SharedGround,
    pieces: &[Classified],
    tolerance_m: f64,
) -> Result<(Vec<Clip>, [f64; 3])> {
    let Extent::Given { footprint, .. } = extent else {
        let clip = |piece: &Classified| {
            if extent.has_pair(piece.piece.pair) {
                Clip::Whole
            } else {
                Clip::Nothing
            }
        };
        return Ok((
            pieces.iter().map(clip).collect(),
            whole_ground(extent, ground),
        ));
    };
    let footprints = pieces.iter().map(|piece| &piece.footprint);
    let footprints: Vec<&MultiPolygon<f64>> = footprints.chain([footprint]).collect();
    let arrangement = Arrangement::new(&footprints, millimetres())?;
    let given = pieces.len();
    let mut inside: Vec<Vec<MultiPolygon<f64>>> = vec![Vec::new(); pieces.len()];
    let mut outside: Vec<Vec<MultiPolygon<f64>>> = vec![Vec::new(); pieces.len()];
    let mut outside_m2 = vec![0.0; pieces.len()];
    let mut continues = vec![false; pieces.len()];
    let mut area_m2 = vec![0.0; pieces.len()];
    let mut ground_m2 = [0.0; 3];
    for face in arrangement.faces() {
        let areas = face.areas();
        let is_inside = areas.iter().any(|area| *area == given);
        let mut sides = [false; 2];
        for piece in areas.iter().filter(|area| **area != given) {
            let position = piece.index();
            if is_inside {
                inside[position].push(face.footprint());
                area_m2[position] += face.area();
                for (side, area) in sides.iter_mut().zip(pieces[position].piece.pair) {
                    *side |= area.is_some();
                }
            } else {
                outside[position].push(face.footprint());
                outside_m2[position] += face.area();
                continues[position] |= 2.0 * face.area() >= tolerance_m * face.perimeter();
            }
        }
        if sides != [false; 2] {
            for (sum, counts) in ground_m2.iter_mut().zip([sides[0], sides[1], true]) {
                *sum += if counts { face.area() } else { 0.0 };
            }
        }
    }
    let clip = |position: usize| -> Result<Clip> {
        Ok(
            match (
                area_m2[position] > NOTHING_M2,
                outside_m2[position] > NOTHING_M2,
            ) {
                (false, _) => Clip::Nothing,
                (true, false) => Clip::Whole,
                (true, true) => {
                    let footprint = dissolve(&inside[position])?;
                    Clip::Part(ClippedPiece {
                        area_m2: area_m2[position],
                        at: middle(&footprint),
                        continues: continues[position],
                        beyond: dissolve(&outside[position])?,
                        footprint,
                    })
                }
            },
        )
    };
    let clips = (0..pieces.len()).map(clip).collect::<Result<_>>()?;
    Ok((clips, ground_m2))
}

fn whole_ground(extent: &Extent, ground: &SharedGround) -> [f64; 3] {
    let mut sums = [polygon_coverage::arrangement::ExactArea::default(); 3];
    for face in ground.arrangement().faces() {
        let [a, b] = ground.split(face.areas());
        let in_b = !b.is_empty();
        let inside = match extent {
            Extent::FirstLayer(complete) => a.iter().any(|&area| complete[area]),
            Extent::Everything | Extent::Given { .. } => in_b || !a.is_empty(),
        };
        let counts = [inside && !a.is_empty(), inside && in_b, inside];
        for (sum, counts) in sums.iter_mut().zip(counts) {
            if counts {
                *sum += face.exact_area();
            }
        }
    }
    sums.map(|sum| ground.arrangement().area_of(sum))
}

impl Clip {
    /// Whether more than a sliver is outside the review area.
    pub(super) fn continues(&self) -> bool {
        match self {
            Self::Whole => false,
            Self::Part(part) => part.continues,
            Self::Nothing => true,
        }
    }
}

impl Found<'_> {
    /// Whether an area of a layer (`side`) belongs into the report: it really has something in the
    /// review area, or is of the first layer, whose areas the review is about.
    pub(super) fn is_listed(&self, side: usize, area: usize) -> bool {
        self.listed[side][area]
    }

    /// Whether an area of a layer (`side`) really has ground in the review area.
    pub(super) fn has_inside(&self, side: usize, area: usize) -> bool {
        let mut partners = self.pairs.partners[side][area].iter();
        partners.any(|other| self.inside_m2(pair_of(side, area, *other)) > 0.0)
    }

    /// Whether ground that a pair of areas really has in common continues beyond the review area.
    pub(super) fn continues_beyond(&self, pair: Pair) -> bool {
        self.continuing.contains(&pair)
    }

    /// Returns every pair that has ground, weight or blocks in the review area, in the order of
    /// [`Found::pairs`].
    pub(super) fn inside_pairs(&self) -> Vec<Pair> {
        let mut pairs: BTreeSet<Pair> = self.inside.cells.keys().copied().collect();
        pairs.extend(self.inside.counts.keys());
        in_order(pairs)
    }

    pub(super) fn inside_m2(&self, pair: Pair) -> f64 {
        self.inside.cells.get(&pair).copied().unwrap_or_default()
    }

    pub(super) fn inside_count(&self, pair: Pair) -> Count {
        self.inside.counts.get(&pair).copied().unwrap_or_default()
    }

    /// Returns the weight that a pair of areas has in common in the review area.
    pub(super) fn inside_weight(&self, pair: Pair) -> f64 {
        if self.weights.unit().is_ground() {
            return self.inside_m2(pair) / SQUARE_METRES_OF_HECTARE;
        }
        self.inside_count(pair).weight
    }

    /// Returns the weight of a layer, or of both together (`None`), in the review area. Weight that
    /// is in several areas counts once.
    pub(super) fn inside_weight_of_layer(&self, side: Option<usize>) -> f64 {
        let side = side.unwrap_or(2);
        if self.weights.unit().is_ground() {
            return self.inside.ground_m2[side] / SQUARE_METRES_OF_HECTARE;
        }
        self.inside.weight[side]
    }
}
