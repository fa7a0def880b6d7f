//! Claims about the codes of reasons and notes: each has its own code, which docs/http.md lists,
//! and a sentence.

use std::collections::BTreeSet;
use std::fmt::Display;

use coterm_core::codes::Release;
use coterm_core::lookup::{
    Basis, Contradiction, ContraryAllocation, KnownTo, NotFollowed, Note, Objection,
    PostcodePosition, UseOnDay,
};
use coterm_report::lookup::{Sentence, position_phrase};
use coterm_tests::{dataset, workspace};
use jiff::civil::{Date, date};
use serde_json::Value;

/// The release that has this name in the data files.
fn release(id: &str) -> &'static Release {
    let releases = dataset().postcodes().releases();
    &releases[releases.named(id).unwrap()]
}

const ON: Date = date(2022, 6, 30);
const CLOSE: Option<f64> = Some(12.34);

/// One value of each variant.
fn every_basis() -> Vec<Basis<'static>> {
    let by = Some(release("table"));
    let all = vec![
        Basis::PolygonAgrees { by },
        Basis::DrawnBeside {
            by,
            drawn_m: 12.0,
            resolution_m: 200.0,
        },
        Basis::DrawnElsewhere { by, drawn_m: 120.0 },
        Basis::CodesAlone { by },
        Basis::ImputedPosition {
            by,
            boundary_m: CLOSE,
            uncertainty_m: 5_000.0,
        },
        Basis::UnstatedPosition {
            by,
            boundary_m: CLOSE,
        },
        Basis::PositionsApart {
            by,
            boundary_m: CLOSE,
            apart_m: 300.0,
        },
        Basis::NewPostcode {
            by,
            boundary_m: CLOSE,
        },
        Basis::BoundaryFar { boundary_m: CLOSE },
        Basis::BoundaryWithinLineError {
            boundary_m: CLOSE,
            line_error_m: 472.0,
        },
        Basis::BoundaryWithinPositionError {
            boundary_m: CLOSE,
            uncertainty_m: 50.0,
        },
        Basis::BoundaryWithinPositionSpread {
            boundary_m: CLOSE,
            apart_m: 300.0,
        },
    ];
    // A further variant does not compile until it is added here, and so above.
    for basis in &all {
        match basis {
            Basis::PolygonAgrees { .. }
            | Basis::DrawnBeside { .. }
            | Basis::DrawnElsewhere { .. }
            | Basis::CodesAlone { .. }
            | Basis::ImputedPosition { .. }
            | Basis::UnstatedPosition { .. }
            | Basis::PositionsApart { .. }
            | Basis::NewPostcode { .. }
            | Basis::BoundaryFar { .. }
            | Basis::BoundaryWithinLineError { .. }
            | Basis::BoundaryWithinPositionError { .. }
            | Basis::BoundaryWithinPositionSpread { .. } => {}
        }
    }
    all
}

const ALLOCATIONS: [ContraryAllocation<'_>; 3] = [
    ContraryAllocation::Area {
        area_code: "E07000118",
        name: "Chorley",
    },
    ContraryAllocation::NoArea,
    ContraryAllocation::AnotherDistrict,
];

const NOT_FOLLOWED: [NotFollowed; 3] = [
    NotFollowed::Older,
    NotFollowed::AfterDay,
    NotFollowed::AfterTermination,
];

fn every_objection() -> Vec<Objection<'static>> {
    let contradicted = |allocation, not_followed| {
        Objection::Contradicted(Contradiction {
            preferred: release("table"),
            against: release("c25"),
            not_followed,
            allocation,
        })
    };
    let mut all = vec![
        Objection::UsedAgain,
        Objection::KnownDefect {
            note: "It had another code.",
            source: "a test",
        },
        Objection::AfterKnownTo { known_to: ON },
    ];
    for allocation in ALLOCATIONS {
        all.extend(NOT_FOLLOWED.map(|why| contradicted(allocation, why)));
    }
    for objection in &all {
        match objection {
            Objection::Contradicted(Contradiction {
                not_followed:
                    NotFollowed::Older | NotFollowed::AfterDay | NotFollowed::AfterTermination,
                allocation:
                    ContraryAllocation::Area { .. }
                    | ContraryAllocation::NoArea
                    | ContraryAllocation::AnotherDistrict,
                ..
            })
            | Objection::UsedAgain
            | Objection::KnownDefect { .. }
            | Objection::AfterKnownTo { .. } => {}
        }
    }
    all
}

