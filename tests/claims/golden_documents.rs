//! Claims that a comparison's documents say what its JSON does: HTML, workbook, CSV and terminal.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use coterm_core::words::{share, weight};
use coterm_tests::{coterm, run};
use roxmltree::{Document, Node};
use serde_json::Value;

use crate::documents::xml;

/// Pairs of layers that boards have asked about.
pub(crate) const CASES: [[&str; 2]; 4] = [
    ["place-2021", "utla-2021"],
    ["place-2022", "utla-2023"],
    ["place-2021", "place-2022"],
    ["icb-2022", "strategic-authority-2026"],
];

fn written(folder: &Path, pair: [&str; 2], file: &str, more: &[&str]) -> Vec<u8> {
    let mut command = coterm(folder);
    command.arg("compare").args(pair).args(["-o", file]);
    let ran = run(command.args(more));
    assert_eq!(ran.code, Some(0), "{pair:?} {file}: {}", ran.err);
    std::fs::read(folder.join(file)).unwrap()
}

pub(crate) fn html_of(pair: [&str; 2], more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    String::from_utf8(written(folder.path(), pair, "report.html", more)).unwrap()
}

fn json_of(pair: [&str; 2]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    serde_json::from_slice(&written(folder.path(), pair, "report.json", &[])).unwrap()
}

/// All text of an element, with one blank between words.
pub(crate) fn text_of(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let text = texts
        .filter_map(|text| text.text())
        .collect::<Vec<_>>()
        .join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn section<'a>(document: &'a Document<'a>, id: &str) -> Node<'a, 'a> {
    let mut all = document.descendants();
    all.find(|node| node.attribute("id") == Some(id)).unwrap()
}

/// Rows of the first table below an element, without its head.
fn rows(node: Node<'_, '_>) -> Vec<Vec<String>> {
    let mut below = node.descendants();
    rows_of(below.find(|node| node.has_tag_name("table")).unwrap())
}

/// Rows of a table, without its head. A cell that stands for several rows is in each.
pub(crate) fn rows_of(table: Node<'_, '_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut spanning: Option<(usize, String)> = None;
    for row in table.descendants().filter(|node| node.has_tag_name("tr")) {
        if row.ancestors().any(|node| node.has_tag_name("thead")) {
            continue;
        }
        let mut cells = Vec::new();
        if let Some((left, text)) = spanning.take() {
            cells.push(text.clone());
            spanning = (left > 1).then_some((left - 1, text));
        }
        for cell in row.children().filter(Node::is_element) {
            let text = text_of(cell);
            if let Some(span) = cell.attribute("rowspan") {
                let span: usize = span.parse().unwrap();
                spanning = (span > 1).then(|| (span - 1, text.clone()));
            }
            cells.push(text);
        }
        rows.push(cells);
    }
    rows
}

pub(crate) fn array<'a>(json: &'a Value, field: &str) -> &'a [Value] {
    json[field].as_array().unwrap()
}

pub(crate) fn number(json: &Value) -> f64 {
    json.as_f64().unwrap()
}

pub(crate) fn name_of(area: &Value) -> Option<&str> {
    area["name"].as_str()
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The cell of a row below a heading.
fn cell_of<'a>(headings: &[Data], row: &'a [Data], heading: &str) -> &'a Data {
    let mut columns = headings.iter();
    let column = columns.position(|own| *own == heading);
    &row[column.unwrap_or_else(|| panic!("no column \"{heading}\": {headings:?}"))]
}

