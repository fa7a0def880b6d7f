//! [`UniformArea`]: the area of all points of a square, if there is one.

use crate::AreaId;

/// Area that contains every point of a square, as
/// [`PointIndex::locate_within`](super::PointIndex::locate_within) finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniformArea {
    /// The area that contains all of the square's points; `None` if none of them is in any area.
    Known(Option<AreaId>),
    /// Perhaps not all points have the same answer, or it would take longer to tell.
    Unknown,
}
