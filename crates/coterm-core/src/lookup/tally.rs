//! [`Tally`]: the numbers of a table's rows by the outcome of their lookup.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::lookup::{LookupStatus, Placement, RowOutcome};

/// Numbers of rows by the outcome of their lookup. Pieces of a table are counted on their own, and
/// the counts added.
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
    /// Counts one row, with its outcome and the placements of its answer in these families.
    pub fn count(&mut self, outcome: &RowOutcome<'_>, placements: &[Placement], families: &[&str]) {
        self.rows += 1;
        let status = match outcome {
            Err(unresolved) => {
                self.unresolved += 1;
                unresolved.status()
            }
            Ok(answer) => {
                if placements.iter().all(|placement| placement.certain) {
                    self.certain += 1;
                } else {
                    self.uncertain += 1;
                }
                for (placement, family) in placements.iter().zip(families) {
                    if placement.area.is_none() {
                        match self.in_none.get_mut(*family) {
                            Some(rows) => *rows += 1,
                            None => drop(self.in_none.insert((*family).to_owned(), 1)),
                        }
                    }
                }
                answer.status
            }
        };
        *self.status.entry(status).or_default() += 1;
    }

    /// Adds the counts of other rows.
    pub fn add(&mut self, other: Self) {
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
