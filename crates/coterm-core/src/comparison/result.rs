//! What a comparison says, as data. `coterm-report` puts it into words and formats.

use geo::MultiPolygon;
use serde::Serialize;

use super::facts::{Finding, LayerName, SummaryFact};
use super::reason::{DifferenceReason, GroupReason, PieceReason, ToleranceSource, VerdictReason};
use super::{Disclosure, WeightSource, WeightUnit};
use crate::{Layer, Postcode};

/// The comparison of two layers: the answer to "do these areas share the same
/// footprints as those?"
///
/// Areas are square metres, lengths metres, places easting and northing, all
/// EPSG:27700. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The first layer.
    pub a: ComparedLayer,
    /// The second layer.
    pub b: ComparedLayer,
    /// Pieces narrower than this are slivers, and lines nearer than this agree.
    pub tolerance_m: f64,
    /// Where the tolerance comes from.
    pub tolerance_from: ToleranceSource,
    /// Whether the two layers are defined over the same building blocks, and so
    /// counted exactly; geometry is always worked out as well.
    pub blocks: Option<BlockBasis>,
    /// The family of the building blocks that [`Difference::blocks`] lists, which the data may
    /// have even if the two layers are not defined over them.
    pub block_family: Option<String>,
    /// What is counted.
    pub weight: WeightUsed,
    /// The answer in facts, most important first.
    pub summary: Vec<SummaryFact>,
    /// Every pair of areas that have ground, weight or blocks in common, in order of
    /// the areas' codes; what is outside the other layer has `None` there, and comes last.
    pub matrix: Vec<Overlap>,
    /// For each area of the first layer, in order of their codes.
    pub verdicts_a: Vec<Verdict>,
    /// For each area of the second layer, in order of their codes.
    pub verdicts_b: Vec<Verdict>,
    /// The smallest sets of areas that belong together.
    pub groups: Vec<Group>,
    /// The connected pieces that the two layers cut each other into, largest first
    /// within each class.
    pub pieces: Vec<Piece>,
    /// The real differences, numbered from 1, largest weight first.
    pub differences: Vec<Difference>,
    /// How far apart the lines are.
    pub lines: ComparedLines,
    /// What figures for both layers would give away, if that was asked for.
    pub disclosure: Option<Disclosure>,
    /// What a reader must know besides: defects, and where geometry and building
    /// blocks disagree.
    pub findings: Vec<Finding>,
    /// The acknowledgement that must be shown.
    pub attribution: String,
}

/// A layer that was compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedLayer {
    /// The layer's name: `place-2022`.
    pub id: String,
    /// Its family: `place`.
    pub family: String,
    /// The family in words: `Places`.
    pub family_title: String,
    /// The layer in words.
    pub title: String,
    /// The publisher's date.
    pub vintage: String,
    /// How finely it is drawn, in metres.
    pub resolution_m: f64,
    /// How its coast is drawn, in words.
    pub coast: String,
    /// Where it comes from.
    pub source: String,
    /// How many areas it has.
    pub areas: usize,
    /// Their ground together, in square metres (what two areas claim is counted once).
    pub area_m2: f64,
    /// Their weight together.
    pub weight: f64,
}

impl ComparedLayer {
    /// A layer whose ground and weight are known.
    pub fn new(layer: &Layer, area_m2: f64, weight: f64) -> Self {
        let info = layer.info().clone();
        Self {
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
        }
    }

    /// The layer as sentences name it.
    pub fn name(&self) -> LayerName {
        LayerName {
            id: self.id.clone(),
            family: self.family.clone(),
        }
    }
}

/// An area, by code and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Named {
    /// An area of a layer, by position.
    pub(crate) fn of(layer: &Layer, area: usize) -> Self {
        let area = &layer.areas()[area];
        Self {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
        }
    }
}

/// The building blocks that both layers are defined over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockBasis {
    /// The layer of blocks: `lsoa-2011`.
    pub layer: String,
    /// What one is called: `LSOA`.
    pub name: String,
    /// How many of them are in an area of either layer.
    pub blocks: usize,
}

