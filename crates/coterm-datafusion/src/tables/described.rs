//! [`DescribedTable`]: a table that any process with the same data can make from a description.
//!
//! Plans that go to a cluster carry the description instead of the rows.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::plan_err;
use datafusion::datasource::TableType;
use datafusion::error::Result;
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::scalar::ScalarValue;
use serde::{Deserialize, Serialize};

use super::described_scan::{self, ScanDescription};
use crate::extension::Extension;

/// A table function and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TableDescription {
    /// Name of the function.
    pub function: String,
    /// Arguments, all literal strings.
    pub arguments: Vec<String>,
}

/// The rows of a table.
#[derive(Debug)]
pub struct TableRows {
    /// Schema of all batches.
    pub schema: SchemaRef,
    /// The rows, in order. Best in batches of 8,192, `DataFusion`'s batch size.
    pub batches: Vec<RecordBatch>,
}

/// A table function, for `FROM name('argument', …)`.
#[derive(Debug)]
pub struct DescribedFunction {
    name: String,
    extension: Arc<Extension>,
}

impl DescribedFunction {
    /// Makes the function of a name that the extension knows.
    pub fn new(name: &str, extension: Arc<Extension>) -> Self {
        let name = name.to_owned();
        Self { name, extension }
    }
}

impl TableFunctionImpl for DescribedFunction {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let literal = |argument: &Expr| match argument {
            Expr::Literal(
                ScalarValue::Utf8(Some(text))
                | ScalarValue::LargeUtf8(Some(text))
                | ScalarValue::Utf8View(Some(text)),
                _,
            ) => Ok(text.clone()),
            other => plan_err!("{} takes only quoted texts, not {other}", self.name),
        };
        let description = TableDescription {
            function: self.name.clone(),
            arguments: args.exprs().iter().map(literal).collect::<Result<_>>()?,
        };
        Ok(Arc::new(self.extension.table(description)?))
    }
}

/// A table that any process with the same data can make from its description.
#[derive(Debug, Clone)]
pub struct DescribedTable {
    description: TableDescription,
    rows: Arc<TableRows>,
}

impl DescribedTable {
    pub(crate) fn new(description: TableDescription, rows: Arc<TableRows>) -> Self {
        Self { description, rows }
    }

    /// The function and arguments that make the table.
    pub fn description(&self) -> &TableDescription {
        &self.description
    }

    /// The rows of the table.
    pub fn rows(&self) -> &Arc<TableRows> {
        &self.rows
    }
}

#[async_trait]
impl TableProvider for DescribedTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.rows.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let batches = self.rows.batches.len();
        let partitions = state.config().target_partitions().clamp(1, batches.max(1));
        let ranges = (0..partitions)
            .map(|i| vec![(batches * i / partitions, batches * (i + 1) / partitions)]);
        let scan = ScanDescription {
            projection: projection.cloned(),
            limit,
            partitions: ranges.collect(),
        };
        described_scan::scan(self.clone(), scan)
    }
}

/// Returns the table if a provider is one.
pub fn as_table(provider: &dyn TableProvider) -> Option<&DescribedTable> {
    (provider as &dyn Any).downcast_ref()
}
