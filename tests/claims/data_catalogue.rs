//! Claims that a data folder's catalogue is checked before it is used, and that its files hold what
//! it states.

use coterm_core::dataset::Indexing;
use std::fs;
use std::io::Write;
use std::path::Path;

use coterm_io::{checksum, store};
use coterm_tests::{copy_of_data, coterm, run};
use serde_json::{Value, json};

/// A copy of the data with a changed catalogue.
fn changed(change: impl FnOnce(&mut Value)) -> tempfile::TempDir {
    let copy = copy_of_data();
    let path = copy.path().join("catalogue.json");
    let mut catalogue = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut catalogue);
    fs::write(&path, serde_json::to_vec_pretty(&catalogue).unwrap()).unwrap();
    copy
}

/// Replaces a file, and its checksum in the catalogue.
fn replaced(folder: &Path, file: &str, bytes: &[u8]) {
    fs::write(folder.join(file), bytes).unwrap();
    let path = folder.join("catalogue.json");
    let mut catalogue: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let entry = match file {
        "code-table.csv" => &mut catalogue["code_table"],
        "postcodes.csv.gz" => &mut catalogue["postcodes"],
        layer => catalogue["layers"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .find(|entry| entry["file"] == layer)
            .unwrap(),
    };
    entry["sha256"] = checksum(bytes).into();
    fs::write(&path, serde_json::to_vec(&catalogue).unwrap()).unwrap();
}

fn refused(folder: &Path, words: &[&str]) {
    let error = store::open(folder, Indexing::None).unwrap_err().to_string();
    for word in words {
        assert!(error.contains(word), "\"{word}\" is not in: {error}");
    }
}

#[test]
fn what_cannot_be_said_of_a_layer_is_refused_with_the_layer_and_the_field() {
    let file = |file: &str| ("file", json!(file));
    for ((field, value), words) in [
        (("resolution_m", json!(-5)), &["resolution_m", "-5"][..]),
        (("resolution_m", json!(0)), &["resolution_m"]),
        (("resolution_m", json!(1e308)), &["resolution_m"]),
        (("resolution_m", json!("20")), &["resolution_m", "20"]),
        (("resolution_m", Value::Null), &["resolution_m"]),
        (("rows", json!(1e18)), &["rows"]),
        (("rows", json!(-1)), &["rows"]),
        (("rows", json!(0)), &["rows"]),
        (
            ("rows", json!(1_000_000_000_000_000_000_u64)),
            &["rows", "1000000000000000000"],
        ),
        (("valid_from", json!("2022-13-01")), &["valid_from"]),
        (("valid_from", json!(7)), &["valid_from"]),
        (
            ("valid_to", json!("2000-01-01")),
            &["valid_to", "2000-01-01"],
        ),
        (("known_to", json!("2000-01-01")), &["known_to"]),
        (("known_to", json!("2099-01-01")), &["known_to"]),
        (("known_to", json!(7)), &["known_to"]),
        (
            (
                "known_defects",
                json!([{"note": "x", "source": "y", "block": ["E01"]}]),
            ),
            &["known_defects", "block"],
        ),
        (("role", json!("other")), &["role", "other"]),
        (("sha256", json!("00")), &["sha256"]),
        (("sha256", json!("Z".repeat(64))), &["sha256"]),
        (("id", json!("lad/2021")), &["id", "lad/2021"]),
        (("id", json!("lad-2023")), &["lad-2023", "twice"]),
        (file("/etc/passwd"), &["file", "/etc/passwd"]),
        (file("../catalogue.json"), &["file", ".."]),
        (file("layers/../layers/lad-2021.fgb"), &["file", ".."]),
        (file("./layers/lad-2021.fgb"), &["file"]),
        (file("layers//lad-2021.fgb"), &["file"]),
        (file(""), &["file"]),
        (file("layers"), &["layers", "not a file"]),
    ] {
        let folder = changed(|catalogue| {
            let layers = catalogue["layers"].as_array_mut().unwrap();
            let layer = layers.iter_mut().find(|layer| layer["id"] == "lad-2021");
            layer.unwrap()[field] = value.clone();
        });
        refused(folder.path(), words);
        // The command gives the same message, in one line, and does nothing.
        let ran = run(coterm(folder.path())
            .env("COTERM_DATA", folder.path())
            .args(["lookup", "LA1 4YW"]));
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(2), ""),
            "{field} {value}"
        );
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn the_other_files_of_a_catalogue_are_checked_too() {
    for (change, words) in [
        (
            json!({"code_table": {"file": "/dev/zero", "rows": 1, "sha256": "0".repeat(64)}}),
            &["code_table", "file"][..],
        ),
        (
            json!({"postcodes": {"file": "postcodes.csv.gz", "rows": 26_000_000, "sha256": "0".repeat(64)}}),
            &["postcodes", "checksum"],
        ),
        (
            json!({"postcodes": {"file": "postcodes.csv.gz", "rows": "many", "sha256": ""}}),
            &["postcodes", "rows"],
        ),
        (json!({"layers": []}), &["no layers"]),
        (json!({"layers": 7}), &["layers"]),
    ] {
        let folder = changed(|catalogue| {
            for (key, value) in change.as_object().unwrap() {
                catalogue[key] = value.clone();
            }
        });
        refused(folder.path(), words);
    }
}

#[test]
fn a_file_that_holds_other_rows_than_the_catalogue_says_is_refused() {
    for (entry, words) in [
        (
            "/layers/0/rows",
            &["layers/place-2021.fgb", "5 rows", "6"][..],
        ),
        ("/code_table/rows", &["code-table.csv", "1294 rows", "1295"]),
        (
            "/postcodes/rows",
            &["postcodes.csv.gz", "fewer than the 86499 rows"],
        ),
    ] {
        let folder = changed(|catalogue| {
            let rows = catalogue.pointer_mut(entry).unwrap();
            *rows = (rows.as_u64().unwrap() + 1).into();
        });
        refused(folder.path(), words);
    }
    let folder = changed(|catalogue| catalogue["postcodes"]["rows"] = 86_497.into());
    refused(folder.path(), &["more than the 86497 rows"]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused_and_one_inside_is_followed() {
    use std::os::unix::fs::symlink;
    let copy = copy_of_data();
    let layer = copy.path().join("layers/lad-2021.fgb");
    let moved = copy.path().join("beside.fgb");
    fs::rename(&layer, &moved).unwrap();
    symlink(&moved, &layer).unwrap();
    store::open(copy.path(), Indexing::None).unwrap();
    let other_folder = tempfile::tempdir().unwrap();
    let out = other_folder.path().join("lad-2021.fgb");
    fs::rename(&moved, &out).unwrap();
    fs::remove_file(&layer).unwrap();
    symlink(&out, &layer).unwrap();
    refused(copy.path(), &["lad-2021.fgb", "out of the data folder"]);
    // The folder itself may be a link.
    let linked = other_folder.path().join("data");
    fs::remove_file(&layer).unwrap();
    fs::rename(&out, &layer).unwrap();
    symlink(copy.path(), &linked).unwrap();
    store::open(&linked, Indexing::None).unwrap();
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_in_a_files_place_is_refused_at_once() {
    let copy = copy_of_data();
    let layer = copy.path().join("layers/lad-2021.fgb");
    fs::remove_file(&layer).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&layer).status();
    assert!(made.unwrap().success());
    refused(copy.path(), &["lad-2021.fgb", "not a file"]);
}

#[test]
fn postcodes_without_end_are_refused_before_they_fill_the_memory() {
    let text = "LA1 4YW,347467,461653,10,c25,,1980-01,,s,E00000001,E01000001,E02000001,E07000121,E07000121,E07000121,E07000121\n";
    let header = "postcode,easting,northing,quality,position_from,apart_m,introduced,terminated,user_type,oa_2011,lsoa_2011,msoa_2011,lad_2021,lad_2021_code_point,lad_2023_code_point,lad_2025_directory\n";
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(header.as_bytes()).unwrap();
    let block = text.repeat(10_000);
    // Six hundred thousand rows, 60 MB.
    for _ in 0..60 {
        encoder.write_all(block.as_bytes()).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let copy = copy_of_data();
    replaced(copy.path(), "postcodes.csv.gz", &bomb);
    refused(
        copy.path(),
        &["postcodes.csv.gz", "more than the 86498 rows"],
    );
    // A catalogue cannot declare more rows than can exist.
    let path = copy.path().join("catalogue.json");
    let mut catalogue: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    catalogue["postcodes"]["rows"] = 26_000_000.into();
    fs::write(&path, catalogue.to_string()).unwrap();
    refused(copy.path(), &["26000000", "5000000"]);
}

#[test]
fn a_postcode_a_block_or_an_area_that_is_there_twice_is_refused() {
    let copy = copy_of_data();
    let table = fs::read_to_string(copy.path().join("code-table.csv")).unwrap();
    let mut lines: Vec<&str> = table.lines().collect();
    let second = lines[2];
    lines[1] = second;
    replaced(copy.path(), "code-table.csv", lines.join("\n").as_bytes());
    let block = &second[..9];
    refused(copy.path(), &["code-table.csv", block, "twice"]);
    let commas = second.matches(',').count();
    let unknown = format!("E01999999{}", ",".repeat(commas));
    lines[1] = &unknown;
    replaced(copy.path(), "code-table.csv", lines.join("\n").as_bytes());
    refused(copy.path(), &["code-table.csv", "E01999999"]);

    let copy = copy_of_data();
    let packed = fs::File::open(copy.path().join("postcodes.csv.gz")).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1] = lines[2];
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(lines.join("\n").as_bytes()).unwrap();
    replaced(copy.path(), "postcodes.csv.gz", &encoder.finish().unwrap());
    refused(copy.path(), &["postcodes.csv.gz", "two rows"]);
}