impl BlockBasis {
    /// What several are called: `LSOAs`.
    pub fn names(&self) -> String {
        crate::words::several(&self.name)
    }
}

/// What was counted, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightUsed {
    /// What is counted.
    pub unit: WeightUnit,
    /// Where it comes from.
    pub source: WeightSource,
    /// All of it that is in either layer.
    pub total: f64,
}

/// What two areas have in common; or what an area has outside the other layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overlap {
    /// The area of the first layer; `None` for what is outside it.
    pub a: Option<Named>,
    /// The area of the second layer; `None` for what is outside it.
    pub b: Option<Named>,
    /// Ground in common, by geometry.
    pub area_m2: f64,
    /// Weight in common: by building blocks where both layers are defined over them,
    /// else by geometry.
    pub weight: f64,
    /// The same by geometry, always.
    pub weight_by_geometry: f64,
    /// Live postcodes in common, counted as the weight is.
    pub postcodes: u64,
    /// Building blocks in common.
    pub blocks: Option<usize>,
    /// The districts that those blocks are in, in order of their codes.
    pub districts: Vec<Named>,
    /// The part of `a`'s ground that is in `b`; 0 if there is no `a`, `None` if the data
    /// does not hold all of it.
    pub area_share_of_a: Option<f64>,
    /// The part of `b`'s ground that is in `a`, likewise.
    pub area_share_of_b: Option<f64>,
    /// The part of `a`'s weight that is in `b`, likewise.
    pub weight_share_of_a: Option<f64>,
    /// The part of `b`'s weight that is in `a`, likewise.
    pub weight_share_of_b: Option<f64>,
    /// Ground in common by ground of either (Jaccard, 1901); `None` if the data does not
    /// hold all of both.
    pub jaccard: Option<f64>,
}

/// How an area stands to the other layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// It has the footprint of one area there.
    Coterminous,
    /// It has the footprint of several areas there together.
    Union,
    /// It lies within one area there, which is larger.
    PartOf,
    /// It cuts areas there, or reaches beyond them.
    Crossing,
    /// It has no more than slivers in common with any area there.
    Disjoint,
    /// It reaches beyond the data, so how all of it stands is not known here.
    CannotBeTold,
}

/// How one area stands to the other layer, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The area.
    pub area: Named,
    /// Whether all of it is within the data; if not, it has no verdict, no size and no
    /// shares here.
    pub complete: bool,
    /// How it stands to the other layer, by geometry within the tolerance.
    pub relation: Relation,
    /// The same by building blocks, where both layers are defined over them.
    pub by_blocks: Option<Relation>,
    /// Why.
    #[serde(rename = "reason_code")]
    pub reason: VerdictReason,
    /// The areas of the other layer that it really has ground in common with, largest
    /// part first.
    pub with: Vec<Counterpart>,
    /// What of it is really outside the other layer.
    pub outside: Option<Counterpart>,
    /// Its ground; `None` if not all of it is within the data.
    pub area_m2: Option<f64>,
    /// Its weight; `None` if not all of it is within the data.
    pub weight: Option<f64>,
    /// Its building blocks, where both layers are defined over them and all of it is
    /// within the data.
    pub blocks: Option<usize>,
    /// For a coterminous area, how far its line is from the other's.
    pub deviation: Option<Separation>,
}

/// A part that an area has in common with another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counterpart {
    /// The other area; `None` for what is outside the other layer.
    pub area: Option<Named>,
    /// Ground in common.
    pub area_m2: f64,
    /// The part of this area's ground that it is; `None` if the area is not complete.
    pub area_share: Option<f64>,
    /// Weight in common.
    pub weight: f64,
    /// The part of this area's weight that it is; `None` if the area is not complete.
    pub weight_share: Option<f64>,
    /// Whether all of the other area is here, but for what the drawing explains.
    pub whole: bool,
}

