//! Union-find: [`DisjointSets`], used to find connected parts and vertices in the same place.

/// Disjoint sets of the numbers from 0 up. Each set is named by its least number (Galler and
/// Fischer, 1964, with path halving). Methods panic for a number that is not below the count.
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
    /// Creates `count` numbers, fewer than 2³², each in a set of its own.
    pub fn new(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(u32::MAX)).collect())
    }

    /// Least number of the set that contains `number`. Shortens the paths that later calls follow:
    /// O(log n), amortised.
    pub fn representative(&mut self, mut number: usize) -> usize {
        while self.parent(number) != number {
            self.0[number] = self.0[self.parent(number)];
            number = self.parent(number);
        }
        number
    }

    /// Least number of the set that contains `number`, like [`representative`](Self::representative) but without
    /// shortening paths, so that a shared reference is enough. O(n) at worst.
    pub fn representative_of(&self, mut number: usize) -> usize {
        while self.parent(number) != number {
            number = self.parent(number);
        }
        number
    }

    fn parent(&self, number: usize) -> usize {
        self.0[number] as usize
    }

    /// Joins the sets of two numbers. Returns whether they were different sets. O(log n),
    /// amortised.
    pub fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.representative(one), self.representative(other));
        let (low, high) = (one.min(other), one.max(other));
        if low != high {
            self.0[high] = u32::try_from(low).unwrap_or(u32::MAX);
        }
        low != high
    }

    /// All sets, each in ascending order, ordered by their least numbers. O(n log n).
    pub fn sets(&mut self) -> Vec<Vec<usize>> {
        let mut sets = vec![Vec::new(); self.0.len()];
        for number in 0..self.0.len() {
            sets[self.representative(number)].push(number);
        }
        sets.retain(|set| !set.is_empty());
        sets
    }
}
