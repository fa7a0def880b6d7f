//! [`Error`]: why a structure cannot be built, for instance because a vertex is beyond the
//! precision grid. Every fallible function of the crate returns it.

use crate::AreaId;

/// Reason why an index, an arrangement or a union could not be made.
///
/// Defects of the input are not errors: see [`CoverageReport`](crate::CoverageReport) and
/// [`validity`](crate::validity()).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A vertex that is not finite, or is beyond the extent that a
    /// [`PrecisionModel`](crate::PrecisionModel) covers.
    #[error(
        "the vertex ({x}, {y}) is outside the extent of the precision model, or is not a number"
    )]
    BeyondPrecision {
        /// First coordinate of the vertex, in the unit of the input.
        x: f64,
        /// Second coordinate of the vertex, in the unit of the input.
        y: f64,
    },
    /// A vertex on an integer grid that is 2³⁰ units or more from the origin.
    #[error(
        "({x}, {y}) is outside the grid: coordinates must be less than 2^30 units from the origin"
    )]
    BeyondGrid {
        /// Units along the first axis.
        x: i32,
        /// Units along the second axis.
        y: i32,
    },
    /// More areas, edges, vertices or points than the positions of a structure can number.
    #[error("there are {count} {what}; the limit is {limit}")]
    TooMany {
        /// Kind of thing that there are too many of: `areas`, `edges`, `vertices`, `points`, or
        /// `entries` of a table.
        what: &'static str,
        /// Number found.
        count: usize,
        /// Largest number allowed.
        limit: usize,
    },
    /// Two areas on the same side of an edge of a supposed coverage, so that they overlap.
    #[error(
        "these areas are not a coverage: two of them are on the same side of the edge from \
         ({}, {}) to ({}, {})", from[0], from[1], to[0], to[1]
    )]
    NotACoverage {
        /// Start of the edge, as `[x, y]` in the unit of the input.
        from: [f64; 2],
        /// End of the edge, as `[x, y]` in the unit of the input.
        to: [f64; 2],
    },
}

/// Result of the fallible functions of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Refuses more footprints than there are [`AreaId`]s.
pub(crate) fn check_areas(count: usize) -> Result<()> {
    check("areas", count, AreaId::MAX_AREAS)
}

/// Refuses a count that the 32-bit positions of a structure cannot hold.
pub(crate) fn check(what: &'static str, count: usize, limit: usize) -> Result<()> {
    if count > limit {
        return Err(Error::TooMany { what, count, limit });
    }
    Ok(())
}
