//! Weights: what is counted in an area, which may be live postcodes, people or ground.
//!
//! A weight is known for each building block, and within a block at places. Comparisons and
//! scenarios use it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::block_finder::BlockFinder;
use super::lsoa_lookup::new_in_2021;
use super::{LsoaConversion, WeightUnit, WeightsFault};
use crate::codes::BlockId;
use crate::dataset::Dataset;
use crate::layers::Role;
use crate::period::Month;
use crate::space::GridPoint;
use crate::{Error, Result};

/// A quantity that is spread over the ground: over building blocks, and within each over the
/// positions of its live postcodes.
#[derive(Debug, Clone)]
pub struct Weights {
    unit: WeightUnit,
    source: WeightSource,
    places: Vec<WeightedPlace>,
    /// The value of each block of the code table.
    by_block: Vec<f64>,
}

/// Source of a weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum WeightSource {
    /// The live postcodes; each weighs one.
    LivePostcodes {
        /// The day on which they are live; `None` for those not terminated at all.
        on: Option<Date>,
        /// The list that has them; `None` if the data has no code table.
        list: Option<PostcodeList>,
    },
    /// The ground itself.
    Ground,
    /// Values of building blocks.
    Values {
        /// The source of the values, as a sentence of the person who gave them.
        given: String,
        /// Number of values for blocks beyond the data, which are not counted.
        beyond: usize,
        /// How the values became those of 2011 LSOAs, if they were of 2021 LSOAs.
        #[serde(skip_serializing_if = "Option::is_none")]
        converted: Option<LsoaConversion>,
    },
}

/// The list of postcodes that says which are live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum PostcodeList {
    /// A release that lists the postcodes of its month.
    Release {
        /// The release, in words.
        title: String,
        /// Whether the day is later than the month of the release, so that postcodes that were
        /// introduced or terminated since are not known.
        outdated: bool,
        /// Number of postcodes that are newer than the code table. They are counted in the
        /// building block that their position is in.
        by_position: usize,
    },
    /// The code table, with its months of introduction and termination.
    CodeTable {
        /// The last month of the code table, if it says.
        listed_to: Option<Month>,
        /// Whether the day is later than that month, so that postcodes that were introduced or
        /// terminated since are not known.
        outdated: bool,
        /// Number of newer postcodes, which are not counted because the code table does not
        /// have them.
        left_out: usize,
    },
}

/// A share of the weight, at one position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedPlace {
    /// The position.
    pub at: GridPoint,
    /// The weight.
    pub weight: f64,
    /// The block of the code table.
    pub block: Option<BlockId>,
    /// The live postcode at this place, if any, by its number among the directory's
    /// [lives](crate::codes::PostcodeDirectory::lives).
    pub postcode: Option<usize>,
}

impl Weights {
    /// Counts live postcodes. With a date: the postcodes on the list of the latest release up
    /// to that date, which is the code table with its months of introduction and termination,
    /// and from May 2025 on Code-Point Open. Without a date: the postcodes of the code table
    /// that are not terminated. Each life of a postcode counts by itself. A postcode that is
    /// too new for the code table is counted in the building block whose polygon it is in.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::Weights;
    ///
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// assert_eq!(weights.unit().as_str(), "live postcodes");
    /// assert_eq!(weights.by_block(), [1.0, 0.0, 0.0, 1.0, 0.0]);
    /// ```
    pub fn live_postcodes(dataset: &Dataset, on: Option<Date>) -> Self {
        let places: Vec<_> = live(dataset, on).collect();
        Self {
            unit: WeightUnit::LivePostcodes,
            source: counted(dataset, on, &places),
            by_block: by_block(dataset, &places),
            places,
        }
    }

    /// Counts ground, in hectares, which is taken from the areas; places weigh nothing.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::Weights;
    ///
    /// let weights = Weights::ground(&dataset);
    /// assert_eq!(weights.unit().as_str(), "hectares");
    /// assert!(weights.unit().is_ground());
    /// ```
    pub fn ground(dataset: &Dataset) -> Self {
        Self {
            unit: WeightUnit::Hectares,
            source: WeightSource::Ground,
            places: live(dataset, None)
                .map(|place| WeightedPlace {
                    weight: 0.0,
                    ..place
                })
                .collect(),
            by_block: vec![0.0; dataset.codes().blocks().len()],
        }
    }

