//! Claims about the proposals for new councils in Lancashire, in `data/scenarios/`.

use coterm_core::scenario::Status;
use coterm_tests::{coterm, data_folder, dataset, run};
use jiff::civil::date;
use serde_json::{Value, json};

/// The proposals, each with its councils and their LSOAs by the official table of districts.
const PROPOSALS: [(&str, &[(&str, usize)]); 3] = [
    ("two", &[("North", 429), ("South", 512)]),
    (
        "three",
        &[("Central", 295), ("Coastal", 303), ("Pennine", 343)],
    ),
    (
        "four",
        &[("East", 303), ("North", 215), ("South", 209), ("West", 214)],
    ),
];

fn file(councils: &str) -> String {
    let name = format!("scenarios/lancashire-{councils}-councils.toml");
    data_folder().join(name).display().to_string()
}

#[test]
fn each_proposal_covers_lancashire_with_whole_districts() {
    for (name, councils) in PROPOSALS {
        let scenario = coterm_io::read_scenario(file(name).as_ref()).unwrap();
        let standing = scenario.standing.unwrap();
        assert_eq!(standing.status, Status::Proposed);
        assert_eq!(standing.decided, Some(date(2025, 11, 28)));
        assert_eq!(standing.valid_from, Some(date(2028, 4, 1)));
        assert_eq!(scenario.rule, None);
        let proposal = scenario.propose(dataset()).unwrap();
        let blocks = proposal.layer().areas().iter().zip(proposal.blocks());
        let found: Vec<_> = blocks
            .map(|(area, blocks)| (area.name(), blocks.len()))
            .collect();
        assert_eq!(found, councils);
        let ran = run(coterm(std::path::Path::new(".")).args([
            "scenario",
            "score",
            &file(name),
            "--json",
        ]));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let score: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(score["districts_split"], json!([]));
        assert_eq!(score["family_title"], "Councils");
        assert_eq!(
            score["standing"],
            json!({
                "status": "proposed",
                "decided": "2025-11-28",
                "valid_from": "2028-04-01",
                "valid_to": null,
            })
        );
    }
}

#[test]
fn the_score_says_that_they_are_proposed_beside_the_source() {
    let folder = tempfile::tempdir().unwrap();
    let words = "Proposed on 28 November 2025, to begin on 1 April 2028.";
    let shown = run(coterm(folder.path()).args(["scenario", "score", &file("two")])).out;
    assert!(
        shown.contains(&format!("reorganisation\n{words}\n")),
        "{shown}"
    );
    let [one, both] = ["one.html", "both.html"];
    for (out, files) in [
        (one, vec![file("three")]),
        (both, vec![file("three"), file("four")]),
    ] {
        let ran = run(coterm(folder.path())
            .args(["scenario", "score", "-o", out])
            .args(&files));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let html = std::fs::read_to_string(folder.path().join(out)).unwrap();
        assert_eq!(html.matches(words).count(), files.len(), "{out}");
    }
}
