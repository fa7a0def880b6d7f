//! Claims about the areas beside an area, and about those of another layer that overlap it.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use coterm_tests::dataset;
use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::{Area as _, Relate};
use serde_json::Value;

use crate::bad_requests::is_problem;
use crate::requests::{get, ok};

#[test]
fn neighbours_are_the_areas_that_geo_finds_to_touch_along_a_line() {
    for id in ["lad-2023", "place-2022", "icb-2022"] {
        let layer = dataset().catalogue().layer(id).unwrap();
        for (area, one) in layer.iter() {
            let found: BTreeMap<&str, f64> = layer
                .neighbours(area)
                .iter()
                .map(|neighbour| (neighbour.area.code(), neighbour.shared_m))
                .collect();
            for (_, other) in layer.iter().filter(|(other, _)| *other != area) {
                let matrix = one.footprint().relate(other.footprint());
                let shared = matrix.get(CoordPos::OnBoundary, CoordPos::OnBoundary);
                let touches = shared == Dimensions::OneDimensional;
                let name = format!("{} and {}", one.name(), other.name());
                assert_eq!(found.contains_key(other.code()), touches, "{name}");
            }
        }
    }
}

#[test]
fn a_neighbour_has_its_neighbour_along_the_same_line() {
    for id in ["lad-2023", "lsoa-2011"] {
        let layer = dataset().catalogue().layer(id).unwrap();
        for (area, one) in layer.iter().step_by(7) {
            assert!(one.footprint().unsigned_area() > 0.0);
            for neighbour in layer.neighbours(area) {
                let other = layer.position(neighbour.area.code()).unwrap();
                let back = layer.neighbours(other);
                let back = back
                    .iter()
                    .find(|back| back.area.code() == one.code())
                    .unwrap();
                assert!((back.shared_m - neighbour.shared_m).abs() < 1e-6);
            }
        }
    }
}

#[tokio::test]
async fn neighbours_are_named_with_the_length_of_the_line_longest_first() {
    let found = ok("/collections/lad-2023/items/E07000121/neighbours")
        .await
        .json();
    assert_eq!(found["area"]["name"], "Lancaster");
    let names: Vec<&str> = found["neighbours"]
        .as_array()
        .unwrap()
        .iter()
        .map(|neighbour| neighbour["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "Westmorland and Furness",
            "Wyre",
            "North Yorkshire",
            "Ribble Valley"
        ]
    );
    assert_eq!(found["neighbours"][1]["shared_m"], 31_686.0);
    // Morecambe Bay.
    assert!(found["unshared_m"].as_f64().unwrap() > 20_000.0);
    let inland = ok("/collections/lsoa-2011/items/E01025105/neighbours")
        .await
        .json();
    assert_eq!(inland["unshared_m"], 0.0);
}

#[tokio::test]
async fn what_overlaps_an_area_is_what_the_comparison_of_the_layers_says() {
    for (layer, with, options) in [
        ("lad-2023", "place-2022", ""),
        ("ccg-2021", "lad-2021", "tolerance=50&weight=area"),
        ("icb-2022", "lsoa-2011", "on=2022-06-30"),
    ] {
        let compared = ok(&format!("/compare/{layer}/{with}?f=json&{options}"))
            .await
            .json();
        for verdict in compared["verdicts_a"].as_array().unwrap() {
            let code = verdict["area"]["code"].as_str().unwrap();
            let path =
                format!("/collections/{layer}/items/{code}/overlapping?with={with}&{options}");
            let found = ok(&path).await.json();
            assert_eq!(&found["verdict"], verdict, "{path}");
            assert_eq!(found["tolerance_m"], compared["tolerance_m"]);
            assert_eq!(found["with"]["id"], *with);
        }
    }
}

#[tokio::test]
async fn the_lsoas_within_a_district_are_those_that_are_whole_in_it() {
    let found = ok("/collections/lad-2023/items/E07000121/overlapping?with=lsoa-2011")
        .await
        .json();
    let with = found["verdict"]["with"].as_array().unwrap();
    assert_eq!(found["verdict"]["relation"], "union");
    assert_eq!(with.len(), 89);
    assert!(with.iter().all(|other| other["whole"] == Value::Bool(true)));
}

#[tokio::test]
async fn unknown_areas_and_layers_are_refused() {
    let district = "/collections/lad-2023/items/E07000121";
    for (path, status, words) in [
        (
            "/collections/lad-2023/items/E07/neighbours".to_owned(),
            StatusCode::NOT_FOUND,
            "no area",
        ),
        (
            "/collections/lad-1/items/E07000121/neighbours".to_owned(),
            StatusCode::NOT_FOUND,
            "lad-1",
        ),
        (
            format!("{district}/neighbours?f=html"),
            StatusCode::BAD_REQUEST,
            "`f`",
        ),
        (
            format!("{district}/overlapping"),
            StatusCode::BAD_REQUEST,
            "?with=lad-2023",
        ),
        (
            format!("{district}/overlapping?with=lad-1"),
            StatusCode::NOT_FOUND,
            "lad-1",
        ),
        (
            format!("{district}/overlapping?with=ccg-2021&tolerance=-1"),
            StatusCode::BAD_REQUEST,
            "\"tolerance\"",
        ),
    ] {
        is_problem(&get(&path).await, &path, status, &[words]);
    }
}
