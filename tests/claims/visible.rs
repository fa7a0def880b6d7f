//! Claims that control characters in a file or in its name never reach a terminal.

use std::fs;

use coterm_tests::{Ran, coterm, run};

/// Clears the screen, conceals, sets the title, rings, goes back; and a C1 form of the first.
const HOSTILE: &str = "\u{1b}[2J\u{1b}[8m\u{1b}]0;x\u{7}\u{8}\u{9b}2J\u{202e}\r";

fn is_visible(what: &str, ran: &Ran) {
    obeys_nothing(what, ran);
    let output = format!("{}{}", ran.out, ran.err);
    assert!(output.contains("\\u001b[2J"), "{what}: {output}");
}

fn obeys_nothing(what: &str, ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let hidden = text.chars().find(|&character| {
            (character.is_control() && !matches!(character, '\n' | '\t')) || character == '\u{202e}'
        });
        assert_eq!(hidden, None, "{what}: {text:?}");
    }
}

#[test]
fn escape_sequences_of_files_are_shown_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let escaped = "\\u001b[2J\\u001b[8m\\u009b2J\\u202e";
    write(
        "proposal.json",
        &format!(
            "{{\"title\": \"T{escaped}\", \"source\": \"S{escaped}\", \"areas\": [{{\"code\": \"C{escaped}\", \
             \"name\": \"N{escaped}\", \"union\": [\"lad-2021/E07000119\"]}}]}}"
        ),
    );
    write(
        "unknown.json",
        &format!(
            "{{\"areas\": [{{\"name\": \"N{escaped}\", \"union\": [\"lad-2021/X{escaped}\"]}}]}}"
        ),
    );
    write("malformed.toml", &format!("title = '{}\n", "\u{1b}[2J"));
    let ring = |x: f64| format!("[[[{x},54],[{},54],[{x},54.1],[{x},54]]]", x + 0.1);
    let feature = |x: f64| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"C{x}{escaped}\",\"name\":\"N{escaped}\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{}}}}}",
            ring(x)
        )
    };
    write(
        "areas.geojson",
        &format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{},{}]}}",
            feature(-2.8),
            feature(-2.79)
        ),
    );
    write("rows.csv", &format!("{HOSTILE},b\n1,2\n"));
    write(
        "weights.csv",
        &format!("lsoa,{HOSTILE}\nE01025110,{HOSTILE}\n"),
    );
    write(&format!("{}.csv", "\u{1b}[2J"), "a\n");
    let named = format!("{}.csv", "\u{1b}[2J");
    for arguments in [
        &["scenario", "score", "proposal.json"][..],
        &["scenario", "score", "proposal.json", "proposal.json"],
        &[
            "scenario",
            "score",
            "proposal.json",
            "--against",
            "utla-2023",
        ],
        &["scenario", "score", "unknown.json"],
        &["scenario", "score", "malformed.toml"],
        &["compare", "proposal.json", "utla-2023"],
        &["check", "areas.geojson", "--code", "code", "--name", "name"],
        &["bulk", "rows.csv"],
        &["bulk", &named],
        &[
            "compare",
            "place-2022",
            "utla-2023",
            "--weight",
            "weights.csv",
        ],
        &["lookup", HOSTILE],
        &["lookup", "LA1 4YW", "--on", HOSTILE],
        &["lookup", "LA1 4YW", "--family", HOSTILE],
        &["map", "lad-2021", "--area", HOSTILE],
        &["export", HOSTILE],
        &["check", &format!("{HOSTILE}.geojson")],
    ] {
        is_visible(
            &format!("{arguments:?}"),
            &run(coterm(folder.path()).args(arguments)),
        );
    }
    // The parser of the command line removes such sequences from what it repeats.
    for arguments in [&["layers", HOSTILE][..], &[HOSTILE]] {
        obeys_nothing(
            &format!("{arguments:?}"),
            &run(coterm(folder.path()).args(arguments)),
        );
    }
}
