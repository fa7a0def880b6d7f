//! Benchmark: what does it cost to overlay two layers?
//!
//! Measured on one core by processor time, so that other work of the machine matters little, and on
//! all cores by the clock.

use std::time::Instant;

use coterm_benches::Result;
use coterm_benches::layer_pairs::{Pair, for_each_pair, made_pair};
use coterm_benches::measure::{median, processor_seconds};
use coterm_benches::overlay::{Answer, arranged, candidates, cold, differing, peers, warm};
use coterm_benches::parameters::Parameters;
use coterm_benches::record::Records;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let mut records = Records::open()?;
    let pools = [
        ThreadPoolBuilder::new().num_threads(1).build()?,
        ThreadPoolBuilder::new().build()?,
    ];
    for_each_pair(parameters, |pair| {
        one_pair(pair, parameters, &pools, &mut records)
    })?;
    for power in 8..=14 {
        // Half powers of ten, from 10,000 to ten million.
        let vertices = [10_usize, 31][power % 2] * 10_usize.pow(u32::try_from(power / 2 - 1)?);
        if vertices <= parameters.max_vertices {
            growth(vertices, &pools[0], &mut records)?;
        }
    }
    Ok(())
}

/// Time that one measured call took.
struct Taken {
    /// Seconds by the clock.
    seconds: f64,
    /// Seconds of processor time of the calling thread; NaN if that is not known.
    processor: f64,
}

fn taken<T: Send>(pool: &ThreadPool, ask: impl FnOnce() -> T + Send) -> (Taken, T) {
    pool.install(|| {
        let (start, worked) = (Instant::now(), processor_seconds());
        let answer = ask();
        let taken = Taken {
            seconds: start.elapsed().as_secs_f64(),
            processor: processor_seconds() - worked,
        };
        (taken, answer)
    })
}

/// Makes the figure of several measurements: their median.
fn figure(pool: &ThreadPool, all: &[Taken]) -> Value {
    let one_core = pool.current_num_threads() == 1;
    let (seconds, processor): (Vec<_>, Vec<_>) = all
        .iter()
        .map(|taken| (taken.seconds, taken.processor))
        .unzip();
    let processor = median(processor);
    json!({
        "threads": pool.current_num_threads(),
        "seconds": if one_core && processor > 0.0 { processor } else { median(seconds.clone()) },
        "clock_seconds": median(seconds),
    })
}

fn one_pair(
    pair: &Pair,
    parameters: Parameters,
    pools: &[ThreadPool; 2],
    records: &mut Records,
) -> Result<()> {
    let candidates = candidates(pair);
    let mut add = |contender: &str, figure: Value, differs: usize| {
        let mut record = json!({
            "kind": "overlay", "pair": pair.name, "areas": pair.areas(), "vertices": pair.vertices(),
            "contender": contender, "rows": candidates.len(), "differs": differs,
        });
        if let (Value::Object(record), Value::Object(figure)) = (&mut record, figure) {
            record.extend(figure);
        }
        records.add(&record)
    };
    // The first answer of a process also pays for the memory pages that the process gets.
    let mut answer = cold(pair)?;
    for pool in pools {
        let mut all = Vec::new();
        for _ in 0..parameters.turns.min(5) {
            let (taken, again) = taken(pool, || cold(pair).map_err(|error| error.to_string()));
            all.push(taken);
            answer = again?;
        }
        add("coterm", figure(pool, &all), 0)?;
        let mut all = Vec::new();
        for _ in 0..parameters.turns {
            let arrangement = answer.ground.into_arrangement();
            let taken: (Taken, Answer) = taken(pool, || warm(arrangement, pair.areas()));
            all.push(taken.0);
            answer = taken.1;
        }
        add("coterm, topology at hand", figure(pool, &all), 0)?;
    }
    for (name, ask) in peers(pair) {
        for pool in pools {
            let (taken, areas) = taken(pool, || ask(&candidates));
            let differs = differing(&answer, &candidates, &areas);
            add(name, figure(pool, &[taken]), differs)?;
        }
    }
    Ok(())
}

fn growth(vertices: usize, pool: &ThreadPool, records: &mut Records) -> Result<()> {
    let pair = made_pair(vertices);
    let turns = if vertices > 1_000_000 { 1 } else { 3 };
    let mut all = [Vec::new(), Vec::new()];
    for _ in 0..turns {
        let (first, arrangement) =
            taken(pool, || arranged(&pair).map_err(|error| error.to_string()));
        let arrangement = arrangement?;
        let (second, _) = taken(pool, || warm(arrangement, pair.areas()));
        let both = Taken {
            seconds: first.seconds + second.seconds,
            processor: first.processor + second.processor,
        };
        all[0].push(both);
        all[1].push(second);
    }
    let [cold, warm] = all.map(|all| figure(pool, &all));
    let count: usize = pair.vertices().iter().sum();
    for (contender, figure) in [("coterm", cold), ("coterm, topology at hand", warm)] {
        let seconds = figure["seconds"].as_f64().unwrap_or(f64::NAN);
        records.add(&json!({
            "kind": "overlay growth", "vertices": count, "contender": contender, "seconds": seconds,
            "ns_per_vertex": coterm_benches::measure::per_point(seconds, count),
        }))?;
    }
    Ok(())
}
