//! A query and its rows.

use std::io::IsTerminal;

use coterm_datafusion::{Result, query};

use crate::args::{Format, Global, Query};
use crate::{explain, load, result_writer, session, tables};

/// Runs a query and writes its rows.
pub(crate) async fn run(global: &Global, args: &Query) -> Result<()> {
    let (extension, _) = load(global)?;
    let context = session(global, &extension).await?;
    for table in &args.tables {
        tables::register(&context, table).await?;
    }
    let sql = args.sql.as_deref().unwrap_or_default();
    let rows = async {
        let frame = query::plan(&context, sql).await?;
        let rows = query::rows(frame).await?;
        if let Some(file) = &args.output {
            return result_writer::to_file(rows, file).await;
        }
        let terminal = std::io::stdout().is_terminal();
        let default = if terminal { Format::Table } else { Format::Csv };
        result_writer::to_stdout(rows, args.format.unwrap_or(default)).await
    };
    rows.await.map_err(|error| explain(global, error))
}
