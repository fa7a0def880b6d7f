//! Findings of a comparison, as facts: [`SummaryFact`] for the answer and [`Finding`] for what
//! a reader must know besides.
//!
//! `coterm-report` turns them into sentences. The names of the variants in JSON are a contract.

use serde::Serialize;

use super::{Named, PieceClass, Relation};
use crate::layers::{LayerInfo, Role};

/// A layer, as sentences name it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerName {
    /// The layer's name: `place-2022`.
    pub id: String,
    /// The layer's family, which says what its areas are called: `place`.
    pub family: String,
    /// The publisher's date, `2022`, or `proposed`: where it tells the layer from the other one,
    /// because both are of one family, or where the layer is proposed. A layer without a date,
    /// such as that of a file, is told from the other one by its name.
    pub vintage: Option<String>,
    /// Metres to which the layer is drawn, if it is only another generalisation of its lines.
    pub drawn_m: Option<f64>,
}

impl LayerName {
    /// Names a layer that is compared with one of the family `other`.
    pub(crate) fn beside(info: &LayerInfo, other: &str) -> Self {
        let is_proposed = info.role == Role::Primary && info.vintage == "proposed";
        let needed = info.family == other || is_proposed;
        let vintage = if info.vintage.is_empty() {
            &info.id
        } else {
            &info.vintage
        };
        Self {
            id: info.id.clone(),
            family: info.family.clone(),
            vintage: needed.then(|| vintage.clone()),
            drawn_m: (info.role == Role::Drawing).then_some(info.resolution_m),
        }
    }
}

/// A fact of the answer. A comparison lists its facts in order of importance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum SummaryFact {
    /// Areas of the first layer that are coterminous with one of the second, and of how many.
    Coterminous {
        /// The first layer.
        layer: LayerName,
        /// The second layer.
        other: LayerName,
        /// The coterminous areas.
        areas: Vec<Named>,
        /// Number of areas that have a verdict.
        told: usize,
        /// Number of areas without a verdict, because they reach beyond the data.
        not_told: usize,
    },
    /// Areas of the first layer that have no verdict, because they reach beyond the data.
    BeyondData {
        /// The first layer.
        layer: LayerName,
        /// The areas without a verdict.
        areas: Vec<Named>,
        /// Number of areas in the layer.
        of: usize,
    },
    /// Areas of the first layer with another relation to the second.
    Related {
        /// The relation.
        relation: Relation,
        /// The second layer.
        other: LayerName,
        /// The areas with that relation.
        areas: Vec<Named>,
    },
    /// Sets of several areas of each layer that have the same footprint.
    SameTogether {
        /// Areas of the first layer, and areas of the second, for each set.
        groups: Vec<[Vec<Named>; 2]>,
    },
    /// Areas of one layer that several areas of the other share, and that are not a union of those.
    Split {
        /// The layer that has them.
        layer: LayerName,
        /// The other layer.
        other: LayerName,
        /// The areas.
        areas: Vec<Named>,
    },
    /// Areas of one layer that lie in an area of the other and partly outside that layer.
    PartlyOutside {
        /// The layer that has them.
        layer: LayerName,
        /// The other layer.
        other: LayerName,
        /// The areas.
        areas: Vec<Named>,
    },
    /// The amount that is in another area by the second layer than by the first; see
    /// [`Matching`](super::Matching).
    Moves {
        /// The amount that moves.
        counted: Counted,
        /// The amount in the review area.
        of: f64,
    },
    /// Areas that continue beyond the review area, where nothing is counted.
    Continues {
        /// The layer that has them.
        layer: LayerName,
        /// The areas.
        areas: Vec<Named>,
        /// The amount that they have beyond, as far as the data holds it.
        counted: Counted,
        /// Live postcodes that they have beyond.
        postcodes: u64,
        /// The areas among them that the data has only a part of, so that the rest is in no count.
        in_part: Vec<Named>,
    },
    /// Pieces that are no real differences, by what explains them.
    Explained {
        /// The pieces of each explanation.
        by: Vec<ExplainedPieces>,
    },
}

/// An amount of what is counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// The amount.
    pub amount: f64,
    /// The unit, in the plural: `live postcodes`.
    pub unit: String,
    /// Whether the amount is counted by the code table; if not, by the drawing.
    pub by_code_table: bool,
}

/// Pieces of one class, in number and size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPieces {
    /// The class.
    pub class: PieceClass,
    /// Number of pieces.
    pub number: usize,
    /// Square metres together.
    pub area_m2: f64,
}

/// Something that a reader must know besides the answer: a defect, or a place where the drawing
/// and the building blocks disagree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Finding {
    /// Areas of a layer overlap, and what is in several of them is counted in each.
    LayerOverlapsItself {
        /// The layer's name.
        layer: String,
        /// Square metres that are in more than one area.
        area_m2: f64,
    },
    /// The data holds only a part of some areas.
    HeldInPart {
        /// The layer's name.
        layer: String,
        /// The areas.
        areas: Vec<Named>,
    },
    /// An area has one verdict by its building blocks and another by its drawn line.
    VerdictsDiffer {
        /// The layer's name.
        layer: String,
        /// The area.
        area: Named,
        /// The verdict by building blocks.
        by_blocks: Relation,
        /// The verdict by the drawn line.
        by_drawing: Relation,
    },
    /// Two areas have building blocks in common, and no drawn ground but slivers.
    OnlyByBlocks {
        /// The two areas, in the order of the layers.
        between: [Place; 2],
        /// Number of building blocks.
        blocks: usize,
    },
    /// Two areas have drawn ground in common, and no building block.
    OnlyByDrawing {
        /// The two areas, in the order of the layers.
        between: [Place; 2],
        /// Square metres.
        area_m2: f64,
    },
    /// The drawing and the building blocks differ on more pairs of areas, which are not listed.
    MorePairsDiffer {
        /// Number of pairs that are not listed.
        number: usize,
    },
    /// The drawn lines put postcodes in other areas than the code tables do.
    PostcodesMisplaced {
        /// Number of live postcodes that are drawn elsewhere.
        misplaced: u32,
        /// Number of live postcodes that were looked at.
        of: u32,
    },
    /// Slivers hold something that is counted, and no code table settles where it belongs.
    SliversUnsettled {
        /// Number of slivers.
        pieces: usize,
    },
}

/// An area of a layer, or the outside of the layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The layer's name.
    pub layer: String,
    /// The area; `None` for the outside.
    pub area: Option<Named>,
}
