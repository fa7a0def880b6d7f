//! Nodes that no light cut can have on two sides are one.

use std::collections::BTreeMap;

use super::cuts::Arc;
use polygon_coverage::disjoint_sets::DisjointSets;

/// A graph whose arcs are all light, none opposed to another, and no cycle among them.
#[derive(Debug)]
pub(super) struct Contracted {
    /// For each node the one that it has become part of.
    pub(super) of_node: Vec<usize>,
    /// The arcs that are left, with what all between the same two nodes weigh.
    pub(super) arcs: BTreeMap<(usize, usize), f64>,
}

/// Makes one of the ends of arcs that weigh the threshold or more, and of the nodes of
/// each cycle: a cut through either would be heavy, or not directed. O(n log n) each
/// time that it finds something, which is seldom more than twice.
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
            *group = joined.least(*group);
        }
    }
}

/// For each node one of those that it is in cycles with (Kosaraju and Sharir, 1981).
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
        // Each node with how many of its arcs were followed.
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
