//! Claims about reports in Markdown: tables have whole rows, figures are those of the JSON, and no
//! sentence names a layer by its identifier.

use std::path::Path;

use axum::http::{StatusCode, header};
use coterm_core::words::{count, weight};
use coterm_tests::{coterm, data_folder, run};
use serde_json::Value;

use crate::compare_reports::compared;
use crate::requests::{get, post};

const PAIRS: [[&str; 2]; 4] = [
    ["place-2021", "utla-2021"],
    ["place-2022", "utla-2023"],
    ["place-2021", "place-2022"],
    ["icb-2022", "strategic-authority-2026"],
];

/// The cells of a row of a table, without the escapes of Markdown.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => cells.last_mut().unwrap().extend(characters.next()),
            '|' => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    // A row begins and ends with a bar.
    assert_eq!(cells.first().unwrap(), "", "{line}");
    assert_eq!(cells.last().unwrap(), "", "{line}");
    let inner = &cells[1..cells.len() - 1];
    let text = |cell: &String| cell.trim().replace("&lt;", "<").replace("&gt;", ">");
    inner.iter().map(text).collect()
}

/// The tables of a document, each with its headings first; every row has a cell for each heading.
fn tables(markdown: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut in_table = false;
    for line in markdown.lines() {
        if !line.starts_with('|') {
            in_table = false;
            continue;
        }
        if !in_table {
            tables.push(Vec::new());
        }
        in_table = true;
        let table = tables.last_mut().unwrap();
        table.push(cells(line));
        assert_eq!(table[0].len(), table.last().unwrap().len(), "{line}");
    }
    for table in &mut tables {
        let rule = table.remove(1);
        assert!(rule.iter().all(|cell| cell.trim_end_matches(':') == "---"));
        assert!(table.len() > 1, "a table without rows: {table:?}");
    }
    tables
}

