//! Unit tests of the parsers: what is read, what is refused, and that nothing nests too deep.

use super::*;

fn columns() -> Vec<Column> {
    vec![
        Column::Code,
        Column::Name,
        Column::Complete,
        Column::ValidFrom,
    ]
}

fn text(filter: &str) -> Result<Filter, String> {
    let columns = columns();
    let crs = OfferedCrs::Crs84;
    parse_text(
        filter,
        Context {
            columns: &columns,
            crs,
        },
    )
}

fn json(filter: &str) -> Result<Filter, String> {
    let columns = columns();
    let crs = OfferedCrs::Crs84;
    parse_json(
        filter,
        Context {
            columns: &columns,
            crs,
        },
    )
}

#[test]
fn text_and_json_say_the_same() {
    for (as_text, as_json) in [
        (
            "name = 'Lancaster' AND NOT complete = false",
            r#"{"op":"and","args":[{"op":"=","args":[{"property":"name"},"Lancaster"]},{"op":"not","args":[{"op":"=","args":[{"property":"complete"},false]}]}]}"#,
        ),
        (
            "CASEI(name) LIKE casei('LAN%') or \"code\" IN ('a', 'b''c')",
            r#"{"op":"or","args":[{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["LAN%"]}]},{"op":"in","args":[{"property":"code"},["a","b'c"]]}]}"#,
        ),
        (
            "valid_from BETWEEN DATE('2019-04-01') AND TIMESTAMP('2022-06-30T00:00:00Z')",
            r#"{"op":"between","args":[{"property":"valid_from"},{"date":"2019-04-01"},{"timestamp":"2022-06-30T00:00:00Z"}]}"#,
        ),
        (
            "S_INTERSECTS(geometry, POLYGON((-3 54, -2.5 54, -2.5 54.5, -3 54))) AND valid_from IS NOT NULL",
            r#"{"op":"and","args":[{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[-3,54],[-2.5,54],[-2.5,54.5],[-3,54]]]}]},{"op":"not","args":[{"op":"isNull","args":[{"property":"valid_from"}]}]}]}"#,
        ),
        (
            "S_INTERSECTS(BBOX(-3, 54, -2.5, 54.5), geometry)",
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[-3,54,-2.5,54.5]}]}"#,
        ),
    ] {
        let parsed = text(as_text);
        assert!(parsed.is_ok(), "{as_text}: {parsed:?}");
        assert_eq!(parsed, json(as_json), "{as_text}");
    }
}

#[test]
fn what_is_wrong_is_refused_with_what_to_send() {
    for (filter, says) in [
        ("nam = 'x'", "there are code, name"),
        ("name = 5", "a text such as"),
        ("name = ", "ends too early"),
        ("name", "LIKE"),
        ("(name = 'x'", ")"),
        ("name = 'x' 'y'", "not expected"),
        ("name = 'x", "no end"),
        ("valid_from > DATE('2022-13-01')", "2022-06-30"),
        ("S_INTERSECTS(geometry, CIRCLE(1 2))", "POINT"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "too few"),
        ("S_INTERSECTS(geometry, POINT(200 1))", "-180 to 180"),
        ("name = 'x' ; drop", "CQL2"),
        ("complete LIKE 'a'", "text"),
    ] {
        let refused = text(filter).unwrap_err();
        assert!(refused.contains(says), "{filter}: {refused}");
    }
    for filter in ["", "{", "[]", "{\"op\":\"and\",\"args\":[]}", "null"] {
        assert!(json(filter).is_err(), "{filter}");
    }
}

#[test]
fn what_is_nested_too_deep_or_too_long_is_refused() {
    for (open, inner, close) in [
        ("(", "name = 'x'", ")"),
        ("NOT ", "name = 'x'", ""),
        ("CASEI(", "name", ")"),
    ] {
        for depth in [100, 1_000] {
            let filter = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            let refused = text(&filter).unwrap_err();
            assert!(refused.contains("flatter"), "{refused}");
        }
    }
    let not = |depth: usize| {
        let open = r#"{"op":"not","args":["#.repeat(depth);
        format!("{open}true{}", "]}".repeat(depth))
    };
    assert!(json(&not(20)).is_ok());
    assert!(json(&not(60)).unwrap_err().contains("flatter"));
    assert!(json(&not(400)).is_err());
    assert!(text(&"(".repeat(100_000)).unwrap_err().contains("8192"));
    let many: Vec<String> = (0..300).map(|n| format!("0.{n} 50")).collect();
    let filter = format!("S_INTERSECTS(geometry, LINESTRING({}))", many.join(","));
    assert!(text(&filter).unwrap_err().contains("simpler"));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(filter in "[ '\"a-zA-Z0-9_().,<>=%\\\\é-]{0,200}") {
        let _ = text(&filter);
        let _ = json(&filter);
    }

    #[test]
    fn no_sequence_of_words_panics(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "name", "complete", "AND", "OR", "NOT", "(", ")", "=", "<>", "'x'", "5", "LIKE", "IN",
            "BETWEEN", "IS", "NULL", "CASEI", "DATE", "S_INTERSECTS", "geometry", ",", "POINT",
            "POLYGON", "BBOX", "-", "true",
        ]),
        0..40,
    )) {
        let _ = text(&words.join(" "));
    }
}
