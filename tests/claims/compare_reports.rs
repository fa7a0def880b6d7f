//! Claims about the reports that `coterm compare` and `/compare` write, on the committed layers.

use std::path::Path;

use axum::http::StatusCode;
use coterm_tests::{Ran, coterm, dataset, run};
use serde_json::Value;

use crate::requests::get;

/// Pairs of layers that show every kind of difference.
const PAIRS: [[&str; 2]; 4] = [
    ["place-2022", "utla-2023"],
    ["ccg-2021", "lad-2021"],
    ["place-2021", "place-2022"],
    ["delivery-unit-2022", "lad-2021"],
];

pub(crate) fn compared(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).arg("compare").args(arguments))
}

fn written(folder: &Path, pair: [&str; 2], file: &str, more: &[&str]) -> Vec<u8> {
    let ran = compared(folder, &[&pair[..], &["-o", file], more].concat());
    assert_eq!(ran.code, Some(0), "{pair:?} {file}: {}", ran.err);
    std::fs::read(folder.join(file)).unwrap()
}

#[test]
fn every_format_of_every_pair_is_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    for pair in PAIRS {
        for extension in ["txt", "json", "csv", "html", "md", "xlsx", "geojson"] {
            let file = format!("report.{extension}");
            let first = written(folder.path(), pair, &file, &[]);
            assert!(first.len() > 500, "{pair:?} {file}");
            let again = written(folder.path(), pair, &file, &[]);
            assert!(first == again, "{pair:?} {file} differs");
        }
    }
}

#[test]
fn the_matrix_adds_up_to_its_areas_and_layers() {
    let folder = tempfile::tempdir().unwrap();
    for pair in PAIRS {
        let json: Value =
            serde_json::from_slice(&written(folder.path(), pair, "report.json", &[])).unwrap();
        let matrix = json["matrix"].as_array().unwrap();
        let beyond = json["beyond"].as_array().unwrap();
        for (side, verdicts) in [("a", "verdicts_a"), ("b", "verdicts_b")] {
            for verdict in json[verdicts].as_array().unwrap() {
                let code = &verdict["area"]["code"];
                let all = || matrix.iter().chain(beyond);
                let own = || all().filter(|cell| cell[side]["code"] == *code);
                let sum =
                    |field: &str| -> f64 { own().map(|cell| cell[field].as_f64().unwrap()).sum() };
                // An area that the data holds only in part has no size.
                if verdict["complete"] == false {
                    assert!(verdict["weight"].is_null(), "{pair:?} {code}");
                    assert!(verdict["area_m2"].is_null(), "{pair:?} {code}");
                    continue;
                }
                let weight = verdict["weight"].as_f64().unwrap();
                assert!((sum("weight") - weight).abs() < 1e-6, "{pair:?} {code}");
                let ground = verdict["area_m2"].as_f64().unwrap();
                assert!(
                    (sum("area_m2") - ground).abs() < ground * 1e-9,
                    "{pair:?} {code}"
                );
            }
        }
        let total: f64 = matrix
            .iter()
            .map(|cell| cell["weight"].as_f64().unwrap())
            .sum();
        assert!((total - json["weight"]["total"].as_f64().unwrap()).abs() < 1e-6);
    }
}

#[test]
fn csv_moves_and_what_is_drawn_differently_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let pair = ["place-2021", "place-2022"];
    let sum = |table: &str, columns: &[&str]| -> f64 {
        let bytes = written(folder.path(), pair, "table.csv", &["--table", table]);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let headers = reader.headers().unwrap().clone();
        let at: Vec<usize> = columns
            .iter()
            .map(|column| headers.iter().position(|header| header == *column).unwrap())
            .collect();
        let records = reader.records().map(Result::unwrap);
        records
            .map(|row| {
                at.iter()
                    .map(|&at| row[at].parse::<f64>().unwrap())
                    .sum::<f64>()
            })
            .sum()
    };
    let moved = sum("moves", &["weight", "drawn_differently_weight"]);
    let all = sum("matrix", &["weight"]);
    assert!(
        all > 40_000.0 && (moved - all).abs() < 1e-3,
        "{moved} of {all}"
    );
}

#[test]
fn the_manifest_makes_the_same_document_again() {
    let folder = tempfile::tempdir().unwrap();
    let typed = "--tolerance 30 --weight postcodes --on 2022-06-30 --disclosure 50";
    let options: Vec<&str> = typed.split(' ').collect();
    let pair = ["ccg-2021", "lad-2021"];
    let html = written(folder.path(), pair, "report.html", &options);
    let html = String::from_utf8(html).unwrap();
    let command = format!("coterm compare ccg-2021 lad-2021 {typed} --format html");
    assert!(html.contains(&command), "{command}");
    let line: Vec<&str> = command.split(' ').skip(2).collect();
    let again = compared(folder.path(), &line);
    assert!(html == again.out, "{}", again.err);
}

