//! [`Error`]: what the crate cannot hold or join.

use crate::AreaId;

/// Why an index, an arrangement or a union could not be made.
///
/// Defects of the input are not errors: see [`CoverageReport`](crate::CoverageReport) and
/// [`validity`](crate::validity()).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A vertex beyond what a [`PrecisionModel`](crate::PrecisionModel) covers, or one that is
    /// not finite.
    #[error("the vertex ({x}, {y}) is beyond the extent that the precision model covers")]
    BeyondPrecision {
        /// Its first coordinate.
        x: f64,
        /// Its second coordinate.
        y: f64,
    },
    /// A vertex on an integer grid that is 2³⁰ units or more from the origin.
    #[error("({x}, {y}) is beyond the grid, which ends 2^30 units from its origin")]
    BeyondGrid {
        /// Units along the first axis.
        x: i32,
        /// Units along the second axis.
        y: i32,
    },
    /// More areas or edges than 32-bit positions can tell apart.
    #[error("{count} {what} are more than the {most} that can be told apart")]
    TooMany {
        /// What there are too many of: `areas`, `edges` or `vertices`.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// Two areas of a supposed coverage claim the same side of an edge, so they overlap.
    #[error(
        "these areas are not a coverage: two of them are on the same side of the edge from \
         ({}, {}) to ({}, {})", from[0], from[1], to[0], to[1]
    )]
    NotACoverage {
        /// Where the edge begins.
        from: [f64; 2],
        /// Where it ends.
        to: [f64; 2],
    },
}

/// The result of what may fail in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Refuses more footprints than [`AreaId`] can name.
pub(crate) fn check_areas(count: usize) -> Result<()> {
    check("areas", count, AreaId::MAX_AREAS)
}

/// Refuses a count that the positions of a structure cannot hold.
pub(crate) fn check(what: &'static str, count: usize, most: usize) -> Result<()> {
    if count > most {
        return Err(Error::TooMany { what, count, most });
    }
    Ok(())
}
