//! Claims about `/scenarios/compare/{layer}`: a proposal that is sent is compared as the command line
//! compares the same file.

use std::fmt::Write as _;

use axum::http::{StatusCode, header};
use coterm_tests::{coterm, data_folder, run};
use serde_json::Value;

use crate::bad_requests::is_problem;
use crate::http_post::{CSV, JSON};
use crate::requests::{Answered, ok, post};

const TOML: &str = "application/toml";
const FOUR: &str = "scenarios/four-places-2022.toml";

fn text(answered: &Answered) -> String {
    String::from_utf8(answered.plain()).unwrap()
}

fn four_places() -> String {
    std::fs::read_to_string(data_folder().join(FOUR)).unwrap()
}

/// Returns what the command line says of the four places, saved as the server names what is sent.
fn by_command(options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), four_places()).unwrap();
    let ran = run(coterm(folder.path())
        .args(["compare", "scenario.toml", "utla-2023"])
        .args(options));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

/// Returns a document without the one line of its manifest that says how the scenario came.
fn without_origin(text: &str) -> Value {
    let mut document: Value = serde_json::from_str(text).unwrap();
    let files = document["manifest"]["files"].as_array_mut().unwrap();
    let sent = files
        .iter_mut()
        .find(|file| file["file"] == "scenario.toml");
    sent.expect("the scenario is in the manifest")["what"] = Value::Null;
    files.sort_by_key(|file| file["file"].to_string());
    document
}

#[tokio::test]
async fn a_sent_proposal_is_compared_as_its_file_is() {
    for format in ["json", "geojson"] {
        let options = [
            "--tolerance",
            "100",
            "--weight",
            "postcodes",
            "--format",
            format,
        ];
        let path =
            format!("/scenarios/compare/utla-2023?tolerance=100&weight=postcodes&f={format}");
        let sent = post(&path, TOML, four_places()).await;
        let sent = without_origin(&text(&sent));
        assert_eq!(sent, without_origin(&by_command(&options)), "{format}");
    }
    let options = ["--weight", "postcodes", "--table", "verdicts"];
    let path = "/scenarios/compare/utla-2023?weight=postcodes&table=verdicts";
    let sent = post(path, TOML, four_places()).await;
    assert_eq!(text(&sent), by_command(&options));
    assert_eq!(
        sent.header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"proposal-utla-2023-verdicts.csv\""
    );
}

#[tokio::test]
async fn the_lines_of_a_proposal_have_the_classes_of_tiles() {
    // Each council as a proposed area: the same areas under other codes.
    let blocks = ok("/scenarios/blocks?layers=utla-2023").await.json();
    let layer = &blocks["layers"]["utla-2023"];
    let of: Vec<i64> = serde_json::from_value(layer["of"].clone()).unwrap();
    let mut csv = "block,area\n".to_owned();
    for (code, area) in blocks["codes"].as_array().unwrap().iter().zip(of) {
        if area >= 0 {
            writeln!(csv, "{},council-{area}", code.as_str().unwrap()).unwrap();
        }
    }
    let classes = |lines: &Value| {
        let features = lines["features"].as_array().unwrap().iter();
        let mut classes: Vec<String> = features
            .map(|line| line["properties"]["class"].as_str().unwrap().to_owned())
            .collect();
        classes.sort();
        classes.dedup();
        classes
    };
    let same = post("/scenarios/compare/utla-2023/lines", CSV, csv)
        .await
        .json();
    assert_eq!(classes(&same), ["shared"]);

    let path = "/scenarios/compare/utla-2023/lines";
    let four = post(path, TOML, four_places()).await;
    assert_eq!(four.header(header::CACHE_CONTROL), "no-store");
    let four = four.json();
    assert_eq!(classes(&four), ["only_a", "only_b", "shared"]);
    for line in four["features"].as_array().unwrap() {
        let shared = line["properties"]["class"] == "shared";
        let far = line["properties"]["deviation_m"].as_f64().unwrap() > 0.0;
        assert!(!(shared && far), "{line}");
        for at in line["geometry"]["coordinates"].as_array().unwrap() {
            let (lon, lat) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
            assert!(
                (-4.0..-1.5).contains(&lon) && (53.0..55.5).contains(&lat),
                "{at}"
            );
        }
    }
}

#[tokio::test]
async fn a_proposal_that_cannot_be_compared_is_refused_in_words() {
    for (path, media, body, status, said) in [
        (
            "/scenarios/compare/lad-2022",
            TOML,
            four_places(),
            StatusCode::NOT_FOUND,
            "lad-2022",
        ),
        (
            "/scenarios/compare/lad-2023",
            "text/plain",
            four_places(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "text/csv",
        ),
        (
            "/scenarios/compare/lad-2023",
            JSON,
            "{\"scenarios\": []}".into(),
            StatusCode::BAD_REQUEST,
            "scenarios",
        ),
        (
            "/scenarios/compare/lad-2023",
            CSV,
            "block,area\nE00000000,mine\n".into(),
            StatusCode::BAD_REQUEST,
            "E00000000",
        ),
        (
            "/scenarios/compare/lad-2023?f=pdf",
            TOML,
            four_places(),
            StatusCode::BAD_REQUEST,
            "pdf",
        ),
        (
            "/scenarios/compare/lad-2023/lines?f=html",
            TOML,
            four_places(),
            StatusCode::BAD_REQUEST,
            "GeoJSON",
        ),
    ] {
        let refused = post(path, media, body).await;
        is_problem(&refused, path, status, &[said]);
    }
}
