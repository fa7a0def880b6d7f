//! [`AreaId`]: the identifier of an area, its position in the input.

use std::num::NonZeroU32;

/// Identifier of an area: its position, counted from 0, among the footprints from which an
/// index, an arrangement or a report was made.
///
/// Takes four bytes, as does `Option<AreaId>`.
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
    /// Largest number of areas that can be told apart: one less than 2³².
    pub const MAX_AREAS: usize = u32::MAX as usize;

    /// The area at this position; `None` from [`AreaId::MAX_AREAS`] on.
    pub fn new(index: usize) -> Option<Self> {
        Self::from_code(u32::try_from(index).ok()?.checked_add(1)?)
    }

    /// Position of the area, as an index into a slice.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// Position of the area as a 32-bit number.
    pub const fn position(self) -> u32 {
        self.0.get() - 1
    }

    /// The area with this code, which is its position plus one. Code 0 stands for no area.
    pub(crate) fn from_code(code: u32) -> Option<Self> {
        NonZeroU32::new(code).map(Self)
    }

    /// Code of the area: its position plus one.
    pub(crate) const fn code(self) -> u32 {
        self.0.get()
    }

    /// The first `count` areas, in order.
    pub(crate) fn first(count: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        let ids: Vec<Self> = (1..=u32::try_from(count).unwrap_or(u32::MAX))
            .filter_map(Self::from_code)
            .collect();
        ids.into_iter()
    }
}

/// Compares an area's position with a number.
impl PartialEq<usize> for AreaId {
    fn eq(&self, position: &usize) -> bool {
        self.index() == *position
    }
}
