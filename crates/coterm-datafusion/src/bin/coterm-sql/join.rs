//! `join`: adds areas to the rows of Parquet files.

use std::io::{IsTerminal, Write};
use std::thread::available_parallelism;

use coterm_datafusion::join::{self, Address, JoinOptions, JoinProgress, Report};
use coterm_datafusion::{Error, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::args::{AddressColumns, Global, Join};
use crate::{explain, load, session};

/// Runs a join and prints its tally.
pub(crate) async fn run(global: &Global, args: &Join) -> Result<()> {
    let (extension, _) = load(global)?;
    let context = session(global, &extension).await?;
    let options = JoinOptions {
        families: args.families.clone(),
        on: args.on.clone(),
        address: address(&args.address)?,
        rows_per_file: args.rows_per_file,
        overwrite: args.overwrite,
        jobs: args.jobs.unwrap_or_else(|| default_jobs(global)),
    };
    let paths = (args.input.as_str(), args.output.as_str());
    let explain = |error| explain(global, error);
    let bar = Bar::new();
    let report = join::run(&context, &extension, paths, &options, &bar, &explain).await;
    print(&report.map_err(explain)?, args.json).map_err(|error| Error::io("standard output", error))
}

/// Number of pieces at the same time: one for each core, and on a cluster twice as many, since its
/// scheduler does not tell how many tasks its executors run.
fn default_jobs(global: &Global) -> usize {
    let cores = available_parallelism().map_or(1, usize::from);
    match global.scheduler {
        Some(_) => 2 * cores,
        None => cores,
    }
}

fn address(columns: &AddressColumns) -> Result<Address> {
    let postcode = columns.postcode_column.clone().map(Address::Postcode);
    let lonlat = columns
        .lonlat_columns
        .clone()
        .map(|(lon, lat)| Address::Lonlat(lon, lat));
    let grid = columns
        .grid_columns
        .clone()
        .map(|(e, n)| Address::Grid(e, n));
    let named = postcode.or(lonlat).or(grid);
    named.ok_or_else(|| Error::Join("no columns are named that say where rows are".to_owned()))
}

/// Rows that are finished, on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} rows, {eta}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl JoinProgress for Bar {
    fn begin(&self, rows: u64) {
        self.0.set_length(rows);
        if std::io::stderr().is_terminal() {
            self.0.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn advance(&self, rows: u64) {
        self.0.inc(rows);
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn print(report: &Report, as_json: bool) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if as_json {
        let tally: serde_json::Map<_, _> = report
            .tally
            .iter()
            .map(|(status, rows)| (status.clone(), json!(rows)))
            .collect();
        let report = json!({
            "rows": report.rows,
            "files": report.files,
            "already_finished": report.already_finished,
            "by_status": tally,
        });
        return writeln!(out, "{report}");
    }
    writeln!(out, "{} rows in {} files", report.rows, report.files)?;
    if report.already_finished > 0 {
        writeln!(
            out,
            "{} files were finished before",
            report.already_finished
        )?;
    }
    for (status, rows) in &report.tally {
        writeln!(out, "{rows:>12}  {status}")?;
    }
    Ok(())
}
