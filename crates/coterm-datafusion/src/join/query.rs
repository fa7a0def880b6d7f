//! The query of a piece.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::common::Column;
use datafusion::dataframe::{DataFrame, DataFrameWriteOptions};
use datafusion::functions::core::expr_fn::get_field;
use datafusion::logical_expr::{Expr, ident, lit};
use datafusion::prelude::SessionContext;

use super::input::Piece;
use super::options::JoinOptions;
use super::piece_table::PieceTable;
use crate::error::{Error, Result};
use crate::extension::Extension;

/// Name of the function that returns all added columns as a struct.
const ROW_FUNCTION: &str = "coterm_row";
/// Name of the struct within the query.
const ROW: &str = "__coterm_row";

/// Plans `SELECT *, <added columns>` of a piece.
pub(super) fn joined(
    context: &SessionContext,
    extension: &Extension,
    piece: &Piece,
    options: &JoinOptions,
) -> Result<DataFrame> {
    check_columns(piece, options)?;
    let function = extension.scalar_function(ROW_FUNCTION);
    let function = function.ok_or_else(|| {
        Error::Join(format!(
            "there is no function {ROW_FUNCTION} in this version of coterm-sql"
        ))
    })?;
    let mut arguments = vec![
        lit(options.families.as_str()),
        lit(options.on.as_str()),
        lit(options.address.kind()),
    ];
    arguments.extend(options.address.columns().into_iter().map(ident));

    let table = PieceTable::new(piece.description.clone(), Arc::clone(&piece.schema));
    let table = context.read_table(Arc::new(table))?;
    let own: Vec<Expr> = own_columns(&piece.schema);
    let mut with_row = own.clone();
    with_row.push(function.call(arguments).alias(ROW));
    let with_row = table.select(with_row)?;

    let added = added_columns(&with_row)?;
    if let Some(taken) = added
        .iter()
        .find(|name| piece.schema.index_of(name).is_ok())
    {
        let path = &piece.description.path;
        return Err(Error::Join(format!("{path} already has a column {taken}")));
    }
    let column = |name: String| get_field(ident(ROW), name.as_str()).alias(name);
    let all = own.into_iter().chain(added.into_iter().map(column));
    Ok(with_row.select(all.collect::<Vec<_>>())?)
}

/// Writes the rows of a piece to a Parquet file, and returns their number.
pub(super) async fn write(joined: DataFrame, url: &str) -> Result<u64> {
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    let counts = joined.write_parquet(url, options, None).await?;
    let count = counts.first().and_then(|batch| {
        use datafusion::arrow::array::AsArray;
        use datafusion::arrow::datatypes::UInt64Type;
        let column = batch.column(0).as_primitive_opt::<UInt64Type>()?;
        column.iter().flatten().next()
    });
    count.ok_or_else(|| Error::Join("no rows were counted in the output".to_owned()))
}

fn own_columns(schema: &Schema) -> Vec<Expr> {
    let column = |name: &String| Expr::Column(Column::from_name(name));
    schema
        .fields()
        .iter()
        .map(|field| column(field.name()))
        .collect()
}

/// Names of the fields of the struct.
fn added_columns(with_row: &DataFrame) -> Result<Vec<String>> {
    let field = with_row.schema().field_with_unqualified_name(ROW)?;
    match field.data_type() {
        DataType::Struct(fields) => Ok(fields.iter().map(|field| field.name().clone()).collect()),
        other => Err(Error::Join(format!(
            "{ROW_FUNCTION} returns {other}, not a struct"
        ))),
    }
}

fn check_columns(piece: &Piece, options: &JoinOptions) -> Result<()> {
    for name in options.address.columns() {
        if piece.schema.index_of(name).is_err() {
            let path = &piece.description.path;
            let fields = piece.schema.fields().iter();
            let has: Vec<_> = fields.map(|field| field.name().as_str()).collect();
            return Err(Error::Join(format!(
                "{path} has no column {name}: it has {}",
                has.join(", ")
            )));
        }
    }
    Ok(())
}
