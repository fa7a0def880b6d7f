//! Disclosure by differencing: small parts whose figures follow from figures of two layers.
//!
//! Figures are published for every area of both layers, and not for what is outside one. A
//! *part*, a set of cells of the matrix, is *obtainable* if its figure follows from those: it
//! is the sum of some areas of one layer minus areas of the other that lie wholly within them.
//! A part with few people in it should not be obtainable, because its figure may disclose
//! something about persons.
//!
//! Make a graph with an arc for each cell with weight, from its area of the first layer to that
//! of the second; a single node stands for the outside of both. A part is obtainable if and
//! only if it is the set of all arcs between two sides of the graph, and all of them have the
//! same direction: a *directed cut*, or several that have no arc in common. The cuts that
//! contain no other leave both sides connected, and every obtainable part is made of such cuts,
//! each with less weight than the whole. So only these are listed; [`cuts`](self::cuts) says
//! how they are found.

mod biconnected;
mod contraction;
mod cuts;
mod part;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Comparison, Named, Overlap, Verdict, WeightUnit};
use cuts::Arc;

/// Number of steps after which the search is given up; they take under a second.
const STEPS: usize = 2_000_000;

/// Number of people below which a part is listed, unless the caller gives another.
pub const DISCLOSURE_THRESHOLD: f64 = 1_000.0;

/// The small parts that can be obtained by subtraction.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// Weight below which parts are listed.
    pub threshold: f64,
    /// The unit: what is counted.
    pub unit: WeightUnit,
    /// Whether parts are made of building blocks. If not, they are made of geometry, leaving
    /// out what generalisation explains.
    pub by_blocks: bool,
    /// The parts that contain no smaller one, least weight first. Every other part that can be
    /// obtained under the threshold is made of these.
    pub parts: Vec<ObtainablePart>,
    /// Whether the list is complete: false if the search took too long and was given up, or if
    /// an overlap of areas prevents it.
    pub complete: bool,
    /// Other things that a reader must know.
    pub notes: Vec<DisclosureNote>,
}

/// Something that a reader must know about a search for parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum DisclosureNote {
    /// Areas of a layer overlap, so that figures do not add up: there is no search.
    AreasOverlap {
        /// The layer's name.
        layer: String,
    },
    /// The search was given up, and there may be more parts.
    SearchGivenUp {
        /// Number of steps that were tried.
        steps: usize,
    },
    /// Some areas reach beyond the data, and are used for no part.
    AreasBeyondData {
        /// Number of these areas.
        areas: usize,
    },
    /// Parts are made of geometry, leaving out what generalisation explains.
    ByGeometry,
}

/// A part whose figure is the difference of published ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObtainablePart {
    /// The sum and difference that gives it: `Fylde and Wyre − Fylde − Wyre`.
    pub expression: String,
    /// The layer whose areas are added.
    pub plus_layer: String,
    /// The areas that are added.
    pub plus: Vec<Named>,
    /// The layer whose areas are subtracted.
    pub minus_layer: String,
    /// The areas that are subtracted; all of each lies within those that are added.
    pub minus: Vec<Named>,
    /// Weight of the part.
    pub weight: f64,
    /// The cells of the matrix that it is made of.
    pub cells: Vec<PartCell>,
    /// Number of building blocks, if it is made of those.
    pub blocks: Option<usize>,
    /// The building blocks, where the comparison names them all; else empty.
    pub block_names: Vec<Named>,
}

/// A cell of the matrix: what an area of the first layer and one of the second have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartCell {
    /// The area of the first layer; `None` for the outside of that layer.
    pub a: Option<Named>,
    /// The area of the second layer; `None` for the outside of that layer.
    pub b: Option<Named>,
    /// Weight in common.
    pub weight: f64,
    /// Number of building blocks in common.
    pub blocks: Option<usize>,
}

/// Lists every part that can be obtained by subtraction and weighs less than the threshold,
/// from the matrix of a comparison.
///
/// Cells without weight are left out, because nobody is in them. An area that reaches beyond
/// the data is taken to have endless weight there, so no part is found by means of it.
/// O(n log n) in the cells where the layers nest but for single crossings, as administrative
/// layers do. Where they cut each other all over with light cells the search is exponential,
/// and is given up ([`Disclosure::complete`]) after two million steps.
///
/// The figures of Preston and of Greater Preston together reveal that of the rest of Preston:
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use std::collections::BTreeMap;
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare, disclosure};
///
/// let people = [
///     ("E01025105", 1_600.0), ("E01025131", 1_700.0), ("E01025281", 800.0),
///     ("E01025314", 1_900.0), ("E01025541", 1_500.0),
/// ];
/// let people: BTreeMap<String, f64> =
///     people.into_iter().map(|(block, people)| (block.to_owned(), people)).collect();
/// let weights = Weights::of_blocks(&dataset, "people", "An example", &people)?;
/// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
/// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
///
/// let found = disclosure(&comparison, 1_000.0);
/// assert_eq!(found.parts.len(), 1);
/// assert_eq!(found.parts[0].weight, 800.0);
/// assert_eq!(found.parts[0].expression, "Preston − Greater Preston");
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn disclosure(comparison: &Comparison, threshold: f64) -> Disclosure {
    let by_blocks = comparison.blocks.is_some();
    if let Some(note) = counted_twice(comparison) {
        return Disclosure {
            threshold,
            unit: comparison.weight.unit.clone(),
            by_blocks,
            parts: Vec::new(),
            complete: false,
            notes: vec![note],
        };
    }
    let whole = whole_cells(comparison);
    let cells = cells(comparison, &whole);
    let areas = Areas::of(comparison);
    let (arcs, partial) = areas.arcs(&cells, comparison);
    let (found, complete) = cuts::light_cuts(areas.count(), &arcs, threshold, STEPS);
    let mut parts: Vec<ObtainablePart> = found
        .iter()
        .filter_map(|cut| part::part(comparison, &areas, &cells, cut))
        .collect();
    parts.sort_by(|one, other| {
        let weight = one.weight.total_cmp(&other.weight);
        weight.then_with(|| one.expression.cmp(&other.expression))
    });
    let mut notes = Vec::new();
    if !complete {
        notes.push(DisclosureNote::SearchGivenUp { steps: STEPS });
    }
    if partial > 0 {
        notes.push(DisclosureNote::AreasBeyondData { areas: partial });
    }
    if !by_blocks {
        notes.push(DisclosureNote::ByGeometry);
    }
    Disclosure {
        threshold,
        unit: comparison.weight.unit.clone(),
        by_blocks,
        parts,
        complete,
        notes,
    }
}

