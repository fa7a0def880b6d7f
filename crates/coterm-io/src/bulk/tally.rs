//! [`Tally`]: the numbers of a CSV's rows by the outcome of their lookup.
//!
//! `bulk` counts each piece of a block on its own and adds the counts.

use std::collections::BTreeMap;

use coterm_core::lookup::LookupStatus;
use serde::Serialize;

/// Numbers of rows by the outcome of their lookup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows with an answer in which every area is certain.
    pub certain: u64,
    /// Rows with an answer in which some area is not certain.
    pub uncertain: u64,
    /// Rows without an answer, which are kept with the reason.
    pub unresolved: u64,
    /// Number of rows for each code in their column `coterm_status`.
    pub status: BTreeMap<LookupStatus, u64>,
    /// Number of rows with an answer that are in no area of the family, for each family.
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