fn records(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_four_answers_are_the_same_in_json_html_and_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    for pair in CASES {
        let json = json_of(pair);
        let html = xml(&html_of(pair, &[]));
        let document = Document::parse(&html).unwrap();
        let items: Vec<String> = section(&document, "summary")
            .descendants()
            .filter(|node| node.has_tag_name("li"))
            .map(text_of)
            .collect();
        let terminal = String::from_utf8(written(folder.path(), pair, "report.txt", &[])).unwrap();
        let terminal = terminal.split_whitespace().collect::<Vec<_>>().join(" ");
        let answers = array(&json, "answers");
        assert_eq!(answers.len(), 4);
        for (answer, item) in answers.iter().zip(&items) {
            let [question, figure, label, sentence] = ["question", "figure", "label", "sentence"]
                .map(|field| answer[field].as_str().unwrap());
            assert_eq!(
                *item,
                format!("{question} {figure} {label} {sentence}"),
                "{pair:?}"
            );
            assert!(
                terminal.contains(&format!("{question} {sentence}")),
                "{pair:?}: {terminal}"
            );
        }
    }
}

/// The figure that a board asks for first.
#[test]
fn what_moves_is_one_figure_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    for pair in CASES {
        let json = json_of(pair);
        let moved = number(&json["moves"]["moved"]);
        let all = moved + number(&json["moves"]["stays"]);
        assert_eq!(all, number(&json["review_area"]["weight"]), "{pair:?}");
        assert_eq!(all, number(&json["weight"]["total"]), "{pair:?}");
        assert_eq!(share(number(&json["moves"]["share"])), share(moved / all));
        let staying = array(&json, "matrix")
            .iter()
            .filter(|cell| cell["stays"] == true);
        let stays: f64 = staying.map(|cell| number(&cell["weight"])).sum();
        assert_eq!(stays, all - moved, "{pair:?}");
        let [figure, of] = [weight(moved), weight(all)];
        assert_eq!(json["answers"][2]["figure"], figure.as_str());
        let said = format!("{figure} of {of} live postcodes ({})", share(moved / all));
        let summary = array(&json, "summary");
        let in_summary = |text: &Value| text.as_str().unwrap().starts_with(&said);
        assert!(summary.iter().any(in_summary), "{pair:?}: {summary:?}");
        assert!(
            json["answers"][2]["sentence"]
                .as_str()
                .unwrap()
                .contains(&said)
        );
        let html = xml(&html_of(pair, &[]));
        let document = Document::parse(&html).unwrap();
        let moves = section(&document, "moves");
        assert!(text_of(moves).contains(&format!("moves: {figure} of {of} live postcodes")));
        assert_eq!(
            rows(moves).last().unwrap()[2..],
            ["moves", &figure],
            "{pair:?}"
        );
        let workbook = written(folder.path(), pair, "report.xlsx", &[]);
        let summary = sheet(&workbook, "Summary");
        let mut cells = summary.iter().flatten().map(ToString::to_string);
        assert!(cells.any(|cell| cell.contains(&said)), "{pair:?}");
        let terminal = String::from_utf8(written(folder.path(), pair, "report.txt", &[])).unwrap();
        let terminal = terminal.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(terminal.contains(&said), "{pair:?}");
    }
}

