//! Claims about common slips in what people type: near misses are accepted, or refused with a hint
//! at what was meant.

use std::fs;
use std::path::Path;

use coterm_tests::{Ran, coterm, run};

use crate::bad_requests::refused as refused_over_http;
use crate::requests::get;

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(arguments))
}

fn refused(arguments: &[&str], words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let ran = ran(folder.path(), arguments);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(2), ""),
        "{arguments:?}: {}",
        ran.err
    );
    for word in words {
        assert!(
            ran.err.contains(word),
            "{arguments:?}: \"{word}\" is not in {}",
            ran.err
        );
    }
}

#[test]
fn a_postcode_needs_no_quotes() {
    let folder = tempfile::tempdir().unwrap();
    let quoted = ran(folder.path(), &["lookup", "PR3 3JU", "--on", "2022-06-30"]);
    let bare = ran(
        folder.path(),
        &["lookup", "PR3", "3JU", "--on", "2022-06-30"],
    );
    assert_eq!(quoted.out, bare.out);
    assert_eq!(bare.code, Some(0));
    refused(&["lookup", "PR3", "3JU", "LA1", "4YW"], &["not a postcode"]);
}

#[tokio::test]
async fn a_date_in_another_form_is_told_the_right_one() {
    for (typed, meant) in [
        ("30/06/2022", "2022-06-30"),
        ("31.12.2022", "2022-12-31"),
        ("2022", "2022-06-30"),
        ("2022-02-30", "2022-06-30"),
        ("2022-06-30T12:00:00", "2022-06-30"),
        ("tomorrow", "2022-06-30"),
    ] {
        let message = format!(
            "\"{typed}\" is not a date; write the year, the month and the day, such as {meant}"
        );
        for command in [
            &["lookup", "LA1 4YW"][..],
            &["layers"],
            &["compare", "place-2022", "utla-2023"],
            &["bulk", "in.csv"],
        ] {
            refused(&[command, &["--on", typed]].concat(), &[&message, "--on"]);
        }
        for path in [
            "/postcodes/LA14YW?",
            "/lookup?lon=-2.8&lat=54.05&",
            "/compare/place-2022/utla-2023?",
            "/style.json?",
        ] {
            refused_over_http(&format!("{path}on={typed}"), 400, &[&message]).await;
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let ran_today = ran(folder.path(), &["lookup", "LA1 4YW", "--on", "today"]);
    let by_itself = ran(folder.path(), &["lookup", "LA1 4YW"]);
    assert_eq!((ran_today.code, ran_today.out), (Some(0), by_itself.out));
    assert_eq!(get("/postcodes/LA14YW?on=today").await.status, 200);
}

#[tokio::test]
async fn a_kind_of_area_that_has_ended_or_not_begun_is_told_when() {
    let ended = "CCGs ended on 30 June 2022; use ";
    for on in ["2022-07-01", "2026-11-29"] {
        refused(
            &["lookup", "LA1 4YW", "--family", "ccg", "--on", on],
            &[&format!("{ended}--on 2022-06-30")],
        );
        refused_over_http(
            &format!("/postcodes/LA14YW?family=ccg&on={on}"),
            400,
            &[&format!("{ended}on=2022-06-30")],
        )
        .await;
    }
    refused(
        &["lookup", "LA1 4YW", "--family", "icb", "--on", "2022-06-30"],
        &["Integrated care boards begin on 1 July 2022; use --on 2022-07-01"],
    );
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), "postcode\nLA1 4YW\n").unwrap();
    let bulk = ran(
        folder.path(),
        &["bulk", "in.csv", "--family", "ccg", "--on", "2022-07-01"],
    );
    assert!(bulk.err.contains("use --on 2022-06-30"), "{}", bulk.err);
}

