//! Benchmark: how long does an index take to build, and how much memory does it hold?
//!
//! Every contender builds on one core, and coterm also on all cores. This is a benchmark of its own
//! because the counting allocator makes every allocation slightly slower, which would affect the
//! lookups.

use std::time::Instant;

use coterm_benches::Result;
use coterm_benches::contender::{Build, CONTENDERS};
use coterm_benches::coverage::SMALL;
use coterm_benches::layers::{for_each, made};
use coterm_benches::measure::median;
use coterm_benches::parameters::Parameters;
use coterm_benches::record::Records;
use peak_alloc::PeakAlloc;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::json;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let mut records = Records::open()?;
    // The first build of a process also pays for the memory pages that the process gets.
    let _warm = CONTENDERS.map(|(_, build)| build(&made(SMALL, parameters).footprints));
    let one = ThreadPoolBuilder::new().num_threads(1).build()?;
    let all = ThreadPoolBuilder::new().build()?;
    for_each(parameters, |layer| {
        let builds: Vec<(&str, Build, &ThreadPool)> = CONTENDERS
            .into_iter()
            .map(|(name, build)| (name, build, &one))
            .chain([(CONTENDERS[0].0, CONTENDERS[0].1, &all)])
            .collect();
        let mut seconds = vec![Vec::new(); builds.len()];
        let mut bytes = vec![0; builds.len()];
        for _ in 0..parameters.turns.min(3) {
            for (position, (_, build, pool)) in builds.iter().enumerate() {
                let before = ALLOCATED.current_usage();
                let start = Instant::now();
                let built = pool.install(|| build(&layer.footprints));
                seconds[position].push(start.elapsed().as_secs_f64());
                bytes[position] = ALLOCATED.current_usage() - before;
                drop(built);
            }
        }
        for (((contender, _, pool), seconds), bytes) in builds.iter().zip(seconds).zip(bytes) {
            records.add(&json!({
                "kind": "construction", "layer": layer.name, "areas": layer.footprints.len(),
                "vertices": layer.vertices(), "contender": contender, "threads": pool.current_num_threads(),
                "seconds": median(seconds), "bytes": bytes,
            }))?;
        }
        Ok(())
    })
}
