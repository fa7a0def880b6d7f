//! Pseudo-random numbers that are the same on every machine.

/// The generator `SplitMix64` (Steele, Lea and Flood, 2014): 64 bits of state, and no crate needed.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Makes a generator; each seed gives another sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 up to but not including 1, a multiple of 2⁻⁵³ and so exact in `f64`.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit in an f64")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number between -1 and 1.
    pub fn signed(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    /// Returns a number in `0..count`.
    pub fn below(&mut self, count: usize) -> usize {
        let product = u128::from(self.bits()) * count as u128;
        usize::try_from(product >> 64).unwrap_or(0)
    }

    /// Returns a roughly normal number of mean 0 and deviation 1. It is a sum of twelve numbers,
    /// because that needs no logarithm, whose last bit differs between machines.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}
