//! Claims that layers which people add answer exactly like those of the data, in every command, on
//! the server, and without being imported.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use coterm_tests::{Ran, bare_coterm, run};
use serde_json::{Value, json};

use crate::boundary_formats::{DEGREES, zipped};
use crate::boundary_writers::{areas_of, topojson};
use crate::embedded_data::Served;

/// A machine with only the program, and a home folder for what is imported.
pub(crate) struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = bare_coterm(self.path());
        command.env("XDG_DATA_HOME", self.path().join("home"));
        command
    }

    pub(crate) fn ran(&self, arguments: &[&str]) -> Ran {
        run(self.command().args(arguments))
    }

    /// Runs a command that must succeed, and returns what it printed.
    pub(crate) fn printed(&self, arguments: &[&str]) -> String {
        let ran = self.ran(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
        ran.out
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.printed(arguments)).unwrap()
    }

    /// Runs a command that must refuse in one line, and returns that.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let ran = self.ran(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
        ran.err
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path().join(file), text).unwrap();
    }

    /// Names of the layers that were imported.
    pub(crate) fn own_layers(&self) -> Vec<String> {
        let found = self.json(&["data", "where", "--json"]);
        let layers = found["own_layers"].as_array().unwrap();
        let names = layers.iter().map(|name| name.as_str().unwrap().to_owned());
        names.collect()
    }
}

/// Columns of a CSV of places all over the region, by easting and northing: every kilometre and a
/// half.
fn places() -> String {
    let mut rows = "easting,northing\n".to_owned();
    for east in (300_000..400_000).step_by(1_500) {
        for north in (400_000..560_000).step_by(1_500) {
            writeln!(rows, "{east},{north}").unwrap();
        }
    }
    rows
}

/// The columns with the code and the name of a family, of a CSV.
fn answers(csv: &str, family: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |what: &str| {
        let wanted = format!("{family}_{what}");
        headers.iter().position(|name| name == wanted).unwrap()
    };
    let (code, name) = (column("code"), column("name"));
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        (row[code].to_owned(), row[name].to_owned())
    });
    rows.collect()
}

#[test]
fn an_imported_layer_gives_the_places_that_the_layer_it_came_from_gives() {
    let machine = Machine::new();
    machine.write("places.csv", &places());
    let bulk = ["bulk", "places.csv", "--grid-columns", "easting,northing"];
    let at = |family: &str, more: &[&str]| {
        let arguments = [&bulk[..], &["--family", family, "--on", "2024-06-30"], more].concat();
        answers(&machine.printed(&arguments), family)
    };
    let of_data = at("lad", &[]);
    assert!(of_data.iter().filter(|(code, _)| !code.is_empty()).count() > 2_000);
    let export = |file: &str, more: &[&str]| {
        machine.printed(&[&["export", "lad-2023", "-o", file], more].concat());
    };
    export("a.fgb", &["--crs", "EPSG:27700"]);
    export("a.gpkg", &["--crs", "EPSG:3857"]);
    export("a.geojson", &[]);
    export("a.parquet", &["--crs", "EPSG:27700"]);
    export("a.kml", &[]);
    export("a.csv", &["--wkt", "--crs", "EPSG:27700"]);
    let geojson = std::fs::read(machine.path().join("a.geojson")).unwrap();
    let areas = areas_of(&serde_json::from_slice(&geojson).unwrap());
    let archive = zipped("lad", &areas, Some(DEGREES));
    std::fs::write(machine.path().join("a.zip"), archive).unwrap();
    let topology = topojson(&areas, "areas", None);
    std::fs::write(machine.path().join("a.topojson"), topology).unwrap();
    for (number, file) in [
        "a.fgb",
        "a.gpkg",
        "a.geojson",
        "a.parquet",
        "a.kml",
        "a.csv",
        "a.zip",
        "a.topojson",
    ]
    .into_iter()
    .enumerate()
    {
        // Well-known text does not say its coordinate system.
        let crs: &[&str] = if file == "a.csv" {
            &["--crs", "EPSG:27700"]
        } else {
            &[]
        };
        let family = format!("own{number}");
        let import = ["import", file, "--family", &family, "--vintage", "2023"];
        machine.printed(&[&import[..], crs].concat());
        assert_eq!(at(&family, &[]), of_data, "imported from {file}");
        let taken = [&["--layer", file], crs].concat();
        assert_eq!(at("a", &taken), of_data, "{file}, not imported");
        machine.printed(&["rollback"]);
    }
}

#[test]
fn a_postcode_is_looked_up_in_it_with_an_honest_statement_of_how_sure() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "mine.geojson"]);
    let import = [
        "import",
        "mine.geojson",
        "--family",
        "mine",
        "--vintage",
        "2023",
    ];
    machine.printed(&import);
    let day = ["--on", "2023-06-30", "--json"];
    let area = |more: &[&str]| {
        let arguments = [&["lookup"], more, &day[..]].concat();
        machine.json(&arguments)["areas"][0].clone()
    };
    let sure = area(&["LA1 4YW", "--family", "mine"]);
    assert_eq!(
        [
            &sure["name"],
            &sure["method"],
            &sure["certain"],
            &sure["layer"]
        ],
        [
            &json!("Lancashire"),
            &json!("polygon"),
            &json!(true),
            &json!("mine-2023")
        ]
    );
    // Not imported, it says the same.
    let taken = area(&[
        "LA1 4YW",
        "--family",
        "mine-file",
        "--layer",
        "mine.geojson",
    ]);
    for member in ["name", "code", "certain", "boundary_distance_m"] {
        assert_eq!(taken[member], sure[member], "{member}");
    }
    // A place 286 m from the line between Lancashire and South Cumbria is not certain by lines that
    // are drawn to 200 m, and is by lines that are drawn to 20 m.
    let near = ["--point=-2.765,54.189", "--family"];
    let coarse = area(&[&near[..], &["mine"]].concat());
    let away = coarse["boundary_distance_m"].as_f64().unwrap();
    assert!((200.0..400.0).contains(&away), "{away}");
    assert_eq!(coarse["certain"], false);
    machine.printed(&["remove", "mine-2023"]);
    machine.printed(&[&import[..], &["--resolution", "20"]].concat());
    assert_eq!(area(&[&near[..], &["mine"]].concat())["certain"], true);
    // A day after the import is not known.
    let later = machine.json(&[
        "lookup",
        "LA1 4YW",
        "--family",
        "mine",
        "--on",
        "2099-01-01",
        "--json",
    ]);
    assert_eq!(later["areas"][0]["doubt"], "date");
}

