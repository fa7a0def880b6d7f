//! Claims about practices: they move as people do, and every format says the same of them.

use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};
use coterm_core::comparison::{ComparisonInput, ComparisonOptions, Practice, Weights, compare};
use coterm_core::definition::AreaRef;
use coterm_core::scenario::ScoreOptions;
use coterm_tests::{Ran, coterm, data_folder, dataset, run};
use serde_json::Value;

use crate::compare_reports::compared;
use crate::review_area::ICB;
use crate::scenarios::proposed;

/// Practices of Lancashire and around: two that move from the places of 2021 to those of 2022, three
/// that stay, of which one has a postcode that is newer than the code table, and three that are not
/// counted.
const PRACTICES: &str = "\u{feff}Practice Code,Practice Name,Post Code
P1,Blackpool Surgery,FY1 1AD
P2,\"Lancaster Surgery, Centre\",la11aa
P3,Blackburn Surgery,BB2 1AA
P4,Ribble Valley Surgery,BB2 7ED
P5,New Surgery,BB2 1BD
P6,Maryport Surgery,CA15 8DZ
P7,Westminster Surgery,SW1A 1AA
P8,Old Surgery,BB2 1AB
";

/// Sentences on the practices that are not counted, but for the ground that one is outside of.
const NOTES: [&str; 4] = [
    "5 of the 8 practices in the list are counted.",
    "1 of 8 practices is outside the ",
    "1 of 8 practices has a postcode that the data does not have: Westminster Surgery (SW1A 1AA).",
    "1 of 8 practices has a postcode that is not live: Old Surgery (BB2 1AB).",
];

fn written(folder: &Path) {
    std::fs::write(folder.join("practices.csv"), PRACTICES).unwrap();
}

/// Compares the places of 2021 and of 2022, with the practices of a file.
fn compared_places(folder: &Path, more: &[&str]) -> Ran {
    let practices = ["place-2021", "place-2022", "--practices", "practices.csv"];
    compared(folder, &[&practices[..], more].concat())
}

/// Scores the four places of 2022 as a proposal, with the practices of a file.
fn scored(folder: &Path, more: &[&str]) -> Ran {
    let mut command = coterm(folder);
    command.args(["scenario", "score"]);
    command.arg(data_folder().join("scenarios/four-places-2022.toml"));
    run(command.args(["--practices", "practices.csv"]).args(more))
}

