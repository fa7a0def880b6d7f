//! Coterminosity: do two layers' areas share the same footprints, and if not, where,
//! how much, and is the difference real or only drawn?
//!
//! Two layers cut each other into *pieces*: connected ground that is in the same areas
//! throughout. A piece is where two areas belong together, or it is a difference, and
//! then it is thin, along the coast, or real. From the pieces that are not explained
//! follow a verdict for each area, and the groups of areas that close up.

mod disclosure;
mod result;
mod weights;

use geo::{Coord, InteriorPoint, MultiPolygon};

pub use disclosure::{DISCLOSURE_THRESHOLD, Disclosure, ObtainablePart, PartCell, disclosure};
pub use result::{
    BlockBasis, ComparedLayer, Comparison, Counterpart, Difference, Group, Lines, LinesOfOne,
    Named, Overlap, Piece, PieceClass, Relation, Separation, Verdict, WeightUsed,
};
pub use weights::{WeightedPlace, Weights};

use crate::{GridPoint, Layer};

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Pieces narrower than this are thin, in metres; the coarser layer's resolution if
    /// not given.
    pub tolerance_m: Option<f64>,
    /// A thin piece with more weight than this is populated; 0 if not given.
    pub populated: Option<f64>,
}

/// A layer to be compared, and the building blocks of its areas if it is defined over
/// those of the code table.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// For each block of the code table the area that it is in, by position in the layer.
    pub area_of_block: Option<Vec<Option<usize>>>,
}

/// A place well within a footprint; `None` if it has no ground.
pub(crate) fn middle(footprint: &MultiPolygon<f64>) -> Option<GridPoint> {
    let Coord { x, y } = footprint.interior_point()?.0;
    GridPoint::new(x, y).ok()
}
