//! Side labels of lines: which areas are on one side of a line and not on the other (JTS:
//! `Label`).
//!
//! Lists of labels are interned, so that lines carry a number and equal lists have equal
//! numbers.

use std::collections::HashMap;

use polygon_coverage::AreaId;

/// An area that is on one side of a line, and not on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SideLabel {
    /// The area, by its position among those of all layers.
    pub(crate) area: u32,
    /// Whether the area is on the left, if the second axis points up.
    pub(crate) left: bool,
}

/// The number of a list of labels; 0 is the empty list.
pub(crate) type SideLabelsId = u32;

/// Interned lists of side labels. A list is in order of areas, and has each area once.
#[derive(Debug, Clone)]
pub(crate) struct SideLabels {
    lists: Vec<Box<[SideLabel]>>,
    known: HashMap<Box<[SideLabel]>, SideLabelsId>,
}

impl Default for SideLabels {
    fn default() -> Self {
        let mut sides = Self {
            lists: Vec::new(),
            known: HashMap::new(),
        };
        sides.id(&[]);
        sides
    }
}

impl SideLabels {
    pub(crate) fn of(&self, id: SideLabelsId) -> &[SideLabel] {
        &self.lists[id as usize]
    }

    /// Returns all lists, in the order of their numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[SideLabel]> {
        self.lists.iter().map(AsRef::as_ref)
    }

    pub(crate) fn id(&mut self, list: &[SideLabel]) -> SideLabelsId {
        if let Some(&id) = self.known.get(list) {
            return id;
        }
        let id = SideLabelsId::try_from(self.lists.len()).unwrap_or(SideLabelsId::MAX);
        self.lists.push(list.into());
        self.known.insert(list.into(), id);
        id
    }

    /// Returns the labels of a line that has the areas `left` on its left and `right` on its
    /// right.
    pub(crate) fn between(&mut self, left: &[AreaId], right: &[AreaId]) -> SideLabelsId {
        let only = |these: &[AreaId], those: &[AreaId], left: bool| -> Vec<SideLabel> {
            let areas = these.iter().filter(|area| !those.contains(area));
            let side = |area: &AreaId| SideLabel {
                area: area.position(),
                left,
            };
            areas.map(side).collect()
        };
        let mut list = only(left, right, true);
        list.extend(only(right, left, false));
        list.sort_unstable();
        self.id(&list)
    }

    /// Returns the labels of the same line in the opposite direction.
    pub(crate) fn reversed(&mut self, id: SideLabelsId) -> SideLabelsId {
        let list: Vec<SideLabel> = self
            .of(id)
            .iter()
            .map(|side| SideLabel {
                left: !side.left,
                ..*side
            })
            .collect();
        self.id(&list)
    }

    /// Returns, for each number, the number of the same labels in the opposite direction.
    pub(crate) fn all_reversed(&mut self) -> Vec<SideLabelsId> {
        let mut reversed = Vec::new();
        // The loop ends, because each list that it adds is the reverse of an earlier one.
        while let Some(id) = self.lists.get(reversed.len()).map(|_| reversed.len()) {
            let id = SideLabelsId::try_from(id).unwrap_or(SideLabelsId::MAX);
            reversed.push(self.reversed(id));
        }
        reversed
    }

    /// Returns the labels of lines that have come to lie on each other. An area on the left of
    /// one and on the right of another only had the ground between them, which is gone.
    pub(crate) fn together(&mut self, ids: impl Iterator<Item = SideLabelsId>) -> SideLabelsId {
        let mut sides: Vec<(u32, i32)> = Vec::new();
        for id in ids {
            for label in self.of(id) {
                let side = if label.left { 1 } else { -1 };
                match sides.iter_mut().find(|(area, _)| *area == label.area) {
                    Some((_, sum)) => *sum += side,
                    None => sides.push((label.area, side)),
                }
            }
        }
        sides.sort_unstable();
        let list: Vec<SideLabel> = sides
            .into_iter()
            .filter(|&(_, sum)| sum != 0)
            .map(|(area, sum)| SideLabel {
                area,
                left: sum > 0,
            })
            .collect();
        self.id(&list)
    }
}
