//! Claims about areas that the data holds only in part: they have no verdict and no size, in any
//! format.

use std::path::Path;

use coterm_tests::{Ran, coterm, run, workspace};
use serde_json::Value;

use crate::compare_reports::compared;

/// Pairs in which an area is only partly within the data.
const PAIRS: [[&str; 2]; 6] = [
    ["utla-2021", "lad-2021"],
    ["icb-2022", "sicbl-2022"],
    ["ccg-2021", "lad-2021"],
    ["icb-2022", "sicbl-2022-buc"],
    ["lad-2023", "lad-2024-buc"],
    ["utla-2023", "lad-2023"],
];

const UNTOLD: &str = "cannot-be-told";

fn text(pair: [&str; 2]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let ran = compared(folder.path(), &pair);
    assert_eq!(ran.code, Some(0), "{pair:?}: {}", ran.err);
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let ran = compared(folder.path(), &[arguments, &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn written(pair: [&str; 2], file: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let ran = compared(folder.path(), &[&pair[..], &["-o", file], more].concat());
    assert_eq!(ran.code, Some(0), "{pair:?} {file}: {}", ran.err);
    std::fs::read_to_string(folder.path().join(file)).unwrap()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

fn verdicts(report: &Value) -> impl Iterator<Item = &Value> {
    list(report, "verdicts_a")
        .iter()
        .chain(list(report, "verdicts_b"))
}

/// Names of a layer's areas that the data holds only in part.
fn in_part<'a>(report: &'a Value, verdicts: &str) -> Vec<&'a Value> {
    let verdicts = list(report, verdicts).iter();
    let in_part = verdicts.filter(|verdict| verdict["complete"] == false);
    in_part.map(|verdict| &verdict["area"]).collect()
}

/// Relation of an area, found by its name or the end of it.
fn relation<'a>(report: &'a Value, name: &str) -> Vec<&'a str> {
    verdicts(report)
        .filter(|verdict| verdict["area"]["name"].as_str().unwrap().ends_with(name))
        .map(|verdict| verdict["relation"].as_str().unwrap())
        .collect()
}

fn assert_texts(text: &str, all: &[&str], none: &[&str]) {
    for part in all {
        assert!(text.contains(part), "\"{part}\" is not in\n{text}");
    }
    for part in none {
        assert!(!text.contains(part), "\"{part}\" is in\n{text}");
    }
}

#[test]
fn the_headline_counts_no_part_and_says_once_how_many_cannot_be_told() {
    let untold = "cannot be judged: ";
    for (pair, all, none) in [
        (
            ["utla-2021", "lad-2021"],
            &[
                "In part: 2 of the 4 upper-tier and unitary authorities that are wholly in the data are coterminous with a district (Blackburn with Darwen and Blackpool); 2 are made up of whole ones (Cumbria and Lancashire).",
                "1 of 5 upper-tier and unitary authorities extends beyond the data, so it cannot be judged: North Yorkshire.",
                "No boundary crosses another",
            ][..],
            &["footprint as Craven", "footprint as North Yorkshire"][..],
        ),
        (
            ["icb-2022", "sicbl-2022"],
            &[
                "No: the only integrated care board that is wholly in the data is not coterminous with a sub-ICB location",
                "2 of 3 integrated care boards extend beyond the data, so they cannot be judged: NHS North East and North Cumbria Integrated Care Board, and NHS West Yorkshire Integrated Care Board.",
            ],
            &["2 of 3 integrated care boards are"],
        ),
        (
            ["ccg-2021", "lad-2021"],
            &[
                "1 of 10 CCGs extends beyond the data, so it cannot be judged: NHS Bradford District and Craven CCG.",
                "3 of the 9 CCGs that are wholly in the data are",
            ],
            &["lies within Craven", "wholly within"],
        ),
        (
            ["icb-2022", "sicbl-2022-buc"],
            &["2 of 3 integrated care boards extend beyond the data"],
            &["0 of 3", "sicbl-2022-buc, which is larger"],
        ),
    ] {
        let text = text(pair);
        assert_texts(&text, all, none);
        assert_eq!(text.matches(untold).count(), 1, "{text}");
    }
}

