//! The executors of a cluster.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ballista_core::ConfigProducer;
use ballista_core::RuntimeProducer;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_executor::health::ExecutorHealth;

use super::client::configuration;
use super::codec::{LogicalCodec, PhysicalCodec};
use super::failure;
use super::registration::executor_id;
use super::session_state;
use crate::error::{Error, Result};
use crate::extension::Extension;
use crate::session::{SessionOptions, runtime};

/// Whom an executor works for, where it listens, and what it may use.
#[derive(Debug, Clone)]
pub struct ExecutorOptions {
    /// `host:port` of the scheduler.
    pub scheduler: String,
    /// Address to listen on.
    pub bind_host: IpAddr,
    /// Port for the results of tasks.
    pub port: u16,
    /// Port for tasks.
    pub task_port: u16,
    /// Name by which scheduler, clients and other executors reach this one; the address from which
    /// it asks the scheduler if `None`.
    pub external_host: Option<String>,
    /// Tasks that run at the same time; one for each core if `None`.
    pub tasks: Option<usize>,
    /// Folder for the results of tasks; a temporary one, which is removed in the end, if `None`.
    pub work_folder: Option<PathBuf>,
    /// Bytes that all tasks together may hold before they write to disk; 70% of what the machine
    /// or container has if `None`.
    pub memory: Option<u64>,
    /// Seconds between signs of life.
    pub heartbeat_seconds: u64,
}

impl Default for ExecutorOptions {
    fn default() -> Self {
        Self {
            scheduler: "127.0.0.1:50050".to_owned(),
            bind_host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 50051,
            task_port: 50052,
            external_host: None,
            tasks: None,
            work_folder: None,
            memory: None,
            heartbeat_seconds: 5,
        }
    }
}

/// Runs an executor until SIGTERM or ctrl-c, after which tasks that run may end. `ready` is called
/// when the scheduler has accepted it.
///
/// # Errors
///
/// Fails if a port is in use, or the scheduler does not answer or has other data.
pub async fn run(
    extension: &Arc<Extension>,
    options: &ExecutorOptions,
    ready: impl FnOnce(),
) -> Result<()> {
    let (folder, _removed_in_the_end) = work_folder(options)?;
    let config = process_config(extension, options, folder)?;
    let accepted = accepted(config.health.clone());
    let mut process = Box::pin(start_executor_process(Arc::new(config)));
    let ended = tokio::select! {
        ended = &mut process => ended,
        () = accepted => {
            ready();
            process.await
        }
    };
    ended.map_err(|error| failure::of_process(&error, &options.scheduler))
}

/// Waits until the scheduler has answered a first time.
async fn accepted(health: ExecutorHealth) {
    while !health.is_ready() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn process_config(
    extension: &Arc<Extension>,
    options: &ExecutorOptions,
    folder: String,
) -> Result<ExecutorProcessConfig> {
    let (host, port) = host_and_port(&options.scheduler)?;
    let session_options = SessionOptions {
        memory: None,
        spill_folder: Some(PathBuf::from(&folder)),
    };
    // Without a limit, because each task gets its share of the executor's.
    let runtime_producer: RuntimeProducer = Arc::new(move |_| runtime(&session_options));
    let state = session_state(extension, configuration(extension))?;
    let functions = BallistaFunctionRegistry::from(&state);
    let for_config = Arc::clone(extension);
    let config_producer: ConfigProducer = Arc::new(move || configuration(&for_config));
    let default = ExecutorProcessConfig::default();
    Ok(ExecutorProcessConfig {
        executor_id: executor_id(extension.fingerprint()),
        bind_host: options.bind_host.to_string(),
        external_host: options.external_host.clone(),
        port: options.port,
        grpc_port: options.task_port,
        scheduler_host: host.to_owned(),
        scheduler_port: port,
        vcores: options.tasks.unwrap_or(default.vcores),
        work_dir: Some(folder),
        executor_heartbeat_interval_seconds: options.heartbeat_seconds,
        memory_pool_size: options.memory,
        override_function_registry: Some(Arc::new(functions)),
        override_runtime_producer: Some(runtime_producer),
        override_config_producer: Some(config_producer),
        override_logical_codec: Some(Arc::new(LogicalCodec::new(Arc::clone(extension)))),
        override_physical_codec: Some(Arc::new(PhysicalCodec::new(Arc::clone(extension)))),
        ..default
    })
}

/// Returns the folder for the results of tasks, and what removes it if it is temporary.
fn work_folder(options: &ExecutorOptions) -> Result<(String, Option<tempfile::TempDir>)> {
    let (folder, temporary) = if let Some(folder) = &options.work_folder {
        let create = |error| Error::io(format!("cannot create {}", folder.display()), error);
        std::fs::create_dir_all(folder).map_err(create)?;
        (folder.clone(), None)
    } else {
        let temporary = tempfile::Builder::new()
            .prefix("coterm-executor-")
            .tempdir();
        let create = |error| Error::io("cannot create a temporary folder", error);
        let temporary = temporary.map_err(create)?;
        (temporary.path().to_owned(), Some(temporary))
    };
    let text = folder.to_str().map(ToOwned::to_owned);
    let text = text
        .ok_or_else(|| Error::Cluster(format!("the name of {} is not UTF-8", folder.display())))?;
    Ok((text, temporary))
}

/// Divides `host:port`.
fn host_and_port(address: &str) -> Result<(&str, u16)> {
    let divided = address.rsplit_once(':');
    divided
        .and_then(|(host, port)| Some((host, port.parse().ok()?)))
        .ok_or_else(|| Error::Cluster(format!("{address} is not of the form host:port")))
}
