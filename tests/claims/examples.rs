//! Claims about the examples in the command's own help, and about its output for programs.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use coterm_tests::{Ran, bare_coterm, coterm, data_folder, run};
use serde_json::Value;

use crate::bulk_columnar::{places, write_parquet};

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    let ran = run(coterm(folder).args(arguments));
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    ran
}

/// The lines below a heading of the help, up to the next empty line.
fn under<'a>(help: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = help
        .lines()
        .skip_while(|line| line.trim() != heading)
        .skip(1);
    lines
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect()
}

/// The help texts of a command and of all its subcommands.
fn helps(folder: &Path, command: &[&str]) -> Vec<(String, String)> {
    let help = ran(folder, &[command, &["--help"]].concat()).out;
    let mut below: Vec<(String, String)> = under(&help, "Commands:")
        .into_iter()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .flat_map(|name| helps(folder, &[command, &[name]].concat()))
        .collect();
    below.push((command.join(" "), help));
    below
}

/// A folder with the files that the examples name.
fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("patients.csv"),
        "id,pc\n1,LA1 4YW\n2,LA18 4AA\n",
    )
    .unwrap();
    let points = "lon,lat,easting,northing\n-2.80,54.05,347467,461653\n";
    std::fs::write(folder.path().join("points.csv"), points).unwrap();
    write_parquet(&folder.path().join("pings.parquet"), &places());
    // `data verify` reads the published counts from here; the scenarios are used by examples.
    for name in ["expected", "scenarios"] {
        let copy = folder.path().join("data").join(name);
        std::fs::create_dir_all(&copy).unwrap();
        for entry in data_folder().join(name).read_dir().unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
    }
    let export = ["export", "lad-2023", "-o", "districts.geojson"];
    ran(folder.path(), &export);
    folder
}

/// Runs a line as a shell would, with the command under its own name. Layers that it imports are
/// kept in the folder, beside the data in the program.
fn typed_alone(folder: &Path, line: &str) -> Ran {
    let mut template = bare_coterm(folder);
    template.env("XDG_DATA_HOME", folder.join("home"));
    typed_with(&template, folder, line)
}

/// Runs a line as a shell would, with the command under its own name, on the committed data.
pub(crate) fn typed(folder: &Path, line: &str) -> Ran {
    typed_with(&coterm(folder), folder, line)
}

fn typed_with(template: &Command, folder: &Path, line: &str) -> Ran {
    let mut shell = Command::new("sh");
    let function = "coterm() { \"$COTERM_UNDER_TEST\" \"$@\"; }\n";
    shell
        .args(["-c", &format!("{function}{line}")])
        .current_dir(folder);
    shell.env("COTERM_UNDER_TEST", template.get_program());
    for (name, value) in template.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    run(&mut shell)
}

#[test]
fn every_example_in_the_help_runs() {
    let folder = prepared();
    let mut count = 0;
    for (command, help) in helps(folder.path(), &[]) {
        let examples = under(&help, "Examples:");
        // A command that only groups subcommands has no examples.
        assert!(
            !examples.is_empty() || help.contains("\nCommands:\n"),
            "coterm {command} has no examples"
        );
        for example in examples {
            assert!(example.starts_with("coterm "), "{example}");
            // These two end only when they are stopped, or need the internet.
            let line = if ["coterm serve", "coterm data build"]
                .iter()
                .any(|start| example.starts_with(start))
            {
                format!("{example} --help")
            } else {
                example.to_owned()
            };
            let ran = typed_alone(folder.path(), &line);
            assert_eq!(ran.code, Some(0), "{line}: {}{}", ran.out, ran.err);
            count += 1;
        }
    }
    println!("{count} examples");
    assert!(count >= 18, "only {count} examples");
}

#[test]
fn the_examples_write_the_files_that_they_name() {
    let folder = prepared();
    assert_eq!(
        typed(
            folder.path(),
            "coterm bulk patients.csv --postcode-column pc --on 2023-04-01 -o out.csv"
        )
        .code,
        Some(0)
    );
    let out = std::fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert!(out.lines().next().unwrap().contains("place_name"), "{out}");
    assert!(
        out.contains("South Cumbria") && out.contains("Lancashire"),
        "{out}"
    );
}

#[test]
fn what_is_meant_for_programs_is_json() {
    let folder = tempfile::tempdir().unwrap();
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(&ran(folder.path(), arguments).out).unwrap()
    };
    let answer = json(&["lookup", "la14yw", "--on", "2022-06-30", "--json"]);
    assert_eq!(answer["query"]["postcode"], "LA1 4YW");
    let families: BTreeSet<&str> = answer["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| area["family"].as_str().unwrap())
        .collect();
    assert_eq!(families, ["ccg", "lad", "lsoa", "place", "utla"].into());

    let layers = json(&["layers", "--json"]);
    assert!(
        layers
            .as_array()
            .unwrap()
            .iter()
            .any(|layer| layer["id"] == "place-2022" && layer["rows"] == 4)
    );

    let expected = data_folder().join("expected");
    let checks = json(&[
        "data",
        "verify",
        "--json",
        "--expected",
        expected.to_str().unwrap(),
    ]);
    assert!(
        checks
            .as_array()
            .unwrap()
            .iter()
            .all(|check| check["holds"] == true)
    );

    // The tally goes to standard error, because the rows go to standard output.
    std::fs::write(folder.path().join("in.csv"), "postcode\nLA1 4YW\n").unwrap();
    let tally: Value =
        serde_json::from_str(&ran(folder.path(), &["bulk", "in.csv", "--json"]).err).unwrap();
    assert_eq!(tally["rows"], 1);
}

#[test]
fn output_that_no_terminal_shows_has_no_escape_codes() {
    let folder = prepared();
    let expected = data_folder().join("expected");
    for no_color in [None, Some("1")] {
        for arguments in [
            &["lookup", "LA1 4YW"][..],
            &["lookup", "nonsense"],
            &["lookup", "--nonsense"],
            &["layers"],
            &["--help"],
            &["lookup", "--help"],
            &["bulk", "patients.csv", "--postcode-column", "pc"],
            &["data", "verify", "--expected", expected.to_str().unwrap()],
        ] {
            let mut command = coterm(folder.path());
            command
                .args(arguments)
                .env_remove("NO_COLOR")
                .envs(no_color.map(|value| ("NO_COLOR", value)));
            let ran = run(&mut command);
            assert!(
                !ran.out.is_empty() || !ran.err.is_empty(),
                "{arguments:?} says nothing"
            );
            assert!(
                !ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'),
                "{arguments:?}: {ran:?}"
            );
        }
    }
}

#[test]
fn completions_are_printed_for_each_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let out = ran(folder.path(), &["completions", shell]).out;
        assert!(
            out.contains("coterm") && out.contains("lookup"),
            "{shell}: {out}"
        );
    }
}

#[test]
fn verify_ends_with_1_when_something_does_not_hold() {
    let folder = prepared();
    let counts = folder.path().join("data/expected/ccg-2021-by-lad-2021.csv");
    let text = std::fs::read_to_string(&counts).unwrap();
    std::fs::write(&counts, text.replace("Copeland,6", "Copeland,5")).unwrap();
    let args = ["data", "verify", "--expected", "data/expected"];
    let ran = run(coterm(folder.path()).args(args));
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("NO"), "{}", ran.out);
}
