//! Claims about the files that commands write: where they go, and who may read them.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use coterm_tests::{Ran, coterm, run};

fn bulk(folder: &Path, arguments: &[&str]) -> Ran {
    fs::write(folder.join("in.csv"), "postcode\nLA1 4YW\n").unwrap();
    run(coterm(folder).args(["bulk", "in.csv"]).args(arguments))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_result_that_replaces_a_private_file_stays_private() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    fs::write(&out, "before").unwrap();
    fs::set_permissions(&out, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(bulk(folder.path(), &["-o", "out.csv"]).code, Some(0));
    assert!(fs::read_to_string(&out).unwrap().contains("E07000121"));
    assert_eq!(mode(&out), 0o600);
}

#[test]
fn a_result_goes_through_a_link_to_the_file_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.csv");
    fs::write(&real, "before").unwrap();
    symlink("real.csv", folder.path().join("link.csv")).unwrap();
    assert_eq!(bulk(folder.path(), &["-o", "link.csv"]).code, Some(0));
    assert!(folder.path().join("link.csv").is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("E07000121"));
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(bulk(folder.path(), &["-o", "/dev/null"]).code, Some(0));
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn what_is_read_is_not_written_over_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let before = "postcode\nLA1 4YW\n";
    fs::write(folder.path().join("in.csv"), before).unwrap();
    symlink("in.csv", folder.path().join("link.csv")).unwrap();
    fs::hard_link(folder.path().join("in.csv"), folder.path().join("hard.csv")).unwrap();
    let contents = |name: &str| fs::read(folder.path().join(name)).unwrap();
    for output in ["in.csv", "./in.csv", "link.csv", "hard.csv"] {
        let ran = run(coterm(folder.path()).args(["bulk", "in.csv", "-o", output]));
        assert_eq!(ran.code, Some(2), "{output}: {}", ran.err);
        assert!(
            ran.err.contains("name another file"),
            "{output}: {}",
            ran.err
        );
        assert_eq!(contents("in.csv"), before.as_bytes());
    }
    // Files that the shell redirects from or to are not overwritten either.
    let mut piped = coterm(folder.path());
    piped.args(["bulk", "-", "-o", "in.csv"]);
    let ran = run(piped.stdin(fs::File::open(folder.path().join("in.csv")).unwrap()));
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let mut appended = coterm(folder.path());
    let file = fs::File::options()
        .append(true)
        .open(folder.path().join("in.csv"))
        .unwrap();
    assert_eq!(
        run(appended.args(["bulk", "in.csv"]).stdout(file)).code,
        Some(2)
    );
    assert_eq!(contents("in.csv"), before.as_bytes());

    // Other commands do not overwrite their input either.
    let scenario = coterm_tests::data_folder().join("scenarios/four-places-2022.toml");
    fs::copy(scenario, folder.path().join("places.json")).unwrap();
    let layer = run(coterm(folder.path()).args(["export", "place-2022", "-o", "places.geojson"]));
    assert_eq!(layer.code, Some(0), "{}", layer.err);
    for (name, arguments) in [
        (
            "places.geojson",
            &["check", "places.geojson", "--format", "geojson"][..],
        ),
        (
            "places.json",
            &["scenario", "score", "places.json", "--json"],
        ),
        ("places.json", &["map", "places.json", "--format", "svg"]),
        (
            "places.json",
            &["compare", "lad-2021", "places.json", "--format", "json"],
        ),
        (
            "places.json",
            &[
                "compare",
                "lad-2021",
                "utla-2021",
                "--weight",
                "places.json",
                "--format",
                "json",
            ],
        ),
    ] {
        let before = contents(name);
        let ran = run(coterm(folder.path()).args(arguments).args(["-o", name]));
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(
            ran.err.contains("name another file"),
            "{arguments:?}: {}",
            ran.err
        );
        assert_eq!(contents(name), before);
    }
    let copy = coterm_tests::copy_of_data();
    let layer = copy.path().join("lad-2021.fgb");
    let layer = if layer.is_file() {
        layer
    } else {
        copy.path().join("catalogue.json")
    };
    let before = fs::read(&layer).unwrap();
    let mut command = coterm(folder.path());
    command.env("COTERM_DATA", copy.path());
    let ran = run(command
        .args(["export", "lad-2021", "--format", "fgb", "-o"])
        .arg(&layer));
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("part of the data"), "{}", ran.err);
    assert_eq!(fs::read(&layer).unwrap(), before);
}

