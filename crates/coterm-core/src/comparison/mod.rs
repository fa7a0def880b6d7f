//! Coterminosity of two layers: whether their areas have the same footprints, and if not, where
//! they differ, how much, and whether the difference is real or only drawn.
//!
//! Two layers cut each other into *pieces*: connected ground that is in the same areas
//! throughout. A piece is a sliver, ground along the coast, or ground that two areas really share.
//! The pairs of areas that share ground decide the verdict of each area, which areas are split, and
//! which groups of areas have the same footprint together. Counts stop at the *review area*.

mod alignment;
mod belonging;
mod block_finder;
mod blocks_within;
mod classes;
mod coast;
mod completeness;
mod counts;
mod covered;
mod differences;
mod disclosure;
mod district_parts;
mod facts;
mod findings;
mod found;
mod ground;
mod input;
mod inside;
mod lines;
mod lsoa_lookup;
mod matching;
mod matrix;
mod moves;
mod named;
mod piece;
mod practices;
mod reason;
mod relation;
mod result;
mod review_area;
mod splits;
mod summary;
mod unit;
mod verdicts;
mod weights;
mod weights_fault;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use geo::MultiPolygon;
use polygon_coverage::measure::interior_point;

pub use alignment::{AlignedArea, Alignment, Amount, Change, LeastChange};
pub use disclosure::{
    DISCLOSURE_THRESHOLD, Disclosure, DisclosureNote, ObtainablePart, PartCell, disclosure,
};
pub use district_parts::DistrictPart;
pub use facts::{Counted, ExplainedPieces, Finding, LayerName, Place, SummaryFact};
pub use ground::SharedGround;
pub use input::ComparisonInput;
pub(crate) use input::{column, districts};
pub use lsoa_lookup::{LsoaChange, LsoaConversion, LsoaLookup, LsoaPair, are_of_2021_lsoas};
pub(crate) use moves::matched;
pub use moves::{Match, Matching};
pub use named::{Named, NamedArea};
pub use piece::{Difference, Overlap, PairRelation, Piece, PieceClass};
pub(crate) use practices::{Fate, PracticeBlocks};
pub use practices::{MovingPractice, Practice, Practices};
pub use reason::{DifferenceReason, GroupReason, PieceReason, ToleranceSource, VerdictReason};
pub use result::{
    BlockBasis, ComparedLayer, ComparedLines, Comparison, Counterpart, Group, LinesOfOne, Relation,
    Separation, Verdict, WeightUsed,
};
pub use review_area::ReviewArea;
pub use splits::{Share, Split};
pub use unit::{CountUnit, CountedBy, WeightUnit};
pub use weights::{PostcodeList, WeightSource, WeightedPlace, Weights};
pub use weights_fault::WeightsFault;

use self::classes::Evidence;
use self::coast::Coast;
use self::completeness::Completeness;
use self::found::Found;
use self::ground::Pair;
use self::inside::Inside;
use self::review_area::Extent;
use self::splits::RealPairs;
use crate::dataset::Dataset;
use crate::definition::AreaRef;
use crate::layers::Layer;
use crate::space::GridPoint;
use crate::{Cancel, Result};

const SQUARE_METRES_OF_HECTARE: f64 = 10_000.0;

/// Options of a comparison.
///
/// ```
/// use coterm_core::comparison::ComparisonOptions;
///
/// let options = ComparisonOptions::default().with_tolerance(50.0);
/// assert_eq!(options.tolerance_m, Some(50.0));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ComparisonOptions {
    /// Areas whose ground is the review area, to which counts are limited; empty for the ground of
    /// the first layer's complete areas.
    pub within: Vec<AreaRef>,
    /// Width in metres below which pieces are slivers; the coarser layer's resolution if not
    /// given.
    pub tolerance_m: Option<f64>,
    /// Weight above which a sliver is populated; 0 if not given.
    pub populated: Option<f64>,
    /// Weight below which parts that can be obtained by subtraction are listed. If not given:
    /// [`DISCLOSURE_THRESHOLD`] when people are counted, else none are listed.
    pub disclosure: Option<f64>,
    /// Practices whose moves are counted; empty for none.
    pub practices: Vec<Practice>,
    /// The token by which the comparison is told to stop.
    pub cancel: Cancel,
}

impl ComparisonOptions {
    /// Sets the review area; empty for the ground of the first layer's complete areas.
    #[must_use]
    pub fn with_within(mut self, areas: impl Into<Vec<AreaRef>>) -> Self {
        self.within = areas.into();
        self
    }

    /// Sets the tolerance, in metres; `None` for the coarser layer's resolution.
    #[must_use]
    pub fn with_tolerance(mut self, metres: impl Into<Option<f64>>) -> Self {
        self.tolerance_m = metres.into();
        self
    }

    /// Sets the weight above which a sliver is populated; `None` for 0.
    #[must_use]
    pub fn with_populated(mut self, weight: impl Into<Option<f64>>) -> Self {
        self.populated = weight.into();
        self
    }

    /// Sets the weight below which obtainable parts are listed; `None` for the usual one.
    #[must_use]
    pub fn with_disclosure(mut self, weight: impl Into<Option<f64>>) -> Self {
        self.disclosure = weight.into();
        self
    }

    /// Sets the practices whose moves are counted; empty for none.
    #[must_use]
    pub fn with_practices(mut self, practices: impl Into<Vec<Practice>>) -> Self {
        self.practices = practices.into();
        self
    }

    /// Sets the token by which the comparison is told to stop.
    #[must_use]
    pub fn with_cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }
}

