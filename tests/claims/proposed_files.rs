//! Claims about a file of four proposed areas in longitude and latitude: each job is one command, with
//! the file as it is and with the layer that is imported from it, and the answers are the same.

use serde_json::Value;

use crate::boundary_formats::{DEGREES, zipped};
use crate::boundary_writers::areas_of;
use crate::embedded_data::Served;
use crate::imported_layers::Machine;

/// The names of a report's areas, with their relations.
fn relations(report: &Value) -> Vec<(String, String)> {
    let verdicts = report["verdicts_a"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    verdicts
        .map(|verdict| (text(&verdict["area"]["name"]), text(&verdict["relation"])))
        .collect()
}

/// Names, blocks and weights of a score's areas.
fn sizes(score: &Value) -> Vec<(String, u64, f64)> {
    let areas = score["areas"].as_array().unwrap().iter();
    areas
        .map(|area| {
            let name = area["area"]["name"].as_str().unwrap().to_owned();
            let blocks = area["blocks"].as_u64().unwrap();
            (name, blocks, area["weight"].as_f64().unwrap())
        })
        .collect()
}

/// Runs every job with a file or layer, and compares the answers with those of the data's own places.
fn assert_every_job(machine: &Machine, subject: &str, lookup: &[&str], serve: &[&str]) {
    let report =
        |subject: &str| machine.json(&["compare", subject, "lad-2023", "--format", "json"]);
    assert_eq!(
        relations(&report(subject)),
        relations(&report("place-2022")),
        "{subject}"
    );

    let within = ["--within", "icb-2022/E54000048", "--format", "json"];
    let score = |subject: &str| {
        let score = ["scenario", "score", subject, "--against", "utla-2023"];
        let ran = machine.ran(&[&score[..], &within].concat());
        assert_eq!(ran.code, Some(0), "{subject}: {}", ran.err);
        serde_json::from_str::<Value>(&ran.out).unwrap()
    };
    let (of_subject, of_data) = (score(subject), score("place-2022"));
    assert_eq!(sizes(&of_subject), sizes(&of_data), "{subject}");
    assert!(of_subject["against"].is_object(), "{of_subject}");

    let map = machine.printed(&["map", subject, "--over", "lad-2023"]);
    assert!(
        map.starts_with("<svg") && map.contains("South Cumbria"),
        "{subject}"
    );
    let tiles = format!("{}.pmtiles", subject.replace('.', "-"));
    machine.printed(&["tiles", subject, "-o", &tiles, "--zooms", "0-7"]);
    assert!(machine.path().join(&tiles).metadata().unwrap().len() > 1_000);

    let day = ["lookup", "LA1 4YW", "--on", "2023-06-30", "--json"];
    let answer = machine.json(&[&day[..], lookup].concat());
    assert_eq!(
        answer["areas"][0]["name"], "Lancashire",
        "{subject}: {answer}"
    );
    assert_eq!(answer["areas"][0]["certain"], true, "{subject}");

    let served = Served::start(machine.command().arg("serve").args(serve));
    let family = answer["areas"][0]["family"].as_str().unwrap();
    let (head, body) = served.get(
        &format!("/postcodes/LA14YW?on=2023-06-30&family={family}"),
        "",
    );
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let over_http: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(over_http["areas"][0], answer["areas"][0], "{subject}");
    // The page draws what /style.json says.
    let (head, style) = served.get("/style.json", "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let layer = answer["areas"][0]["layer"].as_str().unwrap();
    assert!(
        String::from_utf8(style).unwrap().contains(layer),
        "{layer} is not in the style"
    );
}

#[test]
fn each_job_is_one_command_with_the_file_as_it_is_and_imported() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "proposed.geojson"]);
    machine.printed(&[
        "export",
        "place-2022",
        "-o",
        "proposed.gpkg",
        "--crs",
        "EPSG:4326",
    ]);
    let geojson = std::fs::read(machine.path().join("proposed.geojson")).unwrap();
    let areas = areas_of(&serde_json::from_slice(&geojson).unwrap());
    assert_eq!(areas.len(), 4);
    let archive = zipped("places/proposed", &areas, Some(DEGREES));
    std::fs::write(machine.path().join("proposed.zip"), archive).unwrap();
    for (file, family) in [
        ("proposed.geojson", "of-geojson"),
        ("proposed.zip", "of-shapefile"),
        ("proposed.gpkg", "of-geopackage"),
    ] {
        let layer = ["--layer", file];
        let taken = [&layer[..], &["--family", "proposed"]].concat();
        assert_every_job(&machine, file, &taken, &layer);
        machine.printed(&["import", file, "--family", family, "--vintage", "2023"]);
        let imported = format!("{family}-2023");
        assert_every_job(&machine, &imported, &["--family", family], &[]);
    }
}