#[test]
fn in_data_a_part_has_a_relation_of_its_own_and_no_size() {
    for pair in PAIRS {
        let report = json(&pair);
        let mut parts = 0;
        for verdict in verdicts(&report) {
            if verdict["complete"] == true {
                assert_ne!(verdict["relation"], UNTOLD, "{pair:?}: {verdict}");
                assert!(verdict["weight"].is_number(), "{pair:?}: {verdict}");
                continue;
            }
            parts += 1;
            assert_eq!(verdict["relation"], UNTOLD, "{pair:?}: {verdict}");
            let by_blocks = &verdict["by_blocks"];
            assert!(by_blocks.is_null() || by_blocks == UNTOLD, "{verdict}");
            for size in ["area_m2", "weight", "blocks", "deviation"] {
                assert!(verdict[size].is_null(), "{pair:?} {size}: {verdict}");
            }
            for part in list(verdict, "with") {
                assert!(part["area_share"].is_null(), "{pair:?}: {verdict}");
                assert!(part["weight_share"].is_null(), "{pair:?}: {verdict}");
            }
            let reason = verdict["reason"].as_str().unwrap();
            assert!(reason.contains("cannot be judged"), "{reason}");
        }
        assert!(parts > 0, "{pair:?}");
    }
}

#[test]
fn no_whole_area_is_coterminous_with_a_part_and_no_union_has_one() {
    for pair in PAIRS {
        let report = json(&pair);
        for (own, other) in [("verdicts_a", "verdicts_b"), ("verdicts_b", "verdicts_a")] {
            let parts = in_part(&report, other);
            for verdict in list(&report, own) {
                let mut with = list(verdict, "with").iter();
                let with = with.any(|part| {
                    let is_part = parts.contains(&&part["area"]);
                    assert!(!is_part || part["whole"] == false, "{pair:?}: {verdict}");
                    is_part
                });
                let relation = &verdict["relation"];
                assert!(
                    !with
                        || ["part-of", "crossing", UNTOLD]
                            .iter()
                            .any(|known| relation == known),
                    "{pair:?}: {verdict}"
                );
            }
        }
    }
}

#[test]
fn what_is_sure_of_a_whole_area_against_a_part_is_said() {
    // All of Craven's ground is in North Yorkshire, which reaches beyond the data.
    let report = json(&["lad-2021", "utla-2021"]);
    assert_eq!(relation(&report, "Craven"), ["part-of"]);
    assert_eq!(relation(&report, "Cumbria"), ["union"]);
    // By the same blocks, and by another generalisation of them.
    for drawing in ["sicbl-2022", "sicbl-2022-buc"] {
        let report = json(&[drawing, "icb-2022"]);
        assert_eq!(relation(&report, "01H"), ["part-of"], "{drawing}");
        // Drawn completely, but counted only within the data.
        assert_eq!(relation(&report, "36J"), [UNTOLD], "{drawing}");
    }
    // Craven is divided between two CCGs, whatever else that of Bradford and Craven has.

    let report = json(&["ccg-2021", "lad-2021"]);
    assert_eq!(relation(&report, "Craven"), ["crossing"]);
    assert_eq!(relation(&report, "Craven CCG"), [UNTOLD]);
}

#[test]
fn groups_overlaps_and_pieces_with_a_part_say_so_and_have_no_share_of_it() {
    for pair in PAIRS {
        let report = json(&pair);
        let parts = [
            in_part(&report, "verdicts_a"),
            in_part(&report, "verdicts_b"),
        ];
        for group in list(&report, "groups") {
            let whole = ["a", "b"].iter().zip(&parts).all(|(side, parts)| {
                let mut areas = list(group, side).iter();
                !areas.any(|area| parts.contains(&area))
            });
            assert_eq!(group["complete"], whole, "{pair:?}: {group}");
            assert!(whole || group["closes"] == false, "{pair:?}: {group}");
        }
        // An area that has no more than slivers in the review area has no verdict there.
        let is_listed = |side: &str, area: &Value| {
            let mut verdicts = list(&report, &format!("verdicts_{side}")).iter();
            area.is_null() || verdicts.any(|verdict| verdict["area"] == *area)
        };
        for overlap in list(&report, "matrix") {
            for (side, parts) in ["a", "b"].iter().zip(&parts) {
                if !is_listed(side, &overlap[side]) {
                    continue;
                }
                let is_part = parts.contains(&&overlap[side]);
                for counted in ["area", "weight"] {
                    let share = &overlap[format!("{counted}_share_of_{side}")];
                    assert_eq!(share.is_null(), is_part, "{pair:?}: {overlap}");
                }
                assert!(!is_part || overlap["jaccard"].is_null(), "{overlap}");
            }
        }
        let pieces = list(&report, "pieces").iter();
        let is_whole = |piece: &&Value| is_listed("a", &piece["a"]) && is_listed("b", &piece["b"]);
        for piece in pieces.filter(is_whole) {
            let is_part = |side: usize| parts[side].contains(&&piece[["a", "b"][side]]);
            assert_eq!(piece["complete"], !is_part(0) && !is_part(1), "{piece}");
        }
    }
}

