//! Claims about the JSON of answers, field by field: names, order and values of ten answers are
//! those in `snapshots/`.
//!
//! Programs read these fields, so a removed name or a changed code breaks them. If a change is
//! intended, run the command that the failure prints, look at the difference, and commit it with
//! the reason.

use std::path::PathBuf;

use coterm_core::lookup::Answer;
use coterm_core::space::{GridPoint, LonLat};
use coterm_report::lookup::AnswerDocument;
use coterm_tests::{coterm, dataset, run, workspace};
use jiff::civil::Date;

/// Lookup to test: its file in `snapshots/`, and the arguments of `coterm lookup`.
struct Question {
    file: &'static str,
    place: &'static [&'static str],
    on: &'static str,
    families: &'static str,
}

const fn question(
    file: &'static str,
    place: &'static [&'static str],
    on: &'static str,
    families: &'static str,
) -> Question {
    Question {
        file,
        place,
        on,
        families,
    }
}

const QUESTIONS: [Question; 10] = [
    question("agreed", &["LA1 4YW"], "2022-06-30", "ccg,lad,place"),
    question("contradicted", &["L40 3AD"], "2025-06-01", "lad,lsoa"),
    question("terminated", &["PR4 0TG"], "2025-11-30", "lad"),
    question("used-again", &["BB1 3AJ"], "2023-06-01", "lad,icb"),
    question("newer-than-table", &["BB1 2ED"], "2025-06-01", "lad,lsoa"),
    question("imputed", &["BB1 5FE"], "2022-06-30", "lad"),
    question("without", &["BD23 3TG"], "2025-06-01", "place,icb"),
    question("drawn-beside", &["FY3 7BG"], "2022-06-30", "ccg"),
    question(
        "point-near-a-line",
        &["--grid", "349025.1,411491.7"],
        "2022-09-01",
        "lsoa,lad",
    ),
    question(
        "point-after-known-to",
        &["--point", "-2.80,54.05"],
        "2026-06-01",
        "lad,icb,lsoa",
    ),
];

impl Question {
    fn path(&self) -> PathBuf {
        let folder = workspace().join("tests/claims/snapshots");
        folder.join(format!("lookup-{}.json", self.file))
    }

    fn answer(&self) -> Answer<'static> {
        let on: Date = self.on.parse().unwrap();
        let families: Vec<String> = self.families.split(',').map(str::to_owned).collect();
        let families = Some(families.as_slice());
        let pair = |text: &str| {
            let (one, other) = text.split_once(',').unwrap();
            (one.parse().unwrap(), other.parse().unwrap())
        };
        match self.place {
            ["--grid", place] => {
                let (easting, northing) = pair(place);
                let point = GridPoint::new(easting, northing).unwrap();
                dataset().lookup_grid(point, on, families)
            }
            ["--point", place] => {
                let (lon, lat) = pair(place);
                let position = LonLat::new(lon, lat).unwrap();
                dataset().lookup_lonlat(position, on, families)
            }
            [postcode] => dataset().lookup_postcode(postcode.parse().unwrap(), on, families),
            other => panic!("{other:?} is no place"),
        }
        .unwrap()
    }

    /// The arguments of the command for this lookup.
    fn arguments(&self) -> Vec<&'static str> {
        let rest = ["--on", self.on, "--family", self.families, "--json"];
        [&["lookup"], self.place, &rest].concat()
    }
}

/// Asserts that the text is that of the file. Otherwise prints the first line that differs, and how
/// to look at the difference.
fn is_kept(question: &Question, text: &str) {
    let path = question.path();
    let snapshot = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = snapshot
        .lines()
        .zip(text.lines())
        .find(|(one, new)| one != new);
    let lengths = (snapshot.lines().count(), text.lines().count());
    assert!(
        snapshot == text,
        "{} is not what is answered now: {differs:?}, lines {lengths:?}; to see what changed: \
         coterm {} | python3 -m json.tool --indent 2 --no-ensure-ascii - {}",
        path.display(),
        question
            .arguments()
            .iter()
            .map(|argument| format!("'{argument}'"))
            .collect::<Vec<_>>()
            .join(" "),
        path.display(),
    );
}

#[test]
fn the_json_of_ten_answers_keeps_its_fields_codes_and_values() {
    for question in &QUESTIONS {
        let answer = question.answer();
        let document = AnswerDocument::from(&answer);
        let text = serde_json::to_string_pretty(&document).unwrap();
        is_kept(question, &format!("{text}\n"));
    }
}

#[test]
fn the_command_prints_the_same_json() {
    let folder = tempfile::tempdir().unwrap();
    for question in &QUESTIONS {
        let answer = question.answer();
        let document = serde_json::to_string(&AnswerDocument::from(&answer)).unwrap();
        let printed = run(coterm(folder.path()).args(question.arguments()));
        assert_eq!(printed.out.trim_end(), document, "{}", printed.err);
    }
}
