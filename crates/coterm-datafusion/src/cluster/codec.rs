//! Codecs of the plans that go between client, scheduler and executors.
//!
//! The codecs add coterm's functions and tables to what Ballista's own codecs know. Functions and tables
//! go by name, with the fingerprint of the client's data, and a process with other data refuses
//! them.

use std::sync::Arc;

use ballista_core::serde::{BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::{TableReference, exec_err, internal_datafusion_err, plan_err};
use datafusion::datasource::file_format::FileFormatFactory;
use datafusion::error::Result;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{self, LogicalPlan, ScalarUDF};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::logical_plan::LogicalExtensionCodec;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};
use serde::{Deserialize, Serialize};

use crate::extension::Extension;
use crate::join::piece_table::{self, PieceDescription, PieceTable};
use crate::tables::described::{self, TableDescription};
use crate::tables::described_scan::{self, ScanDescription};

/// Begins the message about other data, by which it is found in messages of the cluster.
pub(super) const OTHER_DATA: &str = "this process has other data";

/// First byte of the nodes of physical plans: coterm's or Ballista's.
const OURS: u8 = 1;
const BALLISTAS: u8 = 0;

/// A table of coterm in a logical plan.
#[derive(Serialize, Deserialize)]
enum Table {
    Described {
        fingerprint: String,
        table: TableDescription,
    },
    Piece(PieceDescription),
}

/// A scan of a described table in a physical plan.
#[derive(Serialize, Deserialize)]
struct Scan {
    fingerprint: String,
    table: TableDescription,
    scan: ScanDescription,
}

/// Codec of logical plans.
#[derive(Debug)]
pub struct LogicalCodec {
    inner: BallistaLogicalExtensionCodec,
    extension: Arc<Extension>,
}

/// Codec of physical plans.
#[derive(Debug)]
pub struct PhysicalCodec {
    inner: BallistaPhysicalExtensionCodec,
    extension: Arc<Extension>,
}

impl LogicalCodec {
    /// Makes the codec of the functions and tables of an extension.
    pub fn new(extension: Arc<Extension>) -> Self {
        let inner = BallistaLogicalExtensionCodec::default();
        Self { inner, extension }
    }
}

impl PhysicalCodec {
    /// Makes the codec of the functions and tables of an extension.
    pub fn new(extension: Arc<Extension>) -> Self {
        let inner = BallistaPhysicalExtensionCodec::default();
        Self { inner, extension }
    }
}

impl LogicalExtensionCodec for LogicalCodec {
    fn try_decode(
        &self,
        buf: &[u8],
        inputs: &[LogicalPlan],
        ctx: &TaskContext,
    ) -> Result<logical_expr::Extension> {
        self.inner.try_decode(buf, inputs, ctx)
    }

    fn try_encode(&self, node: &logical_expr::Extension, buf: &mut Vec<u8>) -> Result<()> {
        self.inner.try_encode(node, buf)
    }

    fn try_decode_table_provider(
        &self,
        buf: &[u8],
        table_ref: &TableReference,
        schema: SchemaRef,
        ctx: &TaskContext,
    ) -> Result<Arc<dyn TableProvider>> {
        match serde_json::from_slice(buf) {
            Ok(Table::Described { fingerprint, table }) => {
                check_fingerprint(&self.extension, fingerprint.as_bytes())?;
                Ok(Arc::new(self.extension.table(table)?))
            }
            Ok(Table::Piece(piece)) => Ok(Arc::new(PieceTable::new(piece, schema))),
            Err(_) => self
                .inner
                .try_decode_table_provider(buf, table_ref, schema, ctx),
        }
    }

    fn try_encode_table_provider(
        &self,
        table_ref: &TableReference,
        node: Arc<dyn TableProvider>,
        buf: &mut Vec<u8>,
    ) -> Result<()> {
        if let Some(table) = described::as_table(node.as_ref()) {
            let fingerprint = self.extension.fingerprint().to_owned();
            let table = table.description().clone();
            encode(&Table::Described { fingerprint, table }, buf)
        } else if let Some(piece) = piece_table::as_piece(node.as_ref()) {
            encode(&Table::Piece(piece.description().clone()), buf)
        } else {
            self.inner.try_encode_table_provider(table_ref, node, buf)
        }
    }

