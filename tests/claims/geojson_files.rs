//! Claims about `coterm check` on `GeoJSON` as other programs and people write it: what is read,
//! what is left out and reported, what is refused, and what is never reported.
//!
//! The cases follow reports by users of other programs.

use coterm_tests::{Ran, coterm, run, workspace};
use serde_json::{Value, json};

/// Runs `check` on a file of `tests/cases`.
fn check(case: &str, arguments: &[&str]) -> Ran {
    let path = workspace().join("tests/cases").join(case);
    let path = path.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    run(coterm(folder.path()).args([&["check", path], arguments].concat()))
}

/// Runs `check` on a file with this text.
fn check_text(text: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("areas.geojson"), text).unwrap();
    run(coterm(folder.path()).args([&["check", "areas.geojson"], arguments].concat()))
}

/// The JSON output, after asserting the exit code that goes with it.
fn json_of(ran: &Ran) -> Value {
    let report: Value = serde_json::from_str(&ran.out).expect(&ran.err);
    let holds = report["holds"].as_bool().unwrap();
    assert_eq!(ran.code, Some(i32::from(!holds)), "{ran:?}");
    report
}

fn has_words(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "\"{word}\" is not in: {text}");
    }
}

/// Asserts exit code 2, nothing on standard output, and one line with these words.
fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    has_words(&ran.err, words);
}

/// Asserts exit code 1 although the areas that were read fit together, with these reasons and a
/// table that has these words.
fn does_not_hold(ran: impl Fn(&[&str]) -> Ran, reasons: &Value, words: &[&str]) {
    let report = json_of(&ran(&["--json"]));
    assert_eq!(
        (&report["holds"], &report["fit_together"]),
        (&json!(false), &json!(true)),
        "{report}"
    );
    assert_eq!(&report["reasons"], reasons, "{report}");
    let table = ran(&[]);
    assert_eq!(table.code, Some(1), "{table:?}");
    has_words(&table.out, words);
    has_words(&table.out, &["the file does NOT pass"]);
    assert!(
        !table.out.contains("the areas fit together"),
        "{}",
        table.out
    );
}

fn feature(code: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{geometry}}}"#)
}

/// Coordinates of a square polygon, `west` hundredths of a degree from the western one.
fn square(west: f64) -> String {
    let (west, east) = (-2.8 + west / 100.0, -2.79 + west / 100.0);
    format!("[[[{west},54.05],[{east},54.05],[{east},54.06],[{west},54.06],[{west},54.05]]]")
}

