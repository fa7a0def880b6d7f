//! Coterminosity of two layers: whether their areas have the same footprints, and if not, where
//! they differ, how much, and whether the difference is real or only drawn.
//!
//! Two layers cut each other into *pieces*: connected ground that is in the same areas
//! throughout. A piece is a sliver, ground along the coast, or ground that two areas really share.
//! The pairs of areas that share ground decide the verdict of each area, which areas are split, and
//! which groups of areas have the same footprint together. Counts stop at the *review area*.

mod alignment;
mod belonging;
mod classes;
mod coast;
mod completeness;
mod counts;
mod differences;
mod disclosure;
mod district_parts;
mod facts;
mod findings;
mod ground;
mod input;
mod lines;
mod lsoa_lookup;
mod matching;
mod matrix;
mod moves;
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
pub use reason::{DifferenceReason, GroupReason, PieceReason, ToleranceSource, VerdictReason};
pub use result::{
    BlockBasis, ComparedLayer, ComparedLines, Comparison, Counterpart, Difference, Group,
    LinesOfOne, Named, NamedArea, Overlap, PairRelation, Piece, PieceClass, Relation, Separation,
    Verdict, WeightUsed,
};
pub use review_area::ReviewArea;
pub use splits::{Share, Split};
pub use unit::{CountUnit, CountedBy, WeightUnit};
pub use weights::{PostcodeList, WeightSource, WeightedPlace, Weights};
pub use weights_fault::WeightsFault;

use self::classes::{Classified, Evidence};
use self::coast::Coast;
use self::completeness::Completeness;
use self::counts::{ByPlace, Counts};
use self::ground::Pair;
use self::review_area::{Extent, Inside};
use self::splits::RealPairs;
use crate::Result;
use crate::dataset::Dataset;
use crate::definition::AreaRef;
use crate::layers::{Layer, Role};
use crate::space::GridPoint;
use crate::words::kind;

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
}

