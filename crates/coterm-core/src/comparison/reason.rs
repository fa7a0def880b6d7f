//! Why a comparison says what it says, as data: kinds of reasons that programs can tell
//! apart. `coterm-report` has the sentences.

use serde::Serialize;

use super::{Counterpart, Named, Relation};

/// Why an area has its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictReason {
    /// One area of the other layer has the same footprint.
    SameFootprint,
    /// Several areas of the other layer have the same footprint together.
    SameFootprintTogether,
    /// A larger area of the other layer contains it.
    WithinOne,
    /// It shares areas of the other layer with its neighbours, or with what is outside.
    CutsAreas,
    /// It has all of some areas of the other layer, and ground outside that layer.
    ReachesOutside,
    /// It has no more than slivers in common with the other layer.
    OnlySlivers,
    /// The data holds only a part of it.
    BeyondData,
    /// It may reach beyond the data, as it is drawn there.
    PerhapsBeyondData,
}

impl VerdictReason {
    /// The reason for a relation of an area that the data holds all of, or not, with these
    /// counterparts.
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

/// Why the areas of a group match, or why that is not known or not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupReason {
    /// Both sides have the same footprint.
    SameFootprint,
    /// One side is empty: no area of the other layer is there.
    NoCounterpart,
    /// The data holds only a part of some areas.
    BeyondData,
    /// Some of the ground is outside the other layer.
    GroundOutside,
}

impl GroupReason {
    /// The reason for a group of so many areas of each layer.
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

/// Why a piece has its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceReason {
    /// The two areas belong together.
    AreasMatch,
    /// The two areas have the ground in common, and the data does not hold all of both.
    AreasMeetBeyondData,
    /// The area lies mostly outside the other layer.
    MostlyOutside,
    /// It lies along the coast, and nothing that is counted is in it.
    EmptyCoast,
    /// It lies along the coast, and the code tables put what is counted in it where both
    /// layers agree.
    SettledCoast,
    /// It is wider than the tolerance on average.
    Wide,
    /// It is narrower than the tolerance on average, and wider somewhere.
    WideSomewhere,
    /// Both layers have the same lines around it.
    SameLines,
    /// It is a sliver in which nothing is counted.
    EmptySliver,
    /// It is a sliver, and by the code tables too some of what is counted in it is in both
    /// areas.
    SliverInBothByCode,
    /// It is a sliver, and the code tables put what is counted in it where both layers agree.
    SettledSliver,
    /// It is a sliver in which something is counted, and no code table settles it.
    UnsettledSliver,
}

/// What a real difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceReason {
    /// Each layer has it in an area that does not match the other's.
    OtherArea,
    /// Only the first layer has it.
    OnlyInFirst,
    /// Only the second layer has it.
    OnlyInSecond,
}

impl DifferenceReason {
    /// The reason for a difference between these two.
    pub(super) fn of(a: Option<&Named>, b: Option<&Named>) -> Self {
        match (a, b) {
            (_, None) => Self::OnlyInFirst,
            (None, _) => Self::OnlyInSecond,
            _ => Self::OtherArea,
        }
    }
}

/// Where the tolerance of a comparison comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum ToleranceSource {
    /// Whoever asked gave it.
    Given,
    /// It is the resolution of a layer, the coarser one.
    Resolution {
        /// The layer's name: `lad-2023`.
        layer: String,
    },
}
