//! What is counted in an area: live postcodes, people, ground.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use crate::codes::list_on;
use crate::words::{count, day, month, things};
use crate::{Error, Generation, GridPoint, Month, Release, Result, Role};

/// A quantity that is spread over the ground: in building blocks, and within those at
/// the places of live postcodes.
#[derive(Debug, Clone)]
pub struct Weights {
    unit: String,
    source: String,
    places: Vec<WeightedPlace>,
    /// For each block of the code table.
    by_block: Vec<f64>,
    is_ground: bool,
}

/// A share of the weight that is at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedPlace {
    /// Where.
    pub at: GridPoint,
    /// How much.
    pub weight: f64,
    /// In which block of the code table, by position.
    pub block: Option<usize>,
    /// Whether a live postcode is there, by its number among the directory's
    /// [lives](crate::PostcodeDirectory::lives).
    pub postcode: Option<usize>,
}

impl Weights {
    /// Live postcodes: those on the list of the latest release up to the date, which is the
    /// code table with its months of introduction and termination, and from May 2025 on
    /// Code-Point Open; without a date, those of the code table that are not terminated. Each
    /// life of a postcode counts by itself. One that the code table does not know, because it
    /// is newer, is counted in the building block whose polygon it is in.
    pub fn live_postcodes(generation: &Generation, on: Option<Date>) -> Self {
        let places: Vec<_> = live(generation, on).collect();
        Self {
            unit: "live postcodes".into(),
            source: counted(generation, on, &places),
            by_block: by_block(generation, &places),
            places,
            is_ground: false,
        }
    }

    /// Ground, in hectares: no weight but area.
    pub fn ground(generation: &Generation) -> Self {
        Self {
            unit: "hectares".into(),
            source: "The ground itself, by geometry.".into(),
            places: live(generation, None)
                .map(|place| WeightedPlace {
                    weight: 0.0,
                    ..place
                })
                .collect(),
            by_block: vec![0.0; generation.codes().blocks().len()],
            is_ground: true,
        }
    }

    /// A value for each building block, by its code: people, say. Within a block the
    /// value is spread evenly over its live postcodes, or is at the block's middle if it
    /// has none.
    ///
    /// # Errors
    ///
    /// [`Error::BadWeights`] for a value that is negative or not a number, for codes that
    /// are no blocks of the data's code table at all, and if blocks have no value:
    /// values for blocks beyond the data are left out, and the source says so.
    pub fn of_blocks(
        generation: &Generation,
        unit: impl Into<String>,
        source: impl Into<String>,
        values: &BTreeMap<String, f64>,
    ) -> Result<Self> {
        let blocks = generation.codes().blocks();
        let bad = |reason: String| Error::BadWeights { reason };
        if let Some((code, value)) = values
            .iter()
            .find(|(_, value)| !value.is_finite() || **value < 0.0)
        {
            return Err(bad(format!(
                "{code} has {value}; values must be numbers from 0 up"
            )));
        }
        let is_block = |code: &str| {
            let block = code.parse().ok();
            block.is_some_and(|code| generation.codes().block(code).is_some())
        };
        let beyond = values.keys().filter(|code| !is_block(code)).count();
        if beyond == values.len() {
            let example = blocks.first().map_or("", String::as_str);
            let none = match beyond {
                1 => "its only code is not".to_owned(),
                _ => format!("none of its {} codes is", count(beyond)),
            };
            return Err(bad(format!(
                "{none} a building block of the data, such as {example}"
            )));
        }
        let missing: Vec<&str> = blocks
            .iter()
            .filter(|block| !values.contains_key(*block))
            .map(String::as_str)
            .collect();
        if let Some(first) = missing.first() {
            let unknown = values.keys().find(|code| !is_block(code));
            let others = unknown.map_or_else(String::new, |example| {
                format!(
                    "; of the codes that are given {} {}, such as {example}: are they of another year?",
                    count(beyond),
                    if beyond == 1 { "is no building block of the data" } else { "are no building blocks of the data" },
                )
            });
            return Err(bad(format!(
                "{} no value, such as {first}; give each one, 0 for none{others}",
                things(missing.len(), "building block has", "building blocks have")
            )));
        }
        let by_block: Vec<f64> = blocks.iter().map(|block| values[block]).collect();
        let mut source = source.into();
        if beyond > 0 {
            let _ = write!(
                source,
                " {} for blocks beyond the data, and not counted.",
                things(beyond, "value is", "values are")
            );
        }
        Ok(Self {
            unit: unit.into(),
            source,
            places: spread(generation, &by_block),
            by_block,
            is_ground: false,
        })
    }

    /// What is counted, in the plural.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Where it comes from, as a sentence.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Where it is.
    pub fn places(&self) -> &[WeightedPlace] {
        &self.places
    }

