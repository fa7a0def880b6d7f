//! The light directed cuts of a graph that contain no other cut.
//!
//! A directed cut that contains no other has two connected sides. All of its arcs are then in
//! one biconnected component, because a single node cannot be on both sides. So nodes that no
//! light cut separates are joined ([`contraction`](super::contraction)), and each biconnected
//! component is searched by itself. A bridge is a cut. In larger components the search puts
//! node after node on a side, in the direction of the arcs, until the weight of the cut arcs
//! reaches the threshold.

use std::collections::{BTreeMap, BTreeSet};

use super::biconnected::components;
use super::contraction::contract;

/// An arc of the graph: a cell of the matrix, from an area of the first layer to one of the
/// second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) weight: f64,
}

/// All arcs between two connected sides, which all lead from one side to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// The arcs, by position, in order.
    pub(super) arcs: Vec<usize>,
    /// The nodes of the side that the arcs come from.
    pub(super) above: Vec<usize>,
    /// The nodes of the side that the arcs lead to.
    pub(super) below: Vec<usize>,
}

/// Returns every directed cut that contains no other and weighs less than the threshold, and
/// whether the list is complete: false if more than `steps` steps would have been needed.
pub(super) fn light_cuts(
    nodes: usize,
    arcs: &[Arc],
    threshold: f64,
    mut steps: usize,
) -> (Vec<Cut>, bool) {
    let contracted = contract(nodes, arcs, threshold);
    let ends: Vec<(usize, usize)> = contracted.arcs.keys().copied().collect();
    let neighbours = neighbours_of_nodes(nodes, arcs);
    let mut between: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (position, arc) in arcs.iter().enumerate() {
        let ends = (contracted.of_node[arc.from], contracted.of_node[arc.to]);
        between.entry(ends).or_default().push(position);
    }
    let mut cuts = Vec::new();
    let mut complete = true;
    for component in components(nodes, &ends) {
        let arcs_of: Vec<(usize, usize, f64)> = component
            .iter()
            .map(|&edge| (ends[edge].0, ends[edge].1, contracted.arcs[&ends[edge]]))
            .collect();
        let mut search = Search::new(&arcs_of, threshold, steps);
        search.try_from(0, 0.0);
        steps = search.steps;
        complete &= !search.given_up;
        for cut in search.found {
            let mut within: Vec<usize> = cut
                .iter()
                .filter_map(|ends| between.get(ends))
                .flatten()
                .copied()
                .collect();
            within.sort_unstable();
            if let Some(&first) = within.first() {
                let uncut = |_, arc: usize| within.binary_search(&arc).is_err();
                cuts.push(Cut {
                    above: side(&neighbours, arcs[first].from, uncut),
                    below: side(&neighbours, arcs[first].to, uncut),
                    arcs: within,
                });
            }
        }
    }
    (cuts, complete)
}

/// Returns the neighbours of each node, with the arc to each.
fn neighbours_of_nodes(nodes: usize, arcs: &[Arc]) -> Vec<Vec<(usize, usize)>> {
    let mut neighbours = vec![Vec::new(); nodes];
    for (position, arc) in arcs.iter().enumerate() {
        neighbours[arc.from].push((arc.to, position));
        neighbours[arc.to].push((arc.from, position));
    }
    neighbours
}

/// Returns the nodes that are connected with `from` by wanted arcs, in order.
fn side(
    neighbours: &[Vec<(usize, usize)>],
    from: usize,
    wanted: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut seen = BTreeSet::from([from]);
    let mut waiting = vec![from];
    while let Some(node) = waiting.pop() {
        for &(next, arc) in &neighbours[node] {
            if wanted(next, arc) && seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    seen.into_iter().collect()
}

/// A search of one component, whose arcs form no cycle.
struct Search {
    threshold: f64,
    steps: usize,
    given_up: bool,
    /// The nodes in topological order, so that arcs lead to later nodes only. `into`, `neighbours`
    /// and `above` have positions in this list instead of nodes.
    names: Vec<usize>,
    /// The incoming arcs of each node: the node that an arc comes from, and its weight.
    into: Vec<Vec<(usize, f64)>>,
    neighbours: Vec<Vec<(usize, usize)>>,
    above: Vec<bool>,
    found: Vec<Vec<(usize, usize)>>,
}

impl Search {
    fn new(arcs: &[(usize, usize, f64)], threshold: f64, steps: usize) -> Self {
        let names = in_order(arcs);
        let at: BTreeMap<usize, usize> = names.iter().copied().zip(0..).collect();
        let mut into = vec![Vec::new(); names.len()];
        let mut neighbours = vec![Vec::new(); names.len()];
        for (from, to, weight) in arcs {
            let (from, to) = (at[from], at[to]);
            into[to].push((from, *weight));
            neighbours[from].push((to, 0));
            neighbours[to].push((from, 0));
        }
        Self {
            threshold,
            steps,
            given_up: false,
            above: vec![false; names.len()],
            names,
            into,
            neighbours,
            found: Vec::new(),
        }
    }

    /// Tries both sides for the node and all later ones. `weight` is the weight of the arcs
    /// between earlier nodes that are cut.
    fn try_from(&mut self, node: usize, weight: f64) {
        if self.steps == 0 {
            self.given_up = true;
            return;
        }
        self.steps -= 1;
        if node == self.names.len() {
            self.take();
            return;
        }
        let from_above = |search: &Self| {
            let arcs = search.into[node].iter();
            arcs.filter(|(from, _)| search.above[*from])
                .fold((0, 0.0), |(count, sum), (_, weight)| {
                    (count + 1, sum + weight)
                })
        };
        let (count, cut) = from_above(self);
        if count == self.into[node].len() {
            self.above[node] = true;
            self.try_from(node + 1, weight);
            self.above[node] = false;
        }
        if weight + cut < self.threshold {
            self.try_from(node + 1, weight + cut);
        }
    }

    /// Records the cut if there are two sides and both are connected.
    fn take(&mut self) {
        for wanted in [true, false] {
            let inside = |node: &usize| self.above[*node] == wanted;
            let nodes: Vec<usize> = (0..self.names.len()).filter(inside).collect();
            let Some(&first) = nodes.first() else {
                return;
            };
            let connected = side(&self.neighbours, first, |next, _| inside(&next));
            if connected.len() != nodes.len() {
                return;
            }
        }
        let cut = (0..self.names.len())
            .filter(|&to| !self.above[to])
            .flat_map(|to| self.into[to].iter().map(move |(from, _)| (*from, to)))
            .filter(|(from, _)| self.above[*from])
            .map(|(from, to)| (self.names[from], self.names[to]));
        self.found.push(cut.collect());
    }
}

/// Returns the ends of the arcs in topological order; the arcs must form no cycle.
fn in_order(arcs: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut waits_for: BTreeMap<usize, usize> = BTreeMap::new();
    for &(from, to, _) in arcs {
        waits_for.entry(from).or_default();
        *waits_for.entry(to).or_default() += 1;
    }
    let mut order: Vec<usize> = waits_for
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(&node, _)| node)
        .collect();
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        for &(_, to, _) in arcs.iter().filter(|(from, ..)| *from == node) {
            if let Some(count) = waits_for.get_mut(&to) {
                *count -= 1;
                if *count == 0 {
                    order.push(to);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests;
