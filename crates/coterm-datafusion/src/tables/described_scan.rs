//! Scans of [`DescribedTable`]s.
//!
//! A scan poses as one of files, each of which is a range of the table's batches, because Ballista
//! can only divide the partitions of file scans and of rows in memory between tasks. A leaf of any
//! other kind would be read once for each task under `UNION ALL`.

use std::sync::Arc;

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{internal_datafusion_err, project_schema};
use datafusion::datasource::listing::{FileRange, PartitionedFile};
use datafusion::datasource::physical_plan::{
    FileGroup, FileOpenFuture, FileOpener, FileScanConfig, FileScanConfigBuilder, FileSource,
};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::Result;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use futures_util::{FutureExt, StreamExt};
use object_store::ObjectStore;
use serde::{Deserialize, Serialize};

use super::described::DescribedTable;

/// The part of its table that a scan reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanDescription {
    /// Indices of the columns, in their order; all if `None`.
    pub projection: Option<Vec<usize>>,
    /// Number of rows after which the scan may end.
    pub limit: Option<usize>,
    /// Ranges of batches of each partition: the first one, and the one after the last.
    pub partitions: Vec<Vec<(usize, usize)>>,
}

/// Makes the scan of a table.
///
/// # Errors
///
/// Fails if the table has fewer columns than the scan.
pub fn scan(table: DescribedTable, scan: ScanDescription) -> Result<Arc<dyn ExecutionPlan>> {
    let schema = project_schema(&table.rows().schema, scan.projection.as_ref())?;
    let source = DescribedSource {
        table,
        projection: scan.projection,
        schema: TableSchema::from(&schema),
        metrics: ExecutionPlanMetricsSet::new(),
    };
    let file = |&(start, end): &(usize, usize)| {
        let (Ok(start), Ok(end)) = (i64::try_from(start), i64::try_from(end)) else {
            return Err(internal_datafusion_err!("a table has too many batches"));
        };
        Ok(PartitionedFile::new("described", 0).with_range(start, end))
    };
    let group = |ranges: &Vec<_>| -> Result<FileGroup> {
        let files = ranges.iter().map(file).collect::<Result<Vec<_>>>()?;
        Ok(FileGroup::new(files))
    };
    let groups = scan.partitions.iter().map(group).collect::<Result<_>>()?;
    // The store is asked for and not used.
    let scan = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), Arc::new(source))
        .with_file_groups(groups)
        .with_limit(scan.limit)
        .build();
    Ok(DataSourceExec::from_data_source(scan))
}

/// Returns what is scanned, and what of it, if a plan's node scans a described table.
pub fn as_scan(node: &dyn ExecutionPlan) -> Option<(&DescribedTable, ScanDescription)> {
    let source = node.downcast_ref::<DataSourceExec>()?.data_source();
    let config = source.downcast_ref::<FileScanConfig>()?;
    let source = config.file_source().downcast_ref::<DescribedSource>()?;
    let ranges = |group: &FileGroup| group.files().iter().filter_map(batches).collect();
    let scan = ScanDescription {
        projection: source.projection.clone(),
        limit: config.limit,
        partitions: config.file_groups.iter().map(ranges).collect(),
    };
    Some((&source.table, scan))
}

/// The batches that a file stands for.
fn batches(file: &PartitionedFile) -> Option<(usize, usize)> {
    let FileRange { start, end } = file.range.as_ref()?;
    Some((usize::try_from(*start).ok()?, usize::try_from(*end).ok()?))
}

/// A described table as `DataFusion` reads files.
#[derive(Debug, Clone)]
struct DescribedSource {
    table: DescribedTable,
    projection: Option<Vec<usize>>,
    /// Schema of the columns that are read.
    schema: TableSchema,
    metrics: ExecutionPlanMetricsSet,
}

impl FileSource for DescribedSource {
    fn create_file_opener(
        &self,
        _object_store: Arc<dyn ObjectStore>,
        _base_config: &FileScanConfig,
        _partition: usize,
    ) -> Result<Arc<dyn FileOpener>> {
        Ok(Arc::new(DescribedOpener {
            table: self.table.clone(),
            projection: self.projection.clone(),
        }))
    }

    fn table_schema(&self) -> &TableSchema {
        &self.schema
    }

    fn with_batch_size(&self, _batch_size: usize) -> Arc<dyn FileSource> {
        Arc::new(self.clone())
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &str {
        &self.table.description().function
    }

    fn supports_repartitioning(&self) -> bool {
        false
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }
}

struct DescribedOpener {
    table: DescribedTable,
    projection: Option<Vec<usize>>,
}

impl FileOpener for DescribedOpener {
    fn open(&self, file: PartitionedFile) -> Result<FileOpenFuture> {
        let missing = || internal_datafusion_err!("a scan reads batches that a table has not");
        let (start, end) = batches(&file).ok_or_else(missing)?;
        let rows = self.table.rows();
        let batches = rows.batches.get(start..end).ok_or_else(missing)?;
        let projected = batches.iter().map(|batch| match &self.projection {
            Some(columns) => Ok(batch.project(columns)?),
            None => Ok(batch.clone()),
        });
        let projected = futures_util::stream::iter(projected.collect::<Vec<_>>());
        Ok(async { Ok(projected.boxed()) }.boxed())
    }
}
