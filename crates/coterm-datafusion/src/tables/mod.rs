//! The contents of the table functions: `layers()`, `areas('lad-2023')`, `postcodes()` and
//! `compare('place-2022', 'utla-2023')`.

mod areas;
mod comparison;
mod layers;
mod postcodes;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::{Result, plan_err};

use crate::data::LoadedData;

/// Names of the table functions.
pub const TABLE_FUNCTIONS: [&str; 4] = ["layers", "areas", "postcodes", "compare"];

/// The schema of a table function's result.
///
/// # Errors
///
/// For a function that does not exist.
pub fn schema(function: &str) -> Result<SchemaRef> {
    match function {
        "layers" => Ok(layers::schema()),
        "areas" => Ok(areas::schema()),
        "postcodes" => Ok(postcodes::schema()),
        "compare" => Ok(comparison::schema()),
        other => plan_err!("there is no table function {other}"),
    }
}

/// Makes the result of a table function.
///
/// # Errors
///
/// For a function that does not exist, the wrong number of arguments, and a layer that the data does
/// not have.
pub fn table(data: &LoadedData, function: &str, arguments: &[String]) -> Result<RecordBatch> {
    match (function, arguments) {
        ("layers", []) => layers::table(data),
        ("areas", [layer]) => areas::table(data, layer),
        ("postcodes", []) => postcodes::table(data),
        ("compare", [a, b]) => comparison::table(data, [a, b]),
        ("layers" | "postcodes", _) => plan_err!("{function}() has no arguments"),
        ("areas", _) => plan_err!("areas needs a layer: areas('lad-2023')"),
        ("compare", _) => plan_err!("compare needs two layers: compare('place-2022', 'utla-2023')"),
        _ => plan_err!("there is no table function {function}"),
    }
}
