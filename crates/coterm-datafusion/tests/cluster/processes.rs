//! Processes of a cluster, and the commands and files that tests give them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use datafusion::arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;

/// Seconds in which any command of these tests must end.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A process that is killed in the end, whatever happens.
pub(crate) struct Process {
    pub(crate) child: Child,
    /// The line by which it said that it is ready.
    pub(crate) ready: String,
}

impl Process {
    /// Starts a process and waits for its first line.
    pub(crate) fn start(arguments: &[&str]) -> Self {
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
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process to stop, and returns whether it did so well.
    pub(crate) fn stop(&mut self) -> bool {
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
pub(crate) struct Cluster {
    pub(crate) executors: Vec<Process>,
    pub(crate) scheduler: Process,
    pub(crate) address: String,
}

impl Cluster {
    pub(crate) fn start(executors: usize) -> Self {
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

    pub(crate) fn query(&self, sql: &str) -> Command {
        let mut command = command(&[sql, "--format", "csv"]);
        command.args(["--scheduler", &self.address]);
        command
    }
}

/// Arguments of an executor on free ports.
pub(crate) fn executor(scheduler: &str) -> Vec<String> {
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

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coterm-sql"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Waits for a process, but not for ever.
pub(crate) fn wait(child: &mut Child) -> std::process::ExitStatus {
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

pub(crate) fn output(mut command: Command) -> Output {
    let mut child = command.spawn().unwrap();
    wait(&mut child);
    child.wait_with_output().unwrap()
}

/// Runs a command that works, and returns its lines in order of the alphabet.
pub(crate) fn lines(command: Command) -> Vec<String> {
    let output = output(command);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<_> = text.lines().map(ToOwned::to_owned).collect();
    lines.sort();
    lines
}

/// Runs a command that fails, and returns what it says.
pub(crate) fn failure(command: Command) -> String {
    let output = output(command);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Writes files of points on the National Grid in row groups of 10,000 rows.
pub(crate) fn write_points(folder: &Path, files: i64, rows: i64) -> PathBuf {
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
pub(crate) fn grouped(points: &Path) -> String {
    format!(
        "SELECT area_at('lad', easting, northing) AS area, count(*) AS points FROM '{}/' \
         GROUP BY 1",
        points.display()
    )
}

/// A grouped query that takes seconds, in tasks that can be divided.
pub(crate) fn slow(points: &Path) -> String {
    let hashed = (0..20).fold("CAST(id AS VARCHAR)".to_owned(), |inner, _| {
        format!("encode(sha512({inner}), 'hex')")
    });
    format!(
        "SELECT area_at('lad', easting, northing) AS area, count(*) AS points, min({hashed}) AS low \
         FROM '{}/' GROUP BY 1",
        points.display()
    )
}