#[test]
fn the_tables_of_the_document_on_splits_matches_and_alignment_are_those_of_the_json() {
    for pair in CASES {
        let json = json_of(pair);
        let html = xml(&html_of(pair, &[]));
        let document = Document::parse(&html).unwrap();
        let number_on_map = |a: &Value, b: &Value| {
            let mut all = array(&json, "differences").iter();
            all.find(|own| own["a"] == *a && own["b"] == *b)
                .map(|own| own["number"].to_string())
        };
        let mut expected = Vec::new();
        for split in array(&json, "splits")
            .iter()
            .filter(|split| split["nested"] == false)
        {
            let of_first = split["layer"]["id"] == pair[0];
            let other = if of_first { "b" } else { "a" };
            let kind = coterm_core::words::kind(json[other]["family"].as_str().unwrap())[0];
            for part in array(split, "shares") {
                let pair = if of_first {
                    (&split["area"], &part["area"])
                } else {
                    (&part["area"], &split["area"])
                };
                let number = number_on_map(pair.0, pair.1).map_or_else(String::new, |on| on + " ");
                let name =
                    name_of(&part["area"]).map_or_else(|| format!("no {kind}"), str::to_owned);
                // The data has only a part of some areas, so that no share of theirs is known.
                let share = part["weight_share"].as_f64().map(share);
                assert_eq!(share.is_none(), split["complete"] == false);
                let share = share.unwrap_or_else(|| "not known".to_owned());
                let holds = format!("{} live postcodes", weight(number_of(part)));
                expected.push([
                    name_of(&split["area"]).unwrap().to_owned(),
                    number + &without_vintage(&name),
                    share,
                    holds,
                ]);
            }
        }
        let found: Vec<[String; 4]> = rows(section(&document, "differences"))
            .into_iter()
            .map(|row| {
                let holds = row[3].split(';').next().unwrap().to_owned();
                [
                    row[0].clone(),
                    without_vintage(&row[1]),
                    row[2].clone(),
                    holds,
                ]
            })
            .collect();
        assert_eq!(found, expected, "{pair:?}");
        let moves = &json["moves"];
        let mut expected: Vec<Vec<String>> = array(moves, "matches")
            .iter()
            .map(|pair| {
                let [a, b] = ["a", "b"].map(|side| name_of(&pair[side]).unwrap().to_owned());
                vec![a, b, "stays".to_owned(), weight(number(&pair["weight"]))]
            })
            .collect();
        expected.extend(moving(&json).into_iter().map(|(pair, of)| {
            let [a, b] = pair.map(|(name, family)| {
                let kind = coterm_core::words::kind(family)[0];
                name.map_or_else(|| format!("no {kind}"), str::to_owned)
            });
            vec![a, b, "moves".to_owned(), weight(of)]
        }));
        let moved = weight(number(&moves["moved"]));
        expected.push(["In all", "", "moves", &moved].map(str::to_owned).to_vec());
        assert_eq!(rows(section(&document, "moves")), expected, "{pair:?}");
        let mut aligned = array(&json["alignment"], "areas").iter();
        let all_match = aligned.all(|area| area["coterminous"] == true);
        assert_eq!(all_match, pair == ["place-2021", "place-2022"]);
        let expected: Vec<Vec<String>> = array(&json["alignment"], "areas")
            .iter()
            .map(|area| {
                let matches = area["coterminous"] == true;
                let beyond = match area["beyond"]["weight"].as_f64() {
                    Some(beyond) => weight(beyond),
                    None if matches => String::new(),
                    None => "not all in the data".to_owned(),
                };
                let answer = ["No: it continues beyond", "Yes"][usize::from(matches)];
                let mut row = vec![
                    name_of(&area["area"]).unwrap().to_owned(),
                    name_of(&area["from"]).unwrap_or("new").to_owned(),
                    weight(number(&area["inside"]["weight"])),
                    answer.to_owned(),
                    beyond,
                ];
                // The column of the ground beyond the review area is left out if there is none.
                row.truncate(if all_match { 4 } else { 5 });
                row
            })
            .collect();
        assert_eq!(rows(section(&document, "alignment")), expected, "{pair:?}");
        let inside = array(&json["alignment"], "areas").iter();
        let inside: f64 = inside.map(|area| number(&area["inside"]["weight"])).sum();
        assert_eq!(inside, number(&json["review_area"]["weight"]), "{pair:?}");
    }
}

/// Names and families of two areas, and what moves from one to the other.
type Move<'a> = ([(Option<&'a str>, &'a str); 2], f64);

/// Moves from one area to another by the matrix of the JSON, the largest first.
fn moving(json: &Value) -> Vec<Move<'_>> {
    let cells = array(json, "matrix").iter();
    let mut moving: Vec<Move<'_>> = cells
        .filter(|cell| cell["stays"] == false && number_of(cell) > 0.0)
        .map(|cell| {
            let named = |side: &str| (name_of(&cell[side]), json[side]["family"].as_str().unwrap());
            ([named("a"), named("b")], number_of(cell))
        })
        .collect();
    moving.sort_by(|one, other| other.1.total_cmp(&one.1));
    moving
}

