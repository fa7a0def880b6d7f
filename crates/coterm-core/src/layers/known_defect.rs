//! [`KnownDefect`]: a published layer's error, as the catalogue records it, so that answers can say
//! that they are affected.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something in a layer that is known to be wrong: where, since when, and by which source. Answers
/// that it affects are not certain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownDefect {
    /// Sentence that says what is wrong.
    pub note: String,
    /// Source that says so.
    pub source: String,
    /// The first day on which it is wrong; `None` for as long as the layer is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The new code of the only area in `areas`, if the defect is that the layer has its old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_code: Option<String>,
    /// Codes of the layer's areas that are wrong throughout.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Codes of the building blocks in which the layer is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<String>,
}

impl KnownDefect {
    /// Whether the defect affects the day.
    pub fn is_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day)
    }
}
