//! Reasons for what a comparison says, as codes that programs can tell apart.
//!
//! `coterm-report` turns them into sentences. The names of the variants in JSON are a contract.

use serde::Serialize;

use super::{Counterpart, Named, Relation};

/// Reason for an area's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictReason {
    /// The area has the same footprint as one area of the other layer.
    SameFootprint,
    /// The area has the same footprint as several areas of the other layer together.
    SameFootprintTogether,
    /// The area lies within a larger area of the other layer.
    WithinOne,
    /// The area shares areas of the other layer with its neighbours, or with ground outside its
    /// own layer.
    CutsAreas,
    /// The area has all of some areas of the other layer, and ground outside that layer.
    ReachesOutside,
    /// The area has no more than slivers in common with the other layer.
    OnlySlivers,
    /// The data holds only a part of the area.
    BeyondData,
    /// The area may reach beyond the data, as it is drawn there.
    PerhapsBeyondData,
}

impl VerdictReason {
    /// Returns the reason for an area's relation. `complete` says whether the data holds all of
    /// the area, `with` are its counterparts.
    pub(super) fn of(relation: Relation, complete: bool, with: &[Counterpart]) -> Self {
        match relation {
            Relation::Coterminous => Self::SameFootprint,
            Relation::Union => Self::SameFootprintTogether,
            Relation::PartOf => Self::WithinOne,
            Relation::Crossing if with.iter().all(|part| part.whole) => Self::ReachesOutside,
            Relation::Crossing => Self::CutsAreas,
            Relation::Disjoint => Self::OnlySlivers,
            Relation::CannotBeTold if complete => Self::PerhapsBeyondData,
            Relation::CannotBeTold => Self::BeyondData,
        }
    }
}

/// Reason why the areas of a group match, why they do not, or why that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupReason {
    /// The two sides have the same footprint.
    SameFootprint,
    /// The other layer has no area there: one side is empty.
    NoCounterpart,
    /// The data holds only a part of some areas.
    BeyondData,
    /// Some of the ground is outside the other layer.
    GroundOutside,
}

impl GroupReason {
    /// Returns the reason for a group, of which `areas` counts the areas of each layer.
    pub(super) fn of(areas: [usize; 2], closes: bool, complete: bool) -> Self {
        if closes {
            Self::SameFootprint
        } else if areas.contains(&0) {
            Self::NoCounterpart
        } else if complete {
            Self::GroundOutside
        } else {
            Self::BeyondData
        }
    }
}

/// Reason for a piece's class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceReason {
    /// The two areas belong together.
    AreasMatch,
    /// The two areas belong together, and the data holds only a part of at least one.
    AreasMeetBeyondData,
    /// The ground belongs outside the other layer: most of its area lies there, or its
    /// counterpart is held only in part.
    MostlyOutside,
    /// The piece lies along the coast, and nothing that is counted is in it.
    EmptyCoast,
    /// The piece lies along the coast, and the code tables put what is counted in it where both
    /// layers agree.
    SettledCoast,
    /// The piece is wider than the tolerance on average.
    Wide,
    /// The piece is narrower than the tolerance on average, and wider somewhere.
    WideSomewhere,
    /// The piece is narrow, but both layers have the same lines around it.
    SameLines,
    /// The piece is a sliver, but its two areas have wider ground in common elsewhere.
    BesideWider,
    /// The piece is a sliver in which nothing is counted.
    EmptySliver,
    /// The piece is a sliver, and the code tables too put some of what is counted in it in both
    /// areas.
    SliverInBothByCode,
    /// The piece is a sliver, and the code tables put what is counted in it where both layers
    /// agree.
    SettledSliver,
    /// The piece is a sliver in which something is counted, and no code table settles where
    /// that belongs.
    UnsettledSliver,
}

/// Kind of a real difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceReason {
    /// Each layer has the ground in an area, and the two areas do not match.
    OtherArea,
    /// The ground is in the first layer only.
    OnlyInFirst,
    /// The ground is in the second layer only.
    OnlyInSecond,
}

impl DifferenceReason {
    /// Returns the kind of a difference between the areas `a` and `b`; `None` is outside the
    /// layer.
    pub(super) fn of(a: Option<&Named>, b: Option<&Named>) -> Self {
        match (a, b) {
            (_, None) => Self::OnlyInFirst,
            (None, _) => Self::OnlyInSecond,
            _ => Self::OtherArea,
        }
    }
}

/// Origin of a comparison's tolerance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum ToleranceSource {
    /// The caller gave the tolerance.
    Given,
    /// The tolerance is the resolution of the coarser layer.
    Resolution {
        /// The layer's name: `lad-2023`.
        layer: String,
    },
}
