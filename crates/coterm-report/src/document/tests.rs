//! Claims about the parts that documents share.

use super::answers::{Answer, answers};
use super::split::{Part, Split, split};
use super::{Document, Section};

fn document(draft: bool, date: Option<&str>) -> String {
    let document = Document {
        kind: "Report",
        title: "Title".into(),
        about: "About".into(),
        date: date.map(str::to_owned),
        draft,
        engine: "coterm",
        attribution: "Source",
    };
    document.html(&[Section::new("summary", "Summary", String::new())])
}

#[test]
fn a_draft_says_so_at_the_top_and_on_each_printed_page() {
    let html = document(true, Some("29 November 2026"));
    assert!(html.contains("<p class=\"draft\"><strong>Draft</strong> 29 November 2026</p>"));
    assert!(html.contains("@top-left { content: \"Draft, 29 November 2026\";"));
    assert!(!document(false, None).contains("@top-left"));
    assert!(!document(false, None).contains("class=\"draft\""));
}

#[test]
fn a_date_alone_is_shown_without_a_word_of_drafts() {
    let html = document(false, Some("May \"26\" \\"));
    assert!(html.contains("<p class=\"draft\">May &quot;26&quot; \\</p>"));
    assert!(
        html.contains("@top-left { content: \"May \\\"26\\\" \\\\\";"),
        "{html}"
    );
}

#[test]
fn answers_are_a_numbered_list_of_questions() {
    let html = answers(&[Answer {
        question: "Do they fit?".into(),
        figure: "3 of 4".into(),
        label: "places <fit>".into(),
        sentence: "Three do.".into(),
    }]);
    let expected = "<ol class=\"answers\">\n<li>\n<h3>Do they fit?</h3>\n\
        <p class=\"figure\"><b>3 of 4</b> places &lt;fit&gt;</p>\n<p>Three do.</p>\n</li>\n</ol>\n";
    assert_eq!(html, expected);
}

#[test]
fn a_split_has_a_group_of_rows_for_each_area() {
    let part = |name: &str, share| Part {
        number: None,
        name: name.into(),
        share,
        holds: "postcodes".into(),
    };
    let html = split(
        "Shares of live postcodes.",
        &[Split {
            area: "Fylde Coast".into(),
            parts: vec![part("Lancashire", Some(0.61)), part("Blackpool", None)],
        }],
    );
    assert!(html.contains("<th scope=\"rowgroup\" rowspan=\"2\">Fylde Coast</th>"));
    assert!(html.contains("--part:61.0%\"></span>61%</td>"));
    assert!(html.contains("<td>Blackpool</td><td class=\"measure\">not known</td>"));
    assert_eq!(html.matches("<tbody>").count(), 1);
}
