//! Claims that the documents show what commands print.

use coterm_tests::workspace;

use crate::examples::typed;

/// Words of a text, with one blank between them: lines may be broken elsewhere.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Commands of a document's console examples, each with the output shown below it.
pub(crate) fn shown(document: &str) -> Vec<(String, String)> {
    let blocks = document.split("```console\n").skip(1);
    blocks
        .map(|block| {
            let (block, _) = block.split_once("```").unwrap();
            let (command, output) = block.split_once('\n').unwrap();
            let command = command.trim().strip_prefix("$ ").unwrap();
            (command.to_owned(), output.to_owned())
        })
        .collect()
}

/// Asserts that a command printed what a document shows, and returns the number of parts. A line with
/// an ellipsis stands for output that is left out.
pub(crate) fn assert_shown(command: &str, printed: &str, shown: &str) -> usize {
    let mut left = words(printed);
    let parts = shown.split('…').map(words);
    parts
        .map(|part| {
            let found = left.find(&part);
            let at = found.unwrap_or_else(|| panic!("{command}: {part}\nin\n{left}"));
            left.drain(..at + part.len());
        })
        .count()
}

#[test]
fn a_shown_output_is_what_the_command_prints() {
    let mut checked = 0;
    for file in ["README.md", "docs/command-line.md", "docs/comparison.md"] {
        let document = std::fs::read_to_string(workspace().join(file)).unwrap();
        for (command, output) in shown(&document) {
            let ran = typed(workspace(), &command);
            assert_eq!(ran.code, Some(0), "{file}: {command}: {}", ran.err);
            checked += assert_shown(&format!("{file}: {command}"), &ran.out, &output);
        }
    }
    assert!(checked >= 4);
}
