//! Result of a comparison, as data: layers, matrix, verdicts, groups, pieces, differences,
//! lines.
//!
//! `coterm-report` puts it into words and formats. The names of fields in JSON are a contract.

use geo::MultiPolygon;
use serde::Serialize;

use super::facts::{Finding, LayerName, SummaryFact};
use super::reason::{DifferenceReason, GroupReason, PieceReason, ToleranceSource, VerdictReason};
use super::{
    Alignment, Disclosure, DistrictPart, LeastChange, Matching, ReviewArea, Split, WeightSource,
    WeightUnit,
};
use crate::codes::Postcode;
use crate::layers::{Area, Layer};

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

/// An area, by code and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Named {
    /// The area's code.
    pub code: String,
    /// The area's name.
    pub name: String,
}

impl From<&Area> for Named {
    fn from(area: &Area) -> Self {
        Self {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
        }
    }
}

/// An area, by layer, code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedArea {
    /// The layer: `utla-2023`.
    pub layer: String,
    /// The area's code in the layer.
    pub code: String,
    /// The area's name.
    pub name: String,
}

impl NamedArea {
    pub(crate) fn of(layer: &Layer, area: &Area) -> Self {
        let Named { code, name } = Named::from(area);
        Self {
            layer: layer.id().to_owned(),
            code,
            name,
        }
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

/// Common ground and weight of two areas, or of an area and the outside of the other layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overlap {
    /// The area of the first layer; `None` for the outside of that layer.
    pub a: Option<Named>,
    /// The area of the second layer; `None` for the outside of that layer.
    pub b: Option<Named>,
    /// Common ground in square metres, by geometry.
    pub area_m2: f64,
    /// Weight in common: by building blocks where both layers are defined over them, else by
    /// geometry.
    pub weight: f64,
    /// Weight in common, always by geometry.
    pub weight_by_geometry: f64,
    /// Live postcodes in common, counted in the way that the weight is.
    pub postcodes: u64,
    /// Number of building blocks in common.
    pub blocks: Option<usize>,
    /// The districts that those blocks are in, in order of their codes.
    pub districts: Vec<Named>,
    /// The share of `a`'s ground that is in `b`; 0 if there is no `a`, `None` if the data holds
    /// only a part of `a`.
    pub area_share_of_a: Option<f64>,
    /// The share of `b`'s ground that is in `a`, likewise.
    pub area_share_of_b: Option<f64>,
    /// The share of `a`'s weight that is in `b`, likewise.
    pub weight_share_of_a: Option<f64>,
    /// The share of `b`'s weight that is in `a`, likewise.
    pub weight_share_of_b: Option<f64>,
    /// Common ground divided by the ground of both together (Jaccard, 1901); `None` if the data
    /// holds only a part of one of them.
    pub jaccard: Option<f64>,
    /// The relation of the two areas; `None` if they have no more than slivers in common, or the
    /// row is of ground outside a layer.
    pub pair_relation: Option<PairRelation>,
    /// Whether the two areas are matched in [`Matching`], so that nothing in common moves.
    pub stays: bool,
}

/// Relation of two areas that really have ground in common, in the terms of the OGC's simple
/// features (DE-9IM), slivers left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PairRelation {
    /// The two areas have the same footprint.
    Equals,
    /// The area of the first layer lies within that of the second, which is larger.
    Within,
    /// The area of the first layer contains that of the second, which is smaller.
    Contains,
    /// Each of the areas has ground that the other has not: a partial overlap.
    Overlaps,
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

/// Class of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceClass {
    /// A difference that generalisation does not explain.
    Real,
    /// A sliver with weight in it.
    Populated,
    /// Ground along the coast that only one layer has.
    Coastal,
    /// A sliver between two generalisations of one line.
    Generalisation,
    /// Ground that belongs outside the other layer: of an area that lies mostly outside and is
    /// no counterpart of any area there, or beyond a counterpart that the data holds only in
    /// part. No difference, but beyond what is compared.
    Outside,
    /// Ground where the areas belong together: no difference.
    Common,
}

impl PieceClass {
    /// Whether the ground is really in both areas, and not a matter of how lines are drawn.
    pub fn is_ground(self) -> bool {
        matches!(self, Self::Common | Self::Outside | Self::Real)
    }
}

/// A connected piece of ground that is in the same areas throughout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// Number of the piece, from 0, the same for the same input.
    pub id: usize,
    /// The area of the first layer that it is in.
    pub a: Option<Named>,
    /// The area of the second layer that it is in.
    pub b: Option<Named>,
    /// The relation of the two areas, where it is ground of both and no sliver.
    pub pair_relation: Option<PairRelation>,
    /// Whether all of its areas are within the data.
    pub complete: bool,
    /// The class: common ground, or which kind of difference.
    pub class: PieceClass,
    /// The reason for the class. For a populated piece it also says how the code tables settle
    /// it.
    #[serde(rename = "reason_code")]
    pub reason: PieceReason,
    /// Whether the code tables settle where a populated piece belongs; if not, a person must.
    pub settled: Option<bool>,
    /// The real difference that it belongs to, by number.
    pub difference: Option<usize>,
    /// Square metres.
    pub area_m2: f64,
    /// Length of its outline in metres, holes included.
    pub perimeter_m: f64,
    /// Area divided by half the perimeter, in metres.
    pub width_m: f64,
    /// Diameter of its maximum inscribed circle, in metres; not worked out for common pieces.
    pub circle_m: Option<f64>,
    /// A place within it, easting and northing.
    pub at: [f64; 2],
    /// Number of live postcodes in it, by their positions.
    pub postcodes: u64,
    /// Weight in it, by positions.
    pub weight: f64,
    /// The ground of the piece, EPSG:27700.
    #[serde(skip)]
    pub footprint: MultiPolygon<f64>,
}

/// A real difference: all real pieces of one pair of areas, which is the smaller part of a split
/// area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Number of the difference, from 1.
    pub number: usize,
    /// The area of the first layer that it is in.
    pub a: Option<Named>,
    /// The area of the second layer that it is in.
    pub b: Option<Named>,
    /// The kind of difference.
    #[serde(rename = "reason_code")]
    pub reason: DifferenceReason,
    /// The relation of the two areas: whether one contains the other, or they overlap in part.
    pub pair_relation: Option<PairRelation>,
    /// Whether it is a smaller part of `a`, and of `b`.
    pub smaller_part_of: [bool; 2],
    /// The ids of its pieces, largest first.
    pub pieces: Vec<usize>,
    /// Square metres.
    pub area_m2: f64,
    /// Weight in it.
    pub weight: f64,
    /// Whether the code tables have nothing for the pair. Then the building blocks and
    /// postcodes are those that are drawn in it.
    pub drawn_only: bool,
    /// The building blocks in it: by the code tables where both layers have them, else those
    /// whose middle is in it.
    pub blocks: Vec<Named>,
    /// The districts that those are in.
    pub districts: Vec<Named>,
    /// The part of each of those districts.
    pub district_parts: Vec<DistrictPart>,
    /// The live postcodes in it.
    pub postcodes: Vec<Postcode>,
    /// A place within its largest piece, easting and northing.
    pub at: [f64; 2],
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
