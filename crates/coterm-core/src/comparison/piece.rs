//! Pieces of ground, the overlaps of two areas, and the differences, which are the pieces of the
//! smaller parts of split areas.

use geo::MultiPolygon;
use serde::Serialize;

use super::reason::{DifferenceReason, PieceReason};
use super::{DistrictPart, Named};
use crate::codes::Postcode;

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
    /// Whether the two areas are matched in [`Matching`](super::Matching), so that nothing in common moves.
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
