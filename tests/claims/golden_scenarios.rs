//! Claims that the documents on several proposals say what their JSON does: HTML, Markdown and
//! workbook.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use coterm_core::words::{count, ground, share, weight};
use coterm_tests::{coterm, data_folder, run};
use roxmltree::{Document, Node};
use serde_json::Value;

use crate::documents::xml;
use crate::golden_documents::{array, name_of, number, rows_of, section, text_of};

/// Layers that the councils proposed for Lancashire are compared with.
const AGAINST: [&str; 2] = ["place-2022", "delivery-unit-2022"];

/// The three proposals, scored against a layer and against today's districts, as a file.
fn written(folder: &Path, against: &str, file: &str) -> Vec<u8> {
    let mut command = coterm(folder);
    command.args(["scenario", "score"]);
    for number in ["two", "three", "four"] {
        let file = format!("scenarios/lancashire-{number}-councils.toml");
        command.arg(data_folder().join(file));
    }
    command.args(["--against", against, "--was", "lad-2023", "-o", file]);
    let ran = run(&mut command);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    std::fs::read(folder.join(file)).unwrap()
}

fn scores(folder: &Path, against: &str) -> Vec<Value> {
    serde_json::from_slice(&written(folder, against, "scores.json")).unwrap()
}

/// The HTML document on the scores, as XML.
fn html(folder: &Path, against: &str) -> String {
    xml(&String::from_utf8(written(folder, against, "scores.html")).unwrap())
}

/// All tables of a section of an HTML document: one for each proposal.
fn tables<'a>(document: &'a Document<'a>, id: &str) -> Vec<Node<'a, 'a>> {
    let own = section(document, id).descendants();
    own.filter(|node| node.has_tag_name("table")).collect()
}

/// The rows of each table below a heading of a Markdown document, without their heads.
fn markdown_tables(text: &str, heading: &str) -> Vec<Vec<Vec<String>>> {
    let (_, after) = text.split_once(&format!("\n## {heading}")).unwrap();
    let own = after.split("\n## ").next().unwrap();
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut before = "";
    for line in own.lines() {
        if line.starts_with("| ---") {
            tables.push(Vec::new());
        } else if line.starts_with('|') && before.starts_with('|') {
            let cells = line.trim_matches('|').split('|');
            let cells = cells.map(|cell| cell.trim().to_owned()).collect();
            tables.last_mut().unwrap().push(cells);
        }
        before = line;
    }
    tables
}

/// The text of a table's cells, without the sign before a verdict.
fn plain(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let unsigned = |cell: String| {
        cell.trim_start_matches(['●', '▲', '✕', '◐', '→', ' '])
            .to_owned()
    };
    rows.into_iter()
        .map(|row| row.into_iter().map(unsigned).collect())
        .collect()
}

fn area_rows(score: &Value) -> Vec<[String; 4]> {
    let areas = array(score, "areas").iter();
    areas
        .map(|area| {
            [
                name_of(&area["area"]).unwrap().to_owned(),
                count(area["blocks"].as_u64().unwrap()),
                weight(number(&area["weight"])),
                ground(number(&area["area_m2"])),
            ]
        })
        .collect()
}

fn verdict_rows(score: &Value) -> Vec<[String; 2]> {
    let verdicts = array(&score["against"], "verdicts").iter();
    verdicts
        .map(|verdict| {
            [
                name_of(&verdict["area"]).unwrap().to_owned(),
                verdict["reason"].as_str().unwrap().to_owned(),
            ]
        })
        .collect()
}

fn flow_rows(score: &Value) -> Vec<[String; 6]> {
    let flows = array(&score["moves"], "flows").iter();
    flows
        .map(|flow| {
            let [from, to] = ["from", "to"].map(|side| name_of(&flow[side]).unwrap().to_owned());
            [
                from,
                to,
                ["moves", "stays"][usize::from(flow["stays"] == true)].to_owned(),
                weight(number(&flow["weight"])),
                ground(number(&flow["area_m2"])),
                count(flow["blocks"].as_u64().unwrap()),
            ]
        })
        .collect()
}

