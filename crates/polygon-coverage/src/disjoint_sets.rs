//! Union-find: numbers in sets that are joined until no more belong together.

/// Sets of the numbers from 0 up, each number in one set, which is named by its least
/// (Galler and Fischer, 1964, with halved paths).
///
/// ```
/// use polygon_coverage::disjoint_sets::DisjointSets;
///
/// let mut sets = DisjointSets::new(4);
/// assert!(sets.join(3, 1));
/// assert!(!sets.join(1, 3));
/// assert_eq!(sets.sets(), [vec![0], vec![1, 3], vec![2]]);
/// ```
#[derive(Debug, Clone)]
pub struct DisjointSets(Vec<u32>);

impl DisjointSets {
    /// So many numbers, fewer than 2³², each in a set of its own.
    pub fn new(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(u32::MAX)).collect())
    }

    /// The least number of the set that a number is in. O(log n), amortised.
    pub fn least(&mut self, mut number: usize) -> usize {
        while self.parent(number) != number {
            self.0[number] = self.0[self.parent(number)];
            number = self.parent(number);
        }
        number
    }

    /// The least number of the set, as [`least`](Self::least) finds it, without making the
    /// next question cheaper.
    pub fn least_of(&self, mut number: usize) -> usize {
        while self.parent(number) != number {
            number = self.parent(number);
        }
        number
    }

    fn parent(&self, number: usize) -> usize {
        self.0[number] as usize
    }

    /// Joins the sets of two numbers. Returns whether they were different ones.
    pub fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.least(one), self.least(other));
        let (low, high) = (one.min(other), one.max(other));
        if low != high {
            self.0[high] = u32::try_from(low).unwrap_or(u32::MAX);
        }
        low != high
    }

    /// All sets, each in order, in order of their least.
    pub fn sets(&mut self) -> Vec<Vec<usize>> {
        let mut sets = vec![Vec::new(); self.0.len()];
        for number in 0..self.0.len() {
            sets[self.least(number)].push(number);
        }
        sets.retain(|set| !set.is_empty());
        sets
    }
}
