//! [`AreaId`]: how areas are named.

use std::num::NonZeroU32;

/// The position of an area among the footprints that an index, an arrangement or a report
/// was made of, counted from 0.
///
/// Four bytes, and `Option<AreaId>` too.
///
/// ```
/// use polygon_coverage::AreaId;
///
/// let third = AreaId::new(2).unwrap();
/// assert_eq!(third.index(), 2);
/// assert_eq!(size_of::<Option<AreaId>>(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AreaId(NonZeroU32);

impl AreaId {
    /// How many areas can be told apart: one less than 2³².
    pub const MAX_AREAS: usize = u32::MAX as usize;

    /// The area at this position; `None` from [`AreaId::MAX_AREAS`] on.
    pub fn new(index: usize) -> Option<Self> {
        Self::from_code(u32::try_from(index).ok()?.checked_add(1)?)
    }

    /// The position, to index a slice with.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// The position as the 32 bits that it is stored in.
    pub const fn position(self) -> u32 {
        self.0.get() - 1
    }

    /// The area with this code: its position plus one. 0 is the code of no area.
    pub(crate) fn from_code(code: u32) -> Option<Self> {
        NonZeroU32::new(code).map(Self)
    }

    /// The position plus one.
    pub(crate) const fn code(self) -> u32 {
        self.0.get()
    }

    /// Each area of so many, in order.
    pub(crate) fn first(count: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        let ids: Vec<Self> = (1..=u32::try_from(count).unwrap_or(u32::MAX))
            .filter_map(Self::from_code)
            .collect();
        ids.into_iter()
    }
}

/// An area equals its position.
impl PartialEq<usize> for AreaId {
    fn eq(&self, position: &usize) -> bool {
        self.index() == *position
    }
}
