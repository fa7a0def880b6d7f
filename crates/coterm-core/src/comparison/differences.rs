//! The real differences, and the list of every piece.
//!
//! Both are rows of a [`Comparison`](super::Comparison), with names instead of positions.

use std::collections::{BTreeMap, BTreeSet};

use super::classes::Classified;
use super::ground::Pair;
use super::inside::Clip;
use super::reason::{DifferenceReason, PieceReason};
use super::{Difference, Found, Named, Piece, PieceClass};
use crate::Result;
use crate::codes::{BlockId, Postcode};
use crate::layers::LayerId;
use crate::space::GridPoint;
use polygon_coverage::AreaId;
use polygon_coverage::containment::contains;
use polygon_coverage::measure::unsigned_area;

impl Found<'_> {
    /// Returns the real differences, heaviest first, and the number of each pair's difference.
    pub(super) fn differences(&self) -> Result<(Vec<Difference>, BTreeMap<Pair, usize>)> {
        let mut of_pair: BTreeMap<Pair, Vec<usize>> = BTreeMap::new();
        for (position, piece) in self.pieces.iter().enumerate() {
            let is_inside = !matches!(self.inside.pieces[position], Clip::Nothing);
            if piece.class == PieceClass::Real && is_inside {
                of_pair.entry(piece.piece.pair).or_default().push(position);
            }
        }
        let districts = self.districts();
        let mut differences: Vec<(Pair, Difference)> = of_pair
            .into_iter()
            .map(|(pair, pieces)| {
                self.cancel.check()?;
                Ok((pair, self.difference(pair, pieces, districts.as_ref())))
            })
            .collect::<Result<_>>()?;
        differences.sort_by(|(_, one), (_, other)| {
            (other.weight.total_cmp(&one.weight)).then(other.area_m2.total_cmp(&one.area_m2))
        });
        let mut number_of = BTreeMap::new();
        for (number, (pair, difference)) in (1..).zip(&mut differences) {
            difference.number = number;
            number_of.insert(*pair, number);
        }
        let differences = differences.into_iter().map(|(_, difference)| difference);
        Ok((differences.collect(), number_of))
    }

    fn difference(
        &self,
        pair: Pair,
        mut pieces: Vec<usize>,
        districts: Option<&(LayerId, Vec<Option<AreaId>>)>,
    ) -> Difference {
        let piece = |position: usize| &self.pieces[position];
        let inside_m2 = |position: usize| match &self.inside.pieces[position] {
            Clip::Part(part) => part.area_m2,
            Clip::Whole | Clip::Nothing => piece(position).piece.area_m2,
        };
        pieces.sort_by(|&one, &other| inside_m2(other).total_cmp(&inside_m2(one)));
        let blocks = self.blocks_in(pair, &pieces);
        let district_parts = self.district_parts(&blocks, districts);
        let mut in_districts = BTreeSet::new();
        if let Some((_, of_block)) = districts {
            in_districts.extend(blocks.iter().filter_map(|&block| of_block[block.index()]));
        }
        let named_district = |district: AreaId| {
            districts.map(|(layer, _)| Named::from(&self.dataset.catalogue()[*layer][district]))
        };
        let area_m2 = pieces.iter().map(|&position| inside_m2(position)).sum();
        // All rows are counted in one way: by the code table where both layers have one.
        let weight = self.inside_weight(pair);
        let [a, b] = self.names(pair);
        let codes = self.dataset.codes();
        let layer = self.block_layer();
        let blocks: Vec<_> = blocks
            .into_iter()
            .map(|block| codes.block_code(block))
            .map(|code| Named {
                code: code.to_owned(),
                name: layer
                    .and_then(|layer| layer.area(code))
                    .map_or_else(String::new, |area| area.name().to_owned()),
            })
            .collect();
        let districts: Vec<_> = in_districts
            .into_iter()
            .filter_map(named_district)
            .collect();
        Difference {
            number: 0,
            reason: DifferenceReason::of(a.as_ref(), b.as_ref()),
            pair_relation: self.pairs.relation(pair),
            smaller_part_of: self.smaller.get(&pair).copied().unwrap_or_default(),
            a,
            b,
            area_m2,
            weight,
            drawn_only: self.is_drawn_only(pair),
            blocks,
            districts,
            district_parts,
            postcodes: self.postcodes_in(pair, &pieces),
            at: pieces.first().map_or([0.0; 2], |&position| {
                let at = self.piece_at(position);
                [at.x, at.y]
            }),
            pieces,
        }
    }

    /// Returns the building blocks of a difference: by the code tables where both layers have
    /// them and they have any for this pair, else those whose middle is in one of the pieces.
    fn blocks_in(&self, pair: Pair, pieces: &[usize]) -> Vec<BlockId> {
        if let Some((pairs, _)) = &self.by_block {
            let coded: Vec<BlockId> = (0..pairs.len())
                .filter(|&block| pairs[block] == pair && self.extent.has_block(block, pair))
                .map(BlockId::new)
                .collect();
            if !coded.is_empty() {
                return coded;
            }
        }
        let blocks = self.dataset.codes().block_ids().zip(self.block_middles());
        blocks
            .filter(|(_, middle)| {
                middle.is_some_and(|at| {
                    pieces
                        .iter()
                        .any(|&piece| contains(&self.pieces[piece].footprint, at.coord()))
                })
            })
            .map(|(block, _)| block)
            .collect()
    }

    /// Returns a point well within each building block that is drawn. They are made once, because
    /// each difference needs all of them.
    fn block_middles(&self) -> &[Option<GridPoint>] {
        self.block_middles.get_or_init(|| {
            let Some(layer) = self.block_layer() else {
                return Vec::new();
            };
            let codes = self.dataset.codes();
            let drawn = |block| layer.area(codes.block_code(block));
            let middle = |block| super::middle(drawn(block)?.footprint());
            codes.block_ids().map(middle).collect()
        })
    }

    /// Whether the code tables have nothing for this pair, so that the difference is only
    /// drawn.
    fn is_drawn_only(&self, pair: Pair) -> bool {
        let counts = self.by_block.as_ref().map(|(_, counts)| counts);
        counts.is_none_or(|counts| !counts.contains_key(&pair))
    }

    /// Returns the live postcodes of a difference: by the code tables if they have any for the
    /// pair, else those whose position is in one of the pieces.
    fn postcodes_in(&self, pair: Pair, pieces: &[usize]) -> Vec<Postcode> {
        let places = self.weights.places();
        let directory = self.dataset.postcodes();
        let coded = |place: &crate::comparison::WeightedPlace| match (&self.by_block, place.block) {
            (Some((pairs, _)), Some(block)) => {
                pairs[block.index()] == pair && self.extent.has_block(block.index(), pair)
            }
            _ => false,
        };
        let mut found: Vec<usize> = if self.is_drawn_only(pair) {
            let inside = pieces.iter().flat_map(|&piece| &self.pieces[piece].places);
            let inside = inside.filter(|&&place| self.extent.has_place(place, pair));
            inside.filter_map(|&place| places[place].postcode).collect()
        } else {
            let coded = places.iter().filter(|place| coded(place));
            coded.filter_map(|place| place.postcode).collect()
        };
        found.sort_unstable();
        let lives = found.into_iter().filter_map(|life| directory.life(life));
        lives.map(|life| life.postcode).collect()
    }

    /// Returns every piece with its names, by class and within a class largest first.
    pub(super) fn named_pieces(&self, difference_of: &BTreeMap<Pair, usize>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = self
            .pieces
            .iter()
            .enumerate()
            .filter(|(id, _)| !matches!(self.inside.pieces[*id], Clip::Nothing))
            .map(|(id, classified)| self.named_piece(id, classified, difference_of))
            .collect();
        pieces.sort_by(|one, other| {
            (one.class.cmp(&other.class)).then(other.area_m2.total_cmp(&one.area_m2))
        });
        pieces
    }

    /// Returns what pieces have beyond the review area. Nothing is counted there.
    pub(super) fn pieces_beyond(&self, difference_of: &BTreeMap<Pair, usize>) -> Vec<Piece> {
        let pieces = self.pieces.iter().enumerate().zip(&self.inside.pieces);
        let beyond = pieces.filter_map(|((id, classified), clip)| {
            let footprint = match clip {
                Clip::Whole => return None,
                Clip::Part(part) => &part.beyond,
                Clip::Nothing => &classified.footprint,
            };
            let piece = self.named_piece(id, classified, difference_of);
            Some(Piece {
                class: match piece.class {
                    PieceClass::Real => PieceClass::Outside,
                    class => class,
                },
                area_m2: unsigned_area(footprint),
                footprint: footprint.clone(),
                difference: None,
                postcodes: 0,
                weight: 0.0,
                ..piece
            })
        });
        beyond.collect()
    }

    fn named_piece(
        &self,
        id: usize,
        classified: &Classified,
        difference_of: &BTreeMap<Pair, usize>,
    ) -> Piece {
        let piece = &classified.piece;
        let [a, b] = self.names(piece.pair);
        let is_real = classified.class == PieceClass::Real;
        let at = self.piece_at(id);
        let (area_m2, footprint) = match &self.inside.pieces[id] {
            Clip::Part(part) => (part.area_m2, &part.footprint),
            Clip::Whole | Clip::Nothing => (piece.area_m2, &classified.footprint),
        };
        let places = self.weights.places();
        let inside = classified.places.iter();
        let inside = inside.filter(|&&place| self.extent.has_place(place, piece.pair));
        let inside = inside.map(|&place| &places[place]);
        Piece {
            id,
            a,
            b,
            class: classified.class,
            complete: (0..2).all(|side| self.holds(side, piece.pair[side])),
            reason: self.piece_reason(classified),
            settled: classified.settled,
            difference: is_real
                .then(|| difference_of.get(&piece.pair).copied())
                .flatten(),
            pair_relation: (classified.class.is_ground())
                .then(|| self.pairs.relation(piece.pair))
                .flatten(),
            area_m2,
            perimeter_m: piece.perimeter_m,
            width_m: piece.width_m(),
            circle_m: classified.circle_m,
            at: [at.x, at.y],
            postcodes: inside
                .clone()
                .filter(|place| place.postcode.is_some())
                .count() as u64,
            weight: if self.weights.unit().is_ground() {
                area_m2 / super::SQUARE_METRES_OF_HECTARE
            } else {
                inside.map(|place| place.weight).sum::<f64>() + 0.0
            },
            footprint: footprint.clone(),
        }
    }

    /// Returns a place within what a piece has in the review area.
    fn piece_at(&self, id: usize) -> geo::Coord<f64> {
        match &self.inside.pieces[id] {
            Clip::Part(part) => part.at.map_or_else(Default::default, GridPoint::coord),
            Clip::Whole | Clip::Nothing => self.pieces[id].at,
        }
    }

    /// Returns the reason for a piece's class. For common ground it also says whether one of
    /// the areas reaches beyond the data.
    fn piece_reason(&self, classified: &Classified) -> PieceReason {
        let pair = classified.piece.pair;
        let complete = (0..2).all(|side| self.holds(side, pair[side]));
        match classified.reason {
            PieceReason::AreasMatch if !complete => PieceReason::AreasMeetBeyondData,
            reason => reason,
        }
    }
}