/// Everything that a comparison has found, with areas by position: names are added last.
struct Found<'a> {
    dataset: &'a Dataset,
    layers: [&'a Layer; 2],
    weights: &'a Weights,
    tolerance_m: f64,
    ground: SharedGround,
    by_place: ByPlace,
    /// The pair that each block is in, and the counts by blocks, where both layers are defined
    /// over blocks.
    by_block: Option<(Vec<Pair>, Counts)>,
    pieces: Vec<Classified>,
    /// Pairs with a common, outside or real piece: ground in common that is not explained away.
    real: BTreeSet<Pair>,
    pairs: RealPairs,
    /// The pairs that are the smaller part of a split area, and of which of the two.
    smaller: BTreeMap<Pair, [bool; 2]>,
    extent: Extent,
    inside: Inside,
    /// Real pairs that continue beyond the review area.
    continuing: BTreeSet<Pair>,
    /// Whether each area belongs into the report, by layer.
    listed: [Vec<bool>; 2],
    /// The area of the second layer that each area of the first is matched with.
    matched: Vec<Option<usize>>,
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
/// [`Error::TooFarFromBritain`](crate::Error::TooFarFromBritain), and
/// [`Error::Geometry`](crate::Error::Geometry) for areas that cannot be indexed or overlaid.
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
    let (ground, by_place) = rayon::join(
        || SharedGround::new(layers, layers.map(|layer| Completeness::of(dataset, layer))),
        || counts::by_place([a, b], weights),
    );
    let (ground, by_place) = (ground?, by_place?);
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
    let pieces = classes::classified(&ground, &evidence);
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
    };
    found.judge_pairs();
    let comparison = found.into_comparison(tolerance_from)?;
    let people = weights.unit().as_str() == "people";
    let threshold = options
        .disclosure
        .or(people.then_some(DISCLOSURE_THRESHOLD));
    let disclosure = threshold.map(|threshold| disclosure(&comparison, threshold));
    Ok(Comparison {
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

/// Sorts pairs by position; pairs with the outside of a layer come last.
fn in_order(pairs: BTreeSet<Pair>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = pairs.into_iter().collect();
    pairs.sort_by_key(|pair| pair.map(|area| area.unwrap_or(usize::MAX)));
    pairs
}

impl Found<'_> {
    /// Finds out what follows from the real pairs and the review area: the smaller parts of split
    /// areas, what continues beyond, the areas of the report, and the matched areas.
    fn judge_pairs(&mut self) {
        self.smaller = self
            .pairs
            .smaller_parts(|pair| (self.weight(pair), self.m2(pair)));
        for piece in &mut self.pieces {
            let is_smaller = self.smaller.contains_key(&piece.piece.pair);
            piece.take_part(is_smaller, self.tolerance_m);
        }
        let clipped = self.pieces.iter().zip(&self.inside.pieces);
        let continuing =
            clipped.filter(|(piece, clip)| piece.class.is_ground() && clip.continues());
        self.continuing = continuing.map(|(piece, _)| piece.piece.pair).collect();
        let all_of_first = self.extent.is_default();
        self.listed = [0, 1]
            .map(|side: usize| vec![side == 0 && all_of_first; self.layers[side].areas().len()]);
        for pair in self.inside_pairs() {
            let is_ground = self.real.contains(&pair) && self.inside_m2(pair) > 0.0;
            if is_ground || self.inside_count(pair).blocks > 0 {
                for (listed, area) in self.listed.iter_mut().zip(pair) {
                    if let Some(area) = area {
                        listed[area] = true;
                    }
                }
            }
        }
        self.matched = self.matched_areas();
    }

    /// Returns the counts of each pair: by blocks if both layers are defined over them.
    fn counts(&self) -> &Counts {
        self.by_block
            .as_ref()
            .map_or(&self.by_place.counts, |(_, counts)| counts)
    }

    /// Returns the weight that a pair of areas has in common.
    fn weight(&self, pair: Pair) -> f64 {
        if self.weights.unit().is_ground() {
            return self.hectares(pair);
        }
        self.counts().get(&pair).map_or(0.0, |count| count.weight)
    }

    /// Returns the weight that a pair of areas has in common, counted by positions.
    fn weight_by_place(&self, pair: Pair) -> f64 {
        if self.weights.unit().is_ground() {
            return self.hectares(pair);
        }
        let counts = &self.by_place.counts;
        counts.get(&pair).map_or(0.0, |count| count.weight)
    }

    fn hectares(&self, pair: Pair) -> f64 {
        self.m2(pair) / SQUARE_METRES_OF_HECTARE
    }

    /// Returns the square metres that a pair of areas has in common.
    fn m2(&self, pair: Pair) -> f64 {
        self.ground.cells().get(&pair).copied().unwrap_or_default()
    }

    /// Returns every pair that has ground, weight or blocks in common, in order of position;
    /// pairs with the outside of a layer come last.
    fn pairs(&self) -> Vec<Pair> {
        let mut pairs: BTreeSet<Pair> = self.ground.cells().keys().copied().collect();
        pairs.extend(self.counts().keys());
        pairs.extend(self.by_place.counts.keys());
        in_order(pairs)
    }

    /// Returns the weight of each area of a layer.
    fn weights_of(&self, side: usize) -> Vec<f64> {
        if self.weights.unit().is_ground() {
            let hectares = |area_m2: &f64| area_m2 / SQUARE_METRES_OF_HECTARE;
            return self.ground.areas()[side].iter().map(hectares).collect();
        }
        let Some((_, counts)) = &self.by_block else {
            return self.by_place.areas[side].clone();
        };
        // A block is in one area at most, so nothing is added twice.
        let mut sums = vec![0.0; self.layers[side].areas().len()];
        for (pair, count) in counts {
            if let Some(area) = pair[side] {
                sums[area] += count.weight;
            }
        }
        sums
    }

    /// Whether something in a layer is counted in several of its areas.
    fn counts_twice(&self, side: usize) -> bool {
        let all = if self.weights.unit().is_ground() {
            self.ground.footprint_m2(side) / SQUARE_METRES_OF_HECTARE
        } else if self.by_block.is_some() {
            // A block is in one area at most.
            return false;
        } else {
            self.by_place.layers[side]
        };
        let of_areas: f64 = self.weights_of(side).iter().sum();
        of_areas - all > 1e-9 * all.max(1.0)
    }

    fn named(&self, side: usize, area: usize) -> Named {
        Named::from(&self.layers[side].areas()[area])
    }

    fn names(&self, pair: Pair) -> [Option<Named>; 2] {
        [0, 1].map(|side: usize| pair[side].map(|area| self.named(side, area)))
    }

    fn into_comparison(self, tolerance_from: ToleranceSource) -> Result<Comparison> {
        let outlines = lines::Outlines::new(&self.ground, self.layers);
        let verdicts = [self.verdicts(0, &outlines)?, self.verdicts(1, &outlines)?];
        let (differences, difference_of) = self.differences();
        let (matrix, beyond) = self.matrix();
        let lines = lines::lines(&self.ground, self.layers, self.tolerance_m, |side, area| {
            self.is_listed(side, area)
        })?;
        let findings = self.findings(&verdicts);
        let layer = |side: usize| {
            let area_m2 = self.inside.ground_m2[side];
            let weight = self.inside_weight_of_layer(Some(side));
            ComparedLayer {
                counts_twice: self.counts_twice(side),
                name: self.layer_name(side),
                ..ComparedLayer::new(self.layers[side], area_m2, weight)
            }
        };
        let (a, b) = (layer(0), layer(1));
        let pieces = self.named_pieces(&difference_of);
        let pieces_beyond = self.pieces_beyond(&difference_of);
        let groups = self.groups();
        let (splits, moves, alignment) = (self.splits(), self.moves(), self.alignment());
        let summary = self.summary(&verdicts, &groups, &splits, &moves, &beyond);
        let [verdicts_a, verdicts_b] = verdicts;
        let blocks = self.by_block.as_ref().map(|(pairs, _)| BlockBasis {
            layer: self
                .block_layer()
                .map_or_else(String::new, |layer| layer.id().to_owned()),
            name: self.block_layer().map_or_else(
                || "block".into(),
                |layer| kind(&layer.info().family)[0].to_owned(),
            ),
            blocks: pairs.iter().filter(|pair| **pair != [None, None]).count(),
        });
        let block_family = self.block_layer().map(|layer| layer.info().family.clone());
        Ok(Comparison {
            a,
            b,
            tolerance_m: self.tolerance_m,
            tolerance_from,
            blocks,
            block_family,
            weight: WeightUsed {
                unit: self.weights.unit().clone(),
                source: self.weights.source().clone(),
                total: self.inside_weight_of_layer(None),
            },
            review_area: self.review_area(),
            summary,
            matrix,
            beyond,
            splits,
            moves,
            alignment,
            verdicts_a,
            verdicts_b,
            groups,
            pieces,
            pieces_beyond,
            differences,
            lines,
            disclosure: None,
            findings,
            attribution: self.dataset.attribution().to_owned(),
        })
    }

    /// Returns the layer of building blocks.
    fn block_layer(&self) -> Option<&Layer> {
        let layers = self.dataset.catalogue().layers();
        layers.iter().find(|layer| layer.info().role == Role::Block)
    }
}

/// Returns a point well within a footprint; `None` if the footprint has no area, or the point
/// is off the grid.
pub(crate) fn middle(footprint: &MultiPolygon<f64>) -> Option<GridPoint> {
    let at = interior_point(footprint)?;
    GridPoint::new(at.x, at.y).ok()
}
