//! Claims about a scenario file in place of a layer: `coterm compare`, `coterm map`.

use std::path::Path;

use coterm_tests::{Ran, coterm, data_folder, run};
use resvg::tiny_skia::Pixmap;
use serde_json::Value;

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(arguments))
}

fn written(folder: &Path, arguments: &[&str], file: &str) -> Vec<u8> {
    let ran = ran(folder, &[arguments, &["-o", file]].concat());
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    std::fs::read(folder.join(file)).unwrap()
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_slice(&written(folder, arguments, "report.json")).unwrap()
}

/// Full path of a committed file.
fn committed(file: &str) -> String {
    data_folder().join(file).display().to_string()
}

fn relations(report: &Value) -> Vec<(&str, &str)> {
    let verdicts = report["verdicts_a"].as_array().unwrap();
    verdicts
        .iter()
        .map(|verdict| {
            let name = verdict["area"]["name"].as_str().unwrap();
            (name, verdict["relation"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn a_proposal_is_held_against_a_layer_and_a_layer_against_a_proposal() {
    let folder = tempfile::tempdir().unwrap();
    let four = committed("scenarios/four-places-2022.toml");
    let report = json(folder.path(), &["compare", &four, "utla-2023"]);
    assert_eq!(
        relations(&report),
        [
            ("Blackburn with Darwen", "coterminous"),
            ("Blackpool", "coterminous"),
            ("Lancashire", "coterminous"),
            ("South Cumbria", "crossing"),
        ]
    );
    let layer = json(folder.path(), &["compare", "place-2022", "utla-2023"]);
    assert_eq!(report["weight"], layer["weight"]);
    let other = json(folder.path(), &["compare", "delivery-unit-2022", &four]);
    let all = relations(&other);
    assert!(
        !all.is_empty() && all.iter().all(|(_, relation)| *relation == "part-of"),
        "{all:?}"
    );
}

#[test]
fn the_definition_of_a_layer_is_coterminous_with_that_layer_and_keeps_apart_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let same = committed("definitions/place-2022.toml");
    let report = json(folder.path(), &["compare", &same, "place-2022"]);
    assert_eq!(
        (report["a"]["id"].as_str(), report["b"]["id"].as_str()),
        (Some("place-2022.toml"), Some("place-2022"))
    );
    let all = relations(&report);
    assert!(
        all.len() == 4 && all.iter().all(|(_, relation)| *relation == "coterminous"),
        "{all:?}"
    );
}

#[test]
fn two_proposals_are_held_against_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let [three, five] = [
        "scenarios/three-places.toml",
        "scenarios/five-places-on-ccgs.toml",
    ]
    .map(committed);
    let ran = ran(folder.path(), &["compare", &five, &three, "--exit-code"]);
    // West Lancashire is a part of the centre, so not every area matches.
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for words in ["five-places-on-ccgs", "three-places", "Pennine Lancashire"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
}

#[test]
fn the_report_names_the_checksum_of_the_proposal_and_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let four = committed("scenarios/four-places-2022.toml");
    let html = written(
        folder.path(),
        &["compare", &four, "utla-2023", "--appendix", "full"],
        "report.html",
    );
    let html = String::from_utf8(html).unwrap();
    let sha256 = coterm_io::checksum(&std::fs::read(&four).unwrap());
    for text in [
        sha256.as_str(),
        "coterm compare four-places-2022.toml utla-2023 --within icb-2022/E54000048 --weight postcodes --appendix full --format html",
        "Four places on council footprints",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(!html.contains(&four), "the folder is told");
    let report = json(folder.path(), &["compare", &four, "utla-2023"]);
    let files = report["manifest"]["files"].as_array().unwrap();
    let named = |name: &str| files.iter().filter(|file| file["file"] == name).count();
    assert_eq!(named("four-places-2022.toml"), 1);
    assert_eq!(named("layers/utla-2023.fgb"), 1);
    // The layers that it is made of, and the one that names of districts come from.
    for layer in ["utla-2021", "icb-2022", "lad-2021"] {
        assert_eq!(named(&format!("layers/{layer}.fgb")), 1, "{layer}");
    }
    assert_eq!(named("layers/place-2022.fgb"), 0);
    let last = files.last().unwrap();
    assert_eq!(last["sha256"], sha256);
}

#[test]
fn a_proposal_is_drawn_and_drawn_over() {
    let folder = tempfile::tempdir().unwrap();
    let three = committed("scenarios/three-places.toml");
    let table = committed("scenarios/blackpool-neighbourhoods.csv");
    let svg = written(
        folder.path(),
        &["map", &three, "--over", "utla-2023"],
        "map.svg",
    );
    let svg = String::from_utf8(svg).unwrap();
    for text in [
        "Three places of whole districts",
        "An example, proposed by nobody",
        "Morecambe Bay",
        "National Statistics",
    ] {
        assert!(svg.contains(text), "{text}");
    }
    // The period of the building blocks is not that of the proposal.
    assert!(!svg.contains("From 1 "), "a period is told");
    let over = written(
        folder.path(),
        &["map", "lad-2021", "--over", &three],
        "over.svg",
    );
    assert!(
        String::from_utf8(over)
            .unwrap()
            .contains("Three places of whole districts")
    );
    let png = written(folder.path(), &["map", &table, "--width", "400"], "map.png");
    assert_eq!(Pixmap::decode_png(&png).unwrap().width(), 400);
}

#[test]
fn what_is_neither_a_layer_nor_a_file_is_refused_with_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("notes.txt", "places");
    write("broken.toml", "title = ");
    write("unknown.csv", "block,area\nE0102511,A\n");
    for (named, message) in [
        ("none.toml", "there is no file \"none.toml\""),
        ("none.CSV", "there is no file \"none.CSV\""),
        ("nowhere/places", "there is no file \"nowhere/places\""),
        ("place-2023", "place-2022"),
        ("notes.txt", "a .toml, .csv or .json file"),
        ("broken.toml", "line 1"),
        ("unknown.csv", "E0102511, which does not exist"),
    ] {
        for arguments in [
            &["compare", named, "utla-2023"][..],
            &["compare", "place-2022", named],
            &["map", named],
            &["map", "place-2022", "--over", named],
        ] {
            let ran = ran(folder.path(), arguments);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
            assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
        }
    }
}

#[test]
fn a_layer_is_meant_before_a_file_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("utla-2023"), "not a scenario").unwrap();
    let report = json(folder.path(), &["compare", "place-2022", "utla-2023"]);
    assert_eq!(report["b"]["id"], "utla-2023");
}

#[test]
fn ground_that_two_proposed_areas_have_counts_in_each_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let proposal = "title = 'Two that overlap'
kind = 'place'
[[area]]
code = 'COAST'
name = 'Coast'
union = ['lad-2021/E07000128', 'lad-2021/E07000119']
[[area]]
code = 'WYRE'
name = 'Wyre alone'
union = ['lad-2021/E07000128']
";
    std::fs::write(folder.path().join("overlap.toml"), proposal).unwrap();
    let report = json(folder.path(), &["compare", "overlap.toml", "lad-2021"]);
    assert_eq!(
        relations(&report),
        [("Coast", "crossing"), ("Wyre alone", "part-of")]
    );
    let wyre = |cell: &&Value| cell["b"]["name"] == "Wyre" && !cell["a"].is_null();
    let cells = report["matrix"].as_array().unwrap();
    let cells: Vec<&Value> = cells.iter().filter(wyre).collect();
    assert_eq!(cells.len(), 2);
    assert!(cells[0]["weight"].as_f64().unwrap() > 1_000.0, "{cells:?}");
    for size in ["area_m2", "weight", "postcodes", "weight_share_of_b"] {
        assert_eq!(cells[0][size], cells[1][size], "{size}");
    }
    let findings = report["findings"].to_string();
    assert!(findings.contains("counted in each"), "{findings}");
    // In the total, each is counted once.
    let weight = |area: usize| report["verdicts_a"][area]["weight"].as_f64().unwrap();
    assert_eq!(report["a"]["weight"], weight(0));
    assert!(weight(1) > 1_000.0 && weight(1) < weight(0));
    // Figures that overlap are not subtracted from each other.
    let arguments = [
        "compare",
        "overlap.toml",
        "lad-2021",
        "--disclosure",
        "1000",
    ];
    let disclosure = &json(folder.path(), &arguments)["disclosure"];
    assert_eq!(disclosure["parts"], Value::Array(Vec::new()));
    assert_eq!(disclosure["complete"], false);
    assert!(disclosure["notes"][0].to_string().contains("overlap"));
}
