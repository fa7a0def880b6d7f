//! Claims about a boundary file in place of a layer, without an import: `coterm compare`, `coterm
//! map`, `coterm tiles`.

use std::path::Path;

use coterm_tests::{Ran, coterm, data_folder, run};
use serde_json::{Value, json};

use crate::geopackage_files::case;

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(arguments))
}

/// Exports a layer to a file in the folder, in a coordinate system.
fn exported(folder: &Path, layer: &str, file: &str, crs: &str) {
    let ran = ran(folder, &["export", layer, "-o", file, "--crs", crs]);
    assert_eq!(ran.code, Some(0), "{file}: {}", ran.err);
}

/// The comparison of two layers or files, and what was said on standard error.
fn compared(folder: &Path, a: &str, b: &str) -> (Value, String) {
    let ran = ran(folder, &["compare", a, b, "-o", "report.json"]);
    assert_eq!(ran.code, Some(0), "{a} {b}: {}", ran.err);
    let bytes = std::fs::read(folder.join("report.json")).unwrap();
    (serde_json::from_slice(&bytes).unwrap(), ran.err)
}

/// The name, relation and completeness of each area of a side.
fn verdicts(report: &Value, side: &str) -> Vec<(String, String, bool)> {
    let verdicts = report[side].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    verdicts
        .iter()
        .map(|verdict| {
            let complete = verdict["complete"].as_bool().unwrap();
            let name = text(&verdict["area"]["name"]);
            (name, text(&verdict["relation"]), complete)
        })
        .collect()
}

/// Asserts that a command fails, and says all of this on one line.
fn refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let ran = ran(folder, arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "\"{word}\" is not in: {}", ran.err);
    }
}

/// A square of so many metres, closed, whose south-west corner is there.
fn square(east: i32, north: i32, side: i32) -> Value {
    let (far_east, far_north) = (east + side, north + side);
    json!([[
        [east, north],
        [far_east, north],
        [far_east, far_north],
        [east, far_north],
        [east, north]
    ]])
}

/// A `GeoJSON` file of polygons in EPSG:27700, with their codes.
fn on_grid(polygons: &[(&str, Value)]) -> String {
    let features = polygons.iter().map(|(code, coordinates)| {
        json!({
            "type": "Feature",
            "properties": { "code": code },
            "geometry": { "type": "Polygon", "coordinates": coordinates },
        })
    });
    let crs = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::27700" } });
    let features: Vec<Value> = features.collect();
    json!({ "type": "FeatureCollection", "crs": crs, "features": features }).to_string()
}

#[test]
fn a_layer_matches_its_own_file_in_every_format_and_coordinate_system() {
    let folder = tempfile::tempdir().unwrap();
    let (own, _) = compared(folder.path(), "lad-2023", "lad-2023");
    for (file, crs) in [
        ("degrees.geojson", "EPSG:4326"),
        ("metres.geojson", "EPSG:27700"),
        ("degrees.fgb", "EPSG:4326"),
        ("metres.fgb", "EPSG:27700"),
        ("degrees.gpkg", "EPSG:4326"),
        ("metres.gpkg", "EPSG:27700"),
    ] {
        exported(folder.path(), "lad-2023", file, crs);
        let (report, said) = compared(folder.path(), file, "lad-2023");
        assert_eq!(said, "", "{file}");
        let found = verdicts(&report, "verdicts_a");
        let expected = verdicts(&own, "verdicts_a");
        assert_eq!(found.len(), expected.len(), "{file}");
        let mut coterminous = 0;
        for ((name, relation, complete), (whole, _, is_whole)) in found.iter().zip(&expected) {
            assert_eq!((name, *complete), (whole, true), "{file}");
            // An area that reaches beyond the data is in the file only as far as the data goes, so
            // the file's area is a part of the layer's.
            let expected = if *is_whole { "coterminous" } else { "part-of" };
            assert_eq!(relation, expected, "{file}: {name}");
            coterminous += usize::from(*is_whole);
        }
        assert!(coterminous >= 14, "{file}: {coterminous}");
        let (back, _) = compared(folder.path(), "lad-2023", file);
        assert_eq!(
            verdicts(&back, "verdicts_a"),
            expected,
            "lad-2023 against {file}"
        );
    }
}