fn polygon(west: f64) -> String {
    format!(r#"{{"type":"Polygon","coordinates":{}}}"#, square(west))
}

fn collection(more: &str, features: &[String]) -> String {
    let features = features.join(",\n");
    format!("{{\"type\":\"FeatureCollection\",{more}\n\"features\":[\n{features}]}}")
}

#[test]
fn a_file_is_read_wherever_its_features_are() {
    for case in [
        "g41_gdal_write_bbox.geojson",
        "g41f_mapshaper_bbox.geojson",
        "g41e_gdal_layername.geojson",
        "g40g_links_first.geojson",
        "g40e_old_version_first.geojson",
        "g01_bom.geojson",
        "g31_utf16.geojson",
    ] {
        let ran = check(case, &["--json"]);
        let report = json_of(&ran);
        let counts = ["features", "areas", "holds"].map(|name| report[name].clone());
        assert_eq!(counts, [json!(2), json!(2), json!(true)], "{case}: {ran:?}");
        let table = check(case, &[]).out;
        has_words(&table, &["2 areas", "the areas fit together"]);
    }
}

#[test]
fn a_single_feature_and_a_bare_geometry_are_files_too() {
    let multi = format!(
        r#"{{"coordinates":[{}],"type":"MultiPolygon"}}"#,
        square(0.0)
    );
    for text in [polygon(0.0), multi, feature("A", &polygon(0.0))] {
        let report = json_of(&check_text(&text, &["--json"]));
        assert_eq!(
            (&report["areas"], &report["vertices"]),
            (&json!(1), &json!(5)),
            "{report}"
        );
    }
}

#[test]
fn big_endian_utf16_is_read_and_what_is_no_text_is_named_with_its_line() {
    let text = collection("", &[feature("Môn", &polygon(0.0))]);
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
    assert_eq!(check_text(bytes, &[]).code, Some(0));
    let latin1: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    refused(
        &check_text(latin1, &[]),
        &["areas.geojson", "line 3", "UTF-8"],
    );
}

#[test]
fn an_empty_geometry_is_no_area_in_every_form() {
    for case in [
        "g11_empty_polygon.geojson",
        "g11b_empty_multipolygon.geojson",
        "g11c_empty_ring.geojson",
    ] {
        let reasons = json!([{"kind": "feature_left_out", "count": 1}]);
        let words = &[
            "1 area of 2 features",
            "A (feature 1, line 1): it is empty; left out",
        ];
        does_not_hold(|arguments| check(case, arguments), &reasons, words);
    }
    for (geometry, found) in [
        ("null", "it has no geometry"),
        (
            r#"{"type":"MultiPolygon","coordinates":[[]]}"#,
            "it is empty",
        ),
        (
            r#"{"type":"MultiPolygon","coordinates":[[[]]]}"#,
            "it is empty",
        ),
        (
            r#"{"type":"GeometryCollection","geometries":[]}"#,
            "it is empty",
        ),
        (
            r#"{"type":"Point","coordinates":[-2.8,54.05]}"#,
            "it is a Point",
        ),
    ] {
        let text = collection("", &[feature("A", &polygon(0.0)), feature("B", geometry)]);
        let reasons = json!([{"kind": "feature_left_out", "count": 1}]);
        let words = &["B (feature 2, line 4)", found, "1 feature was left out"];
        does_not_hold(|arguments| check_text(&text, arguments), &reasons, words);
    }
    // No feature is at 0, 0; a file without any other has nothing to judge.
    let none = collection(
        "",
        &[feature("A", r#"{"type":"Polygon","coordinates":[]}"#)],
    );
    refused(
        &check_text(none, &[]),
        &["no usable polygons", "A (feature 1, line 3)", "empty"],
    );
}

#[test]
fn a_collection_of_geometries_is_left_out_and_said() {
    let reasons = json!([{"kind": "feature_left_out", "count": 1}]);
    let words = &[
        "GeometryCollection",
        "1 area of 2 features",
        "the area that was read",
    ];
    does_not_hold(|arguments| check("gc.geojson", arguments), &reasons, words);
    let report = json_of(&check("gc.geojson", &["--json"]));
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["subject"], &finding["feature"], &finding["kind"]),
        (&json!("A"), &json!(1), &json!("feature_left_out"))
    );
}

#[test]
fn a_ring_that_is_not_closed_is_judged_and_said() {
    let reasons = json!([{"kind": "ring_not_closed", "count": 1}]);
    let words = &[
        "A (feature 1, line 1): 1 ring is not closed",
        "2 areas that were read",
    ];
    does_not_hold(
        |arguments| check("unclosed.geojson", arguments),
        &reasons,
        words,
    );
}

#[test]
fn a_code_that_two_areas_have_is_said() {
    let text = collection(
        "",
        &[feature("A", &polygon(0.0)), feature("A", &polygon(1.0))],
    );
    let reasons = json!([{"kind": "code_doubled", "count": 1}]);
    let words = &["A (feature 2, line 4): another area has the same code"];
    does_not_hold(|arguments| check_text(&text, arguments), &reasons, words);
}

#[test]
fn a_file_that_the_publisher_cut_off_does_not_hold() {
    let reasons = json!([{"kind": "file_cut_off", "count": 1}]);
    let words = &["the publisher cut it off (exceededTransferLimit)"];
    does_not_hold(
        |arguments| check("g35_exceeded.geojson", arguments),
        &reasons,
        words,
    );
    for more in [
        r#""exceededTransferLimit":true,"#,
        r#""numberMatched":7,"numberReturned":1,"#,
        r#""links":[{"rel":"next","href":"x"}],"#,
    ] {
        let text = collection(more, &[feature("A", &polygon(0.0))]);
        does_not_hold(|arguments| check_text(&text, arguments), &reasons, &[]);
    }
}

#[test]
fn a_feature_that_cannot_be_understood_costs_no_other() {
    let bad = |position: &str| format!(r#"{{"type":"Polygon","coordinates":[[{position}]]}}"#);
    for (second, words) in [
        (
            feature("B", &bad("[-2.8,\"54\"]")),
            "where a number should be",
        ),
        (feature("B", &bad("[-2.8,1e999]")), "out of range"),
        (
            feature("B", &bad("[-2.8,null]")),
            "where a number should be",
        ),
        (feature("B", "7"), "where an object should be"),
        (
            feature("B", r#"{"type":"polygon"}"#),
            "not a type of geometry",
        ),
        (feature("B", r#"{"type":"Polygon"}"#), "no coordinates"),
        (
            feature("B", &format!("{}{}", "[".repeat(9_999), "]".repeat(9_999))),
            "an object",
        ),
        (
            feature("B", "null,\"geometry\":null"),
            "\"geometry\" is given twice",
        ),
        (
            r#"{"type":"Feature","properties":{"code":"\ud800"}}"#.to_owned(),
            "hex escape",
        ),
        (
            r#"{"type":"Feature","properties":[]}"#.to_owned(),
            "where an object should be",
        ),
        (polygon(1.0), "and not \"Feature\""),
        ("null".to_owned(), "where an object should be"),
    ] {
        let text = collection("", &[feature("A", &polygon(0.0)), second]);
        let reasons = json!([{"kind": "feature_not_understood", "count": 1}]);
        let words = &["feature 2", "line 4", words, "cannot be understood"];
        does_not_hold(|arguments| check_text(&text, arguments), &reasons, words);
    }
    let ran = check("g57_error_line31.geojson", &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    has_words(
        &ran.out,
        &[
            "27 (feature 28, line 31)",
            "the text \"54.06\" where a number should be",
        ],
    );
}

#[test]
fn a_position_of_fewer_than_two_numbers_is_refused_with_its_feature_and_line() {
    for case in ["g12d_1d.geojson", "short-position.geojson"] {
        refused(
            &check(case, &[]),
            &[
                case,
                "feature 1, line 1",
                "fewer than two numbers",
                "[longitude, latitude]",
            ],
        );
    }
    refused(
        &check("g52_line_1d.geojson", &[]),
        &["A (feature 1, line 1)", "LineString"],
    );
    let bad = "{\"type\":\"MultiPolygon\",\"coordinates\":[[[\n[],[1,1]]]]}";
    let text = collection("", &[feature("A", &polygon(0.0)), feature("B", bad)]);
    refused(
        &check_text(text, &[]),
        &["B (feature 2, line 5)", "fewer than two numbers"],
    );
}

#[test]
fn degrees_are_not_taken_for_metres() {
    let case = "g18e_degrees_26m_overlap_27700.geojson";
    refused(&check(case, &[]), &["degrees", "--crs EPSG:4326"]);
    let right = json_of(&check(case, &["--json", "--crs", "EPSG:4326"]));
    assert_eq!(right["overlaps"].as_array().unwrap().len(), 1, "{right}");
    // East of Greenwich, degrees are within the range of grid coordinates.
    let east = r#"{"type":"Polygon","coordinates":[[[0.5,52],[0.6,52],[0.6,52.1],[0.5,52]]]}"#;
    let east = collection("", &[feature("A", east)]);
    refused(
        &check_text(&east, &["--crs", "27700"]),
        &["degrees", "--crs EPSG:4326"],
    );
    assert_eq!(check_text(&east, &[]).code, Some(0));
    // Grid metres that are taken for degrees.
    let metres = r#"{"type":"Polygon","coordinates":[[[347000,461000],[347100,461000],[347100,461100],[347000,461000]]]}"#;
    let metres = collection("", &[feature("A", metres)]);
    refused(
        &check_text(&metres, &[]),
        &["feature 1", "--crs EPSG:27700"],
    );
}

#[test]
fn an_area_outside_the_grid_is_left_out_and_said() {
    let ring = |x: f64, y: f64| {
        format!(
            r#"{{"type":"Polygon","coordinates":[[[{x},{y}],[{0},{y}],[{x},{1}],[{x},{y}]]]}}"#,
            x + 100.0,
            y + 100.0
        )
    };
    let reasons = json!([{"kind": "feature_left_out", "count": 1}]);
    let metres = collection(
        r#""crs":{"type":"name","properties":{"name":"EPSG:27700"}},"#,
        &[
            feature("A", &ring(347_000.0, 461_000.0)),
            feature("B", &ring(-90_000.0, 5_000.0)),
        ],
    );
    let words = &["B (feature 2", "outside the British National Grid"];
    does_not_hold(|arguments| check_text(&metres, arguments), &reasons, words);
    let paris =
        r#"{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.3,48.9],[2.3,48.8]]]}"#;
    let degrees = collection("", &[feature("A", &polygon(0.0)), feature("B", paris)]);
    does_not_hold(
        |arguments| check_text(&degrees, arguments),
        &reasons,
        &["outside Great Britain"],
    );
}

#[test]
fn what_is_not_geojson_is_named() {
    for (text, words) in [
        ("", &["areas.geojson"][..]),
        (
            "{\"type\":\"FeatureCollection\",\n\"features\":[",
            &["not complete", "line 2"],
        ),
        (
            "{\"type\":\"FeatureCollection\",\n\"features\":[\n{]}",
            &["line 3, column 2"],
        ),
        (
            r#"{"type":"FeatureCollection","features":null}"#,
            &["without \"features\""],
        ),
        (
            r#"{"type":"FeatureCollection","features":{}}"#,
            &["are not a list"],
        ),
        (
            r#"{"type":"FeatureCollection","features":[],"features":[]}"#,
            &["given twice"],
        ),
        (r#"{"features":[]}"#, &["it has no type"]),
        (
            r#"{"type":"Topology","objects":{}}"#,
            &["TopoJSON", "without \"arcs\""],
        ),
        (
            r#"{"geometryType":"esriGeometryPolygon","features":[]}"#,
            &["f=geojson"],
        ),
        (&"[".repeat(200_000), &["line 1"]),
        (
            &format!("{{\"a\":{}", "[".repeat(200_000)),
            &["not complete"],
        ),
    ] {
        refused(&check_text(text, &[]), words);
    }
    let zeros = collection("", &vec!["0".to_owned(); 5_000]);
    refused(&check_text(zeros, &[]), &["more than 1000 of its features"]);
}

#[test]
fn a_name_of_ten_megabytes_is_cut_in_the_table() {
    let name = "x".repeat(10_000_000);
    let twice = [feature(&name, &polygon(0.0)), feature("B", &polygon(0.5))];
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("areas.geojson"), collection("", &twice)).unwrap();
    let start = std::time::Instant::now();
    let ran = run(coterm(folder.path()).args(["check", "areas.geojson"]));
    let taken = start.elapsed();
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    has_words(&ran.out, &["xxx…", "1 overlap"]);
    assert!(ran.out.len() < 10_000, "{} bytes", ran.out.len());
    assert!(taken.as_secs() < 5, "{taken:?}");
}
