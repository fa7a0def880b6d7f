//! Claims about extents, for six blocks in four districts, of which two have merged, and in three
//! boards, two of which share a district.

use std::path::PathBuf;

use super::*;
use crate::DataReport;
use crate::build::tables::Tables;
use crate::recipe::Sources;
use crate::source::lookups::Sicbl;

const SOURCES: &str = r#"
default_extent = "all"
order = ["ccg-2021", "icb-2022", "lad-2021", "lad-2023", "place-2022"]
licence = { name = "OGL", attribution = "ONS" }
extent.all = { title = "All", districts = [] }
extent.shore = { title = "The shore", districts = ["E07000004"] }
postcodes = { known_to = "2025-11-30", known_by = "a test" }
package = {}
names.ccg-2021 = { E38000003 = "NHS Peak CCG" }

[ods.icb-2022]
E54000001 = "QA1"
E54000002 = "QB2"
E54000003 = "QC3"

[[known_defect]]
layer = "icb-2022"
from = "2023-04-01"
note = "From April 2023 the code is E54000009."
source = "a test"
areas = ["E54000002"]

[[known_defect]]
layer = "lad-2021"
note = "The code is now E07000009."
source = "a test"
new_code = "E07000009"
areas = ["E07000003"]
"#;

/// The keys that all layers from tables have, but for what differs.
fn layer(id: &str, made: &str, from: &str) -> String {
    format!(
        "[layer.{id}]\nmade = \"{made}\"\nfamily = \"{made}\"\nfamily_title = \"{made}\"\n\
         title = \"Areas of {from}\"\nrole = \"primary\"\nvalid_from = \"{from}\"\n\
         resolution_m = 200.0\ncoast = \"none\"\nsource = \"a test\"\n"
    )
}

fn defined(text: &str) -> crate::DefinedLayer {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("layer.toml");
    std::fs::write(&path, text).unwrap();
    crate::DefinedLayer::read(&path).unwrap()
}

fn recipe() -> Recipe {
    let about =
        "family_title = \"f\"\ntitle = \"t\"\ndecided = \"2022-01-01\"\nsource = \"a test\"\n";
    let merged = format!(
        "layer = \"lad-2023\"\nfamily = \"lad\"\n{about}gives_districts = true\n\
         valid_from = \"2023-04-01\"\nkeep = \"lad-2021\"\n[[area]]\ncode = \"E06000001\"\n\
         name = \"Upland\"\nunion = [\"lad-2021/E07000001\", \"lad-2021/E07000002\"]\n"
    );
    let places = format!(
        "layer = \"place-2022\"\nfamily = \"place\"\n{about}valid_from = \"2022-07-01\"\n\
         region = \"icb-2022/E54000002\"\n[[area]]\ncode = \"P1\"\nname = \"Beach\"\n\
         union = [\"lad-2021/E07000004\"]\n"
    );
    let layers = [
        layer("ccg-2021", "ccg", "2021-04-01"),
        layer("icb-2022", "icb", "2022-07-01"),
        layer("lad-2021", "district", "2021-04-01"),
    ];
    Recipe {
        folder: PathBuf::new(),
        sources: toml::from_str::<Sources>(&format!("{SOURCES}{}", layers.concat())).unwrap(),
        definitions: vec![defined(&merged), defined(&places)],
    }
}

fn england(recipe: &Recipe) -> Membership {
    let block = |number: usize| format!("E0100000{number}").parse().unwrap();
    let district = |number: usize| format!("E0700000{number}").parse().unwrap();
    let districts = [1, 1, 2, 3, 3, 4];
    let boards = [3, 3, 1, 1, 2, 2];
    let sicbl = |number: usize, name: &str| {
        let sicbl = Sicbl {
            name: format!("NHS {name} ICB - 0{number}X"),
            ods: Some(format!("0{number}X")),
            icb: format!("E5400000{number}"),
            icb_name: format!("NHS {name} Integrated Care Board"),
        };
        (format!("E3800000{number}"), sicbl)
    };
    let names = ["Hill", "Dale, City of", "Moor", "Coast"];
    let tables = Tables {
        blocks: (1..=6).map(|n| (block(n), format!("Block {n}"))).collect(),
        district_of: (1..).map(block).zip(districts.map(district)).collect(),
        district_names: (1..).map(district).zip(names.map(str::to_owned)).collect(),
        sicbl_of: (1..)
            .map(block)
            .zip(boards.map(|board| format!("E3800000{board}")))
            .collect(),
        sicbls: [sicbl(1, "Vale"), sicbl(2, "Coast"), sicbl(3, "Peak")].into(),
        ..Tables::default()
    };
    Membership::of_england(recipe, &tables, &mut DataReport::default()).unwrap()
}

