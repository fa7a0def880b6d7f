//! Layout of a flow diagram: bars in an order with few crossings of bands, and labels that
//! never overlap. All lengths are in SVG units.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::comparison::Named;

use super::Flow;

/// Distance from one line of a label to the next.
pub(super) const LINE: f64 = 21.0;
/// Distance from the top of a label to the base line of its first line.
pub(super) const ASCENT: f64 = 16.0;
/// Gap between the room of one bar with its label and that of the next.
const GAP: f64 = 10.0;
/// Sum of the heights of all bars on a side.
const HEIGHT: f64 = 300.0;
/// Smallest height of a bar that can be seen.
const MIN_HEIGHT: f64 = 1.5;
/// Largest number of characters in a line of a label.
const CHARACTERS: usize = 22;
/// Number of rounds that move each bar to the middle of the bars it is joined to.
const ROUNDS: usize = 8;

/// Height of a label of so many lines.
pub(super) fn line_height(lines: usize) -> f64 {
    (0..lines).fold(0.0, |height, _| height + LINE)
}

/// An area as a bar with a label.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
    pub(super) outside: bool,
    pub(super) weight: f64,
    pub(super) top: f64,
    pub(super) height: f64,
    pub(super) slot: usize,
}

/// The weight that two areas have in common, as a band between their bars.
#[derive(Debug)]
pub(super) struct Band {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) weight: f64,
    pub(super) y_from: f64,
    pub(super) y_to: f64,
    pub(super) height: f64,
}

/// The layout of a whole diagram.
#[derive(Debug)]
pub(super) struct Bars {
    pub(super) left: Vec<Bar>,
    pub(super) right: Vec<Bar>,
    pub(super) bands: Vec<Band>,
    pub(super) height: f64,
}

