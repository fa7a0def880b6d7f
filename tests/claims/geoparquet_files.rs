//! Claims about `GeoParquet` files as other programs write them, and about malformed ones: they are
//! refused without a crash and without excessive memory.

use std::path::Path;

use coterm_io::{AreaFile, Crs, Fields};
use coterm_tests::Random;
use geo::Area;

use crate::geopackage_files::{case, check, refused};

fn read(name: &str, code: &str) -> AreaFile {
    let fields = Fields {
        code: Some(code.to_owned()),
        ..Fields::default()
    };
    AreaFile::read(case(name).as_ref(), &fields).unwrap()
}

#[test]
fn what_geopandas_writes_is_read_in_each_encoding() {
    // One has dictionaries, Snappy, pages of the first version and a nested column of bounds. The
    // other has differences and split bytes, Zstandard and pages of the second version.
    for name in ["geoparquet-dictionary.parquet", "geoparquet-delta.parquet"] {
        for (field, values) in [
            ("code", ["A01", "A02", "A03"]),
            ("name", ["Ynys Môn", "Castle", "Castle"]),
            // The second area has no value of its own here, so its number in the file is its code.
            ("small", ["-7", "2", "7"]),
            ("large", ["1099511627776", "-1", "0"]),
            ("unsigned", ["4294967295", "1", "3"]),
            ("share", ["0.3333333333333333", "0.5", "0.0000001"]),
            ("half", ["0.5", "1.5", "2.5"]),
            ("day", ["2023-04-01", "2", "1969-12-31"]),
            ("flag", ["true", "false", "true"]),
        ] {
            let file = read(name, field);
            let codes: Vec<&str> = file.areas.iter().map(|area| &*area.code).collect();
            assert_eq!(codes, values, "{name}: {field}");
        }
        let file = read(name, "code");
        assert_eq!(file.crs, Crs::BritishNationalGrid);
        assert_eq!(file.report.findings.len(), 0);
        let sizes = file.areas.iter().map(|area| area.footprint.unsigned_area());
        assert_eq!(sizes.collect::<Vec<_>>(), [1e6, 1e6, 0.64e6]);
    }
}

#[test]
fn a_file_without_a_coordinate_system_is_in_degrees_as_the_standard_says() {
    let ran = check(case("geoparquet-duckdb.parquet"), &[]);
    refused(&ran, &["EPSG:4326", "look like metres", "--crs EPSG:27700"]);
    let ran = check(case("geoparquet-duckdb.parquet"), &["--crs", "EPSG:27700"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn what_cannot_be_read_is_told_with_the_remedy() {
    for (name, words) in [
        (
            "geoparquet-native.parquet",
            ["\"multipolygon\"", "geometries in WKB"],
        ),
        (
            "parquet-without-geometry.parquet",
            ["without geometry", "save it as GeoParquet"],
        ),
    ] {
        refused(&check(case(name), &[]), &words);
    }
    let folder = tempfile::tempdir().unwrap();
    for (bytes, words) in [
        (&b""[..], "it is empty"),
        (b"<kml/>", "no usable polygons"),
        (b"PAR1", "it is cut off"),
        (b"PAR1\xFF\xFF\xFF\x7FPAR1", "longer than the file"),
        (b"PAR1\0\0\0\0PAR1", "footer cannot be read"),
    ] {
        let path = folder.path().join("areas.parquet");
        std::fs::write(&path, bytes).unwrap();
        refused(&check(&path, &[]), &["areas.parquet", words]);
    }
}

#[test]
fn damage_anywhere_is_an_error_or_a_finding_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("areas.parquet");
    let read = |path: &Path| AreaFile::read(path, &Fields::default());
    let mut random = Random(1);
    for name in [
        "geoparquet-duckdb.parquet",
        "geoparquet-delta.parquet",
        "geoparquet-dictionary.parquet",
    ] {
        let whole = std::fs::read(case(name)).unwrap();
        for length in 0..whole.len() {
            if length % 53 == 0 || length + 53 > whole.len() {
                std::fs::write(&path, &whole[..length]).unwrap();
                assert!(read(&path).is_err(), "{name}: {length}");
            }
        }
        for _ in 0..1_500 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len());
                let length = [1, 2, 4][random.below(3)];
                let value = [0, 0xFF, 0x7F, 0x80, random.below(256)][random.below(5)];
                for byte in bytes.iter_mut().skip(at).take(length) {
                    *byte = u8::try_from(value).unwrap();
                }
            }
            std::fs::write(&path, &bytes).unwrap();
            if let Err(error) = read(&path) {
                assert!(error.to_string().contains("areas.parquet"), "{error}");
            }
        }
    }
}
