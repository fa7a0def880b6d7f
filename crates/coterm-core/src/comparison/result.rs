//! Result of a comparison, as data: the whole, its layers, verdicts, groups and lines.
//!
//! `coterm-report` puts it into words and formats. The names of fields in JSON are a contract.

use serde::Serialize;

use super::facts::{Finding, LayerName, SummaryFact};
use super::reason::{GroupReason, ToleranceSource, VerdictReason};
use super::{
    Alignment, Difference, Disclosure, LeastChange, Matching, Named, Overlap, Piece, Practices,
    ReviewArea, Split, WeightSource, WeightUnit,
};
use crate::layers::Layer;

/// The comparison of two layers: the answer to "do these areas share the same footprints as
/// those?"
///
/// Areas are square metres, lengths metres, places easting and northing, all EPSG:27700. Shares
/// are between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The first layer.
    pub a: ComparedLayer,
    /// The second layer.
    pub b: ComparedLayer,
    /// The tolerance in metres: pieces narrower than this are slivers, and lines nearer than
    /// this agree.
    pub tolerance_m: f64,
    /// The origin of the tolerance.
    pub tolerance_from: ToleranceSource,
    /// The building blocks, if both layers are defined over the same ones and so counted
    /// exactly. Geometry is always worked out as well.
    pub blocks: Option<BlockBasis>,
    /// The family of the building blocks that [`Difference::blocks`] lists. The data may have
    /// them even if the two layers are not defined over them.
    pub block_family: Option<String>,
    /// The weight: what is counted.
    pub weight: WeightUsed,
    /// The ground that the comparison is about: all that follows is counted inside it, unless
    /// it says otherwise.
    pub review_area: ReviewArea,
    /// The answer in facts, most important first.
    pub summary: Vec<SummaryFact>,
    /// A row for every pair of areas that have ground, weight or blocks in common in the review
    /// area, in order of the areas' codes. `None` is the outside of a layer, and comes last.
    pub matrix: Vec<Overlap>,
    /// Rows of what the same areas have beyond the review area, which is counted nowhere else.
    pub beyond: Vec<Overlap>,
    /// The verdict on each area of the first layer that has ground in the review area, or was to
    /// be judged, in order of their codes. A verdict is on all of an area.
    pub verdicts_a: Vec<Verdict>,
    /// The verdict on each area of the second layer, likewise.
    pub verdicts_b: Vec<Verdict>,
    /// The areas that several areas of the other layer share, those of the first layer first.
    pub splits: Vec<Split>,
    /// The matching of areas, and who would be in another area if the second layer's took the place
    /// of the first's.
    pub moves: Matching,
    /// The practices that would be in another area, if the options give practices.
    pub practices: Option<Practices>,
    /// The first layer as it would be if it followed the second exactly.
    pub alignment: Alignment,
    /// The smallest sets of areas that belong together.
    pub groups: Vec<Group>,
    /// The connected pieces that the two layers cut each other into, largest first within each
    /// class.
    pub pieces: Vec<Piece>,
    /// Pieces, or the rest of pieces, that are beyond the review area: ground of maps that is in no
    /// count.
    pub pieces_beyond: Vec<Piece>,
    /// The real differences, numbered from 1, largest weight first.
    pub differences: Vec<Difference>,
    /// The distances between the lines of the two layers.
    pub lines: ComparedLines,
    /// The small parts that figures for both layers would give away, if the options ask for
    /// them.
    pub disclosure: Option<Disclosure>,
    /// Other things that a reader must know: defects, and places where geometry and building
    /// blocks disagree.
    pub findings: Vec<Finding>,
    /// The acknowledgement that must be shown.
    pub attribution: String,
}

impl Comparison {
    /// Returns the two layers as sentences name them.
    pub fn layer_names(&self) -> [LayerName; 2] {
        [self.a.name(), self.b.name()]
    }

    /// Returns the other one of the two layers.
    pub fn opposite(&self, layer: &LayerName) -> LayerName {
        if layer.id == self.a.id {
            self.b.name()
        } else {
            self.a.name()
        }
    }
}

/// A layer that was compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedLayer {
    /// The layer's name: `place-2022`.
    pub id: String,
    /// The layer's family: `place`.
    pub family: String,
    /// The family in words: `Places`.
    pub family_title: String,
    /// The layer in words.
    pub title: String,
    /// The publisher's date.
    pub vintage: String,
    /// The resolution, in metres: how finely the layer is drawn.
    pub resolution_m: f64,
    /// The way that the layer draws its coast, in words.
    pub coast: String,
    /// The source of the layer.
    pub source: String,
    /// Number of areas.
    pub areas: usize,
    /// Ground of the areas together in the review area, in square metres; ground in two areas
    /// counts once.
    pub area_m2: f64,
    /// Weight of the areas together in the review area.
    pub weight: f64,
    /// Whether areas overlap and something is counted in several of them.
    pub counts_twice: bool,
    /// The layer as sentences name it.
    #[serde(skip)]
    pub name: LayerName,
}

impl ComparedLayer {
    /// Describes a layer whose ground (square metres) and weight in the review area are known.
    pub fn new(layer: &Layer, area_m2: f64, weight: f64) -> Self {
        let info = layer.info().clone();
        Self {
            name: LayerName::beside(&info, ""),
            id: info.id,
            family: info.family,
            family_title: info.family_title,
            title: info.title,
            vintage: info.vintage,
            resolution_m: info.resolution_m,
            coast: info.coast,
            source: info.source,
            areas: layer.areas().len(),
            area_m2,
            weight,
            counts_twice: false,
        }
    }

