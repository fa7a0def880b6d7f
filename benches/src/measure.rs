//! Contenders take turns, so that whatever else the machine does meets all of
//! them alike, and of each batch the median turn counts.

use std::hint::black_box;
use std::time::Instant;

use coterm_core::GridPoint;

use crate::contender::Contender;

/// What a contender answered, and how long it took over a point.
#[derive(Debug)]
pub struct Timed {
    /// Nanoseconds to a point.
    pub ns_per_point: f64,
    /// The owner of each point.
    pub owners: Vec<u32>,
}

/// Points that are timed together: enough that reading the clock costs nothing,
/// few enough that most batches of a fast contender meet no interruption.
const BATCH: usize = 20_000;

/// Every contender answers all points once unmeasured, then once in each turn.
/// The figure is the mean over batches of the median over turns.
pub fn in_turns(
    contenders: &[(&str, Box<dyn Contender>)],
    points: &[GridPoint],
    turns: usize,
) -> Vec<Timed> {
    let batches = points.len().div_ceil(BATCH);
    let mut timed = Vec::new();
    for (_, contender) in contenders {
        let mut owners = Vec::new();
        contender.owners(points, &mut owners);
        timed.push((owners, vec![Vec::new(); batches]));
    }
    let mut owners = Vec::with_capacity(BATCH);
    for _ in 0..turns {
        for ((_, contender), (_, seconds)) in contenders.iter().zip(&mut timed) {
            for (batch, seconds) in points.chunks(BATCH).zip(seconds) {
                let start = Instant::now();
                contender.owners(black_box(batch), black_box(&mut owners));
                seconds.push(start.elapsed().as_secs_f64());
            }
        }
    }
    let figure = |(owners, seconds): (_, Vec<Vec<f64>>)| {
        let whole = seconds.into_iter().map(median).sum();
        Timed {
            ns_per_point: per_point(whole, points.len()),
            owners,
        }
    };
    timed.into_iter().map(figure).collect()
}

/// Seconds that this thread has had a processor, as Linux counts them; NaN elsewhere.
pub fn processor_seconds() -> f64 {
    // Or the count would be as old as the last tick of the machine's clock.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}

/// Nanoseconds to a point.
#[expect(
    clippy::cast_precision_loss,
    reason = "a count of points is far below 2^52"
)]
pub fn per_point(seconds: f64, points: usize) -> f64 {
    seconds * 1e9 / points as f64
}

/// The middle one; of an even number the upper.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
