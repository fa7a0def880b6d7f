//! The allocations of a postcode by official releases, layer by layer, and the contradictions
//! between them: [`Dataset::official`].
//!
//! 1. A release **allocates** a life of a postcode to a building block (the code table) or to a
//!    district (Code-Point Open, the Postcode Directory).
//! 2. The **newest** allocation up to the day is preferred, then those before it. If there is none
//!    up to the day, the earliest after it is preferred.
//! 3. An allocation that cannot be true together with a preferred one that was kept is **passed
//!    over**: the postcode has moved, or one of the two is wrong.
//! 4. An answer is in **conflict** with an allocation that was passed over, unless both put the
//!    postcode in the same area of the layer. An answer in conflict is not certain.
//!
//! Adding a release can therefore make a certain answer uncertain, or exchange one answer for
//! another that is not certain. It can never make a wrong answer certain.

use jiff::civil::Date;

use crate::codes::{BlockId, Coded, GssCode, PostcodeRecord, ReleaseId, Releases};
use crate::dataset::Dataset;
use crate::layers::LayerId;
use crate::lookup::placement::OfPostcode;
use crate::period::Month;

/// An allocation of a postcode by one release.
#[derive(Debug, Clone, Copy)]
enum Allocated {
    /// Building block.
    Block(BlockId),
    /// District, by its code.
    District(GssCode),
}

/// Allocation to an area of one layer, by all releases together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Official {
    /// The area, if any release tells.
    pub(crate) coded: Coded,
    /// The release that gives it; `None` if no release does.
    pub(crate) by: Option<ReleaseId>,
    /// An allocation that contradicts it.
    pub(crate) conflict: Option<ConflictingAllocation>,
}

/// An allocation that was passed over, and puts the postcode in another area than the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ConflictingAllocation {
    /// The release that was followed.
    pub(crate) preferred: ReleaseId,
    /// The release that was not followed.
    pub(crate) against: ReleaseId,
    /// Area of the layer by that release. [`Coded::Unknown`] if it says only that the postcode is
    /// in another district.
    pub(crate) coded: Coded,
}

impl Dataset {
    /// Whether all releases can be true of a life together, as they almost always are.
    pub(crate) fn releases_agree(&self, record: &PostcodeRecord, block: Option<BlockId>) -> bool {
        let mut districts = record.districts.into_iter().flatten();
        if let Some(block) = block {
            return districts
                .all(|district| self.codes().is_in_district(block, district) == Some(true));
        }
        let Some(first) = districts.next() else {
            return true;
        };
        districts.all(|district| self.codes().districts_overlap(first, district))
    }

    /// Allocation of the postcode to an area of a layer on a day, by all releases.
    pub(crate) fn official(&self, postcode: &OfPostcode<'_>, layer: LayerId, on: Date) -> Official {
        if postcode.releases_agree {
            let releases = self.postcodes().releases();
            let (coded, by) = if let Some(block) = postcode.block {
                (self.codes().of_block(block, layer), releases.code_table())
            } else if let Some((by, district)) =
                postcode.record.newest_district(releases, Month::of(on))
            {
                (self.codes().of_district(district, layer), Some(by))
            } else {
                (Coded::Unknown, None)
            };
            return Official {
                coded,
                by: by.filter(|_| coded != Coded::Unknown),
                conflict: None,
            };
        }
        let allocations = preferred_first(self.postcodes().releases(), postcode, on);
        self.weighed(&allocations, layer)
    }

    /// Allocation to an area of a layer if the releases do not all agree. The preferred allocation
    /// comes first in `allocations`.
    fn weighed(&self, allocations: &[(ReleaseId, Allocated)], layer: LayerId) -> Official {
        let mut official = Official {
            coded: Coded::Unknown,
            by: None,
            conflict: None,
        };
        // Allocations that can be true together.
        let mut followed: Vec<(ReleaseId, Allocated)> = Vec::new();
        for &(release, allocated) in allocations {
            let coded = self.coded(allocated, layer);
            let opposed = followed
                .iter()
                .find(|&&(_, followed)| !self.can_both_be(followed, allocated));
            if let Some(&(preferred, _)) = opposed {
                // The two may still put the postcode in one area of this layer.
                let agrees = coded != Coded::Unknown && coded == official.coded;
                if !agrees {
                    official.conflict = official.conflict.or(Some(ConflictingAllocation {
                        preferred,
                        against: release,
                        coded,
                    }));
                }
                continue;
            }
            followed.push((release, allocated));
            if official.coded == Coded::Unknown && coded != Coded::Unknown {
                official.coded = coded;
                official.by = Some(release);
            }
        }
        official
    }

    /// Area of a layer that an allocation leads to.
    fn coded(&self, allocated: Allocated, layer: LayerId) -> Coded {
        match allocated {
            Allocated::Block(block) => self.codes().of_block(block, layer),
            Allocated::District(district) => self.codes().of_district(district, layer),
        }
    }

    /// Whether a postcode can have both allocations. A district that the data does not hold
    /// contains none of its blocks.
    fn can_both_be(&self, one: Allocated, other: Allocated) -> bool {
        use Allocated::{Block, District};
        match (one, other) {
            (Block(one), Block(other)) => one == other,
            (District(one), District(other)) => self.codes().districts_overlap(one, other),
            (Block(block), District(district)) | (District(district), Block(block)) => {
                self.codes().is_in_district(block, district) == Some(true)
            }
        }
    }
}

/// Allocations of a life in order of preference: first those up to the day, the newest first; then
/// those after it, the earliest first. For a life that had ended, the day is its last day, because
/// a later release may mean another use of the postcode.
fn preferred_first(
    releases: &Releases,
    postcode: &OfPostcode<'_>,
    on: Date,
) -> Vec<(ReleaseId, Allocated)> {
    let on = Month::of(on);
    let on = postcode.record.terminated.map_or(on, |ended| ended.min(on));
    let allocated = |release: ReleaseId| {
        if releases[release].is_code_table() {
            postcode.block.map(Allocated::Block)
        } else {
            let district = postcode.record.district_by(releases, release);
            district.map(Allocated::District)
        }
    };
    let mut all: Vec<(ReleaseId, Allocated)> = releases
        .iter()
        .filter_map(|(release, _)| Some((release, allocated(release)?)))
        .collect();
    let known = all.partition_point(|(release, _)| releases[*release].month <= on);
    all[..known].reverse();
    all
}
