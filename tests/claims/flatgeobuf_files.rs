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

/// Looks a postcode up in a copy of the data whose layer of places is changed like this. Its
/// checksum is right, so that the reader gets the file.
fn looked_up_with_changed_places(change: impl Fn(&mut Vec<u8>)) -> coterm_tests::Ran {
    let copy = copy_of_data();
    let layer = copy.path().join("layers/place-2022.fgb");
    let mut bytes = std::fs::read(&layer).unwrap();
    change(&mut bytes);
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
    run(coterm(copy.path()).args(["--data", data, "lookup", "LA1 4YW"]))
}

#[test]
fn a_damaged_layer_of_a_data_folder_is_refused_in_one_line() {
    let ran = looked_up_with_changed_places(|bytes| {
        let header = u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
        // Four areas: one root, four leaves.
        let size_of_last = 12 + header + 5 * 40;
        bytes[size_of_last..size_of_last + 4].copy_from_slice(&[0xF0, 0xFF, 0xFF, 0xFF]);
    });
    refused(&ran, &["place-2022.fgb", "longer than what is left"]);
}

#[test]
fn a_layer_of_a_data_folder_that_leaves_the_grid_is_refused_in_one_line() {
    let ran = looked_up_with_changed_places(|bytes| {
        let number =
            |bytes: &[u8], at: usize| f64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        let is_point = |bytes: &[u8], at: usize| {
            (300_000.0..400_000.0).contains(&number(bytes, at))
                && (400_000.0..600_000.0).contains(&number(bytes, at + 8))
        };
        let half = bytes.len() / 2;
        let at = (half..bytes.len() - 16)
            .find(|at| is_point(bytes, *at))
            .unwrap();
        let far = 16.0 * number(bytes, at);
        bytes[at..at + 8].copy_from_slice(&far.to_le_bytes());
    });
    refused(
        &ran,
        &["place-2022.fgb", "is outside the British National Grid"],
    );
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
