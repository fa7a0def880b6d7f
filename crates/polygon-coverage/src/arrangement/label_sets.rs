//! Label sets: interned sets of areas, each kept once and known by a number. They label arcs and
//! faces.

use rustc_hash::FxHashMap;

use crate::AreaId;

/// Number of a set of areas within an [`Arrangement`](super::Arrangement): the label of its arcs
/// and faces. Numbers count from 0 without gaps; 0 is the empty set.
pub type LabelId = u32;

/// Number of the empty set.
pub(super) const NO_AREA: LabelId = 0;

/// Interned sets of areas.
#[derive(Debug)]
pub(super) struct LabelSets {
    sets: Vec<Box<[AreaId]>>,
    known: FxHashMap<Box<[AreaId]>, LabelId>,
    /// Memoised results of [`LabelSets::toggled`], which has few distinct arguments and many
    /// calls.
    toggled: FxHashMap<[LabelId; 2], LabelId>,
}

impl Default for LabelSets {
    fn default() -> Self {
        let mut sets = Self {
            sets: Vec::new(),
            known: FxHashMap::default(),
            toggled: FxHashMap::default(),
        };
        sets.id(&[]);
        sets
    }
}

impl LabelSets {
    /// The number of a set, given as distinct areas in ascending order.
    pub(super) fn id(&mut self, areas: &[AreaId]) -> LabelId {
        if let Some(&id) = self.known.get(areas) {
            return id;
        }
        let id = LabelId::try_from(self.sets.len()).unwrap_or(LabelId::MAX);
        self.sets.push(areas.into());
        self.known.insert(areas.into(), id);
        id
    }

    /// The areas of a set, in ascending order.
    pub(super) fn areas(&self, set: LabelId) -> &[AreaId] {
        &self.sets[set as usize]
    }

    /// Number of sets.
    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    /// The symmetric difference of two sets: the areas that are in exactly one of them.
    pub(super) fn toggled(&mut self, set: LabelId, by: LabelId) -> LabelId {
        if let Some(&known) = self.toggled.get(&[set, by]) {
            return known;
        }
        let (one, other) = (self.areas(set), self.areas(by));
        let mut areas: Vec<AreaId> = one
            .iter()
            .filter(|area| !other.contains(area))
            .chain(other.iter().filter(|area| !one.contains(area)))
            .copied()
            .collect();
        areas.sort_unstable();
        let id = self.id(&areas);
        self.toggled.insert([set, by], id);
        id
    }
}
