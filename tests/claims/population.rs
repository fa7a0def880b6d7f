//! Claims about people as the default weight, from a population in the data folder, and about
//! values of 2021 LSOAs, which are refused or converted.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use axum::Router;
use axum::http::Method;
use coterm_core::comparison::Weights;
use coterm_core::dataset::Indexing;
use coterm_io::{AddedFiles, LSOA_LOOKUP, POPULATION, WeightFile, checksum, store};
use coterm_tests::{Ran, copy_of_data, coterm, dataset, run, workspace};
use serde_json::{Value, json};

use super::requests::send_to;
use super::weight_files::values;

/// The first three LSOAs of the data: one was split, two were merged, as this made-up lookup has it.
fn three() -> [&'static String; 3] {
    let blocks = dataset().codes().blocks();
    [&blocks[0], &blocks[1], &blocks[2]]
}

/// A lookup on the data's codes, in the ONS's columns: the first LSOA was split into two, and the
/// next two were merged into one.
fn lookup() -> String {
    let [split, merged, with] = three();
    let mut text = String::from("LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD\n");
    for code in &dataset().codes().blocks()[3..] {
        writeln!(text, "{code},A,{code},A,U,E07000117").unwrap();
    }
    for (old, new, change) in [
        (split, "E01034001", "S"),
        (split, "E01034002", "S"),
        (merged, "E01034003", "M"),
        (with, "E01034003", "M"),
    ] {
        writeln!(text, "{old},A,{new},A,{change},E07000117").unwrap();
    }
    text
}

/// People of 2021 LSOAs: 10 in each unchanged one, then 300 and 400 in the parts, 1,000 in the merged
/// one, and one LSOA beyond the data.
fn people_2021() -> String {
    let mut text = String::from("lsoa21,people\n");
    for code in &dataset().codes().blocks()[3..] {
        writeln!(text, "{code},10").unwrap();
    }
    text + "E01034001,300\nE01034002,400\nE01034003,1000\nE01000001,7\n"
}

/// A copy of the data with these files added.
fn data_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let copy = copy_of_data();
    for (name, text) in files {
        fs::write(copy.path().join(name), text).unwrap();
    }
    copy
}

fn with_population() -> tempfile::TempDir {
    let copy = copy_of_data();
    fs::rename(values(copy.path()), copy.path().join(POPULATION)).unwrap();
    copy
}

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = coterm(folder);
    run(command.env("COTERM_DATA", folder).args(arguments))
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    let ran = ran(folder, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

const COMPARE: [&str; 5] = ["compare", "place-2022", "utla-2023", "--format", "json"];

#[test]
fn people_are_counted_if_the_data_folder_has_a_population() {
    let data = with_population();
    let report = json_of(data.path(), &COMPARE);
    assert_eq!(report["weight"]["unit"], "people");
    let manifest = &report["manifest"];
    assert_eq!(manifest["question"]["weight"], "people");
    let population = fs::read(data.path().join(POPULATION)).unwrap();
    let used = json!({"what": "Weights", "file": POPULATION, "sha256": checksum(&population)});
    let files = manifest["files"].as_array().unwrap();
    assert!(files.contains(&used), "{files:?}");

    let score = [
        "scenario",
        "score",
        "scenarios/four-places-2022.toml",
        "--json",
    ];
    assert_eq!(json_of(data.path(), &score)["weight"]["unit"], "people");
    for (more, unit) in [
        (&["--weight", "postcodes"][..], "live postcodes"),
        (&["--weight", "area"], "hectares"),
        (&["--weight", "people"], "people"),
        // A day is about postcodes.
        (&["--on", "2022-06-30"], "live postcodes"),
    ] {
        let report = json_of(data.path(), &[&COMPARE[..], more].concat());
        assert_eq!(report["weight"]["unit"], unit, "{more:?}");
    }
    let overwriting = [
        "compare",
        "place-2022",
        "utla-2023",
        "--format",
        "csv",
        "-o",
        POPULATION,
    ];
    let refused = ran(data.path(), &overwriting);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert_eq!(fs::read(data.path().join(POPULATION)).unwrap(), population);
}

#[test]
fn a_command_in_a_report_names_its_weight_so_that_it_gives_the_same_report_in_any_folder() {
    let data = with_population();
    for weight in ["postcodes", "people"] {
        let arguments = [
            "compare",
            "place-2022",
            "utla-2023",
            "--weight",
            weight,
            "--format",
            "html",
        ];
        let report = ran(data.path(), &arguments);
        let command = format!("coterm {}", arguments.join(" "));
        assert!(report.out.contains(&command), "{command}");
    }
}

#[test]
fn without_a_population_postcodes_are_counted_and_the_report_says_how_to_count_people() {
    let data = copy_of_data();
    let report = json_of(data.path(), &COMPARE);
    assert_eq!(report["weight"]["unit"], "live postcodes");
    let compared = |format| {
        ran(
            data.path(),
            &["compare", "place-2022", "utla-2023", "--format", format],
        )
    };
    let score = ["scenario", "score", "scenarios/four-places-2022.toml"];
    let outputs = [
        compared("table").out,
        compared("html").out,
        ran(data.path(), &score).out,
        ran(data.path(), &[&score[..], &["--format", "html"]].concat()).out,
    ];
    for output in outputs {
        let text = output.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("To count people, add population.csv"),
            "{text}"
        );
    }
    let scored = ran(data.path(), &score).out;
    let size = "Size not checked: the limit is 500,000 people, and this run counted postcodes. Add \
                --weight population.csv.";
    let scored = scored.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(scored.contains(size), "{scored}");
    let none = ran(data.path(), &[&score[..], &["--weight", "people"]].concat());
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains(POPULATION), "{}", none.err);
}

