//! Real processes of a cluster on this machine: queries, and what happens when a process dies.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by them"
)]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use coterm_datafusion::cluster::codec::PhysicalCodec;
use coterm_datafusion::cluster::executor::ExecutorOptions;
use coterm_datafusion::cluster::scheduler::SchedulerOptions;
use coterm_datafusion::cluster::{client, executor as executor_process, scheduler};
use coterm_datafusion::extension::Extension;
use coterm_datafusion::query;
use coterm_datafusion::session::{self, SessionOptions};
use coterm_datafusion::tables::described::{TableDescription, TableRows};
use datafusion::arrow::array::{
    ArrayRef, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringViewArray,
};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::exec_err;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::physical_plan::collect;
use datafusion::prelude::SessionContext;
use datafusion_proto::bytes::{
    physical_plan_from_bytes_with_extension_codec, physical_plan_to_bytes_with_extension_codec,
};
use futures_util::TryStreamExt;
use tempfile::TempDir;

/// Seconds in which any command of these tests must end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that is killed in the end, whatever happens.
struct Process {
    child: Child,
    /// The line by which it said that it is ready.
    ready: String,
}

impl Process {
    /// Starts a process and waits for its first line.
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut ready)
            .unwrap();
        if ready.is_empty() {
            let output = child.wait_with_output().unwrap();
            panic!(
                "{arguments:?} ended: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Self { child, ready }
    }

    /// Kills the process at once, as if its machine lost power.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process to stop, and returns whether it did so well.
    fn stop(&mut self) -> bool {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        wait(&mut self.child).success()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A scheduler and some executors.
struct Cluster {
    executors: Vec<Process>,
    scheduler: Process,
    address: String,
}

impl Cluster {
    fn start(executors: usize) -> Self {
        let scheduler = Process::start(&["scheduler", "--port", "0", "--executor-timeout", "4"]);
        let address = scheduler.ready.split(' ').nth(3).unwrap();
        let address = address.trim_end_matches(',').to_owned();
        let mut cluster = Self {
            executors: Vec::new(),
            scheduler,
            address,
        };
        for _ in 0..executors {
            let arguments = executor(&cluster.address);
            let executor =
                Process::start(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            cluster.executors.push(executor);
        }
        cluster
    }

    fn query(&self, sql: &str) -> Command {
        let mut command = command(&[sql, "--format", "csv"]);
        command.args(["--scheduler", &self.address]);
        command
    }
}

/// Arguments of an executor on free ports.
fn executor(scheduler: &str) -> Vec<String> {
    let (port, task_port) = (free_port().to_string(), free_port().to_string());
    let arguments = [
        "executor",
        "--scheduler",
        scheduler,
        "--port",
        &port,
        "--task-port",
        &task_port,
        "--tasks",
        "2",
        "--heartbeat",
        "1",
    ];
    arguments.map(ToOwned::to_owned).to_vec()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coterm-sql"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Waits for a process, but not for ever.
fn wait(child: &mut Child) -> std::process::ExitStatus {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if began.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("a process did not end");
        }
        sleep(Duration::from_millis(20));
    }
}

fn output(mut command: Command) -> Output {
    let mut child = command.spawn().unwrap();
    wait(&mut child);
    child.wait_with_output().unwrap()
}

/// Runs a command that works, and returns its lines in order of the alphabet.
fn lines(command: Command) -> Vec<String> {
    let output = output(command);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<_> = text.lines().map(ToOwned::to_owned).collect();
    lines.sort();
    lines
}

/// Runs a command that fails, and returns what it says.
fn failure(command: Command) -> String {
    let output = output(command);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Writes files of points on the National Grid in row groups of 10,000 rows.
fn write_points(folder: &Path, files: i64, rows: i64) -> PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    for file in 0..files {
        let ids = || (0..rows).map(move |row| file * rows + row);
        #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
        let scattered = |factor: i64, size: i64| -> ArrayRef {
            Arc::new(Float64Array::from_iter_values(
                ids().map(|id| (id * factor % size) as f64),
            ))
        };
        let columns: [(&str, ArrayRef); 3] = [
            ("id", Arc::new(Int64Array::from_iter_values(ids()))),
            ("easting", scattered(7919, 600_000)),
            ("northing", scattered(104_729, 650_000)),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(10_000));
        let path = File::create(folder.join(format!("points-{file}.parquet"))).unwrap();
        let mut writer =
            ArrowWriter::try_new(path, batch.schema(), Some(properties.build())).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
    folder.to_owned()
}

/// Areas with their numbers of points.
fn grouped(points: &Path) -> String {
    format!(
        "SELECT area_at('lad', easting, northing) AS area, count(*) AS points FROM '{}/' \
         GROUP BY 1",
        points.display()
    )
}

/// A grouped query that takes seconds, in tasks that can be divided.
fn slow(points: &Path) -> String {
    let hashed = (0..20).fold("CAST(id AS VARCHAR)".to_owned(), |inner, _| {
        format!("encode(sha512({inner}), 'hex')")
    });
    format!(
        "SELECT area_at('lad', easting, northing) AS area, count(*) AS points, min({hashed}) AS low \
         FROM '{}/' GROUP BY 1",
        points.display()
    )
}

#[test]
fn a_cluster_answers_like_this_process_and_stops_when_told() {
    let folder = TempDir::new().unwrap();
    let points = write_points(&folder.path().join("points"), 4, 50_000);
    let mut cluster = Cluster::start(2);
    let sql = grouped(&points);
    let expected = lines(command(&[&sql, "--format", "csv"]));
    assert!(expected.len() > 10);
    assert_eq!(lines(cluster.query(&sql)), expected);

    let rest = "SELECT coterm_row('ccg', '2022-06-30', 'grid', easting, northing) AS r, id \
                FROM '{}/' WHERE id < 5";
    let sql = rest.replace("{}", &points.display().to_string());
    let json = |mut command: Command| {
        command.args(["--format", "json"]);
        lines(command)
    };
    let mut on_cluster = command(&[&sql]);
    on_cluster.args(["--scheduler", &cluster.address]);
    assert_eq!(json(on_cluster), json(command(&[&sql])));

    for executor in &mut cluster.executors {
        assert!(executor.stop());
    }
    assert!(cluster.scheduler.stop());
}

#[test]
fn an_executor_or_client_with_other_data_is_refused() {
    let folder = TempDir::new().unwrap();
    let other = folder.path().join("data");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"),
        &other,
    );
    let catalogue = other.join("catalogue.json");
    let text = std::fs::read_to_string(&catalogue).unwrap();
    std::fs::write(&catalogue, format!("{text}\n")).unwrap();
    let other = other.display().to_string();

    let cluster = Cluster::start(1);
    let arguments = executor(&cluster.address);
    let mut refused = command(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    refused.args(["--data", &other]);
    let message = failure(refused);
    assert!(message.contains("other data (fingerprint "), "{message}");
    assert!(
        message.contains("give both the same data folder"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1, "{message}");

    let points = write_points(&folder.path().join("points"), 1, 1000);
    let mut refused = cluster.query(&grouped(&points));
    refused.args(["--data", &other]);
    let message = failure(refused);
    assert!(message.contains("other data (fingerprint "), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn a_query_survives_the_death_of_an_executor() {
    let folder = TempDir::new().unwrap();
    let points = write_points(&folder.path().join("points"), 4, 200_000);
    let mut cluster = Cluster::start(2);
    let sql = slow(&points);
    let expected = lines(command(&[&sql, "--format", "csv"]));
    let mut query = cluster.query(&sql).spawn().unwrap();
    sleep(Duration::from_millis(1500));
    assert!(
        query.try_wait().unwrap().is_none(),
        "the query was too fast"
    );
    cluster.executors[0].kill();
    wait(&mut query);
    let output = query.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut found: Vec<_> = text.lines().map(ToOwned::to_owned).collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_scheduler_that_is_missing_or_dies_is_named() {
    let address = format!("127.0.0.1:{}", free_port());
    let began = Instant::now();
    let message = failure(command(&["SELECT 1", "--scheduler", &address]));
    assert_eq!(
        message,
        format!(
            "error: the scheduler at {address} does not answer: Connection refused (os error 111)\n"
        )
    );
    assert!(began.elapsed() < Duration::from_secs(15));

    let folder = TempDir::new().unwrap();
    let points = write_points(&folder.path().join("points"), 4, 200_000);
    let mut cluster = Cluster::start(1);
    let mut query = cluster.query(&slow(&points)).spawn().unwrap();
    sleep(Duration::from_millis(1500));
    assert!(
        query.try_wait().unwrap().is_none(),
        "the query was too fast"
    );
    cluster.scheduler.kill();
    let began = Instant::now();
    assert_eq!(wait(&mut query).code(), Some(2));
    assert!(began.elapsed() < Duration::from_secs(30));
    let message = query.wait_with_output().unwrap().stderr;
    let message = String::from_utf8(message).unwrap();
    let expected = format!(
        "error: the scheduler at {} does not answer: ",
        cluster.address
    );
    assert!(message.starts_with(&expected), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn a_cluster_without_executors_is_told_at_once() {
    let cluster = Cluster::start(0);
    let message = failure(cluster.query("SELECT 1"));
    assert!(message.contains("has no executors"), "{message}");
}

/// Arguments of a join of points in pieces of two row groups.
fn join(points: &Path, output: &Path) -> Vec<String> {
    let input = format!("{}/*.parquet", points.display());
    let output = output.display().to_string();
    let arguments = [
        "join",
        "--input",
        &input,
        "--output",
        &output,
        "--families",
        "lad",
        "--on",
        "2022-06-30",
        "--grid-columns",
        "easting,northing",
        "--rows-per-file",
        "20000",
        "--json",
    ];
    arguments.map(ToOwned::to_owned).to_vec()
}

fn run_join(arguments: &[String]) -> Command {
    command(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Names and contents of the Parquet files of a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "parquet"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn an_interrupted_join_goes_on_and_writes_the_same_as_a_whole_one() {
    let folder = TempDir::new().unwrap();
    let points = write_points(&folder.path().join("points"), 3, 200_000);
    let whole = folder.path().join("whole");
    let report = lines(run_join(&join(&points, &whole)));
    assert!(report[0].contains("\"files\":30,"), "{report:?}");
    assert!(report[0].contains("\"rows\":600000"), "{report:?}");
    assert!(whole.join("_SUCCESS").exists());
    assert!(!folder.path().join("whole.unfinished").exists());

    let interrupted = folder.path().join("interrupted");
    let unfinished = folder.path().join("interrupted.unfinished");
    let mut arguments = join(&points, &interrupted);
    arguments.extend(["--jobs".to_owned(), "2".to_owned()]);
    let mut killed = 0;
    for at_least in [3, 12] {
        let mut process = run_join(&arguments).spawn().unwrap();
        while process.try_wait().unwrap().is_none() {
            if unfinished.exists() && files(&unfinished).len() >= at_least {
                process.kill().unwrap();
                process.wait().unwrap();
                killed += 1;
            }
            sleep(Duration::from_millis(1));
        }
        assert!(!interrupted.exists());
        // No file has its name before it is whole.
        for (name, bytes) in files(&unfinished) {
            assert!(bytes.ends_with(b"PAR1"), "{name}");
        }
    }
    assert_eq!(killed, 2);
    let report = lines(run_join(&arguments));
    assert!(!report[0].contains("\"already_finished\":0"), "{report:?}");
    assert_eq!(files(&interrupted), files(&whole));
    let left = std::fs::read_dir(&interrupted).unwrap().count();
    assert_eq!(
        left,
        30 + 2,
        "the manifest and _SUCCESS, and nothing of interrupted writing"
    );

    let again = lines(run_join(&arguments));
    assert!(again[0].contains("\"already_finished\":30"), "{again:?}");
    let other = arguments
        .iter()
        .map(|argument| argument.replace("2022-06-30", "2023-01-01"));
    let other: Vec<_> = other.collect();
    let message = failure(run_join(&other));
    assert!(
        message.contains("--on was 2022-06-30 and is 2023-01-01"),
        "{message}"
    );
    assert!(message.contains("--overwrite"), "{message}");
    assert_eq!(files(&interrupted), files(&whole));
    let mut overwriting = run_join(&other);
    overwriting.arg("--overwrite");
    lines(overwriting);
}

#[test]
fn a_join_on_a_cluster_writes_the_same_though_an_executor_dies() {
    let folder = TempDir::new().unwrap();
    let points = write_points(&folder.path().join("points"), 3, 200_000);
    let here = folder.path().join("here");
    lines(run_join(&join(&points, &here)));

    let mut cluster = Cluster::start(2);
    let there = folder.path().join("there");
    let mut command = run_join(&join(&points, &there));
    command.args(["--scheduler", &cluster.address, "--jobs", "4"]);
    let mut process = command.spawn().unwrap();
    let unfinished = folder.path().join("there.unfinished");
    while !unfinished.exists() || files(&unfinished).len() < 3 {
        assert!(
            process.try_wait().unwrap().is_none(),
            "the join was too fast"
        );
        sleep(Duration::from_millis(1));
    }
    cluster.executors[0].kill();
    let status = wait(&mut process);
    let output = process.wait_with_output().unwrap();
    assert!(
        status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(files(&there), files(&here));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

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
