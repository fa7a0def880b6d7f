//! The sheet of practices: those that move, then those whose postcodes are not counted.

use coterm_core::comparison::{Named, Practice, Practices};

use super::{Cell, Kind, Table};
use crate::document::practices::NOWHERE;

/// The practices of each proposal after its title, or those of a comparison without one.
pub(crate) fn sheet(all: &[(Option<&str>, &Practices)]) -> Table {
    let mut columns = vec![
        ("Code", Kind::Text),
        ("Practice", Kind::Text),
        ("Postcode", Kind::Text),
        ("Outcome", Kind::Text),
        ("From code", Kind::Text),
        ("From", Kind::Text),
        ("To code", Kind::Text),
        ("To", Kind::Text),
    ];
    let has_titles = all.iter().any(|(title, _)| title.is_some());
    if has_titles {
        columns.insert(0, ("Proposal", Kind::Text));
    }
    let mut table = Table::new("Practices", if has_titles { 3 } else { 2 }, &columns);
    for (title, practices) in all {
        let mut row = |practice: &Practice, outcome: &str, areas: [Cell; 4]| {
            let mut cells: Vec<Cell> = title.iter().map(|title| (*title).into()).collect();
            cells.extend([
                practice.code.as_str().into(),
                practice.name.as_str().into(),
                practice.postcode.to_string().into(),
                outcome.into(),
            ]);
            cells.extend(areas);
            table.row(cells);
        };
        for moving in &practices.moves {
            let [from_code, from] = code_and_name(moving.from.as_ref());
            let [to_code, to] = code_and_name(moving.to.as_ref());
            row(&moving.practice, "moves", [from_code, from, to_code, to]);
        }
        let nowhere = || [const { Cell::Empty }; 4];
        for practice in &practices.not_found {
            row(practice, "postcode not in the data", nowhere());
        }
        for practice in &practices.not_live {
            row(practice, "postcode not live", nowhere());
        }
    }
    table
}

fn code_and_name(area: Option<&Named>) -> [Cell; 2] {
    area.map_or([Cell::Empty, NOWHERE.into()], |area| {
        [area.code.as_str().into(), area.name.as_str().into()]
    })
}
