//! A tile's lines, each once, with who is on its two sides.

use std::collections::BTreeMap;

use crate::TileCoord;
use crate::claims::Claim;
use crate::layer::{DrawnArea, DrawnLayer, feature_id};
use crate::mvt::{Layer, Shape, Value};
use crate::point::Point;
use crate::square::corner;
use crate::zoom_level::{Segment, ZoomLevel};

/// What a line is, to a layer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// The areas on the left and on the right as one sees it on a map.
    sides: [Option<u32>; 2],
    /// The other families that have a line there, by a layer of each.
    with: Vec<usize>,
}

/// The layer's lines in a tile's square: a feature for each two areas that meet, for each
/// area's coast, and for each set of other families that have the same line. Lines that are
/// closer than the zoom can show are one line there.
pub(crate) fn lines<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
    layers: &'a [DrawnLayer],
    areas: &'a [DrawnArea],
) -> Layer<'a> {
    let mut segments: Vec<Segment> = level.of_layer(tile, layer).collect();
    segments.sort_unstable_by_key(|segment| segment.claims);
    let mut kinds: BTreeMap<Kind, Vec<[Point; 2]>> = BTreeMap::new();
    for same in segments.chunk_by(|one, other| one.claims == other.claims) {
        let claims = level.claims.of(same[0].claims);
        let families = &level.families[same[0].claims as usize];
        if let Some((kind, against)) = Kind::of(claims, families, layer) {
            let directed = same
                .iter()
                .map(|segment| segment.ends)
                .map(|[from, to]| if against { [to, from] } else { [from, to] });
            kinds.entry(kind).or_default().extend(directed);
        }
    }
    let mut lines = Layer::new(format!("{}-line", layer.id), corner(tile));
    for (kind, mut segments) in kinds {
        let code = |side: usize| kind.sides[side].map(|owner| areas[owner as usize].code.as_str());
        let with: Vec<&str> = kind
            .with
            .iter()
            .map(|&at| layers[at].family.as_str())
            .collect();
        let with = with.join(" ");
        let id = feature_id(&[
            &layer.id,
            code(0).unwrap_or_default(),
            code(1).unwrap_or_default(),
            &with,
        ]);
        let codes = [("left", code(0)), ("right", code(1))];
        let codes = codes
            .into_iter()
            .filter_map(|(key, code)| Some((key, Value::Text(code?))));
        let kind = [
            ("coast", Value::Flag(kind.sides.contains(&None))),
            ("shared", Value::Flag(!with.is_empty())),
        ];
        let with = (!with.is_empty()).then_some(("with", Value::Owned(with)));
        let properties = codes.chain(kind).chain(with);
        lines.add(id, properties, Shape::Lines(&joined(&mut segments)));
    }
    lines
}

impl Kind {
    /// What claims make of a line, and whether it is to be walked against its direction:
    /// along a coast the land is on the left, between two areas the first is.
    fn of(claims: &[Claim], families: &[usize], layer: &DrawnLayer) -> Option<(Self, bool)> {
        let own = |left: bool| {
            let own = claims
                .iter()
                .find(|claim| claim.left == left && layer.owners.contains(&claim.owner));
            own.map(|claim| claim.owner)
        };
        // The map's second axis leads down: what is on the left by the formulas is seen on
        // the right.
        let seen = [own(false), own(true)];
        let against = match seen {
            [None, None] => return None,
            [Some(left), Some(right)] => left > right,
            [left, _] => left.is_none(),
        };
        let [left, right] = seen;
        let others = families.iter().copied();
        let kind = Self {
            sides: if against {
                [right, left]
            } else {
                [left, right]
            },
            with: others.filter(|&family| family != layer.like).collect(),
        };
        Some((kind, against))
    }
}

/// Segments joined to lines that are as long as can be without a choice where to go on.
/// All have the same two sides, so lines run in one direction.
pub(crate) fn joined(segments: &mut [[Point; 2]]) -> Vec<Vec<Point>> {
    segments.sort_unstable();
    let mut arrivals: Vec<Point> = segments.iter().map(|ends| ends[1]).collect();
    arrivals.sort_unstable();
    let count_in = |point: Point| {
        arrivals.partition_point(|&to| to <= point) - arrivals.partition_point(|&to| to < point)
    };
    let leaving = |point: Point| {
        segments.partition_point(|ends| ends[0] < point)
            ..segments.partition_point(|ends| ends[0] <= point)
    };
    let goes_on = |point: Point| count_in(point) == 1 && leaving(point).len() == 1;
    let mut used = vec![false; segments.len()];
    let mut lines = Vec::new();
    let mut walk = |first: usize| {
        if used[first] {
            return;
        }
        let mut line = vec![segments[first][0]];
        let mut next = first;
        loop {
            used[next] = true;
            let to = segments[next][1];
            line.push(to);
            if !goes_on(to) {
                break;
            }
            next = leaving(to).start;
            if used[next] {
                break;
            }
        }
        lines.push(line);
    };
    (0..segments.len())
        .filter(|&first| !goes_on(segments[first][0]))
        .for_each(&mut walk);
    // What is left goes round.
    (0..segments.len()).for_each(walk);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_become_lines_from_one_parting_to_the_next() {
        let [start, bend, parting, one, other] =
            [[0, 0], [5, 0], [9, 1], [9, 5], [2, 7]].map(|[x, y]| Point::new(x, y));
        let mut segments = [
            [bend, parting],
            [start, bend],
            [parting, one],
            [parting, other],
        ];
        let expected = [
            vec![start, bend, parting],
            vec![parting, other],
            vec![parting, one],
        ];
        assert_eq!(joined(&mut segments), expected);
        let mut round = [[bend, parting], [start, bend], [parting, start]];
        assert_eq!(joined(&mut round), [vec![start, bend, parting, start]]);
    }
}
