//! [`LsoaLookup`]: the ONS's table of the LSOAs of 2011 and of 2021, by which values of 2021 LSOAs
//! become values of 2011 LSOAs.
//!
//! Each 2021 LSOA's value is shared out over the 2011 LSOAs that the table pairs it with, by their
//! live postcodes. So an unchanged LSOA keeps its value, one that was split gets the sum of its
//! parts, and only those that were merged or changed irregularly are approximate.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::Serialize;

use super::weights::refuse_bad_values;
use super::{Weights, WeightsFault};
use crate::codes::BlockId;
use crate::dataset::Dataset;
use crate::{Error, Result};

/// Codes that LSOAs have since 2021, in England and in Wales. Those of 2011 end before them; about
/// 2,000 were new.
const NEW_CODES: [RangeInclusive<&str>; 2] = ["E01033769"..="E01035999", "W01001959"..="W01002099"];

/// Table of the LSOAs of 2011 and of 2021, as the ONS publishes it.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use std::collections::BTreeMap;
/// use coterm_core::comparison::{LsoaChange, LsoaLookup, LsoaPair};
///
/// let pair = |old: &str, new: &str, change| LsoaPair {
///     lsoa_2011: old.into(),
///     lsoa_2021: new.into(),
///     change,
/// };
/// let mut pairs: Vec<LsoaPair> = dataset.codes().blocks()[1..]
///     .iter()
///     .map(|code| pair(code, code, LsoaChange::Unchanged))
///     .collect();
/// // The first LSOA was split.
/// let first = &dataset.codes().blocks()[0];
/// pairs.push(pair(first, "E01034001", LsoaChange::Split));
/// pairs.push(pair(first, "E01034002", LsoaChange::Split));
///
/// let people: BTreeMap<String, f64> =
///     pairs.iter().map(|pair| (pair.lsoa_2021.clone(), 1_500.0)).collect();
/// let lookup = LsoaLookup::new("lsoa-2011-to-2021.csv", pairs);
/// let (people, conversion) = lookup.to_2011(&dataset, &people)?;
/// assert_eq!(people[first], 3_000.0);
/// assert_eq!(conversion.approximate, 0);
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LsoaLookup {
    name: String,
    pairs: Vec<LsoaPair>,
}

/// A row of the table: a 2011 LSOA, and a 2021 LSOA on the same ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LsoaPair {
    /// Code of the 2011 LSOA.
    pub lsoa_2011: String,
    /// Code of the 2021 LSOA.
    pub lsoa_2021: String,
    /// The change between them.
    pub change: LsoaChange,
}

/// Change of an LSOA from 2011 to 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LsoaChange {
    /// An LSOA that is the same, with the same code.
    Unchanged,
    /// The 2011 LSOA was split into several.
    Split,
    /// Several 2011 LSOAs were merged into one.
    Merged,
    /// Several 2011 LSOAs became several others.
    Irregular,
}

impl LsoaChange {
    /// Returns the change that the ONS's indicator means: `U`, `S`, `M` or `X`.
    ///
    /// ```
    /// use coterm_core::comparison::LsoaChange;
    ///
    /// assert_eq!(LsoaChange::from_indicator("S"), Some(LsoaChange::Split));
    /// assert_eq!(LsoaChange::from_indicator("?"), None);
    /// ```
    pub fn from_indicator(indicator: &str) -> Option<Self> {
        match indicator {
            "U" => Some(Self::Unchanged),
            "S" => Some(Self::Split),
            "M" => Some(Self::Merged),
            "X" => Some(Self::Irregular),
            _ => None,
        }
    }

    /// Whether a 2011 LSOA's value can only be estimated from values of 2021 LSOAs.
    fn is_approximate(self) -> bool {
        matches!(self, Self::Merged | Self::Irregular)
    }
}

/// Record of how values of 2021 LSOAs became values of the data's 2011 LSOAs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LsoaConversion {
    /// Name of the table.
    pub table: String,
    /// Number of 2011 LSOAs in the data.
    pub lsoas: usize,
    /// Number of those whose value is approximate, because they were merged or changed
    /// irregularly.
    pub approximate: usize,
}

impl LsoaLookup {
    /// Makes a lookup of the table's rows; `name` is what reports call it.
    pub fn new(name: impl Into<String>, pairs: Vec<LsoaPair>) -> Self {
        Self {
            name: name.into(),
            pairs,
        }
    }

