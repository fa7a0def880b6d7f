//! Claims about days that the data does not cover, before and after, and about known defects, in
//! every kind of answer.

use std::fs;

use coterm_core::lookup::{Answer, Doubt};
use coterm_report::lookup::Sentence;
use coterm_tests::{Ran, copy_of_data, coterm, dataset, run};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::requests::{get, post};

const LAST_KNOWN: Date = date(2025, 11, 30);
const LATE: &str = "2100-01-01";
const LIMIT: &str = "known up to 30 November 2025; later changes are not in the data";

fn ran(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    run(coterm(folder.path()).args(arguments))
}

fn none_is_certain(answer: &Value) {
    let areas = answer["areas"].as_array().unwrap();
    assert!(areas.len() > 4, "{answer}");
    for area in areas {
        assert_eq!(area["certain"], false, "{area}");
        assert_eq!(area["doubt"], "date", "{area}");
        assert_eq!(area["known_to"], "2025-11-30", "{area}");
        let reason = area["reason"].as_str().unwrap();
        assert!(reason.contains("Known up to 30 November 2025."), "{reason}");
    }
    assert!(answer["notes"][0].as_str().unwrap().contains(LIMIT));
}

#[test]
fn a_day_after_the_last_known_is_answered_but_not_as_certain() {
    let looked_up = ran(&["lookup", "LA1 4YW", "--on", LATE, "--json"]);
    none_is_certain(&serde_json::from_str(&looked_up.out).unwrap());
    let shown = ran(&["lookup", "LA1 4YW", "--on", LATE]).out;
    assert!(shown.contains(LIMIT), "{shown}");
    assert!(shown.contains("  to Nov 2025"), "{shown}");
    assert!(!shown.contains("  yes"), "{shown}");
    // Stated once, not for every area.
    assert_eq!(shown.matches(LIMIT).count(), 1, "{shown}");
    assert!(!shown.contains("By the official code table"), "{shown}");
}

#[test]
fn rows_of_a_day_after_the_last_known_are_not_certain() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), "postcode\nLA1 4YW\n").unwrap();
    let late = run(coterm(folder.path()).args(["bulk", "in.csv", "--on", LATE]));
    assert!(late.out.contains(LIMIT), "{}", late.out);
    assert!(late.out.contains("place delivery-unit"), "{}", late.out);
    let known = run(coterm(folder.path()).args(["bulk", "in.csv", "--on", "2023-05-01"]));
    assert!(!known.out.contains("known up to"), "{}", known.out);
}

#[tokio::test]
async fn a_day_after_the_last_known_is_told_over_http_too() {
    none_is_certain(&get(&format!("/postcodes/LA14YW?on={LATE}")).await.json());
    let body = r#"[{"postcode": "LA1 4YW"}]"#;
    let answered = post(&format!("/lookup?on={LATE}"), "application/json", body).await;
    none_is_certain(&answered.json()[0]);
    let answered = post(
        &format!("/lookup?on={LATE}"),
        "text/csv",
        "postcode\nLA1 4YW\n",
    )
    .await;
    let csv = String::from_utf8(answered.plain()).unwrap();
    assert!(csv.contains(LIMIT), "{csv}");
    let layers = get("/collections").await.json();
    let known_to = |id: &str| {
        let all = layers["collections"].as_array().unwrap();
        all.iter().find(|layer| layer["id"] == id).unwrap()["known_to"].clone()
    };
    assert_eq!(known_to("lad-2023"), "2025-11-30");
    assert_eq!(known_to("lsoa-2011"), Value::Null);
}

/// Answers are never certain beyond the known days, whatever the lookup and the day, and a note
/// gives the limit. On the last known day and before, only the place decides.
#[test]
fn an_answer_is_certain_only_for_days_that_are_known() {
    let days = [
        date(2011, 3, 27),
        date(2021, 4, 1),
        date(2022, 6, 30),
        date(2023, 5, 1),
        LAST_KNOWN,
        date(2025, 12, 1),
        date(2026, 3, 31),
        date(2026, 4, 1),
        date(9999, 12, 31),
    ];
    for on in days {
        for record in dataset().postcodes().records().iter().step_by(997) {
            let by_postcode = dataset().lookup_postcode(record.postcode, on, None);
            let by_point = dataset().lookup_grid(record.point, on, None);
            for answer in [by_postcode.unwrap(), by_point.unwrap()] {
                holds(&answer);
            }
        }
    }
}

