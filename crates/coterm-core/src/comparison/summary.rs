//! The answer in plain words.

use std::collections::BTreeSet;

use super::unit::BY_CODE_TABLE;
use super::words::kind;
use super::{Difference, Found, Group, PieceClass, Relation, Verdict};
use crate::Layer;
use crate::words::{a, count, ground, list, quantity};

impl Found<'_> {
    /// Sentences, most important first.
    pub(super) fn summary(
        &self,
        verdicts: &[Vec<Verdict>; 2],
        groups: &[Group],
        differences: &[Difference],
    ) -> Vec<String> {
        let of_a = |relation: Relation| -> Vec<&Verdict> {
            let all = verdicts[0].iter();
            all.filter(|verdict| verdict.relation == relation).collect()
        };
        let not_told = of_a(Relation::CannotBeTold);
        let mut said: Vec<String> = self
            .coterminous(
                &of_a(Relation::Coterminous),
                verdicts[0].len(),
                not_told.len(),
            )
            .into_iter()
            .collect();
        said.extend(self.not_told(&not_told, verdicts[0].len()));
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
        said.push(self.real(differences, verdicts));
        said.extend(self.beyond());
        said.extend(self.explained());
        said
    }

    /// How many areas of the first layer are coterminous, of those that can be told;
    /// `None` if none can.
    fn coterminous(&self, same: &[&Verdict], all: usize, not_told: usize) -> Option<String> {
        let [kinds, others] = self.layers.map(|layer| kind(layer.info()));
        let [id, other] = self.layers.map(Layer::id);
        let one = a(&others[0]);
        let named = if same.is_empty() {
            String::new()
        } else {
            format!(": {}", names(same))
        };
        let told = all - not_told;
        match (told, not_told) {
            (0, 1..) => None,
            (1, 1..) => Some(format!(
                "The only {} of {id} that the data holds whole is {}coterminous with {one} of {other}{named}.",
                kinds[0],
                if same.is_empty() { "not " } else { "" },
            )),
            _ => Some(format!(
                "{} of {}{} {} of {id} {}{} coterminous with {one} of {other}{named}.",
                count(same.len()),
                if not_told == 0 { "" } else { "the " },
                count(told),
                kinds[usize::from(told != 1)],
                if not_told == 0 {
                    ""
                } else {
                    "that the data holds whole "
                },
                if same.len() == 1 { "is" } else { "are" },
            )),
        }
    }

    /// Which areas of the first layer cannot be told.
    fn not_told(&self, not_told: &[&Verdict], all: usize) -> Option<String> {
        let kinds = kind(self.layers[0].info());
        (!not_told.is_empty()).then(|| {
            format!(
                "{} of {} {} of {} {} beyond the data and cannot be told here: {}.",
                count(not_told.len()),
                count(all),
                kinds[usize::from(all != 1)],
                self.layers[0].id(),
                if not_told.len() == 1 {
                    "reaches"
                } else {
                    "reach"
                },
                names(not_told)
            )
        })
    }

    /// What is really different, as far as the data reaches.
    fn real(&self, differences: &[Difference], verdicts: &[Vec<Verdict>; 2]) -> String {
        let mut all = verdicts.iter().flatten();
        let in_part = all.any(|verdict| verdict.relation == Relation::CannotBeTold);
        if differences.is_empty() {
            return if in_part {
                "Within the data there is no real difference between the two layers.".into()
            } else {
                "There is no real difference between the two layers.".into()
            };
        }
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
        format!(
            "{}{} {noun} real: {}{}.",
            if in_part { "Within the data " } else { "" },
            count(differences.len()),
            ground(m2),
            self.with(weight)
        )
    }

    /// What is counted in some ground, as the end of a sentence that says how large that is.
    pub(super) fn with(&self, weight: f64) -> String {
        if self.weights.is_ground() {
            return String::new();
        }
        let by = if self.by_block.is_some() {
            BY_CODE_TABLE
        } else {
            ""
        };
        format!(" with {}{by}", quantity(weight, self.weights.unit()))
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

fn names(of: &[&Verdict]) -> String {
    list(of.iter().map(|verdict| verdict.area.name.as_str()))
}
