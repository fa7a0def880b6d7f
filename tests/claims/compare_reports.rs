//! What `coterm compare` and `/compare` write, on the committed layers.

use std::path::Path;

use axum::http::{Method, StatusCode, header};
use coterm_tests::{Ran, coterm, generation, run};
use serde_json::Value;

use crate::requests::{get, send};

/// Pairs that differ in each way that there is.
const PAIRS: [[&str; 2]; 4] = [
    ["place-2022", "utla-2023"],
    ["ccg-2021", "lad-2021"],
    ["place-2021", "place-2022"],
    ["delivery-unit-2022", "lad-2021"],
];

fn compared(folder: &Path, arguments: &[&str]) -> Ran {
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
        for extension in ["txt", "json", "csv", "html", "xlsx", "geojson"] {
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
        for (side, verdicts) in [("a", "verdicts_a"), ("b", "verdicts_b")] {
            for verdict in json[verdicts].as_array().unwrap() {
                let code = &verdict["area"]["code"];
                let own = || matrix.iter().filter(|cell| cell[side]["code"] == *code);
                let sum =
                    |field: &str| -> f64 { own().map(|cell| cell[field].as_f64().unwrap()).sum() };
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
    let asked = "--tolerance 30 --on 2022-06-30 --disclosure 50";
    let options: Vec<&str> = asked.split(' ').collect();
    let pair = ["ccg-2021", "lad-2021"];
    let html = written(folder.path(), pair, "report.html", &options);
    let html = String::from_utf8(html).unwrap();
    let command = format!("coterm compare ccg-2021 lad-2021 {asked} --format html");
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
        &[],
    ))
    .unwrap();
    for text in [
        "Westmorland and Furness",
        "Copeland",
        "Eden",
        "What coterminous means",
        "coterm compare place-2022 utla-2023 --format html",
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
fn geojson_has_every_piece_and_they_cover_both_layers() {
    let folder = tempfile::tempdir().unwrap();
    for pair in PAIRS {
        let json: Value =
            serde_json::from_slice(&written(folder.path(), pair, "pieces.geojson", &[])).unwrap();
        let features = json["features"].as_array().unwrap();
        for layer in pair {
            for area in generation().catalogue().layer(layer).unwrap().areas() {
                let own = features.iter().filter(|feature| {
                    let properties = &feature["properties"];
                    properties["a_code"] == area.code() || properties["b_code"] == area.code()
                });
                let sum: f64 = own
                    .map(|feature| feature["properties"]["area_m2"].as_f64().unwrap())
                    .sum();
                let ground = coterm_core::area_m2(area.footprint());
                // An area of the same code in both layers has its pieces once.
                assert!(
                    sum > ground * 0.999,
                    "{pair:?} {}: {sum} of {ground}",
                    area.code()
                );
            }
        }
    }
}

#[test]
fn the_exit_code_says_whether_all_areas_hold_if_asked() {
    let folder = tempfile::tempdir().unwrap();
    let code = |arguments: &[&str]| compared(folder.path(), arguments).code;
    assert_eq!(
        code(&["delivery-unit-2022", "lad-2021", "--exit-code"]),
        Some(0)
    );
    assert_eq!(code(&["place-2022", "utla-2023", "--exit-code"]), Some(1));
    assert_eq!(code(&["place-2022", "utla-2023"]), Some(0));
}

#[test]
fn what_cannot_be_done_says_what_to_do_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (&["place-2023", "utla-2023"][..], "place-2022"),
        (&["place-2022", "nonsense"], "the nearest names are"),
        (
            &["place-2022", "utla-2023", "--tolerance", "-5"],
            "a width in metres",
        ),
        (
            &["place-2022", "utla-2023", "--tolerance", "wide"],
            "a width in metres",
        ),
        (
            &["place-2022", "utla-2023", "--weight", "missing.csv"],
            "say postcodes, area",
        ),
        (
            &["place-2022", "utla-2023", "--format", "pdf"],
            "there are table, json",
        ),
        (
            &["place-2022", "utla-2023", "--table", "pies"],
            "there are matrix",
        ),
        (
            &[
                "place-2022",
                "utla-2023",
                "--table",
                "moves",
                "--format",
                "json",
            ],
            "--table chooses what CSV holds",
        ),
        (
            &["place-2022", "utla-2023", "--on", "yesterday"],
            "yesterday",
        ),
    ] {
        let ran = compared(folder.path(), &[arguments, &["-o", "report.html"]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
        assert_eq!(
            folder.path().read_dir().unwrap().count(),
            0,
            "{arguments:?}"
        );
    }
    let ran = compared(
        folder.path(),
        &["place-2022", "utla-2023", "-o", "report.pdf"],
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("name one with --format"), "{}", ran.err);
}

#[tokio::test]
async fn the_server_answers_in_every_format_with_what_it_is() {
    for (format, media) in [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("geojson", "application/geo+json"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let answer = get(&format!("/compare/place-2022/utla-2023?f={format}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{format}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], media);
        assert!(answer.headers.contains_key(header::ETAG));
        assert!(!answer.body.is_empty());
    }
    let html = get("/compare/place-2022/utla-2023?f=html").await;
    let policy = html.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
}

#[tokio::test]
async fn browsers_get_the_document_and_programs_json_and_unchanged_ones_are_not_sent_again() {
    let path = "/compare/ccg-2021/lad-2021";
    let json = get(path).await;
    assert_eq!(json.headers[header::CONTENT_TYPE], "application/json");
    let html = send(
        Method::GET,
        path,
        &[(header::ACCEPT, "text/html,*/*;q=0.8")],
    )
    .await;
    assert_eq!(
        html.headers[header::CONTENT_TYPE],
        "text/html; charset=utf-8"
    );
    let etag = json.headers[header::ETAG].to_str().unwrap();
    let again = send(Method::GET, path, &[(header::IF_NONE_MATCH, etag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn bad_questions_to_the_server_get_problems_that_say_what_to_send() {
    for (path, status, expected) in [
        ("/compare/place-2023/utla-2023", 404, "place-2022"),
        ("/compare/place-2022/nonsense", 404, "the nearest names are"),
        (
            "/compare/place-2022/utla-2023?tolerance=-1",
            400,
            "metres from 0 up",
        ),
        (
            "/compare/place-2022/utla-2023?tolerance=NaN",
            400,
            "metres from 0 up",
        ),
        (
            "/compare/place-2022/utla-2023?tolerance=wide",
            400,
            "tolerance",
        ),
        (
            "/compare/place-2022/utla-2023?weight=../../etc/passwd",
            400,
            "postcodes or area",
        ),
        (
            "/compare/place-2022/utla-2023?f=pdf",
            400,
            "there are table, json",
        ),
        (
            "/compare/place-2022/utla-2023?table=moves&f=html",
            400,
            "send f=csv",
        ),
        (
            "/compare/place-2022/utla-2023?on=yesterday",
            400,
            "2022-06-30",
        ),
        ("/compare/place-2022/utla-2023?colour=red", 400, "colour"),
    ] {
        let answer = get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(
            answer.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(text.contains(expected), "{path}: {text}");
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
        let asked = [more, &["--disclosure", "100"]].concat();
        let text = String::from_utf8(written(folder.path(), pair, file, &asked)).unwrap();
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
        assert!(ran.err.contains("is not a weight"), "{}", ran.err);
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
        let thin = pieces.iter().filter(|piece| piece["class"] == "populated");
        thin.map(|piece| piece["weight"].as_f64().unwrap())
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
    let thin = pieces.iter().filter(|piece| piece["class"] == "populated");
    assert_eq!(thin.count(), some.len());
    let refused = get("/compare/sicbl-2022/sicbl-2022-buc?populated=-1").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}