/// The amount that moves by a score, as all documents say it.
fn moved(score: &Value) -> String {
    let moved = number(&score["moves"]["moved"]);
    let all = number(&score["moves"]["total"]["weight"]);
    format!(
        "{} of {} live postcodes ({})",
        weight(moved),
        weight(all),
        share(moved / all)
    )
}

#[test]
fn the_tables_of_the_document_on_proposals_are_those_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    for against in AGAINST {
        let scores = scores(folder.path(), against);
        let html = html(folder.path(), against);
        let document = Document::parse(&html).unwrap();
        let read = |id: &str| -> Vec<_> {
            let all = tables(&document, id).into_iter();
            all.map(|table| plain(rows_of(table))).collect()
        };
        let [areas, verdicts, moves] = ["areas", "verdicts", "moves"].map(read);
        assert_eq!([areas.len(), verdicts.len(), moves.len()], [3; 3]);
        for (position, score) in scores.iter().enumerate() {
            let mut found = areas[position].iter();
            for expected in area_rows(score) {
                assert_eq!(found.next().unwrap()[..4], expected);
            }
            let all = found.next().unwrap();
            let total = weight(number(&score["weight"]["total"]));
            assert_eq!([&*all[0], &*all[2]], ["All of them", &*total]);
            assert_eq!(found.next(), None);
            let found = verdicts[position].iter();
            let found: Vec<[String; 2]> =
                found.map(|row| [row[0].clone(), row[2].clone()]).collect();
            assert_eq!(found, verdict_rows(score));
            let (total, flows) = moves[position].split_last().unwrap();
            let found = flows
                .iter()
                .map(|row| [0, 1, 2, 3, 5, 6].map(|column: usize| row[column].clone()));
            assert_eq!(found.collect::<Vec<_>>(), flow_rows(score));
            let all = weight(number(&score["moves"]["total"]["weight"]));
            assert_eq!([&*total[0], &*total[3]], ["Total", &*all]);
        }
        let said = text_of(section(&document, "moves"));
        for score in &scores {
            assert!(
                said.contains(&format!("{} would move.", moved(score))),
                "{said}"
            );
        }
    }
}

#[test]
fn proposals_side_by_side_have_the_figures_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    for against in AGAINST {
        let scores = scores(folder.path(), against);
        let html = html(folder.path(), against);
        let document = Document::parse(&html).unwrap();
        let rows = plain(rows_of(tables(&document, "summary")[0]));
        let row = |heading: &str| -> &[String] {
            let own = rows.iter().find(|row| row[0].starts_with(heading));
            &own.unwrap_or_else(|| panic!("no row {heading}: {rows:?}"))[1..]
        };
        for (column, score) in scores.iter().enumerate() {
            let areas = array(score, "areas");
            assert_eq!(row("Areas")[column], count(areas.len()));
            let [same, told] =
                ["coterminous", "told"].map(|field| score["against"][field].as_u64().unwrap());
            assert_eq!(
                row("Same footprint as")[column],
                format!("{same} of {told}")
            );
            let by_weight = |one: &&Value, other: &&Value| {
                number(&one["weight"]).total_cmp(&number(&other["weight"]))
            };
            let with_size = |area: &Value| {
                let name = name_of(&area["area"]).unwrap();
                format!("{name} ({})", weight(number(&area["weight"])))
            };
            let largest = areas.iter().max_by(by_weight).unwrap();
            let smallest = areas.iter().min_by(by_weight).unwrap();
            assert_eq!(row("Largest")[column], with_size(largest));
            assert_eq!(row("Smallest")[column], with_size(smallest));
            let moved = number(&score["moves"]["moved"]);
            let all = number(&score["moves"]["total"]["weight"]);
            let expected = format!("{} ({})", weight(moved), share(moved / all));
            assert_eq!(row("Live postcodes that move")[column], expected);
            // The sentences on each proposal are those of the summary in the JSON.
            let summary = array(score, "summary").iter();
            let said = text_of(section(&document, "summary"));
            for sentence in summary.map(|sentence| sentence.as_str().unwrap()) {
                // Layers are named by their titles.
                let own = sentence.split(", compared with").next().unwrap();
                if !own.contains("utla-2023/") {
                    assert!(said.contains(own), "{own}: {said}");
                }
            }
        }
    }
}

