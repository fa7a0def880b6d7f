//! Claims that the examples in the help of `coterm-sql` run.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coterm-sql");

fn in_folder(folder: &Path, command: &str) -> Output {
    let program = Path::new(PROGRAM).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    Command::new("bash")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("COTERM_DATA")
        .output()
        .unwrap()
}

/// The examples of a help text; a line that is indented further goes on with the one before.
fn examples(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| line.trim() != "Examples:");
    let mut examples: Vec<String> = Vec::new();
    for line in lines.skip(1).take_while(|line| !line.trim().is_empty()) {
        match examples.last_mut() {
            Some(example) if line.starts_with("      ") => {
                example.push(' ');
                example.push_str(line.trim());
            }
            _ => examples.push(line.trim().to_owned()),
        }
    }
    examples
}

#[test]
fn every_example_of_the_help_runs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pings")).unwrap();
    let pings = "coterm-sql \"SELECT column1 AS lon, column2 AS lat
        FROM (VALUES (-2.80, 54.05), (-2.70, 53.76))\" --output pings/one.parquet";
    assert!(in_folder(folder.path(), pings).status.success());
    for (command, count) in [("", 4), ("join", 1)] {
        let help = in_folder(folder.path(), &format!("coterm-sql {command} --help"));
        let examples = examples(&String::from_utf8(help.stdout).unwrap());
        assert_eq!(examples.len(), count, "{examples:?}");
        for example in examples {
            let ran = in_folder(folder.path(), &example);
            let errors = String::from_utf8_lossy(&ran.stderr);
            assert!(ran.status.success(), "{example}: {errors}");
        }
    }
}
