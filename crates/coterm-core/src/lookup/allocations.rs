//! What official releases say of a postcode, layer by layer, and where they contradict one
//! another: [`Dataset::official`].
//!
//! 1. A release **allocates** a life of a postcode to a building block (the code table) or
//!    to a district (Code-Point Open, the Postcode Directory).
//! 2. The **newest** allocation up to the day is preferred, then those before it; one from
//!    after the day only where there is none before, the earliest first.
//! 3. An allocation that cannot be true together with a preferred one that was kept is
//!    **passed over**: the postcode has moved, or one of the two is wrong.
//! 4. An answer is in **conflict** with an allocation that was passed over, unless that puts
//!    the postcode in the same area of the layer. No such answer is certain.
//!
//! Adding a release can therefore turn certain into uncertain, or one answer into another that is
//! not certain, but never a wrong answer into a certain one.

use jiff::civil::Date;

use crate::lookup::placement::OfPostcode;
use crate::{Coded, Dataset, GssCode, Month, PostcodeRecord, ReleaseId, Releases};

/// What a release says of where a postcode is.
#[derive(Debug, Clone, Copy)]
enum Allocated {
    /// In this building block, by position in the code table.
    Block(usize),
    /// In this district.
    District(GssCode),
}

/// What the releases together say of one layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Official {
    /// The area, as far as any of them tells.
    pub(crate) coded: Coded,
    /// The release that says so; `None` if none does.
    pub(crate) by: Option<ReleaseId>,
    /// A release that contradicts it.
    pub(crate) conflict: Option<ConflictingAllocation>,
}

/// An allocation that was passed over, and puts the postcode in another area than the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ConflictingAllocation {
    /// The release that was followed.
    pub(crate) preferred: ReleaseId,
    /// The release that was not.
    pub(crate) against: ReleaseId,
    /// What it says of the layer. [`Coded::Unknown`]: no more than that the postcode is in
    /// another district.
    pub(crate) says: Coded,
}

impl Dataset {
    /// Whether all releases can be true together of a life, as they almost always are.
    pub(crate) fn releases_agree(&self, record: &PostcodeRecord, block: Option<usize>) -> bool {
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

    /// What the releases say of a layer on a day.
    pub(crate) fn official(&self, of: &OfPostcode<'_>, layer: usize, on: Date) -> Official {
        if of.releases_agree {
            let releases = self.postcodes().releases();
            let (coded, by) = if let Some(block) = of.block {
                (self.codes().of_block(block, layer), releases.code_table())
            } else if let Some((by, district)) = of.record.newest_district(releases, Month::of(on))
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
        let allocations = preferred_first(self.postcodes().releases(), of, on);
        self.weighed(&allocations, layer)
    }

    /// What allocations that do not all agree say of the layer, the preferred first.
    fn weighed(&self, allocations: &[(ReleaseId, Allocated)], layer: usize) -> Official {
        let mut official = Official {
            coded: Coded::Unknown,
            by: None,
            conflict: None,
        };
        // Those that can be true together with each other.
        let mut kept: Vec<(ReleaseId, Allocated)> = Vec::new();
        for &(release, allocated) in allocations {
            let says = self.says(allocated, layer);
            let opposed = kept
                .iter()
                .find(|&&(_, kept)| !self.can_both_be(kept, allocated));
            if let Some(&(preferred, _)) = opposed {
                // Both may still put the postcode in one area of this layer.
                let agrees = says != Coded::Unknown && says == official.coded;
                if !agrees {
                    official.conflict = official.conflict.or(Some(ConflictingAllocation {
                        preferred,
                        against: release,
                        says,
                    }));
                }
                continue;
            }
            kept.push((release, allocated));
            if official.coded == Coded::Unknown && says != Coded::Unknown {
                official.coded = says;
                official.by = Some(release);
            }
        }
        official
    }

    /// What an allocation says of a layer.
    fn says(&self, allocated: Allocated, layer: usize) -> Coded {
        match allocated {
            Allocated::Block(block) => self.codes().of_block(block, layer),
            Allocated::District(district) => self.codes().of_district(district, layer),
        }
    }

    /// Whether a postcode can be in both. A district that the data does not hold has none of
    /// its blocks.
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

/// The allocations of a life, those up to the day first, the newest of them first; then
/// those after it, the earliest first. For a life that had ended the day is its last: a later
/// release may have another use of the postcode.
fn preferred_first(
    releases: &Releases,
    of: &OfPostcode<'_>,
    on: Date,
) -> Vec<(ReleaseId, Allocated)> {
    let on = Month::of(on);
    let on = of.record.terminated.map_or(on, |ended| ended.min(on));
    let allocated = |release: ReleaseId| {
        if releases[release].is_code_table() {
            of.block.map(Allocated::Block)
        } else {
            let district = of.record.district_by(releases, release);
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
