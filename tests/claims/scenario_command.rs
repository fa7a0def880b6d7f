//! Claims about `coterm scenario score` and `POST /scenarios/score`: scores, rules and refusals,
//! and that both give the same.

use axum::http::{StatusCode, header};
use coterm_tests::{Ran, coterm, data_folder, dataset, run};
use serde_json::{Value, json};

use crate::bad_requests::is_problem;
use crate::http_post::{CSV, JSON};
use crate::requests::post;
use crate::weight_files::values;

const TOML: &str = "application/toml";

fn scored(folder: &std::path::Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(["scenario", "score"]).args(arguments))
}

fn file(name: &str) -> String {
    data_folder()
        .join("scenarios")
        .join(name)
        .display()
        .to_string()
}

fn text(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

#[test]
fn the_exit_code_says_whether_every_block_is_in_one_area() {
    let folder = tempfile::tempdir().unwrap();
    let four = file("four-places-2022.toml");
    let gap = file("without-millom-and-bentham.toml");
    let ran = scored(
        folder.path(),
        &[&four, "--against", "utla-2021", "--was", "place-2021"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for words in [
        "1,058 LSOAs of NHS Lancashire and South Cumbria Integrated Care Board is in one area",
        "compared with Places (2021).",
        "3 of 4 areas are coterminous",
        "South Cumbria",
        "stays",
        "National Statistics",
    ] {
        // Sentences are in lines of at most 100 characters.
        let text: Vec<&str> = ran.out.split_whitespace().collect();
        let text = text.join(" ");
        assert!(text.contains(words), "\"{words}\" is not in\n{}", ran.out);
    }
    let ran = scored(folder.path(), &[&gap]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.out.contains("Building blocks in no area: 9"),
        "{}",
        ran.out
    );
    let ran = scored(folder.path(), &[&four, &gap]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.out.contains("districts split between areas"),
        "{}",
        ran.out
    );
    for arguments in [
        vec![four.as_str(), "--against", "utla-2022"],
        vec![&four, "--was", "lad-2024-buc"],
        vec![&four, "--within", "icb-2022"],
        vec![&four, "--kind", "county"],
        vec!["none.toml"],
        vec!["none.txt"],
    ] {
        let ran = scored(folder.path(), &arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains("error"), "{}", ran.err);
    }
}

#[test]
fn neighbourhoods_as_a_table_are_held_against_their_own_rule() {
    let folder = tempfile::tempdir().unwrap();
    let people = values(folder.path()).display().to_string();
    let table = file("blackpool-neighbourhoods.csv");
    let arguments = [
        table.as_str(),
        "--kind",
        "neighbourhood",
        "--weight",
        &people,
    ];
    let within = ["--within", "lad-2021/E06000009", "--json"];
    let ran = scored(folder.path(), &[&arguments[..], &within].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let score: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(score["assignment"]["blocks"], 94);
    assert_eq!(score["areas"].as_array().unwrap().len(), 3);
    // The file has far too few people.
    assert_eq!(score["areas"][0]["size"]["kept"], false);
    assert!(score["areas"][0]["size"]["beyond"].as_f64().unwrap() < 0.0);
}

#[tokio::test]
async fn the_server_scores_as_the_command_does() {
    let folder = tempfile::tempdir().unwrap();
    let four = file("four-places-2022.toml");
    let ran = scored(
        folder.path(),
        &[
            &four,
            "--was",
            "place-2021",
            "--against",
            "utla-2021",
            "--json",
        ],
    );
    // Without a file name, the scenario has the default name.
    let printed = ran.out.replace("four-places-2022", "scenario");
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let path = "/scenarios/score?was=place-2021&against=utla-2021";
    let answered = post(path, TOML, text("four-places-2022.toml")).await;
    assert_eq!(answered.status, StatusCode::OK, "{:?}", answered.body);
    assert_eq!(answered.header(header::CONTENT_TYPE), JSON);
    assert_eq!(answered.json(), printed);

    let within = "/scenarios/score?within=lad-2021/E06000009&kind=neighbourhood";
    let table = post(within, CSV, text("blackpool-neighbourhoods.csv")).await;
    assert_eq!(
        table.json()["assignment"]["partition"],
        true,
        "{:?}",
        table.body
    );

    let area = |name: &str, layer: &str| json!({"name": name, "union": [layer]});
    let one = json!({"title": "One", "area": [area("Lancaster", "lad-2021/E07000121")]});
    let single = post("/scenarios/score", JSON, one.to_string()).await;
    assert_eq!(single.json()["title"], "One");
    let people: std::collections::BTreeMap<_, _> = dataset()
        .codes()
        .blocks()
        .iter()
        .map(|block| (block, 10_000))
        .collect();
    let several = json!({"scenarios": [one, one], "weights": {"unit": "people", "values": people}});
    let scores = post("/scenarios/score", JSON, several.to_string())
        .await
        .json();
    assert_eq!(scores["scores"].as_array().unwrap().len(), 2);
    assert_eq!(scores["scores"][1]["areas"][0]["weight"], 890_000.0);
    assert_eq!(scores["scores"][1]["areas"][0]["size"]["kept"], false);
}

#[tokio::test]
async fn a_scenario_that_cannot_be_scored_is_a_problem_document() {
    let refused = async |path: &str, media: &str, body: String, status: u16, words: &[&str]| {
        let path = format!("/scenarios/score{path}");
        let answered = post(&path, media, body).await;
        is_problem(
            &answered,
            &path,
            StatusCode::from_u16(status).unwrap(),
            words,
        );
    };
    let four = || text("four-places-2022.toml");
    refused("", "text/plain", four(), 415, &["application/toml"]).await;
    refused("", TOML, "title = ".into(), 400, &["line 1"]).await;
    refused("", JSON, "{".into(), 400, &["JSON"]).await;
    refused("", JSON, "[]".into(), 400, &["JSON must be an object"]).await;
    refused(
        "",
        JSON,
        json!({"scenarios": []}).to_string(),
        400,
        &["1 to 8"],
    )
    .await;
    refused(
        "",
        CSV,
        "block,area\nE0102511,A\n".into(),
        400,
        &["E0102511", "E01025110"],
    )
    .await;
    refused("", CSV, "x".repeat(3 << 20), 413, &["2097152"]).await;
    refused("?against=utla-2022", TOML, four(), 400, &["utla-2021"]).await;
    refused(
        "?weight=people.csv",
        TOML,
        four(),
        400,
        &["postcodes or area"],
    )
    .await;
    refused("?within=icb-2022", TOML, four(), 400, &["LAYER/CODE"]).await;
    refused("?was=none", TOML, four(), 400, &["none"]).await;
    refused("?kind=county", TOML, four(), 400, &["neighbourhood"]).await;
    let weights = json!({"scenarios": [{"area": []}], "weights": {"unit": "x", "values": {}}});
    refused("", JSON, weights.to_string(), 400, &["weights"]).await;
}
