//! Claims about `coterm check`: layers whose areas fit together, and files with planted defects,
//! each of which is found with its place and size.

use std::path::Path;

use coterm_core::layers::Role;
use coterm_tests::{Ran, coterm, dataset, run};
use serde_json::{Value, json};

/// Corner of the planted areas, in metres of EPSG:27700.
const EAST: f64 = 340_000.0;
const NORTH: f64 = 450_000.0;

type Ring = Vec<[f64; 2]>;

fn square(x: f64, y: f64, side: f64) -> Ring {
    vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
}

/// Writes a `GeoJSON` file in grid metres of these areas, each a list of rings, named A, B, C …
fn file(folder: &Path, areas: &[Vec<Ring>]) {
    let placed = |ring: &Ring| {
        let mut ring: Vec<_> = ring.iter().map(|[x, y]| [EAST + x, NORTH + y]).collect();
        ring.push(ring[0]);
        ring
    };
    let features: Vec<Value> = ('A'..)
        .zip(areas)
        .map(|(code, rings)| {
            let rings: Vec<_> = rings.iter().map(placed).collect();
            json!({
                "type": "Feature",
                "properties": {"AREA24CD": code.to_string(), "AREA24NM": format!("Area {code}")},
                "geometry": {"type": "Polygon", "coordinates": rings},
            })
        })
        .collect();
    let collection = json!({
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "features": features,
    });
    std::fs::write(folder.join("areas.geojson"), collection.to_string()).unwrap();
}

fn checked(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args([&["check"], arguments].concat()))
}

/// The JSON output for these areas, after asserting the exit code that goes with it.
fn found(areas: &[Vec<Ring>], arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), areas);
    let ran = checked(
        folder.path(),
        &[&["areas.geojson", "--json"], arguments].concat(),
    );
    let found: Value = serde_json::from_str(&ran.out).expect(&ran.err);
    let holds = found["holds"].as_bool().unwrap();
    assert_eq!(ran.code, Some(i32::from(!holds)), "{ran:?}");
    found
}

fn codes(defect: &Value) -> Vec<&str> {
    let areas = defect["areas"].as_array().unwrap();
    areas
        .iter()
        .map(|area| area["code"].as_str().unwrap())
        .collect()
}

/// Place of a defect, in metres from the corner of the planted areas.
fn at(defect: &Value) -> [f64; 2] {
    let metres = |axis: &str| defect["at"][axis].as_f64().unwrap();
    [metres("easting") - EAST, metres("northing") - NORTH]
}

fn only<'a>(found: &'a Value, kind: &str) -> &'a Value {
    for other in ["overlaps", "unmatched", "invalid", "narrow_gaps"] {
        let count = found[other].as_array().unwrap().len();
        assert_eq!(count, usize::from(other == kind), "{other}: {found}");
    }
    &found[kind][0]
}

fn is_close(found: &Value, should: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - should).abs() <= 0.001, "{found}, not {should}");
}

#[test]
fn the_areas_of_every_primary_layer_fit_together() {
    let folder = tempfile::tempdir().unwrap();
    for layer in dataset().catalogue().layers() {
        if !matches!(layer.info().role, Role::Primary | Role::Block) {
            continue;
        }
        let ran = checked(folder.path(), &[layer.id()]);
        println!("{}", ran.out);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        assert!(ran.out.contains("the areas fit together"), "{}", ran.out);
    }
}

#[test]
fn a_vertex_that_was_moved_into_a_neighbour_is_an_overlap_there() {
    // The middle of the line between them is moved 10 m into B. A keeps the vertex where it was.
    let a = vec![[0., 0.], [100., 0.], [110., 50.], [100., 100.], [0., 100.]];
    let b = vec![
        [100., 0.],
        [200., 0.],
        [200., 100.],
        [100., 100.],
        [100., 50.],
    ];
    let found = found(&[vec![a], vec![b]], &[]);
    let overlap = only(&found, "overlaps");
    assert_eq!(codes(overlap), ["A", "B"]);
    is_close(&overlap["area_m2"], 500.0);
    let [x, y] = at(overlap);
    assert!(
        (100.0..=110.0).contains(&x) && (0.0..=100.0).contains(&y),
        "{overlap}"
    );
    assert!(
        (overlap["at"]["lon"].as_f64().unwrap() + 2.914).abs() < 0.01,
        "{overlap}"
    );
}

