//! Claims about malformed `FlatGeobuf` files, read by `coterm check` and as layers of a data
//! folder: they are refused without a crash and without excessive memory.

use coterm_io::{AreaFile, Fields};
use coterm_tests::{Random, copy_of_data, coterm, run};

use crate::geopackage_files::{case, check, judged, one_of_two_is_left_out, refused};

#[test]
fn a_feature_without_geometry_is_left_out_and_said() {
    one_of_two_is_left_out(case("f04_null.fgb"), "it has no geometry");
}

#[test]
fn a_length_is_held_against_what_is_left_of_the_file() {
    // Runs in the memory that a file of 43 kB may need; the feature claims to have 4 GB.
    let ran = check(case("fgb-4GB-feature-b.fgb"), &[]);
    refused(&ran, &["longer than what is left of the file"]);
}

#[test]
fn a_file_that_ends_too_soon_or_too_late_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("areas.fgb");
    let whole = std::fs::read(case("f04_null.fgb")).unwrap();
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(judged(&path, &[])["areas"], 1);
    for length in 0..whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        if length % 97 == 0 || length + 97 > whole.len() {
            refused(&check(&path, &[]), &["areas.fgb"]);
        }
    }
    std::fs::write(&path, [whole.as_slice(), &[0]].concat()).unwrap();
    refused(&check(&path, &[]), &["2 features, and 1 byte"]);
}

#[test]
fn a_damaged_layer_of_a_data_folder_is_refused_in_one_line() {
    // The checksum is right, so the reader gets the file.
    let copy = copy_of_data();
    let layer = copy.path().join("layers/place-2022.fgb");
    let mut bytes = std::fs::read(&layer).unwrap();
    let size_of_last = {
        let header = u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
        // Four areas: one root, four leaves.
        12 + header + 5 * 40
    };
    bytes[size_of_last..size_of_last + 4].copy_from_slice(&[0xF0, 0xFF, 0xFF, 0xFF]);
    std::fs::write(&layer, &bytes).unwrap();
    let catalogue = copy.path().join("catalogue.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&catalogue).unwrap()).unwrap();
    for entry in manifest["layers"].as_array_mut().unwrap() {
        if entry["file"].as_str().unwrap().contains("place-2022") {
            entry["sha256"] = coterm_io::checksum(&bytes).into();
        }
    }
    std::fs::write(&catalogue, manifest.to_string()).unwrap();
    let data = copy.path().to_str().unwrap();
    let ran = run(coterm(copy.path()).args(["--data", data, "lookup", "LA1 4YW"]));
    refused(&ran, &["place-2022.fgb", "longer than what is left"]);
}

#[test]
fn damage_anywhere_is_an_error_or_a_finding_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("areas.fgb");
    let mut random = Random(1);
    for name in ["f04_null.fgb", "fgb-4GB-feature-b.fgb"] {
        let whole = std::fs::read(case(name)).unwrap();
        for _ in 0..1_500 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(3) {
                // Most of the structure is in the header and the first feature.
                let at = random.below(bytes.len().min(4_000));
                let length = [1, 2, 4, 8][random.below(4)];
                let value = [0, 0xFF, 0x7F, 0x80, random.below(256)][random.below(5)];
                for byte in bytes.iter_mut().skip(at).take(length) {
                    *byte = u8::try_from(value).unwrap();
                }
            }
            std::fs::write(&path, &bytes).unwrap();
            let _ = AreaFile::read(&path, &Fields::default());
        }
    }
}
