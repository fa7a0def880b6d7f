//! Claims about `/scenarios/blocks`: whoever adds up the blocks of an area gets what its score says.

use std::collections::BTreeMap;
use std::f64::consts::PI;
use std::fmt::Write as _;

use axum::http::StatusCode;
use serde_json::Value;

use crate::bad_requests::is_problem;
use crate::http_post::JSON;
use crate::requests::{get, ok, post};

const GROUND: &str = "within=icb-2022/E54000048";

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

fn borders(blocks: &Value) -> Vec<(usize, usize, f64)> {
    serde_json::from_value(blocks["borders"].clone()).unwrap()
}

/// Whether two numbers are equal but for the rounding of the answer.
fn equal(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-10 * one.abs().max(1.0)
}

#[tokio::test]
async fn sums_over_the_blocks_of_an_area_are_its_score() {
    let path = format!("/scenarios/blocks?{GROUND}&layers=place-2022");
    let blocks = ok(&path).await.json();
    let codes: Vec<String> = serde_json::from_value(blocks["codes"].clone()).unwrap();
    let layer = &blocks["layers"]["place-2022"];
    let of: Vec<i64> = serde_json::from_value(layer["of"].clone()).unwrap();
    let named = layer["areas"].as_array().unwrap();
    assert!(of.iter().all(|area| *area >= 0), "the places cover the ICB");

    let mut csv = "block,area,name\n".to_owned();
    for (code, area) in codes.iter().zip(&of) {
        let area = &named[usize::try_from(*area).unwrap()];
        let (own, name) = (
            area["code"].as_str().unwrap(),
            area["name"].as_str().unwrap(),
        );
        writeln!(csv, "{code},{own},{name}").unwrap();
    }
    let score = post("/scenarios/score", "text/csv", csv).await.json();
    let (weights, ground) = (numbers(&blocks["weights"]), numbers(&blocks["area_m2"]));
    let outlines = numbers(&blocks["outline_m"]);
    let places = score["areas"].as_array().unwrap();
    assert_eq!(places.len(), 4);
    for place in places {
        let is_it = |area: &Value| area["code"] == place["area"]["code"];
        let own = i64::try_from(named.iter().position(is_it).unwrap()).unwrap();
        let within = |block: &usize| of[*block] == own;
        let members: Vec<usize> = (0..codes.len()).filter(within).collect();
        let sum = |values: &[f64]| members.iter().map(|block| values[*block]).sum::<f64>();
        let inner = borders(&blocks).into_iter();
        let inner = inner.filter(|(one, other, _)| within(one) && within(other));
        let outline = sum(&outlines) - 2.0 * inner.map(|(_, _, metres)| metres).sum::<f64>();
        assert_eq!(place["blocks"], members.len());
        let is = |name: &str, value: f64| {
            let wanted = place[name].as_f64().unwrap();
            assert!(
                equal(wanted, value),
                "{name} of {}: {wanted}, {value}",
                place["area"]["name"]
            );
        };
        is("weight", sum(&weights));
        is("area_m2", sum(&ground));
        is(
            "polsby_popper",
            4.0 * PI * sum(&ground) / (outline * outline),
        );
    }
}

#[tokio::test]
async fn the_borders_of_a_block_are_at_most_its_outline() {
    let all = ok("/scenarios/blocks").await.json();
    let outlines = numbers(&all["outline_m"]);
    assert_eq!(outlines.len(), 1_294);
    assert_eq!(all["outside"], serde_json::json!([]));
    let mut shared = vec![0.0; outlines.len()];
    for (one, other, metres) in borders(&all) {
        assert!(one < other && metres > 0.0);
        shared[one] += metres;
        shared[other] += metres;
    }
    for (shared, outline) in shared.iter().zip(&outlines) {
        assert!(*shared <= outline + 1e-3, "{shared} {outline}");
    }

    // Borders with blocks that are not listed are outside.
    let part = ok(&format!("/scenarios/blocks?{GROUND}")).await.json();
    let outside: BTreeMap<usize, f64> =
        serde_json::from_value::<Vec<(usize, f64)>>(part["outside"].clone())
            .unwrap()
            .into_iter()
            .collect();
    let position: BTreeMap<&str, usize> = codes(&all).into_iter().zip(0..).collect();
    let mut own = vec![0.0; codes(&part).len()];
    for (one, other, metres) in borders(&part) {
        own[one] += metres;
        own[other] += metres;
    }
    for (block, code) in codes(&part).into_iter().enumerate() {
        let beyond = outside.get(&block).copied().unwrap_or_default();
        let whole = shared[position[code]];
        assert!((own[block] + beyond - whole).abs() < 1e-2, "{code}");
    }
}

fn codes(blocks: &Value) -> Vec<&str> {
    let codes = blocks["codes"].as_array().unwrap().iter();
    codes.map(|code| code.as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_layer_that_is_not_made_of_blocks_is_refused_and_so_is_one_that_does_not_exist() {
    for (query, status, says) in [
        ("layers=land", StatusCode::BAD_REQUEST, "land"),
        ("layers=lad-2022", StatusCode::NOT_FOUND, "lad-2023"),
        (
            "within=lad-2023/Atlantis",
            StatusCode::BAD_REQUEST,
            "Atlantis",
        ),
        (
            "weight=sheep",
            StatusCode::BAD_REQUEST,
            "people, postcodes or area",
        ),
    ] {
        let path = format!("/scenarios/blocks?{query}");
        is_problem(&get(&path).await, &path, status, &[says]);
    }
    let path = "/scenarios/blocks";
    is_problem(
        &post(path, JSON, "{}").await,
        path,
        StatusCode::BAD_REQUEST,
        &["area"],
    );
}

#[tokio::test]
async fn the_blocks_of_a_sent_scenario_are_those_of_its_areas() {
    let file = coterm_tests::data_folder().join("scenarios/four-places-2022.toml");
    let toml = std::fs::read_to_string(file).unwrap();
    let sent = post("/scenarios/blocks", "application/toml", toml.clone()).await;
    assert_eq!(sent.header(axum::http::header::CACHE_CONTROL), "no-store");
    let sent = sent.json();
    let score = post("/scenarios/score", "application/toml", toml)
        .await
        .json();
    let scored = score["areas"].as_array().unwrap();
    let areas = sent["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 4);
    let mut csv = "block,area,name\n".to_owned();
    for (area, scored) in areas.iter().zip(scored) {
        assert_eq!(area["code"], scored["area"]["code"]);
        let blocks = area["blocks"].as_array().unwrap();
        assert_eq!(scored["blocks"], blocks.len());
        let (code, name) = (
            area["code"].as_str().unwrap(),
            area["name"].as_str().unwrap(),
        );
        for block in blocks {
            writeln!(csv, "{},{code},{name}", block.as_str().unwrap()).unwrap();
        }
    }
    // A table of blocks gives the same areas as the scenario that it was made from.
    let again = post("/scenarios/blocks", "text/csv", csv).await.json();
    assert_eq!(again["areas"], sent["areas"]);
    let refused = post(
        "/scenarios/blocks",
        "text/csv",
        "block,area\nE00000000,mine\n",
    )
    .await;
    let path = "/scenarios/blocks";
    is_problem(&refused, path, StatusCode::BAD_REQUEST, &["E00000000"]);
}
