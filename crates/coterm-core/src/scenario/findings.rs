//! Findings on a scenario: what a reader must know besides its score.

use serde::Serialize;

use super::{DetachedPart, NamedArea};
use crate::comparison::Named;

/// Something that a reader must know besides a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum ScenarioFinding {
    /// A proposed area reaches beyond the data, so it has neither size nor shape here.
    AreaBeyondData {
        /// The area.
        area: Named,
        /// The areas that its definition names and the data holds only in part.
        in_part: Vec<NamedArea>,
    },
    /// The ground that should be covered reaches beyond the data.
    GroundBeyondData {
        /// The areas of the ground that the data holds only in part.
        in_part: Vec<NamedArea>,
    },
    /// Areas before reach beyond the data, so moves from there are only counted within it.
    BeforeBeyondData {
        /// The areas that the data holds only in part.
        in_part: Vec<NamedArea>,
    },
    /// The list of an area has a block more than once.
    RepeatedBlock {
        /// The area's name.
        area: String,
        /// The block's code.
        block: String,
    },
    /// Some blocks are in several areas, and count in each.
    SharedBlocks,
    /// An area is in several pieces, with ground of others between them.
    NotContiguous {
        /// The area.
        area: Named,
        /// The detached parts: neither islands nor across water.
        detached: Vec<DetachedPart>,
    },
    /// A part of an area, with whole blocks, is across water from the rest.
    AcrossWater {
        /// The area.
        area: Named,
        /// The parts across water.
        parts: Vec<DetachedPart>,
    },
}
