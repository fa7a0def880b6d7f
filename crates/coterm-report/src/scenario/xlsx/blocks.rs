//! The sheet of building blocks that are not in exactly one area.

use coterm_core::comparison::Named;
use coterm_core::scenario::{Assignment, Forgotten};
use coterm_core::words::capital;

use super::{NOWHERE, SCENARIO, code_and_name, names};
use crate::scenario::ScenarioReport;
use crate::text;
use crate::workbook::{Cell, Kind, Table};

/// A row for each building block that is not in exactly one area of the ground, or was
/// probably forgotten.
pub(super) fn table(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let [block, _] = report.block();
    let code = format!("{} code", capital(block));
    let block = capital(block);
    let columns = [
        SCENARIO,
        ("What", Kind::Text),
        (code.as_str(), Kind::Text),
        (block.as_str(), Kind::Text),
        ("In", Kind::Text),
        ("Why", Kind::Long),
    ];
    let mut table = Table::new("Unassigned and forgotten", 1, &columns);
    for (one, title) in report.scored.iter().copied().zip(titles) {
        let Assignment {
            unassigned,
            doubled,
            beyond,
            forgotten,
            ..
        } = &one.score.assignment;
        if one.score.assignment.partition && forgotten.is_empty() {
            table.row(vec![Cell::from(title.as_str()), Cell::from("Nothing")]);
        }
        let mut add = |what: &str, block: &Named, within: String, why: String| {
            let [code, name] = code_and_name(Some(block));
            table.row(vec![
                title.as_str().into(),
                what.into(),
                code,
                name,
                within.into(),
                why.into(),
            ]);
        };
        for group in forgotten {
            let why = text::scenario::forgotten(group, one.score);
            let Forgotten {
                blocks, districts, ..
            } = group;
            for (position, block) in blocks.iter().enumerate() {
                let why = if position == 0 {
                    why.clone()
                } else {
                    String::new()
                };
                add("Probably forgotten", block, names(districts), why);
            }
        }
        for block in unassigned {
            add(NOWHERE, block, String::new(), String::new());
        }
        for both in doubled {
            add(
                "In several areas",
                &both.block,
                names(&both.areas),
                String::new(),
            );
        }
        for block in beyond {
            add("Outside the ground", block, String::new(), String::new());
        }
    }
    table
}
