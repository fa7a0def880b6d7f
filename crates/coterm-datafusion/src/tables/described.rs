//! [`DescribedTable`]: a table that any process with the same data can make from a description.
//!
//! Plans that go to a cluster carry the description instead of the rows.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{
    MemorySourceConfig, Session, TableFunctionArgs, TableFunctionImpl, TableProvider,
};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{plan_err, project_schema};
use datafusion::datasource::TableType;
use datafusion::datasource::source::DataSource;
use datafusion::error::Result;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{
    Boundedness, EmissionType, ReplaceChildrenOptions,
};
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties,
    SendableRecordBatchStream,
};
use datafusion::scalar::ScalarValue;
use serde::{Deserialize, Serialize};

use crate::extension::Extension;

/// A table function and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TableDescription {
    /// Name of the function.
    pub function: String,
    /// Its arguments, all literal strings.
    pub arguments: Vec<String>,
}

/// The rows of a table.
#[derive(Debug)]
pub struct TableRows {
    /// Schema of all batches.
    pub schema: SchemaRef,
    /// The rows, in order. Best in batches of 8,192, DataFusion's batch size.
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
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let scan = DescribedScan::new(self.clone(), projection.cloned(), limit)?;
        Ok(Arc::new(scan))
    }
}

/// The scan of a [`DescribedTable`], in one partition.
#[derive(Debug)]
pub struct DescribedScan {
    table: DescribedTable,
    projection: Option<Vec<usize>>,
    limit: Option<usize>,
    properties: Arc<PlanProperties>,
}

impl DescribedScan {
    /// Makes the scan of some columns, in the order of the indices, and of the first rows.
    ///
    /// # Errors
    ///
    /// Fails if the table has fewer columns.
    pub fn new(
        table: DescribedTable,
        projection: Option<Vec<usize>>,
        limit: Option<usize>,
    ) -> Result<Self> {
        let schema = project_schema(&table.rows.schema, projection.as_ref())?;
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Ok(Self {
            table,
            projection,
            limit,
            properties: Arc::new(properties),
        })
    }

    /// What is scanned.
    pub fn table(&self) -> &DescribedTable {
        &self.table
    }

    /// Indices of the columns that are read; all if `None`.
    pub fn projection(&self) -> Option<&[usize]> {
        self.projection.as_deref()
    }

    /// Number of rows after which the scan may end.
    pub fn limit(&self) -> Option<usize> {
        self.limit
    }
}

impl DisplayAs for DescribedScan {
    fn fmt_as(&self, _: DisplayFormatType, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "DescribedScan: {}",
            self.table.description.function
        )
    }
}

impl ExecutionPlan for DescribedScan {
    fn name(&self) -> &'static str {
        "DescribedScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn replace_children(
        self: Arc<Self>,
        _children: Vec<Arc<dyn ExecutionPlan>>,
        _options: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let rows = &self.table.rows;
        let source = MemorySourceConfig::try_new(
            std::slice::from_ref(&rows.batches),
            Arc::clone(&rows.schema),
            self.projection.clone(),
        )?;
        source.with_limit(self.limit).open(partition, context)
    }
}

/// Returns the scan if a plan's node is one.
pub fn as_scan(node: &dyn ExecutionPlan) -> Option<&DescribedScan> {
    (node as &dyn Any).downcast_ref()
}

/// Returns the table if a provider is one.
pub fn as_table(provider: &dyn TableProvider) -> Option<&DescribedTable> {
    (provider as &dyn Any).downcast_ref()
}
