//! Sentences on comparisons and scenarios. Reports, answers and the command line take every
//! such sentence from here; each is written from the data of `coterm-core`.
//!
//! | module | sentences about |
//! |---|---|
//! | [`answers`] | the four questions of a boundary review, each with its answer |
//! | [`comparison`] | the answer of a comparison, and its notes and limits |
//! | `paper` | what papers say around their tables, and of the method |
//! | [`practices`] | the practices that would be in another area |
//! | [`reason`] | the reasons for the verdict on an area, a group, a piece or a difference |
//! | [`disclosure`] | small parts that can be found out by subtraction |
//! | [`scenario`] | the score of a scenario |
//! | [`standing`] | how far the areas of a scenario have got |
//! | [`weight`] | the weight of a comparison, and its tolerance |

pub mod answers;
pub mod comparison;
pub mod disclosure;
pub(crate) mod paper;
pub mod practices;
pub mod reason;
pub mod scenario;
pub mod standing;
pub mod weight;

use coterm_core::comparison::{DistrictPart, LayerName, Named, WeightUnit};
use coterm_core::words::{count, kind, length, list};

/// The names of areas as a list in a sentence.
fn names(areas: &[Named]) -> String {
    list(areas.iter().map(|area| area.name.as_str()))
}

/// The districts of a part of an area: `Barrow-in-Furness, South Lakeland and part of Copeland
/// (Millom)`.
pub(crate) fn district_parts(parts: &[DistrictPart]) -> String {
    /// Largest number of localities that are named.
    const NAMED: usize = 3;
    let name = |part: &DistrictPart| {
        let name = &part.district.name;
        match (part.whole, part.localities.len()) {
            (true, _) => name.clone(),
            (false, 1..=NAMED) => format!(
                "part of {name} ({})",
                list(part.localities.iter().map(String::as_str))
            ),
            (false, _) => format!("part of {name}"),
        }
    };
    let (whole, cut): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.whole);
    let names: Vec<String> = whole.into_iter().chain(cut).map(name).collect();
    list(names.iter().map(String::as_str))
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

/// Areas of a layer in words, without a number: `places of 2021`, `proposed places`.
pub(crate) fn areas_of(layer: &LayerName) -> String {
    dated(kind(&layer.family)[1], layer)
}

/// Name of an area of a layer, after its kind if another area has the same name: `Blackpool`, or
/// `the place Blackpool`.
pub(crate) fn named_beside(name: &str, layer: &LayerName, other: &str) -> String {
    if name == other {
        format!("the {} {name}", area_of(layer))
    } else {
        name.to_owned()
    }
}

/// An area of a layer in words, without an article: `place of 2021`, `proposed place`.
pub(crate) fn area_of(layer: &LayerName) -> String {
    dated(kind(&layer.family)[0], layer)
}

/// A number of areas of a layer: `1 place of 2021`, `5 places of 2021`.
pub(crate) fn number_of(number: usize, layer: &LayerName) -> String {
    let noun = kind(&layer.family)[usize::from(number != 1)];
    format!("{} {}", count(number), dated(noun, layer))
}

fn dated(noun: &str, layer: &LayerName) -> String {
    let named = match layer.vintage.as_deref() {
        None => noun.to_owned(),
        Some("proposed") => format!("proposed {noun}"),
        Some(vintage) => format!("{noun} of {vintage}"),
    };
    match layer.drawn_m {
        Some(metres) => format!("{named} as drawn to {}", length(metres)),
        None => named,
    }
}

/// The thing that is counted in an area, after the area's name: `people`, `live postcodes`, `land`.
pub(crate) fn belongings(unit: &WeightUnit) -> &str {
    match unit {
        WeightUnit::Hectares => "land",
        unit => unit.as_str(),
    }
}

/// The possessive of a name: `Lancashire's`, `St Helens'`.
pub(crate) fn possessive(name: &str) -> String {
    if name.ends_with('s') {
        format!("{name}'")
    } else {
        format!("{name}'s")
    }
}
