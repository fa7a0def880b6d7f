//! Label sets: sets of areas, each kept once and known by a number.

use rustc_hash::FxHashMap;

use crate::AreaId;

/// The number of a set of areas within an [`Arrangement`](super::Arrangement): the label of
/// its arcs and faces. Numbers are small and without gaps; 0 is the empty set.
pub type LabelId = u32;

/// The empty set.
pub(super) const NO_AREA: LabelId = 0;

/// Sets of areas that have been met.
#[derive(Debug)]
pub(super) struct LabelSets {
    sets: Vec<Box<[AreaId]>>,
    known: FxHashMap<Box<[AreaId]>, LabelId>,
    /// Answers of [`LabelSets::toggled`]: there are few, and they are asked often.
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
    /// The number of a set: areas in order, each once.
    pub(super) fn id(&mut self, areas: &[AreaId]) -> LabelId {
        if let Some(&id) = self.known.get(areas) {
            return id;
        }
        let id = LabelId::try_from(self.sets.len()).unwrap_or(LabelId::MAX);
        self.sets.push(areas.into());
        self.known.insert(areas.into(), id);
        id
    }

    /// The areas of a set, in order.
    pub(super) fn areas(&self, set: LabelId) -> &[AreaId] {
        &self.sets[set as usize]
    }

    /// How many sets there are.
    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    /// The areas that are in one of two sets and not in both.
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
