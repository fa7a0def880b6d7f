//! Functions in `FROM`, and the rows that they return.

use std::sync::Arc;

use datafusion::common::plan_err;
use datafusion::error::Result;

use crate::data::LoadedData;
use described::{TableDescription, TableRows};

pub mod described;
pub mod described_scan;

/// Names of all table functions.
pub const NAMES: &[&str] = &[];

/// Makes the rows of a table function.
///
/// # Errors
///
/// Fails if there is no such function, or it takes other arguments.
pub fn make(_data: &Arc<LoadedData>, description: &TableDescription) -> Result<TableRows> {
    plan_err!("there is no table function {}", description.function)
}
