//! Claims that sentences of reports and answers agree with the figures beside them.

use coterm_core::comparison::Weights;
use coterm_report::text;
use coterm_tests::{coterm, dataset, run};
use jiff::civil::date;
use serde_json::Value;

fn output(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(coterm(folder.path()).args(arguments));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

fn compared(arguments: &[&str]) -> Value {
    serde_json::from_str(&output(
        &[&["compare"], arguments, &["--format", "json"]].concat(),
    ))
    .unwrap()
}

/// A piece may be narrow on average and still real: because it is wide somewhere, or because both
/// layers draw the same lines around it, as around an island.
#[test]
fn a_piece_is_called_wider_than_the_drawing_explains_only_where_it_is() {
    let mut of_drawn_once = 0;
    for layers in [["ccg-2021", "place-2022"], ["ccg-2021", "lad-2021"]] {
        let comparison = compared(&layers);
        let tolerance = comparison["tolerance_m"].as_f64().unwrap();
        for piece in comparison["pieces"].as_array().unwrap() {
            let reason = piece["reason"].as_str().unwrap();
            if piece["class"] != "real" || !reason.contains("wide on average") {
                continue;
            }
            let wide = piece["width_m"].as_f64().unwrap() >= tolerance;
            let widest = reason.contains("where it is widest");
            let drawn_once = reason.contains("the same lines around it");
            let ways = [wide, widest, drawn_once];
            assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{piece}");
            of_drawn_once += u32::from(drawn_once);
        }
    }
    assert!(of_drawn_once > 0);
}

#[test]
fn what_is_counted_where_it_is_drawn_is_called_so() {
    let text = output(&["compare", "place-2022", "utla-2023"]);
    let (before, pieces) = text.split_once("\nPieces\n").unwrap();
    assert!(pieces.contains("live postcodes\n"), "{pieces}");
    assert!(pieces.contains("by the drawing\n"), "{pieces}");
    assert!(!before.contains("by the drawing"), "{before}");
    // A sentence may continue on the next line.
    let in_one_line = before.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        in_one_line.contains("live postcodes by the code table"),
        "{before}"
    );
    assert!(!pieces.contains("by the code table\n"), "{pieces}");
}

#[test]
fn a_count_by_the_code_table_and_one_by_the_drawing_never_have_one_name() {
    let folder = tempfile::tempdir().unwrap();
    let written = |file: &str, more: &[&str]| {
        let pair = ["compare", "place-2022", "utla-2023", "-o", file];
        let ran = run(coterm(folder.path()).args([&pair[..], more].concat()));
        assert_eq!(ran.code, Some(0), "{file}: {}", ran.err);
        std::fs::read_to_string(folder.path().join(file)).unwrap()
    };
    let [table, drawing] =
        ["by the code table", "by the drawing"].map(|by| format!("live postcodes {by}"));
    let html = written("report.html", &["--appendix", "full"]);
    assert!(html.contains(&format!(">{table}</th>")), "{html}");
    for plain in [">live postcodes</th>", ">Postcodes</th>"] {
        assert!(!html.contains(plain), "{plain}");
    }
    for (rows, unit) in [
        ("matrix", &table),
        ("verdicts", &table),
        ("differences", &table),
        ("moves", &table),
        ("pieces", &drawing),
    ] {
        let csv = written("rows.csv", &["--table", rows]);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let column = reader
            .headers()
            .unwrap()
            .iter()
            .position(|name| name == "unit");
        for row in reader.records() {
            assert_eq!(&row.unwrap()[column.unwrap()], unit, "{rows}");
        }
    }
    let json: Value = serde_json::from_str(&written("report.json", &[])).unwrap();
    assert_eq!(json["areas_counted_in"], table);
    assert_eq!(json["pieces_counted_in"], drawing);
    let pieces: Value = serde_json::from_str(&written("pieces.geojson", &[])).unwrap();
    assert_eq!(pieces["pieces_counted_in"], drawing);
    // Without a code table there is one count, which needs no name.
    let drawn = compared(&["lad-2021", "lad-2024-buc"]);
    if drawn["blocks"].is_null() {
        assert_eq!(drawn["areas_counted_in"], drawn["pieces_counted_in"]);
    }
}