    /// The value of each block of the code table.
    pub fn by_block(&self) -> &[f64] {
        &self.by_block
    }

    /// Whether it is the ground that is counted.
    pub fn is_ground(&self) -> bool {
        self.is_ground
    }
}

/// Which postcodes are counted, as a sentence.
fn counted(generation: &Generation, on: Option<Date>, places: &[WeightedPlace]) -> String {
    if generation.codes().blocks().is_empty() {
        let when = on.map_or_else(String::new, |on| format!(" on {}", day(on)));
        return format!("One for each live postcode{when}.");
    }
    let directory = generation.postcodes();
    match (on, list_on(on)) {
        (Some(on), Release::CodePoint2025) => {
            let is_new = |place: &&WeightedPlace| {
                let life = place.postcode.and_then(|life| directory.life(life));
                life.is_some_and(|life| life.lsoa.is_none())
            };
            let by_position = match places.iter().filter(is_new).count() {
                0 => String::new(),
                1 => "; 1, newer than the code table, is counted where its position is".into(),
                newer => format!(
                    "; {}, newer than the code table, are counted where their positions are",
                    count(newer)
                ),
            };
            let since = if Month::of(on) > Release::CodePoint2025.month() {
                ": what came or went since is not known"
            } else {
                ""
            };
            format!(
                "One for each postcode on the list of {}, the latest up to {}{since}{by_position}.",
                Release::CodePoint2025.title(),
                day(on)
            )
        }
        (on, _) => {
            let when = on.map_or_else(String::new, |on| format!(" on {}", day(on)));
            let listed = directory.listed_to();
            let list = listed.map_or_else(String::new, |listed| {
                let last = month(listed);
                if on.is_some_and(|on| Month::of(on) > listed) {
                    format!(" by the code table's list, which ends with {last}: what came or went since is not known")
                } else {
                    format!(" by the code table's list, which ends with {last}")
                }
            });
            let lives = directory.lives().map(|(_, life)| life);
            let newer = lives.filter(|life| life.lsoa.is_none()).count();
            let without = match newer {
                0 => String::new(),
                1 => "; 1 newer one, in no code table, is not counted".into(),
                _ => format!(
                    "; {} newer ones, in no code table, are not counted",
                    count(newer)
                ),
            };
            format!("One for each live postcode{when}{list}{without}.")
        }
    }
}

/// The live postcodes, each weighing one.
fn live(generation: &Generation, on: Option<Date>) -> impl Iterator<Item = WeightedPlace> {
    let has_table = !generation.codes().blocks().is_empty();
    let by_position = list_on(on) == Release::CodePoint2025;
    generation
        .postcodes()
        .lives()
        .filter(move |(_, record)| record.is_listed_live(on))
        .map(move |(life, record)| WeightedPlace {
            at: record.point,
            weight: 1.0,
            block: match record.lsoa {
                Some(lsoa) => generation.codes().block(lsoa),
                None if by_position => block_at(generation, record.point),
                None => None,
            },
            postcode: Some(life),
        })
        .filter(move |place| place.block.is_some() || !has_table)
}

/// The building block whose polygon a point is in.
fn block_at(generation: &Generation, point: GridPoint) -> Option<usize> {
    let layers = generation.catalogue().layers();
    let blocks = layers
        .iter()
        .position(|layer| layer.info().role == Role::Block)?;
    let area = generation.stack().layer(blocks).owner(point)?;
    let code = layers[blocks].areas()[area].code().parse().ok()?;
    generation.codes().block(code)
}

fn by_block(generation: &Generation, places: &[WeightedPlace]) -> Vec<f64> {
    let mut sums = vec![0.0; generation.codes().blocks().len()];
    for place in places {
        if let Some(block) = place.block {
            sums[block] += place.weight;
        }
    }
    sums
}

/// Each block's value over its live postcodes.
fn spread(generation: &Generation, values: &[f64]) -> Vec<WeightedPlace> {
    let mut places: Vec<_> = live(generation, None).collect();
    let counts = by_block(generation, &places);
    for place in &mut places {
        place.weight = place
            .block
            .map_or(0.0, |block| values[block] / counts[block]);
    }
    let layers = generation.catalogue().layers();
    let blocks = layers.iter().find(|layer| layer.info().role == Role::Block);
    for (block, code) in generation.codes().blocks().iter().enumerate() {
        let at = blocks
            .and_then(|layer| layer.area(code))
            .and_then(|area| super::middle(area.footprint()));
        if let (true, Some(at)) = (counts[block] == 0.0 && values[block] > 0.0, at) {
            places.push(WeightedPlace {
                at,
                weight: values[block],
                block: Some(block),
                postcode: None,
            });
        }
    }
    places
}