#[tokio::test]
async fn a_kind_of_area_under_another_name_is_told_its_own() {
    for (typed, message) in [
        ("district", "use \"lad\" instead"),
        ("districts", "use \"lad\" instead"),
        ("Local authority districts", "use \"lad\" instead"),
        ("LAD", "use \"lad\" instead"),
        ("CCGs", "use \"ccg\" instead"),
        ("places", "use \"place\" instead"),
        ("parish", "lad (Local authority districts)"),
    ] {
        refused(
            &["lookup", "LA1 4YW", "--on", "2022-06-30", "--family", typed],
            &[
                &format!("there is no kind of area called \"{typed}\""),
                message,
            ],
        );
    }
    refused_over_http(
        "/postcodes/LA14YW?on=2022-06-30&family=district",
        400,
        &["use \"lad\" instead"],
    )
    .await;
}

#[test]
fn a_file_that_is_not_there_is_said_to_be_missing() {
    for (arguments, message) in [
        (
            &[
                "compare",
                "place-2022",
                "utla-2023",
                "--weight",
                "nosuch.csv",
            ][..],
            "there is no file nosuch.csv",
        ),
        (
            &["compare", "place-2022", "utla-2023", "--weight", "people"],
            "there is no population.csv",
        ),
        (&["bulk", "nosuch.csv"], "there is no file nosuch.csv"),
        (
            &["check", "nosuch.geojson"],
            "there is no file nosuch.geojson",
        ),
        (
            &["scenario", "score", "nosuch.toml"],
            "there is no file nosuch.toml",
        ),
        (
            &["export", "lad-2021", "-o", "nowhere/x.csv"],
            "there is no folder nowhere",
        ),
        (
            &["compare", "place-2022", "utla-2023", "-o", "report.docx"],
            "write .html",
        ),
    ] {
        refused(arguments, &[message]);
    }
}

#[test]
fn weights_of_other_building_blocks_are_told_from_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let blocks = coterm_tests::dataset().codes().blocks();
    let mut text = String::from("lsoa,people\n");
    for block in &blocks[..blocks.len() - 2] {
        text += block;
        text += ",5\n";
    }
    text += "E01000001,5\nE01000002,5\n";
    fs::write(folder.path().join("people.csv"), text).unwrap();
    let arguments = [
        "compare",
        "place-2022",
        "utla-2023",
        "--weight",
        "people.csv",
    ];
    let ran = ran(folder.path(), &arguments);
    for word in [
        "2 building blocks have no value",
        "2 of your codes are not in the data",
        "E01000001",
        "right year",
    ] {
        assert!(ran.err.contains(word), "\"{word}\": {}", ran.err);
    }
}

#[test]
fn areas_are_named_by_code_or_name_wherever_they_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, area: &str| {
        let text = format!("[[area]]\ncode = 'F'\nname = 'F'\nunion = ['lad-2023/{area}']\n");
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("by-code.toml", "E07000119");
    write("by-name.toml", "fylde");
    let scored = |file: &str| {
        ran(
            folder.path(),
            &[
                "scenario",
                "score",
                file,
                "--within",
                "lad-2023/Fylde",
                "--json",
            ],
        )
    };
    let [by_code, by_name] = ["by-code.toml", "by-name.toml"].map(scored);
    assert_eq!(
        by_code.out.replace("by-code", "by-name"),
        by_name.out,
        "{}",
        by_name.err
    );
    let drawn = |area: &str| ran(folder.path(), &["map", "lad-2021", "--area", area]);
    assert_eq!(drawn("Lancaster").out, drawn("E07000121").out);
    assert_eq!(drawn("Lancaster").code, Some(0));
    let suggestion = "does not exist; the closest matches are Lancaster (E07000121)";
    assert!(
        drawn("Lancastr").err.contains(suggestion),
        "{}",
        drawn("Lancastr").err
    );
    write("by-name.toml", "Fyld");
    let suggestion =
        "names lad-2023/Fyld, which does not exist; the closest matches are Fylde (E07000119)";
    assert!(
        scored("by-name.toml").err.contains(suggestion),
        "{}",
        scored("by-name.toml").err
    );
}
