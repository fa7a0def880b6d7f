//! Benchmark: what does a vector tile cost at zooms 6, 9 and 12, and what does it cost to divide
//! the ground and to prepare a zoom before that?
//!
//! Each tile has areas, lines and labels, is not compressed, and is made from the layer anew each
//! time: nothing is cached. Everything runs on one core, however many there are. A tile's time is
//! the median of several turns, so that the slowest tiles are slow themselves and not delayed by
//! the machine. `peers/tiles.py` requests the same tiles from other software.

use std::hint::black_box;
use std::time::Instant;

use coterm_benches::Result;
use coterm_benches::measure::median;
use coterm_benches::parameters::{Parameters, wants};
use coterm_benches::record::Records;
use coterm_benches::tiles::{ZOOMS, compared, filled, layer};
use coterm_tiles::{TileCoord, TileSet};
use serde_json::json;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let layer = layer(parameters)?;
    if !wants(layer.id()) {
        return Ok(());
    }
    let mut records = Records::open()?;
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let start = Instant::now();
    let tiles = one_core.install(|| TileSet::new(std::slice::from_ref(&layer)))?;
    let divided = start.elapsed().as_secs_f64();
    for zoom in ZOOMS {
        let start = Instant::now();
        one_core.install(|| tiles.prepare(zoom))?;
        let prepared = start.elapsed().as_secs_f64();
        let all = filled(&tiles, layer.id(), zoom)?;
        let mut made = Vec::new();
        for &coord in &all {
            made.push(Made::of(&tiles, coord, layer.id(), parameters.turns)?);
        }
        let those: Vec<_> = compared(&all).collect();
        let compared = made.iter().filter(|made| those.contains(&made.coord));
        let compared: Vec<f64> = compared.map(|made| made.us).collect();
        made.sort_by(|a, b| a.us.total_cmp(&b.us));
        let at = |hundredths: usize| {
            made.get((made.len() * hundredths / 100).min(made.len().saturating_sub(1)))
        };
        let [Some(middle), Some(last), Some(slowest)] = [50, 99, 100].map(at) else {
            return Err("there are no tiles".into());
        };
        records.add(&json!({
            "kind": "tile", "layer": layer.id(), "zoom": zoom, "contender": "coterm",
            "tiles": compared.len(), "turns": parameters.turns, "p50_us": median(compared),
            "all_tiles": made.len(), "all_p50_us": middle.us, "all_p99_us": last.us,
            "slowest": slowest.coord.to_string(), "slowest_us": slowest.us, "slowest_bytes": slowest.bytes,
            "divided_s": divided, "prepared_s": prepared,
        }))?;
    }
    Ok(())
}

/// A tile with the microseconds that it took and its size.
struct Made {
    coord: TileCoord,
    us: f64,
    bytes: usize,
}

impl Made {
    fn of(tiles: &TileSet, coord: TileCoord, layer: &str, turns: usize) -> Result<Self> {
        let (mut us, mut bytes) = (Vec::new(), 0);
        for _ in 0..turns {
            let start = Instant::now();
            let tile = black_box(tiles.tile(black_box(coord), &[layer])?);
            us.push(start.elapsed().as_secs_f64() * 1e6);
            bytes = tile.map_or(0, |tile| tile.len());
        }
        let us = median(us);
        Ok(Self { coord, us, bytes })
    }
}
