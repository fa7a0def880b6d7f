//! Claims about joins, which may be stopped at any moment.

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::processes::{Cluster, command, failure, lines, wait, write_points};

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