#[test]
fn csv_is_not_written_under_the_name_of_another_format() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["out.xlsx", "out.json", "out.parquet"] {
        let ran = bulk(folder.path(), &["-o", name]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(
            ran.err.contains(name) && ran.err.contains(".csv"),
            "{}",
            ran.err
        );
        assert!(!folder.path().join(name).exists());
    }
    let mut check = coterm(folder.path());
    let ran = run(check.args(["check", "place-2022", "-o", "places.geojson"]));
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("--format"), "{}", ran.err);
    for name in ["out.CSV", "out.tsv", "out.txt", "out"] {
        assert_eq!(bulk(folder.path(), &["-o", name]).code, Some(0), "{name}");
    }
}

#[test]
fn whoever_reads_only_the_first_lines_is_no_error() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("many.csv"),
        format!("postcode\n{}", "LA1 4YW\n".repeat(50_000)),
    )
    .unwrap();
    let mut command = coterm(folder.path());
    command
        .args(["bulk", "many.csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.starts_with("postcode,coterm_status"), "{first}");
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (
            ended.status.code(),
            String::from_utf8(ended.stderr).unwrap()
        ),
        (Some(0), String::new())
    );
}

/// A command that waits for input after it has begun its output in this folder.
fn waiting(folder: &Path) -> std::process::Child {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let coterm = coterm(folder);
    // Hangups end it, even where the tests run under `nohup`, which ignores them.
    let mut command = Command::new("env");
    command
        .arg("--default-signal=HUP")
        .arg(coterm.get_program())
        .args(["bulk", "-", "-o", "out.csv"])
        .current_dir(folder);
    for (name, value) in coterm.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .as_mut()
        .unwrap()
        .write_all(b"postcode\nLA1 4YW\n")
        .unwrap();
    let part = folder.join("out.csv.coterm.part");
    for _ in 0..600 {
        if part.exists() {
            // The handler of signals is installed right after.
            std::thread::sleep(std::time::Duration::from_millis(300));
            return child;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    child.kill().and_then(|()| child.wait()).unwrap();
    panic!("nothing is begun");
}

fn killed(child: &std::process::Child, signal: &str) {
    let pid = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args([signal, &pid])
        .status();
    assert!(sent.unwrap().success());
}

#[test]
fn rows_that_are_not_finished_are_private_and_go_when_the_command_is_stopped() {
    for (signal, code) in [("-HUP", 129), ("-INT", 130), ("-TERM", 143)] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = waiting(folder.path());
        assert_eq!(mode(&folder.path().join("out.csv.coterm.part")), 0o600);
        // `wait` would close the input, and the command would finish before the signal arrives.
        let input = child.stdin.take();
        killed(&child, signal);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{signal}");
        drop(input);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "{signal}");
    }
}

#[test]
fn what_a_killed_run_has_left_is_found_told_and_replaced_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = waiting(folder.path());
    // Not while the file is being written.
    let ran = bulk(folder.path(), &["-o", "out.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("by another process"), "{}", ran.err);
    killed(&child, "-KILL");
    child.wait().unwrap();
    let part = folder.path().join("out.csv.coterm.part");
    assert_eq!(mode(&part), 0o600);
    let ran = bulk(folder.path(), &["-o", "out.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.contains("out.csv.coterm.part was left"),
        "{}",
        ran.err
    );
    assert!(!part.exists());
    let permissions = mode(&folder.path().join("in.csv"));
    assert_eq!(mode(&folder.path().join("out.csv")), permissions);
}

#[test]
fn a_blank_row_of_a_file_with_one_column_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("list.csv"), "pc\nLA1 4YW\n\nLA18 4AA\n").unwrap();
    let arguments = [
        "bulk",
        "list.csv",
        "--postcode-column",
        "pc",
        "--family",
        "lad",
    ];
    let ran = run(coterm(folder.path()).args(arguments));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[2].starts_with(",empty,the row is blank,"), "{rows:?}");
}

#[test]
fn a_column_that_occurs_twice_is_not_guessed_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("twice.csv"), "pc,pc\nLA1 4YW,PR1 2HE\n").unwrap();
    let ran = run(coterm(folder.path()).args(["bulk", "twice.csv", "--postcode-column", "pc"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("2 columns called \"pc\""), "{}", ran.err);
}

#[test]
fn an_extension_that_is_no_format_is_not_written_as_another() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(coterm(folder.path()).args(["export", "place-2022", "-o", "places.shp"]));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains(".shp") && ran.err.contains("gpkg"),
        "{}",
        ran.err
    );
    assert!(!folder.path().join("places.shp").exists());
}
