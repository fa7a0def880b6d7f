//! What a reader must know besides the answer.

use super::ground::Pair;
use super::{Found, PieceClass, Relation, Verdict};
use crate::words::{count, ground, list, share, things};

impl Found<'_> {
    /// Defects of the layers, and where geometry and building blocks disagree.
    pub(super) fn findings(&self, verdicts: &[Vec<Verdict>; 2]) -> Vec<String> {
        let mut findings = Vec::new();
        for (side, verdicts) in verdicts.iter().enumerate() {
            let twice = self.ground.claimed_twice()[side];
            if twice >= 0.5 {
                findings.push(format!(
                    "{} overlaps itself: {} is in more than one of its areas, and counted in each; sums of areas come to more than there is.",
                    self.layers[side].id(),
                    ground(twice)
                ));
            }
            let partial: Vec<&str> = verdicts
                .iter()
                .filter(|verdict| !verdict.complete)
                .map(|verdict| verdict.area.name.as_str())
                .collect();
            if !partial.is_empty() {
                findings.push(format!(
                    "The data holds only a part of {} of {}: {}.",
                    list(partial.iter().copied()),
                    self.layers[side].id(),
                    if partial.len() == 1 {
                        "it has no verdict, no size and no share here"
                    } else {
                        "they have no verdict, no size and no share here"
                    }
                ));
            }
            for verdict in verdicts {
                if let Some(by_blocks) = verdict
                    .by_blocks
                    .filter(|by_blocks| *by_blocks != verdict.relation)
                {
                    findings.push(format!(
                        "{} of {} is {} by its building blocks, but {} by its drawn line.",
                        verdict.area.name,
                        self.layers[side].id(),
                        said(by_blocks),
                        said(verdict.relation)
                    ));
                }
            }
        }
        findings.extend(self.disagreements());
        findings.extend(self.misplaced());
        let unsettled = self
            .pieces
            .iter()
            .filter(|piece| piece.class == PieceClass::Populated && piece.settled == Some(false))
            .count();
        if unsettled > 0 {
            findings.push(format!(
                "{} something that is counted and no code table settles it: see the pieces.",
                things(unsettled, "thin piece holds", "thin pieces hold")
            ));
        }
        findings
    }

    /// Pairs of areas that really have something in common by one way to tell and not by
    /// the other.
    fn disagreements(&self) -> Vec<String> {
        const MOST: usize = 8;
        let Some(by_block) = self.real_by_block() else {
            return Vec::new();
        };
        let named = |pair: &Pair| {
            [0, 1].map(|side: usize| {
                let layer = self.layers[side].id();
                match pair[side] {
                    Some(area) => format!("{} of {layer}", self.named(side, area).name),
                    None => format!("what is outside {layer}"),
                }
            })
        };
        let only_by_block = by_block.difference(&self.real).map(|pair| {
            let [one, other] = named(pair);
            let blocks = self.counts().get(pair).map_or(0, |count| count.blocks);
            format!(
                "{one} has {} in common with {other}, but by the drawn lines no more than slivers.",
                things(blocks, "building block", "building blocks")
            )
        });
        // Beyond the data there are no blocks.
        let is_beyond = |pair: &&Pair| {
            pair.contains(&None)
                && (0..2)
                    .any(|side| pair[side].is_some_and(|area| !self.ground.held[side][area].within))
        };
        let only_drawn = self.real.difference(&by_block);
        let only_drawn = only_drawn.filter(|pair| !is_beyond(pair)).map(|pair| {
            let [one, other] = named(pair);
            let m2 = self.ground.cells().get(pair).copied().unwrap_or_default();
            format!(
                "{one} has {} in common with {other} by the drawn lines, but no building block.",
                ground(m2)
            )
        });
        let mut said: Vec<String> = only_by_block.chain(only_drawn).collect();
        if said.len() > MOST {
            let more = said.len() - MOST;
            said.truncate(MOST);
            said.push(format!(
                "The two ways to tell differ on {more} more pairs of areas."
            ));
        }
        said
    }

    /// How much the drawn lines put elsewhere than the code tables do.
    fn misplaced(&self) -> Option<String> {
        let (pairs, _) = self.by_block.as_ref()?;
        let (mut misplaced, mut all) = (0_u32, 0_u32);
        let mut drawn = self.by_place.pairs.chunk_by(|one, other| one.0 == other.0);
        let mut next = drawn.next();
        for (position, place) in self.weights.places().iter().enumerate() {
            let here = next.filter(|of_place| of_place[0].0 == position);
            if here.is_some() {
                next = drawn.next();
            }
            let Some(block) = place.block.filter(|_| place.postcode.is_some()) else {
                continue;
            };
            if pairs[block] != [None, None] {
                all += 1;
                let here = here.unwrap_or_default();
                misplaced += u32::from(!here.iter().any(|(_, drawn)| *drawn == pairs[block]));
            }
        }
        (misplaced > 0).then(|| {
            format!(
                "{} of {} live postcodes ({}) lie, by the drawn lines, in other areas than the code tables say; areas are counted by the code tables, pieces by the drawing.",
                count(misplaced),
                count(all),
                share(f64::from(misplaced) / f64::from(all))
            )
        })
    }
}

fn said(relation: Relation) -> &'static str {
    match relation {
        Relation::Coterminous => "coterminous",
        Relation::Union => "a union",
        Relation::PartOf => "a part",
        Relation::Crossing => "crossing",
        Relation::Disjoint => "disjoint",
        Relation::CannotBeTold => "not to be told",
    }
}