/// The smallest set of areas of both layers that closes up: joined by real pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Areas of the first layer.
    pub a: Vec<Named>,
    /// Areas of the second layer.
    pub b: Vec<Named>,
    /// Whether all of its areas are within the data; if not, it cannot be told here whether
    /// it closes.
    pub complete: bool,
    /// Whether the two sides are known to have the same footprint: nothing real is outside.
    pub closes: bool,
    /// Why it closes, or why that is not known or not so.
    #[serde(rename = "reason_code")]
    pub reason: GroupReason,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceClass {
    /// A difference that the drawing does not explain.
    Real,
    /// A sliver, but with weight in it.
    Populated,
    /// Ground that only one layer has, along the coast.
    Coastal,
    /// A sliver: two drawings of one line.
    Generalisation,
    /// Ground of an area that lies mostly outside the other layer and is no counterpart
    /// of any area there: no difference, but beyond what is compared.
    Outside,
    /// Where areas belong together: no difference.
    Common,
}

/// A connected piece of ground that is in the same areas throughout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// Its number, from 0, the same for the same input.
    pub id: usize,
    /// The area of the first layer that it is in.
    pub a: Option<Named>,
    /// The area of the second layer that it is in.
    pub b: Option<Named>,
    /// Whether all of its areas are within the data.
    pub complete: bool,
    /// What it is.
    pub class: PieceClass,
    /// Why; for a populated piece also how the code tables settle it.
    #[serde(rename = "reason_code")]
    pub reason: PieceReason,
    /// For a populated piece, whether the code tables settle it; if not, a person must.
    pub settled: Option<bool>,
    /// The real difference that it belongs to, by number.
    pub difference: Option<usize>,
    /// Square metres.
    pub area_m2: f64,
    /// Metres of outline, holes included.
    pub perimeter_m: f64,
    /// Area over half the perimeter, in metres.
    pub width_m: f64,
    /// Diameter of the largest circle within it, in metres; not worked out for common
    /// pieces.
    pub circle_m: Option<f64>,
    /// A place within it, easting and northing.
    pub at: [f64; 2],
    /// Live postcodes in it, by their positions.
    pub postcodes: u64,
    /// Weight in it, by positions.
    pub weight: f64,
    /// Its outline, EPSG:27700.
    #[serde(skip)]
    pub footprint: MultiPolygon<f64>,
}

/// A real difference: all real pieces of one pair of areas.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Its number, from 1.
    pub number: usize,
    /// The area of the first layer that it is in.
    pub a: Option<Named>,
    /// The area of the second layer that it is in.
    pub b: Option<Named>,
    /// What it is.
    #[serde(rename = "reason_code")]
    pub reason: DifferenceReason,
    /// Its pieces, by their ids.
    pub pieces: Vec<usize>,
    /// Square metres.
    pub area_m2: f64,
    /// Weight in it.
    pub weight: f64,
    /// Whether the code tables know nothing of it. Then its building blocks and postcodes
    /// are those that are drawn in it.
    pub drawn_only: bool,
    /// The building blocks in it: by the code tables where both layers have them, else
    /// those whose middle is in it.
    pub blocks: Vec<Named>,
    /// The districts that those are in.
    pub districts: Vec<Named>,
    /// The live postcodes in it.
    pub postcodes: Vec<Postcode>,
    /// A place within its largest piece.
    pub at: [f64; 2],
}

/// How far apart the lines of two layers are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedLines {
    /// Metres of line that both layers have, vertex for vertex or along each other.
    pub shared_m: f64,
    /// The first layer's lines, measured against the second's.
    pub a: LinesOfOne,
    /// The second layer's lines, measured against the first's.
    pub b: LinesOfOne,
}

/// One layer's lines, measured against the other's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinesOfOne {
    /// All of them, each once.
    pub length_m: f64,
    /// Those that are not shared, within the tolerance of the other's.
    pub within_m: f64,
    /// Those that are further away than that.
    pub apart_m: f64,
    /// How far the furthest point is from the other's lines, and where that is.
    pub furthest: Option<Separation>,
}

/// How far a line is from another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Separation {
    /// The greatest distance: the Hausdorff distance, between lines and not vertices.
    pub hausdorff_m: f64,
    /// Where that is, easting and northing.
    pub at: [f64; 2],
    /// The mean distance along the line; 0 where it is shared.
    pub mean_m: f64,
}