#[test]
fn what_is_counted_in_a_difference_is_counted_by_the_code_table_throughout() {
    for layers in [["ccg-2021", "lad-2021"], ["lad-2021", "sicbl-2022-buc"]] {
        let comparison = compared(&layers);
        let matrix = comparison["matrix"].as_array().unwrap();
        for difference in comparison["differences"].as_array().unwrap() {
            let pair = |overlap: &&Value| {
                overlap["a"] == difference["a"] && overlap["b"] == difference["b"]
            };
            let overlap = matrix.iter().find(pair).unwrap();
            assert_eq!(difference["weight"], overlap["weight"], "{difference}");
        }
    }
}

#[test]
fn ground_is_not_counted_twice() {
    let comparison = compared(&["ccg-2021", "lad-2021", "--weight", "area"]);
    let summary = comparison["summary"].to_string();
    // The ground that moves is told in one unit, and once.
    assert_eq!(summary.matches("hectares").count(), 1, "{summary}");
    let text = output(&["compare", "ccg-2021", "lad-2021", "--weight", "area"]);
    let (_, differences) = text.split_once("\nSmaller parts of split areas\n").unwrap();
    assert!(!differences.contains("hectares"), "{differences}");
}

#[test]
fn live_postcodes_say_by_which_list_they_live() {
    let source = |on| text::weight::source(Weights::live_postcodes(dataset(), on).source());
    let list = "by the code table's list, which ends with April 2022";
    assert!(source(None).contains(list), "{}", source(None));
    let known = source(Some(date(2022, 4, 30)));
    assert!(
        known.contains("on 30 April 2022 counts once, by the"),
        "{known}"
    );
    assert!(!known.contains("is not known"), "{known}");
    for on in [date(2025, 6, 1), date(2030, 1, 1)] {
        let later = source(Some(on));
        assert!(
            later.contains("later new or ended postcodes are not known"),
            "{later}"
        );
    }
}

#[test]
fn that_it_may_be_in_none_is_said() {
    let arguments = ["lookup", "BD23 3TG", "--on", "2023-06-01"];
    let text = output(&arguments);
    assert!(
        text.contains("It may be in no area of this layer."),
        "{text}"
    );
    let json: Value =
        serde_json::from_str(&output(&[&arguments[..], &["--json"]].concat())).unwrap();
    for area in json["areas"].as_array().unwrap() {
        let of_lancashire = ["place", "delivery-unit"].contains(&area["family"].as_str().unwrap());
        assert_eq!(area["perhaps_none"], of_lancashire, "{area}");
    }
}

/// A type that is renamed throughout the sources must not appear in what people read.
#[test]
fn no_text_for_people_has_the_name_of_a_type() {
    let types = crate::architecture::public_types();
    let capitals = |name: &str| name.chars().filter(char::is_ascii_uppercase).count();
    let joined: Vec<&str> = types
        .keys()
        .map(String::as_str)
        .filter(|name| capitals(name) > 1)
        .collect();
    for arguments in [
        &["--help"][..],
        &["lookup", "PR3 3JU", "--on", "2022-06-30"],
        &["layers"],
        &["check", "lad-2023"],
        &["check", "land"],
        &["compare", "place-2022", "utla-2023"],
        &["compare", "place-2022", "utla-2023", "--format", "html"],
        &["compare", "ccg-2021", "lad-2021"],
        &[
            "scenario",
            "score",
            "three-places.toml",
            "--against",
            "utla-2021",
        ],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let scenario = coterm_tests::data_folder().join("scenarios/three-places.toml");
        std::fs::copy(scenario, folder.path().join("three-places.toml")).unwrap();
        let ran = run(coterm(folder.path()).args(arguments));
        let text = ran.out + &ran.err;
        assert!(text.len() > 40, "{arguments:?}: {text}");
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let named: Vec<&str> = words.filter(|word| joined.contains(word)).collect();
        assert!(named.is_empty(), "{arguments:?}: {named:?}");
    }
}
