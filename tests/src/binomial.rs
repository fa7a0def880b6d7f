//! [`upper_bound_95`]: the upper confidence bound of a measured rate, which the calibration and the
//! claims use to judge certainty.

/// Greatest rate that `failures` in `trials` independent trials leave open with 95 % confidence:
/// the one-sided upper bound of Clopper and Pearson (1934), exact for all numbers. Without failures
/// it is `1 - 0.05^(1/trials)`, near the "rule of three", 3 / trials. It is 1 without trials, or if
/// all failed. O(failures).
///
/// ```
/// use coterm_tests::upper_bound_95;
///
/// assert!((upper_bound_95(0, 300_000) * 100_000.0 - 0.9986).abs() < 1e-4);
/// ```
pub fn upper_bound_95(failures: usize, trials: usize) -> f64 {
    if failures >= trials {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    // The probability of so few failures falls as the rate rises. After 60 halvings an f64 has no
    // more digits.
    for _ in 0..60 {
        let rate = f64::midpoint(low, high);
        if at_most(failures, trials, rate) > 0.05 {
            low = rate;
        } else {
            high = rate;
        }
    }
    high
}

/// Probability of at most so many failures, at a rate.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn at_most(failures: usize, trials: usize, rate: f64) -> f64 {
    let (stays, odds) = ((-rate).ln_1p(), rate.ln() - (-rate).ln_1p());
    // Each term's logarithm is computed from the one before. The terms are summed relative to the
    // largest, so that no term underflows that matters.
    let mut term = trials as f64 * stays;
    let mut terms = vec![term];
    for failed in 0..failures {
        term += ((trials - failed) as f64).ln() - ((failed + 1) as f64).ln() + odds;
        terms.push(term);
    }
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = terms.iter().map(|term| (term - largest).exp()).sum();
    (largest + sum.ln()).exp()
}
