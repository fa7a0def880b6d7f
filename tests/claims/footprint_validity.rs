//! Claims about `coterm check` on valid and invalid footprints: by the OGC rules, both as they are
//! in the file and after conversion to the grid.

use std::path::Path;

use coterm_tests::{coterm, run, workspace};
use serde_json::{Value, json};

/// The JSON output for a file of `tests/cases`.
fn case(name: &str, arguments: &[&str]) -> Value {
    let path = workspace().join("tests/cases").join(name);
    checked(&path, arguments)
}

fn checked(path: &Path, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let mut command = coterm(folder.path());
    command.arg("check").arg(path).arg("--json").args(arguments);
    let ran = run(&mut command);
    let found: Value = serde_json::from_str(&ran.out).expect(&ran.err);
    let holds = found["holds"].as_bool().unwrap();
    assert_eq!(ran.code, Some(i32::from(!holds)), "{ran:?}");
    found
}

/// The reasons for invalidity, and the places on the grid.
fn invalid(found: &Value) -> Vec<(Vec<&str>, [f64; 2])> {
    let defects = found["invalid"].as_array().unwrap().iter();
    defects
        .map(|defect| {
            let reasons = defect["reasons"].as_array().unwrap().iter();
            let at = ["easting", "northing"].map(|axis| defect["at"][axis].as_f64().unwrap());
            (reasons.map(|reason| reason.as_str().unwrap()).collect(), at)
        })
        .collect()
}

#[test]
fn an_interior_that_is_cut_by_a_hole_or_by_a_ring_of_holes_is_invalid_where_it_is_cut() {
    for (name, hole, places) in [
        (
            "v32_hole_touch_two_vertices.geojson",
            "hole 1",
            &[[347_000.0, 461_025.0], [347_050.0, 461_025.0]][..],
        ),
        (
            "v27_holes_ring_cut.geojson",
            "hole",
            &[
                [347_010.0, 461_010.0],
                [347_050.0, 461_010.0],
                [347_050.0, 461_050.0],
                [347_010.0, 461_050.0],
            ],
        ),
    ] {
        let found = case(name, &[]);
        let invalid = invalid(&found);
        let [(reasons, at)] = &invalid[..] else {
            panic!("{found}")
        };
        assert!(
            reasons[0].starts_with(&format!("disconnected interior: {hole}")),
            "{reasons:?}"
        );
        assert_eq!((reasons.len(), places.contains(at)), (1, true), "{found}");
        assert_eq!(found["holds"], false);
    }
}

#[test]
fn rings_that_touch_in_the_middle_of_an_edge_are_valid() {
    for name in [
        "v05_hole_touch_one.geojson",
        "v33_parts_touch_midedge.geojson",
    ] {
        let found = case(name, &[]);
        assert_eq!(
            (&found["holds"], &found["invalid"]),
            (&json!(true), &json!([])),
            "{found}"
        );
    }
}

#[test]
fn a_footprint_is_judged_as_the_file_has_it_and_not_only_once_it_is_rounded() {
    let found = case("invalid-in-file-LAD20CD.geojson", &[]);
    let invalid = invalid(&found);
    assert_eq!(invalid.len(), 2, "{found}");
    for (reasons, [easting, northing]) in &invalid {
        assert!(
            reasons.iter().any(|reason| {
                reason.contains("as the file has it, at -")
                    && reason.contains("self-intersection: ")
            }),
            "{reasons:?}"
        );
        assert!(
            (200_000.0..700_000.0).contains(easting) && (300_000.0..600_000.0).contains(northing)
        );
    }
    assert_eq!(found["holds"], false);
}

#[test]
fn a_fault_that_only_rounding_makes_is_said_to_be_one() {
    // A bow so small that its corners come to lie on one line.
    let ring = [
        [-2.8, 54.0],
        [-2.79, 54.0],
        [-2.79, 54.01],
        [-2.795, 54.000_000_001],
        [-2.8, 54.01],
        [-2.8, 54.0],
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("near.geojson");
    let file = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"code": "A"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }]});
    std::fs::write(&path, file.to_string()).unwrap();
    let found = checked(&path, &[]);
    let reasons = invalid(&found);
    // On the grid a parallel is not straight, so the corner crosses the line below it.
    assert_eq!(reasons.len(), 1, "{found}");
    assert!(
        reasons[0].0[0].starts_with("once converted to whole millimetres: self-intersection"),
        "{found}"
    );
}

#[test]
fn a_narrow_gap_that_is_open_at_its_ends_is_a_gap() {
    let found = case("open-slit.geojson", &["--gap-width", "1"]);
    let [gap] = &found["narrow_gaps"].as_array().unwrap()[..] else {
        panic!("{found}")
    };
    assert_eq!(gap["areas"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&gap["width_m"], &gap["length_m"], &gap["area_m2"]),
        (&json!(0.5), &json!(100.0), &json!(50.0))
    );
    assert_eq!(
        (&gap["at"]["easting"], &gap["at"]["northing"]),
        (&json!(400_100.25), &json!(300_050.0))
    );
    assert_eq!(
        (&gap["open"], &found["holds"]),
        (&json!(true), &json!(false))
    );
    let narrower = case("open-slit.geojson", &["--gap-width", "0.4"]);
    assert_eq!(
        (&narrower["holds"], &narrower["narrow_gaps"]),
        (&json!(true), &json!([]))
    );
}
