//! Claims that the code table agrees with the official lookup of LSOAs to CCGs and districts. It is
//! in the shared reference data, which is not part of the repository.

use std::collections::HashMap;
use std::path::PathBuf;

use coterm_tests::{data_folder, shared_file};

/// Path of the official lookup.
pub(crate) fn official() -> PathBuf {
    shared_file("lookups/LSOA11_CCG21_LAD21_EN_official.csv")
}

/// A column of a CSV file, keyed by the codes in another.
pub(crate) fn column(path: PathBuf, key: &str, value: &str) -> HashMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (key, value) = (at(key), at(value));
    reader
        .records()
        .map(Result::unwrap)
        .map(|row| (row[key].to_owned(), row[value].to_owned()))
        .collect()
}

fn agrees(layer: &str, official_column: &str) {
    let official = column(official(), "LSOA11CD", official_column);
    let ours = column(data_folder().join("code-table.csv"), "block", layer);
    assert_eq!(ours.len(), 1_294);
    for (lsoa, code) in &ours {
        assert_eq!(official.get(lsoa), Some(code), "{lsoa} in {layer}");
    }
    // Conversely, no LSOA of an area that is wholly within the data is missing.
    let whole = |code: &String| match layer {
        "lad-2021" => ours.values().any(|ours| ours == code),
        // Lancashire and South Cumbria's eight; others reach beyond the extent.
        _ => ["014", "015", "034", "050", "200", "226", "227", "228"]
            .iter()
            .any(|end| code == &format!("E38000{end}")),
    };
    for (lsoa, code) in official.iter().filter(|(_, code)| whole(code)) {
        assert_eq!(ours.get(lsoa), Some(code), "{lsoa} in {layer}");
    }
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use super::agrees;

    #[test]
    #[ignore = "needs the shared reference data: the official lookup"]
    fn every_lsoa_of_the_region_is_in_its_official_ccg() {
        agrees("ccg-2021", "CCG21CD");
    }

    #[test]
    #[ignore = "needs the shared reference data: the official lookup"]
    fn every_lsoa_of_the_region_is_in_its_official_district() {
        agrees("lad-2021", "LAD21CD");
    }
}
