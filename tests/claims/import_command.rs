//! Claims about `coterm import`, `remove`, `rollback` and the history: what they refuse, repair and
//! report, and that every change can be taken back.

use serde_json::{Value, json};

use crate::imported_layers::Machine;

/// A `GeoJSON` file of polygons in EPSG:27700: code, name and the corners of the outer ring.
fn on_grid(areas: &[(&str, &str, &[[i32; 2]])]) -> String {
    let features = areas.iter().map(|(code, name, ring)| {
        let mut ring = ring.to_vec();
        ring.push(ring[0]);
        json!({
            "type": "Feature",
            "properties": { "code": code, "name": name },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        })
    });
    let crs = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::27700" } });
    let features: Vec<Value> = features.collect();
    json!({ "type": "FeatureCollection", "crs": crs, "features": features }).to_string()
}

/// The corners of a square in Lancashire, of so many metres, so many metres east of its corner.
fn square(east: i32, side: i32) -> [[i32; 2]; 4] {
    let (west, south) = (350_000 + east, 450_000);
    let (east, north) = (west + side, south + side);
    [[west, south], [east, south], [east, north], [west, north]]
}

/// The corners of a square whose ring crosses itself: two triangles.
fn bow_tie(side: i32) -> [[i32; 2]; 4] {
    let [a, b, c, d] = square(0, side);
    [a, c, b, d]
}

const WARDS: [&str; 5] = ["wards.geojson", "--family", "wards", "--vintage", "2024"];

fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["import"], &WARDS[..], more].concat()
}

#[test]
fn every_change_can_be_taken_back_and_the_history_tells_all_of_them() {
    let machine = Machine::new();
    machine.write(
        "wards.geojson",
        &on_grid(&[("W1", "Castle", &square(0, 900))]),
    );
    let none = machine.printed(&["layers", "--history"]);
    assert!(none.contains("coterm import"), "{none}");
    let nothing = machine.refused(&["rollback"]);
    assert!(nothing.contains("nothing has been imported"), "{nothing}");

    let said = machine.printed(&import(&[]));
    for words in [
        "wards-2024",
        "1 area",
        "from 2024-01-01",
        "generation 1",
        "coterm rollback",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(machine.own_layers(), ["wards-2024"]);
    machine.printed(&["remove", "wards-2024"]);
    assert!(machine.own_layers().is_empty());
    machine.printed(&["rollback"]);
    assert_eq!(machine.own_layers(), ["wards-2024"]);
    let said = machine.printed(&["rollback", "--to", "0"]);
    assert!(said.contains("no layers of your own"), "{said}");
    machine.printed(&["rollback", "--to", "1"]);
    assert_eq!(machine.own_layers(), ["wards-2024"]);

    let history = machine.json(&["layers", "--history", "--json"]);
    let changes: Vec<&Value> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["change"])
        .collect();
    assert_eq!(
        changes,
        [
            &json!({"kind": "roll-back", "to": 1}),
            &json!({"kind": "roll-back", "to": 0}),
            &json!({"kind": "roll-back", "to": 1}),
            &json!({"kind": "remove", "layers": ["wards-2024"]}),
            &json!({"kind": "import", "layer": "wards-2024", "files": ["wards.geojson"]}),
        ]
    );
    let table = machine.printed(&["layers", "--history"]);
    for words in [
        "imported wards-2024 from wards.geojson",
        "removed wards-2024",
        "went back",
    ] {
        assert!(table.contains(words), "{words}: {table}");
    }
}

#[test]
fn layers_are_kept_beside_the_data_that_they_are_added_to() {
    let machine = Machine::new();
    machine.write(
        "wards.geojson",
        &on_grid(&[("W1", "Castle", &square(0, 900))]),
    );
    machine.printed(&import(&["--data", "mine"]));
    assert!(machine.path().join("mine/imported").is_dir());
    assert!(!machine.path().join("home").exists());
    assert!(machine.own_layers().is_empty());
    let layers = machine.printed(&["layers", "--data", "mine"]);
    assert!(
        layers.contains("wards-2024") && layers.contains("lad-2023"),
        "{layers}"
    );
    // The data in the program alone stays what it is.
    let refused = machine.refused(&import(&["--data", "built-in"]));
    assert!(refused.contains("leave out --data"), "{refused}");
    machine.printed(&import(&[]));
    assert!(machine.path().join("home/coterm/imported").is_dir());
    let alone = machine.json(&["data", "where", "--data", "built-in", "--json"]);
    assert_eq!(
        [&alone["own_folder"], &alone["own_layers"]],
        [&Value::Null, &json!([])]
    );
    let with = machine.json(&["data", "where", "--json"]);
    assert_ne!(with["fingerprint"], alone["fingerprint"]);
}

