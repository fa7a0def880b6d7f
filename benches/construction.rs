//! What does an index cost to build, and to hold?
//!
//! Apart from the lookups, for an allocator that counts makes every allocation
//! a little dearer.

use std::time::Instant;

use coterm_benches::Result;
use coterm_benches::contender::CONTENDERS;
use coterm_benches::coverage::SMALL;
use coterm_benches::knobs::Knobs;
use coterm_benches::layers::{for_each, made};
use coterm_benches::measure::median;
use coterm_benches::record::Records;
use peak_alloc::PeakAlloc;
use serde_json::json;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

fn main() -> Result<()> {
    let knobs = Knobs::from_env();
    let mut records = Records::open()?;
    // The first build of a process also pays for the pages that it is given.
    let _warm = CONTENDERS.map(|(_, build)| build(&made(SMALL, knobs).footprints));
    for_each(knobs, |layer| {
        let mut seconds = vec![Vec::new(); CONTENDERS.len()];
        let mut bytes = vec![0; CONTENDERS.len()];
        for _ in 0..knobs.turns.min(3) {
            for (position, (_, build)) in CONTENDERS.iter().enumerate() {
                let before = ALLOCATED.current_usage();
                let start = Instant::now();
                let built = build(&layer.footprints);
                seconds[position].push(start.elapsed().as_secs_f64());
                bytes[position] = ALLOCATED.current_usage() - before;
                drop(built);
            }
        }
        for (((contender, _), seconds), bytes) in CONTENDERS.iter().zip(seconds).zip(bytes) {
            records.add(&json!({
                "kind": "construction", "layer": layer.name, "areas": layer.footprints.len(),
                "vertices": layer.vertices(), "contender": contender, "seconds": median(seconds), "bytes": bytes,
            }))?;
        }
        Ok(())
    })
}
