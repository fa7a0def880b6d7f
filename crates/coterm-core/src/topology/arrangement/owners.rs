//! Sets of owners, each kept once and known by a number.

use rustc_hash::FxHashMap;

/// A set of owners, by its number; the empty one is [`NOBODY`].
pub(crate) type SetId = u32;

/// The empty set.
pub(crate) const NOBODY: SetId = 0;

/// Sets of owners that have been met.
#[derive(Debug)]
pub(crate) struct OwnerSets {
    sets: Vec<Box<[u32]>>,
    known: FxHashMap<Box<[u32]>, SetId>,
    /// Answers of [`OwnerSets::toggled`]: there are few, and they are asked often.
    toggled: FxHashMap<[SetId; 2], SetId>,
}

impl Default for OwnerSets {
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

impl OwnerSets {
    /// The number of a set: owners in order, each once.
    pub(super) fn id(&mut self, owners: &[u32]) -> SetId {
        if let Some(&id) = self.known.get(owners) {
            return id;
        }
        let id = SetId::try_from(self.sets.len()).unwrap_or(SetId::MAX);
        self.sets.push(owners.into());
        self.known.insert(owners.into(), id);
        id
    }

    /// The owners of a set, in order.
    pub(crate) fn owners(&self, set: SetId) -> &[u32] {
        &self.sets[set as usize]
    }

    /// How many sets there are.
    pub(crate) fn len(&self) -> usize {
        self.sets.len()
    }

    /// The owners that are in one of two sets and not in both.
    pub(super) fn toggled(&mut self, set: SetId, by: SetId) -> SetId {
        if let Some(&known) = self.toggled.get(&[set, by]) {
            return known;
        }
        let (one, other) = (self.owners(set), self.owners(by));
        let mut owners: Vec<u32> = one
            .iter()
            .filter(|owner| !other.contains(owner))
            .chain(other.iter().filter(|owner| !one.contains(owner)))
            .copied()
            .collect();
        owners.sort_unstable();
        let id = self.id(&owners);
        self.toggled.insert([set, by], id);
        id
    }
}