    /// Counts a value for each building block, by its code: people, for example. Within a block
    /// the value is spread evenly over its live postcodes, or is at the block's middle if it
    /// has none.
    ///
    /// # Errors
    ///
    /// [`Error::BadWeights`] for a value that is negative or not a number, if none of the codes
    /// is a block of the data's code table, and if a block has no value. Values for blocks
    /// beyond the data are left out, and the source says how many.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use std::collections::BTreeMap;
    /// use coterm_core::comparison::Weights;
    ///
    /// let codes = dataset.codes().blocks().iter();
    /// let mut people: BTreeMap<String, f64> = codes.map(|code| (code.clone(), 1_500.0)).collect();
    /// let weights = Weights::of_blocks(&dataset, "people", "An example", &people)?;
    /// assert_eq!(weights.by_block().iter().sum::<f64>(), 7_500.0);
    ///
    /// people.remove("E01025105");
    /// assert!(Weights::of_blocks(&dataset, "people", "An example", &people).is_err());
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn of_blocks(
        dataset: &Dataset,
        unit: impl Into<String>,
        source: impl Into<String>,
        values: &BTreeMap<String, f64>,
    ) -> Result<Self> {
        let blocks = dataset.codes().blocks();
        refuse_bad_values(values)?;
        let is_block = |code: &str| {
            let block = code.parse().ok();
            block.is_some_and(|code| dataset.codes().block(code).is_some())
        };
        let beyond = values.keys().filter(|code| !is_block(code)).count();
        if beyond == values.len() {
            return Err(Error::BadWeights(WeightsFault::NoBlocks {
                codes: beyond,
                example: blocks.first().cloned().unwrap_or_default(),
            }));
        }
        let missing: Vec<&str> = blocks
            .iter()
            .filter(|block| !values.contains_key(*block))
            .map(String::as_str)
            .collect();
        if let (Some(first), Some(new)) = (missing.first(), new_in_2021(blocks, values).first()) {
            return Err(Error::BadWeights(WeightsFault::Lsoas2021 {
                blocks: missing.len(),
                example: (*first).to_owned(),
                new_example: (*new).clone(),
            }));
        }
        if let Some(first) = missing.first() {
            return Err(Error::BadWeights(WeightsFault::MissingValues {
                blocks: missing.len(),
                example: (*first).to_owned(),
                beyond,
                beyond_example: values.keys().find(|code| !is_block(code)).cloned(),
            }));
        }
        let by_block: Vec<f64> = blocks.iter().map(|block| values[block]).collect();
        Ok(Self {
            unit: WeightUnit::Other(unit.into()),
            source: WeightSource::Values {
                given: source.into(),
                beyond,
                converted: None,
            },
            places: spread(dataset, &by_block),
            by_block,
        })
    }

    /// Says in the source that the values were converted from those of 2021 LSOAs.
    #[must_use]
    pub fn converted_by(mut self, conversion: LsoaConversion) -> Self {
        if let WeightSource::Values { converted, .. } = &mut self.source {
            *converted = Some(conversion);
        }
        self
    }

    /// Returns the unit: what is counted.
    pub fn unit(&self) -> &WeightUnit {
        &self.unit
    }

    /// Returns the source of the values.
    pub fn source(&self) -> &WeightSource {
        &self.source
    }

    /// Returns the day on which postcodes must be live; `None` for those that are not terminated.
    pub(crate) fn on(&self) -> Option<Date> {
        match self.source {
            WeightSource::LivePostcodes { on, .. } => on,
            WeightSource::Ground | WeightSource::Values { .. } => None,
        }
    }

    /// Returns the places over which the weight is spread.
    pub fn places(&self) -> &[WeightedPlace] {
        &self.places
    }

    /// Returns the value of each block of the code table.
    pub fn by_block(&self) -> &[f64] {
        &self.by_block
    }
}