/// Compares two layers: by geometry, and where both are defined over the same building blocks
/// also by those, exactly.
///
/// Geometry is EPSG:27700 metres. O(n log n) in the vertices of both layers, and O(log n) for
/// each place that is weighed.
///
/// # Errors
///
/// [`Error::NoCommonGround`](crate::Error::NoCommonGround) if the layers do not meet,
/// [`Error::BadTolerance`](crate::Error::BadTolerance),
/// [`Error::TooFarFromBritain`](crate::Error::TooFarFromBritain),
/// [`Error::Cancelled`](crate::Error::Cancelled) soon after the options' token says so,
/// [`Error::Geometry`](crate::Error::Geometry) for areas that cannot be indexed or overlaid, and
/// for the areas of the review area [`Error::NoSuchLayer`](crate::Error::NoSuchLayer),
/// [`Error::NoSuchArea`](crate::Error::NoSuchArea) and
/// [`Error::NotOfBlocks`](crate::Error::NotOfBlocks).
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Relation, Weights, compare};
///
/// let districts = dataset.comparison_input("lad-2023")?;
/// let ccgs = dataset.comparison_input("ccg-2021")?;
/// let weights = Weights::live_postcodes(&dataset, None);
/// let options = ComparisonOptions::default();
/// let comparison = compare(&dataset, &districts, &ccgs, &options, &weights)?;
///
/// let [lancaster, preston, _] = &comparison.verdicts_a[..] else { panic!("three districts") };
/// assert_eq!(lancaster.relation, Relation::Coterminous);
/// assert_eq!(lancaster.with[0].area.as_ref().map(|ccg| &*ccg.name), Some("Morecambe Bay"));
/// assert_eq!(preston.relation, Relation::Crossing);
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn compare(
    dataset: &Dataset,
    a: &ComparisonInput<'_>,
    b: &ComparisonInput<'_>,
    options: &ComparisonOptions,
    weights: &Weights,
) -> Result<Comparison> {
    let layers = [a.layer, b.layer];
    let (tolerance_m, tolerance_from) = tolerance(layers, options)?;
    let cancel = &options.cancel;
    cancel.check()?;
    let (ground, by_place) = rayon::join(
        || SharedGround::new(layers, layers.map(|layer| Completeness::of(dataset, layer))),
        || counts::by_place([a, b], weights),
    );
    let (ground, by_place) = (ground?, by_place?);
    cancel.check()?;
    if !ground.cells().keys().any(|pair| !pair.contains(&None)) {
        return Err(crate::Error::NoCommonGround {
            a: layers[0].id().to_owned(),
            b: layers[1].id().to_owned(),
        });
    }
    let by_block = counts::pair_of_block([a, b]).map(|pairs| {
        let counts = counts::by_block(&pairs, weights);
        (pairs, counts)
    });
    let coasts = layers.map(|layer| &layer.info().coast);
    let evidence = Evidence {
        tolerance_m,
        populated: options.populated.unwrap_or_default(),
        weights,
        pairs: &by_place.pairs,
        pair_of_block: by_block.as_ref().map(|(pairs, _)| pairs.as_slice()),
        coast: &Coast::new(dataset, tolerance_m, coasts[0] != coasts[1])?,
    };
    cancel.check()?;
    let pieces = classes::classified(&ground, &evidence, cancel)?;
    let real: BTreeSet<Pair> = pieces
        .iter()
        .filter(|piece| piece.class.is_ground())
        .map(|piece| piece.piece.pair)
        .collect();
    let complete = ground
        .completeness
        .each_ref()
        .map(|areas| areas.iter().map(|own| own.complete).collect());
    let extent = Extent::of(dataset, &options.within, &ground, weights)?;
    let inside = Inside::of(
        &extent,
        &ground,
        &pieces,
        &by_place.pairs,
        by_block.as_ref().map(|(pairs, _)| pairs.as_slice()),
        weights,
        tolerance_m,
    )?;
    cancel.check()?;
    let mut found = Found {
        dataset,
        layers,
        weights,
        tolerance_m,
        pairs: RealPairs::of(&real, complete),
        ground,
        by_place,
        by_block,
        pieces,
        real,
        smaller: BTreeMap::new(),
        extent,
        inside,
        continuing: BTreeSet::new(),
        listed: [Vec::new(), Vec::new()],
        matched: Vec::new(),
        block_middles: OnceLock::new(),
        cancel: cancel.clone(),
    };
    found.judge_pairs();
    let practices = found.practices(&options.practices)?;
    cancel.check()?;
    let comparison = found.into_comparison(tolerance_from)?;
    let people = weights.unit().as_str() == "people";
    let threshold = options
        .disclosure
        .or(people.then_some(DISCLOSURE_THRESHOLD));
    let disclosure = threshold.map(|threshold| disclosure(&comparison, threshold));
    Ok(Comparison {
        practices,
        disclosure,
        ..comparison
    })
}

fn tolerance(layers: [&Layer; 2], options: &ComparisonOptions) -> Result<(f64, ToleranceSource)> {
    if let Some(given) = options.tolerance_m {
        return if given.is_finite() && given >= 0.0 {
            Ok((given, ToleranceSource::Given))
        } else {
            Err(crate::Error::BadTolerance { given })
        };
    }
    let [one, other] = layers;
    let coarser = if other.info().resolution_m > one.info().resolution_m {
        other
    } else {
        one
    };
    Ok((
        coarser.info().resolution_m,
        ToleranceSource::Resolution {
            layer: coarser.id().to_owned(),
        },
    ))
}

/// Returns a point well within a footprint; `None` if the footprint has no area, or the point
/// is off the grid.
pub(crate) fn middle(footprint: &MultiPolygon<f64>) -> Option<GridPoint> {
    let at = interior_point(footprint)?;
    GridPoint::new(at.x, at.y).ok()
}
