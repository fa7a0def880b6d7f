//! Fair timing: contenders take turns, so that other work of the machine affects all of them alike,
//! and the median turn of each batch counts.

use std::hint::black_box;
use std::time::Instant;

use coterm_core::space::GridPoint;

use crate::contender::Contender;

/// The answers of a contender, and its time per point.
#[derive(Debug)]
pub struct Timed {
    /// Nanoseconds per point.
    pub ns_per_point: f64,
    /// Containing area of each point.
    pub containing: Vec<u32>,
}

/// Number of points that are timed together: enough that reading the clock costs nothing, few
/// enough that most batches of a fast contender are not interrupted.
const BATCH: usize = 20_000;

/// Times all contenders. Each answers all points once unmeasured, then once in each turn. The
/// figure is the mean over batches of the median over turns.
pub fn in_turns(
    contenders: &[(&str, Box<dyn Contender>)],
    points: &[GridPoint],
    turns: usize,
) -> Vec<Timed> {
    let batches = points.len().div_ceil(BATCH);
    let mut timed = Vec::new();
    for (_, contender) in contenders {
        let mut containing = Vec::new();
        contender.containing_areas(points, &mut containing);
        timed.push((containing, vec![Vec::new(); batches]));
    }
    let mut containing = Vec::with_capacity(BATCH);
    for _ in 0..turns {
        for ((_, contender), (_, seconds)) in contenders.iter().zip(&mut timed) {
            for (batch, seconds) in points.chunks(BATCH).zip(seconds) {
                let start = Instant::now();
                contender.containing_areas(black_box(batch), black_box(&mut containing));
                seconds.push(start.elapsed().as_secs_f64());
            }
        }
    }
    let figure = |(containing, seconds): (_, Vec<Vec<f64>>)| {
        let whole = seconds.into_iter().map(median).sum();
        Timed {
            ns_per_point: per_point(whole, points.len()),
            containing,
        }
    };
    timed.into_iter().map(figure).collect()
}

/// Seconds of processor time of this thread, as Linux counts them; NaN on other systems.
pub fn processor_seconds() -> f64 {
    // Without yielding, the count would be as old as the last tick of the scheduler.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}

/// Converts seconds for all points to nanoseconds per point.
#[expect(
    clippy::cast_precision_loss,
    reason = "a count of points is far below 2^52"
)]
pub fn per_point(seconds: f64, points: usize) -> f64 {
    seconds * 1e9 / points as f64
}

/// Median of the figures; the upper of the two in the middle for an even number.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