#[test]
fn a_sliver_of_nobodys_ground_is_a_defect_and_a_wide_gap_is_not() {
    let a = vec![[0., 0.], [100., 0.], [99.6, 50.], [100., 100.], [0., 100.]];
    let b = vec![
        [100., 0.],
        [200., 0.],
        [200., 100.],
        [100., 100.],
        [100., 50.],
    ];
    let areas = [vec![a], vec![b]];
    let sliver = found(&areas, &[]);
    let gap = only(&sliver, "narrow_gaps");
    assert_eq!(codes(gap), ["A", "B"]);
    is_close(&gap["area_m2"], 20.0);
    is_close(&gap["width_m"], 0.2);
    let narrower = found(&areas, &["--gap-width", "0.1"]);
    assert_eq!(narrower["holds"], true, "{narrower}");
    is_close(&narrower["gaps"][0]["area_m2"], 20.0);
}

#[test]
fn a_vertex_that_a_neighbour_lacks_is_found_where_it_is() {
    let a = square(0., 0., 100.);
    let b = vec![
        [100., 0.],
        [200., 0.],
        [200., 100.],
        [100., 100.],
        [100., 40.],
    ];
    let found = found(&[vec![a], vec![b]], &[]);
    let edges = only(&found, "unmatched");
    assert_eq!((codes(edges), at(edges)), (vec!["A", "B"], [100., 40.]));
    is_close(&edges["apart_m"], 0.0);
    is_close(&edges["length_m"], 200.0);
    assert_eq!(edges["edges"], 3);
}

#[test]
fn an_area_inside_another_is_an_overlap_of_all_of_it() {
    let found = found(
        &[vec![square(0., 0., 100.)], vec![square(10., 20., 30.)]],
        &[],
    );
    let overlap = only(&found, "overlaps");
    is_close(&overlap["area_m2"], 900.0);
    let [x, y] = at(overlap);
    assert!(
        (10.0..=40.0).contains(&x) && (20.0..=50.0).contains(&y),
        "{overlap}"
    );
}

#[test]
fn a_ring_that_crosses_itself_is_invalid_where_it_does() {
    let bow = vec![[0., 0.], [40., 40.], [40., 0.], [0., 40.]];
    let found = found(&[vec![bow], vec![square(100., 0., 10.)]], &[]);
    let invalid = only(&found, "invalid");
    assert_eq!((codes(invalid), at(invalid)), (vec!["A"], [20., 20.]));
    assert_eq!(
        invalid["reasons"],
        json!(["self-intersection: the outer ring of part 1 crosses or runs along itself"])
    );
}

#[test]
fn every_format_that_can_be_read_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut reports = Vec::new();
    for name in ["areas.fgb", "areas.gpkg", "areas.geojson"] {
        let mut export = coterm(folder.path());
        export.args(["export", "land", "--crs", "EPSG:27700", "-o", name]);
        assert_eq!(run(&mut export).code, Some(0));
        let ran = checked(folder.path(), &[name, "--json"]);
        let mut found: Value = serde_json::from_str(&ran.out).expect(&ran.err);
        found["subject"] = Value::Null;
        let mut kinds = Vec::new();
        for kind in ["overlaps", "unmatched", "narrow_gaps", "gaps"] {
            let mut sizes: Vec<String> = found[kind]
                .as_array()
                .unwrap()
                .iter()
                .map(|defect| format!("{} {}", defect["area_m2"], defect["length_m"]))
                .collect();
            sizes.sort();
            kinds.push((kind, sizes));
        }
        reports.push((
            ran.code,
            found["areas"].clone(),
            found["vertices"].clone(),
            kinds,
        ));
    }
    assert_eq!(reports[0], reports[1]);
    assert_eq!(reports[0], reports[2]);
}

#[test]
fn places_are_written_as_points_and_the_largest_come_first() {
    let folder = tempfile::tempdir().unwrap();
    let row = |count: u8| {
        (0..count).map(|x| vec![square(f64::from(x) * 9.0, 0.0, 10.0 + f64::from(x) / 100.0)])
    };
    let areas: Vec<_> = row(40).collect();
    file(folder.path(), &areas);
    let ran = checked(
        folder.path(),
        &[
            "areas.geojson",
            "--format",
            "geojson",
            "-o",
            "places.geojson",
        ],
    );
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let written = std::fs::read_to_string(folder.path().join("places.geojson")).unwrap();
    let places: Value = serde_json::from_str(&written).unwrap();
    let features = places["features"].as_array().unwrap();
    let overlaps: Vec<f64> = features
        .iter()
        .filter(|feature| feature["properties"]["kind"] == "overlap")
        .map(|feature| feature["properties"]["area_m2"].as_f64().unwrap())
        .collect();
    assert_eq!(overlaps.len(), 39);
    assert!(overlaps.is_sorted_by(|a, b| a >= b), "{overlaps:?}");
    let [lon, lat] = [0, 1].map(|axis| {
        features[0]["geometry"]["coordinates"][axis]
            .as_f64()
            .unwrap()
    });
    assert!(
        (-3.0..-2.8).contains(&lon) && (53.9..54.0).contains(&lat),
        "{lon} {lat}"
    );
    // The table shows 30 defects of a kind, and counts the rest.
    let rows = |arguments: &[&str]| {
        let out = checked(folder.path(), arguments).out;
        (out.contains("Area A (A)"), out.contains("and 9 more"), out)
    };
    let (_, counted, out) = rows(&["areas.geojson"]);
    assert!(counted && out.contains("39 overlaps"), "{out}");
    let (first, counted, out) = rows(&["areas.geojson", "--all"]);
    assert!(first && !counted, "{out}");
}

