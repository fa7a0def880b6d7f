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
