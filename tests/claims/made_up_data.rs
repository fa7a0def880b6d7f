//! Claims that new data needs no change of code: a family, next year's vintage of districts and a
//! release of postcodes are only entries of a data folder, and every kind of query uses them.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use axum::Router;
use axum::http::Method;
use coterm_core::dataset::Indexing;
use coterm_io::{checksum, store};
use coterm_tests::{copy_of_data, coterm, run, workspace};
use serde_json::{Value, json};

use super::requests::send_to;

const FAMILY: &str = "zone-2030";
const VINTAGE: &str = "lad-2030";

/// The committed data with further layers: the boards as a family of zones, and the districts again
/// as those of 2030.
fn with_layers() -> tempfile::TempDir {
    let copy = copy_of_data();
    change_catalogue(copy.path(), |catalogue| {
        let layers = catalogue["layers"].as_array_mut().unwrap();
        let find = |layers: &[Value], id: &str| {
            let position = layers.iter().position(|layer| layer["id"] == id);
            position.unwrap_or_else(|| panic!("no {id}"))
        };
        let mut zones = layers[find(layers, "icb-2022")].clone();
        let old = find(layers, "lad-2023");
        let mut districts = layers[old].clone();
        layers[old]["valid_to"] = json!("2030-03-31");
        for (layer, about) in [
            (
                &mut zones,
                json!({"id": FAMILY, "family": "zone", "family_title": "Zones",
                       "vintage": "2030", "title": "Zones, made up",
                       "valid_from": "2030-01-01", "known_to": null}),
            ),
            (
                &mut districts,
                json!({"id": VINTAGE, "vintage": "2030", "title": "Districts, made up",
                       "valid_from": "2030-04-01", "known_to": null}),
            ),
        ] {
            for (key, value) in about.as_object().unwrap() {
                layer[key] = value.clone();
            }
        }
        layers.extend([zones, districts]);
    });
    // A column of the code table for each new layer.
    replace(copy.path(), "code_table", |bytes| {
        let mut rows = csv::Reader::from_reader(bytes);
        let header = rows.headers().unwrap().clone();
        let column = |id: &str| header.iter().position(|name| name == id).unwrap();
        let like = [column("icb-2022"), column("lad-2023")];
        let mut wider = csv::Writer::from_writer(Vec::new());
        let names = header.iter().chain([FAMILY, VINTAGE]);
        wider.write_record(names).unwrap();
        for row in rows.records().map(Result::unwrap) {
            let more = like.map(|column| &row[column]);
            wider.write_record(row.iter().chain(more)).unwrap();
        }
        wider.into_inner().unwrap()
    });
    copy
}

/// The committed data with its list of May 2025 declared as another product of August 2025.
fn with_release() -> tempfile::TempDir {
    let copy = copy_of_data();
    change_catalogue(copy.path(), |catalogue| {
        let releases = catalogue["releases"].as_array_mut().unwrap();
        let list = releases.iter_mut().find(|release| release["id"] == "c25");
        *list.unwrap() = json!({
            "id": "m25", "code": "gazetteer-2025", "product": "the Gazetteer",
            "month": "2025-08", "kind": "positions",
            "districts": {"layer": "lad-2023", "column": "made_up", "answered_as": "gazetted"},
        });
    });
    replace(copy.path(), "postcodes", |bytes| {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes)
            .read_to_string(&mut text)
            .unwrap();
        let text = text.replacen("lad_2023_code_point", "made_up", 1);
        let text = text.replace(",c25,", ",m25,");
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    });
    copy
}

fn change_catalogue(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("catalogue.json");
    let mut catalogue = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut catalogue);
    fs::write(&path, serde_json::to_vec_pretty(&catalogue).unwrap()).unwrap();
}

/// Replaces a file, and its checksum in the catalogue.
fn replace(folder: &Path, entry: &str, other: impl FnOnce(&[u8]) -> Vec<u8>) {
    change_catalogue(folder, |catalogue| {
        let entry = &mut catalogue[entry];
        let path = folder.join(entry["file"].as_str().unwrap());
        let bytes = other(&fs::read(&path).unwrap());
        entry["sha256"] = checksum(&bytes).into();
        fs::write(path, bytes).unwrap();
    });
}

fn server(folder: &Path) -> Router {
    let dataset = store::open(folder, Indexing::Layers).unwrap();
    let manifest = store::manifest(folder).unwrap();
    let state = coterm_server::State::builder(dataset, &workspace().join("no-page-here"));
    coterm_server::app(state.manifest(manifest).build())
}

