//! Lines of two compared layers: which layer has them, and how far the other's are.

use coterm_core::comparison::{Named, Piece, PieceClass};
use coterm_core::space::millimetres;
use polygon_coverage::{BoundaryIndex, deviation::deviation};

use super::level::ComparisonLevel;
use super::piece::hundredths;
use crate::TileCoord;
use crate::lines::joined;
use crate::mercator;
use crate::mvt::{Layer, Shape, Value};
use crate::point::Point;
use crate::side_labels::SideLabel;
use crate::tile_arcs::Stretch;
use crate::tile_extent::corner;

/// Class of a line: which layers have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Shared,
    OnlyA,
    OnlyB,
    Coastal,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::OnlyA => "only_a",
            Self::OnlyB => "only_b",
            Self::Coastal => "coastal",
        }
    }
}

/// The pieces on the left and on the right of an arc, as seen on a map. Where areas of one
/// layer overlap, a side has several pieces.
pub(super) struct Sides<'a>([Vec<&'a Piece>; 2]);

impl<'a> Sides<'a> {
    pub(super) fn of(sides: &[SideLabel], pieces: &[&'a Piece]) -> Self {
        // The map's second axis points down, so the left by the formulas is seen on the right.
        Self([false, true].map(|left| {
            let on_side = sides.iter().filter(|side| side.left == left);
            on_side.map(|side| pieces[side.area as usize]).collect()
        }))
    }

    fn any(&self, is: impl Fn(&Piece) -> bool) -> bool {
        self.0.iter().flatten().any(|piece| is(piece))
    }

    /// Returns the codes of the areas of a layer (0 or 1) on the left and on the right, each
    /// once.
    fn codes(&self, layer: usize) -> [Vec<&'a str>; 2] {
        [0, 1].map(|side: usize| {
            let areas = self.0[side].iter().copied();
            let areas = areas.filter_map(|piece| [&piece.a, &piece.b][layer].as_ref());
            let mut codes: Vec<&str> = areas.map(|Named { code, .. }| code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            codes
        })
    }
}

/// The properties of a line along an arc.
#[derive(Debug)]
pub(super) struct DrawnLine {
    class: Class,
    /// The codes of an area on the left and on the right, for each layer. Areas that are on one
    /// side only are preferred.
    codes: [[Option<String>; 2]; 2],
    /// Greatest distance from the other layer's lines, in centimetres.
    deviation: u64,
    /// The properties that are true or false, by name.
    flags: [(&'static str, bool); 4],
    /// Whether the line is drawn against the arc's direction: along a coast the land is on the
    /// left.
    pub(super) against: bool,
}

impl DrawnLine {
    /// Returns the lines of an arc, given its points on the world's grid; none if neither layer
    /// has a line there. Ground between the two sides may be too narrow for that grid. So if
    /// both layers have a line, but the pieces of the two sides do not `meet` in the data, the
    /// arc is one line of each layer.
    pub(super) fn of(
        points: &[Point],
        sides: &Sides<'_>,
        meet: bool,
        boundaries: &[BoundaryIndex; 2],
        tolerance_m: f64,
    ) -> coterm_core::Result<Vec<Self>> {
        let has = [0, 1].map(|layer| {
            let [left, right] = sides.codes(layer);
            left != right
        });
        if has == [true, true] && meet {
            return Ok(vec![Self::new(
                Class::Shared,
                0,
                sides,
                [true, true],
                tolerance_m,
            )]);
        }
        let coastal = sides.any(|piece| piece.class == PieceClass::Coastal);
        let classes = [Class::OnlyA, Class::OnlyB];
        let own = [0, 1].into_iter().filter(|&layer| has[layer]);
        own.map(|layer| {
            let class = if coastal {
                Class::Coastal
            } else {
                classes[layer]
            };
            let deviation = furthest(points, &boundaries[1 - layer])?;
            // If both layers have their own line, it is not known in which area of the other
            // layer this one is.
            let known = [0, 1].map(|side| side == layer || !has[side]);
            Ok(Self::new(class, deviation, sides, known, tolerance_m))
        })
        .collect()
    }

    /// Makes a line; `known` says for which layers the areas on its sides are known.
    fn new(
        class: Class,
        deviation: u64,
        sides: &Sides<'_>,
        known: [bool; 2],
        tolerance_m: f64,
    ) -> Self {
        let codes = [0, 1].map(|layer: usize| {
            if known[layer] {
                sides.codes(layer)
            } else {
                <[Vec<&str>; 2]>::default()
            }
        });
        let against = sides.0[0].is_empty();
        let mut codes = codes.map(|[left, right]| {
            let first = |these: &[&str], those: &[&str]| {
                let only = these.iter().find(|code| !those.contains(code));
                only.or(these.first()).map(|&code| code.to_owned())
            };
            [first(&left, &right), first(&right, &left)]
        });
        if against {
            codes = codes.map(|[left, right]| [right, left]);
        }
        Self {
            class,
            codes,
            deviation,
            flags: [
                ("apart", deviation > hundredths(tolerance_m)),
                ("real", sides.any(|piece| piece.class == PieceClass::Real)),
                ("coast", sides.0.iter().any(Vec::is_empty)),
                (
                    "outside",
                    !sides.any(|piece| piece.class != PieceClass::Outside),
                ),
            ],
            against,
        }
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        let [[a_left, a_right], [b_left, b_right]] = self.codes.each_ref();
        let codes = [
            ("a_left", a_left),
            ("a_right", a_right),
            ("b_left", b_left),
            ("b_right", b_right),
        ];
        let codes = codes
            .into_iter()
            .filter_map(|(key, code)| Some((key, Value::Text(code.as_ref()?))));
        let class = [
            ("class", Value::Text(self.class.name())),
            ("deviation_m", Value::Hundredths(self.deviation)),
        ];
        let flags = self.flags.iter();
        let flags = flags.map(|&(key, flag)| (key, Value::Flag(flag)));
        class.into_iter().chain(flags).chain(codes)
    }
}

/// Returns the distance of the furthest place of an arc from a layer's lines, in centimetres.
fn furthest(points: &[Point], from: &BoundaryIndex) -> coterm_core::Result<u64> {
    let coords = points.iter().map(|&point| mercator::to_grid(point));
    let coords: Vec<_> = coords.collect::<coterm_core::Result<_>>()?;
    let edges: Vec<_> = coords.windows(2).map(|ends| [ends[0], ends[1]]).collect();
    let found = deviation(&edges, from, 0.0, millimetres());
    Ok(hundredths(found.map_or(0.0, |found| found.hausdorff)))
}

/// Makes the lines in a tile's square, one feature for each.
pub(super) fn lines<'a>(
    level: &ComparisonLevel,
    tile: TileCoord,
    lines: &'a [Vec<DrawnLine>],
) -> Layer<'a> {
    let mut drawn = Layer::new("line".to_owned(), corner(tile));
    for (arc, mut segments) in level.arcs(tile) {
        let lines = &lines[arc as usize];
        // All lines of an arc have the same direction.
        if lines.iter().any(|line| line.against) {
            segments = segments.into_iter().map(|[from, to]| [to, from]).collect();
        }
        let mut stretches: Vec<_> = segments.iter().map(Stretch::straight).collect();
        let shape = joined(&mut stretches);
        for (line, number) in lines.iter().zip(2 * u64::from(arc)..) {
            drawn.add(number, line.properties(), Shape::Lines(&shape));
        }
    }
    drawn
}
