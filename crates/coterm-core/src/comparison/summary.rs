//! The answer of a comparison, as a list of facts.

use super::facts::{Counted, ExplainedPieces, LayerName, SummaryFact};
use super::inside::Clip;
use super::splits::pair_of;
use super::{Found, Group, Matching, Named, Overlap, PieceClass, Relation, Split, Verdict};

impl Found<'_> {
    /// Returns the facts, most important first.
    pub(super) fn summary(
        &self,
        verdicts: &[Vec<Verdict>; 2],
        groups: &[Group],
        splits: &[Split],
        moves: &Matching,
        beyond: &[Overlap],
    ) -> Vec<SummaryFact> {
        let of_a = |relation: Relation| -> Vec<Named> {
            let all = verdicts[0].iter();
            all.filter(|verdict| verdict.relation == relation)
                .map(|verdict| verdict.area.clone())
                .collect()
        };
        let [layer, other] = [0, 1].map(|side| self.layer_name(side));
        let all = verdicts[0].len();
        let not_told = of_a(Relation::CannotBeTold);
        let told = all - not_told.len();
        let mut facts = Vec::new();
        if told > 0 || not_told.is_empty() {
            facts.push(SummaryFact::Coterminous {
                layer: layer.clone(),
                other: other.clone(),
                areas: of_a(Relation::Coterminous),
                told,
                not_told: not_told.len(),
            });
        }
        if !not_told.is_empty() {
            facts.push(SummaryFact::BeyondData {
                layer,
                areas: not_told,
                of: all,
            });
        }
        for relation in [
            Relation::Union,
            Relation::PartOf,
            Relation::Crossing,
            Relation::Disjoint,
        ] {
            let areas = of_a(relation);
            if !areas.is_empty() {
                facts.push(SummaryFact::Related {
                    relation,
                    other: other.clone(),
                    areas,
                });
            }
        }
        let together: Vec<[Vec<Named>; 2]> = groups
            .iter()
            .filter(|group| group.closes && group.a.len() > 1 && group.b.len() > 1)
            .map(|group| [group.a.clone(), group.b.clone()])
            .collect();
        if !together.is_empty() {
            facts.push(SummaryFact::SameTogether { groups: together });
        }
        facts.extend(self.split(splits));
        facts.push(SummaryFact::Moves {
            counted: self.counted(moves.moved),
            of: moves.stays + moves.moved,
        });
        facts.extend(self.continues(beyond));
        facts.extend(self.explained());
        facts
    }

    pub(super) fn layer_name(&self, side: usize) -> LayerName {
        let other = &self.layers[1 - side].info().family;
        LayerName::beside(self.layers[side].info(), other)
    }

    /// Returns the split areas of each layer that are no union.
    fn split(&self, splits: &[Split]) -> Vec<SummaryFact> {
        let mut facts = Vec::new();
        for side in 0..2 {
            let (layer, other) = (self.layer_name(side), self.layer_name(1 - side));
            let own = |shared: bool| -> Vec<Named> {
                let own = splits.iter().filter(|split| {
                    split.layer == layer && !split.nested && split.is_shared() == shared
                });
                own.map(|split| split.area.clone()).collect()
            };
            let (shared, outside) = (own(true), own(false));
            if !shared.is_empty() {
                facts.push(SummaryFact::Split {
                    layer: layer.clone(),
                    other: other.clone(),
                    areas: shared,
                });
            }
            if !outside.is_empty() {
                facts.push(SummaryFact::PartlyOutside {
                    layer,
                    other,
                    areas: outside,
                });
            }
        }
        facts
    }

    fn counted(&self, amount: f64) -> Counted {
        Counted {
            amount,
            unit: self.weights.unit().to_string(),
            by_code_table: self.by_block.is_some() && !self.weights.unit().is_ground(),
        }
    }

    /// Returns the areas of each layer that continue beyond the review area.
    fn continues(&self, beyond: &[Overlap]) -> Vec<SummaryFact> {
        let mut facts = Vec::new();
        for side in 0..2 {
            let continues = |area: &usize| {
                self.has_inside(side, *area)
                    && (self.pairs.partners[side][*area].iter())
                        .any(|other| self.continues_beyond(pair_of(side, *area, *other)))
            };
            let all = 0..self.layers[side].areas().len();
            let continuing: Vec<usize> = all.filter(continues).collect();
            let named = |areas: &mut dyn Iterator<Item = usize>| -> Vec<Named> {
                areas.map(|area| self.named(side, area)).collect()
            };
            let areas = named(&mut continuing.iter().copied());
            if areas.is_empty() {
                continue;
            }
            let is_part = |area: &usize| !self.ground.completeness[side][*area].complete;
            let in_part = named(&mut continuing.into_iter().filter(is_part));
            let of_side = |row: &&Overlap| {
                let area = if side == 0 { &row.a } else { &row.b };
                area.as_ref().is_some_and(|area| areas.contains(area))
            };
            let rows = beyond.iter().filter(of_side);
            facts.push(SummaryFact::Continues {
                layer: self.layer_name(side),
                counted: self.counted(rows.clone().map(|row| row.weight).sum::<f64>() + 0.0),
                postcodes: rows.map(|row| row.postcodes).sum(),
                areas,
                in_part,
            });
        }
        facts
    }

    fn explained(&self) -> Option<SummaryFact> {
        let pieces_of = |class: PieceClass| {
            let clipped = self.pieces.iter().zip(&self.inside.pieces);
            let inside = clipped.filter(|(_, clip)| !matches!(clip, Clip::Nothing));
            let pieces = inside.filter(|(piece, _)| piece.class == class);
            let none = ExplainedPieces {
                class,
                number: 0,
                area_m2: 0.0,
            };
            pieces.fold(none, |all, (piece, clip)| ExplainedPieces {
                class,
                number: all.number + 1,
                area_m2: all.area_m2
                    + match clip {
                        Clip::Part(part) => part.area_m2,
                        Clip::Whole | Clip::Nothing => piece.piece.area_m2,
                    },
            })
        };
        let by: Vec<ExplainedPieces> = [
            PieceClass::Generalisation,
            PieceClass::Coastal,
            PieceClass::Populated,
        ]
        .map(pieces_of)
        .into_iter()
        .filter(|explained| explained.number > 0)
        .collect();
        (!by.is_empty()).then_some(SummaryFact::Explained { by })
    }
}
