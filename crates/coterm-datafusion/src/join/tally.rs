//! Number of rows of each status in an output.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{ident, lit};
use datafusion::prelude::{ParquetReadOptions, SessionContext};

use super::output::Output;
use crate::error::{Error, Result};

/// The column by which rows are counted.
const STATUS: &str = "coterm_status";

/// Counts the rows of each status, most frequent first.
pub(super) async fn tally(context: &SessionContext, output: &Output) -> Result<Vec<(String, u64)>> {
    let rows = context
        .read_parquet(output.url().as_str(), ParquetReadOptions::default())
        .await?;
    let counted = rows.aggregate(vec![ident(STATUS)], vec![count(lit(1)).alias("rows")])?;
    let mut tally = Vec::new();
    for batch in counted.collect().await? {
        let statuses = cast(batch.column(0), &DataType::Utf8).map_err(|error| wrong(&error))?;
        let counts = cast(batch.column(1), &DataType::Int64).map_err(|error| wrong(&error))?;
        let statuses = statuses.as_string::<i32>().iter();
        for (status, count) in statuses.zip(counts.as_primitive::<Int64Type>()) {
            let count = u64::try_from(count.unwrap_or_default()).unwrap_or_default();
            tally.push((status.unwrap_or("").to_owned(), count));
        }
    }
    tally.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(tally)
}

fn wrong(error: &datafusion::arrow::error::ArrowError) -> Error {
    Error::Join(format!("{STATUS} cannot be counted: {error}"))
}
