//! Claims about requests that the server cannot answer: a status that shows whose fault it is, and
//! a problem document (RFC 9457) that tells what to send.

use axum::http::{StatusCode, header};

use crate::requests::{Answered, get};

pub(crate) fn is_problem(answered: &Answered, path: &str, status: StatusCode, words: &[&str]) {
    assert_eq!(answered.status, status, "{path}: {:?}", answered.body);
    assert_eq!(
        answered.header(header::CONTENT_TYPE),
        "application/problem+json",
        "{path}: {:?}",
        answered.body
    );
    let problem = answered.json();
    assert_eq!(problem["status"], status.as_u16(), "{path}");
    assert!(
        problem["title"]
            .as_str()
            .is_some_and(|title| !title.is_empty()),
        "{path}: {problem}"
    );
    let detail = problem["detail"].as_str().unwrap();
    for word in words {
        assert!(
            detail.contains(word),
            "{path}: \"{word}\" is not in \"{detail}\""
        );
    }
}

pub(crate) async fn refused(path: &str, status: u16, words: &[&str]) {
    is_problem(
        &get(path).await,
        path,
        StatusCode::from_u16(status).unwrap(),
        words,
    );
}

#[tokio::test]
async fn what_is_not_a_postcode_is_a_bad_request() {
    refused("/postcodes/hello", 400, &["not a postcode"]).await;
    refused("/postcodes/LA1%204YO", 400, &["letter O"]).await;
}

#[tokio::test]
async fn a_postcode_outside_the_data_is_not_found() {
    refused(
        "/postcodes/SW1A%201AA",
        404,
        &["SW1A 1AA", "outside the region"],
    )
    .await;
}

#[tokio::test]
async fn a_terminated_postcode_is_answered_with_its_date() {
    let answered = get("/postcodes/BB11AB?on=2022-06-30").await;
    assert_eq!(answered.status, StatusCode::OK);
    let answer = answered.json();
    assert_eq!(answer["postcode"]["status"], "terminated");
    assert_eq!(answer["postcode"]["terminated"], "2020-04");
    assert!(
        answer["notes"][0]
            .as_str()
            .unwrap()
            .contains("terminated in April 2020")
    );
    assert!(!answer["areas"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_date_before_all_layers_or_that_is_none_is_a_bad_request() {
    refused(
        "/postcodes/LA14YW?on=1999-01-01",
        400,
        &["1999-01-01", "2011-03-27"],
    )
    .await;
    for on in ["", "yesterday", "2022-02-30", "30/06/2022"] {
        refused(
            &format!("/postcodes/LA14YW?on={on}"),
            400,
            &["not a date", "2022-06-30"],
        )
        .await;
        refused(
            &format!("/lookup?lon=-2.8&lat=54.05&on={on}"),
            400,
            &["not a date"],
        )
        .await;
    }
}

#[tokio::test]
async fn coordinates_that_are_no_place_are_a_bad_request() {
    refused("/lookup?lon=NaN&lat=54.05", 400, &["longitude", "NaN"]).await;
    refused("/lookup?easting=347467&northing=inf", 400, &["northing"]).await;
    refused("/lookup?lon=54.05&lat=-2.80", 400, &["swapped"]).await;
    refused(
        "/lookup?lon=2.35&lat=48.86",
        400,
        &["outside Great Britain"],
    )
    .await;
    refused(
        "/lookup?easting=-5&northing=461653",
        400,
        &["British National Grid"],
    )
    .await;
    refused("/lookup?lon=west&lat=54.05", 400, &["lon"]).await;
}

#[tokio::test]
async fn a_place_outside_the_data_is_not_found() {
    refused(
        "/lookup?lon=-0.1278&lat=51.5074",
        404,
        &["the data has no area at", "nearest"],
    )
    .await;
    refused(
        "/lookup?easting=530000&northing=180000",
        404,
        &["the data has no area at"],
    )
    .await;
}

#[tokio::test]
async fn half_a_place_or_two_of_them_are_a_bad_request() {
    for query in [
        "",
        "?lon=-2.8",
        "?lon=-2.8&northing=461653",
        "?lon=-2.8&lat=54&easting=347467&northing=461653",
    ] {
        refused(
            &format!("/lookup{query}"),
            400,
            &["lon and lat", "easting and northing"],
        )
        .await;
    }
}

#[tokio::test]
async fn an_unknown_family_is_a_bad_request_with_those_of_the_date() {
    refused(
        "/postcodes/LA14YW?on=2022-06-30&family=parish",
        400,
        &["parish", "ccg (", "place"],
    )
    .await;
    refused(
        "/lookup?lon=-2.8&lat=54.05&on=2023-05-01&family=ccg",
        400,
        &["CCGs ended on 30 June 2022", "on=2022-06-30"],
    )
    .await;
}

#[tokio::test]
async fn an_unknown_layer_is_not_found_with_the_nearest_names() {
    for path in [
        "/collections/lad-2022",
        "/collections/lad-2022/items",
        "/collections/lad-2022/items/E07000121",
    ] {
        refused(path, 404, &["lad-2022", "lad-2021", "lad-2023"]).await;
    }
    refused("/collections/lad-2021/items/E00000000", 404, &["lad-2021"]).await;
}

#[tokio::test]
async fn unknown_parameters_are_refused_and_not_ignored() {
    for path in [
        "/lookup?lon=-2.8&lat=54.05&date=2022-06-30",
        "/postcodes/LA14YW?date=2022-06-30",
        "/postcodes?q=LA1&limit=5",
        "/collections?bbox=1,2,3,4",
        "/collections/lad-2021?limit=5",
        "/collections/lad-2021/items?limits=5",
        "/collections/lad-2021/items?postcode=LA14YW",
        "/collections/lad-2021/items/E07000121?bbox=1,2,3,4",
        "/conformance?on=2022-06-30",
        "/tileMatrixSets?f=json",
    ] {
        refused(path, 400, &["unknown field"]).await;
    }
    refused("/lookup?lon=-2.8&lon=-2.9&lat=54.05", 400, &["lon"]).await;
    refused("/postcodes", 400, &["q"]).await;
}
