//! The answer of a comparison, as a list of facts.

use std::collections::BTreeSet;

use super::facts::{Counted, ExplainedPieces, LayerName, SummaryFact};
use super::{Difference, Found, Group, Named, PieceClass, Relation, Verdict};

impl Found<'_> {
    /// Returns the facts, most important first.
    pub(super) fn summary(
        &self,
        verdicts: &[Vec<Verdict>; 2],
        groups: &[Group],
        differences: &[Difference],
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
        facts.push(self.real(differences, verdicts));
        facts.extend(self.mostly_outside());
        facts.extend(self.explained());
        facts
    }

    fn layer_name(&self, side: usize) -> LayerName {
        let info = self.layers[side].info();
        LayerName {
            id: info.id.clone(),
            family: info.family.clone(),
        }
    }

    /// Returns the number and size of the real differences, as far as the data reaches.
    fn real(&self, differences: &[Difference], verdicts: &[Vec<Verdict>; 2]) -> SummaryFact {
        let counted = |amount: f64| Counted {
            amount,
            unit: self.weights.unit().to_string(),
            by_code_table: self.by_block.is_some(),
        };
        let weight = differences.iter().map(|difference| difference.weight).sum();
        SummaryFact::Differences {
            number: differences.len(),
            area_m2: differences
                .iter()
                .map(|difference| difference.area_m2)
                .sum(),
            counted: (!self.weights.unit().is_ground()).then(|| counted(weight)),
            within_data: verdicts
                .iter()
                .flatten()
                .any(|verdict| verdict.relation == Relation::CannotBeTold),
        }
    }

    /// Returns the areas of each layer that lie mostly outside the other.
    fn mostly_outside(&self) -> Vec<SummaryFact> {
        let mut facts = Vec::new();
        for side in 0..2 {
            let outside: BTreeSet<usize> = self
                .pieces
                .iter()
                .filter(|piece| piece.class == PieceClass::Outside)
                .filter_map(|piece| piece.piece.pair[side])
                .collect();
            if !outside.is_empty() {
                facts.push(SummaryFact::MostlyOutside {
                    layer: self.layer_name(side),
                    other: self.layer_name(1 - side),
                    areas: outside
                        .into_iter()
                        .map(|area| self.named(side, area))
                        .collect(),
                });
            }
        }
        facts
    }

    fn explained(&self) -> Option<SummaryFact> {
        let pieces_of = |class: PieceClass| {
            let pieces = self.pieces.iter().filter(|piece| piece.class == class);
            let none = ExplainedPieces {
                class,
                number: 0,
                area_m2: 0.0,
            };
            pieces.fold(none, |all, piece| ExplainedPieces {
                class,
                number: all.number + 1,
                area_m2: all.area_m2 + piece.piece.area_m2,
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
