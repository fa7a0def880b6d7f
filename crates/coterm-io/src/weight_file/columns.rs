//! [`Columns`]: finds the column of codes and the column of values in a file of weights.
//!
//! If the choice is not clear, it is an error that lists the columns.

use coterm_core::codes::CodeTable;

use super::value::number;
use crate::csv_reader::{Header, Records};

/// Number of rows that are examined to see what a column holds.
const SAMPLE: usize = 200;

/// Words in the names of columns that hold a number of people, the clearest first.
const TELLING: [&str; 7] = [
    "population",
    "people",
    "persons",
    "residents",
    "all ages",
    "weight",
    "value",
];

/// Positions of the two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) codes: usize,
    pub(super) values: usize,
}

impl Columns {
    /// Finds the two columns. The codes are in the column where most rows have a building block's
    /// code. The values are in the column that was asked for; or else the one with a telling name;
    /// or else the only one with numbers.
    pub(super) fn find(
        header: &Header,
        rows: &Records,
        chosen: Option<&str>,
        table: &CodeTable,
    ) -> Result<Self, String> {
        let sampled = rows.len().min(SAMPLE);
        let count = |column: usize, fits: &dyn Fn(&str) -> bool| {
            let cells = (0..sampled).map(|row| rows.get(row).text(column));
            cells.filter(|cell| fits(cell)).count()
        };
        let name = |column: usize| header.names()[column].trim();
        let codes = (0..header.width())
            .map(|column| {
                (
                    count(column, &|cell| no_code(cell, table).is_none()),
                    column,
                )
            })
            .filter(|(found, _)| *found > 0)
            .max_by_key(|(found, column)| (*found, usize::MAX - column));
        let Some((_, codes)) = codes else {
            return Err(format!(
                "none of its columns ({}) has the codes of building blocks{}",
                header.listed(),
                such_as(table)
            ));
        };
        if let Some(chosen) = chosen {
            return Self::chosen(header, chosen, codes);
        }
        let numbers: Vec<usize> = (0..header.width())
            .filter(|&column| column != codes && !is_number_of_rows(name(column)))
            .filter(|&column| 2 * count(column, &|cell| number(cell).is_ok()) >= sampled)
            .collect();
        let words = |column: usize| name(column).replace(['_', '-'], " ").to_lowercase();
        let telling = TELLING.iter().find_map(|word| {
            let mut named = numbers
                .iter()
                .filter(|&&column| words(column).contains(word));
            // If two columns have the word, it does not decide.
            named.next().filter(|_| named.next().is_none())
        });
        let rest: Vec<usize> = (0..header.width())
            .filter(|&column| column != codes)
            .collect();
        match (telling, &numbers[..], &rest[..]) {
            // If no other column is left, it is taken; its rows then report their faults.
            (Some(&values), _, _) | (None, &[values], _) | (None, &[], &[values]) => {
                Ok(Self { codes, values })
            }
            (None, columns, _) => {
                let columns = if columns.is_empty() { &rest } else { columns };
                let names: Vec<&str> = columns.iter().map(|&at| name(at)).collect();
                Err(format!(
                    "{}; choose one with FILE.csv:COLUMN",
                    if names.is_empty() {
                        "it has no column with values".into()
                    } else {
                        format!(
                            "more than one column could have the values: {}",
                            names.join(", ")
                        )
                    }
                ))
            }
        }
    }

    fn chosen(header: &Header, chosen: &str, codes: usize) -> Result<Self, String> {
        match header.find(chosen)[..] {
            [values] if values == codes => {
                Err(format!("its column \"{chosen}\" has codes, not values"))
            }
            [values] => Ok(Self { codes, values }),
            [] => Err(format!(
                "it has no column \"{chosen}\"; its columns are {}",
                header.listed()
            )),
            ref several => Err(format!(
                "it has {} columns called \"{chosen}\"; rename the ones you do not want",
                several.len()
            )),
        }
    }
}

/// Whether a column with this name only numbers the rows.
fn is_number_of_rows(header: &str) -> bool {
    ["", "fid", "objectid", "id", "row", "index"].contains(&header.to_lowercase().as_str())
}

/// Returns the reason why a text is not the code of a building block, or `None` if it is one: a
/// block of the table, or a code of the same kind outside the data.
pub(super) fn no_code(text: &str, table: &CodeTable) -> Option<String> {
    // The two digits after the country's letter tell the kind: `E01` and `W01` are LSOAs.
    let kind = |code: &str| code.get(1..3).map(ToOwned::to_owned);
    let is_code = |text: &str| {
        text.parse::<coterm_core::codes::GssCode>().is_ok()
            && kind(text) == table.blocks().first().and_then(|block| kind(block))
    };
    if text.parse().is_ok_and(|code| table.block(code).is_some()) || is_code(text) {
        return None;
    }
    Some(if text.is_empty() {
        format!("there is no code of a building block{}", such_as(table))
    } else {
        let short: String = text.chars().take(40).collect();
        format!(
            "\"{short}\" is not the code of a building block{}",
            such_as(table)
        )
    })
}

fn such_as(table: &CodeTable) -> String {
    let example = table.blocks().first();
    example.map_or_else(String::new, |example| format!(", such as {example}"))
}
