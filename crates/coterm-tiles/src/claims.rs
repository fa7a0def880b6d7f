//! Whose boundary a line is, and on which side of it they are.

use std::collections::HashMap;

use polygon_coverage::AreaId;

/// That an area is on one side of a line, and not on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Claim {
    /// The area, by its position among those of all layers.
    pub(crate) owner: u32,
    /// Whether it is on the left, with the second axis up.
    pub(crate) left: bool,
}

/// The claims of a line, by their number; 0 is nobody's.
pub(crate) type ClaimsId = u32;

/// Lists of claims, each kept once: a list is in order of owners, each once.
#[derive(Debug, Clone)]
pub(crate) struct Claims {
    lists: Vec<Box<[Claim]>>,
    known: HashMap<Box<[Claim]>, ClaimsId>,
}

impl Default for Claims {
    fn default() -> Self {
        let mut claims = Self {
            lists: Vec::new(),
            known: HashMap::new(),
        };
        claims.id(&[]);
        claims
    }
}

impl Claims {
    pub(crate) fn of(&self, id: ClaimsId) -> &[Claim] {
        &self.lists[id as usize]
    }

    /// All lists, by their numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[Claim]> {
        self.lists.iter().map(AsRef::as_ref)
    }

    pub(crate) fn id(&mut self, list: &[Claim]) -> ClaimsId {
        if let Some(&id) = self.known.get(list) {
            return id;
        }
        let id = ClaimsId::try_from(self.lists.len()).unwrap_or(ClaimsId::MAX);
        self.lists.push(list.into());
        self.known.insert(list.into(), id);
        id
    }

    /// Of a line that has these owners on its left and those on its right.
    pub(crate) fn between(&mut self, left: &[AreaId], right: &[AreaId]) -> ClaimsId {
        let only = |these: &[AreaId], those: &[AreaId], left: bool| -> Vec<Claim> {
            let owners = these.iter().filter(|owner| !those.contains(owner));
            let claim = |area: &AreaId| Claim {
                owner: area.position(),
                left,
            };
            owners.map(claim).collect()
        };
        let mut list = only(left, right, true);
        list.extend(only(right, left, false));
        list.sort_unstable();
        self.id(&list)
    }

    /// Of the same line, walked the other way.
    pub(crate) fn reversed(&mut self, id: ClaimsId) -> ClaimsId {
        let list: Vec<Claim> = self
            .of(id)
            .iter()
            .map(|claim| Claim {
                left: !claim.left,
                ..*claim
            })
            .collect();
        self.id(&list)
    }

    /// For each number that of the same claims, walked the other way.
    pub(crate) fn all_reversed(&mut self) -> Vec<ClaimsId> {
        let mut reversed = Vec::new();
        // Those that are new are the others' reverse, so that it ends.
        while let Some(id) = self.lists.get(reversed.len()).map(|_| reversed.len()) {
            let id = ClaimsId::try_from(id).unwrap_or(ClaimsId::MAX);
            reversed.push(self.reversed(id));
        }
        reversed
    }

    /// Of lines that have come to lie on each other. Who is on the left of one and on
    /// the right of another has had no more than the ground between them, which is gone.
    pub(crate) fn together(&mut self, ids: impl Iterator<Item = ClaimsId>) -> ClaimsId {
        let mut sides: Vec<(u32, i32)> = Vec::new();
        for id in ids {
            for claim in self.of(id) {
                let side = if claim.left { 1 } else { -1 };
                match sides.iter_mut().find(|(owner, _)| *owner == claim.owner) {
                    Some((_, sum)) => *sum += side,
                    None => sides.push((claim.owner, side)),
                }
            }
        }
        sides.sort_unstable();
        let list: Vec<Claim> = sides
            .into_iter()
            .filter(|&(_, sum)| sum != 0)
            .map(|(owner, sum)| Claim {
                owner,
                left: sum > 0,
            })
            .collect();
        self.id(&list)
    }
}
