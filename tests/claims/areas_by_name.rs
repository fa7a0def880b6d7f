//! Claims about `/areas`: the areas whose name or code begins with what somebody types.

use axum::http::StatusCode;
use coterm_core::layers::{Layer, Role};
use coterm_tests::dataset;
use serde_json::{Value, json};

use crate::bad_requests::is_problem;
use crate::http_post::JSON;
use crate::requests::{get, ok, post};

fn names(found: &Value) -> Vec<(&str, &str)> {
    let areas = found["areas"].as_array().unwrap().iter();
    areas
        .map(|area| {
            (
                area["layer"].as_str().unwrap(),
                area["name"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn the_area_that_has_the_name_comes_first_and_then_those_that_begin_so() {
    let found = ok("/areas?q=lancaster&on=2022-06-30").await.json();
    let names = names(&found);
    assert_eq!(names[0], ("lad-2021", "Lancaster"));
    assert!(
        names[1..]
            .iter()
            .all(|(_, name)| name.starts_with("Lancaster ")),
        "{names:?}"
    );
    let area = &found["areas"][0];
    assert_eq!(area["code"], "E07000121");
    assert_eq!(area["valid_to"], "2023-03-31");
}

#[tokio::test]
async fn every_area_with_a_word_that_begins_so_is_found_and_no_other() {
    for wanted in ["morecambe", "and", "e0700011"] {
        let found = ok(&format!("/areas?q={wanted}&limit=100")).await.json();
        let begins = |text: &str| {
            let text = text.to_lowercase();
            let mut words = text.split(|letter: char| !letter.is_alphanumeric());
            words.any(|word| word.starts_with(wanted))
        };
        let layers = dataset().catalogue().layers().iter();
        let searched = layers.filter(|layer| layer.info().role != Role::Backdrop);
        let expected = searched
            .flat_map(Layer::areas)
            .filter(|area| {
                let codes = area.codes().values().map(String::as_str);
                let mut codes = codes.chain([area.code()]);
                begins(area.name()) || codes.any(|code| code.to_lowercase().starts_with(wanted))
            })
            .count();
        assert!(expected > 0, "{wanted}");
        assert_eq!(names(&found).len(), expected.min(100), "{wanted}: {found}");
    }
}

#[tokio::test]
async fn a_box_around_an_area_holds_its_geometry() {
    let found = ok("/areas?q=Fylde%20Coast").await.json();
    let area = &found["areas"][0];
    let sides: Vec<f64> = serde_json::from_value(area["bbox"].clone()).unwrap();
    let (layer, code) = (
        area["layer"].as_str().unwrap(),
        area["code"].as_str().unwrap(),
    );
    let item = ok(&format!("/collections/{layer}/items/{code}"))
        .await
        .json();
    let polygons = item["geometry"]["coordinates"].as_array().unwrap();
    let text = serde_json::to_string(polygons).unwrap();
    let numbers: Vec<f64> = text
        .split(['[', ']', ','])
        .filter_map(|number| number.parse().ok())
        .collect();
    for [lon, lat] in numbers.as_chunks::<2>().0 {
        assert!(sides[0] <= *lon && *lon <= sides[2], "{lon} {sides:?}");
        assert!(sides[1] <= *lat && *lat <= sides[3], "{lat} {sides:?}");
    }
}

#[tokio::test]
async fn a_search_in_the_body_finds_the_same() {
    let sent = json!({"q": "west", "on": "2022-06-30", "limit": 3}).to_string();
    let found = post("/areas", JSON, sent).await.json();
    assert_eq!(
        found,
        ok("/areas?q=west&on=2022-06-30&limit=3").await.json()
    );
    assert_eq!(names(&found).len(), 3);
}

#[tokio::test]
async fn a_search_that_cannot_be_made_is_refused_and_one_for_nothing_finds_nothing() {
    let long = "a".repeat(101);
    for (path, says) in [
        ("/areas".to_owned(), "q"),
        ("/areas?q=a&limit=0".to_owned(), "1 to 100 areas"),
        ("/areas?q=a&on=soon".to_owned(), "2022-06-30"),
        (format!("/areas?q={long}"), "at most 100 letters"),
    ] {
        is_problem(&get(&path).await, &path, StatusCode::BAD_REQUEST, &[says]);
    }
    for nothing in ["", "...", "qqq"] {
        let found = ok(&format!("/areas?q={nothing}")).await.json();
        assert_eq!(found, json!({"areas": []}), "{nothing}");
    }
}
