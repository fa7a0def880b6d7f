//! Claims that documents for boards name things in words, and say what each percentage is of.

use coterm_tests::{coterm, data_folder, dataset, run};
use roxmltree::{Document, Node};

use crate::documents::xml;
use crate::golden_documents::{CASES, html_of, text_of};

/// The document on the three proposals for Lancashire, side by side.
fn proposals(against: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = coterm(folder.path());
    command.args(["scenario", "score"]);
    for number in ["two", "three", "four"] {
        let file = format!("scenarios/lancashire-{number}-councils.toml");
        command.arg(data_folder().join(file));
    }
    let ran = run(command.args(["--against", against, "-o", "score.html"]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    std::fs::read_to_string(folder.path().join("score.html")).unwrap()
}

/// Whether an element is for those who make the report again, or in the table of layers.
fn is_technical(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|node| {
        let class = node.attribute("class").unwrap_or_default();
        let tag = node.tag_name().name();
        let id = node.attribute("id").unwrap_or_default();
        ["code", "pre", "style"].contains(&tag)
            || id == "manifest"
            || class.split(' ').any(|class| class == "facts")
    })
}

/// Asserts that no text of a document has the identifier of a layer.
fn assert_no_identifiers(html: &str) {
    let xml = xml(html);
    let document = Document::parse(&xml).unwrap();
    let ids: Vec<&str> = dataset()
        .catalogue()
        .layers()
        .iter()
        .map(coterm_core::layers::Layer::id)
        .collect();
    for node in document
        .descendants()
        .filter(|node| node.is_text() && !is_technical(*node))
    {
        let text = node.text().unwrap();
        for id in &ids {
            let is_whole = |at: usize| {
                let after = text[at + id.len()..].chars().next();
                let before = text[..at].chars().next_back();
                let ends = |other: Option<char>| {
                    !other.is_some_and(|other| other.is_alphanumeric() || other == '-')
                };
                ends(before) && ends(after)
            };
            let found = text
                .match_indices(id)
                .any(|(at, _)| is_whole(at) && id.contains('-'));
            assert!(!found, "{id} in \"{text}\"");
        }
    }
}

#[test]
fn no_sentence_title_or_caption_of_a_comparison_has_the_identifier_of_a_layer() {
    for pair in CASES {
        for more in [
            &[][..],
            &["--appendix", "none", "--date", "2026-12-01", "--draft"],
        ] {
            assert_no_identifiers(&html_of(pair, more));
        }
    }
    assert_no_identifiers(&html_of(CASES[0], &["--within", "icb-2022/E54000048"]));
}

#[test]
fn no_sentence_title_or_caption_of_proposals_has_the_identifier_of_a_layer() {
    for against in ["delivery-unit-2022", "place-2022"] {
        let html = proposals(against);
        assert_no_identifiers(&html);
        assert!(
            html.contains(
                "Each of the 941 LSOAs of Lancashire, Blackpool and Blackburn with Darwen is in one \
                 area."
            ),
            "{html}"
        );
    }
}

/// A percentage is of something: `16,911 of 47,499 live postcodes (36%)`, `17% of Lancashire's
/// live postcodes`.
#[test]
fn every_percentage_of_the_answers_says_what_it_is_of() {
    for pair in CASES {
        let xml = xml(&html_of(pair, &[]));
        let document = Document::parse(&xml).unwrap();
        let section = document
            .descendants()
            .find(|node| node.attribute("id") == Some("summary"))
            .unwrap();
        let paragraphs = section.descendants().filter(|node| node.has_tag_name("p"));
        let mut percentages = 0;
        for paragraph in paragraphs.map(text_of) {
            for (at, _) in paragraph.match_indices('%') {
                percentages += 1;
                let before = &paragraph[..at];
                let after = &paragraph[at + 1..];
                let sentence = before.rsplit(". ").next().unwrap();
                let of = sentence.rfind(" of ").map(|of| &sentence[of + 4..]);
                let is_of_before =
                    of.is_some_and(|of| of.starts_with(|c: char| c.is_ascii_digit()));
                assert!(
                    is_of_before || after.starts_with(" of "),
                    "{pair:?}: {paragraph}"
                );
            }
        }
        // The share of all that would be in a different area, as a label and in the sentence.
        assert!(percentages >= 2, "{pair:?}: {percentages}");
    }
}
