//! The areas that a query selects, by their positions in the layer.

use std::cmp::Ordering;

use coterm_core::layers::{Area, Layer};

use super::items_query::{Direction, ItemsQuery};
use crate::filter::AreaBounds;

/// The areas of a page, and how many there are on all pages.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) positions: Vec<usize>,
    pub(super) matched: usize,
}

impl Selection {
    /// Selects the areas of a page. O(n) in the areas, and in the lines of those near shapes.
    pub(super) fn of(layer: &Layer, query: &ItemsQuery, bounds: &AreaBounds) -> Self {
        let areas = layer.areas();
        if query.wants_all() {
            let end = query.offset.saturating_add(query.limit).min(areas.len());
            return Self {
                positions: (query.offset.min(end)..end).collect(),
                matched: areas.len(),
            };
        }
        let wanted = |(position, area): &(usize, &Area)| {
            query.days.is_none_or(|days| days.meet(area.period()))
                && query.filter.wants(layer, *position, area, bounds)
        };
        let selected = areas.iter().enumerate().filter(wanted);
        let mut positions: Vec<usize> = selected.map(|(position, _)| position).collect();
        if !query.order.is_empty() {
            positions.sort_by(|one, other| compared(layer, query, *one, *other));
        }
        let matched = positions.len();
        let page = positions.into_iter().skip(query.offset).take(query.limit);
        Self {
            positions: page.collect(),
            matched,
        }
    }
}

/// Compares two areas by the properties of `sortby`; those without a value are last.
fn compared(layer: &Layer, query: &ItemsQuery, one: usize, other: usize) -> Ordering {
    let areas = layer.areas();
    let (Some(one), Some(other)) = (areas.get(one), areas.get(other)) else {
        return Ordering::Equal;
    };
    let orders = query.order.iter().map(|(column, direction)| {
        match (column.value(layer, one), column.value(layer, other)) {
            (Some(one), Some(other)) => {
                let order = one.partial_cmp(&other).unwrap_or(Ordering::Equal);
                match direction {
                    Direction::Ascending => order,
                    Direction::Descending => order.reverse(),
                }
            }
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    });
    orders.fold(Ordering::Equal, Ordering::then)
}