async fn get(app: &Router, path: &str) -> Value {
    let answered = send_to(app, Method::GET, path, &[]).await;
    assert_eq!(answered.status, 200, "{path}: {:?}", answered.body);
    answered.json()
}

/// The output of the command for a data folder.
fn output_of(folder: &Path, arguments: &[&str]) -> String {
    let mut command = coterm(folder);
    command.env("COTERM_DATA", folder).args(arguments);
    let ran = run(&mut command);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    ran.out
}

fn in_family<'a>(answer: &'a Value, family: &str) -> &'a Value {
    let mut areas = answer["areas"].as_array().unwrap().iter();
    areas.find(|area| area["family"] == family).unwrap()
}

#[test]
fn a_family_and_a_vintage_that_are_only_in_the_data_answer_compare_and_are_drawn_by_the_command() {
    let copy = with_layers();
    let folder = copy.path();
    let answer = output_of(
        folder,
        &["lookup", "LA1 4YW", "--on", "2030-06-30", "--json"],
    );
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let (zone, district) = (in_family(&answer, "zone"), in_family(&answer, "lad"));
    assert_eq!(zone["layer"], FAMILY);
    assert_eq!(
        (&zone["code"], &zone["method"]),
        (&json!("E54000048"), &json!("table"))
    );
    assert_eq!(district["layer"], VINTAGE);
    assert_eq!(district["code"], "E07000121");
    let before = output_of(
        folder,
        &["lookup", "LA1 4YW", "--on", "2030-03-31", "--json"],
    );
    let before: Value = serde_json::from_str(&before).unwrap();
    assert_eq!(in_family(&before, "lad")["layer"], "lad-2023");

    let compared = output_of(folder, &["compare", FAMILY, VINTAGE, "--format", "json"]);
    let compared: Value = serde_json::from_str(&compared).unwrap();
    let known = output_of(
        folder,
        &["compare", "icb-2022", "lad-2023", "--format", "json"],
    );
    let known: Value = serde_json::from_str(&known).unwrap();
    for counted in ["pieces", "groups", "verdicts_a"] {
        let count = |comparison: &Value| comparison[counted].as_array().unwrap().len();
        assert_eq!(count(&compared), count(&known), "{counted}");
    }

    output_of(folder, &["map", FAMILY, "--over", VINTAGE, "-o", "map.svg"]);
    let map = fs::read_to_string(folder.join("map.svg")).unwrap();
    assert!(
        map.contains("Zones, made up"),
        "the title is not on the map"
    );
    let tiles = [
        "tiles",
        FAMILY,
        VINTAGE,
        "--zooms",
        "5-6",
        "-o",
        "made-up.pmtiles",
    ];
    output_of(folder, &tiles);
    assert!(fs::metadata(folder.join("made-up.pmtiles")).unwrap().len() > 1_000);
}

#[tokio::test]
async fn a_family_and_a_vintage_that_are_only_in_the_data_are_served_and_styled() {
    let copy = with_layers();
    let app = server(copy.path());
    let collections = get(&app, "/collections").await;
    let collections = collections["collections"].as_array().unwrap();
    for id in [FAMILY, VINTAGE] {
        assert!(
            collections.iter().any(|collection| collection["id"] == id),
            "{id}"
        );
    }
    let items = get(&app, &format!("/collections/{FAMILY}/items")).await;
    assert_eq!(items["features"].as_array().unwrap().len(), 3);
    let answer = get(&app, "/postcodes/LA1%204YW?on=2030-06-30").await;
    assert_eq!(in_family(&answer, "zone")["layer"], FAMILY);
    assert_eq!(in_family(&answer, "lad")["layer"], VINTAGE);

    let style = get(&app, "/style.json?on=2030-06-30&theme=light").await;
    let colours = style["metadata"]["families"].as_object().unwrap();
    let own = &colours["zone"]["light"];
    let like = colours.values().filter(|colour| &colour["light"] == own);
    assert_eq!(like.count(), 1, "{own} is another family's too");
    let drawn = style["layers"].as_array().unwrap();
    for id in [FAMILY, VINTAGE] {
        assert!(drawn.iter().any(|layer| layer["source"] == id), "{id}");
        let tile = get(&app, &format!("/tiles/{id}")).await;
        assert_eq!(tile["vector_layers"][0]["id"], id);
    }
    // The new districts are context, like the earlier ones; only layers that are not are filled.
    let style = get(
        &app,
        &format!("/style.json?layers={VINTAGE},{FAMILY}&theme=light"),
    )
    .await;
    let drawn = style["layers"].as_array().unwrap();
    let fill = |id: &str| {
        let mut fills = drawn.iter().filter(|layer| layer["type"] == "fill");
        fills.any(|layer| layer["source"] == id)
    };
    assert!(fill(FAMILY) && !fill(VINTAGE));
}

