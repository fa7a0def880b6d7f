//! Filters of areas: CQL2 as text and as JSON, parsed to a [`Filter`] that is evaluated on areas.
//!
//! The crate `cql2` parses the same language, but brings 180 others with it (a parser of SQL, JSON
//! Schema, a second `geojson`), and recurses as deep as its input says. What is here is the classes
//! that clients use: basic, advanced and case-insensitive comparison, comparison of properties,
//! and basic spatial functions.

mod column;
mod comparison;
mod evaluate;
mod json;
mod shape;
mod text;
mod tokens;

pub(crate) use column::{Column, Kind, Value};
pub(crate) use comparison::{Comparison, Operand};
pub(crate) use shape::{AreaBounds, Shape};

use crate::http::offered_crs::OfferedCrs;

/// Maximum length of a filter in bytes.
pub(crate) const MAX_BYTES: usize = 8_192;
/// Maximum depth of a filter: brackets in brackets, `NOT` of `NOT`.
const MAX_DEPTH: usize = 32;
/// Maximum number of coordinates of all shapes of a filter. Each is compared with each line of the
/// areas nearby.
const MAX_COORDS: usize = 256;

/// A condition on an area. Comparisons with a property that has no value are unknown, and so are
/// conditions that depend on them; an area is wanted if its condition is true.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Always(bool),
    Compare(Operand, Comparison, Operand),
    Like(Operand, String),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    IsNull(Operand),
    Intersects(Shape),
}

/// The properties that a filter may name, and the coordinate system of its shapes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) columns: &'a [Column],
    pub(crate) crs: OfferedCrs,
}

impl Context<'_> {
    fn column(&self, name: &str) -> Result<Column, String> {
        let found = self.columns.iter().find(|column| column.name() == name);
        found.cloned().ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(Column::name).collect();
            format!(
                "there is no property \"{name}\"; there are {}, and geometry",
                names.join(", ")
            )
        })
    }
}

/// Parses CQL2 text.
///
/// # Errors
///
/// A sentence that says what is wrong, and where.
pub(crate) fn parse_text(text: &str, context: Context<'_>) -> Result<Filter, String> {
    within_length(text)?;
    text::parse(text, context)
}

/// Parses CQL2 JSON.
///
/// # Errors
///
/// A sentence that says what is wrong.
pub(crate) fn parse_json(text: &str, context: Context<'_>) -> Result<Filter, String> {
    within_length(text)?;
    json::parse(text, context)
}

fn within_length(text: &str) -> Result<(), String> {
    match text.len() {
        0..=MAX_BYTES => Ok(()),
        _ => Err(format!(
            "it is longer than {MAX_BYTES} bytes; send a shorter one"
        )),
    }
}

fn too_deep() -> String {
    format!("it is nested deeper than {MAX_DEPTH}; send a flatter one")
}

#[cfg(test)]
mod tests;
