//! The arguments that say what is counted: [`Counting`], shared by `compare` and `scenario score`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// The weight that is counted, how values of 2021 LSOAs are converted, and the practices.
#[derive(Debug, Args)]
pub(crate) struct Counting {
    /// The weight to count: people (of population.csv in the data folder), postcodes, area, or FILE.csv or FILE.csv:COLUMN with a value for each building block [default: people if the data folder has population.csv, else postcodes]
    #[arg(long, value_name = "WEIGHT", value_hint = ValueHint::FilePath)]
    pub(crate) weight: Option<String>,
    /// The ONS table that converts values of 2021 LSOAs: LSOA (2011) to LSOA (2021) to Local Authority District (2022) Lookup, as CSV [default: lsoa-2011-to-2021.csv in the data folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) lsoa_lookup: Option<PathBuf>,
    /// GP practices, to say which would be in a different area: a CSV with a column postcode, and code and name if there are any; a score needs --was for it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) practices: Option<PathBuf>,
}

impl Counting {
    /// Returns the files that the arguments name, which an output must not overwrite.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let weight = self.weight.as_deref();
        let weight = weight.map(|weight| coterm_io::WeightFile::named(weight).path);
        let others = [&self.lsoa_lookup, &self.practices];
        weight
            .into_iter()
            .chain(others.into_iter().flatten().cloned())
            .collect()
    }
}
