//! [`PieceTable`]: consecutive row groups of a Parquet file as a table.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use object_store::path::Path;
use serde::{Deserialize, Serialize};

/// Where a piece is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceDescription {
    /// URL of the object store, such as `file:///` or `s3://bucket/`.
    pub store: String,
    /// Path of the file in the store.
    pub path: String,
    /// Bytes of the whole file.
    pub size: u64,
    /// First byte of the first row group.
    pub start: i64,
    /// First byte of the row group after the last one.
    pub end: i64,
}

/// Consecutive row groups of a Parquet file as a table with one partition, rows in the file's order.
#[derive(Debug)]
pub struct PieceTable {
    description: PieceDescription,
    schema: SchemaRef,
}

impl PieceTable {
    /// Makes the table of a file with a schema.
    pub fn new(description: PieceDescription, schema: SchemaRef) -> Self {
        Self {
            description,
            schema,
        }
    }

    /// Where the piece is.
    pub fn description(&self) -> &PieceDescription {
        &self.description
    }
}

#[async_trait]
impl TableProvider for PieceTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
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
        let PieceDescription {
            store,
            path,
            size,
            start,
            end,
        } = &self.description;
        let mut file = PartitionedFile::new(path.as_str(), *size).with_range(*start, *end);
        // The path is escaped already; escaping it again would name another file.
        file.object_meta.location = Path::parse(path).map_err(|error| store_error(error.into()))?;
        let source = Arc::new(ParquetSource::new(Arc::clone(&self.schema)));
        let scan = FileScanConfigBuilder::new(ObjectStoreUrl::parse(store)?, source)
            .with_file(file)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .with_preserve_order(true)
            .build();
        Ok(DataSourceExec::from_data_source(scan) as Arc<dyn ExecutionPlan>)
    }
}

/// Returns the piece if a provider is one.
pub fn as_piece(provider: &dyn TableProvider) -> Option<&PieceTable> {
    (provider as &dyn Any).downcast_ref()
}

/// Makes an error of an object store's.
pub(super) fn store_error(error: object_store::Error) -> DataFusionError {
    DataFusionError::from(error)
}
