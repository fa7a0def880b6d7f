//! Lines of a tile, each once, with the areas on its two sides.

use crate::TileCoord;
use crate::layer::{DrawnArea, DrawnLayer, hashed_id};
use crate::mvt::{Layer, Shape, Value};
use crate::side_labels::SideLabel;
use crate::tile_arcs::Stretch;
use crate::tile_extent::corner;
use crate::zoom_level::ZoomLevel;

/// The properties of a line, as one layer sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// The areas on the left and on the right, as seen on a map.
    sides: [Option<u32>; 2],
    /// The other families that have the same line, each by its first layer.
    with: Vec<usize>,
}

/// Makes the layer's lines in a tile's square: one feature for each two areas that meet, each
/// area's coast, and each set of other families that have the same line. Lines that are closer
/// than the zoom can show are one line there.
pub(crate) fn lines<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
    layers: &'a [DrawnLayer],
    areas: &'a [DrawnArea],
) -> Layer<'a> {
    let mut tile_arcs: Vec<(u32, u32)> = level
        .of_layer(tile, layer)
        .map(|tile_arc| (level.tile_arcs.sides(tile_arc), tile_arc))
        .collect();
    tile_arcs.sort_unstable();
    let mut stretches: Vec<(Kind, Stretch<'_>)> = Vec::with_capacity(tile_arcs.len());
    for same in tile_arcs.chunk_by(|one, other| one.0 == other.0) {
        let sides = level.sides.of(same[0].0);
        let families = &level.families[same[0].0 as usize];
        if let Some((kind, against)) = Kind::of(sides, families, layer) {
            stretches.extend(
                same.iter().map(|&(_, tile_arc)| {
                    (kind.clone(), level.tile_arcs.stretch(tile_arc, against))
                }),
            );
        }
    }
    stretches.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut lines = Layer::new(format!("{}-line", layer.id), corner(tile));
    for same in stretches.chunk_by(|one, other| one.0 == other.0) {
        let kind = &same[0].0;
        let mut stretches: Vec<_> = same.iter().map(|(_, stretch)| *stretch).collect();
        let code = |side: usize| kind.sides[side].map(|area| areas[area as usize].code.as_str());
        let with: Vec<&str> = kind
            .with
            .iter()
            .map(|&at| layers[at].family.as_str())
            .collect();
        let with = with.join(" ");
        let id = hashed_id(&[
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
        lines.add(id, properties, Shape::Lines(&joined(&mut stretches)));
    }
    lines
}

impl Kind {
    /// Returns the properties that side labels give a line, and whether the line must be
    /// reversed: along a coast the land is on the left, between two areas the first one is.
    fn of(sides: &[SideLabel], families: &[usize], layer: &DrawnLayer) -> Option<(Self, bool)> {
        let own = |left: bool| {
            let own = sides
                .iter()
                .find(|side| side.left == left && layer.areas.contains(&side.area));
            own.map(|side| side.area)
        };
        // The map's second axis points down, so the left by the formulas is seen on the right.
        let seen = [own(false), own(true)];
        let against = match seen {
            [None, None] => return None,
            [Some(left), Some(right)] => left > right,
            [left, _] => left.is_none(),
        };
        let [left, right] = seen;
        let rest = families.iter().copied();
        let kind = Self {
            sides: if against {
                [right, left]
            } else {
                [left, right]
            },
            with: rest.filter(|&family| family != layer.like).collect(),
        };
        Some((kind, against))
    }
}

/// Joins stretches to lines that are as long as possible without a choice of where to continue.
/// All stretches have the same two sides, so lines run in one direction.
pub(crate) fn joined<'a>(stretches: &mut [Stretch<'a>]) -> Vec<Vec<Stretch<'a>>> {
    if let [only] = stretches {
        return vec![vec![*only]];
    }
    stretches.sort_unstable_by_key(|stretch| (stretch.from(), stretch.second()));
    let mut arrivals: Vec<_> = stretches.iter().map(Stretch::to).collect();
    arrivals.sort_unstable();
    let count_in = |point| {
        arrivals.partition_point(|&to| to <= point) - arrivals.partition_point(|&to| to < point)
    };
    let leaving = |point| {
        stretches.partition_point(|stretch| stretch.from() < point)
            ..stretches.partition_point(|stretch| stretch.from() <= point)
    };
    let passes_through = |point| count_in(point) == 1 && leaving(point).len() == 1;
    let mut used = vec![false; stretches.len()];
    let mut lines = Vec::new();
    let mut follow = |first: usize| {
        if used[first] {
            return;
        }
        let mut line = Vec::new();
        let mut next = first;
        loop {
            used[next] = true;
            line.push(stretches[next]);
            let to = stretches[next].to();
            if !passes_through(to) {
                break;
            }
            next = leaving(to).start;
            if used[next] {
                break;
            }
        }
        lines.push(line);
    };
    (0..stretches.len())
        .filter(|&first| !passes_through(stretches[first].from()))
        .for_each(&mut follow);
    // The remaining stretches form closed lines.
    (0..stretches.len()).for_each(follow);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::point::Point;

    #[test]
    fn pieces_become_lines_from_one_parting_to_the_next() {
        let [start, bend, parting, one, other] =
            [[0, 0], [5, 0], [9, 1], [9, 5], [2, 7]].map(|[x, y]| Point::new(x, y));
        let lines = |edges: &[[Point; 2]]| -> Vec<Vec<Point>> {
            let mut stretches: Vec<_> = edges.iter().map(Stretch::straight).collect();
            let points = |line: Vec<Stretch<'_>>| {
                let last = line.last().map(Stretch::to);
                line.into_iter()
                    .flat_map(Stretch::points)
                    .chain(last)
                    .collect()
            };
            joined(&mut stretches).into_iter().map(points).collect()
        };
        let edges = [
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
        assert_eq!(lines(&edges), expected);
        let round = [[bend, parting], [start, bend], [parting, start]];
        assert_eq!(lines(&round), [vec![start, bend, parting, start]]);
    }
}
