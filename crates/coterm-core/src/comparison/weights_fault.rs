//! [`WeightsFault`]: every way in which values are not weights of the building blocks.

use crate::words::{count, things};

/// The fault of values that cannot be used as weights. Its message completes a sentence: "these
/// weights cannot be used: …".
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsFault {
    /// A value below 0, infinite or NaN.
    #[error("{code} has {value}; values must be numbers of 0 or more")]
    BadValue {
        /// Code of the block.
        code: String,
        /// The given value.
        value: f64,
    },
    /// Codes of which none is a building block of the data.
    #[error("{} a building block of the data, such as {example}", none_of(*codes))]
    NoBlocks {
        /// Number of codes that have values.
        codes: usize,
        /// Code of a building block of the data.
        example: String,
    },
    /// Building blocks without a value.
    #[error(
        "{} no value, such as {example}; give every block a value, or 0{}",
        things(*blocks, "building block has", "building blocks have"),
        unknown(*beyond, beyond_example.as_deref())
    )]
    MissingValues {
        /// Number of blocks without a value.
        blocks: usize,
        /// Code of one of them.
        example: String,
        /// Number of codes that have a value and are not blocks of the data.
        beyond: usize,
        /// Example of such a code.
        beyond_example: Option<String>,
    },
    /// Values of 2021 LSOAs, where the data is made of 2011 LSOAs.
    #[error(
        "these are 2021 LSOAs, such as {new_example}, and the data is made of 2011 LSOAs: {} since \
         and {} no value, such as {example}. Use mid-2020 estimates, which are for 2011 LSOAs, or \
         put the ONS table \"LSOA (2011) to LSOA (2021) to Local Authority District (2022) Lookup\" \
         in the data folder as lsoa-2011-to-2021.csv",
        things(*blocks, "of them has changed", "of them have changed"),
        if *blocks == 1 { "has" } else { "have" }
    )]
    Lsoas2021 {
        /// Number of 2011 LSOAs without a value.
        blocks: usize,
        /// Code of one of them.
        example: String,
        /// Code of a 2021 LSOA that has a value.
        new_example: String,
    },
    /// A table of 2011 and 2021 LSOAs that lacks LSOAs of the data.
    #[error(
        "{table} does not have {}, such as {example}; use the whole ONS table",
        things(*blocks, "LSOA of the data", "LSOAs of the data")
    )]
    NotInLookup {
        /// Name of the table.
        table: String,
        /// Number of 2011 LSOAs that it lacks.
        blocks: usize,
        /// Code of one of them.
        example: String,
    },
    /// 2021 LSOAs without a value.
    #[error(
        "{} no value, such as {example}; give every LSOA a value, or 0",
        things(*lsoas, "LSOA of 2021 has", "LSOAs of 2021 have")
    )]
    Missing2021 {
        /// Number of 2021 LSOAs without a value.
        lsoas: usize,
        /// Code of one of them.
        example: String,
    },
}

fn none_of(codes: usize) -> String {
    match codes {
        1 => "its only code is not".to_owned(),
        _ => format!("none of its {} codes is", count(codes)),
    }
}

fn unknown(codes: usize, example: Option<&str>) -> String {
    example.map_or_else(String::new, |example| {
        format!(
            "; {}, such as {example}: check that the codes are for the right year",
            things(
                codes,
                "of your codes is not in the data",
                "of your codes are not in the data"
            )
        )
    })
}
