//! Findings that a reader must know besides the answer.

use super::facts::{Finding, Place};
use super::ground::Pair;
use super::inside::Clip;
use super::{Found, Named, PieceClass, Verdict};

impl Found<'_> {
    /// Returns the defects of the layers, and the places where geometry and building blocks
    /// disagree.
    pub(super) fn findings(&self, verdicts: &[Vec<Verdict>; 2]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (side, verdicts) in verdicts.iter().enumerate() {
            let twice = self.ground.claimed_twice()[side];
            if twice >= 0.5 {
                findings.push(Finding::LayerOverlapsItself {
                    layer: self.layers[side].id().to_owned(),
                    area_m2: twice,
                });
            }
            let partial: Vec<Named> = verdicts
                .iter()
                .filter(|verdict| !verdict.complete)
                .map(|verdict| verdict.area.clone())
                .collect();
            if !partial.is_empty() {
                findings.push(Finding::HeldInPart {
                    layer: self.layers[side].id().to_owned(),
                    areas: partial,
                });
            }
            for verdict in verdicts {
                if let Some(by_blocks) = verdict
                    .by_blocks
                    .filter(|by_blocks| *by_blocks != verdict.relation)
                {
                    findings.push(Finding::VerdictsDiffer {
                        layer: self.layers[side].id().to_owned(),
                        area: verdict.area.clone(),
                        by_blocks,
                        by_drawing: verdict.relation,
                    });
                }
            }
        }
        findings.extend(self.disagreements());
        findings.extend(self.misplaced());
        let unsettled = self
            .pieces
            .iter()
            .zip(&self.inside.pieces)
            .filter(|(_, clip)| !matches!(clip, Clip::Nothing))
            .filter(|(piece, _)| {
                piece.class == PieceClass::Populated && piece.settled == Some(false)
            })
            .count();
        if unsettled > 0 {
            findings.push(Finding::SliversUnsettled { pieces: unsettled });
        }
        findings
    }

    /// Returns the pairs of areas that have something in common by building blocks and not by
    /// the drawing, or the other way round.
    fn disagreements(&self) -> Vec<Finding> {
        const MAX_NAMED: usize = 8;
        let Some(by_block) = self.real_by_block() else {
            return Vec::new();
        };
        let places = |pair: &Pair| {
            [0, 1].map(|side: usize| Place {
                layer: self.layers[side].id().to_owned(),
                area: pair[side].map(|area| self.named(side, area)),
            })
        };
        let is_listed = |pair: &&Pair| {
            (0..2).any(|side| pair[side].is_some_and(|area| self.is_listed(side, area)))
        };
        let only_by_block = by_block
            .difference(&self.real)
            .filter(is_listed)
            .map(|pair| Finding::OnlyByBlocks {
                between: places(pair),
                blocks: self.counts().get(pair).map_or(0, |count| count.blocks),
            });
        // The data has no blocks beyond its own ground.
        let is_beyond = |pair: &&Pair| {
            pair.contains(&None)
                && (0..2).any(|side| {
                    pair[side].is_some_and(|area| !self.ground.completeness[side][area].within_data)
                })
        };
        let only_drawn = self.real.difference(&by_block);
        let only_drawn = only_drawn.filter(|pair| is_listed(pair) && !is_beyond(pair));
        let only_drawn = only_drawn.map(|pair| {
            let m2 = self.ground.cells().get(pair).copied().unwrap_or_default();
            Finding::OnlyByDrawing {
                between: places(pair),
                area_m2: m2,
            }
        });
        let mut all: Vec<Finding> = only_by_block.chain(only_drawn).collect();
        if all.len() > MAX_NAMED {
            let number = all.len() - MAX_NAMED;
            all.truncate(MAX_NAMED);
            all.push(Finding::MorePairsDiffer { number });
        }
        all
    }

    /// Returns the number of postcodes that the drawn lines put elsewhere than the code tables
    /// do.
    fn misplaced(&self) -> Option<Finding> {
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
            let pair = pairs[block.index()];
            if pair != [None, None] && self.extent.has_block(block.index(), pair) {
                all += 1;
                let here = here.unwrap_or_default();
                misplaced += u32::from(!here.iter().any(|(_, drawn)| *drawn == pair));
            }
        }
        (misplaced > 0).then_some(Finding::PostcodesMisplaced { misplaced, of: all })
    }
}