#[test]
fn a_population_that_cannot_be_used_is_refused_only_when_it_is_counted() {
    let data = data_with(&[(POPULATION, "code,people\nE01012571,many\n")]);
    let refused = ran(data.path(), &COMPARE);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains(POPULATION), "{}", refused.err);
    assert!(refused.err.contains("line 2"), "{}", refused.err);
    let postcodes = [&COMPARE[..], &["--weight", "postcodes"]].concat();
    assert_eq!(ran(data.path(), &postcodes).code, Some(0));
}

fn app(data: &Path) -> Router {
    let loaded = store::open(data, Indexing::Layers).unwrap();
    let added = AddedFiles::read(data, &loaded).unwrap();
    let state = coterm_server::State::builder(loaded, &workspace().join("no-page-here"));
    let state = state.manifest(store::manifest(data).unwrap()).added(added);
    coterm_server::app(state.build())
}

#[tokio::test]
async fn the_server_counts_people_as_the_command_does() {
    let data = with_population();
    let app = app(data.path());
    let path = "/compare/place-2022/utla-2023";
    let get = async |query: &str| {
        let answered = send_to(&app, Method::GET, &format!("{path}{query}"), &[]).await;
        assert_eq!(answered.status, 200, "{query}: {:?}", answered.body);
        answered.json()
    };
    assert_eq!(get("?f=json").await, json_of(data.path(), &COMPARE));
    for (query, unit) in [
        ("?weight=people&f=json", "people"),
        ("?weight=postcodes&f=json", "live postcodes"),
        ("?on=2022-06-30&f=json", "live postcodes"),
    ] {
        assert_eq!(get(query).await["weight"]["unit"], unit, "{query}");
    }
    let address = |json: Value| json["tiles"][0].as_str().unwrap().to_owned();
    let by_people = address(get("/tiles").await);
    let by_postcodes = address(get("/tiles?weight=postcodes").await);
    assert!(by_people.contains("{y}?v="), "{by_people}");
    assert!(
        by_postcodes.contains("{y}?weight=postcodes&v="),
        "{by_postcodes}"
    );
}

#[test]
fn values_of_2021_lsoas_are_refused_with_the_reason() {
    let data = data_with(&[("people.csv", &people_2021())]);
    let refused = ran(
        data.path(),
        &[&COMPARE[..], &["--weight", "people.csv"]].concat(),
    );
    assert_eq!(refused.code, Some(2));
    for words in [
        "people.csv: these are 2021 LSOAs, such as E01034001",
        "the data is made of 2011 LSOAs",
        "3 of them have changed",
        three()[0].as_str(),
        "mid-2020",
        "LSOA (2011) to LSOA (2021) to Local Authority District (2022) Lookup",
        LSOA_LOOKUP,
    ] {
        assert!(refused.err.contains(words), "{words}: {}", refused.err);
    }
}