#[test]
fn markdown_on_proposals_has_the_tables_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    for against in AGAINST {
        let scores = scores(folder.path(), against);
        let text = String::from_utf8(written(folder.path(), against, "scores.md")).unwrap();
        let [areas, verdicts, moves] =
            ["Area by area", "Compared with", "Who moves"].map(|own| markdown_tables(&text, own));
        assert_eq!([areas.len(), verdicts.len(), moves.len()], [3; 3]);
        for (position, score) in scores.iter().enumerate() {
            let found = areas[position].iter();
            let found: Vec<[String; 4]> = found
                .map(|row| [0, 1, 2, 3].map(|column: usize| row[column].clone()))
                .collect();
            assert_eq!(found, area_rows(score));
            let found = verdicts[position].iter();
            let found: Vec<[String; 2]> =
                found.map(|row| [row[0].clone(), row[2].clone()]).collect();
            assert_eq!(found, verdict_rows(score));
            let found = moves[position].iter();
            let found: Vec<[String; 6]> = found
                .map(|row| [0, 1, 2, 3, 4, 5].map(|column: usize| row[column].clone()))
                .collect();
            assert_eq!(found, flow_rows(score));
            assert!(text.contains(&format!("{} would move.", moved(score))));
        }
    }
}

#[test]
fn the_workbook_on_proposals_has_the_numbers_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    for against in AGAINST {
        let scores = scores(folder.path(), against);
        let bytes = written(folder.path(), against, "scores.xlsx");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let mut sheet = |name: &str| -> Vec<Vec<Data>> {
            let range = book.worksheet_range(name).unwrap();
            range.rows().map(<[Data]>::to_vec).collect()
        };
        let [areas, verdicts, moves] = ["Areas", "Verdicts", "Moves"].map(&mut sheet);
        let numbers = |rows: &[Vec<Data>], heading: &str| -> Vec<f64> {
            let column = rows[0].iter().position(|own| *own == *heading).unwrap();
            let cells = rows[1..].iter().map(|row| match row[column] {
                Data::Float(value) => value,
                ref other => panic!("{heading}: {other:?}"),
            });
            cells.collect()
        };
        let of_all = |list: &dyn Fn(&Value) -> Vec<f64>| -> Vec<f64> {
            scores.iter().flat_map(list).collect()
        };
        let of_areas = |field: &'static str| {
            of_all(&|score| {
                array(score, "areas")
                    .iter()
                    .map(|area| number(&area[field]))
                    .collect()
            })
        };
        assert_eq!(numbers(&areas, "Live postcodes"), of_areas("weight"));
        assert_eq!(numbers(&areas, "LSOAs"), of_areas("blocks"));
        let of_flows = |field: &'static str| {
            of_all(&|score| {
                let flows = array(&score["moves"], "flows").iter();
                flows.map(|flow| number(&flow[field])).collect()
            })
        };
        assert_eq!(numbers(&moves, "Live postcodes"), of_flows("weight"));
        assert_eq!(numbers(&moves, "LSOAs"), of_flows("blocks"));
        let why = verdicts[0].iter().position(|own| *own == *"Why").unwrap();
        let said: Vec<String> = verdicts[1..]
            .iter()
            .map(|row| row[why].to_string())
            .collect();
        let expected: Vec<String> = scores
            .iter()
            .flat_map(verdict_rows)
            .map(|[_, reason]| reason)
            .collect();
        assert_eq!(said, expected);
    }
}
