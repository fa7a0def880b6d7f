//! The lookup as SQL functions of Apache `DataFusion`, in this process and on a Ballista cluster.
//!
//! - [`data`]: the dataset that all answers come from
//! - [`functions`], [`tables`]: the scalar functions, and the functions in `FROM`
//! - [`extension`]: both together, as sessions and codecs need them
//! - [`session`], [`stores`], [`query`]: sessions in this process, object stores by URL, and queries
//!   from their text to their rows
//! - [`cluster`]: scheduler, executors and clients of a Ballista cluster
//! - [`join`]: adds areas to the rows of Parquet files, piece by piece

pub mod cluster;
pub mod data;
pub mod error;
pub mod extension;
pub mod functions;
pub mod join;
pub mod query;
pub mod session;
pub mod stores;
pub mod tables;

pub use error::{Error, Result};
