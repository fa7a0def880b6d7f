//! Sessions that run queries on a cluster.

use std::sync::Arc;
use std::time::Duration;

use ballista::prelude::SessionContextExt;
use ballista_core::extension::SessionConfigExt;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::codec::{LogicalCodec, PhysicalCodec};
use crate::error::{Error, Result};
use crate::extension::Extension;
use crate::session::{SessionOptions, evaluated_once, runtime};

pub use super::failure::explain;

/// Limit for the scheduler's first answer.
const FIRST_ANSWER: Duration = Duration::from_secs(5);

/// Seconds between signs of life, by which a scheduler whose machine died is noticed.
const KEEP_ALIVE_SECONDS: usize = 10;

/// Makes a session whose queries run on the cluster of the scheduler at `host:port`.
///
/// # Errors
///
/// Fails within seconds if no scheduler answers or it has no executors.
pub async fn connect(address: &str, extension: &Arc<Extension>) -> Result<SessionContext> {
    check(address).await?;
    let config = configuration(extension);
    let state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(config)
        .with_runtime_env(runtime(&SessionOptions::default())?)
        .build();
    let url = format!("df://{address}");
    let context = SessionContext::remote_with_state(&url, state)
        .await?
        .enable_url_table();
    // Afterwards, because connecting replaces all functions by Ballista's.
    extension.register(&context);
    Ok(context)
}

/// Returns the configuration of sessions on a cluster, for all its processes.
pub(super) fn configuration(extension: &Arc<Extension>) -> SessionConfig {
    evaluated_once(SessionConfig::new_with_ballista())
        .with_ballista_logical_extension_codec(Arc::new(LogicalCodec::new(Arc::clone(extension))))
        .with_ballista_physical_extension_codec(Arc::new(PhysicalCodec::new(Arc::clone(extension))))
        // The adaptive planner reads sorted partitions of other executors without their
        // dictionaries, so that queries with ORDER BY over dictionary columns fail.
        .with_ballista_adaptive_query_planner(false)
        .set_usize(
            "ballista.client.grpc_http2_keepalive_interval_seconds",
            KEEP_ALIVE_SECONDS,
        )
}

/// Checks that a scheduler answers at an address and has executors.
async fn check(address: &str) -> Result<()> {
    let no_scheduler = |reason: String| Error::NoScheduler {
        address: address.to_owned(),
        reason,
    };
    let answer = timeout(FIRST_ANSWER, ask_whether_ready(address)).await;
    let answer = answer
        .map_err(|_| no_scheduler(format!("no answer in {} s", FIRST_ANSWER.as_secs())))?
        .map_err(|error| no_scheduler(error.to_string()))?;
    if answer.contains("not ready") {
        let address = address.to_owned();
        return Err(Error::NoExecutors { address });
    }
    if answer.contains("ready") {
        return Ok(());
    }
    Err(no_scheduler("another program answers there".to_owned()))
}

/// Asks Ballista's health check, by hand to save a crate for HTTP.
async fn ask_whether_ready(address: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    // Far more than the answer of a scheduler.
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
