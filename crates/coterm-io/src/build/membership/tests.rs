//! Claims about exceptions and names, for five blocks: a layer of April 2021 is made from a table
//! of July 2022.

use std::path::PathBuf;

use super::*;
use crate::recipe::Sources;
use crate::source::lookups::Sicbl;

const SOURCES: &str = r#"
default_extent = "all"
order = ["ccg-2021", "sicbl-2022"]
licence = { name = "OGL", attribution = "ONS" }
extent.all = { title = "All", districts = [] }
postcodes = { known_to = "2025-11-30", known_by = "a test" }
package = {}
ods = {}

[layer.ccg-2021]
made = "ccg"
family = "ccg"
family_title = "CCGs"
title = "CCGs"
role = "primary"
valid_from = "2021-04-01"
resolution_m = 200.0
coast = "none"
source = "a test"

[layer.sicbl-2022]
made = "sicbl"
family = "sicbl"
family_title = "Sub-ICB locations"
title = "Sub-ICB locations"
role = "primary"
valid_from = "2022-07-01"
resolution_m = 200.0
coast = "none"
source = "a test"

[names.ccg-2021]
E38000001 = "NHS Hill CCG"
E38000002 = "NHS Dale CCG"
"#;

const EXCEPTIONS: &str = r#"
[[recoded]]
layer = "ccg-2021"
source = "a table of 2021"
codes = { E38000012 = "E38000002" }

[[moved]]
layer = "ccg-2021"
note = "The fourth was in Dale."
source = "a table of 2021"
area = "E38000002"
blocks = ["E01000004"]
"#;

/// Three blocks in one sub-ICB location, and two in another.
fn tables() -> Tables {
    let block = |number: u32| -> GssCode { format!("E0100000{number}").parse().unwrap() };
    let sicbl = |name: &str, ods: &str| Sicbl {
        name: name.to_owned(),
        ods: Some(ods.to_owned()),
        icb: "E54000001".to_owned(),
        icb_name: "NHS Hill and Dale ICB".to_owned(),
    };
    let code = |number| ["E38000012", "E38000001"][usize::from(number > 3)].to_owned();
    Tables {
        blocks: (1..=5).map(|n| (block(n), format!("Block {n}"))).collect(),
        sicbl_of: (1..=5).map(|n| (block(n), code(n))).collect(),
        sicbls: [
            ("E38000012".to_owned(), sicbl("NHS H & D ICB - 02D", "02D")),
            ("E38000001".to_owned(), sicbl("NHS H & D ICB - 01H", "01H")),
        ]
        .into(),
        ..Tables::default()
    }
}

fn built(sources: &str) -> Result<(Membership, DataReport)> {
    let recipe = Recipe {
        folder: PathBuf::new(),
        sources: toml::from_str::<Sources>(sources).unwrap(),
        definitions: Vec::new(),
    };
    let mut report = DataReport::default();
    let membership = Membership::of_england(&recipe, &tables(), &mut report)?;
    membership.report_exceptions(&recipe, &mut report);
    Ok((membership, report))
}

/// Returns the area of each block, as the last digits of its code.
fn areas(membership: &Membership, layer: &str) -> Vec<String> {
    let column = membership.column(layer).unwrap();
    let areas = column.of_block.iter().map(|area| area.unwrap());
    areas
        .map(|area| column.areas[area].code[7..].to_owned())
        .collect()
}

#[test]
fn exceptions_are_applied_to_their_layer_alone_and_reported() {
    let (membership, report) = built(&format!("{SOURCES}{EXCEPTIONS}")).unwrap();
    assert_eq!(
        areas(&membership, "ccg-2021"),
        ["02", "02", "02", "02", "01"]
    );
    assert_eq!(
        areas(&membership, "sicbl-2022"),
        ["12", "12", "12", "01", "01"]
    );
    let described = membership.column("ccg-2021").unwrap().areas.iter();
    let described: Vec<_> = described
        .map(|area| (area.name.as_str(), area.ods.as_deref().unwrap()))
        .collect();
    assert_eq!(
        described,
        [("NHS Dale CCG", "02D"), ("NHS Hill CCG", "01H")],
        "names are by the layer's codes, ODS codes by the table's"
    );
    assert_found(
        &report,
        &[
            "E38000002 has the code E38000012 in its table",
            "1 block is in E38000002, and elsewhere in its table. The fourth was in Dale.",
        ],
    );
}

fn assert_found(report: &DataReport, expected: &[&str]) {
    let found: Vec<&str> = report.findings.iter().map(|f| f.found.as_str()).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_exception_that_cannot_be_is_an_error_that_says_which() {
    for (from, to, expected) in [
        ("E01000004", "E01000009", "there is no block E01000009"),
        (
            "[\"E01000004\"]",
            "[\"E01000004\", \"E01000004\"]",
            "E01000004 is listed more than once",
        ),
        (
            "E01000004",
            "E01000003",
            "E01000003 is in E38000002 by the table too",
        ),
        (
            "area = \"E38000002\"",
            "area = \"E38000012\"",
            "it has no area E38000012",
        ),
        (
            "{ E38000012",
            "{ E38000013",
            "its table has no area E38000013",
        ),
        (
            "= \"E38000002\" }",
            "= \"E38000001\" }",
            "another area has the code E38000001",
        ),
    ] {
        let exceptions = EXCEPTIONS.replace(from, to);
        assert_ne!(exceptions, EXCEPTIONS);
        let error = built(&format!("{SOURCES}{exceptions}")).unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains(expected) && error.contains("ccg-2021"),
            "{error}"
        );
    }
}

#[test]
fn an_area_without_a_name_and_a_name_without_an_area_are_reported() {
    let sources = SOURCES.replace("E38000001 = ", "E38000009 = ");
    let (membership, report) = built(&sources).unwrap();
    let column = membership.column("ccg-2021").unwrap();
    assert_eq!(column.areas[1].name, "E38000001");
    assert_found(
        &report,
        &[
            "E38000012 (02D) has no name",
            "E38000001 (01H) has no name",
            "the recipe names E38000002 NHS Dale CCG, but there is no such area",
            "the recipe names E38000009 NHS Hill CCG, but there is no such area",
        ],
    );
}
