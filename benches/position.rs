//! Benchmark: what does conversion between degrees and EPSG:27700 cost, including OSTN15?
//!
//! Compared, on the points of the lookups, with the crate that Rust programs use for it. The bench
//! of lookups measures what degrees add to a lookup.

use std::hint::black_box;
use std::time::Instant;

use coterm_benches::coverage::SMALL;
use coterm_benches::layers::made;
use coterm_benches::measure::{median, per_point};
use coterm_benches::parameters::{Parameters, wants};
use coterm_benches::record::Records;
use coterm_benches::{Result, points};
use coterm_core::space::{GridPoint, LonLat};
use serde_json::json;

/// Direction of the conversion, name of the contender, and the function that converts a batch.
type Entry<'a> = (&'static str, &'static str, Box<dyn Fn() + 'a>);

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    if !wants("made-350") {
        return Ok(());
    }
    let layer = made(SMALL, parameters).footprints;
    let grid = points::scattered(&layer, parameters.points, 1);
    let degrees: Vec<LonLat> = grid
        .iter()
        .filter_map(|point| point.to_lonlat().ok())
        .collect();
    let contenders: [Entry<'_>; 4] = [
        ("to the grid", "coterm", each(&degrees, LonLat::to_grid)),
        (
            "to the grid",
            "lonlat_bng",
            each(&degrees, |at| {
                lonlat_bng::convert_osgb36(at.lon(), at.lat())
            }),
        ),
        ("to degrees", "coterm", each(&grid, GridPoint::to_lonlat)),
        (
            "to degrees",
            "lonlat_bng",
            each(&grid, |at| {
                lonlat_bng::convert_osgb36_to_ll(at.easting(), at.northing())
            }),
        ),
    ];
    let mut seconds = vec![Vec::new(); contenders.len()];
    for (_, _, batch) in &contenders {
        batch();
    }
    for _ in 0..parameters.turns {
        for ((_, _, batch), seconds) in contenders.iter().zip(&mut seconds) {
            let start = Instant::now();
            batch();
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    let mut records = Records::open()?;
    for ((way, contender, _), seconds) in contenders.iter().zip(seconds) {
        records.add(&json!({
            "kind": "position", "way": way, "contender": contender, "points": degrees.len(),
            "ns_per_point": per_point(median(seconds), degrees.len()),
        }))?;
    }
    Ok(())
}

/// Makes a function that converts every place of a batch and discards the answers.
fn each<'a, Place: Copy, Found>(
    places: &'a [Place],
    convert: impl Fn(Place) -> Found + 'a,
) -> Box<dyn Fn() + 'a> {
    Box::new(move || {
        for &place in places {
            black_box(convert(place));
        }
    })
}