/// The weights of 2021 LSOAs by the made-up lookup.
fn converted() -> Weights {
    let folder = tempfile::tempdir().unwrap();
    let [people, table] = ["people.csv", LSOA_LOOKUP].map(|name| folder.path().join(name));
    fs::write(&people, people_2021()).unwrap();
    fs::write(&table, lookup()).unwrap();
    let file = WeightFile::named(people.to_str().unwrap());
    let values = file.values(dataset(), Some(&table)).unwrap();
    assert_eq!(values.files.len(), 2);
    values.weights(dataset()).unwrap()
}

#[test]
fn an_lsoa_that_was_split_has_the_sum_and_merged_ones_share_by_their_live_postcodes() {
    let weights = converted();
    let by_block = weights.by_block();
    assert_eq!(by_block[0], 700.0);
    assert!(by_block[3..].iter().all(|people| *people == 10.0));
    let live = Weights::live_postcodes(dataset(), None);
    let live = live.by_block();
    let all = live[1] + live[2];
    assert!(live[1] > 0.0 && live[2] > 0.0 && live[1] != live[2]);
    for block in [1, 2] {
        let share = 1_000.0 * live[block] / all;
        assert!(
            (by_block[block] - share).abs() < 1e-9,
            "{block}: {by_block:?}"
        );
    }
    let source = coterm_report::text::weight::source(weights.source());
    for words in [
        "2021 LSOAs, and were converted to 2011 LSOAs with lsoa-2011-to-2021.csv",
        "2 of the 1,294 LSOAs are not exact",
    ] {
        assert!(source.contains(words), "{words}: {source}");
    }
}

#[test]
fn a_lookup_may_be_in_the_data_folder_or_be_named() {
    let total = |report: &Value| report["weight"]["total"].as_f64().unwrap();
    let beside = data_with(&[(POPULATION, &people_2021()), (LSOA_LOOKUP, &lookup())]);
    let report = json_of(beside.path(), &COMPARE);
    assert_eq!(report["weight"]["unit"], "people");
    let files = report["manifest"]["files"].to_string();
    assert!(files.contains(LSOA_LOOKUP), "{files}");

    let named = data_with(&[("people.csv", &people_2021()), ("table.csv", &lookup())]);
    let more = ["--weight", "people.csv", "--lsoa-lookup", "table.csv"];
    let by_name = json_of(named.path(), &[&COMPARE[..], &more].concat());
    assert_eq!(total(&by_name), total(&report));
    assert_eq!(
        by_name["weight"]["source_facts"]["converted"]["table"],
        "table.csv"
    );
}

#[test]
fn a_lookup_or_values_with_gaps_are_refused() {
    let [split, ..] = three();
    let without = |text: &str, code: &str| {
        let kept = text.lines().filter(|line| !line.contains(code));
        kept.fold(String::new(), |text, line| text + line + "\n")
    };
    for (people, table, words) in [
        (
            people_2021(),
            without(&lookup(), split),
            [LSOA_LOOKUP, split.as_str()],
        ),
        (
            without(&people_2021(), "E01034002"),
            lookup(),
            ["1 LSOA of 2021 has no value", "E01034002"],
        ),
        (
            people_2021(),
            lookup().replace("CHGIND", "KIND"),
            [LSOA_LOOKUP, "CHGIND"],
        ),
        (
            people_2021(),
            lookup().replace(",S,", ",?,"),
            ["line 1293", "U, S, M or X"],
        ),
    ] {
        let data = data_with(&[(POPULATION, &people), (LSOA_LOOKUP, &table)]);
        let refused = ran(data.path(), &COMPARE);
        assert_eq!(refused.code, Some(2), "{words:?}");
        for word in words {
            assert!(refused.err.contains(word), "{word}: {}", refused.err);
        }
    }
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use super::*;
    use crate::weight_files::populations;

    #[test]
    #[ignore = "needs the shared reference data: populations"]
    fn the_official_population_becomes_the_default_by_copying_it() {
        let data = copy_of_data();
        fs::copy(populations(), data.path().join(POPULATION)).unwrap();
        let score = ["scenario", "score", "scenarios/three-places.toml", "--json"];
        let score = json_of(data.path(), &score);
        assert_eq!(score["weight"]["unit"], "people");
        let areas = score["areas"].as_array().unwrap();
        assert!(
            areas.iter().all(|area| area["size"]["kept"].is_boolean()),
            "{areas:?}"
        );
    }
}
