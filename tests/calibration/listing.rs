//! Lists the answers that were certain and wrong, one by one.

use std::fmt::Write;

use coterm_core::words::count;

use crate::check::{Check, Wrong};
use crate::line::Ground;

/// Largest number of answers listed for each check, inland and at the coast, where they are much
/// alike.
const LISTED: [usize; 2] = [50, 10];

/// The wrong answers of the checks, each check's up to the number listed.
pub(crate) fn wrong(checks: &[Check]) -> String {
    let mut text = String::new();
    for check in checks {
        for (ground, place) in [(Ground::Inland, "inland"), (Ground::Coast, "at the coast")] {
            let wrong = check.wrong.iter().filter(|wrong| wrong.ground == ground);
            let wrong: Vec<&Wrong> = wrong.collect();
            if !wrong.is_empty() {
                let _ = write!(text, "**{}, {}, {place}**: ", check.layer, check.on);
                list(&mut text, &wrong, LISTED[ground as usize]);
            }
        }
    }
    if text.is_empty() {
        text += "None.\n\n";
    }
    text
}

fn list(text: &mut String, wrong: &[&Wrong], listed: usize) {
    *text += &count(wrong.len());
    if wrong.len() > listed {
        let _ = write!(text, ", of which the {listed} furthest from a drawn line");
    }
    *text += ":\n\n\
              | what | answered | true | metres to a drawn line | metres between the positions | the answer's own reason |\n\
              |---|---|---|--:|--:|---|\n";
    for wrong in wrong.iter().take(listed) {
        row(text, wrong);
    }
    text.push('\n');
}

fn row(text: &mut String, wrong: &Wrong) {
    let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "none".to_owned());
    let moved = wrong.moved_m.map(|metres| format!("{metres:.0}"));
    let _ = writeln!(
        text,
        "| {} | {} | {} | {:.0} | {} | {} |",
        wrong.subject,
        code(&wrong.answered),
        code(&wrong.truth),
        wrong.from_line_m,
        moved.unwrap_or_default(),
        wrong.because
    );
}
