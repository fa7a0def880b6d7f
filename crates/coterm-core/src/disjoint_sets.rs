//! Sets that are joined until no more belong together (union-find).

/// The numbers from 0 up, each in a set, which goes by its least.
#[derive(Debug, Clone)]
pub(crate) struct DisjointSets(Vec<usize>);

impl DisjointSets {
    /// So many numbers, each in a set of its own.
    pub(crate) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The least number of the set.
    pub(crate) fn least(&mut self, mut number: usize) -> usize {
        while self.0[number] != number {
            self.0[number] = self.0[self.0[number]];
            number = self.0[number];
        }
        number
    }

    /// Makes one set of two. Says whether they were two.
    pub(crate) fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.least(one), self.least(other));
        self.0[one.max(other)] = one.min(other);
        one != other
    }

    /// The sets, each in order, in order of their least.
    pub(crate) fn sets(&mut self) -> Vec<Vec<usize>> {
        let mut sets = vec![Vec::new(); self.0.len()];
        for number in 0..self.0.len() {
            sets[self.least(number)].push(number);
        }
        sets.retain(|set| !set.is_empty());
        sets
    }
}
