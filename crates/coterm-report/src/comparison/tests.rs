//! Claims about every format, tested with one small comparison: the documents are well
//! formed, hostile names stay names, and sums close.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use coterm_core::words::visible;
use serde_json::Value;

use crate::document::markup::HtmlText;
use crate::text::answers::answers;
use crate::text::reason;

use super::{Appendix, ComparisonReport, CsvTable, ReportFormat, fixture};

/// Namespace of the elements of a sheet.
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn written(format: ReportFormat, table: CsvTable) -> Vec<u8> {
    let dataset = fixture::dataset();
    let comparison = fixture::comparison(&dataset);
    let manifest = fixture::manifest();
    let report = ComparisonReport::new(&dataset, &comparison, &manifest).unwrap();
    let bytes = report.to_bytes(format, table).unwrap();
    assert!(
        bytes == report.to_bytes(format, table).unwrap(),
        "{format:?} differs"
    );
    bytes
}

fn text(format: ReportFormat) -> String {
    String::from_utf8(written(format, CsvTable::Matrix)).unwrap()
}

#[test]
fn the_document_is_well_formed_and_loads_nothing() {
    let html = text(ReportFormat::Html);
    // Every element but void elements and the doctype must be closed, as in XML.
    let mut xml = html.replacen("<!DOCTYPE html>\n", "", 1);
    for void in ["<meta ", "<br"] {
        let mut closed = String::new();
        for (position, part) in xml.split(void).enumerate() {
            if position > 0 {
                closed.push_str(void);
                closed.push_str(&part.replacen('>', "/>", 1));
            } else {
                closed.push_str(part);
            }
        }
        xml = closed;
    }
    let document = roxmltree::Document::parse(&xml).unwrap();
    let mut ids = std::collections::HashSet::new();
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        assert_ne!(element.tag_name().name(), "script");
        if let Some(id) = element.attribute("id") {
            assert!(ids.insert(id.to_owned()), "two have the id {id}");
        }
    }
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        for attribute in element.attributes() {
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
            if let ("href", Some(id)) = (attribute.name(), attribute.value().strip_prefix('#')) {
                assert!(ids.contains(id), "nothing has the id {id}");
            }
            if let ("href" | "src", value) = (attribute.name(), attribute.value()) {
                let is_inside = value.starts_with("data:image/png;base64,");
                assert!(is_inside || value.starts_with('#'), "{value}");
            }
        }
        if element.tag_name().name() == "table" {
            let caption = element
                .children()
                .find(roxmltree::Node::is_element)
                .unwrap();
            assert_eq!(caption.tag_name().name(), "caption");
        }
        if element.tag_name().name() == "th" {
            assert!(element.attribute("scope").is_some());
        }
    }
    assert!(!html.contains("url(http"), "it loads something");
}

#[test]
fn a_hostile_name_stays_a_name() {
    let html = text(ReportFormat::Html);
    assert!(!html.contains("<script"));
    assert!(html.contains("=1+1&lt;/title&gt;&lt;script&gt;"));
    let markdown = text(ReportFormat::Markdown);
    assert!(!markdown.contains("<script") && !markdown.contains('\u{1b}'));
    assert!(
        markdown.contains("\\=1+1&lt;/title&gt;&lt;script&gt;"),
        "{markdown}"
    );
    let table = text(ReportFormat::Table);
    assert!(!table.contains('\u{1b}'));
    for kind in CsvTable::NAMES {
        let csv = String::from_utf8(written(ReportFormat::Csv, kind.parse().unwrap())).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        for record in reader.records() {
            for field in &record.unwrap() {
                assert!(!field.starts_with('='), "{kind}: {field}");
            }
        }
    }
}

#[test]
fn the_document_numbers_each_difference_on_the_map_in_the_list_and_in_the_appendix() {
    let html = full_document();
    let comparison = fixture::comparison(&fixture::dataset());
    for (number, difference) in (1..=4).zip(&comparison.differences) {
        assert!(html.contains(&format!("href=\"#difference-{number}\"")));
        assert!(html.contains(&format!("id=\"difference-{number}\"")));
        let reason = reason::difference(difference, &comparison);
        assert!(html.contains(&HtmlText(reason).to_string()));
    }
    assert!(html.contains("<b>CA10</b> 1AA 1AB "));
    assert!(html.contains("In part: 2 of the 4 places are coterminous"));
    assert!(html.contains(
        "coterm compare place-2022 utla-2023 --tolerance 200 --weight postcodes --appendix full \
         --format html"
    ));
}

