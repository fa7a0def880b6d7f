//! Units of what is counted, and the two ways to count: by the code table or by the drawing.
//!
//! Used by comparisons, scenarios and their reports. Two counts of one thing never have the
//! same name.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Comparison;

/// Unit of what is counted, in the plural. JSON has its [name](WeightUnit::as_str).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WeightUnit {
    /// Live postcodes; each counts as one.
    LivePostcodes,
    /// Ground, in hectares.
    Hectares,
    /// Any other thing that a file has values of: `people`.
    Other(String),
}

impl WeightUnit {
    /// Returns the unit in words: `live postcodes`, `hectares`, `people`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::LivePostcodes => "live postcodes",
            Self::Hectares => "hectares",
            Self::Other(unit) => unit,
        }
    }

    /// Whether the unit is ground itself.
    pub fn is_ground(&self) -> bool {
        *self == Self::Hectares
    }
}

impl fmt::Display for WeightUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq<str> for WeightUnit {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl Serialize for WeightUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How something was counted, where there are two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountedBy {
    /// Counted in building blocks, as the code table has them.
    CodeTable,
    /// Counted at positions, in the areas as they are drawn.
    Drawing,
}

impl CountedBy {
    /// Returns the way in words: `by the code table`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodeTable => "by the code table",
            Self::Drawing => "by the drawing",
        }
    }
}

/// A unit with the way of counting, where there are two ways; so two counts never have one
/// name: `live postcodes by the code table`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountUnit<'a> {
    /// The unit.
    pub unit: &'a WeightUnit,
    /// The way of counting, where there are two.
    pub by: Option<CountedBy>,
}

impl fmt::Display for CountUnit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.by {
            Some(by) => write!(f, "{} {}", self.unit, by.as_str()),
            None => self.unit.fmt(f),
        }
    }
}

impl Comparison {
    /// Returns the unit of areas, overlaps and differences. They are counted by the code table
    /// where both layers are defined over building blocks.
    pub fn unit(&self) -> CountUnit<'_> {
        self.counted(CountedBy::CodeTable)
    }

    /// Returns the unit of pieces of ground. They are counted by the drawing where areas are
    /// counted by the code table.
    pub fn drawn_unit(&self) -> CountUnit<'_> {
        self.counted(CountedBy::Drawing)
    }

    fn counted(&self, by: CountedBy) -> CountUnit<'_> {
        CountUnit {
            unit: &self.weight.unit,
            by: (self.blocks.is_some() && !self.counts_ground()).then_some(by),
        }
    }

    /// Whether this comparison counts ground itself.
    pub fn counts_ground(&self) -> bool {
        self.weight.unit.is_ground()
    }
}