#[test]
fn districts_that_are_only_in_the_data_tell_the_results_of_a_scenario() {
    let copy = with_layers();
    let scenario = workspace().join("data/scenarios/three-places.toml");
    let scenario = scenario.to_str().unwrap();
    let arguments = [
        "scenario",
        "score",
        scenario,
        "--against",
        VINTAGE,
        "--json",
    ];
    let score: Value = serde_json::from_str(&output_of(copy.path(), &arguments)).unwrap();
    assert!(score.to_string().contains(VINTAGE), "{score}");
}

#[test]
fn a_release_that_is_only_in_the_data_gives_districts_positions_and_its_name_to_sentences() {
    let copy = with_release();
    let folder = copy.path();
    let answer = |postcode: &str, on: &str| -> Value {
        let text = output_of(folder, &["lookup", postcode, "--on", on, "--json"]);
        serde_json::from_str(&text).unwrap()
    };
    let usual = answer("LA1 4YW", "2025-09-01");
    let postcode = &usual["postcode"];
    assert_eq!(postcode["gazetted"], "E07000121");
    assert_eq!(postcode.get("district_2023"), None);
    let districts = postcode["districts"].as_array().unwrap();
    let months: Vec<&str> = districts
        .iter()
        .map(|it| it["month"].as_str().unwrap())
        .collect();
    assert_eq!(months, ["2021-11", "2022-05", "2025-08", "2025-11"]);
    assert_eq!(districts[2]["release"], "the Gazetteer of August 2025");

    // Changes between the table and the list are known from the list's month on.
    let dataset = store::open(folder, Indexing::None).unwrap();
    let records = dataset.postcodes().records().iter();
    let mut newer =
        records.filter(|it| it.lsoa.is_none() && it.position_source.release().is_some());
    let list = dataset.postcodes().releases().named("m25").unwrap();
    let newer = newer
        .find(|it| it.position_source.release() == Some(list))
        .unwrap();
    let newer = newer.postcode.to_string();
    for (on, in_use) in [
        ("2022-05-31", "not yet"),
        ("2025-07-31", "unknown"),
        ("2025-08-01", "yes"),
    ] {
        assert_eq!(
            answer(&newer, on)["postcode"]["in_use"],
            in_use,
            "{newer} on {on}"
        );
    }
    let by_new_list = answer(&newer, "2025-09-01").to_string();
    assert!(
        by_new_list.contains("the Gazetteer of August 2025"),
        "{by_new_list}"
    );
    assert!(!by_new_list.contains("May 2025"), "{by_new_list}");
    assert!(
        by_new_list.contains(r#""by":"gazetteer-2025""#),
        "{by_new_list}"
    );
}

#[test]
fn releases_of_a_catalogue_that_cannot_be_used_are_refused_with_the_reason() {
    let copy = copy_of_data();
    let whole = fs::read(copy.path().join("catalogue.json")).unwrap();
    let refused = |change: &dyn Fn(&mut Vec<Value>)| {
        change_catalogue(copy.path(), |catalogue| {
            change(catalogue["releases"].as_array_mut().unwrap());
        });
        let error = store::open(copy.path(), Indexing::None).unwrap_err();
        fs::write(copy.path().join("catalogue.json"), &whole).unwrap();
        error.to_string()
    };
    for (change, word) in [
        (
            &(|all: &mut Vec<Value>| all[0]["id"] = json!("c25")) as &dyn Fn(&mut Vec<Value>),
            "more than once",
        ),
        (&|all| all[0]["id"] = json!("lsoa"), "lsoa"),
        (&|all| all[0]["month"] = json!("2021-13"), "month"),
        (&|all| all[0]["kind"] = json!("rumour"), "kind"),
        (
            &|all| all[0]["districts"]["layer"] = json!("lad-1999"),
            "lad-1999",
        ),
        (&|all| all.clear(), "columns"),
    ] {
        let error = refused(change);
        assert!(error.contains(word), "\"{word}\" is not in: {error}");
    }
}