/// The document with all of its appendices.
fn full_document() -> String {
    let dataset = fixture::dataset();
    let comparison = fixture::comparison(&dataset);
    let mut manifest = fixture::manifest();
    manifest.question.paper.appendix = Appendix::Full;
    let report = ComparisonReport::new(&dataset, &comparison, &manifest).unwrap();
    let html = report.to_bytes(ReportFormat::Html, CsvTable::default());
    String::from_utf8(html.unwrap()).unwrap()
}

#[test]
fn json_is_the_comparison_with_the_manifest() {
    let json: Value =
        serde_json::from_slice(&written(ReportFormat::Json, CsvTable::Matrix)).unwrap();
    assert_eq!(json["verdicts_a"][0]["relation"], "coterminous");
    // Each reason has a sentence, and a code beside it.
    assert_eq!(json["verdicts_a"][0]["reason_code"], "same-footprint");
    let reason =
        "Blackpool has the same footprint as the upper-tier or unitary authority Blackpool.";
    assert_eq!(json["verdicts_a"][0]["reason"], reason);
    assert_eq!(json["summary_facts"][0]["code"], "coterminous");
    assert_eq!(json["pieces"].as_array().unwrap().len(), 10);
    assert_eq!(json["manifest"]["question"]["tolerance_m"], 200.0);
    assert_eq!(
        json["manifest"]["files"][0]["file"],
        "layers/place-2022.fgb"
    );
}

#[test]
fn geojson_is_in_degrees_with_outer_rings_counter_clockwise() {
    let json: Value =
        serde_json::from_slice(&written(ReportFormat::GeoJson, CsvTable::Matrix)).unwrap();
    assert_eq!(json["type"], "FeatureCollection");
    let features = json["features"].as_array().unwrap();
    assert_eq!(features.len(), 10);
    for feature in features {
        let ring = feature["geometry"]["coordinates"][0].as_array().unwrap();
        let at = |n: usize, axis: usize| ring[n][axis].as_f64().unwrap();
        let doubled: f64 = (0..ring.len() - 1)
            .map(|n| at(n, 0) * at(n + 1, 1) - at(n + 1, 0) * at(n, 1))
            .sum();
        assert!(doubled > 0.0, "clockwise");
        assert!((-4.0..-1.0).contains(&at(0, 0)) && (53.0..55.0).contains(&at(0, 1)));
    }
    assert_eq!(features[3]["properties"]["class"], "real");
    assert_eq!(features[3]["properties"]["difference"], 1);
    assert_eq!(features[3]["properties"]["a_code"], Value::Null);
}

#[test]
fn every_csv_table_has_its_rows_and_sums_close() {
    for (kind, rows) in [
        ("matrix", 10),
        ("verdicts", 8),
        ("pieces", 10),
        ("differences", 4),
        ("moves", 7),
    ] {
        let csv = written(ReportFormat::Csv, kind.parse().unwrap());
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let headers = reader.headers().unwrap().clone();
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows, "{kind}");
        let sum = |column: &str| -> f64 {
            let at = headers.iter().position(|header| header == column).unwrap();
            records
                .iter()
                .map(|row| row[at].parse::<f64>().unwrap())
                .sum()
        };
        match kind {
            "matrix" | "pieces" => assert_eq!(sum("weight"), 42_811.0),
            // Overlaps that are only drawn differently have no row of their own, but a column
            // of their sums.
            "moves" => assert_eq!(sum("weight") + sum("drawn_differently_weight"), 42_811.0),
            _ => {}
        }
    }
}

