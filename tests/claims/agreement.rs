//! Claims that answers agree with independent sources: Code-Point Open's district of each postcode,
//! and the code table read without coterm.

use std::collections::HashMap;
use std::io::Read;

use coterm_core::lookup::Method;
use coterm_io::verify::{district_agreement, own_district};
use coterm_tests::{data_folder, dataset, layer_index};
use jiff::civil::date;
use polygon_coverage::AreaId;

#[test]
fn at_least_997_in_1000_postcodes_are_in_the_polygon_of_their_own_district() {
    let dataset = dataset();
    let releases = dataset.postcodes().releases();
    for (layer, edition) in [("lad-2021", "c21"), ("lad-2023", "c25")] {
        let edition = releases.named(edition).unwrap();
        let districts = releases[edition].districts.as_ref().unwrap();
        assert_eq!(districts.layer, layer);
        let (agree, all) = district_agreement(dataset, edition);
        assert!(
            all > 50_000,
            "{layer}: only {all} postcodes have a district code"
        );
        assert!(agree * 1_000 >= all * 997, "{layer}: {agree} of {all}");

        let at = dataset.catalogue().position(layer).unwrap();
        let areas = &dataset.catalogue()[at];
        let name = |area: Option<AreaId>| area.map_or("no district", |area| areas[area].name());
        let mut disagree = Vec::new();
        for record in dataset.postcodes().records() {
            let layer = &dataset.catalogue()[at];
            let Some(own) = own_district(releases, edition, record, layer) else {
                continue;
            };
            let drawn = layer_index(at.index()).locate(record.point.coord());
            if drawn != Some(own) {
                disagree.push(format!(
                    "{}: {} by code, {} drawn",
                    record.postcode,
                    name(Some(own)),
                    name(drawn)
                ));
            }
        }
        println!(
            "{layer}: {agree} of {all} agree; the others:\n{}\n",
            disagree.join("\n")
        );
        assert_eq!(
            disagree.len(),
            all - agree,
            "{layer}: the list and the count differ"
        );
    }
}

fn postcodes_csv() -> Vec<u8> {
    let packed = std::fs::File::open(data_folder().join("postcodes.csv.gz")).unwrap();
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_end(&mut text)
        .unwrap();
    text
}

/// CCG of each LSOA; empty for none.
fn ccg_by_lsoa() -> HashMap<String, String> {
    let mut table = csv::Reader::from_path(data_folder().join("code-table.csv")).unwrap();
    let column = table
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "ccg-2021")
        .unwrap();
    let rows = table.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), row[column].to_owned()))
        .collect()
}

#[test]
fn every_postcode_of_the_code_table_gets_the_ccg_that_the_table_says() {
    let by_lsoa = ccg_by_lsoa();
    let text = postcodes_csv();
    let mut rows = csv::Reader::from_reader(text.as_slice());
    let headers = rows.headers().unwrap().clone();
    let lsoa = headers.iter().position(|name| name == "lsoa_2011").unwrap();
    let (mut looked_up, mut newer) = (0, 0);
    for row in rows.records().map(Result::unwrap) {
        if row[lsoa].is_empty() {
            newer += 1;
            continue;
        }
        let answer = dataset()
            .lookup_postcode(
                row[0].parse().unwrap(),
                date(2022, 6, 30),
                Some(&["ccg".to_owned()]),
            )
            .unwrap();
        let found = answer.areas.first().map_or("", |area| area.code);
        assert_eq!(found, by_lsoa[&row[lsoa]], "{}", &row[0]);
        assert!(
            answer.areas.iter().all(|area| area.method == Method::Table),
            "{}",
            &row[0]
        );
        looked_up += 1;
    }
    println!("{looked_up} postcodes by table, {newer} newer than the table");
    assert_eq!(looked_up, 84_850);
}

/// Code-Point Open also has this postcode in Blackpool, and Blackpool's CCG is the whole of the
/// district. The line, drawn to 200 m, passes on the other side of the postcode.
#[test]
fn where_the_drawn_line_is_wrong_the_table_answers_and_the_answer_says_so() {
    let on = date(2022, 6, 30);
    let postcode = "FY3 7BG".parse().unwrap();
    let families = ["ccg".to_owned()];
    let answer = dataset()
        .lookup_postcode(postcode, on, Some(&families))
        .unwrap();
    let ccg = &answer.areas[0];
    assert_eq!((ccg.code, ccg.method), ("E38000015", Method::Table));
    assert_eq!(ccg.agrees, Some(false));
    assert_eq!(
        ccg.alternatives[0].code, "E38000226",
        "Fylde and Wyre, by the polygon"
    );
}
