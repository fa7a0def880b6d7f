//! Claims about queries on a cluster, whose processes may die.

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::processes::{
    Cluster, command, executor, failure, free_port, grouped, lines, slow, wait, write_points,
};

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

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