    /// Converts values of 2021 LSOAs into values of 2011 LSOAs, in the data and beyond it.
    /// O(n log n) in the rows, and O(n) in the data's postcodes.
    ///
    /// # Errors
    ///
    /// [`Error::BadWeights`] for a value that is negative or not a number, if the table lacks an
    /// LSOA of the data, and if the values lack a 2021 LSOA that has a part in the data.
    pub fn to_2011(
        &self,
        dataset: &Dataset,
        values: &BTreeMap<String, f64>,
    ) -> Result<(BTreeMap<String, f64>, LsoaConversion)> {
        refuse_bad_values(values)?;
        let conversion = self.conversion(dataset)?;
        let postcodes = Weights::live_postcodes(dataset, None);
        let mut by_2021: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for pair in &self.pairs {
            let parts = by_2021.entry(&pair.lsoa_2021).or_default();
            parts.insert(&pair.lsoa_2011);
        }
        let mut by_2011: BTreeMap<String, f64> = BTreeMap::new();
        let mut missing = Vec::new();
        for (lsoa_2021, parts) in by_2021 {
            let Some(value) = values.get(lsoa_2021) else {
                if parts.iter().any(|part| block(dataset, part).is_some()) {
                    missing.push(lsoa_2021);
                }
                continue;
            };
            let shares = shares(dataset, &parts, postcodes.by_block());
            for (part, share) in parts.into_iter().zip(shares) {
                *by_2011.entry(part.to_owned()).or_default() += value * share;
            }
        }
        match missing.first() {
            None => Ok((by_2011, conversion)),
            Some(example) => Err(Error::BadWeights(WeightsFault::Missing2021 {
                lsoas: missing.len(),
                example: (*example).to_owned(),
            })),
        }
    }

    /// Counts the data's LSOAs, and those whose values will be approximate.
    fn conversion(&self, dataset: &Dataset) -> Result<LsoaConversion> {
        let blocks = dataset.codes().blocks();
        let mut known: BTreeMap<&str, bool> = BTreeMap::new();
        for pair in &self.pairs {
            let approximate = known.entry(&pair.lsoa_2011).or_default();
            *approximate |= pair.change.is_approximate();
        }
        let lacking: Vec<&String> = blocks
            .iter()
            .filter(|code| !known.contains_key(code.as_str()))
            .collect();
        if let Some(example) = lacking.first() {
            return Err(Error::BadWeights(WeightsFault::NotInLookup {
                table: self.name.clone(),
                blocks: lacking.len(),
                example: (*example).clone(),
            }));
        }
        let approximate = blocks.iter().filter(|code| known[code.as_str()]);
        Ok(LsoaConversion {
            table: self.name.clone(),
            lsoas: blocks.len(),
            approximate: approximate.count(),
        })
    }
}

/// Returns how the value of a 2021 LSOA is shared out over its parts: by their live postcodes, or
/// evenly if these are not known or there are none.
fn shares(dataset: &Dataset, parts: &BTreeSet<&str>, postcodes: &[f64]) -> Vec<f64> {
    let counts: Option<Vec<f64>> = parts
        .iter()
        .map(|part| block(dataset, part).map(|block| postcodes[block.index()]))
        .collect();
    let counts = counts
        .filter(|counts| counts.iter().any(|count| *count > 0.0))
        .unwrap_or_else(|| vec![1.0; parts.len()]);
    let all: f64 = counts.iter().sum();
    counts.into_iter().map(|count| count / all).collect()
}

fn block(dataset: &Dataset, code: &str) -> Option<BlockId> {
    let code = code.parse().ok()?;
    dataset.codes().block(code)
}

/// Returns the codes that are new in 2021, if the data is made of 2011 LSOAs and these values are of
/// 2021 LSOAs; else none.
pub(super) fn new_in_2021<'a>(
    blocks: &[String],
    values: &'a BTreeMap<String, f64>,
) -> Vec<&'a String> {
    let is_new = |code: &str| code.len() == 9 && NEW_CODES.iter().any(|new| new.contains(&code));
    let is_lsoa = |code: &String| code.starts_with("E01") || code.starts_with("W01");
    if !blocks.iter().all(|code| is_lsoa(code) && !is_new(code)) {
        return Vec::new();
    }
    values.keys().filter(|code| is_new(code)).collect()
}

/// Whether values are of 2021 LSOAs, while the data is made of 2011 LSOAs that some of them have
/// replaced.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::are_of_2021_lsoas;
///
/// let blocks = dataset.codes().blocks();
/// let mut people: std::collections::BTreeMap<String, f64> =
///     blocks.iter().map(|code| (code.clone(), 1_500.0)).collect();
/// assert!(!are_of_2021_lsoas(&dataset, &people));
///
/// people.remove(&blocks[0]);
/// people.insert("E01034001".into(), 1_500.0);
/// assert!(are_of_2021_lsoas(&dataset, &people));
/// ```
pub fn are_of_2021_lsoas(dataset: &Dataset, values: &BTreeMap<String, f64>) -> bool {
    let blocks = dataset.codes().blocks();
    blocks.iter().any(|code| !values.contains_key(code)) && !new_in_2021(blocks, values).is_empty()
}