#[test]
fn the_workbook_opens_and_holds_numbers_as_numbers_and_names_as_text() {
    let bytes = written(ReportFormat::Xlsx, CsvTable::Matrix);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "Summary",
            "Split areas",
            "Who moves",
            "Alignment",
            "Verdicts",
            "Cross table",
            "Matrix",
            "Differences",
            "Codes in differences",
            "Pieces",
            "Moves"
        ]
    );
    let matrix = book.worksheet_range("Matrix").unwrap();
    assert_eq!(matrix.height(), 11);
    let sum: f64 = matrix
        .rows()
        .skip(1)
        .map(|row| match row[5] {
            Data::Float(value) => value,
            ref other => panic!("{other:?}"),
        })
        .sum();
    assert_eq!(sum, 42_811.0);
    let cross = book.worksheet_range("Cross table").unwrap();
    assert_eq!(
        cross.get_value((u32::try_from(cross.height()).unwrap() - 1, 6)),
        Some(&Data::Float(42_809.0))
    );
    let verdicts = book.worksheet_range("Verdicts").unwrap();
    assert!(matches!(&verdicts[(4, 2)], Data::String(name) if name.starts_with("=1+1")));
    assert!(book.worksheet_formula("Verdicts").unwrap().is_empty());
}

/// The text of a file inside the workbook, which is an archive of XML.
fn part(name: &str) -> String {
    let bytes = written(ReportFormat::Xlsx, CsvTable::Matrix);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn no_two_columns_of_a_sheet_have_one_heading() {
    let bytes = written(ReportFormat::Xlsx, CsvTable::Matrix);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    for name in book.sheet_names().into_iter().skip(1) {
        let sheet = book.worksheet_range(&name).unwrap();
        let headings = sheet.rows().next().unwrap();
        let distinct: HashSet<String> = headings.iter().map(ToString::to_string).collect();
        assert_eq!(distinct.len(), headings.len(), "{name}: {headings:?}");
    }
}

#[test]
fn the_workbook_shows_counts_without_a_decimal_point() {
    let styles = part("xl/styles.xml");
    let styles = roxmltree::Document::parse(&styles).unwrap();
    let formats = styles.descendants();
    let formats: HashSet<&str> = formats
        .filter_map(|node| node.attribute("formatCode"))
        .collect();
    let expected = ["#,##0", "#,##0.0", "0.0%", "0.000000"];
    assert_eq!(formats, HashSet::from(expected));
}

#[test]
fn every_sheet_prints_at_a_size_that_can_be_read_with_its_headings_on_each_page() {
    let mut repeated = 0;
    let mut over_several = Vec::new();
    for number in 1..=11 {
        let sheet = part(&format!("xl/worksheets/sheet{number}.xml"));
        let sheet = roxmltree::Document::parse(&sheet).unwrap();
        let set_up = sheet
            .descendants()
            .find(|node| node.has_tag_name((SHEET, "pageSetup")));
        let set_up = set_up.unwrap();
        assert_eq!(set_up.attribute("orientation"), Some("landscape"));
        // A sheet that would be shrunk too much goes on over several pages.
        if set_up.attribute("fitToHeight") != Some("0") {
            assert_eq!(set_up.attribute("scale"), Some("70"));
            over_several.push(number);
        }
        assert_eq!(set_up.attribute("paperSize"), Some("9"));
    }
    // Verdicts, Matrix, Differences and Pieces.
    assert_eq!(over_several, [5, 7, 8, 10]);
    let workbook = part("xl/workbook.xml");
    let workbook = roxmltree::Document::parse(&workbook).unwrap();
    for name in workbook
        .descendants()
        .filter(|node| node.has_tag_name((SHEET, "definedName")))
    {
        if name.attribute("name") == Some("_xlnm.Print_Titles") {
            let rows = name.text().unwrap();
            assert!(rows.ends_with("!$1:$1"), "{rows}");
            repeated += 1;
        }
    }
    // All but the summary, which is no table.
    assert_eq!(repeated, 10);
}

#[test]
fn the_text_says_the_answer_first_and_keeps_within_its_width() {
    let dataset = fixture::dataset();
    let comparison = fixture::comparison(&dataset);
    let manifest = fixture::manifest();
    let report = ComparisonReport::new(&dataset, &comparison, &manifest).unwrap();
    let text = report.to_text(100);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "Places (2022) against Upper-tier and unitary authorities (2023)"
    );
    assert_eq!(lines[2], "Do the boundaries match?");
    let [answer, ..] = answers(&comparison);
    let said = lines[3..]
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let answer = visible(&answer.sentence).into_owned();
    assert!(said.starts_with(&answer), "{text}");
    for line in &lines {
        // Only columns that do not wrap may exceed the width, and their texts are cut.
        assert!(line.chars().count() <= 140, "{line}");
    }
    assert!(
        text.contains("Smaller parts of split areas\n────────────────────────────\n"),
        "{text}"
    );
}