#[test]
fn a_file_has_the_verdicts_of_the_layer_that_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    exported(
        folder.path(),
        "place-2022",
        "place-2022.geojson",
        "EPSG:4326",
    );
    let (of_layer, _) = compared(folder.path(), "place-2022", "utla-2023");
    let (of_file, said) = compared(folder.path(), "place-2022.geojson", "utla-2023");
    assert_eq!(said, "");
    assert_eq!(
        verdicts(&of_file, "verdicts_a"),
        verdicts(&of_layer, "verdicts_a")
    );
    assert_eq!(
        verdicts(&of_file, "verdicts_b"),
        verdicts(&of_layer, "verdicts_b")
    );
    // Live postcodes are counted by where they are, and not by the code table.
    let [by_position, by_table] =
        [&of_file, &of_layer].map(|report| report["weight"]["total"].as_f64().unwrap());
    assert!(by_table > 40_000.0);
    assert!((by_position - by_table).abs() < 0.005 * by_table);
    assert_eq!(of_file["blocks"], Value::Null);
    assert_eq!(of_file["tolerance_m"], of_layer["tolerance_m"]);
}

#[test]
fn two_files_are_held_against_each_other_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), "place-2022", "now.fgb", "EPSG:27700");
    exported(folder.path(), "place-2021", "before.gpkg", "EPSG:4326");
    let (of_layers, _) = compared(folder.path(), "place-2022", "place-2021");
    let (of_files, _) = compared(folder.path(), "now.fgb", "before.gpkg");
    assert_eq!(
        verdicts(&of_files, "verdicts_a"),
        verdicts(&of_layers, "verdicts_a")
    );
    let summary = of_files["summary"].to_string();
    for words in ["areas of now.fgb", "areas of before.gpkg"] {
        assert!(summary.contains(words), "{words}: {summary}");
    }
}

#[test]
fn the_report_names_the_checksum_of_the_file_and_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("ours")).unwrap();
    exported(folder.path(), "place-2022", "ours/mine.fgb", "EPSG:4326");
    let (report, _) = compared(folder.path(), "ours/mine.fgb", "utla-2023");
    assert_eq!(report["a"]["id"], "mine.fgb");
    assert_eq!(report["a"]["source"], "Boundary file in EPSG:4326");
    let files = report["manifest"]["files"].as_array().unwrap();
    let bytes = std::fs::read(folder.path().join("ours/mine.fgb")).unwrap();
    let expected = json!({
        "what": "Boundary file",
        "file": "mine.fgb",
        "sha256": coterm_io::checksum(&bytes),
    });
    assert_eq!(files.last(), Some(&expected));
    let document = ["compare", "ours/mine.fgb", "utla-2023", "-o", "report.html"];
    assert_eq!(ran(folder.path(), &document).code, Some(0));
    let html = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(html.contains("coterm compare mine.fgb utla-2023"));
    assert!(!html.contains("ours/"), "the folder is told");
    assert!(!html.contains("Areas ()"), "an empty date is told");
}

#[test]
fn a_file_is_drawn_and_drawn_over() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), "place-2022", "mine.geojson", "EPSG:4326");
    let map = ran(folder.path(), &["map", "mine.geojson"]);
    assert_eq!(map.code, Some(0), "{}", map.err);
    for text in [
        "mine.geojson",
        "Boundary file in EPSG:4326",
        "South Cumbria",
        "Blackpool",
    ] {
        assert!(map.out.contains(text), "{text}");
    }
    assert!(!map.out.contains("From 1 "), "a period is told");
    let over = ran(
        folder.path(),
        &["map", "utla-2023", "--over", "mine.geojson"],
    );
    assert_eq!(over.code, Some(0), "{}", over.err);
    assert!(over.out.contains("mine.geojson"));
}