fn number_of(part: &Value) -> f64 {
    number(&part["weight"])
}

/// "no place of 2021" without its year, which is said only where both layers are of one kind.
fn without_vintage(name: &str) -> String {
    let bare = name.split(" of 20").next().unwrap();
    if name.contains("no ") {
        bare.to_owned()
    } else {
        name.to_owned()
    }
}

#[test]
fn every_number_of_the_matrix_is_the_same_in_json_csv_and_the_workbook() {
    let folder = tempfile::tempdir().unwrap();
    for pair in CASES {
        let json = json_of(pair);
        let cells = array(&json, "matrix");
        let table = records(&written(folder.path(), pair, "matrix.csv", &[]));
        let workbook = written(folder.path(), pair, "report.xlsx", &[]);
        let rows = sheet(&workbook, "Matrix");
        assert_eq!((table.len(), rows.len() - 1), (cells.len(), cells.len()));
        for ((cell, record), row) in cells.iter().zip(&table).zip(&rows[1..]) {
            for (field, heading, scale) in [
                ("area_m2", "Ground (km²)", 1e6),
                ("weight", "Live postcodes by the code table", 1.0),
                ("weight_by_geometry", "Live postcodes by the drawing", 1.0),
                ("postcodes", "Live postcodes by the code table", 1.0),
                ("blocks", "LSOAs", 1.0),
                ("area_share_of_a", "Share of the first area's ground", 1.0),
                ("area_share_of_b", "Share of the second area's ground", 1.0),
                ("weight_share_of_a", "Share of the first area's weight", 1.0),
                (
                    "weight_share_of_b",
                    "Share of the second area's weight",
                    1.0,
                ),
                ("jaccard", "Jaccard index", 1.0),
            ] {
                let in_book = cell_of(&rows[0], row, heading);
                // CSV has square metres to the millimetre, and shares to nine places.
                let limit = if field == "area_m2" { 1e-3 } else { 1e-9 };
                let is_close =
                    |other: f64, scale: f64| (number(&cell[field]) - other * scale).abs() <= limit;
                if cell[field].is_null() {
                    assert_eq!(record[field], "", "{pair:?} {field}");
                    assert_eq!(*in_book, Data::Empty, "{pair:?} {field}");
                    continue;
                }
                let in_table: f64 = record[field].parse().unwrap();
                assert!(
                    is_close(in_table, 1.0),
                    "{pair:?} {field}: {cell} {record:?}"
                );
                let Data::Float(in_book) = *in_book else {
                    panic!("{pair:?} {field}: {in_book:?}")
                };
                assert!(is_close(in_book, scale), "{pair:?} {field}: {cell} {row:?}");
            }
            for (side, column) in [("a", 1), ("b", 3)] {
                let name = name_of(&cell[side]).unwrap_or_default();
                assert_eq!(record[&format!("{side}_name")], name);
                assert_eq!(row[column].to_string(), name);
            }
        }
        let total: f64 = table
            .iter()
            .map(|row| row["weight"].parse::<f64>().unwrap())
            .sum();
        assert_eq!(total, number(&json["weight"]["total"]), "{pair:?}");
        let differences = sheet(&workbook, "Differences");
        let table = records(&written(
            folder.path(),
            pair,
            "d.csv",
            &["--table", "differences"],
        ));
        let listed = array(&json, "differences");
        assert_eq!(
            (table.len(), differences.len() - 1),
            (listed.len(), listed.len())
        );
        for ((difference, record), row) in listed.iter().zip(&table).zip(&differences[1..]) {
            let weighs = number(&difference["weight"]);
            assert_eq!(record["weight"].parse::<f64>().unwrap(), weighs);
            let in_book = cell_of(&differences[0], row, "Live postcodes by the code table");
            assert_eq!(*in_book, Data::Float(weighs));
            assert_eq!(record["reason"], difference["reason"].as_str().unwrap());
            assert_eq!(row[1].to_string(), record["reason"]);
        }
    }
}