    fn try_decode_file_format(
        &self,
        buf: &[u8],
        ctx: &TaskContext,
    ) -> Result<Arc<dyn FileFormatFactory>> {
        self.inner.try_decode_file_format(buf, ctx)
    }

    fn try_encode_file_format(
        &self,
        buf: &mut Vec<u8>,
        node: Arc<dyn FileFormatFactory>,
    ) -> Result<()> {
        self.inner.try_encode_file_format(buf, node)
    }

    fn try_decode_udf(&self, name: &str, buf: &[u8]) -> Result<Arc<ScalarUDF>> {
        decode_function(&self.extension, name, buf)
    }

    fn try_encode_udf(&self, node: &ScalarUDF, buf: &mut Vec<u8>) -> Result<()> {
        encode_function(&self.extension, node, buf);
        Ok(())
    }
}

impl PhysicalExtensionCodec for PhysicalCodec {
    fn try_decode(
        &self,
        buf: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        ctx: &TaskContext,
        proto_converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match buf.split_first() {
            Some((&OURS, scan)) => {
                let scan: Scan = serde_json::from_slice(scan)
                    .map_err(|error| internal_datafusion_err!("unreadable scan: {error}"))?;
                check_fingerprint(&self.extension, scan.fingerprint.as_bytes())?;
                let table = self.extension.table(scan.table)?;
                described_scan::scan(table, scan.scan)
            }
            Some((&BALLISTAS, node)) => self.inner.try_decode(node, inputs, ctx, proto_converter),
            _ => exec_err!("the plan comes from another version of coterm-sql"),
        }
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        buf: &mut Vec<u8>,
        proto_converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        if let Some((table, scan)) = described_scan::as_scan(node.as_ref()) {
            buf.push(OURS);
            let scan = Scan {
                fingerprint: self.extension.fingerprint().to_owned(),
                table: table.description().clone(),
                scan,
            };
            return encode(&scan, buf);
        }
        buf.push(BALLISTAS);
        // Into its own buffer, since a codec may rely on an empty one.
        let mut inner = Vec::new();
        self.inner.try_encode(node, &mut inner, proto_converter)?;
        buf.append(&mut inner);
        Ok(())
    }

    fn try_decode_udf(&self, name: &str, buf: &[u8]) -> Result<Arc<ScalarUDF>> {
        decode_function(&self.extension, name, buf)
    }

    fn try_encode_udf(&self, node: &ScalarUDF, buf: &mut Vec<u8>) -> Result<()> {
        encode_function(&self.extension, node, buf);
        Ok(())
    }
}

/// Writes the fingerprint of the data if the function is one of coterm's; others go by name only.
fn encode_function(extension: &Extension, function: &ScalarUDF, buf: &mut Vec<u8>) {
    if extension.scalar_function(function.name()).is_some() {
        buf.extend_from_slice(extension.fingerprint().as_bytes());
    }
}

fn decode_function(extension: &Extension, name: &str, buf: &[u8]) -> Result<Arc<ScalarUDF>> {
    let Some(function) = extension.scalar_function(name) else {
        return plan_err!("there is no function {name} in this version of coterm-sql");
    };
    // Without a fingerprint the plan was made by Ballista's codec, within a plan that has been
    // checked.
    if !buf.is_empty() {
        check_fingerprint(extension, buf)?;
    }
    Ok(Arc::clone(function))
}

fn check_fingerprint(extension: &Extension, client: &[u8]) -> Result<()> {
    let own = extension.fingerprint();
    if own.as_bytes() == client {
        return Ok(());
    }
    exec_err!("{}", other_data(own, &String::from_utf8_lossy(client)))
}

/// Returns the message about two parts of a cluster with different data.
pub(super) fn other_data(own: &str, others: &str) -> String {
    format!(
        "{OTHER_DATA} (fingerprint {own}) than the one that asks ({others}); give both the same \
         data folder"
    )
}

fn encode<T: Serialize>(value: &T, buf: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(buf, value)
        .map_err(|error| internal_datafusion_err!("a plan cannot be written: {error}"))
}
