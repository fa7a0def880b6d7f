//! `coterm-sql`: SQL with coterm's functions, in this process or on a cluster.

mod args;
mod join;
mod processes;
mod query;
mod result_writer;
mod tables;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use coterm_datafusion::cluster::client;
use coterm_datafusion::data::LoadedData;
use coterm_datafusion::extension::Extension;
use coterm_datafusion::session::{self, SessionOptions};
use coterm_datafusion::{Error, Result};
use coterm_io::DataLocation;
use datafusion::prelude::SessionContext;

use args::{Args, Command, Global};

/// Exit code of all failures.
const FAILED: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    match run(args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(FAILED)
        }
    }
}

async fn run(args: Args) -> Result<()> {
    let global = args.global;
    match args.command {
        None => query::run(&global, &args.query).await,
        Some(Command::Join(join)) => join::run(&global, &join).await,
        Some(Command::Scheduler(scheduler)) => processes::scheduler(&global, &scheduler).await,
        Some(Command::Executor(executor)) => processes::executor(&global, &executor).await,
    }
}

/// The functions over the data that are chosen, and the seconds that loading took.
fn load(global: &Global) -> Result<(Arc<Extension>, f64)> {
    let began = Instant::now();
    let data = LoadedData::open(&DataLocation::chosen(
        global.data.as_deref(),
        coterm_data::data_file,
    ))?;
    Ok((Extension::new(&data), began.elapsed().as_secs_f64()))
}

/// Makes the session of this process or of the cluster.
async fn session(global: &Global, extension: &Arc<Extension>) -> Result<SessionContext> {
    if let Some(address) = &global.scheduler {
        return client::connect(address, extension).await;
    }
    let options = SessionOptions {
        memory: global.memory.map(|bytes| bytes.0),
        spill_folder: None,
    };
    Ok(session::in_process(extension, &options)?)
}

/// Puts failures of a cluster in plain words.
fn explain(global: &Global, error: Error) -> Error {
    match (error, &global.scheduler) {
        (Error::Query(error), Some(address)) => client::explain(error, address),
        (error, _) => error,
    }
}

/// Whether the reader of the output, such as `head`, has seen enough.
fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe)
}