#[test]
fn every_command_takes_an_imported_layer_as_it_takes_those_of_the_data() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "mine.gpkg"]);
    machine.printed(&[
        "import",
        "mine.gpkg",
        "--family",
        "mine",
        "--vintage",
        "2023",
    ]);
    let relations = |layer: &str| {
        let report = machine.json(&["compare", layer, "utla-2023", "--format", "json"]);
        let verdicts = report["verdicts_a"].as_array().unwrap().iter();
        let relations = verdicts.map(|verdict| verdict["relation"].clone());
        relations.collect::<Vec<_>>()
    };
    assert_eq!(relations("mine-2023"), relations("place-2022"));
    let check = machine.printed(&["check", "mine-2023"]);
    assert!(
        check.contains("4 areas") && check.contains("fit together"),
        "{check}"
    );
    let csv = machine.printed(&["export", "mine-2023", "--format", "csv"]);
    assert!(
        csv.contains("mine-2023,QE1-2022-LANCASHIRE,Lancashire"),
        "{csv}"
    );
    assert!(
        machine
            .printed(&["map", "mine-2023"])
            .contains("South Cumbria")
    );
    machine.printed(&["tiles", "mine-2023", "-o", "mine.pmtiles", "--zooms", "0-6"]);
    let layers = machine.printed(&["layers"]);
    let row = layers
        .lines()
        .find(|row| row.contains("mine-2023"))
        .unwrap();
    assert!(row.contains("your own"), "{row}");
}

#[test]
fn a_proposal_is_made_of_imported_areas_if_they_are_made_of_whole_building_blocks() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "mine.geojson"]);
    machine.printed(&[
        "import",
        "mine.geojson",
        "--family",
        "mine",
        "--vintage",
        "2023",
    ]);
    let proposal = |layer: &str| {
        format!(
            "title = \"Two places\"\nkind = \"place\"\nwithin = [\"icb-2022/QE1\"]\n\
             [[area]]\ncode = \"N\"\nname = \"North\"\n\
             union = [\"{layer}/South Cumbria\", \"lad-2023/Lancaster\"]\n\
             [[area]]\ncode = \"R\"\nname = \"Rest\"\n\
             union = [\"{layer}/Lancashire\", \"{layer}/Blackpool\", \"{layer}/Blackburn with Darwen\"]\n\
             minus = [\"lad-2023/Lancaster\"]\n"
        )
        .replace("icb-2022/QE1", "icb-2022/E54000048")
    };
    let score = |layer: &str| {
        machine.write("two.toml", &proposal(layer));
        let score = machine.json(&["scenario", "score", "two.toml", "--format", "json"]);
        let areas = score["areas"].clone();
        assert!(areas.is_array(), "{score}");
        areas
    };
    assert_eq!(score("mine-2023"), score("place-2022"));
    // A triangle over the bay is not made of whole LSOAs.
    machine.write(
        "triangle.geojson",
        r#"{"type": "Feature", "properties": {"code": "T", "name": "Triangle"}, "geometry":
            {"type": "Polygon", "coordinates": [[[-2.9, 54.0], [-2.5, 54.0], [-2.6, 54.2], [-2.9, 54.0]]]}}"#,
    );
    machine.printed(&[
        "import",
        "triangle.geojson",
        "--family",
        "triangle",
        "--vintage",
        "2023",
    ]);
    machine.write(
        "cut.toml",
        "title = \"Cut\"\n[[area]]\ncode = \"A\"\nname = \"A\"\nunion = [\"triangle-2023/Triangle\"]\n",
    );
    let refused = machine.refused(&["scenario", "score", "cut.toml"]);
    for words in ["Triangle", "whole building blocks", "Lancaster 0"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
}

#[test]
fn the_server_has_imported_layers_and_those_that_it_is_given() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "mine.geojson"]);
    machine.printed(&[
        "import",
        "mine.geojson",
        "--family",
        "mine",
        "--vintage",
        "2023",
    ]);
    let served = Served::start(machine.command().args(["serve", "--layer", "mine.geojson"]));
    let get = |path: &str| -> Value {
        let (head, body) = served.get(path, "");
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        serde_json::from_slice(&body).unwrap()
    };
    let answer = get("/postcodes/LA14YW?on=2023-06-30&family=mine,mine-file,place");
    let areas = answer["areas"].as_array().unwrap();
    let names: Vec<&str> = areas
        .iter()
        .map(|area| area["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Lancashire"; 3]);
    let layer = get("/collections/mine-2023/items");
    assert_eq!(layer["features"].as_array().unwrap().len(), 4);
    let listed = get("/collections").to_string();
    for name in ["mine-2023", "mine-file"] {
        assert!(listed.contains(name), "{listed}");
    }
}
