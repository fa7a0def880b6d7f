//! Contraction of a graph: nodes that no light cut can separate become one.
//!
//! The search for [`cuts`](super::cuts) starts from the contracted graph.

use std::collections::BTreeMap;

use super::cuts::Arc;
use polygon_coverage::disjoint_sets::DisjointSets;

/// A graph without cycles, whose arcs all weigh less than the threshold.
#[derive(Debug)]
pub(super) struct Contracted {
    /// The node that each node has become part of.
    pub(super) of_node: Vec<usize>,
    /// The remaining arcs, each with the weight of all arcs between the two nodes.
    pub(super) arcs: BTreeMap<(usize, usize), f64>,
}

/// Joins the ends of arcs that weigh the threshold or more, and the nodes of each cycle: a cut
/// through a heavy arc would be heavy, and a cut through a cycle would not be directed.
/// O(n log n) for each round that joins something; there are seldom more than two.
pub(super) fn contract(nodes: usize, arcs: &[Arc], threshold: f64) -> Contracted {
    let mut of_node: Vec<usize> = (0..nodes).collect();
    loop {
        let mut between: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for arc in arcs {
            let ends = (of_node[arc.from], of_node[arc.to]);
            if ends.0 != ends.1 {
                *between.entry(ends).or_default() += arc.weight;
            }
        }
        let mut joined = DisjointSets::new(nodes);
        let mut any = false;
        for (&(from, to), _) in between.iter().filter(|(_, weight)| **weight >= threshold) {
            any |= joined.join(from, to);
        }
        if !any {
            for (node, first) in cycles(nodes, &between).into_iter().enumerate() {
                any |= joined.join(node, first);
            }
        }
        if !any {
            return Contracted {
                of_node,
                arcs: between,
            };
        }
        for group in &mut of_node {
            *group = joined.representative(*group);
        }
    }
}

/// Returns for each node a representative of its strongly connected component, which is the
/// nodes that it is in cycles with (Kosaraju and Sharir, 1981).
fn cycles(nodes: usize, arcs: &BTreeMap<(usize, usize), f64>) -> Vec<usize> {
    let mut onward = vec![Vec::new(); nodes];
    let mut backward = vec![Vec::new(); nodes];
    for &(from, to) in arcs.keys() {
        onward[from].push(to);
        backward[to].push(from);
    }
    let mut left = Vec::with_capacity(nodes);
    let mut seen = vec![false; nodes];
    for start in 0..nodes {
        // A node, with the number of its arcs that were followed.
        let mut path = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((node, followed)) = path.pop() {
            if let Some(&next) = onward[node].get(followed) {
                path.push((node, followed + 1));
                if !std::mem::replace(&mut seen[next], true) {
                    path.push((next, 0));
                }
            } else {
                left.push(node);
            }
        }
    }
    let mut first: Vec<Option<usize>> = vec![None; nodes];
    for &start in left.iter().rev() {
        let mut waiting = vec![start];
        while let Some(node) = waiting.pop() {
            if first[node].is_none() {
                first[node] = Some(start);
                waiting.extend(&backward[node]);
            }
        }
    }
    first
        .into_iter()
        .enumerate()
        .map(|(node, first)| first.unwrap_or(node))
        .collect()
}