fn every_note() -> Vec<Note<'static>> {
    let postcode = "LA1 4YW".parse().unwrap();
    let month = "2021-04".parse().unwrap();
    let layers = dataset().catalogue().layers();
    let all = vec![
        Note::OnlyBuildingBlocks {
            on: ON,
            others_from: ON,
        },
        Note::AfterKnownTo { known_to: ON },
        Note::AfterSomeKnownTo {
            layers: vec![KnownTo {
                known_to: ON,
                layers: vec![layers[0].info()],
            }],
        },
        Note::NotYetIntroduced {
            postcode,
            on: ON,
            introduced: month,
        },
        Note::TerminatedBefore {
            postcode,
            on: ON,
            terminated: month,
        },
        Note::TerminatedSince {
            postcode,
            on: ON,
            terminated: month,
        },
        Note::UsedBefore {
            postcode,
            ended: Some(month),
        },
        Note::UsedAgain {
            postcode,
            from: Some(month),
            to: Some(month),
        },
        Note::NewerThanCodeTable {
            postcode,
            on: ON,
            code_table: release("table"),
            in_use: UseOnDay::Unknown,
        },
        Note::MissingFromLaterRelease {
            postcode,
            on: ON,
            listed_in: release("table"),
            missing_from: release("c25"),
            in_use: UseOnDay::Ended,
        },
        Note::PositionOfLsoa { postcode },
        Note::ImputedPosition {
            postcode,
            uncertainty_m: 5_000.0,
        },
        Note::SectorMeanPosition {
            postcode,
            uncertainty_m: 5_000.0,
        },
        Note::UnstatedPosition { postcode },
        Note::PositionsApart {
            postcode,
            apart_m: 180.0,
        },
    ];
    for note in &all {
        match note {
            Note::OnlyBuildingBlocks { .. }
            | Note::AfterKnownTo { .. }
            | Note::AfterSomeKnownTo { .. }
            | Note::NotYetIntroduced { .. }
            | Note::TerminatedBefore { .. }
            | Note::TerminatedSince { .. }
            | Note::UsedBefore { .. }
            | Note::UsedAgain { .. }
            | Note::NewerThanCodeTable { .. }
            | Note::MissingFromLaterRelease { .. }
            | Note::PositionOfLsoa { .. }
            | Note::ImputedPosition { .. }
            | Note::SectorMeanPosition { .. }
            | Note::UnstatedPosition { .. }
            | Note::PositionsApart { .. } => {}
        }
    }
    all
}

const POSITIONS: [PostcodePosition; 7] = [
    PostcodePosition::Building,
    PostcodePosition::Approximate,
    PostcodePosition::UnitMean,
    PostcodePosition::Imputed,
    PostcodePosition::SectorMean,
    PostcodePosition::Unstated,
    PostcodePosition::Lsoa,
];

fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

fn codes<T: serde::Serialize>(all: &[T]) -> Vec<String> {
    let code = |value: &T| json(value)["code"].as_str().unwrap().to_owned();
    all.iter().map(code).collect()
}

/// The rows of the table in docs/http.md below the heading that begins so: the code, and the names
/// in the column of figures.
fn documented(heading: &str) -> Vec<(String, BTreeSet<String>)> {
    let page = std::fs::read_to_string(workspace().join("docs/http.md")).unwrap();
    let (_, section) = page.split_once(&format!("\n### `{heading}`")).unwrap();
    let section = section.split("\n#").next().unwrap();
    let quoted = |text: &str| -> Vec<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    section
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|');
            let code = cells.next()?.trim().strip_suffix('`')?.to_owned();
            let figures = cells.nth(1).unwrap_or_default();
            Some((code, quoted(figures).into_iter().collect()))
        })
        .collect()
}