#[test]
fn names_and_days_that_another_layer_has_are_refused_with_what_to_do() {
    let machine = Machine::new();
    machine.write(
        "wards.geojson",
        &on_grid(&[("W1", "Castle", &square(0, 900))]),
    );
    machine.printed(&import(&[]));
    let as_named = |family: &str, vintage: &str, more: &[&str]| {
        let import = [
            "import",
            "wards.geojson",
            "--family",
            family,
            "--vintage",
            vintage,
        ];
        machine.refused(&[&import[..], more].concat())
    };
    for (refused, words) in [
        (
            as_named("wards", "2024", &[]),
            &["there is a layer wards-2024", "coterm remove"][..],
        ),
        (
            as_named("wards", "2025", &[]),
            &["wards-2024 answers", "--from and --to"],
        ),
        (as_named("lad", "2023", &[]), &["there is a layer lad-2023"]),
        (
            as_named("lad", "2024", &[]),
            &["lad-2023 answers for the family lad"],
        ),
        (
            as_named("wards", "draft", &[]),
            &["not a year", "--from 2026-04-01"],
        ),
        (
            as_named("My wards", "2025", &[]),
            &["--family", "write my-wards"],
        ),
        (
            as_named("others", "2025", &["--resolution", "0"]),
            &["--resolution", "such as 20"],
        ),
        (
            as_named("wards", "2023", &["--to", "2022-12-31"]),
            &["2023-01-01", "2022-12-31"],
        ),
    ] {
        for word in words {
            assert!(refused.contains(word), "\"{word}\" is not in {refused}");
        }
    }
    // Days before the other layer of the family are free.
    machine.printed(&[
        "import",
        "wards.geojson",
        "--family",
        "wards",
        "--vintage",
        "2023",
        "--to",
        "2023-12-31",
    ]);
    assert_eq!(machine.own_layers(), ["wards-2024", "wards-2023"]);
}

