//! Claims about the number of building blocks that each CCG has in each district, as published.

use std::collections::BTreeMap;

use coterm_io::verify::block_counts;
use coterm_tests::{data_folder, dataset};

/// A district's code and name, and the number of its LSOAs in a CCG.
type Cell = (&'static str, &'static str, usize);

/// CCG, then each district that it reaches into with the number of LSOAs (2011).
#[rustfmt::skip]
const PUBLISHED: [(&str, &str, &[Cell]); 8] = [
    ("E38000014", "Blackburn with Darwen", &[("E06000008", "Blackburn with Darwen", 91)]),
    ("E38000015", "Blackpool", &[("E06000009", "Blackpool", 94)]),
    ("E38000034", "Chorley and South Ribble", &[
        ("E07000118", "Chorley", 66), ("E07000126", "South Ribble", 36),
    ]),
    ("E38000050", "East Lancashire", &[
        ("E07000117", "Burnley", 60), ("E07000120", "Hyndburn", 52), ("E07000122", "Pendle", 57),
        ("E07000124", "Ribble Valley", 32), ("E07000125", "Rossendale", 43),
    ]),
    ("E38000200", "West Lancashire", &[("E07000127", "West Lancashire", 73)]),
    ("E38000226", "Fylde and Wyre", &[
        ("E07000119", "Fylde", 51), ("E07000128", "Wyre", 69), ("E07000123", "Preston", 1),
    ]),
    ("E38000227", "Greater Preston", &[
        ("E07000123", "Preston", 85), ("E07000126", "South Ribble", 34), ("E07000124", "Ribble Valley", 8),
    ]),
    ("E38000228", "Morecambe Bay", &[
        ("E07000121", "Lancaster", 89), ("E07000031", "South Lakeland", 59),
        ("E07000027", "Barrow-in-Furness", 49), ("E07000029", "Copeland", 6), ("E07000163", "Craven", 3),
    ]),
];

/// The organisation codes that the NHS gives the CCGs.
const ODS: [&str; 8] = ["00Q", "00R", "00X", "01A", "02G", "02M", "01E", "01K"];

/// Number of LSOAs by CCG and district.
pub(crate) fn published() -> BTreeMap<(String, String), usize> {
    let of_ccg = |(ccg, _, cells): &(&str, &str, &[Cell])| {
        let ccg = (*ccg).to_owned();
        cells
            .iter()
            .map(move |(lad, _, count)| ((ccg.clone(), (*lad).to_owned()), *count))
            .collect::<Vec<_>>()
    };
    PUBLISHED.iter().flat_map(of_ccg).collect()
}

#[test]
fn the_eight_ccgs_have_1058_lsoas() {
    assert_eq!(published().values().sum::<usize>(), 1_058);
}

#[test]
fn each_ccg_has_as_many_lsoas_in_each_district_as_published_and_none_elsewhere() {
    let published = published();
    for layer in ["ccg-2021", "sicbl-2022"] {
        let mut built = block_counts(dataset(), layer, "lad-2021");
        built.retain(|(ccg, _), _| PUBLISHED.iter().any(|(code, ..)| code == ccg));
        assert_eq!(built, published, "{layer}");
    }
}

#[test]
fn the_expected_counts_in_the_data_folder_are_the_published_ones() {
    let path = data_folder().join("expected/ccg-2021-by-lad-2021.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    assert_eq!(
        reader.headers().unwrap(),
        vec!["ccg", "ccg_name", "lad", "lad_name", "lsoas"]
    );
    let mut rows: Vec<(String, String, String, String, usize)> =
        reader.deserialize().map(Result::unwrap).collect();
    rows.sort();
    let mut should: Vec<_> = PUBLISHED
        .iter()
        .flat_map(|(ccg, ccg_name, cells)| cells.iter().map(move |cell| (*ccg, *ccg_name, cell)))
        .map(|(ccg, ccg_name, (lad, lad_name, count))| {
            let owned = [ccg, ccg_name, lad, lad_name].map(str::to_owned);
            let [ccg, ccg_name, lad, lad_name] = owned;
            (ccg, ccg_name, lad, lad_name, *count)
        })
        .collect();
    should.sort();
    assert_eq!(rows, should);
}

#[test]
fn ccgs_and_districts_have_their_official_names_and_codes() {
    let catalogue = dataset().catalogue();
    for ((ccg, name, cells), ods) in PUBLISHED.iter().zip(ODS) {
        for layer in ["ccg-2021", "sicbl-2022"] {
            let area = catalogue.layer(layer).unwrap().area(ccg).unwrap();
            assert_eq!(
                area.codes().get("ods").map(String::as_str),
                Some(ods),
                "{layer}/{ccg}"
            );
        }
        let area = catalogue.layer("ccg-2021").unwrap().area(ccg).unwrap();
        assert!(
            area.name().contains(name),
            "{ccg}: {name} expected, {} found",
            area.name()
        );
        for (lad, lad_name, _) in *cells {
            assert_eq!(
                catalogue
                    .layer("lad-2021")
                    .unwrap()
                    .area(lad)
                    .unwrap()
                    .name(),
                *lad_name
            );
        }
    }
    let icb = catalogue
        .layer("icb-2022")
        .unwrap()
        .area("E54000048")
        .unwrap();
    assert_eq!(icb.codes().get("ods").map(String::as_str), Some("QE1"));
}