fn found(wanted: &str) -> Result<ChosenExtent> {
    let recipe = recipe();
    find(&recipe, &england(&recipe), wanted)
}

fn refused(wanted: &str) -> String {
    found(wanted).unwrap_err().to_string()
}

#[test]
fn a_board_is_one_extent_by_any_of_its_codes_and_names() {
    let vale = found("QA1").unwrap();
    assert_eq!(vale.name, "icb-QA1");
    for wanted in [
        "qa1",
        "E54000001",
        "NHS Vale Integrated Care Board",
        "nhs vale icb",
        " Vale ",
    ] {
        assert_eq!(found(wanted).unwrap(), vale, "{wanted}");
    }
}

#[test]
fn districts_that_a_board_touches_are_whole_those_of_later_years_too() {
    // The board has Dale, which is now a part of Upland, as Hill is, and a part of Moor.
    let vale = found("QA1").unwrap();
    assert_eq!(vale.districts, ["E07000001", "E07000002", "E07000003"]);
    assert_eq!(vale.title, "NHS Vale, with the rest of Moor and Upland");
    let recipe = recipe();
    let within = england(&recipe).within(&vale.districts);
    for layer in ["lad-2021", "lad-2023"] {
        let areas = &within.column(layer).unwrap().areas;
        assert!(areas.iter().all(|area| area.complete), "{layer}");
    }
    let boards = within.column("icb-2022").unwrap().areas.iter();
    let boards: Vec<_> = boards
        .map(|board| (board.ods.as_deref().unwrap(), board.complete))
        .collect();
    assert_eq!(boards, [("QC3", true), ("QA1", true), ("QB2", false)]);
}

#[test]
fn equal_ground_has_one_name() {
    let vale = found("QA1").unwrap();
    for wanted in [
        "Hill,Dale, City of,Moor",
        "moor, upland",
        "E06000001,E07000009",
        "E07000003,E07000002,E07000001,Hill",
    ] {
        assert_eq!(found(wanted).unwrap(), vale, "{wanted}");
    }
    let shore = found("shore").unwrap();
    assert_eq!(shore.title, "The shore");
    assert_eq!(found("E07000004").unwrap(), shore);
    assert_eq!(
        found("Hill,Dale, City of,Moor,E07000004").unwrap().name,
        "lad-E07000001-E07000002-E07000003-E07000004"
    );
}

#[test]
fn districts_are_called_by_their_names() {
    let two = found("moor, dale, city of").unwrap();
    assert_eq!(two.name, "lad-E07000002-E07000003");
    assert_eq!(two.title, "Dale and Moor");
    assert_eq!(found("Dale,Moor").unwrap(), two);
    assert_eq!(found("Upland").unwrap(), found("Hill,Dale").unwrap());
    assert_eq!(
        found("Upland").unwrap().title,
        "NHS Peak, with the rest of Upland"
    );
}

#[test]
fn what_is_no_extent_is_refused_with_what_may_be_meant() {
    for (wanted, parts) in [
        (
            "Moorr",
            &["\"Moorr\"", "Moor (E07000003)", "1 July 2022"][..],
        ),
        ("Hill,Dal", &["\"Dal\"", "Dale, City of (E07000002)"]),
        ("QX1", &["Vale Integrated Care Board (QA1)"]),
        ("", &["\"\""]),
        ("E54000009", &["later code", "NHS Coast", "QB2"]),
        ("03X", &["NHS Peak CCG", "Areas of 2021-04-01", "QC3"]),
        ("NHS Peak CCG", &["QC3 for NHS Peak Integrated Care Board"]),
        ("Coast", &["both", "QB2", "E07000004"]),
    ] {
        let refusal = refused(wanted);
        for part in parts {
            assert!(refusal.contains(part), "{wanted}: {refusal}");
        }
    }
}

#[test]
fn a_layer_of_one_region_is_built_where_all_of_that_region_is() {
    let recipe = recipe();
    for (wanted, is_built) in [
        ("QB2", true),
        ("QA1", false),
        ("Moor", false),
        ("all", true),
    ] {
        let extent = found(wanted).unwrap_or_else(|error| panic!("{error}"));
        let within = england(&recipe).within(&extent.districts);
        assert_eq!(
            within.has_region_of(&recipe, "place-2022"),
            is_built,
            "{wanted}"
        );
        assert!(within.has_region_of(&recipe, "lad-2023"), "{wanted}");
        assert!(within.has_region_of(&recipe, "icb-2022"), "{wanted}");
    }
}
