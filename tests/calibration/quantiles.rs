//! Shares of a length or number that lie within a distance: [`Distances`].

/// Distances with weights: metres of line, or one a point.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distances {
    all: Vec<(f64, f64)>,
}

impl Distances {
    /// Adds a distance that stands for so much.
    pub(crate) fn add(&mut self, distance: f64, weight: f64) {
        self.all.push((distance, weight));
    }

    /// The weight of all.
    pub(crate) fn weight(&self) -> f64 {
        self.all.iter().map(|(_, weight)| weight).sum()
    }

    /// The least distances within which these shares of the weight lie, in the order of
    /// the shares; 0 without any. O(n log n).
    pub(crate) fn within<const N: usize>(&mut self, shares: [f64; N]) -> [f64; N] {
        self.all.sort_by(|one, other| one.0.total_cmp(&other.0));
        let total = self.weight();
        shares.map(|share| {
            let mut sum = 0.0;
            let found = self.all.iter().find(|(_, weight)| {
                sum += weight;
                sum >= share * total
            });
            found
                .or(self.all.last())
                .map_or(0.0, |(distance, _)| *distance)
        })
    }

    /// The greatest; 0 without any.
    pub(crate) fn greatest(&self) -> f64 {
        self.all
            .iter()
            .map(|(distance, _)| *distance)
            .fold(0.0, f64::max)
    }
}