/// Asserts that the page has the same codes, once each, with the same figures.
fn is_documented<T: serde::Serialize>(heading: &str, all: &[T]) {
    let documented = documented(heading);
    let listed: Vec<&str> = documented.iter().map(|(code, _)| code.as_str()).collect();
    let mut exist = codes(all);
    exist.sort();
    exist.dedup();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, exist, "{heading}");
    for value in all {
        let json = json(value);
        let members = json.as_object().unwrap();
        let (_, figures) = documented
            .iter()
            .find(|(code, _)| members["code"] == code.as_str())
            .unwrap();
        for name in members.keys().filter(|name| *name != "code") {
            assert!(
                figures.contains(name),
                "{heading} {}: {name}",
                members["code"]
            );
        }
        for figure in figures {
            let of_part = json["layers"][0].get(figure).is_some();
            assert!(
                members.contains_key(figure) || of_part,
                "{heading} {}: {figure}",
                members["code"]
            );
        }
    }
}

#[test]
fn every_code_and_figure_of_an_answer_is_documented_and_no_other() {
    is_documented("basis", &every_basis());
    is_documented("objections", &every_objection());
    is_documented("note_details", &every_note());
    let positions: Vec<String> = documented("position_code")
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    let exist = POSITIONS.map(|position| json(&position).as_str().unwrap().to_owned());
    assert_eq!(positions, exist);
    let page = std::fs::read_to_string(workspace().join("docs/http.md")).unwrap();
    let assert_documented = |code: &str| assert!(page.contains(&format!("`{code}`")), "{code}");
    for why in NOT_FOLLOWED {
        assert_documented(json(&why).as_str().unwrap());
    }
    for allocation in ALLOCATIONS {
        assert_documented(json(&allocation)["to"].as_str().unwrap());
    }
    let releases = dataset().postcodes().releases();
    assert_eq!(releases.iter().count(), 4);
    for (_, release) in releases.iter() {
        assert_documented(&release.code);
    }
}

/// The page states which bases leave the place in doubt.
#[test]
fn the_page_says_which_bases_are_in_doubt() {
    let page = std::fs::read_to_string(workspace().join("docs/http.md")).unwrap();
    for basis in every_basis() {
        let code = codes(&[basis]).remove(0);
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| `{code}` |")))
            .unwrap();
        let in_doubt = if basis.is_in_doubt() {
            "| yes |"
        } else {
            "| no |"
        };
        assert!(row.ends_with(in_doubt), "{row}");
    }
}

#[test]
fn every_reason_and_note_has_a_sentence_of_its_own() {
    fn sentences<T>(all: &[T]) -> Vec<String>
    where
        for<'a> Sentence<'a, T>: Display,
    {
        all.iter().map(|one| Sentence(one).to_string()).collect()
    }
    let groups = [
        sentences(&every_basis()),
        sentences(&every_objection()),
        sentences(&every_note()),
    ];
    for mut group in groups {
        for sentence in &group {
            assert!(sentence.ends_with('.'), "{sentence}");
            assert!(!sentence.contains("  "), "{sentence}");
        }
        let all = group.len();
        group.sort();
        group.dedup();
        assert_eq!(group.len(), all);
    }
    let mut phrases = POSITIONS.map(position_phrase);
    phrases.sort_unstable();
    assert!(phrases.array_windows().all(|[one, next]| one != next));
}

#[test]
fn distances_in_codes_are_told_to_the_decimetre() {
    let basis = json(&Basis::BoundaryFar { boundary_m: CLOSE });
    assert_eq!(basis["boundary_m"], 12.3);
    assert_eq!(
        json(&Basis::BoundaryFar { boundary_m: None })["boundary_m"],
        Value::Null
    );
}

#[test]
fn a_later_use_that_no_release_dates_is_noted_without_a_month() {
    let note = Note::UsedAgain {
        postcode: "LA1 4YW".parse().unwrap(),
        from: None,
        to: None,
    };
    assert_eq!(
        Sentence(&note).to_string(),
        "LA1 4YW has been used again since some unknown month. This answer is about its earlier \
         use."
    );
}

#[test]
fn a_release_is_named_in_codes_as_the_data_declares_it() {
    let by = |release| json(&Basis::CodesAlone { by: release })["by"].clone();
    assert_eq!(by(Some(release("o25"))), "directory-2025");
    assert_eq!(by(None), Value::Null);
}
