//! Claims about `/postcodes/nearest`: the postcodes nearest to a place, in use on a day.

use axum::http::{StatusCode, header};
use coterm_core::codes::{InUse, PostcodeTree};
use coterm_core::space::GridPoint;
use coterm_tests::dataset;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::bad_requests::is_problem;
use crate::http_post::JSON;
use crate::requests::{get, ok, post};

/// Postcodes and distances by looking at every life of every postcode.
fn by_brute_force(point: GridPoint, metres: f64, limit: usize, on: Date) -> Vec<(f64, String)> {
    let postcodes = dataset().postcodes();
    let lives = postcodes.lives().filter(|(_, record)| {
        let of_day = postcodes.find_on(record.postcode, on).unwrap();
        let in_use = record.in_use(postcodes.releases(), on);
        of_day == *record && !matches!(in_use, InUse::NotYet | InUse::Ended)
    });
    let mut all: Vec<(f64, String)> = lives
        .map(|(_, record)| {
            let (x, y) = (record.point.easting(), record.point.northing());
            let metres = (x - point.easting()).hypot(y - point.northing());
            (metres, record.postcode.to_string())
        })
        .filter(|(distance, _)| *distance <= metres)
        .collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    all.truncate(limit);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_tree_finds_what_looking_at_all_postcodes_finds(
        easting in 300_000_u32..400_000,
        northing in 400_000_u32..500_000,
        metres in prop::sample::select(vec![0.0, 100.0, 1_000.0, 20_000.0]),
        limit in prop::sample::select(vec![1_usize, 7, 100]),
        on in prop::sample::select(vec![date(2011, 4, 1), date(2022, 6, 30), date(2026, 11, 30)]),
    ) {
        let postcodes = dataset().postcodes();
        let tree = PostcodeTree::of(postcodes);
        let point = GridPoint::new(f64::from(easting), f64::from(northing)).unwrap();
        let found = tree.nearest(postcodes, point, metres, limit, on);
        let wanted = by_brute_force(point, metres, limit, on);
        prop_assert_eq!(found.len(), wanted.len());
        for (near, (distance, postcode)) in found.iter().zip(&wanted) {
            prop_assert_eq!(&near.record.postcode.to_string(), postcode);
            prop_assert!((near.distance_m - distance).abs() < 1e-6);
        }
    }
}

#[tokio::test]
async fn a_postcode_is_nearest_to_itself_and_its_neighbours_follow() {
    let near = ok("/postcodes/nearest?postcode=la14yw&on=2025-05-01").await;
    assert_eq!(near.header(header::CACHE_CONTROL), "no-store");
    let near = near.json();
    assert_eq!(near["query"], json!({"postcode": "LA1 4YW"}));
    assert_eq!(
        (&near["on"], &near["radius_m"]),
        (&json!("2025-05-01"), &json!(1_000.0))
    );
    let postcodes = near["postcodes"].as_array().unwrap();
    assert_eq!(postcodes.len(), 10);
    assert_eq!(postcodes[0]["postcode"], "LA1 4YW");
    assert_eq!(postcodes[0]["distance_m"], 0.0);
    let distances: Vec<f64> = postcodes
        .iter()
        .map(|near| near["distance_m"].as_f64().unwrap())
        .collect();
    assert!(distances.is_sorted(), "{distances:?}");
    for near in postcodes {
        let name = near["postcode"].as_str().unwrap();
        let whole = ok(&format!(
            "/postcodes/{}?on=2025-05-01",
            name.replace(' ', "%20")
        ))
        .await
        .json();
        for member in ["easting", "northing", "lon", "lat", "position_code"] {
            assert_eq!(near[member], whole["point"][member], "{name} {member}");
        }
    }
}

#[tokio::test]
async fn a_terminated_postcode_is_near_only_while_it_was_in_use() {
    let postcodes = dataset().postcodes();
    let ended = postcodes
        .records()
        .iter()
        .find(|record| record.terminated.is_some_and(|month| month.year() > 2015));
    let ended = ended.unwrap().postcode.to_string().replace(' ', "");
    let is_near = async |on: &str| {
        let near = ok(&format!(
            "/postcodes/nearest?postcode={ended}&on={on}&limit=100"
        ))
        .await
        .json();
        let near = near["postcodes"].as_array().unwrap().clone();
        near.iter()
            .any(|near| near["postcode"].as_str().unwrap().replace(' ', "") == ended)
    };
    assert!(is_near("2015-01-01").await);
    assert!(!is_near("2026-11-30").await);
}

#[tokio::test]
async fn the_same_can_be_asked_in_a_body_which_is_in_no_log() {
    for (query, body) in [
        ("postcode=LA1%204YW", json!({"postcode": "LA1 4YW"})),
        (
            "lon=-2.8&lat=54.05&limit=3",
            json!({"lon": -2.8, "lat": 54.05, "limit": 3}),
        ),
        (
            "easting=347467&northing=461653&radius=50.5&on=2020-02-29",
            json!({"easting": 347_467, "northing": 461_653, "radius": 50.5, "on": "2020-02-29"}),
        ),
    ] {
        let asked = ok(&format!("/postcodes/nearest?{query}")).await.json();
        let sent = post("/postcodes/nearest", JSON, body.to_string()).await;
        assert_eq!(sent.json(), asked, "{query}");
        assert!(asked["postcodes"].is_array());
    }
}

#[tokio::test]
async fn where_no_postcode_is_near_it_is_told_whether_the_data_ends() {
    let near = ok("/postcodes/nearest?easting=347468&northing=461654&radius=0.5")
        .await
        .json();
    assert_eq!(near["postcodes"], Value::Array(Vec::new()));
    for place in ["lon=-0.1&lat=51.5", "easting=100000&northing=100000"] {
        let alone = get(&format!("/lookup?{place}")).await;
        let near = get(&format!("/postcodes/nearest?{place}")).await;
        assert_eq!(near.status, StatusCode::NOT_FOUND, "{place}");
        assert_eq!(near.json(), alone.json());
    }
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_with_what_to_send() {
    for (query, words) in [
        ("", "postcode, lon and lat"),
        ("lon=-2.8", "postcode, lon and lat"),
        ("postcode=LA14YW&lon=-2.8&lat=54", "postcode, lon and lat"),
        ("postcode=LA14YW&limit=0", "\"limit\" must be 1 to 100"),
        ("postcode=LA14YW&limit=101", "\"limit\" must be 1 to 100"),
        ("postcode=LA14YW&radius=-1", "\"radius\" must be 0 to 20000"),
        (
            "postcode=LA14YW&radius=NaN",
            "\"radius\" must be 0 to 20000",
        ),
        ("lon=200&lat=54", "200"),
        ("postcode=LA14YW&within=5", "within"),
        ("postcode=LA14YW&on=1990-01-01", "2011-03-27"),
    ] {
        let path = format!("/postcodes/nearest?{query}");
        is_problem(&get(&path).await, &path, StatusCode::BAD_REQUEST, &[words]);
    }
    let refused = post("/postcodes/nearest", JSON, "{\"postcode\": 1}").await;
    let words = ["not understood", "LA1 4YW"];
    is_problem(&refused, "a number", StatusCode::BAD_REQUEST, &words);
}