    /// Returns the layer as sentences name it.
    pub fn name(&self) -> LayerName {
        self.name.clone()
    }
}

/// The building blocks that both layers are defined over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockBasis {
    /// The layer of blocks: `lsoa-2011`.
    pub layer: String,
    /// The word for one block: `LSOA`.
    pub name: String,
    /// Number of blocks that are in an area of either layer.
    pub blocks: usize,
}

impl BlockBasis {
    /// Returns the word for several blocks: `LSOAs`.
    pub fn names(&self) -> String {
        crate::words::several(&self.name)
    }
}

/// The weight of a comparison: what was counted, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightUsed {
    /// The unit.
    pub unit: WeightUnit,
    /// The source of the values.
    pub source: WeightSource,
    /// The weight that is in either layer, in all.
    pub total: f64,
}

/// How an area stands to the other layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The area has the footprint of one area of the other layer.
    Coterminous,
    /// The area has the footprint of several areas of the other layer together.
    Union,
    /// The area lies within one larger area of the other layer.
    PartOf,
    /// The area cuts areas of the other layer, or reaches beyond them.
    Crossing,
    /// The area has no more than slivers in common with any area of the other layer.
    Disjoint,
    /// The area reaches beyond the data, so it is not known here how all of it stands.
    CannotBeTold,
}

/// The verdict on an area: how it stands to the other layer, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The area.
    pub area: Named,
    /// Whether all of the area is within the data; if not, it has no verdict, no size and no
    /// shares here.
    pub complete: bool,
    /// The relation to the other layer, by geometry within the tolerance.
    pub relation: Relation,
    /// The relation by building blocks, where both layers are defined over them.
    pub by_blocks: Option<Relation>,
    /// The reason for the relation by geometry.
    #[serde(rename = "reason_code")]
    pub reason: VerdictReason,
    /// The areas of the other layer with which it really has ground in common (slivers and
    /// explained ground do not count), largest part first.
    pub with: Vec<Counterpart>,
    /// The part that is really outside the other layer, likewise; `None` if there is none.
    pub outside: Option<Counterpart>,
    /// Ground in square metres; `None` if not all of the area is within the data.
    pub area_m2: Option<f64>,
    /// Weight; `None` if not all of the area is within the data.
    pub weight: Option<f64>,
    /// Number of building blocks, where both layers are defined over them and all of the area
    /// is within the data.
    pub blocks: Option<usize>,
    /// The distance between the area's outline and the other's, if the two are coterminous.
    pub deviation: Option<Separation>,
    /// The least that would have to move to make the area coterminous or a union; `None` if it
    /// is, or if that cannot be told.
    pub least_change: Option<LeastChange>,
}

/// A part that an area has in common with another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counterpart {
    /// The other area; `None` for the outside of the other layer.
    pub area: Option<Named>,
    /// Common ground in square metres.
    pub area_m2: f64,
    /// The part's share of this area's ground; `None` if this area is not complete.
    pub area_share: Option<f64>,
    /// Weight in common.
    pub weight: f64,
    /// The part's share of this area's weight; `None` if this area is not complete.
    pub weight_share: Option<f64>,
    /// Live postcodes in common.
    pub postcodes: u64,
    /// The part's share of the other area's weight; `None` outside the other layer, and if the
    /// other area is not complete.
    pub share_of_other: Option<f64>,
    /// Whether all of the other area is in this one, apart from slivers and explained ground.
    pub whole: bool,
}

/// The smallest set of areas of both layers that are connected by real pieces of common ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Areas of the first layer.
    pub a: Vec<Named>,
    /// Areas of the second layer.
    pub b: Vec<Named>,
    /// Whether all of the areas are within the data; if not, it cannot be told here whether the
    /// group closes.
    pub complete: bool,
    /// Whether the two sides are known to have the same footprint: nothing real is outside.
    pub closes: bool,
    /// The reason why the group closes, why it does not, or why that is not known.
    #[serde(rename = "reason_code")]
    pub reason: GroupReason,
}

/// Distances between the lines of two layers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedLines {
    /// Metres of line that both layers have, vertex for vertex or along each other.
    pub shared_m: f64,
    /// The first layer's lines, measured against the second's.
    pub a: LinesOfOne,
    /// The second layer's lines, measured against the first's.
    pub b: LinesOfOne,
}

/// Lines of one layer, measured against the other's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinesOfOne {
    /// Metres of all its lines, each counted once.
    pub length_m: f64,
    /// Metres of lines that are not shared, but within the tolerance of the other's.
    pub within_m: f64,
    /// Metres of lines that are further from the other's than the tolerance.
    pub apart_m: f64,
    /// The distance of the furthest point from the other's lines, and its place; `None` if all
    /// lines are shared.
    pub furthest: Option<Separation>,
}

/// Distance of a line from another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Separation {
    /// The greatest distance in metres: the Hausdorff distance, between lines and not only
    /// vertices.
    pub hausdorff_m: f64,
    /// The place of the greatest distance, easting and northing.
    pub at: [f64; 2],
    /// The mean distance along the line, in metres; 0 where the line is shared.
    pub mean_m: f64,
}