/// The text of a document outside of blocks of code, as it is read.
fn prose(markdown: &str) -> String {
    let parts = markdown.split("```").step_by(2);
    let text = parts.collect::<String>().replace('\\', "");
    text.replace("&lt;", "<").replace("&gt;", ">")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let ran = run(coterm(folder).args(arguments));
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

fn comparison(folder: &Path, [a, b]: [&str; 2]) -> (String, Value) {
    let ran = compared(folder, &[a, b, "-o", "paper.md"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let markdown = std::fs::read_to_string(folder.join("paper.md")).unwrap();
    (
        markdown,
        json(folder, &["compare", a, b, "--format", "json"]),
    )
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn number(value: &Value) -> String {
    weight(value.as_f64().unwrap())
}

#[test]
fn a_paper_in_markdown_has_the_answers_and_the_figures_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    for pair in PAIRS {
        let (markdown, json) = comparison(folder.path(), pair);
        let said = prose(&markdown);
        for answer in array(&json["answers"]) {
            for field in ["question", "figure", "label", "sentence"] {
                assert!(said.contains(text(&answer[field])), "{pair:?}: {answer}");
            }
        }
        let tables = tables(&markdown);
        let with = |heading: &str| {
            let own = tables
                .iter()
                .find(|table| table[0].iter().any(|cell| cell == heading));
            own.map(|table| &table[1..]).unwrap_or_default()
        };
        let mut parts = Vec::new();
        for split in array(&json["splits"]) {
            if split["nested"] == false {
                for share in array(&split["shares"]) {
                    let number = number(&share["weight"]);
                    parts.push((text(&split["area"]["name"]), number));
                }
            }
        }
        let rows = with("Part in");
        assert_eq!(rows.len(), parts.len(), "{pair:?}");
        for (row, (area, number)) in rows.iter().zip(&parts) {
            assert_eq!(row[0], *area, "{pair:?}");
            assert!(
                row[3].starts_with(&format!("{number} live postcode")),
                "{row:?}"
            );
        }
        let moves = &json["moves"];
        let rows: Vec<[String; 4]> = array(&moves["matches"])
            .iter()
            .map(|matched| {
                let name = |side: &str| text(&matched[side]["name"]).to_owned();
                let stays = number(&matched["weight"]);
                [name("a"), name("b"), "stays".into(), stays]
            })
            .collect();
        // Below them are the moves, and their sum.
        let (stay, move_away) = with("Then").split_at(rows.len());
        assert_eq!(stay, rows, "{pair:?}");
        let (sum, each) = move_away.split_last().unwrap();
        let moved = number(&moves["moved"]);
        assert_eq!(*sum, ["In all", "", "moves", &moved], "{pair:?}");
        let cells = array(&json["matrix"]).iter();
        let moving = cells.filter(|cell| cell["stays"] == false && cell["weight"] != 0.0);
        assert_eq!(each.len(), moving.count(), "{pair:?}");
        assert!(each.iter().all(|row| row[2] == "moves"), "{pair:?}");
        let aligned = array(&json["alignment"]["areas"]);
        assert_eq!(with("Matched with").len(), aligned.len(), "{pair:?}");
        for (row, area) in with("Matched with").iter().zip(aligned) {
            assert_eq!(row[0], text(&area["area"]["name"]));
            assert_eq!(row[2], number(&area["inside"]["weight"]));
            assert_eq!(row[3] == "Yes", area["coterminous"] == true);
        }
        let verdicts = array(&json["verdicts_a"]);
        assert_eq!(with("Verdict").len(), verdicts.len(), "{pair:?}");
        for (row, verdict) in with("Verdict").iter().zip(verdicts) {
            assert!(row[2].starts_with(text(&verdict["reason"])), "{row:?}");
        }
    }
}

#[test]
fn no_sentence_of_a_paper_in_markdown_names_a_layer_by_its_identifier() {
    let folder = tempfile::tempdir().unwrap();
    let data = coterm_tests::dataset();
    for pair in PAIRS {
        let (markdown, _) = comparison(folder.path(), pair);
        // A layer such as `land` has a name that is a word of English.
        let layers = data.catalogue().layers().iter();
        for layer in layers.filter(|layer| layer.id().contains('-')) {
            let said = prose(&markdown);
            let line = said.lines().find(|line| line.contains(layer.id()));
            assert_eq!(line, None, "{pair:?}");
        }
        assert!(markdown.contains(&format!("coterm compare {} {}", pair[0], pair[1])));
    }
}

#[test]
fn a_paper_in_markdown_shows_its_date_and_that_it_is_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--draft", "--date", "2026-11-29", "--format", "md"];
    let arguments = [&["place-2022", "utla-2023"], &options[..]].concat();
    let ran = compared(folder.path(), &arguments);
    let mut lines = ran.out.lines().filter(|line| !line.is_empty());
    let title = "# Places (2022) and Upper-tier and unitary authorities (2023)";
    assert_eq!(lines.next(), Some(title));
    assert!(lines.next().unwrap().starts_with("Coterminosity report. "));
    assert_eq!(lines.next(), Some("**Draft, 29 November 2026**"));
    assert_eq!(lines.next(), Some("## The four questions"));
}

#[test]
fn scores_in_markdown_have_the_figures_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["two", "three", "four"].map(|number| {
        let file = format!("scenarios/lancashire-{number}-councils.toml");
        data_folder().join(file).display().to_string()
    });
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let options = ["--against", "delivery-unit-2022", "--was", "utla-2023"];
    let arguments = [&["scenario", "score"], &files[..], &options].concat();
    let scores = json(folder.path(), &[&arguments[..], &["--json"]].concat());
    let ran = run(coterm(folder.path())
        .args(&arguments)
        .args(["-o", "scores.md"]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let markdown = std::fs::read_to_string(folder.path().join("scores.md")).unwrap();
    let tables = tables(&markdown);
    let of_kind = |heading: &str| {
        let own = tables.iter();
        own.filter(|table| table[0].iter().any(|cell| cell == heading))
            .collect::<Vec<_>>()
    };
    let (areas, verdicts, moves) = (of_kind("Reock"), of_kind("Verdict"), of_kind("From"));
    let scores = array(&scores);
    assert_eq!(
        [areas.len(), verdicts.len(), moves.len()],
        [scores.len(); 3]
    );
    for (position, score) in scores.iter().enumerate() {
        for (row, area) in areas[position][1..].iter().zip(array(&score["areas"])) {
            assert_eq!(row[0], text(&area["area"]["name"]));
            let blocks = usize::try_from(area["blocks"].as_u64().unwrap()).unwrap();
            assert_eq!(row[1], count(blocks));
            assert_eq!(row[2], number(&area["weight"]));
        }
        let against = array(&score["against"]["verdicts"]);
        assert_eq!(verdicts[position].len(), against.len() + 1);
        let flows = array(&score["moves"]["flows"]);
        assert_eq!(moves[position].len(), flows.len() + 1);
        let moved = number(&score["moves"]["moved"]);
        assert!(prose(&markdown).contains(&format!("{moved} of ")));
    }
    let layers = coterm_tests::dataset().catalogue().layers().iter();
    for layer in layers.filter(|layer| layer.id().contains('-')) {
        let said = prose(&markdown);
        let line = said.lines().find(|line| line.contains(layer.id()));
        assert_eq!(line, None);
    }
}

#[tokio::test]
async fn the_server_sends_papers_in_markdown() {
    let comparison = get("/compare/place-2022/utla-2023?f=md&draft=true").await;
    let toml = std::fs::read(data_folder().join("scenarios/three-places.toml")).unwrap();
    let score = post("/scenarios/score?f=md", "application/toml", toml).await;
    for (reply, begins) in [(comparison, "# Places (2022) and "), (score, "# ")] {
        assert_eq!(reply.status, StatusCode::OK);
        let media = &reply.headers[header::CONTENT_TYPE];
        assert_eq!(media, "text/markdown; charset=utf-8");
        let markdown = String::from_utf8(reply.body.to_vec()).unwrap();
        assert!(markdown.starts_with(begins), "{markdown}");
        assert!(!tables(&markdown).is_empty());
    }
}
