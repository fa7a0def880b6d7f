//! Claims about the committed data folder: it is read completely and written back the same, and its
//! contents are consistent.

use std::io::Read;

use coterm_core::codes::{GssCode, PositionSource, PostcodeRecord, UserType};
use coterm_core::period::Month;
use coterm_io::Silent;
use coterm_io::verify::{Check, verify};
use coterm_tests::{copy_of_data, data_folder, dataset};

/// The columns of a record in the file, formatted without coterm's writer.
fn columns(record: &PostcodeRecord) -> [String; 16] {
    let code = |code: Option<GssCode>| code.map_or_else(String::new, |code| code.to_string());
    let month = |month: Option<Month>| month.map_or_else(String::new, |month| month.to_string());
    let releases = dataset().postcodes().releases();
    let by = |id| code(record.district_by(releases, releases.named(id).unwrap()));
    [
        record.postcode.to_string(),
        record.point.easting().to_string(),
        record.point.northing().to_string(),
        record
            .quality
            .indicator()
            .map_or_else(String::new, |quality| quality.to_string()),
        match record.position_source {
            PositionSource::Release(release) => releases[release].id.clone(),
            PositionSource::Block => "lsoa".to_owned(),
        },
        match record.apart.metres() {
            0.0 => String::new(),
            metres => metres.to_string(),
        },
        month(record.introduced),
        month(record.terminated),
        match record.user_type {
            Some(UserType::Small) => "s",
            Some(UserType::Large) => "l",
            None => "",
        }
        .to_owned(),
        code(record.oa),
        code(record.lsoa),
        code(record.msoa),
        code(record.district),
        by("c21"),
        by("c25"),
        by("o25"),
    ]
}

#[test]
fn every_postcode_is_read_and_written_back_the_same() {
    let packed = std::fs::File::open(data_folder().join("postcodes.csv.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let directory = dataset().postcodes();
    let mut count = 0;
    let mut before: Vec<usize> = Vec::new();
    for row in rows.records().map(Result::unwrap) {
        // The lives of one postcode are in order of time.
        let mut lives: Vec<_> = directory.lives_of(row[0].parse().unwrap()).collect();
        lives.reverse();
        let position = lives.iter().position(|life| row == columns(life).to_vec());
        let position = position.unwrap_or_else(|| panic!("{row:?} is not among {lives:?}"));
        if position == 0 {
            assert!(before.is_empty(), "lives before {} are missing", &row[0]);
        }
        before.push(position);
        if position + 1 == lives.len() {
            assert!(before.drain(..).eq(0..lives.len()), "{}", &row[0]);
        }
        count += 1;
    }
    assert_eq!(directory.lives().count(), count);
    assert_eq!(directory.earlier().len(), 228);
}

fn broken(checks: &[Check]) -> Vec<&Check> {
    checks.iter().filter(|check| !check.holds).collect()
}

#[test]
fn everything_that_verify_claims_holds_for_the_committed_data() {
    let checks = verify(&data_folder(), &data_folder().join("expected"), &Silent).unwrap();
    assert!(checks.len() > 50, "only {} claims", checks.len());
    assert_eq!(broken(&checks), Vec::<&Check>::new());
}

#[test]
fn verify_finds_a_published_count_that_the_data_does_not_have() {
    let copy = copy_of_data();
    let counts = copy.path().join("expected/ccg-2021-by-lad-2021.csv");
    let text = std::fs::read_to_string(&counts).unwrap();
    let changed = text.replace("Copeland,6", "Copeland,7");
    assert_ne!(text, changed);
    std::fs::write(&counts, changed).unwrap();
    let checks = verify(&data_folder(), &copy.path().join("expected"), &Silent).unwrap();
    let claims: Vec<&str> = broken(&checks)
        .iter()
        .map(|check| check.claim.as_str())
        .collect();
    assert_eq!(claims.len(), 2, "the cell and the total: {claims:?}");
    assert!(claims[0].contains("7 LSOAs in Copeland"), "{claims:?}");
    assert!(claims[1].contains("1059 LSOAs"), "{claims:?}");
}

#[test]
fn verify_leaves_out_what_is_about_other_regions_and_misses_what_should_be_here() {
    let copy = copy_of_data();
    let expected = copy.path().join("expected");
    let add = |name: &str, row: &str| {
        let path = expected.join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}{row}\n")).unwrap();
    };
    let manchester = "E38000217,Manchester,E08000003,Manchester,282";
    add("ccg-2021-by-lad-2021.csv", manchester);
    // North Yorkshire is here in part; the data has the layers of the other, and nothing of it.
    add("partitions.csv", "utla-2021,E10000023,delivery-unit-2022");
    add("partitions.csv", "icb-2022,E54000099,place-2022");
    let checks = verify(&data_folder(), &expected, &Silent).unwrap();
    let left_out = checks.iter().filter(|check| check.left_out);
    let left_out: Vec<&str> = left_out.map(|check| check.found.as_str()).collect();
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(left_out[0].starts_with("left out: 1 of 22"), "{left_out:?}");
    assert!(left_out[1].starts_with("left out: 1 of 6"), "{left_out:?}");
    let broken = broken(&checks);
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(broken[0].found, "the area is missing");
}

#[test]
fn verify_finds_a_damaged_file_and_names_it() {
    let copy = copy_of_data();
    let layer = copy.path().join("layers/place-2022.fgb");
    let mut bytes = std::fs::read(&layer).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&layer, bytes).unwrap();
    let checks = verify(copy.path(), &copy.path().join("expected"), &Silent).unwrap();
    let broken = broken(&checks);
    assert_eq!(broken.len(), 1);
    assert!(broken[0].found.contains("place-2022.fgb"), "{broken:?}");
}
