//! Adds areas to the rows of Parquet files, piece by piece.
//!
//! Input files are divided into pieces of consecutive row groups. Each piece is a job of its own,
//! in this process or on a cluster, which writes one output file with the rows in the order of the
//! input. A file appears at its name only when it is whole, so a join that was interrupted goes on
//! with the pieces whose files are missing.

mod input;
mod manifest;
mod options;
mod output;
pub mod piece_table;
mod query;
mod run;
mod tally;

pub use options::{Address, JoinOptions};
pub use run::{JoinProgress, Report, run};