/// Refuses a value that is negative or not a number.
pub(super) fn refuse_bad_values(values: &BTreeMap<String, f64>) -> Result<()> {
    let bad = |value: f64| !value.is_finite() || value < 0.0;
    match values.iter().find(|(_, value)| bad(**value)) {
        None => Ok(()),
        Some((code, value)) => Err(Error::BadWeights(WeightsFault::BadValue {
            code: code.clone(),
            value: *value,
        })),
    }
}

/// Says which list of postcodes `places` was counted from.
fn counted(dataset: &Dataset, on: Option<Date>, places: &[WeightedPlace]) -> WeightSource {
    let directory = dataset.postcodes();
    let releases = directory.releases();
    let release = releases.list_on(on).map(|list| &releases[list]);
    let list = match (on, release.filter(|release| !release.is_code_table())) {
        _ if dataset.codes().blocks().is_empty() => None,
        (Some(on), Some(release)) => {
            let is_new = |place: &&WeightedPlace| {
                let life = place.postcode.and_then(|life| directory.life(life));
                life.is_some_and(|life| life.lsoa.is_none())
            };
            Some(PostcodeList::Release {
                title: release.title(),
                outdated: Month::of(on) > release.month,
                by_position: places.iter().filter(is_new).count(),
            })
        }
        (on, _) => {
            let listed_to = directory.listed_to();
            let lives = directory.lives().map(|(_, life)| life);
            Some(PostcodeList::CodeTable {
                listed_to,
                outdated: on
                    .zip(listed_to)
                    .is_some_and(|(on, listed_to)| Month::of(on) > listed_to),
                left_out: lives.filter(|life| life.lsoa.is_none()).count(),
            })
        }
    };
    WeightSource::LivePostcodes { on, list }
}

/// Returns the live postcodes, each weighing one.
fn live(dataset: &Dataset, on: Option<Date>) -> impl Iterator<Item = WeightedPlace> {
    let has_table = !dataset.codes().blocks().is_empty();
    let releases = dataset.postcodes().releases();
    let list = releases.list_on(on).map(|list| &releases[list]);
    let by_position = list.is_some_and(|list| !list.is_code_table());
    let finder = by_position.then(|| BlockFinder::new(dataset)).flatten();
    dataset
        .postcodes()
        .lives()
        .filter(move |(_, record)| record.is_listed_live(releases, on))
        .map(move |(life, record)| WeightedPlace {
            at: record.point,
            weight: 1.0,
            block: match record.lsoa {
                Some(lsoa) => dataset.codes().block(lsoa),
                None => finder
                    .as_ref()
                    .and_then(|finder| finder.block_at(record.point)),
            },
            postcode: Some(life),
        })
        .filter(move |place| place.block.is_some() || !has_table)
}

fn by_block(dataset: &Dataset, places: &[WeightedPlace]) -> Vec<f64> {
    let mut sums = vec![0.0; dataset.codes().blocks().len()];
    for place in places {
        if let Some(block) = place.block {
            sums[block.index()] += place.weight;
        }
    }
    sums
}

/// Spreads each block's value over its live postcodes.
fn spread(dataset: &Dataset, values: &[f64]) -> Vec<WeightedPlace> {
    let mut places: Vec<_> = live(dataset, None).collect();
    let counts = by_block(dataset, &places);
    for place in &mut places {
        place.weight = place
            .block
            .map_or(0.0, |block| values[block.index()] / counts[block.index()]);
    }
    let layers = dataset.catalogue().layers();
    let blocks = layers.iter().find(|layer| layer.info().role == Role::Block);
    for (block, code) in dataset.codes().blocks().iter().enumerate() {
        let at = blocks
            .and_then(|layer| layer.area(code))
            .and_then(|area| super::middle(area.footprint()));
        if let (true, Some(at)) = (counts[block] == 0.0 && values[block] > 0.0, at) {
            places.push(WeightedPlace {
                at,
                weight: values[block],
                block: Some(BlockId::new(block)),
                postcode: None,
            });
        }
    }
    places
}
