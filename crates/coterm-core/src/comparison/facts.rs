//! What a comparison found, as facts: [`SummaryFact`] for the answer and [`Finding`] for
//! what a reader must know besides. `coterm-report` has the sentences.

use serde::Serialize;

use super::{Named, PieceClass, Relation};

/// A layer as sentences name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LayerName {
    /// The layer's name: `place-2022`.
    pub id: String,
    /// Its family, for what its areas are called: `place`.
    pub family: String,
}

/// A fact of the answer. Those of a comparison are in order of importance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum SummaryFact {
    /// How many areas of the first layer are coterminous with one of the second.
    Coterminous {
        /// The first layer.
        layer: LayerName,
        /// The second layer.
        other: LayerName,
        /// The areas that are.
        areas: Vec<Named>,
        /// How many areas have a verdict.
        told: usize,
        /// How many areas have none, for they reach beyond the data.
        not_told: usize,
    },
    /// Areas of the first layer that reach beyond the data, and have no verdict.
    BeyondData {
        /// The first layer.
        layer: LayerName,
        /// The areas that do.
        areas: Vec<Named>,
        /// How many areas the layer has.
        of: usize,
    },
    /// Areas of the first layer with another relation to the second.
    Related {
        /// The relation.
        relation: Relation,
        /// The second layer.
        other: LayerName,
        /// The areas that have it.
        areas: Vec<Named>,
    },
    /// Sets of several areas of each layer that have the same footprint.
    SameTogether {
        /// Areas of the first layer, and areas of the second.
        groups: Vec<[Vec<Named>; 2]>,
    },
    /// How many real differences there are, and how large they are together.
    Differences {
        /// How many.
        number: usize,
        /// Square metres.
        area_m2: f64,
        /// What is counted in them; `None` if that is the ground itself.
        counted: Option<Counted>,
        /// Whether some areas reach beyond the data, where there may be more.
        within_data: bool,
    },
    /// Areas of one layer that lie mostly outside the other, and are not compared there.
    MostlyOutside {
        /// The layer that has them.
        layer: LayerName,
        /// The other layer.
        other: LayerName,
        /// The areas.
        areas: Vec<Named>,
    },
    /// The pieces that are no real differences, by what explains them.
    Explained {
        /// Each explanation.
        by: Vec<ExplainedPieces>,
    },
}

/// An amount of what is counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// How much.
    pub amount: f64,
    /// Of what, in the plural: `live postcodes`.
    pub unit: String,
    /// Whether it is counted by the code table; else by the drawing.
    pub by_code_table: bool,
}

/// Pieces of a class, in number and size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPieces {
    /// The class.
    pub class: PieceClass,
    /// How many.
    pub number: usize,
    /// Square metres together.
    pub area_m2: f64,
}

/// Something that a reader must know besides the answer: a defect, or where the drawing and
/// the building blocks disagree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Finding {
    /// Areas of a layer overlap, and what several have is counted in each.
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
        /// The two, in the order of the layers.
        between: [Place; 2],
        /// How many building blocks.
        blocks: usize,
    },
    /// Two areas have drawn ground in common, and no building block.
    OnlyByDrawing {
        /// The two, in the order of the layers.
        between: [Place; 2],
        /// Square metres.
        area_m2: f64,
    },
    /// Drawing and building blocks differ on more pairs of areas, which are not listed.
    MorePairsDiffer {
        /// How many.
        number: usize,
    },
    /// The drawn lines put postcodes in other areas than the code tables do.
    PostcodesMisplaced {
        /// How many live postcodes.
        misplaced: u32,
        /// Of how many.
        of: u32,
    },
    /// Slivers hold something that is counted, and no code table settles where it belongs.
    SliversUnsettled {
        /// How many.
        pieces: usize,
    },
}

/// An area of a layer, or what is outside the layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The layer's name.
    pub layer: String,
    /// The area; `None` for what is outside.
    pub area: Option<Named>,
}
