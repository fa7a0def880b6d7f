//! Several scores side by side: a row for each question, a column for each scenario.

use coterm_core::scenario::ScenarioScore;
use coterm_report::{SideAnswer, side_by_side, text};

use super::prose::Prose;
use crate::error::Result;
use crate::output::{print, print_table};
use crate::table::{Cell, table, verdict};

pub(super) fn scores(scores: &[ScenarioScore], prose: Prose<'_>) -> Result<()> {
    let mut headings = vec![""];
    headings.extend(scores.iter().map(|score| score.title.as_str()));
    let mut rows = table(&headings);
    for row in side_by_side(scores) {
        let answers = row.answers.iter().map(|answer| cell(answer.as_ref()));
        rows.add_row(std::iter::once(Cell::from(row.question.as_str())).chain(answers));
    }
    print_table(&rows)?;
    if let Some(score) = scores.first() {
        print("")?;
        prose.print(&format!(
            "Counted: {}. {}",
            score.weight.unit,
            text::weight::counted(&score.weight.source)
        ))?;
    }
    if let Some(against) = scores.first().and_then(|score| score.against.as_ref()) {
        prose.print(&format!("Compared with: {}.", against.layer.id))?;
    }
    for score in scores {
        print(format!("\n{}", score.title))?;
        for sentence in text::scenario::summary(score) {
            prose.item('•', &sentence)?;
        }
        for finding in text::scenario::findings(score) {
            prose.item('!', &finding)?;
        }
    }
    Ok(())
}

fn cell(answer: Option<&SideAnswer>) -> Cell {
    match answer {
        None => "".into(),
        Some(answer) => match answer.good {
            None => answer.text.as_str().into(),
            Some(good) => verdict(&answer.text, good),
        },
    }
}
