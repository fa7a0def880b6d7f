//! Benchmark: what do the SQL functions add to the bare batch call?
//!
//! Points all over the default data, in random order and in batches of `DataFusion`'s size, on one
//! thread: `area_keys` alone, and a query that counts the codes that `area_at` or `area_at_lonlat`
//! gives, with all that planning and counting take. Fails if the query takes twice as long.

#![expect(clippy::print_stdout, reason = "the table is its output")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use coterm_arrow::{PlaceColumns, area_keys};
use coterm_core::space::GridPoint;
use coterm_datafusion::data::LoadedData;
use coterm_datafusion::extension::Extension;
use coterm_datafusion::session::{self, SessionOptions};
use coterm_io::DataLocation;
use datafusion::arrow::array::{ArrayRef, Float64Array, RecordBatch};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;

type Failure = Box<dyn std::error::Error>;

/// Rows of a batch.
const BATCH: usize = 8_192;
const BATCHES: usize = 244;
const TURNS: usize = 9;
/// Ratio of a query's time to that of the areas alone that it must stay under.
const MOST: f64 = 2.0;
/// Longitude and latitude around Lancashire and South Cumbria.
const CORNERS: [[f64; 2]; 2] = [[-3.6, 53.5], [-2.0, 54.7]];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let data = LoadedData::open(&DataLocation::built_in(coterm_data::data_file))?;
    let batches = points()?;
    let context = session::in_process(&Extension::new(&data), &SessionOptions::default())?;
    context
        .sql("SET datafusion.execution.target_partitions = 1")
        .await?;
    let table = MemTable::try_new(batches[0].schema(), vec![batches.clone()])?;
    context.register_table("points", Arc::new(table))?;
    println!("| layer | from | areas alone, ns a point | in a query, ns a point | ratio |");
    println!("|---|---|---:|---:|---:|");
    let mut most = 0.0_f64;
    for (family, layer) in [("lad", "lad-2023"), ("lsoa", "lsoa-2011")] {
        for (function, pair) in [
            ("area_at", ["easting", "northing"]),
            ("area_at_lonlat", ["lon", "lat"]),
        ] {
            let [bare, query] =
                compare(&data, &context, &batches, family, layer, function, pair).await?;
            most = most.max(query / bare);
            let from = pair.join(", ");
            println!(
                "| {layer} | {from} | {bare:.0} | {query:.0} | {:.2} |",
                query / bare
            );
        }
    }
    if most >= MOST {
        return Err(format!("a query takes {most:.2} times as long as the areas alone").into());
    }
    Ok(())
}

/// Nanoseconds a point of the bare call and of a query with the function, in alternate turns.
async fn compare(
    data: &LoadedData,
    context: &SessionContext,
    batches: &[RecordBatch],
    family: &str,
    layer: &str,
    function: &str,
    pair: [&str; 2],
) -> Result<[f64; 2], Failure> {
    let [x, y] = pair;
    let id = data
        .dataset()
        .catalogue()
        .position(layer)
        .ok_or("no such layer")?;
    let index = data.points_in(id)?;
    let query = format!("SELECT count({function}('{family}', {x}, {y}, '2023-06-01')) FROM points");
    let (mut bare, mut in_query) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let start = Instant::now();
        for batch in batches {
            let column = |name| batch.column_by_name(name).ok_or("no such column");
            let (x, y) = (column(x)?, column(y)?);
            let places = match function {
                "area_at" => PlaceColumns::grid(x, y)?,
                _ => PlaceColumns::lonlat(x, y)?,
            };
            black_box(area_keys(index, &places));
        }
        bare.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        black_box(context.sql(&query).await?.collect().await?);
        in_query.push(start.elapsed().as_secs_f64());
    }
    let points = to_float(BATCH * BATCHES);
    Ok([bare, in_query].map(|seconds| median(seconds) * 1e9 / points))
}

/// Points of a sequence that covers a rectangle evenly in no order that helps (Roberts 2018).
fn points() -> Result<Vec<RecordBatch>, Failure> {
    let mut batches = Vec::new();
    for batch in 0..BATCHES {
        let (mut degrees, mut grid) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for row in 0..BATCH {
            let number = to_float(batch * BATCH + row);
            let parts = [0.754_877_666_246_692_8, 0.569_840_290_998_053_2]
                .map(|step| (number * step).fract());
            let [lon, lat] = [0, 1]
                .map(|axis| CORNERS[0][axis] + parts[axis] * (CORNERS[1][axis] - CORNERS[0][axis]));
            let point: GridPoint = coterm_core::space::LonLat::new(lon, lat)?.to_grid()?;
            for (values, value) in degrees.iter_mut().zip([lon, lat]) {
                values.push(value);
            }
            for (values, value) in grid.iter_mut().zip([point.easting(), point.northing()]) {
                values.push(value);
            }
        }
        let [lon, lat] = degrees.map(|values| Arc::new(Float64Array::from(values)) as ArrayRef);
        let [easting, northing] =
            grid.map(|values| Arc::new(Float64Array::from(values)) as ArrayRef);
        let columns = [
            ("lon", lon),
            ("lat", lat),
            ("easting", easting),
            ("northing", northing),
        ];
        batches.push(RecordBatch::try_from_iter(columns)?);
    }
    Ok(batches)
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

#[expect(clippy::cast_precision_loss, reason = "some million points")]
fn to_float(count: usize) -> f64 {
    count as f64
}