fn holds(answer: &Answer<'_>) {
    let on = answer.on;
    let mut late = false;
    let found = answer.areas.iter();
    let found = found.map(|area| (area.certain, area.doubt, area.known_to));
    let not = answer.without.iter();
    let not = not.map(|none| (none.certain, none.doubt, none.known_to));
    for (certain, doubt, known_to) in found.chain(not) {
        let is_late = known_to.is_some_and(|known_to| known_to < on);
        late |= is_late;
        assert_eq!(certain, doubt.is_none());
        assert!(!(certain && is_late), "{answer:?}");
        assert!(is_late || doubt != Some(Doubt::Date), "{answer:?}");
    }
    let notes = || answer.notes.iter().map(|note| Sentence(note).to_string());
    let is_noted = notes().any(|note| note.contains("known up to"));
    assert_eq!(is_noted, late, "{:?}", answer.notes);
    let begins = notes().any(|note| note.contains("begin on 1 April 2021"));
    assert_eq!(begins, on < date(2021, 4, 1), "{:?}", answer.notes);
}

/// The LSOAs of 2011 do not change; the position of a postcode may.
#[test]
fn what_cannot_change_stays_certain_for_a_place_and_not_for_a_postcode() {
    let families = ["lsoa".to_owned()];
    let on = date(2100, 1, 1);
    let postcode = dataset().postcodes().records()[0].postcode;
    let answer = dataset().lookup_postcode(postcode, on, Some(&families));
    assert_eq!(answer.unwrap().areas[0].known_to, Some(LAST_KNOWN));
    let place = [
        "lookup",
        "--grid",
        "360230,437107",
        "--on",
        LATE,
        "--family",
        "lsoa,icb",
    ];
    let shown = ran(&place).out;
    let sentence = "Integrated care boards are known up to 31 March 2026; later changes";
    assert!(shown.contains(sentence), "{shown}");
    let json: Value = serde_json::from_str(&ran(&[&place[..], &["--json"]].concat()).out).unwrap();
    let lsoa = json["areas"].as_array().unwrap();
    let lsoa = lsoa.iter().find(|area| area["family"] == "lsoa").unwrap();
    assert_eq!(lsoa["known_to"], Value::Null);
    assert_ne!(lsoa["doubt"], "date");
}

#[test]
fn where_a_layer_is_known_to_be_wrong_answers_say_so_and_are_not_certain() {
    let folder = copy_of_data();
    let path = folder.path().join("catalogue.json");
    let mut catalogue: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let layers = catalogue["layers"].as_array_mut().unwrap();
    let ccgs = layers
        .iter_mut()
        .find(|layer| layer["id"] == "ccg-2021")
        .unwrap();
    ccgs["known_defects"] = json!([
        {"note": "It was in another CCG.", "source": "a test", "blocks": ["E01025317"]},
        {"note": "It had another code.", "source": "a test", "from": "2022-01-01", "areas": ["E38000015"]},
    ]);
    fs::write(&path, serde_json::to_vec(&catalogue).unwrap()).unwrap();
    let ccg = |place: &[&str], on: &str| -> Value {
        let arguments = [
            &["lookup"],
            place,
            &["--on", on, "--family", "ccg", "--json"],
        ]
        .concat();
        let mut command = coterm(folder.path());
        let ran = run(command.env("COTERM_DATA", folder.path()).args(arguments));
        serde_json::from_str::<Value>(&ran.out).unwrap()["areas"][0].clone()
    };
    // The postcode is in the block by the table, the point by the polygon.
    for place in [&["PR3 3JU"][..], &["--grid", "360230,437107"]] {
        let wrong = ccg(place, "2022-06-30");
        assert_eq!(
            (&wrong["certain"], &wrong["doubt"]),
            (&json!(false), &json!("defect"))
        );
        let reason = wrong["reason"].as_str().unwrap();
        assert!(reason.contains("It was in another CCG."), "{reason}");
    }
    // Blackpool, before and after.
    assert_eq!(ccg(&["FY1 1BA"], "2021-12-31")["doubt"], Value::Null);
    assert_eq!(ccg(&["FY1 1BA"], "2022-01-01")["doubt"], "defect");
    assert_eq!(ccg(&["LA1 4YW"], "2022-06-30")["doubt"], Value::Null);

    fs::write(folder.path().join("in.csv"), "postcode\nPR3 3JU\n").unwrap();
    let mut bulk = coterm(folder.path());
    let bulk = bulk.env("COTERM_DATA", folder.path());
    let ran = run(bulk.args(["bulk", "in.csv", "--on", "2022-06-30"]));
    assert!(
        ran.out.lines().nth(1).unwrap().contains(",ccg,"),
        "{}",
        ran.out
    );
}