#[test]
fn every_format_tells_a_part_from_a_verdict() {
    let pair = ["utla-2021", "lad-2021"];
    let rows = written(pair, "table.csv", &["--table", "verdicts"]);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let part = rows
        .iter()
        .find(|row| &row[column("name")] == "North Yorkshire");
    let part = part.unwrap();
    assert_eq!(&part[column("relation")], UNTOLD);
    for size in ["area_m2", "weight", "blocks", "with_shares", "hausdorff_m"] {
        assert_eq!(&part[column(size)], "", "{size}");
    }
    let html = written(pair, "report.html", &["--appendix", "full"]);
    assert_texts(
        &html,
        &[
            "2 of 4",
            "Cannot be judged",
            "it cannot be judged: North Yorkshire",
        ],
        &["3 of 5"],
    );
    let mut cards = html
        .split("<article")
        .map(|card| card.split_once("</article>"));
    let card = cards.find_map(|card| card.filter(|(card, _)| card.contains("<h4>North Yorkshire")));
    let (card, _) = card.unwrap();
    assert_texts(
        card,
        &["v-untold", "not all in the data"],
        &["live postcodes", "LSOAs", "km²"],
    );
    let pieces: Value = serde_json::from_str(&written(pair, "pieces.geojson", &[])).unwrap();
    for piece in list(&pieces, "features") {
        let properties = &piece["properties"];
        assert_eq!(
            properties["complete"],
            properties["a_name"] != "North Yorkshire",
            "{properties}"
        );
    }
}

#[test]
fn vector_tiles_say_of_a_difference_that_an_area_reaches_beyond_the_data() {
    let compared = crate::comparison_tiles::compared(["place-2022", "utla-2023"]);
    let mut parts = 0;
    for tile in compared.at(8).values() {
        for piece in tile.get("difference").into_iter().flatten() {
            let in_part = piece.text("b_name") == Some("North Yorkshire");
            assert_eq!(piece.properties.contains_key("complete"), in_part);
            parts += u32::from(in_part);
        }
    }
    assert!(parts > 0);
}

