//! Claims about the upper confidence bound on a measured rate.

use coterm_tests::upper_bound_95;
use proptest::prelude::*;

#[test]
fn the_bound_is_that_of_clopper_and_pearson() {
    // Upper ends of two-sided 90 % intervals, from published tables.
    for (failures, trials, bound) in [
        (0, 10, 0.2589),
        (1, 10, 0.3942),
        (5, 10, 0.7776),
        (9, 10, 0.9949),
        (10, 100, 0.1637),
    ] {
        let found = upper_bound_95(failures, trials);
        assert!(
            (found - bound).abs() < 5e-5,
            "{failures} of {trials}: {found}"
        );
    }
    assert_eq!(upper_bound_95(0, 0), 1.0);
    assert_eq!(upper_bound_95(7, 7), 1.0);
}

#[test]
fn without_failures_the_bound_is_the_rule_of_three() {
    for trials in [100, 10_000, 300_000, 5_000_000] {
        #[expect(clippy::cast_precision_loss, reason = "millions are exact")]
        let exact = 1.0 - 0.05_f64.powf(1.0 / trials as f64);
        let found = upper_bound_95(0, trials);
        assert!(
            (found / exact - 1.0).abs() < 1e-9,
            "{trials}: {found}, {exact}"
        );
    }
    assert!(upper_bound_95(0, 300_000) < 1e-5 && upper_bound_95(0, 299_000) > 1e-5);
}

#[test]
fn many_failures_of_many_trials_do_not_underflow() {
    let found = upper_bound_95(20_000, 1_000_000);
    // The normal approximation: 1.645 standard deviations above the rate.
    let approximate = 0.02 + 1.645 * (0.02_f64 * 0.98 / 1e6).sqrt();
    assert!((found - approximate).abs() < 2e-6, "{found}, {approximate}");
}

proptest! {
    /// Probability of so few failures, if the true rate is the bound: exactly 5 %.
    #[test]
    fn at_the_bound_so_few_failures_are_one_in_twenty(trials in 1_u32..60, any in 0_u32..60) {
        let failures = any % trials;
        let rate = upper_bound_95(failures as usize, trials as usize);
        let choose = |k: u32| (0..k).fold(1.0, |product, i| product * f64::from(trials - i) / f64::from(i + 1));
        let chance: f64 = (0..=failures)
            .map(|k| choose(k) * rate.powi(k.cast_signed()) * (1.0 - rate).powi((trials - k).cast_signed()))
            .sum();
        prop_assert!((chance - 0.05).abs() < 1e-9, "{failures} of {trials}: {rate} {chance}");
    }
}