/// Returns the note that a layer counts something in several of its areas, if it does: figures
/// then do not add up, so that subtraction does not give what is in a part.
fn counted_twice(comparison: &Comparison) -> Option<DisclosureNote> {
    let twice = [&comparison.a, &comparison.b]
        .into_iter()
        .find(|layer| layer.counts_twice);
    twice.map(|layer| DisclosureNote::AreasOverlap {
        layer: layer.id.clone(),
    })
}

/// Returns what each pair of areas has in common, in the review area and beyond: figures are
/// published for whole areas.
fn whole_cells(comparison: &Comparison) -> Vec<Overlap> {
    let code = |named: &Option<Named>| named.as_ref().map(|named| named.code.clone());
    let mut position_of = BTreeMap::new();
    let mut whole: Vec<Overlap> = Vec::new();
    for row in comparison.matrix.iter().chain(&comparison.beyond) {
        let position = *position_of
            .entry((code(&row.a), code(&row.b)))
            .or_insert(whole.len());
        match whole.get_mut(position) {
            Some(cell) => {
                cell.weight += row.weight;
                cell.blocks = cell.blocks.map(|own| own + row.blocks.unwrap_or_default());
            }
            None => whole.push(row.clone()),
        }
    }
    whole
}

/// Returns the cells that have weight, and are more than slivers between two generalisations.
fn cells<'a>(comparison: &Comparison, whole: &'a [Overlap]) -> Vec<&'a Overlap> {
    let code = |named: &Option<Named>| named.as_ref().map(|named| named.code.clone());
    let mut drawn = BTreeSet::new();
    for verdict in &comparison.verdicts_a {
        let parts = verdict.with.iter().chain(&verdict.outside);
        drawn.extend(parts.map(|part| (Some(verdict.area.code.clone()), code(&part.area))));
    }
    for verdict in &comparison.verdicts_b {
        let parts = verdict.with.iter().chain(&verdict.outside);
        drawn.extend(parts.map(|part| (code(&part.area), Some(verdict.area.code.clone()))));
    }
    let is_cell = |overlap: &&Overlap| {
        overlap.weight > 0.0
            && if comparison.blocks.is_some() {
                overlap.blocks.is_some_and(|blocks| blocks > 0)
            } else {
                drawn.contains(&(code(&overlap.a), code(&overlap.b)))
            }
    };
    whole.iter().filter(is_cell).collect()
}

/// The areas of both layers as nodes of the graph; node 0 is the outside.
struct Areas<'a> {
    names: Vec<Option<&'a Named>>,
    of_a: BTreeMap<&'a str, usize>,
    of_b: BTreeMap<&'a str, usize>,
}

impl<'a> Areas<'a> {
    fn of(comparison: &'a Comparison) -> Self {
        let mut names = vec![None];
        let mut add = |verdicts: &'a [Verdict]| {
            let mut positions = BTreeMap::new();
            for verdict in verdicts {
                positions.insert(verdict.area.code.as_str(), names.len());
                names.push(Some(&verdict.area));
            }
            positions
        };
        let (of_a, of_b) = (add(&comparison.verdicts_a), add(&comparison.verdicts_b));
        Self { names, of_a, of_b }
    }

    fn count(&self) -> usize {
        self.names.len()
    }

    /// Whether the node is an area of the first layer.
    fn is_of_a(&self, node: usize) -> bool {
        (1..=self.of_a.len()).contains(&node)
    }

    /// Returns an arc for each cell, in order, then one with endless weight for each area that
    /// reaches beyond the data; and the number of such areas.
    fn arcs(&self, cells: &[&Overlap], comparison: &Comparison) -> (Vec<Arc>, usize) {
        let node = |nodes: &BTreeMap<&str, usize>, named: &Option<Named>| {
            let code = named.as_ref().map(|named| named.code.as_str());
            code.and_then(|code| nodes.get(code).copied()).unwrap_or(0)
        };
        let mut arcs: Vec<Arc> = cells
            .iter()
            .map(|cell| Arc {
                from: node(&self.of_a, &cell.a),
                to: node(&self.of_b, &cell.b),
                weight: cell.weight,
            })
            .collect();
        let verdicts = comparison.verdicts_a.iter().chain(&comparison.verdicts_b);
        let beyond = (1..).zip(verdicts).filter(|(_, verdict)| !verdict.complete);
        arcs.extend(beyond.map(|(from, _)| Arc {
            from,
            to: 0,
            weight: f64::INFINITY,
        }));
        let partial = arcs.len() - cells.len();
        (arcs, partial)
    }
}
