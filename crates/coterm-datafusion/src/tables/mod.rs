//! Functions in `FROM`, and the rows that they return: `layers()`, `areas('lad-2023')`, `postcodes()`
//! and `compare('place-2022', 'utla-2023')`.

mod areas;
mod comparison;
pub mod described;
pub mod described_scan;
mod layers;
mod postcodes;

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::common::plan_err;
use datafusion::error::Result;

use crate::data::LoadedData;
use described::{TableDescription, TableRows};

/// Names of all table functions.
pub const NAMES: &[&str] = &["layers", "areas", "postcodes", "compare"];

/// Rows of a batch: `DataFusion`'s own batch size.
const ROWS: usize = 8_192;

/// Makes the rows of a table function.
///
/// # Errors
///
/// Fails for a function that does not exist, other arguments than it takes, and a layer that the data
/// does not have.
pub fn make(data: &Arc<LoadedData>, description: &TableDescription) -> Result<TableRows> {
    let arguments: Vec<&str> = description.arguments.iter().map(String::as_str).collect();
    let all = match (description.function.as_str(), &arguments[..]) {
        ("layers", []) => layers::table(data)?,
        ("areas", [layer]) => areas::table(data, layer)?,
        ("postcodes", []) => postcodes::table(data)?,
        ("compare", [a, b]) => comparison::table(data, [a, b])?,
        (function @ ("layers" | "postcodes"), _) => {
            return plan_err!("{function}() has no arguments");
        }
        ("areas", _) => return plan_err!("areas needs a layer: areas('lad-2023')"),
        ("compare", _) => {
            return plan_err!("compare needs two layers: compare('place-2022', 'utla-2023')");
        }
        (function, _) => return plan_err!("there is no table function {function}"),
    };
    let batches = (0..all.num_rows()).step_by(ROWS);
    let batches = batches.map(|first| all.slice(first, ROWS.min(all.num_rows() - first)));
    Ok(TableRows {
        schema: all.schema(),
        batches: batches.collect::<Vec<RecordBatch>>(),
    })
}
