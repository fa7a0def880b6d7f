//! The lines of two layers: whose they are, and how far the other's are.

use coterm_core::{BoundaryIndex, Named, Piece, PieceClass, deviation};

use super::level::ComparisonLevel;
use super::piece::hundredths;
use crate::TileCoord;
use crate::chains::Stretch;
use crate::claims::Claim;
use crate::lines::joined;
use crate::mercator;
use crate::mvt::{Layer, Shape, Value};
use crate::point::Point;
use crate::square::corner;

/// Who has a line.
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

/// The pieces on the left and on the right of an arc, as one sees it on a map: where areas
/// of one layer overlap, ground is in several pieces.
pub(super) struct Sides<'a>([Vec<&'a Piece>; 2]);

impl<'a> Sides<'a> {
    pub(super) fn of(claims: &[Claim], pieces: &[&'a Piece]) -> Self {
        // The map's second axis leads down: what is on the left by the formulas is seen on
        // the right.
        Self([false, true].map(|left| {
            let on_side = claims.iter().filter(|claim| claim.left == left);
            on_side.map(|claim| pieces[claim.owner as usize]).collect()
        }))
    }

    fn any(&self, is: impl Fn(&Piece) -> bool) -> bool {
        self.0.iter().flatten().any(|piece| is(piece))
    }

    /// The codes of the areas of a layer (0 or 1) on either side, each once.
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

/// What an arc says.
#[derive(Debug)]
pub(super) struct DrawnLine {
    class: Class,
    /// For each layer the code of an area on the left and on the right: of those that are
    /// on one side only, if there are any.
    codes: [[Option<String>; 2]; 2],
    /// Centimetres.
    deviation: u64,
    /// What is so of it and what is not, by the names of properties.
    flags: [(&'static str, bool); 4],
    /// Whether it is to be walked against its direction: along a coast the land is on the
    /// left.
    against: bool,
}

impl DrawnLine {
    /// Of an arc, its points on the world's grid; `None` if neither layer has a line there.
    pub(super) fn new(
        points: &[Point],
        sides: &Sides<'_>,
        boundaries: &[BoundaryIndex; 2],
        tolerance_m: f64,
    ) -> coterm_core::Result<Option<Self>> {
        let codes = [0, 1].map(|layer| sides.codes(layer));
        let has = codes.each_ref().map(|[left, right]| left != right);
        let coastal = sides.any(|piece| piece.class == PieceClass::Coastal);
        let (class, other) = match has {
            [false, false] => return Ok(None),
            [true, true] => (Class::Shared, None),
            _ if coastal => (Class::Coastal, Some(usize::from(has[0]))),
            [true, false] => (Class::OnlyA, Some(1)),
            [false, true] => (Class::OnlyB, Some(0)),
        };
        let deviation = match other {
            Some(other) => furthest(points, &boundaries[other])?,
            None => 0,
        };
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
        Ok(Some(Self {
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
        }))
    }

    fn properties(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
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

/// How far the furthest place of an arc is from a layer's lines: centimetres.
fn furthest(points: &[Point], from: &BoundaryIndex) -> coterm_core::Result<u64> {
    let coords = points.iter().map(|&point| mercator::to_grid(point));
    let coords: Vec<_> = coords.collect::<coterm_core::Result<_>>()?;
    let edges: Vec<_> = coords.windows(2).map(|ends| [ends[0], ends[1]]).collect();
    let found = deviation(&edges, from, 0.0);
    Ok(hundredths(found.map_or(0.0, |found| found.hausdorff_m)))
}

/// The lines in a tile's square, a feature each.
pub(super) fn lines<'a>(
    level: &ComparisonLevel,
    tile: TileCoord,
    lines: &'a [Option<DrawnLine>],
) -> Layer<'a> {
    let mut drawn = Layer::new("line".to_owned(), corner(tile));
    for (arc, mut segments) in level.arcs(tile) {
        let Some(line) = &lines[arc as usize] else {
            continue;
        };
        if line.against {
            segments = segments.into_iter().map(|[from, to]| [to, from]).collect();
        }
        let mut stretches: Vec<_> = segments.iter().map(Stretch::straight).collect();
        let shape = joined(&mut stretches);
        drawn.add(arc.into(), line.properties(), Shape::Lines(&shape));
    }
    drawn
}
