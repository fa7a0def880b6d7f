//! Claims about the comments of the sources: a stranger can read each where it stands.

use std::fmt::Write as _;

use coterm_tests::workspace;

use crate::architecture::sources;

/// Words that open a fragment. A summary that begins with one of them means nothing in a list of
/// search results.
const FRAGMENTS: [&str; 40] = [
    "And", "As", "At", "Because", "But", "By", "Else", "For", "From", "If", "In", "Into", "It",
    "Its", "Neither", "None", "Not", "Nothing", "Of", "On", "Only", "Or", "So", "Such", "That",
    "The same", "Their", "Them", "Then", "There", "These", "They", "Those", "Until", "What",
    "Which", "Who", "Whoever", "With", "Without",
];

fn is_fragment(summary: &str) -> bool {
    FRAGMENTS.iter().any(|opening| {
        let rest = summary.strip_prefix(opening);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// The text of a doc comment's line, `///` or `//!`.
fn documented(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))?;
    Some(text.trim_start())
}

/// Every source file of the workspace, by path, with its text.
fn texts() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["crates", "tests", "benches"] {
        sources(&workspace().join(folder), &mut files);
    }
    assert!(files.len() > 400, "only {} files are found", files.len());
    let named = files.into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(workspace()).unwrap();
        (path.display().to_string(), text)
    });
    named.collect()
}

/// A file that examples include, in a crate's `doc/`, cannot have such a comment.
#[test]
fn every_source_file_begins_with_what_is_in_it() {
    let without = texts()
        .into_iter()
        .filter(|(path, text)| !text.starts_with("//! ") && !path.contains("/doc/"));
    let without: Vec<String> = without.map(|(path, _)| path).collect();
    assert!(without.is_empty(), "{without:#?}");
}

/// Comments of the command line's arguments are the help that `--help` prints, where an option is
/// described by what it does.
#[test]
fn every_doc_comment_opens_with_what_the_item_is() {
    let mut fragments = String::new();
    for (path, text) in texts() {
        if path.starts_with("crates/coterm-cli/src/args") {
            continue;
        }
        let mut before = None;
        for (number, line) in (1..).zip(text.lines()) {
            let documented = documented(line);
            if let (None, Some(summary)) = (before, documented)
                && is_fragment(summary)
            {
                writeln!(fragments, "{path}:{number}: {summary}").unwrap();
            }
            before = documented;
        }
    }
    assert!(fragments.is_empty(), "\n{fragments}");
}

#[test]
fn fragments_are_told_from_sentences() {
    for fragment in [
        "Of this area.",
        "The same, sorted.",
        "So that it fits.",
        "What is counted.",
    ] {
        assert!(is_fragment(fragment), "{fragment}");
    }
    for summary in [
        "Offset of the area.",
        "Italic text.",
        "The smallest.",
        "Sorts the areas.",
    ] {
        assert!(!is_fragment(summary), "{summary}");
    }
}