impl Bars {
    pub(super) fn of(flows: &[Flow<'_>], nowhere: &str) -> Self {
        let flows: Vec<_> = flows
            .iter()
            .filter(|(.., weight)| *weight > 0.0)
            .map(|&(from, to, weight)| (key(from), key(to), weight))
            .collect();
        let number =
            |keys: BTreeSet<Key>| -> BTreeMap<Key, usize> { keys.into_iter().zip(0..).collect() };
        let left = number(flows.iter().map(|(from, ..)| from.clone()).collect());
        let right = number(flows.iter().map(|(_, to, _)| to.clone()).collect());
        let joined: Vec<(usize, usize, f64)> = flows
            .iter()
            .map(|(from, to, weight)| (left[from], right[to], *weight))
            .collect();
        let (left_order, right_order) = order(left.len(), right.len(), &joined);
        let total: f64 = joined.iter().map(|(.., weight)| weight).sum();
        let scale = if total > 0.0 { HEIGHT / total } else { 0.0 };
        let name = |(_, area): Key| area.map_or_else(|| nowhere.to_owned(), |area| area.name);
        let names = |keys: BTreeMap<Key, usize>| -> Vec<(bool, String)> {
            let keys = keys.into_keys();
            keys.map(|key| (key.0, name(key))).collect()
        };
        let (left, right) = (names(left), names(right));
        let mut left = column(&left, &left_order, &joined, scale, |flow| flow.0);
        let mut right = column(&right, &right_order, &joined, scale, |flow| flow.1);
        let height = bottom(&left).max(bottom(&right));
        for side in [&mut left, &mut right] {
            let down = (height - bottom(side)) / 2.0;
            for bar in side.iter_mut() {
                bar.top += down;
            }
        }
        let bands = bands(&left, &right, &joined, scale);
        Self {
            left,
            right,
            bands,
            height: height.max(1.0),
        }
    }
}

/// Sort key of an area: by code, and ground in no area last.
type Key = (bool, Option<Named>);

fn key(area: Option<&Named>) -> Key {
    (area.is_none(), area.cloned())
}

/// The order of the bars on each side. Rounds alternate between the sides, and each moves
/// every bar to the weighted middle of the bars it is joined to. Ties go by code.
fn order(left: usize, right: usize, joined: &[(usize, usize, f64)]) -> (Vec<usize>, Vec<usize>) {
    let mut orders = [
        (0..left).collect::<Vec<_>>(),
        (0..right).collect::<Vec<_>>(),
    ];
    for round in 0..ROUNDS {
        // The right side moves first.
        let moved = (round + 1) % 2;
        let mut place = vec![0.0; orders[1 - moved].len()];
        for (&bar, at) in orders[1 - moved].iter().zip(0_u32..) {
            place[bar] = f64::from(at);
        }
        let mut middles = vec![(0.0, 0.0); orders[moved].len()];
        for &(from, to, weight) in joined {
            let (own, other) = if moved == 0 { (from, to) } else { (to, from) };
            middles[own].0 += place[other] * weight;
            middles[own].1 += weight;
        }
        let middle = |bar: usize| middles[bar].0 / middles[bar].1;
        orders[moved].sort_by(|&x, &y| middle(x).total_cmp(&middle(y)).then(x.cmp(&y)));
    }
    let [left, right] = orders;
    (left, right)
}

/// The bars of a side from top to bottom, each with the room that its label needs.
fn column(
    names: &[(bool, String)],
    order: &[usize],
    joined: &[(usize, usize, f64)],
    scale: f64,
    own: fn(&(usize, usize, f64)) -> usize,
) -> Vec<Bar> {
    let mut top = 0.0;
    let mut bars = Vec::new();
    for &slot in order {
        let Some((outside, name)) = names.get(slot) else {
            continue;
        };
        let weight: f64 = joined
            .iter()
            .filter(|flow| own(flow) == slot)
            .map(|(.., weight)| weight)
            .sum();
        let lines = broken(name);
        let height = (weight * scale).max(MIN_HEIGHT);
        let room = height.max(line_height(lines.len() + 1));
        bars.push(Bar {
            lines,
            name: name.clone(),
            outside: *outside,
            weight,
            top: top + (room - height) / 2.0,
            height,
            slot,
        });
        top += room + GAP;
    }
    bars
}

/// Lower end of the last bar's room.
fn bottom(bars: &[Bar]) -> f64 {
    bars.last().map_or(0.0, |bar| {
        let room = bar.height.max(line_height(bar.lines.len() + 1));
        bar.top + bar.height / 2.0 + room / 2.0
    })
}

fn bands(left: &[Bar], right: &[Bar], joined: &[(usize, usize, f64)], scale: f64) -> Vec<Band> {
    let at = |bars: &[Bar]| -> BTreeMap<usize, usize> {
        bars.iter()
            .zip(0..)
            .map(|(bar, at)| (bar.slot, at))
            .collect()
    };
    let (left_at, right_at) = (at(left), at(right));
    let mut bands: Vec<Band> = joined
        .iter()
        .map(|&(from, to, weight)| Band {
            from: left_at[&from],
            to: right_at[&to],
            weight,
            y_from: 0.0,
            y_to: 0.0,
            height: (weight * scale).max(MIN_HEIGHT / 2.0),
        })
        .collect();
    bands.sort_by_key(|band| (band.from, band.to));
    let mut next: Vec<f64> = left.iter().map(|bar| bar.top).collect();
    for band in &mut bands {
        band.y_from = next[band.from];
        next[band.from] += band.weight * scale;
    }
    let mut next: Vec<f64> = right.iter().map(|bar| bar.top).collect();
    let mut by_right: Vec<&mut Band> = bands.iter_mut().collect();
    by_right.sort_by_key(|band| (band.to, band.from));
    for band in by_right {
        band.y_to = next[band.to];
        next[band.to] += band.weight * scale;
    }
    // Wide bands are drawn first, below the narrow ones, so that none is hidden.
    bands.sort_by(|x, y| (y.weight.total_cmp(&x.weight)).then((x.from, x.to).cmp(&(y.from, y.to))));
    bands
}

/// A name in at most two lines; a line that is too long ends in an ellipsis.
fn broken(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let letters = word.chars().count();
        let second = lines.len() == 2;
        let Some(line) = lines.last_mut() else { break };
        let used = line.chars().count();
        if used > 0 && used + 1 + letters > CHARACTERS && !second {
            lines.push(word.to_owned());
        } else {
            if used > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    for line in &mut lines {
        if line.chars().count() > CHARACTERS {
            *line = line.chars().take(CHARACTERS - 1).collect::<String>() + "…";
        }
    }
    lines
}
