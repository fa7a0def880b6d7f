//! `scheduler` and `executor`: the processes of a cluster.

use std::io::Write;

use coterm_datafusion::cluster::executor::{self, ExecutorOptions};
use coterm_datafusion::cluster::scheduler::{self, SchedulerOptions};
use coterm_datafusion::{Error, Result};
use tokio::signal::unix::{SignalKind, signal};

use crate::args::{Executor, Global, Scheduler};
use crate::load;

/// Runs a scheduler until it is told to stop.
pub(crate) async fn scheduler(global: &Global, args: &Scheduler) -> Result<()> {
    let (extension, seconds) = load(global)?;
    let options = SchedulerOptions {
        bind_host: args.bind,
        port: args.port,
        external_host: args.external_host.clone(),
        executor_timeout_seconds: args.executor_timeout,
    };
    let ready = |address| {
        let fingerprint = extension.fingerprint();
        say(&format!(
            "scheduler ready at {address}, data {fingerprint} loaded in {seconds:.1} s"
        ));
    };
    scheduler::run(&extension, &options, ready, told_to_stop()?).await
}

/// Runs an executor until it is told to stop.
pub(crate) async fn executor(global: &Global, args: &Executor) -> Result<()> {
    let (extension, seconds) = load(global)?;
    let default = ExecutorOptions::default();
    let options = ExecutorOptions {
        scheduler: global.scheduler.clone().unwrap_or(default.scheduler),
        bind_host: args.bind,
        port: args.port,
        task_port: args.task_port.unwrap_or(args.port.saturating_add(1)),
        external_host: args.external_host.clone(),
        tasks: args.tasks,
        work_folder: args.work_dir.clone(),
        memory: global.memory.and_then(|bytes| u64::try_from(bytes.0).ok()),
        heartbeat_seconds: args.heartbeat,
    };
    let ready = || {
        let fingerprint = extension.fingerprint();
        let (host, port) = (options.bind_host, options.port);
        say(&format!(
            "executor ready at {host}:{port}, data {fingerprint} loaded in {seconds:.1} s"
        ));
    };
    executor::run(&extension, &options, ready).await
}

/// Ends when the process is told to stop by SIGTERM or ctrl-c.
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    let watch = |error| Error::io("cannot watch for signals", error);
    let mut terminate = signal(SignalKind::terminate()).map_err(watch)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(watch)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Prints a line at once. Nobody may be there to read it.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
