//! Claims about tables that go to a cluster as descriptions, and about the types of their columns.

use std::sync::Arc;
use std::time::Duration;

use coterm_datafusion::cluster::codec::PhysicalCodec;
use coterm_datafusion::cluster::executor::ExecutorOptions;
use coterm_datafusion::cluster::scheduler::SchedulerOptions;
use coterm_datafusion::cluster::{client, executor as executor_process, scheduler};
use coterm_datafusion::extension::Extension;
use coterm_datafusion::query;
use coterm_datafusion::session::{self, SessionOptions};
use coterm_datafusion::tables::described::{TableDescription, TableRows};
use datafusion::arrow::array::{
    ArrayRef, DictionaryArray, Int64Array, RecordBatch, StringViewArray,
};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::exec_err;
use datafusion::physical_plan::collect;
use datafusion::prelude::SessionContext;
use datafusion_proto::bytes::{
    physical_plan_from_bytes_with_extension_codec, physical_plan_to_bytes_with_extension_codec,
};
use futures_util::TryStreamExt;
use tempfile::TempDir;

use crate::processes::free_port;

/// An extension whose only table is `numbers('<rows>')`, in batches of 1,000 rows.
fn numbers() -> Arc<Extension> {
    let make = |description: &TableDescription| {
        let [rows] = description.arguments.as_slice() else {
            return exec_err!("numbers takes one argument");
        };
        let rows: i64 = rows.parse().unwrap();
        let batches: Vec<_> = (0..rows / 1000).map(batch_of_numbers).collect();
        Ok(TableRows {
            schema: batches[0].schema(),
            batches,
        })
    };
    let names = vec!["numbers".to_owned()];
    Extension::with_functions("numbers".to_owned(), Vec::new(), names, Arc::new(make))
}

fn batch_of_numbers(number: i64) -> RecordBatch {
    let numbers = || number * 1000..(number + 1) * 1000;
    let texts = || numbers().map(|number| format!("a text of some length, {}", number % 7));
    let texts: Vec<_> = texts().collect();
    let dictionary: DictionaryArray<Int32Type> = texts.iter().map(String::as_str).collect();
    let columns: [(&str, ArrayRef); 3] = [
        ("n", Arc::new(Int64Array::from_iter_values(numbers()))),
        ("dictionary", Arc::new(dictionary)),
        (
            "viewed",
            Arc::new(StringViewArray::from_iter_values(&texts)),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

/// Rows of a query as a table.
async fn rows(context: &SessionContext, sql: &str) -> String {
    let plan = query::plan(context, sql).await.unwrap();
    let rows = query::rows(plan).await.unwrap();
    let batches: Vec<_> = rows.try_collect().await.expect(sql);
    pretty_format_batches(&batches).unwrap().to_string()
}

#[tokio::test]
async fn described_tables_survive_the_codec() {
    let extension = numbers();
    let context = session::in_process(&extension, &SessionOptions::default()).unwrap();
    let codec = PhysicalCodec::new(Arc::clone(&extension));
    for sql in [
        "SELECT viewed, n FROM numbers('20000') WHERE n > 19990",
        "SELECT n FROM numbers('3000') LIMIT 3",
    ] {
        let plan = query::plan(&context, sql).await.unwrap();
        let plan = plan.create_physical_plan().await.unwrap();
        let bytes = physical_plan_to_bytes_with_extension_codec(Arc::clone(&plan), &codec);
        let tasks = context.task_ctx();
        let decoded =
            physical_plan_from_bytes_with_extension_codec(&bytes.unwrap(), &tasks, &codec).unwrap();
        let rows = collect(decoded, Arc::clone(&tasks)).await.unwrap();
        let expected = collect(plan, tasks).await.unwrap();
        let text = |rows: &[RecordBatch]| pretty_format_batches(rows).unwrap().to_string();
        assert_eq!(text(&rows), text(&expected), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn described_tables_and_types_of_columns_survive_a_cluster() {
    let extension = numbers();
    let (port, executor_port, task_port) = (free_port(), free_port(), free_port());
    let options = SchedulerOptions {
        port,
        ..SchedulerOptions::default()
    };
    let of_scheduler = Arc::clone(&extension);
    let scheduler = tokio::spawn(async move {
        scheduler::run(&of_scheduler, &options, |_| (), std::future::pending()).await
    });
    let address = format!("127.0.0.1:{port}");
    while std::net::TcpStream::connect(&address).is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let options = ExecutorOptions {
        scheduler: address.clone(),
        port: executor_port,
        task_port,
        tasks: Some(3),
        ..ExecutorOptions::default()
    };
    let of_executor = Arc::clone(&extension);
    let (accepted, is_accepted) = tokio::sync::oneshot::channel();
    let executor = tokio::spawn(async move {
        executor_process::run(&of_executor, &options, || accepted.send(()).unwrap()).await
    });
    is_accepted.await.unwrap();

    let cluster = client::connect(&address, &extension).await.unwrap();
    let here = session::in_process(&extension, &SessionOptions::default()).unwrap();
    for sql in [
        "SELECT count(*), sum(n) FROM numbers('20000')",
        "SELECT count(*), sum(n) FROM (SELECT n FROM numbers('20000') \
         UNION ALL SELECT n FROM numbers('5000'))",
        "SELECT n FROM numbers('3000') ORDER BY n DESC LIMIT 3",
        "SELECT dictionary, viewed, count(*), arrow_typeof(dictionary), arrow_typeof(viewed) \
         FROM numbers('20000') GROUP BY 1, 2 ORDER BY 1",
        "SELECT count(*) FROM numbers('9000') a JOIN numbers('5000') b \
         ON a.n = b.n AND a.viewed = b.viewed",
    ] {
        assert_eq!(rows(&cluster, sql).await, rows(&here, sql).await, "{sql}");
    }

    let folder = TempDir::new().unwrap();
    let file = folder.path().join("written.parquet");
    let sql = "SELECT dictionary, viewed, min(n) AS n FROM numbers('20000') GROUP BY 1, 2";
    let copy = format!("COPY ({sql}) TO '{}' STORED AS PARQUET", file.display());
    rows(&cluster, &copy).await;
    let sql = format!(
        "SELECT *, arrow_typeof(dictionary) FROM '{}' ORDER BY n",
        file.display()
    );
    assert_eq!(
        rows(&here, &sql)
            .await
            .matches("Dictionary(Int32, Utf8)")
            .count(),
        7
    );
    executor.abort();
    scheduler.abort();
}
