//! A join from its input to its tally.

use std::sync::Arc;
use std::time::Duration;

use datafusion::dataframe::DataFrame;
use datafusion::prelude::SessionContext;
use futures_util::{StreamExt, TryStreamExt};

use super::input::{self, Piece};
use super::manifest::Manifest;
use super::options::JoinOptions;
use super::output::Output;
use super::{query, tally};
use crate::error::{Error, Result};
use crate::extension::Extension;

/// Times that a piece is tried.
const TRIES: usize = 3;
/// Wait before the next try, in which executors that died are noticed.
const BEFORE_NEXT_TRY: Duration = Duration::from_secs(1);

/// Receiver of what a join tells while it works.
pub trait JoinProgress: Sync {
    /// Begins, with the number of rows in all.
    fn begin(&self, rows: u64);
    /// Adds rows that are finished, or were before.
    fn advance(&self, rows: u64);
    /// Ends, be it finished or not.
    fn end(&self);
}

/// Report on what a join has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Rows in all output files.
    pub rows: u64,
    /// Output files.
    pub files: usize,
    /// Output files that an earlier run had finished.
    pub already_finished: usize,
    /// Number of rows of each status, most frequent first.
    pub tally: Vec<(String, u64)>,
}

/// Joins the rows of Parquet files with areas. `explain` names the cause of a failure.
///
/// # Errors
///
/// Fails if input, output or options cannot be used, and if a piece failed three times; the same
/// call then goes on with the pieces that are missing.
pub async fn run(
    context: &SessionContext,
    extension: &Arc<Extension>,
    (input, output): (&str, &str),
    options: &JoinOptions,
    progress: &dyn JoinProgress,
    explain: &(dyn Fn(Error) -> Error + Sync),
) -> Result<Report> {
    let found = input::find(context, input, options.rows_per_file).await?;
    let writing = piece_context(context);
    // Plans all, so that options which do not fit any file are told before anything is written.
    let plan = |piece: &Piece| query::joined(&writing, extension, piece, options);
    let plans = found.pieces.iter().map(plan).collect::<Result<Vec<_>>>()?;

    let manifest = Manifest::new(extension.fingerprint(), options, &found);
    let mut output = Output::new(context, output)?;
    let whole = output.begin(&manifest, options.overwrite).await?;
    let rows = found.pieces.iter().map(|piece| piece.rows).sum();
    let mut report = Report {
        rows,
        files: found.pieces.len(),
        already_finished: found.pieces.len(),
        tally: Vec::new(),
    };
    if whole {
        output.moved_to_whole(context)?;
    } else {
        progress.begin(rows);
        let planned = found.pieces.iter().zip(plans).collect();
        let written = write_missing(planned, &output, options.jobs, progress, explain).await;
        progress.end();
        report.already_finished = written?;
        output.finish(context).await?;
    }
    report.tally = tally::tally(context, &output).await.map_err(explain)?;
    Ok(report)
}

/// Makes the session of pieces, which are one partition each so that their rows keep their order.
fn piece_context(context: &SessionContext) -> SessionContext {
    let mut state = context.state();
    let options = state.config_mut().options_mut();
    options.execution.target_partitions = 1;
    options.optimizer.repartition_file_scans = false;
    options.execution.parquet.schema_force_view_types = false;
    SessionContext::new_with_state(state)
}

/// Writes the pieces that are missing, some at the same time, and returns how many were not.
async fn write_missing(
    pieces: Vec<(&Piece, DataFrame)>,
    output: &Output,
    jobs: usize,
    progress: &dyn JoinProgress,
    explain: &(dyn Fn(Error) -> Error + Sync),
) -> Result<usize> {
    let total = pieces.len();
    let mut missing = Vec::new();
    for (piece, plan) in pieces {
        match output.rows(&piece.output).await? {
            Some(rows) if rows == piece.rows => progress.advance(rows),
            _ => missing.push((piece, plan)),
        }
    }
    let already_finished = total - missing.len();
    let mut finished = already_finished;
    let jobs = jobs.max(1);
    let mut working = futures_util::stream::iter(missing)
        .map(|(piece, plan)| async move {
            // Tasks of their own, so that pieces in this process use all cores.
            let url = output.file_url(&piece.output);
            let rows = piece.rows;
            let written = tokio::spawn(write_piece(plan, url, rows)).await;
            written
                .map_err(|error| Error::Join(error.to_string()))?
                .map(|()| rows)
        })
        .buffer_unordered(jobs);
    loop {
        match working.try_next().await {
            Ok(Some(rows)) => {
                finished += 1;
                progress.advance(rows);
            }
            Ok(None) => return Ok(already_finished),
            Err(error) => {
                let cause = Box::new(explain(error));
                return Err(Error::Unfinished {
                    finished,
                    total,
                    cause,
                });
            }
        }
    }
}

/// Writes a piece, if need be in several tries.
async fn write_piece(plan: DataFrame, url: String, rows: u64) -> Result<()> {
    let mut tried = 1;
    loop {
        let written = match query::write(plan.clone(), &url).await {
            Ok(written) if written == rows => return Ok(()),
            Ok(written) => Err(Error::Join(format!(
                "{written} rows were written to {url} instead of {rows}"
            ))),
            Err(error) => Err(error),
        };
        if tried == TRIES {
            return written;
        }
        tried += 1;
        tokio::time::sleep(BEFORE_NEXT_TRY).await;
    }
}
