//! Queries from their text to their rows, in this process or on a cluster alike.

use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use datafusion::common::TableReference;
use datafusion::dataframe::DataFrame;
use datafusion::error::Result;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{CopyToSource, Statement};
use datafusion::sql::sqlparser::ast::{
    Ident, ObjectName, ObjectNamePart, VisitMut, visit_relations_mut,
};
use futures_util::StreamExt;

/// Plans a query.
///
/// Quoted paths and URLs in `FROM` become tables called `file_1`, `file_2` and so on, since names
/// with dots do not survive the way to a scheduler.
///
/// # Errors
///
/// Fails if the query cannot be understood or names what is not there.
pub async fn plan(context: &SessionContext, sql: &str) -> Result<DataFrame> {
    let state = context.state();
    let dialect = state.config().options().sql_parser.dialect;
    let mut statement = state.sql_to_statement(sql, &dialect)?;
    let mut files = Vec::new();
    name_files(&mut statement, &mut files);
    for (file, name) in files {
        let table = context.table_provider(TableReference::bare(file)).await?;
        context.register_table(TableReference::bare(name), table)?;
    }
    let plan = state.statement_to_plan(statement).await?;
    context.execute_logical_plan(plan).await
}

/// Runs a query, and returns its rows with the types that were planned.
///
/// Results come from executors without their dictionaries, which are made again here.
///
/// # Errors
///
/// Fails if the query fails before its first row. The stream may fail later.
pub async fn rows(frame: DataFrame) -> Result<SendableRecordBatchStream> {
    let rows = frame.execute_stream().await?;
    let schema = rows.schema();
    Ok(cast_rows(rows, schema))
}

/// Returns the same rows with dictionary columns, also those in structs, as plain ones.
pub fn without_dictionaries(rows: SendableRecordBatchStream) -> SendableRecordBatchStream {
    let schema = rows.schema();
    let fields: Fields = schema.fields().iter().map(|field| plain(field)).collect();
    let metadata = schema.metadata().clone();
    cast_rows(rows, Arc::new(Schema::new_with_metadata(fields, metadata)))
}

/// Returns a field whose type has no dictionaries.
fn plain(field: &Field) -> Field {
    let data_type = match field.data_type() {
        DataType::Dictionary(_, value) => value.as_ref().clone(),
        DataType::Struct(fields) => {
            DataType::Struct(fields.iter().map(|field| plain(field)).collect())
        }
        other => other.clone(),
    };
    field.clone().with_data_type(data_type)
}

fn cast_rows(rows: SendableRecordBatchStream, schema: SchemaRef) -> SendableRecordBatchStream {
    let of_batches = Arc::clone(&schema);
    let rows = rows.map(move |batch| with_types(&batch?, &of_batches));
    Box::pin(RecordBatchStreamAdapter::new(schema, rows))
}

/// Returns a batch with the types of a schema.
fn with_types(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    if batch.schema_ref() == schema {
        return Ok(batch.clone());
    }
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type()));
    let columns = columns.collect::<std::result::Result<Vec<_>, _>>()?;
    let options =
        datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(
        Arc::clone(schema),
        columns,
        &options,
    )?)
}

/// Names the files in a statement, and lists them with their names.
fn name_files(statement: &mut Statement, files: &mut Vec<(String, String)>) {
    match statement {
        Statement::Statement(statement) => name_in(statement.as_mut(), files),
        Statement::CopyTo(copy) => match &mut copy.source {
            CopyToSource::Query(query) => name_in(query.as_mut(), files),
            CopyToSource::Relation(_) => {}
        },
        Statement::Explain(explain) => name_files(&mut explain.statement, files),
        _ => {}
    }
}

fn name_in<V: VisitMut>(part: &mut V, files: &mut Vec<(String, String)>) {
    let _: ControlFlow<()> = visit_relations_mut(part, |relation: &mut ObjectName| {
        if let [ObjectNamePart::Identifier(path)] = relation.0.as_slice()
            && path.quote_style == Some('\'')
        {
            let known = files.iter().find(|(file, _)| *file == path.value);
            let name = known.map_or_else(
                || format!("file_{}", files.len() + 1),
                |(_, name)| name.clone(),
            );
            if known.is_none() {
                files.push((path.value.clone(), name.clone()));
            }
            *relation = ObjectName::from(Ident::new(name));
        }
        ControlFlow::Continue(())
    });
}