#[test]
fn a_check_does_not_hold_for_what_cannot_be_told() {
    let folder = tempfile::tempdir().unwrap();
    // Every authority is one district or several, but the data has only part of North Yorkshire.
    let ran = compared(folder.path(), &["utla-2021", "lad-2021", "--exit-code"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let ran = compared(
        folder.path(),
        &["delivery-unit-2022", "lad-2021", "--exit-code"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

fn case() -> String {
    let path = workspace().join("tests/cases/north-yorkshire-in-part.toml");
    path.display().to_string()
}

fn scored(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(["scenario", "score"]).args(arguments))
}

/// Path of a file with the people of every block of the data.
fn people(folder: &Path) -> String {
    crate::weight_files::values(folder).display().to_string()
}

#[test]
fn a_proposal_that_the_data_holds_only_in_part_has_no_size_and_keeps_no_rule() {
    let folder = tempfile::tempdir().unwrap();
    let people = people(folder.path());
    let options = [&case(), "--weight", &people, "--against", "utla-2021"];
    let ran = scored(folder.path(), &[&options[..], &["--json"]].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let score: Value = serde_json::from_str(&ran.out).unwrap();
    let area = |name: &str| {
        let mut areas = list(&score, "areas").iter();
        areas.find(|area| area["area"]["name"] == name).unwrap()
    };
    let part = area("North Yorkshire");
    assert_eq!(part["complete"], false);
    assert_eq!(part["in_part"][0]["layer"], "utla-2023");
    for size in [
        "weight",
        "postcodes",
        "area_m2",
        "blocks",
        "polsby_popper",
        "reock",
    ] {
        assert!(part[size].is_null(), "{size}: {part}");
        assert!(area("Lancashire")[size].is_number(), "{size}");
    }
    assert!(part["size"]["kept"].is_null(), "{part}");
    assert!(part["contiguous"].is_null(), "{part}");
    assert_eq!(area("Lancashire")["size"]["kept"], true);
    let finding = score["findings"][0].as_str().unwrap();
    assert_texts(
        finding,
        &[
            "North Yorkshire extends beyond the data",
            "only part of North Yorkshire of utla-2023",
        ],
        &[],
    );
    assert_eq!(score["against"]["coterminous"], 1);
    assert_eq!(score["against"]["told"], 1);
    assert_eq!(
        list(&score["against"], "verdicts")[1]["relation"],
        UNTOLD,
        "{score}"
    );
    let summary = score["summary"].to_string();
    assert_texts(
        &summary,
        &["1 of 2 areas extends beyond the data, so it cannot be judged: North Yorkshire."],
        &["Every area is within", "Every area is in one piece"],
    );
    // In words, and beside another scenario.
    let ran = scored(folder.path(), &options);
    assert_eq!(ran.code, Some(1));
    assert_texts(
        &ran.out,
        &["cannot be judged"],
        &["same footprint as North Yorkshire"],
    );
    let ran = scored(folder.path(), &[&[&*case()], &options[..]].concat());
    assert_eq!(ran.code, Some(1));
    assert_texts(
        &ran.out,
        &["areas that extend beyond the data", "1 of 1"],
        &["1 of 2   "],
    );
}

#[test]
fn a_proposal_is_in_part_wherever_its_definition_names_a_part() {
    let folder = tempfile::tempdir().unwrap();
    for (line, name) in [
        ("union = [\"lad-2023/North Yorkshire\"]", "lad-2023"),
        (
            "union = [\"lad-2021/Craven\"]\nintersect = [\"utla-2023/E06000065\"]",
            "utla-2023",
        ),
        (
            "union = [\"lad-2021/Craven\", \"lad-2021/Eden\"]\nminus = [\"utla-2021/North Yorkshire\"]",
            "utla-2021",
        ),
    ] {
        let text = format!("title = \"One\"\n[[area]]\nname = \"An area\"\n{line}\n");
        std::fs::write(folder.path().join("one.toml"), text).unwrap();
        let ran = scored(folder.path(), &["one.toml", "--json"]);
        assert_eq!(ran.code, Some(1), "{line}: {}", ran.err);
        let score: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(score["areas"][0]["complete"], false, "{line}");
        let text = format!("only part of North Yorkshire of {name}");
        assert_texts(
            &score["findings"].to_string(),
            &["An area extends beyond", &text],
            &[],
        );
    }
}

#[test]
fn ground_to_be_covered_that_the_data_holds_only_in_part_cannot_be_shared_out() {
    let folder = tempfile::tempdir().unwrap();
    let text = "title = \"One\"\nwithin = [\"utla-2023/North Yorkshire\"]\n[[area]]\n\
                name = \"Craven\"\nunion = [\"lad-2021/Craven\"]\n";
    std::fs::write(folder.path().join("one.toml"), text).unwrap();
    let ran = scored(folder.path(), &["one.toml", "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let score: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(score["areas"][0]["complete"], true);
    assert_texts(
        &score["findings"].to_string(),
        &["The ground that should be covered extends beyond the data"],
        &[],
    );
    assert_texts(
        &score["summary"].to_string(),
        &["Within the data, each of the 32"],
        &[],
    );
}

#[test]
fn a_proposal_in_part_is_compared_as_a_part() {
    let report = json(&["lad-2021", &case()]);
    assert_eq!(relation(&report, "North Yorkshire"), [UNTOLD]);
    assert_eq!(relation(&report, "Craven"), ["part-of"]);
    assert!(relation(&report, "Lancashire").contains(&"union"));
}
