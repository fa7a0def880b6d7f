//! Sessions: where queries are planned and, without a cluster, run.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::error::Result;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, UnboundedMemoryPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::extension::Extension;
use crate::stores::StoresByUrl;

/// Limits of a session in this process.
#[derive(Debug, Clone, Default)]
pub struct SessionOptions {
    /// Bytes that sorts, joins and groups may hold before they write to disk; half of the
    /// machine's memory if `None`.
    pub memory: Option<usize>,
    /// Folder of what is written to disk; the system's folder for temporary files if `None`.
    pub spill_folder: Option<PathBuf>,
}

/// Makes a session in this process with all functions, on all cores.
///
/// Quoted paths and URLs of Parquet, CSV, JSON and Arrow files work in `FROM`.
///
/// # Errors
///
/// Fails if the folder for what is written to disk cannot be used.
pub fn in_process(extension: &Arc<Extension>, options: &SessionOptions) -> Result<SessionContext> {
    let config = evaluated_once(SessionConfig::new().with_information_schema(true));
    let context = SessionContext::new_with_config_rt(config, runtime(options)?).enable_url_table();
    extension.register(&context);
    Ok(context)
}

/// Sets that what is evaluated once is not evaluated again for each field that is read of it.
///
/// `DataFusion` moves the reading of a field to the place where the structure is made. With a
/// function such as `coterm_row`, that makes the structure again for each field.
pub(crate) fn evaluated_once(config: SessionConfig) -> SessionConfig {
    config.set_bool(
        "datafusion.optimizer.enable_leaf_expression_pushdown",
        false,
    )
}

/// Makes the memory, disk and object stores of a session.
///
/// # Errors
///
/// Fails if the folder for what is written to disk cannot be used.
pub fn runtime(options: &SessionOptions) -> Result<Arc<RuntimeEnv>> {
    let mode = match &options.spill_folder {
        Some(folder) => DiskManagerMode::Directories(vec![folder.clone()]),
        None => DiskManagerMode::OsTmpDirectory,
    };
    let disk = DiskManagerBuilder::default().with_mode(mode);
    let builder = RuntimeEnvBuilder::new()
        .with_disk_manager_builder(disk)
        .with_object_store_registry(Arc::new(StoresByUrl::default()));
    match options.memory.or_else(half_of_memory) {
        Some(bytes) => builder.with_memory_pool(Arc::new(FairSpillPool::new(bytes))),
        None => builder.with_memory_pool(Arc::new(UnboundedMemoryPool::default())),
    }
    .build_arc()
}

/// Returns half of the machine's memory in bytes; `None` where the system does not tell.
fn half_of_memory() -> Option<usize> {
    let table = std::fs::read_to_string("/proc/meminfo").ok()?;
    let total = table
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: usize = total.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024 / 2)
}