#[test]
fn what_an_import_would_mend_is_said_and_not_mended() {
    let mut twice = square(0., 0., 10.);
    twice.insert(1, twice[0]);
    let found = found(&[vec![twice]], &[]);
    assert_eq!(found["holds"], true, "{found}");
    assert_eq!(found["vertices"], 6);
    let text = found["findings"][0]["found"].as_str().unwrap();
    assert!(text.contains("1 vertex at the same place"), "{found}");
}

#[test]
fn what_cannot_be_looked_at_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let collection = |geometry: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"cd":"1"}},"geometry":{geometry}}}]}}"#
        )
    };
    write(
        "points.geojson",
        &collection(r#"{"type":"Point","coordinates":[-2.8,54.0]}"#),
    );
    write(
        "none.geojson",
        r#"{"type":"FeatureCollection","features":[]}"#,
    );
    write("broken.geojson", "{");
    write("broken.fgb", "not one");
    write("broken.gpkg", "not one");
    write("areas.dxf", "0\nEOF\n");
    write("areas.kml", "<kml/>");
    let triangle = |x: f64, y: f64| {
        collection(&format!(
            r#"{{"type":"Polygon","coordinates":[[[{x},{y}],[{0},{y}],[{x},{1}],[{x},{y}]]]}}"#,
            x + 0.1,
            y + 0.1
        ))
    };
    write("swapped.geojson", &triangle(54.0, -2.8));
    write("good.geojson", &triangle(-2.8, 54.0));
    for (arguments, words) in [
        (
            &["missing.geojson"][..],
            &["missing.geojson", "there is no file missing.geojson"][..],
        ),
        (&["points.geojson"], &["no usable polygons"]),
        (&["none.geojson"], &["no usable polygons"]),
        (&["broken.geojson"], &["broken.geojson"]),
        (&["broken.fgb"], &["broken.fgb"]),
        (&["broken.gpkg"], &["broken.gpkg", "GeoPackage"]),
        (&["areas.kml"], &["areas.kml", "no usable polygons"]),
        (&["swapped.geojson"], &["feature 1", "--crs"]),
        (
            &["good.geojson", "--code", "LAD24CD"],
            &["LAD24CD", "its fields are cd"],
        ),
        (&["lad-2032"], &["lad-2032", "lad-2023"]),
        (&["lad-2023", "--code", "x"], &["--code"]),
    ] {
        let ran = checked(folder.path(), arguments);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(2), ""),
            "{arguments:?}: {ran:?}"
        );
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
        for word in words {
            assert!(ran.err.contains(word), "\"{word}\" is not in: {}", ran.err);
        }
    }
    assert_eq!(checked(folder.path(), &["good.geojson"]).code, Some(0));
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use super::checked;
    use coterm_tests::shared_file;
    use serde_json::Value;

    #[test]
    #[ignore = "needs the shared reference data: official boundaries"]
    fn raw_official_boundaries_have_the_defects_that_they_are_known_for() {
        let folder = tempfile::tempdir().unwrap();
        let count = |name: &str| {
            let path = shared_file(&format!("boundaries/{name}"));
            let ran = checked(folder.path(), &[path.to_str().unwrap(), "--json"]);
            assert_eq!(ran.code, Some(1), "{name}: {}", ran.err);
            let found: Value = serde_json::from_str(&ran.out).unwrap();
            let count = |kind: &str| found[kind].as_array().unwrap().len();
            let counts = ["overlaps", "unmatched", "invalid", "narrow_gaps", "gaps"].map(count);
            println!("{name}: {counts:?} overlaps, unmatched, invalid, narrow gaps, gaps");
            counts
        };
        // Six districts are not valid, as another library confirms.
        assert_eq!(count("lad20_official_bgc_lsc_region.geojson")[2], 6);
        assert_eq!(count("lsoa11_official_bgc_lsc_region.geojson")[2], 8);
        // Two clinical commissioning groups overlap, and all their edges meet end to end.
        let [overlaps, unmatched, ..] = count("ccg21_official_bsc100m_england.geojson");
        assert_eq!((overlaps, unmatched), (1, 0));
    }
}
