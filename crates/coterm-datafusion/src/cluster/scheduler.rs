//! The scheduler of a cluster.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ballista_core::ConfigProducer;
use ballista_scheduler::SessionBuilder;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service_with_listener};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tokio::net::TcpListener;

use super::client::configuration;
use super::codec::{LogicalCodec, PhysicalCodec};
use super::registration::SameData;
use super::session_state;
use crate::error::{Error, Result};
use crate::extension::Extension;

/// Where a scheduler listens, and when it takes an executor for dead.
#[derive(Debug, Clone)]
pub struct SchedulerOptions {
    /// Address to listen on.
    pub bind_host: IpAddr,
    /// Port to listen on; any free one if 0.
    pub port: u16,
    /// Name by which executors reach the scheduler; `bind_host` if `None`.
    pub external_host: Option<String>,
    /// Seconds without a sign of life after which an executor's tasks go to others.
    pub executor_timeout_seconds: u64,
}

impl Default for SchedulerOptions {
    fn default() -> Self {
        Self {
            bind_host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 50050,
            external_host: None,
            executor_timeout_seconds: 30,
        }
    }
}

/// Runs a scheduler until the future `stop` ends. `ready` is called when it listens.
///
/// The scheduler keeps everything in memory: what runs when it stops is lost, and clients are told so.
///
/// # Errors
///
/// Fails if the port is in use.
pub async fn run(
    extension: &Arc<Extension>,
    options: &SchedulerOptions,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let address = SocketAddr::new(options.bind_host, options.port);
    let listen = |error| Error::io(format!("cannot listen on {address}"), error);
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;

    let config = Arc::new(scheduler_config(extension, options, address));
    let cluster = cluster(extension, &config);
    let scheduler = create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, config);
    let scheduler = scheduler
        .await
        .map_err(|error| Error::Cluster(error.to_string()))?;
    ready(address);
    tokio::select! {
        ended = start_grpc_service_with_listener(listener, scheduler) => {
            ended.map_err(|error| Error::Cluster(error.to_string()))
        }
        () = stop => Ok(()),
    }
}

fn scheduler_config(
    extension: &Arc<Extension>,
    options: &SchedulerOptions,
    address: SocketAddr,
) -> SchedulerConfig {
    let timeout = options.executor_timeout_seconds;
    let host = options.external_host.clone();
    let mut config = SchedulerConfig::default()
        .with_override_config_producer(config_producer(extension))
        .with_override_session_builder(session_builder(extension));
    config.bind_host = address.ip().to_string();
    config.bind_port = address.port();
    config.external_host = host.unwrap_or_else(|| address.ip().to_string());
    config.override_logical_codec = Some(Arc::new(LogicalCodec::new(Arc::clone(extension))));
    config.override_physical_codec = Some(Arc::new(PhysicalCodec::new(Arc::clone(extension))));
    // Otherwise the first executor gets all tasks of a small query.
    config.task_distribution = TaskDistributionPolicy::RoundRobin;
    config.executor_timeout_seconds = timeout;
    config.expire_dead_executor_interval_seconds = (timeout / 4).clamp(1, 15);
    config.no_executors_grace_period_seconds = timeout;
    config
}

/// Makes the cluster in memory, into which only executors with the same data come.
fn cluster(extension: &Arc<Extension>, config: &SchedulerConfig) -> BallistaCluster {
    let memory = BallistaCluster::new_memory(
        config.scheduler_endpoint(),
        session_builder(extension),
        config_producer(extension),
    );
    let same_data = SameData {
        fingerprint: extension.fingerprint().to_owned(),
        inner: memory.cluster_state(),
    };
    BallistaCluster::new(Arc::new(same_data), memory.job_state())
}

fn config_producer(extension: &Arc<Extension>) -> ConfigProducer {
    let extension = Arc::clone(extension);
    Arc::new(move || configuration(&extension))
}

/// Returns what makes the sessions in which the scheduler plans queries.
fn session_builder(extension: &Arc<Extension>) -> SessionBuilder {
    let extension = Arc::clone(extension);
    Arc::new(move |config| session_state(&extension, config))
}
