//! Claims about the parameter `fields` of lookups: answers with some of their members only.

use axum::http::StatusCode;
use coterm_tests::dataset;
use serde_json::{Map, Value, json};

use crate::bad_requests::is_problem;
use crate::http_post::{CSV, JSON};
use crate::requests::{get, ok, post};

const PLACE: &str = "/postcodes/PR3%203JU?on=2023-05-01";

fn members(object: &Value) -> Vec<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

/// An object with only these members.
fn some(object: &Value, names: &[&str]) -> Value {
    let all = object.as_object().unwrap();
    let kept = all
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()));
    let kept: Map<String, Value> = kept
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    kept.into()
}

#[tokio::test]
async fn each_member_can_be_sent_alone_and_is_what_the_whole_answer_has() {
    let whole = ok(PLACE).await.json();
    let names = members(&whole);
    assert_eq!(names.len(), 9);
    for name in &names {
        let sent = ok(&format!("{PLACE}&fields={name}")).await.json();
        assert_eq!(sent, some(&whole, &[name]), "{name}");
    }
    let areas = whole["areas"].as_array().unwrap();
    let of_area = members(&areas[0]);
    assert_eq!(of_area.len(), 17);
    for name in &of_area {
        let sent = ok(&format!("{PLACE}&fields=areas.{name}")).await.json();
        let wanted: Vec<Value> = areas.iter().map(|area| some(area, &[name])).collect();
        assert_eq!(sent, json!({"areas": wanted}), "{name}");
    }
}

#[tokio::test]
async fn members_are_in_their_usual_order_and_a_member_includes_its_parts() {
    let whole = get(PLACE).await;
    for (fields, wanted) in [
        (
            "areas.name,%20on%20,areas.code",
            r#"{"on":"2023-05-01","areas":[{"code":"#,
        ),
        (
            "attribution,query,query",
            r#"{"query":{"postcode":"PR3 3JU"},"attribution":"#,
        ),
        ("areas.code,areas", r#"{"areas":[{"family":"#),
    ] {
        let sent = ok(&format!("{PLACE}&fields={fields}")).await;
        assert!(
            sent.body.starts_with(wanted.as_bytes()),
            "{fields}: {:?}",
            sent.body
        );
    }
    for all in [
        "",
        ",",
        "query,on,point,postcode,areas,without,notes,note_details,attribution",
    ] {
        let sent = ok(&format!("{PLACE}&fields={all}")).await;
        assert_eq!(sent.body, whole.body, "{all}");
    }
}

#[tokio::test]
async fn every_lookup_takes_the_same_fields() {
    let fields = "fields=areas.family,areas.code&on=2023-05-01";
    let questions = json!([{"id": 1, "postcode": "PR3 3JU"}, {"lon": -2.80, "lat": 54.05}]);
    let sent = post(&format!("/lookup?{fields}"), JSON, questions.to_string())
        .await
        .json();
    let mut alone = ok(&format!("/postcodes/PR33JU?{fields}")).await.json();
    assert_eq!(
        sent[1],
        ok(&format!("/lookup?lon=-2.80&lat=54.05&{fields}"))
            .await
            .json()
    );
    alone["id"] = 1.into();
    assert_eq!(sent[0], alone);
    // A problem is sent whole.
    let sent = post(&format!("/lookup?{fields}"), JSON, r#"["LA1"]"#)
        .await
        .json();
    assert_eq!(sent[0]["code"], "not-a-postcode");
}

#[tokio::test]
async fn a_name_that_answers_do_not_have_is_refused_with_those_that_they_have() {
    for name in [
        "code",
        "areas.colour",
        "areas.",
        "point.lon",
        "Areas",
        ".",
        "areas.code.x",
    ] {
        for path in [PLACE, "/lookup?lon=-2.80&lat=54.05"] {
            let path = format!("{path}&fields={name}");
            let words = ["\"fields\"", "note_details", "areas.boundary_distance_m"];
            is_problem(&get(&path).await, &path, StatusCode::BAD_REQUEST, &words);
        }
    }
    let refused = post("/lookup?fields=on", CSV, "postcode\nLA1 4YW\n").await;
    is_problem(
        &refused,
        "CSV",
        StatusCode::BAD_REQUEST,
        &["fields", "JSON"],
    );
}

#[tokio::test]
async fn postcodes_alone_are_answered_like_objects_with_a_postcode() {
    let whole = post(
        "/lookup",
        JSON,
        r#"[{"postcode": "LA1 4YW"}, {"postcode": "bb11ab"}]"#,
    )
    .await;
    for body in [
        r#"["LA1 4YW", "bb11ab"]"#,
        r#"{"postcodes": ["LA1 4YW", "bb11ab"]}"#,
        r#" {"postcodes":[{"postcode": "LA1\u00204YW"} , "bb11ab" ] } "#,
    ] {
        let sent = post("/lookup", JSON, body).await;
        assert_eq!(sent.body, whole.body, "{body}");
    }
    assert_eq!(whole.json().as_array().unwrap().len(), 2);
    assert!(
        dataset()
            .postcodes()
            .find("BB1 1AB".parse().unwrap())
            .is_ok()
    );
    for body in [
        r#"{"postcodes": ["LA1 4YW"], "more": 1}"#,
        r#"{"postcode": ["LA1 4YW"]}"#,
    ] {
        let refused = post("/lookup", JSON, body).await;
        // The first answer has begun when the end of the first body is refused.
        let text = String::from_utf8_lossy(&refused.body).into_owned();
        assert!(text.contains("not a JSON array"), "{text}");
    }
}