#[test]
fn a_proposal_is_scored_against_a_file() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), "utla-2023", "councils.fgb", "EPSG:27700");
    let three = data_folder().join("scenarios/three-places.toml");
    let three = three.to_str().unwrap();
    // The length of the map, which is in the document as a picture.
    let drawn = |against: &[&str]| {
        let score = ["scenario", "score", three, "-o", "score.html"];
        let ran = ran(folder.path(), &[&score, against].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let html = std::fs::read_to_string(folder.path().join("score.html")).unwrap();
        let (_, map) = html.split_once("data:image/svg+xml;base64,").unwrap();
        map.split('"').next().unwrap().len()
    };
    let (alone, of_layer) = (drawn(&[]), drawn(&["--against", "utla-2023"]));
    let of_file = drawn(&["--against", "councils.fgb"]);
    let html = std::fs::read_to_string(folder.path().join("score.html")).unwrap();
    assert!(html.contains("councils.fgb as dashed lines"));
    // Only the name in the legend differs.
    assert!(of_layer > alone + 1_000, "{of_layer} {alone}");
    assert!(of_layer.abs_diff(of_file) < 500, "{of_layer} {of_file}");
}

#[test]
fn tiles_of_a_file_agree_with_those_of_the_layer_that_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), "place-2022", "mine.fgb", "EPSG:27700");
    let arguments = ["tiles", "mine.fgb", "--zooms", "5-6", "-o"];
    let made = ran(
        folder.path(),
        &[&arguments[..], &["mine.pmtiles", "--json"]].concat(),
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    let of_layer = [
        "tiles",
        "place-2022",
        "--zooms",
        "5-6",
        "-o",
        "layer.pmtiles",
        "--json",
    ];
    let of_layer = ran(folder.path(), &of_layer);
    let [of_file, of_layer] = [made, of_layer].map(|ran| -> Value {
        let summary: Value = serde_json::from_str(&ran.out).unwrap();
        summary["tiles"].clone()
    });
    assert_eq!(of_file, of_layer);
    refused(
        folder.path(),
        &["tiles", "mine.fgb", "-o", "mine.fgb"],
        &["would overwrite"],
    );
}

#[test]
fn an_area_that_reaches_beyond_the_data_cannot_be_judged() {
    let folder = tempfile::tempdir().unwrap();
    // 1 km in the middle of Lancaster, and 80 km from Ribble Valley into North Yorkshire.
    let inside = square(350_000, 460_000, 1_000);
    let beyond = square(370_000, 440_000, 80_000);
    let file = on_grid(&[("inside", inside), ("beyond", beyond)]);
    std::fs::write(folder.path().join("mine.json"), file).unwrap();
    let (report, _) = compared(folder.path(), "mine.json", "lad-2023");
    let row = |name: &str, relation: &str, complete| (name.into(), relation.into(), complete);
    assert_eq!(
        verdicts(&report, "verdicts_a"),
        [
            row("beyond", "cannot-be-told", false),
            row("inside", "part-of", true)
        ]
    );
}

#[test]
fn what_is_doubtful_in_a_file_is_said_with_how_to_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let overlapping = on_grid(&[
        ("west", square(350_000, 460_000, 1_000)),
        ("east", square(350_900, 460_000, 1_000)),
    ]);
    write("overlap.geojson", &overlapping);
    let (report, said) = compared(folder.path(), "overlap.geojson", "lad-2023");
    assert_eq!(verdicts(&report, "verdicts_a").len(), 2);
    for words in [
        "overlap.geojson: its areas overlap in 1 place, the largest of 10.0 ha (west and east)",
        "`coterm check overlap.geojson` shows where",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let point = json!({
        "type": "Feature",
        "properties": { "code": "office" },
        "geometry": { "type": "Point", "coordinates": [350_000, 460_000] },
    });
    let mut with_point: Value =
        serde_json::from_str(&on_grid(&[("one", square(350_000, 460_000, 1_000))])).unwrap();
    with_point["features"].as_array_mut().unwrap().push(point);
    write("point.geojson", &with_point.to_string());
    let (_, said) = compared(folder.path(), "point.geojson", "lad-2023");
    assert!(said.contains("1 feature was left out"), "{said}");
}

