use std::collections::BTreeMap;

use coterm_core::LookupStatus;
use serde::Serialize;

/// How many rows came out how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows with an answer of which every area is certain.
    pub certain: u64,
    /// Rows with an answer of which some area is not.
    pub uncertain: u64,
    /// Rows kept with a reason instead of an answer.
    pub unresolved: u64,
    /// Rows by what their column `coterm_status` says.
    pub status: BTreeMap<LookupStatus, u64>,
    /// By family, rows with an answer that are in none of its areas.
    pub in_none: BTreeMap<String, u64>,
}

impl Tally {
    pub(super) fn count(&mut self, status: LookupStatus) {
        self.rows += 1;
        *self.status.entry(status).or_default() += 1;
    }

    pub(super) fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.certain += other.certain;
        self.uncertain += other.uncertain;
        self.unresolved += other.unresolved;
        for (status, rows) in other.status {
            *self.status.entry(status).or_default() += rows;
        }
        for (family, rows) in other.in_none {
            *self.in_none.entry(family).or_default() += rows;
        }
    }
}
