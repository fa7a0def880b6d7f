//! Claims about KML and KMZ files as other programs write them, and about malformed ones: they are
//! refused without a crash and without excessive memory.

use std::io::{Cursor, Write};
use std::path::Path;

use coterm_io::{AreaFile, Crs, Fields};
use coterm_tests::Random;
use geo::Area;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::geopackage_files::{case, check, judged, refused};

/// Checks a file with this content, which must be refused with all these words.
fn refused_with(name: &str, bytes: &[u8], words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    refused(&check(&path, &[]), words);
}

#[test]
fn what_gdal_writes_is_read_from_kml_and_from_an_archive_of_linked_files() {
    for name in ["kml-schema-data.kml", "kmz-archive.kmz"] {
        let file = AreaFile::read(case(name).as_ref(), &Fields::default()).unwrap();
        assert_eq!(file.crs, Crs::LonLat);
        let areas: Vec<_> = file.areas.iter().collect();
        let named = areas.iter().map(|area| (&*area.code, &*area.name));
        let expected = [("A01", "Ynys Môn"), ("A02", "Castle"), ("A03", "Castle")];
        assert_eq!(named.collect::<Vec<_>>(), expected, "{name}");
        // Squares of a kilometre, of which the last has a hole of 600 m.
        let sizes = areas.iter().map(|area| area.footprint.unsigned_area());
        for (size, expected) in sizes.zip([1e6, 1e6, 0.64e6]) {
            assert!((size - expected).abs() < 100.0, "{name}: {size}");
        }
        assert_eq!(file.report.findings.len(), 0);
    }
}

#[test]
fn a_placemark_that_is_no_area_is_left_out_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("areas.kml");
    let text = std::fs::read_to_string(case("kml-schema-data.kml")).unwrap();
    let broken = text.replacen("-2.74799221884914,53.9437749543321,0", "-2.7,x", 1);
    std::fs::write(&path, broken).unwrap();
    let report = judged(&path, &[]);
    assert_eq!(report["areas"], 2);
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["subject"], &finding["done"]),
        (&"A01".into(), &"left out".into())
    );
    assert_eq!(finding["line"], 11);
    assert!(
        finding["found"]
            .as_str()
            .unwrap()
            .contains("\"-2.7,x\" is not a position")
    );
    let place = text.replacen("-2.74799221884914,53.9437749543321,0", "NaN,54", 1);
    std::fs::write(&path, place).unwrap();
    let found = judged(&path, &[])["findings"][0]["found"].to_string();
    assert!(found.contains("NaN, 54 is not a place"), "{found}");
}

#[test]
fn entities_depth_and_packed_size_are_limited() {
    let bomb = "<!DOCTYPE kml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n\
        <kml><Placemark><name>&b;</name></Placemark></kml>";
    refused_with(
        "areas.kml",
        bomb.as_bytes(),
        &["line 1", "document type", "take that out"],
    );
    let deep = format!("<kml>{}", "<Folder>".repeat(3_000_000));
    refused_with("areas.kml", deep.as_bytes(), &["nested more than 200 deep"]);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("doc.kml", SimpleFileOptions::default())
        .unwrap();
    for _ in 0..2_000 {
        archive.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let archive = archive.finish().unwrap().into_inner();
    refused_with("areas.kmz", &archive, &["64 times its size", "unpack it"]);
}

#[test]
fn what_is_not_kml_is_refused_in_one_line() {
    let kml = std::fs::read(case("kml-schema-data.kml")).unwrap();
    let mut latin = kml.clone();
    let at = latin
        .windows(2)
        .position(|pair| pair == "ô".as_bytes())
        .unwrap();
    latin.splice(at..at + 2, [0xF4]);
    for (bytes, words) in [
        (&b""[..], "it is empty"),
        (b"PAR1", "it is cut off"),
        (b"<html><body/></html>", "a web page (HTML) and not KML"),
        (b"<kml/>", "no usable polygons"),
        (b"PK\x03\x04", "cut off or damaged"),
        (&latin, "line 15 is not UTF-8"),
    ] {
        refused_with("areas.kml", bytes, &["areas.kml", words]);
    }
}

#[test]
fn damage_anywhere_is_an_error_or_a_finding_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &Path| AreaFile::read(path, &Fields::default());
    let mut random = Random(1);
    for name in ["kml-schema-data.kml", "kmz-archive.kmz"] {
        let whole = std::fs::read(case(name)).unwrap();
        let path = folder.path().join(name);
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let read = read(&path);
            assert!(
                read.is_err() || length + 2 > whole.len(),
                "{name}: {length}"
            );
        }
        for _ in 0..1_500 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len());
                bytes[at] = u8::try_from(random.below(256)).unwrap();
            }
            std::fs::write(&path, &bytes).unwrap();
            if let Err(error) = read(&path) {
                assert!(error.to_string().contains(name), "{error}");
            }
        }
    }
}
