//! The answer in plain words.

use std::collections::BTreeSet;

use super::words::kind;
use super::{Difference, Found, Group, PieceClass, Relation, Verdict};
use crate::words::{a, count, ground, list, quantity};

impl Found<'_> {
    /// Sentences, most important first.
    pub(super) fn summary(
        &self,
        verdicts: &[Vec<Verdict>; 2],
        groups: &[Group],
        differences: &[Difference],
    ) -> Vec<String> {
        let kinds = self.layers.map(|layer| kind(layer.info()));
        let of_a = |relation: Relation| -> Vec<&Verdict> {
            let all = verdicts[0].iter();
            all.filter(|verdict| verdict.relation == relation).collect()
        };
        let names = |of: &[&Verdict]| list(of.iter().map(|verdict| verdict.area.name.as_str()));
        let same = of_a(Relation::Coterminous);
        let mut said = vec![format!(
            "{} of {} {} of {} {} coterminous with {} of {}{}.",
            count(same.len()),
            count(verdicts[0].len()),
            kinds[0][usize::from(verdicts[0].len() != 1)],
            self.layers[0].id(),
            if same.len() == 1 { "is" } else { "are" },
            a(&kinds[1][0]),
            self.layers[1].id(),
            if same.is_empty() {
                String::new()
            } else {
                format!(": {}", names(&same))
            },
        )];
        for (relation, one, several) in [
            (
                Relation::Union,
                "has the same footprint as several areas of the other layer together",
                "have the same footprints as several areas of the other layer together",
            ),
            (
                Relation::PartOf,
                "lies wholly within one area of the other layer",
                "lie wholly within one area of the other layer each",
            ),
            (
                Relation::Crossing,
                "cuts areas of the other layer, or reaches beyond it",
                "cut areas of the other layer, or reach beyond it",
            ),
            (
                Relation::Disjoint,
                "is outside the other layer altogether",
                "are outside the other layer altogether",
            ),
        ] {
            let these = of_a(relation);
            if !these.is_empty() {
                let text = if these.len() == 1 { one } else { several };
                said.push(format!("{} {text}: {}.", count(these.len()), names(&these)));
            }
        }
        let together: Vec<&str> = groups
            .iter()
            .filter(|group| group.closes && group.a.len() > 1 && group.b.len() > 1)
            .map(|group| group.reason.as_str())
            .collect();
        if !together.is_empty() {
            said.push(format!(
                "Taken together, these have the same footprint: {}.",
                list(together)
            ));
        }
        if differences.is_empty() {
            said.push("There is no real difference between the two layers.".into());
        } else {
            let m2: f64 = differences
                .iter()
                .map(|difference| difference.area_m2)
                .sum();
            let weight: f64 = differences.iter().map(|difference| difference.weight).sum();
            let noun = if differences.len() == 1 {
                "difference is"
            } else {
                "differences are"
            };
            let with = if self.weights.is_ground() {
                String::new()
            } else {
                format!(" with {}", quantity(weight, self.weights.unit()))
            };
            said.push(format!(
                "{} {noun} real: {}{with}.",
                count(differences.len()),
                ground(m2),
            ));
        }
        said.extend(self.beyond());
        said.extend(self.explained());
        said
    }

    /// Areas that lie mostly outside the other layer.
    fn beyond(&self) -> Vec<String> {
        let mut said = Vec::new();
        for side in 0..2 {
            let beyond: BTreeSet<usize> = self
                .pieces
                .iter()
                .filter(|piece| piece.class == PieceClass::Outside)
                .filter_map(|piece| piece.piece.pair[side])
                .collect();
            if !beyond.is_empty() {
                let names = beyond
                    .iter()
                    .map(|&area| self.layers[side].areas()[area].name());
                said.push(format!(
                    "Of {}, these lie mostly outside {}, and that part of them is not compared: {}.",
                    self.layers[side].id(),
                    self.layers[1 - side].id(),
                    list(names)
                ));
            }
        }
        said
    }

    fn explained(&self) -> Option<String> {
        let of = |class: PieceClass| {
            let pieces = self.pieces.iter().filter(|piece| piece.class == class);
            pieces.fold((0_u32, 0.0), |(pieces, m2), piece| {
                (pieces + 1, m2 + piece.piece.area_m2)
            })
        };
        let parts: Vec<String> = [
            (
                PieceClass::Generalisation,
                "from the generalisation of the lines",
            ),
            (PieceClass::Coastal, "along the coast"),
            (PieceClass::Populated, "thin but populated"),
        ]
        .into_iter()
        .filter_map(|(class, text)| {
            let (pieces, m2) = of(class);
            (pieces > 0).then(|| format!("{} {text} ({})", count(pieces), ground(m2)))
        })
        .collect();
        (!parts.is_empty()).then(|| {
            format!(
                "The other pieces in which the layers differ are explained: {}.",
                list(parts.iter().map(String::as_str))
            )
        })
    }
}
