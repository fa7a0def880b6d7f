//! Claims about `POST /lookup`: many lookups in one request, and their answers.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use coterm_io::bulk::{BulkOptions, Columns, resolve};
use coterm_report::lookup::{AnswerDocument, row_reason};
use coterm_tests::{dataset, workspace};
use jiff::civil::date;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::bad_requests::is_problem;
use crate::requests::{Answered, app, get, post};

pub(crate) const JSON: &str = "application/json";
pub(crate) const CSV: &str = "text/csv";

async fn answers(path: &str, questions: &Value) -> Vec<Value> {
    let answered = post(path, JSON, questions.to_string()).await;
    assert_eq!(answered.status, StatusCode::OK, "{:?}", answered.body);
    assert_eq!(answered.header(header::CONTENT_TYPE), JSON);
    assert_eq!(answered.header(header::CACHE_CONTROL), "no-store");
    serde_json::from_slice(&answered.body).unwrap()
}

async fn refused(path: &str, media: &str, body: impl Into<Body>, status: u16, words: &[&str]) {
    let answered = post(path, media, body).await;
    let status = StatusCode::from_u16(status).unwrap();
    is_problem(&answered, path, status, words);
    assert_eq!(answered.header(header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn an_array_is_answered_in_order_each_element_as_if_it_were_asked_alone() {
    let questions = json!([
        {"postcode": "LA1 4YW"},
        {"lon": -2.80, "lat": 54.05},
        {"easting": 347_467, "northing": 461_653.5},
        {"postcode": "bb11ab"},
    ]);
    let alone = [
        "/postcodes/LA1%204YW?",
        "/lookup?lon=-2.80&lat=54.05&",
        "/lookup?easting=347467&northing=461653.5&",
        "/postcodes/bb11ab?",
    ];
    for when in ["on=2022-06-30", "on=2023-05-01&family=lad,lsoa", ""] {
        let together = answers(&format!("/lookup?{when}"), &questions).await;
        assert_eq!(together.len(), alone.len());
        for (answer, path) in together.iter().zip(alone) {
            assert_eq!(
                answer,
                &get(&format!("{path}{when}")).await.json(),
                "{path}"
            );
        }
    }
    assert!(answers("/lookup", &json!([])).await.is_empty());
}

#[tokio::test]
async fn every_answer_is_to_the_byte_what_serde_makes_of_it() {
    let records = dataset().postcodes().records().iter().step_by(61);
    let postcodes: Vec<_> = records.map(|record| record.postcode).collect();
    let questions: Vec<_> = postcodes
        .iter()
        .map(|postcode| json!({ "postcode": postcode }))
        .collect();
    let (mut uncertain, mut without) = (0, 0);
    for on in [date(2021, 4, 1), date(2022, 6, 30), date(2023, 5, 1)] {
        let body = json!(questions).to_string();
        let answered = post(&format!("/lookup?on={on}"), JSON, body).await;
        let text = std::str::from_utf8(&answered.body).unwrap();
        let lines: Vec<_> = text[1..text.len() - 1].split(",\n").collect();
        assert_eq!(lines.len(), postcodes.len());
        for (line, postcode) in lines.into_iter().zip(&postcodes) {
            let answer = dataset().lookup_postcode(*postcode, on, None).unwrap();
            let document = AnswerDocument::from(&answer);
            assert_eq!(line, serde_json::to_string(&document).unwrap());
            uncertain += usize::from(answer.areas.iter().any(|area| !area.certain));
            without += answer.without.len();
        }
    }
    assert!(uncertain > 10 && without > 10, "{uncertain} {without}");
}

#[tokio::test]
async fn what_is_wrong_with_one_element_is_told_in_its_place() {
    let wrong = [
        (json!({"postcode": "hello"}), 400, "not a postcode"),
        (json!({"postcode": "SW1A 1AA"}), 404, "not in the data"),
        (json!({"lon": 54.05, "lat": -2.80}), 400, "swapped"),
        (
            json!({"easting": 530_000, "northing": 180_000}),
            404,
            "the data has no area at",
        ),
        (
            json!({"postcode": "LA1 4YW", "lon": -2.8}),
            400,
            "must have either a postcode",
        ),
        (json!({"postcode": "ZZ99 3VZ"}), 404, "no fixed abode"),
        (json!({"postcode": "BFPO 61"}), 404, "British Forces"),
        (json!({"postcode": ""}), 400, "empty"),
        (json!({"lon": -2.8}), 400, "must have either a postcode"),
        (json!({}), 400, "must have either a postcode"),
        (json!({"postcode": 5}), 400, "expected a string"),
        (json!({"post_code": "LA1 4YW"}), 400, "unknown field"),
        (json!("LA1"), 400, "not a postcode"),
        (json!(5), 400, "not understood"),
    ];
    let mut questions = Vec::new();
    for (question, ..) in &wrong {
        questions.extend([json!({"postcode": "LA1 4YW"}), question.clone()]);
    }
    let found = answers("/lookup", &questions.into()).await;
    assert_eq!(found.len(), 2 * wrong.len());
    for (pair, (question, status, words)) in found.chunks(2).zip(&wrong) {
        assert_eq!(pair[0]["query"]["postcode"], "LA1 4YW");
        assert_eq!(pair[1]["status"], *status, "{question}: {}", pair[1]);
        let detail = pair[1]["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{question}: {detail}");
    }
}

/// An element that no JSON parser accepts, or whose number or text is out of range, has a problem
/// of its own.
#[tokio::test]
async fn an_element_that_is_no_json_is_told_in_its_place_and_the_rest_is_answered() {
    for (wrong, id, words) in [
        (r#"{"id":2,"lon":1e999,"lat":54}"#, true, "\"lon\""),
        (r#"{"id":2,"postcode":"\ud800"}"#, true, "hex escape"),
        (r#"{"id":2,"postcode":["LA1 4YW"]}"#, true, "\"postcode\""),
        (r#"{"id":2,"post_code":"LA1 4YW"}"#, true, "unknown field"),
        (r#"{"id":2,"lat":"54","lon":-2}"#, true, "\"lat\""),
        (
            r#"{"id":2,"postcode":"LA1 4YW","postcode":"x"}"#,
            true,
            "duplicate",
        ),
        ("{postcode: 1}", false, "element 2"),
        ("{\"id\":2,\"postcode\":\"LA1\n4YW\"}", false, "element 2"),
        ("", false, "comma too many"),
        ("}", false, "element 2"),
        ("nul", false, "element 2"),
    ] {
        let good = |id: u8| format!("{{\"id\":{id},\"postcode\":\"LA1 4YW\"}}");
        let body = format!("[{},{wrong},{}]", good(1), good(3));
        let answered = post("/lookup", JSON, body).await;
        assert_eq!(
            answered.status,
            StatusCode::OK,
            "{wrong}: {:?}",
            answered.body
        );
        let found: Vec<Value> = serde_json::from_slice(&answered.body).unwrap();
        assert_eq!(found.len(), 3, "{wrong}");
        for (id, answer) in [(1, &found[0]), (3, &found[2])] {
            assert_eq!(
                (&answer["id"], &answer["query"]["postcode"]),
                (&json!(id), &json!("LA1 4YW"))
            );
        }
        let detail = found[1]["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{wrong}: {detail}");
        assert_eq!(found[1]["id"] == 2, id, "{wrong}: {}", found[1]);
        assert_eq!(found[1]["status"], 400);
    }
}

#[tokio::test]
async fn three_thousand_elements_have_as_many_answers_though_one_is_no_text() {
    let path = workspace().join("tests/cases/h01_lone_surrogate.json");
    let body = std::fs::read(path).unwrap();
    let answered = post("/lookup", JSON, body).await;
    assert_eq!(answered.status, StatusCode::OK);
    let found: Vec<Value> = serde_json::from_slice(&answered.plain()).unwrap();
    let problems = found
        .iter()
        .filter(|answer| answer["status"] == 400)
        .count();
    assert_eq!((found.len(), problems), (3_000, 1));
}

#[tokio::test]
async fn a_problem_has_the_code_that_bulk_would_write() {
    for (question, code) in [
        (json!({"postcode": "hello"}), "not-a-postcode"),
        (json!({"postcode": 5}), "not-a-postcode"),
        (json!({"postcode": "SW1A 1AA"}), "unknown-postcode"),
        (json!({"postcode": "ZZ99 3VZ"}), "pseudo-postcode"),
        (json!({"postcode": "BFPO 61"}), "bfpo"),
        (json!({"postcode": "\u{200b}"}), "empty"),
        (json!({"lon": 2.35, "lat": 48.86}), "outside-britain"),
        (json!({"lon": "x", "lat": 48.86}), "not-a-number"),
        (json!({"easting": 530_000, "northing": 180_000}), "outside"),
    ] {
        let found = answers("/lookup", &json!([question])).await;
        assert_eq!(found[0]["code"], code, "{question}: {}", found[0]);
    }
    assert_eq!(
        get("/postcodes/zz993vz").await.json()["code"],
        "pseudo-postcode"
    );
    assert!(get("/postcodes/LA14YW?on=x").await.json()["code"].is_null());
}

#[tokio::test]
async fn an_id_comes_back_as_it_was_sent_with_an_answer_or_a_problem() {
    let ids = [
        "7",
        "\"a \\\"b\\\" \\u00e9\"",
        "12345678901234567890123",
        "[1,{\"x\":2}]",
    ];
    for id in ids {
        for postcode in ["LA1 4YW", "hello"] {
            let body = format!("[{{\"id\":{id},\"postcode\":\"{postcode}\"}}]");
            let answered = post("/lookup", JSON, body).await;
            let text = std::str::from_utf8(&answered.body).unwrap();
            assert!(text.starts_with(&format!("[{{\"id\":{id},")), "{text}");
            assert_eq!(answered.json().as_array().unwrap().len(), 1);
        }
    }
}

#[tokio::test]
async fn what_is_no_array_of_json_is_a_bad_request() {
    for (body, words) in [
        ("", "empty"),
        ("{\"postcode\": \"LA1 4YW\"}", "not a JSON array"),
        ("[{\"postcode\": \"LA1 4YW\"}", "closing bracket"),
        ("[{\"postcode\": \"LA1 4YW\"}] []", "follows"),
        ("[{\"postcode\": \"LA1 4YW]", "closing bracket"),
    ] {
        refused("/lookup", JSON, body, 400, &[words, "JSON"]).await;
    }
    let long = format!("[{{\"postcode\": \"{}\"}}]", "A".repeat(100_000));
    refused("/lookup", JSON, long, 413, &["element 1", "65536"]).await;
}

#[tokio::test]
async fn a_body_of_another_type_is_refused_with_the_types_that_are_read() {
    for media in [
        "application/x-www-form-urlencoded",
        "text/plain",
        "",
        "text/csv; charset=koi8-r",
        "application/json; charset=latin1",
    ] {
        let words = ["application/json", "text/csv", "UTF-8"];
        refused("/lookup", media, "postcode\nLA1 4YW\n", 415, &words).await;
    }
    for media in [
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
    ] {
        assert_eq!(post("/lookup", media, "[]").await.status, StatusCode::OK);
    }
    let packed = Request::post("/lookup")
        .header(header::CONTENT_TYPE, JSON)
        .header(header::CONTENT_ENCODING, "gzip");
    let answered = app()
        .clone()
        .oneshot(packed.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(answered.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn parameters_that_would_spoil_every_element_are_refused_before_any() {
    for media in [JSON, CSV] {
        let ask = async |query: &str, words: &[&str]| {
            refused(&format!("/lookup?{query}"), media, "[]", 400, words).await;
        };
        ask("on=yesterday", &["not a date"]).await;
        ask("on=1999-01-01", &["1999-01-01", "2011-03-27"]).await;
        ask("family=parish", &["parish", "place"]).await;
        ask("date=2022-06-30", &["unknown field"]).await;
        ask("postcode_column=a&grid_columns=b,c", &["one of"]).await;
        ask("lonlat_columns=a", &["two columns"]).await;
    }
    refused("/lookup?postcode_column=pc", JSON, "[]", 400, &["text/csv"]).await;
}

/// The output of `coterm bulk` for the same rows.
fn bulk(columns: Columns, text: &str) -> String {
    let options = BulkOptions::new(columns, date(2022, 6, 30));
    let mut out = Vec::new();
    resolve(
        dataset(),
        &options,
        row_reason,
        text.as_bytes(),
        &mut out,
        &coterm_io::Silent,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn csv_comes_back_exactly_as_from_bulk() {
    let name = |name: &str| name.to_owned();
    let one =
        "note,PC,lon,lat,e,n\n\"a, \"\"b\"\"\nc\",LA1 4YW,-2.80,54.05,347467,461653\nx,no,,,,\n";
    // Longer than the buffer that is held back, so that the answer is streamed.
    let rows = dataset().postcodes().records().iter().step_by(20);
    let rows: Vec<_> = rows
        .map(|record| format!("é,{},,,,\n", record.postcode))
        .collect();
    let many = format!("note,PC,lon,lat,e,n\n{}", rows.concat());
    for (text, streamed) in [(one, false), (&many, true)] {
        for (query, columns) in [
            ("postcode_column=pc", Columns::Postcode(name("pc"))),
            (
                "lonlat_columns=lon,lat",
                Columns::LonLat(name("lon"), name("lat")),
            ),
            ("grid_columns=e,n", Columns::Grid(name("e"), name("n"))),
        ] {
            let path = format!("/lookup?on=2022-06-30&{query}");
            let answered = post(&path, CSV, text.to_owned()).await;
            assert_eq!(answered.status, StatusCode::OK);
            assert!(answered.header(header::CONTENT_TYPE).starts_with(CSV));
            assert_eq!(answered.header(header::CACHE_CONTROL), "no-store");
            assert_eq!(answered.header(header::CONTENT_LENGTH).is_empty(), streamed);
            let rows = std::str::from_utf8(&answered.body).unwrap();
            assert_eq!(rows, bulk(columns, text), "{query}");
        }
    }
    let answered = post("/lookup?on=2022-06-30", CSV, "postcode\nLA1 4YW\n").await;
    let rows = bulk(Columns::Postcode(name("postcode")), "postcode\nLA1 4YW\n");
    assert_eq!(answered.body, rows.as_bytes());
}

#[tokio::test]
async fn a_table_that_cannot_be_read_is_a_bad_request() {
    refused(
        "/lookup",
        CSV,
        "pc\nLA1 4YW\n",
        400,
        &["no column \"postcode\"", "pc"],
    )
    .await;
    refused("/lookup", CSV, "", 400, &["empty"]).await;
    refused(
        "/lookup",
        CSV,
        &b"postcode\nLA1\xEB\n"[..],
        400,
        &["line 2", "UTF-8"],
    )
    .await;
    let open = format!("postcode,note\nLA1 4YW,\"{}", "a\n".repeat(1 << 20));
    refused("/lookup", CSV, open, 400, &["line 2", "quote", "\"note\""]).await;
}

#[tokio::test]
async fn what_cannot_be_done_with_a_lookup_says_what_can() {
    let answered: Answered =
        crate::requests::send(axum::http::Method::DELETE, "/lookup", &[]).await;
    is_problem(
        &answered,
        "/lookup",
        StatusCode::METHOD_NOT_ALLOWED,
        &["POST"],
    );
    let allowed = answered.header(header::ALLOW);
    assert!(
        allowed.contains("GET") && allowed.contains("POST"),
        "{allowed}"
    );
}
