//! [`Buckets`]: a counting sort by small numbers, which indexes and arrangements use to group edges
//! by cell, row or edge.

use crate::error::{Result, check};

/// Items sorted into numbered buckets, in the order in which they came: the start of each bucket,
/// and all items bucket by bucket (a counting sort, in the layout of a compressed sparse row
/// matrix). An item may be in several buckets.
#[derive(Debug)]
pub(crate) struct Buckets<T> {
    starts: Vec<u32>,
    things: Vec<T>,
}

impl<T: Copy> Buckets<T> {
    /// Sorts items, each with the numbers of its buckets, which are below `count`. O(n), in two
    /// passes over the items.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for more than `limit` entries, or for 2³² or more.
    pub(crate) fn sort<N: IntoIterator<Item = usize>>(
        count: usize,
        limit: usize,
        things: impl Iterator<Item = (T, N)> + Clone,
    ) -> Result<Self> {
        let mut sizes = vec![0_usize; count];
        let mut all = 0;
        for bucket in things.clone().flat_map(|(_, buckets)| buckets) {
            sizes[bucket] += 1;
            all += 1;
        }
        check("entries", all, limit.min(u32::MAX as usize))?;
        let mut end = 0_u32;
        let mut starts = Vec::with_capacity(count + 1);
        starts.push(0);
        for size in sizes {
            // The total is no more than `all`.
            end += u32::try_from(size).unwrap_or(u32::MAX);
            starts.push(end);
        }
        let mut next = starts.clone();
        let mut sorted = Vec::new();
        for (thing, buckets) in things {
            if sorted.is_empty() {
                sorted = vec![thing; all];
            }
            for bucket in buckets {
                sorted[next[bucket] as usize] = thing;
                next[bucket] += 1;
            }
        }
        Ok(Self {
            starts,
            things: sorted,
        })
    }

    /// Number of buckets.
    pub(crate) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of entries in all buckets together.
    pub(crate) fn len(&self) -> usize {
        self.things.len()
    }

    /// The items of a bucket, in the order in which they came.
    pub(crate) fn get(&self, bucket: usize) -> &[T] {
        &self.things[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }

    /// All items, bucket by bucket.
    pub(crate) fn into_things(self) -> Vec<T> {
        self.things
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_bucket_has_its_things_in_the_order_in_which_they_came(
            things in prop::collection::vec((any::<u16>(), 0..9_usize, 0..4_usize), 0..60),
        ) {
            let ranges = things.iter().map(|&(thing, from, more)| (thing, from..(from + more).min(9)));
            let buckets = Buckets::sort(9, 1_000, ranges).unwrap();
            prop_assert_eq!(buckets.count(), 9);
            for bucket in 0..9 {
                let own = things.iter().filter(|(_, from, more)| (*from..from + more).contains(&bucket));
                let own: Vec<u16> = own.map(|(thing, ..)| *thing).collect();
                prop_assert_eq!(buckets.get(bucket), &own[..]);
            }
        }
    }

    #[test]
    fn more_entries_than_are_wanted_are_refused() {
        assert!(Buckets::sort(2, 3, [(7_u8, 0..2), (8, 0..2)].into_iter()).is_err());
    }
}