fn sheet(folder: &Path, file: &str, name: &str) -> Range<Data> {
    let bytes = std::fs::read(folder.join(file)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range(name).unwrap()
}

/// The texts of a sheet, row by row.
fn rows(range: &Range<Data>) -> Vec<Vec<String>> {
    let rows = range.rows();
    rows.map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

fn codes(practices: &Value) -> Vec<&str> {
    let practices = practices.as_array().unwrap().iter();
    practices
        .map(|practice| practice["code"].as_str().unwrap())
        .collect()
}

/// Returns a practice at every live postcode of the code table.
fn everywhere() -> Vec<Practice> {
    let records = dataset().postcodes().records().iter();
    let live = records.filter(|record| record.terminated.is_none() && record.is_in_code_table());
    live.map(|record| Practice {
        code: String::new(),
        name: String::new(),
        postcode: record.postcode,
    })
    .collect()
}

#[test]
fn a_practice_at_each_live_postcode_moves_as_the_postcodes_do() {
    let weights = Weights::live_postcodes(dataset(), None);
    let practices = everywhere();
    for (a, b, within, by_blocks) in [
        ("place-2021", "place-2022", &[][..], true),
        ("place-2022", "utla-2023", ICB, true),
        ("place-2021", "place-2022", &[], false),
        ("place-2022", "utla-2023", ICB, false),
    ] {
        let [one, other] = [a, b].map(|id| {
            let input = dataset().comparison_input(id).unwrap();
            let area_of_block = input.area_of_block.filter(|_| by_blocks);
            ComparisonInput {
                area_of_block,
                ..input
            }
        });
        let within: Vec<AreaRef> = within.iter().map(|area| area.parse().unwrap()).collect();
        let options = ComparisonOptions::default()
            .with_within(within)
            .with_practices(practices.clone());
        let comparison = compare(dataset(), &one, &other, &options, &weights).unwrap();
        assert_eq!(comparison.blocks.is_some(), by_blocks, "{a} {b}");
        let found = comparison.practices.unwrap();
        let moved = usize::try_from(comparison.moves.moved_postcodes).unwrap();
        let inside = usize::try_from(comparison.review_area.postcodes).unwrap();
        assert_eq!((found.inside, found.moved), (inside, moved), "{a} {b}");
        assert_eq!(found.moves.len(), moved, "{a} {b}");
        assert_eq!(found.inside + found.outside, found.given, "{a} {b}");
        assert!(found.not_found.is_empty() && found.not_live.is_empty());
    }
}

#[test]
fn a_score_moves_practices_as_it_moves_postcodes() {
    let proposal = proposed("scenarios/three-places.toml");
    let practices = everywhere();
    let options = ScoreOptions::default()
        .with_was("place-2021")
        .with_practices(&practices);
    let weights = Weights::live_postcodes(dataset(), None);
    let score = proposal.score(&options, &weights).unwrap();
    let moves = score.moves.as_ref().unwrap();
    let found = score.practices().unwrap();
    assert_eq!(found.moved as u64, moves.moved_postcodes);
    assert_eq!(found.inside as u64, moves.total.postcodes);
    assert!(found.moved > 0 && found.outside > 0);
}

#[test]
fn every_format_of_a_comparison_says_which_practices_move() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    written(path);
    let json: Value =
        serde_json::from_str(&compared_places(path, &["--format", "json"]).out).unwrap();
    let found = &json["practices"];
    for (field, number) in [("given", 8), ("inside", 5), ("moved", 2), ("outside", 1)] {
        assert_eq!(found[field], number, "{field}");
    }
    assert_eq!(codes(&found["moves"]), ["P2", "P4"]);
    assert_eq!(codes(&found["not_found"]), ["P7"]);
    assert_eq!(codes(&found["not_live"]), ["P8"]);
    assert_eq!(found["moves"][0]["postcode"], "LA1 1AA");
    assert_eq!(found["moves"][0]["from"]["name"], "Morecambe Bay");
    assert_eq!(found["moves"][0]["to"]["name"], "Lancashire");

    let sentence = json["answers"][2]["sentence"].as_str().unwrap();
    assert!(
        sentence.ends_with(", and 2 of 5 practices, would be in a different area."),
        "{sentence}"
    );
    let [html, markdown, text] =
        ["html", "md", "table"].map(|format| compared_places(path, &["--format", format]).out);
    for document in [&html, &markdown, &text] {
        let document = document.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(document.contains("and 2 of 5 practices, would be"));
        for note in NOTES {
            assert!(document.contains(note), "{note}");
        }
        assert!(document.contains("outside the review area."));
    }
    for document in [&html, &markdown] {
        assert!(document.contains("2 practices would be in a different area."));
        assert!(document.contains(" --practices practices.csv "));
    }
    assert!(
        markdown.contains("| Lancaster Surgery, Centre | LA1 1AA | Morecambe Bay | Lancashire |")
    );
    assert!(html.contains("<td>LA1 1AA</td><td>Morecambe Bay</td><td>Lancashire</td>"));
    let full = compared_places(path, &["--format", "html", "--appendix", "full"]).out;
    let manifest = coterm_io::checksum(PRACTICES.as_bytes());
    assert!(full.contains(&manifest), "the file's checksum is named");

    let ran = compared_places(path, &["-o", "report.xlsx"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let sheet = rows(&sheet(path, "report.xlsx", "Practices"));
    let outcomes: Vec<[&str; 2]> = sheet[1..]
        .iter()
        .map(|row| [row[0].as_str(), row[3].as_str()])
        .collect();
    assert_eq!(
        outcomes,
        [
            ["P2", "moves"],
            ["P4", "moves"],
            ["P7", "postcode not in the data"],
            ["P8", "postcode not live"]
        ]
    );
}

#[test]
fn every_format_of_a_score_says_which_practices_move() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    written(path);
    let ran = scored(path, &["--was", "place-2021", "--json"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let found = &json["moves"]["practices"];
    assert_eq!((&found["given"], &found["inside"]), (&8.into(), &5.into()));
    assert_eq!(codes(&found["not_found"]), ["P7"]);
    // The proposal is the places of 2022, so as many move as in the comparison.
    assert_eq!(found["moved"], 2);
    assert_eq!(codes(&found["moves"]), ["P2", "P4"]);
    for more in [&[][..], &["--format", "html"], &["--format", "md"]] {
        let ran = scored(path, &[&["--was", "place-2021"], more].concat());
        let document = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            document.contains("and 2 of 5 practices, would be"),
            "{more:?}"
        );
        for note in NOTES {
            assert!(document.contains(note), "{more:?}: {note}");
        }
        assert!(document.contains("outside the ground of the proposal."));
        assert_eq!(
            document.contains("--practices practices.csv"),
            !more.is_empty(),
            "{more:?}"
        );
    }
    scored(path, &["--was", "place-2021", "-o", "score.xlsx"]);
    let sheet = rows(&sheet(path, "score.xlsx", "Practices"));
    let moves = sheet.iter().filter(|row| row[4] == "moves");
    assert_eq!(moves.count(), 2);
}

#[test]
fn a_short_document_lists_thirty_practices_and_a_full_one_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut list = "name,postcode\n".to_owned();
    for number in 0..40 {
        writeln!(list, "S{number},LA1 1AA").unwrap();
    }
    std::fs::write(path.join("practices.csv"), list).unwrap();
    for format in ["html", "md"] {
        let document = |appendix: &str| {
            let more = ["--format", format, "--appendix", appendix];
            compared_places(path, &more).out
        };
        let listed = |document: &str| document.matches("LA1 1AA").count();
        let (short, full) = (document("short"), document("full"));
        assert_eq!(listed(&short), 30);
        assert!(short.contains("10 more are in the workbook and the JSON."));
        assert!(listed(&full) >= 40 && !full.contains("in the workbook and the JSON"));
    }
}

#[test]
fn a_list_that_cannot_be_used_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let ran = compared_places(path, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no file practices.csv"));
    for (list, words) in [
        ("code,name\nP1,A\n", ["practices.csv", "\"postcode\""]),
        ("postcode\n", ["practices.csv", "no rows"]),
        ("postcode\nFY1 1AD\nFY1\n", ["line 3", "FY1"]),
        ("name,postcode\nA,\n", ["line 2", "no postcode"]),
    ] {
        std::fs::write(path.join("practices.csv"), list).unwrap();
        let ran = compared_places(path, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{list}");
        for word in words {
            assert!(ran.err.contains(word), "\"{word}\" is not in {}", ran.err);
        }
    }
    written(path);
    let ran = scored(path, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--was LAYER"), "{}", ran.err);
    let ran = compared_places(path, &["--format", "csv", "-o", "practices.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("would overwrite"), "{}", ran.err);
}
