//! Claims about scores of scenarios as a workbook: `coterm scenario score -o scores.xlsx`, and
//! `POST /scenarios/score?f=xlsx`.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;

use axum::http::{StatusCode, header};
use calamine::{Data, Range, Reader, Xlsx};
use coterm_tests::{coterm, data_folder, run};

use crate::requests::post;

const OPTIONS: [&str; 4] = ["--against", "utla-2023", "--was", "place-2021"];

fn committed(name: &str) -> String {
    let file = data_folder().join("scenarios").join(name);
    file.display().to_string()
}

/// Writes the workbook on these scenarios. Returns the exit code and the workbook.
fn written(folder: &Path, arguments: &[&str]) -> (Option<i32>, Vec<u8>) {
    let mut command = coterm(folder);
    command.args(["scenario", "score"]).args(arguments);
    let ran = run(command.args(["-o", "scores.xlsx"]));
    let bytes = std::fs::read(folder.join("scores.xlsx"));
    (ran.code, bytes.unwrap_or_else(|_| panic!("{}", ran.err)))
}

fn sheets(bytes: &[u8]) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheets()
}

fn rows(sheets: &[(String, Range<Data>)], name: &str) -> Vec<Vec<String>> {
    let (_, range) = sheets
        .iter()
        .find(|(sheet, _)| sheet == name)
        .unwrap_or_else(|| panic!("no sheet \"{name}\""));
    let rows = range.rows();
    rows.map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// The text of a row's cell, by its heading.
fn cell<'a>(rows: &'a [Vec<String>], row: usize, heading: &str) -> &'a str {
    let column = rows[0].iter().position(|text| text == heading);
    &rows[row][column.unwrap_or_else(|| panic!("no column \"{heading}\": {:?}", rows[0]))]
}

#[test]
fn a_workbook_has_several_proposals_side_by_side_and_a_sheet_for_each_table() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["four-places-2022.toml", "three-places.toml"].map(committed);
    let files = files.each_ref().map(String::as_str);
    let arguments = [&files[..], &OPTIONS].concat();
    let (code, bytes) = written(folder.path(), &arguments);
    assert_eq!(code, Some(0));
    let sheets = sheets(&bytes);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Side by side",
            "Areas",
            "Districts split",
            "Verdicts",
            "Moves",
            "Unassigned and forgotten",
            "Method"
        ]
    );
    for name in names {
        let heads = &rows(&sheets, name)[0];
        let different: BTreeSet<&String> = heads.iter().collect();
        assert_eq!(different.len(), heads.len(), "{name}: {heads:?}");
        assert!(heads.iter().all(|head| !head.is_empty()), "{name}");
    }
    let beside = rows(&sheets, "Side by side");
    assert_eq!(
        beside[0],
        [
            "Question",
            "Four places on council footprints",
            "Three places of whole districts"
        ]
    );
    assert!(beside.contains(&["Areas", "4", "3"].map(str::to_owned).to_vec()));
    let areas = rows(&sheets, "Areas");
    assert_eq!(areas.len(), 1 + 4 + 3);
    assert_eq!(cell(&areas, 4, "Area"), "South Cumbria");
    assert_eq!(cell(&areas, 4, "LSOAs"), "117");
    assert_eq!(cell(&areas, 4, "Live postcodes"), "7479");
    assert_eq!(cell(&areas, 4, "Parts across water"), "1");
    assert_eq!(cell(&areas, 4, "In one piece"), "yes");
    // Every flow of both proposals adds up to all postcodes.
    let moves = rows(&sheets, "Moves");
    for title in [&beside[0][1], &beside[0][2]] {
        let own = (1..moves.len()).filter(|&row| cell(&moves, row, "Proposal") == *title);
        let sum: f64 = own
            .map(|row| cell(&moves, row, "Live postcodes").parse::<f64>().unwrap())
            .sum();
        assert_eq!(sum, 47_499.0, "{title}");
    }
    assert_eq!(rows(&sheets, "Verdicts").len(), 1 + 4 + 3);
    // A workbook holds no time, so the same scores give the same bytes.
    assert!(bytes == written(folder.path(), &arguments).1);
}

#[test]
fn one_proposal_has_a_workbook_with_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (code, bytes) = written(
        folder.path(),
        &[&committed("without-millom-and-bentham.toml")],
    );
    assert_eq!(code, Some(1));
    let sheets = sheets(&bytes);
    let left = rows(&sheets, "Unassigned and forgotten");
    assert_eq!(left.len(), 1 + 9);
    assert_eq!(cell(&left, 1, "What"), "In no area");
    assert_eq!(cell(&left, 1, "LSOA code"), "E01019283");
    assert!(
        !sheets
            .iter()
            .any(|(name, _)| name == "Moves" || name == "Verdicts")
    );
    // A proposal given twice has two columns with different headings.
    let four = committed("four-places-2022.toml");
    let (_, bytes) = written(folder.path(), &[&four, &four]);
    let heads = &rows(&self::sheets(&bytes), "Side by side")[0];
    assert_eq!(heads[2], format!("{} (2)", heads[1]));
}

#[test]
fn a_workbook_prints_in_landscape_at_a_size_to_read_with_its_headings() {
    let folder = tempfile::tempdir().unwrap();
    let four = committed("four-places-2022.toml");
    let (_, bytes) = written(folder.path(), &[&[four.as_str()][..], &OPTIONS].concat());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).unwrap();
        file.read_to_string(&mut text).unwrap();
        text
    };
    for sheet in 1..=7 {
        let xml = text(&format!("xl/worksheets/sheet{sheet}.xml"));
        // The columns of the areas and of the moves go on over several pages.
        let size = if [2, 5].contains(&sheet) {
            ["scale=\"70\"", "orientation"]
        } else {
            ["fitToHeight=\"0\"", "<pageSetUpPr fitToPage=\"1\"/>"]
        };
        let always = ["orientation=\"landscape\"", "state=\"frozen\""];
        for set_up in always.into_iter().chain(size) {
            assert!(xml.contains(set_up), "sheet {sheet}: {set_up}");
        }
    }
    let titles = text("xl/workbook.xml");
    assert_eq!(titles.matches("_xlnm.Print_Titles").count(), 7);
}

#[tokio::test]
async fn the_server_sends_the_workbook_as_a_file() {
    let four = std::fs::read_to_string(committed("four-places-2022.toml")).unwrap();
    let path = "/scenarios/score?f=xlsx&against=utla-2023";
    let answered = post(path, "application/toml", four).await;
    assert_eq!(answered.status, StatusCode::OK);
    assert_eq!(
        answered.header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"scores.xlsx\""
    );
    assert_eq!(answered.header(header::CACHE_CONTROL), "no-store");
    let sheets = sheets(&answered.body);
    assert_eq!(rows(&sheets, "Verdicts").len(), 1 + 4);
}