#[test]
fn the_document_says_the_answer_and_what_it_was_made_from() {
    let folder = tempfile::tempdir().unwrap();
    let html = String::from_utf8(written(
        folder.path(),
        ["place-2022", "utla-2023"],
        "report.html",
        &["--appendix", "full"],
    ))
    .unwrap();
    for text in [
        "Westmorland and Furness",
        "Copeland",
        "Eden",
        "Do the boundaries match?",
        "What would make them match?",
        "coterm compare place-2022 utla-2023 --weight postcodes --appendix full --format html",
        "Open Government Licence",
    ] {
        assert!(html.contains(text), "{text}");
    }
    let manifest = coterm_io::store::manifest(&coterm_tests::data_folder()).unwrap();
    for layer in manifest
        .layers
        .iter()
        .filter(|layer| ["place-2022", "utla-2023", "lsoa-2011"].contains(&layer.info.id.as_str()))
    {
        assert!(html.contains(&layer.file.sha256), "{}", layer.info.id);
    }
    assert!(html.contains(&manifest.postcodes.sha256));
    for outside in [
        "<script",
        "src=\"http",
        "href=\"http",
        "url(http",
        "@import",
    ] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[test]
fn geojson_has_every_piece_and_they_cover_the_areas_in_the_review_area() {
    let folder = tempfile::tempdir().unwrap();
    for pair in PAIRS {
        let json: Value =
            serde_json::from_slice(&written(folder.path(), pair, "pieces.geojson", &[])).unwrap();
        let features = json["features"].as_array().unwrap();
        let report: Value =
            serde_json::from_slice(&written(folder.path(), pair, "report.json", &[])).unwrap();
        for layer in pair {
            for area in dataset().catalogue().layer(layer).unwrap().areas() {
                let own = features.iter().filter(|feature| {
                    let properties = &feature["properties"];
                    properties["a_code"] == area.code() || properties["b_code"] == area.code()
                });
                let sum: f64 = own
                    .map(|feature| feature["properties"]["area_m2"].as_f64().unwrap())
                    .sum();
                let ground = polygon_coverage::measure::unsigned_area(area.footprint());
                let beyond: f64 = report["beyond"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|row| {
                        row["a"]["code"] == area.code() || row["b"]["code"] == area.code()
                    })
                    .map(|row| row["area_m2"].as_f64().unwrap())
                    .sum();
                if sum + beyond == 0.0 {
                    continue; // An area that has nothing in the review area is not listed.
                }
                // An area of the same code in both layers has its pieces once.
                assert!(
                    sum + beyond > ground * 0.999,
                    "{pair:?} {}: {sum} and {beyond} of {ground}",
                    area.code()
                );
            }
        }
    }
}

#[test]
fn what_could_be_found_out_by_subtraction_is_in_every_report_that_is_asked_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let pair = ["ccg-2021", "lad-2021"];
    // One block of Preston is all that the CCG has besides the two districts.
    let expression = "NHS Fylde and Wyre CCG − Fylde − Wyre";
    for (file, more) in [
        ("report.txt", &[][..]),
        ("report.html", &[]),
        ("report.json", &[]),
        ("report.csv", &["--table", "disclosure"]),
    ] {
        let arguments = [more, &["--disclosure", "100"]].concat();
        let text = String::from_utf8(written(folder.path(), pair, file, &arguments)).unwrap();
        assert!(text.contains(expression), "{file}");
        let text = String::from_utf8(written(folder.path(), pair, file, more)).unwrap();
        assert!(!text.contains(expression), "{file}");
    }
    for refused in ["-1", "many", "NaN"] {
        let ran = compared(
            folder.path(),
            &["ccg-2021", "lad-2021", "--disclosure", refused],
        );
        assert_eq!(ran.code, Some(2));
        assert!(
            ran.err.contains("is not a number of 0 or more"),
            "{}",
            ran.err
        );
    }
}

#[tokio::test]
async fn thin_pieces_are_populated_only_above_the_threshold_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let pair = ["sicbl-2022", "sicbl-2022-buc"];
    let populated = |threshold: &[&str]| -> Vec<f64> {
        let bytes = written(folder.path(), pair, "report.json", threshold);
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        let pieces = json["pieces"].as_array().unwrap();
        let populated = pieces.iter().filter(|piece| piece["class"] == "populated");
        populated
            .map(|piece| piece["weight"].as_f64().unwrap())
            .collect()
    };
    let (any, some) = (populated(&[]), populated(&["--populated", "20"]));
    assert!(any.iter().any(|weight| *weight <= 20.0), "{any:?}");
    assert!(
        !some.is_empty() && some.iter().all(|weight| *weight > 20.0),
        "{some:?}"
    );
    let path = "/compare/sicbl-2022/sicbl-2022-buc?f=json&populated=20";
    let json = get(path).await.json();
    let pieces = json["pieces"].as_array().unwrap();
    let populated = pieces.iter().filter(|piece| piece["class"] == "populated");
    assert_eq!(populated.count(), some.len());
    let refused = get("/compare/sicbl-2022/sicbl-2022-buc?populated=-1").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}