#[test]
fn invalid_polygons_are_refused_unless_their_repair_is_asked_for_and_then_told() {
    let machine = Machine::new();
    machine.write(
        "wards.geojson",
        &on_grid(&[("W1", "Castle", &bow_tie(1_000))]),
    );
    let refused = machine.refused(&import(&["--defects", "defects.geojson"]));
    for words in ["W1", "not valid", "--repair"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    // The defects are there for a map, although nothing was imported.
    let defects = std::fs::read_to_string(machine.path().join("defects.geojson")).unwrap();
    let defects: Value = serde_json::from_str(&defects).unwrap();
    assert_eq!(
        defects["features"][0]["properties"]["kind"],
        "invalid footprint"
    );
    assert!(machine.own_layers().is_empty());
    let refused = machine.refused(&import(&["--strict"]));
    for words in [
        "1 invalid footprint",
        "--strict",
        "coterm check wards.geojson",
    ] {
        assert!(refused.contains(words), "{words}: {refused}");
    }

    let imported = machine.json(&import(&["--repair", "--json"]));
    assert_eq!(imported["repairs"][0]["subject"], "Castle (W1)");
    let found = imported["repairs"][0]["found"].as_str().unwrap();
    assert!(
        found.contains("self-intersection") && found.contains("350500"),
        "{found}"
    );
    assert_eq!(
        imported["checks"][0]["invalid"][0]["areas"][0]["code"],
        "W1"
    );
    let csv = machine.printed(&["export", "wards-2024", "--format", "csv"]);
    // Two triangles of a quarter of the square each.
    assert!(csv.lines().nth(1).unwrap().ends_with("500000"), "{csv}");
    let check = machine.printed(&["check", "wards-2024"]);
    assert!(check.contains("the area"), "{check}");
}

#[test]
fn areas_that_overlap_by_more_than_their_lines_are_refused() {
    let machine = Machine::new();
    let overlap = |by: i32| {
        on_grid(&[
            ("W1", "Castle", &square(0, 1_000)),
            ("W2", "Bulk", &square(1_000 - by, 1_000)),
        ])
    };
    machine.write("wards.geojson", &overlap(300));
    let refused = machine.refused(&import(&[]));
    for words in [
        "Castle and Bulk overlap",
        "231 m wide on average",
        "in only one area",
    ] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    machine.write("wards.geojson", &overlap(30));
    let refused = machine.refused(&import(&["--resolution", "20"]));
    assert!(refused.contains("29 m wide"), "{refused}");
    let refused = machine.refused(&import(&["--strict"]));
    assert!(refused.contains("1 overlap"), "{refused}");
    let said = machine.printed(&import(&[]));
    assert!(said.contains("1 overlap"), "{said}");
    // A place in the overlap is near a line, so the answer is not certain.
    let answer = machine.json(&[
        "lookup",
        "--grid",
        "350985,450500",
        "--family",
        "wards",
        "--json",
    ]);
    assert_eq!(answer["areas"][0]["certain"], false);
}

#[test]
fn several_files_are_the_parts_of_one_layer() {
    let machine = Machine::new();
    machine.write(
        "wards.geojson",
        &on_grid(&[("W1", "Castle", &square(0, 1_000))]),
    );
    machine.write(
        "more.geojson",
        &on_grid(&[("W2", "Bulk", &square(1_000, 1_000))]),
    );
    let said = machine.printed(&import(&["more.geojson"]));
    assert!(said.contains("2 areas"), "{said}");
    machine.write(
        "same.geojson",
        &on_grid(&[("W2", "Again", &square(9_000, 1_000))]),
    );
    machine.printed(&["rollback"]);
    let refused = machine.refused(&import(&["more.geojson", "same.geojson"]));
    assert!(refused.contains("the code \"W2\""), "{refused}");
}

#[test]
fn the_acknowledgement_of_an_imported_layer_is_shown_with_its_answers() {
    let machine = Machine::new();
    machine.write(
        "wards.geojson",
        &on_grid(&[("W1", "Castle", &square(0, 1_000))]),
    );
    machine.printed(&import(&[
        "--attribution",
        "Contains data of Wards Ltd",
        "--title",
        "Our wards",
    ]));
    let answer = machine.printed(&["lookup", "--grid", "350500,450500"]);
    assert!(answer.contains("Contains data of Wards Ltd"), "{answer}");
    assert!(
        answer.contains("Office for National Statistics"),
        "{answer}"
    );
    assert!(machine.printed(&["layers"]).contains("Our wards"));
}

mod with_shared_data {
    use coterm_tests::shared_file;

    use super::*;

    #[test]
    #[ignore = "needs the shared reference data: the official boundaries"]
    fn official_files_are_imported_with_each_defect_named() {
        let machine = Machine::new();
        let imported = |file: &str, family: &str| {
            let path = shared_file(&format!("boundaries/{file}.geojson"));
            let path = path.to_str().unwrap();
            let import = ["import", path, "--family", family, "--vintage", "2020"];
            machine.refused(&import);
            let more = ["--resolution", "20", "--repair", "--json"];
            machine.json(&[&import[..], &more].concat())
        };
        for (file, family, areas, invalid) in [
            ("lad20_official_bgc_lsc_region", "districts", 31, 6),
            ("icb23_official_bgc_england", "boards", 42, 12),
            ("lsoa11_official_bgc_lsc_region", "blocks", 2_803, 8),
        ] {
            let imported = imported(file, family);
            let found = imported["checks"][0]["invalid"].as_array().unwrap();
            let named = |defect: &Value| defect["areas"][0]["name"] != "";
            assert_eq!(found.len(), invalid, "{file}");
            assert!(found.iter().all(named), "{file}");
            assert_eq!(imported["layer"]["rows"], areas, "{file}");
            // Slivers of overlaps stay as published, so the check may fail.
            let check = machine
                .ran(&["check", &format!("{family}-2020"), "--json"])
                .out;
            let check: Value = serde_json::from_str(&check).unwrap();
            assert_eq!(check["invalid"], json!([]), "{file}: all are valid now");
        }
        // Repaired areas answer as the data's own areas do.
        let answer = machine.json(&[
            "lookup",
            "LA1 4YW",
            "--family",
            "districts,boards,blocks",
            "--json",
        ]);
        let areas = answer["areas"].as_array().unwrap();
        let codes: Vec<&str> = areas
            .iter()
            .map(|area| area["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, ["E07000121", "E54000048", "E01025105"]);
    }

    #[test]
    #[ignore = "needs the shared reference data: CCGs drawn by their publisher and from LSOAs"]
    fn a_comparison_of_official_and_derived_areas_explains_every_difference() {
        let machine = Machine::new();
        let [official, derived] = [
            "lsc8_ccg21_official_bsc100m",
            "lsc8_ccg21_derived_lsoa11bgc",
        ]
        .map(|file| shared_file(&format!("boundaries/{file}.geojson")));
        let [official, derived] = [&official, &derived].map(|path| path.to_str().unwrap());
        let report = machine.json(&["compare", official, derived, "--format", "json"]);
        let verdicts = report["verdicts_a"].as_array().unwrap();
        assert_eq!(verdicts.len(), 8);
        for verdict in verdicts {
            assert_eq!(
                verdict["relation"], "coterminous",
                "{}",
                verdict["area"]["name"]
            );
        }
        // Nothing is left that would be a difference: all is detail of the drawing, or coast.
        assert_eq!(
            report["differences"],
            json!([]),
            "{}",
            report["differences"]
        );
    }
}