#[test]
fn a_file_that_cannot_be_relied_on_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let bow_tie = json!([[
        [350_000, 460_000],
        [351_000, 461_000],
        [351_000, 460_000],
        [350_000, 461_000],
        [350_000, 460_000]
    ]]);
    let one = || square(350_000, 460_000, 1_000);
    write("invalid.geojson", on_grid(&[("tie", bow_tie)]).as_bytes());
    let twice = on_grid(&[("A", one()), ("A", square(360_000, 460_000, 1_000))]);
    write("twice.geojson", twice.as_bytes());
    write("nothing.json", on_grid(&[]).as_bytes());
    let unknown = on_grid(&[("A", one())]).replace("EPSG::27700", "Mars");
    write("unknown.geojson", unknown.as_bytes());
    let degrees = on_grid(&[("A", one())]).replace("EPSG::27700", "EPSG::4326");
    write("wrong.geojson", degrees.as_bytes());
    for (whole, cut) in [
        ("whole.geojson", "cut.geojson"),
        ("whole.fgb", "cut.fgb"),
        ("whole.gpkg", "cut.gpkg"),
    ] {
        exported(folder.path(), "place-2022", whole, "EPSG:27700");
        let bytes = std::fs::read(folder.path().join(whole)).unwrap();
        write(cut, &bytes[..bytes.len() / 2]);
    }
    std::fs::copy(
        case("g35_exceeded.geojson"),
        folder.path().join("part.geojson"),
    )
    .unwrap();
    for (file, words) in [
        (
            "invalid.geojson",
            &["polygon of tie", "self-intersection", "coterm check"][..],
        ),
        ("twice.geojson", &["the code \"A\"", "coterm check"]),
        ("nothing.json", &["no usable polygons"]),
        ("unknown.geojson", &["Mars", "--crs EPSG:27700"]),
        ("wrong.geojson", &["--crs EPSG:27700", "National Grid"]),
        ("cut.geojson", &["cut.geojson"]),
        ("cut.fgb", &["cut.fgb"]),
        ("cut.gpkg", &["cut.gpkg"]),
        ("part.geojson", &["get all of them"]),
        ("none.gpkg", &["there is no file \"none.gpkg\""]),
    ] {
        refused(folder.path(), &["compare", file, "lad-2023"], words);
        refused(folder.path(), &["compare", "lad-2023", file], words);
        refused(folder.path(), &["map", file], words);
    }
}

#[test]
fn a_json_file_is_a_proposal_unless_it_is_geojson() {
    let folder = tempfile::tempdir().unwrap();
    let proposal = r#"{"title": "Two", "kind": "place", "area": [
        {"code": "N", "name": "North", "union": ["lad-2023/Lancaster"]},
        {"code": "S", "name": "South", "union": ["lad-2023/Preston", "lad-2023/Chorley"]}]}"#;
    std::fs::write(folder.path().join("proposal.json"), proposal).unwrap();
    let (report, _) = compared(folder.path(), "proposal.json", "lad-2023");
    assert_eq!(report["a"]["title"], "Two");
    assert_eq!(report["verdicts_a"][1]["relation"], "union");
    exported(folder.path(), "place-2022", "areas.geojson", "EPSG:27700");
    std::fs::rename(
        folder.path().join("areas.geojson"),
        folder.path().join("areas.json"),
    )
    .unwrap();
    let (report, _) = compared(folder.path(), "areas.json", "utla-2023");
    assert_eq!(report["a"]["title"], "areas.json");
}
