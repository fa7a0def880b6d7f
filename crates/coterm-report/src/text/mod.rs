//! Sentences on comparisons and scenarios. Reports, answers and the command line take every
//! such sentence from here; each is written from the data of `coterm-core`.
//!
//! | module | sentences about |
//! |---|---|
//! | [`comparison`] | the answer of a comparison, and its notes and limits |
//! | [`reason`] | the reasons for the verdict on an area, a group, a piece or a difference |
//! | [`disclosure`] | small parts that can be found out by subtraction |
//! | [`scenario`] | the score of a scenario |
//! | [`weight`] | the weight of a comparison, and its tolerance |

pub mod comparison;
pub mod disclosure;
pub mod reason;
pub mod scenario;
pub mod weight;

use coterm_core::comparison::Named;
use coterm_core::words::list;

/// The names of areas as a list in a sentence.
fn names(areas: &[Named]) -> String {
    list(areas.iter().map(|area| area.name.as_str()))
}

/// The end of a sentence about a number of areas of which the data has only a part.
pub fn beyond_data(areas: usize) -> &'static str {
    verb(
        areas,
        "extends beyond the data, so it cannot be judged",
        "extend beyond the data, so they cannot be judged",
    )
}

/// The verb that agrees with a number of things.
fn verb(number: usize, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}
