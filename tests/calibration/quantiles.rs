//! [`Distances`]: quantiles of weighted distances.

/// Distances with weights: metres of line, or one for each point.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distances {
    all: Vec<(f64, f64)>,
}

impl Distances {
    /// Adds a distance with its weight.
    pub(crate) fn add(&mut self, distance: f64, weight: f64) {
        self.all.push((distance, weight));
    }

    /// Total weight.
    pub(crate) fn weight(&self) -> f64 {
        self.all.iter().map(|(_, weight)| weight).sum()
    }

    /// The least distances within which these shares of the weight lie, in the order of the shares;
    /// 0 without any distance. O(n log n).
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

    /// The greatest distance; 0 without any.
    pub(crate) fn greatest(&self) -> f64 {
        self.all
            .iter()
            .map(|(distance, _)| *distance)
            .fold(0.0, f64::max)
    }
}
