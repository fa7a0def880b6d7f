//! Conversion of a directed cut to the areas that are added and subtracted.

use super::cuts::Cut;
use super::{Areas, ObtainablePart, PartCell};
use crate::comparison::{Comparison, Named, Overlap};

/// Returns the part that the cut stands for; `None` if it is an area of one of the layers,
/// whose figure is published itself.
pub(super) fn part(
    comparison: &Comparison,
    areas: &Areas<'_>,
    cells: &[&Overlap],
    cut: &Cut,
) -> Option<ObtainablePart> {
    let sides = [(&cut.above, true), (&cut.below, false)];
    let mut ways = Vec::new();
    for (side, plus_is_a) in sides {
        // No figure is published for the outside.
        if side.contains(&0) {
            continue;
        }
        let (of_a, of_b): (Vec<usize>, Vec<usize>) =
            side.iter().partition(|&&node| areas.is_of_a(node));
        let (plus, minus) = if plus_is_a {
            (of_a, of_b)
        } else {
            (of_b, of_a)
        };
        if minus.is_empty() {
            return None;
        }
        ways.push((plus, minus, plus_is_a));
    }
    let (plus, minus, plus_is_a) = ways
        .into_iter()
        .min_by_key(|(plus, minus, _)| plus.len() + minus.len())?;
    let named = |nodes: Vec<usize>| -> Vec<Named> {
        let names = nodes.into_iter().filter_map(|node| areas.names[node]);
        names.cloned().collect()
    };
    let (plus, minus) = (named(plus), named(minus));
    let (a, b) = (&comparison.a.id, &comparison.b.id);
    let (plus_layer, minus_layer) = if plus_is_a { (a, b) } else { (b, a) };
    let cells: Vec<PartCell> = cut
        .arcs
        .iter()
        .filter_map(|&cell| cells.get(cell))
        .map(|cell| PartCell {
            a: cell.a.clone(),
            b: cell.b.clone(),
            weight: cell.weight,
            blocks: cell.blocks,
        })
        .collect();
    let weight = cells.iter().map(|cell| cell.weight).sum();
    let blocks = comparison
        .blocks
        .as_ref()
        .map(|_| cells.iter().filter_map(|cell| cell.blocks).sum());
    let expression = expression((&plus, plus_layer), (&minus, minus_layer));
    Some(ObtainablePart {
        block_names: block_names(comparison, &cells),
        expression,
        plus_layer: plus_layer.clone(),
        plus,
        minus_layer: minus_layer.clone(),
        minus,
        weight,
        cells,
        blocks,
    })
}

/// Writes the sum and difference. An area is followed by its layer if an area of the other side
/// has the same name.
fn expression(plus: (&[Named], &str), minus: (&[Named], &str)) -> String {
    let term = |named: &Named, layer: &str, other_side: &[Named]| {
        if other_side.iter().any(|other| other.name == named.name) {
            format!("{} ({layer})", named.name)
        } else {
            named.name.clone()
        }
    };
    let mut text = String::new();
    for named in plus.0 {
        text.push_str(if text.is_empty() { "" } else { " + " });
        text.push_str(&term(named, plus.1, minus.0));
    }
    for named in minus.0 {
        text.push_str(" − ");
        text.push_str(&term(named, minus.1, plus.0));
    }
    text
}

/// Returns the names of the blocks in the cells; empty unless the comparison lists the blocks
/// of every cell as a difference.
fn block_names(comparison: &Comparison, cells: &[PartCell]) -> Vec<Named> {
    let mut names = Vec::new();
    for cell in cells {
        let difference = comparison
            .differences
            .iter()
            .find(|difference| difference.a == cell.a && difference.b == cell.b);
        match difference {
            Some(found) if Some(found.blocks.len()) == cell.blocks => {
                names.extend(found.blocks.iter().cloned());
            }
            _ => return Vec::new(),
        }
    }
    names.sort();
    names
}
