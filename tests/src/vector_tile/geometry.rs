//! [`Geometry`]: the geometry of a feature, decoded strictly.

use super::Refusal;

/// Point in tile units, to the east and to the south of the tile's north-western corner.
pub type Point = [i64; 2];

/// Geometry of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Geometry of unknown type; its commands are not examined.
    Unknown,
    /// Points, at least one.
    Points(Vec<Point>),
    /// Lines of at least two points each, with no two equal in a row.
    Lines(Vec<Vec<Point>>),
    /// Polygons as lists of rings, which end where they begin. The first ring has a positive area
    /// by the surveyor's formula; the others, its holes, have negative ones.
    Polygons(Vec<Vec<Vec<Point>>>),
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

impl Geometry {
    pub(super) fn decoded(kind: u64, commands: &[u32]) -> Result<Self, Refusal> {
        let mut path = Path {
            rest: commands,
            at: [0, 0],
        };
        match kind {
            0 => Ok(Self::Unknown),
            1 => {
                let points = path.points(MOVE_TO)?;
                path.rest
                    .is_empty()
                    .then_some(Self::Points(points))
                    .ok_or("a feature of points has more commands")
            }
            2 => {
                let mut lines = vec![path.line()?];
                while !path.rest.is_empty() {
                    lines.push(path.line()?);
                }
                Ok(Self::Lines(lines))
            }
            3 => {
                let mut polygons: Vec<Vec<Vec<Point>>> = Vec::new();
                while polygons.is_empty() || !path.rest.is_empty() {
                    let ring = path.ring()?;
                    match (twice_area(&ring), polygons.last_mut()) {
                        (0, _) => return Err("a ring has no area"),
                        (1.., _) => polygons.push(vec![ring]),
                        (_, Some(polygon)) => polygon.push(ring),
                        (_, None) => return Err("a polygon begins with a hole"),
                    }
                }
                Ok(Self::Polygons(polygons))
            }
            _ => Err("a feature is of no type that there is"),
        }
    }
}

/// Remaining commands, and the position that those before have reached.
struct Path<'a> {
    rest: &'a [u32],
    at: Point,
}

impl Path<'_> {
    /// Reads a command, which must be `expected`, and returns how often to repeat it.
    fn command(&mut self, expected: u32) -> Result<usize, Refusal> {
        let (&next, rest) = self
            .rest
            .split_first()
            .ok_or("a geometry ends before it is whole")?;
        self.rest = rest;
        if next & 7 != expected {
            return Err(match expected {
                MOVE_TO => "a geometry does not begin with where it is",
                LINE_TO => "a line does not go on from where it begins",
                _ => "a ring is not closed",
            });
        }
        match next >> 3 {
            0 => Err("a command is to be done no times"),
            times => Ok(times as usize),
        }
    }

    fn points(&mut self, command: u32) -> Result<Vec<Point>, Refusal> {
        let times = self.command(command)?;
        if self.rest.len() / 2 < times {
            return Err("a command has fewer points than it says");
        }
        let (ways, rest) = self.rest.split_at(times * 2);
        self.rest = rest;
        let mut points = Vec::with_capacity(times);
        for way in ways.chunks(2) {
            if command == LINE_TO && way == [0, 0] {
                return Err("a line leads nowhere");
            }
            for (at, &way) in self.at.iter_mut().zip(way) {
                *at += unzigzag(way.into());
            }
            points.push(self.at);
        }
        Ok(points)
    }

    fn line(&mut self) -> Result<Vec<Point>, Refusal> {
        let mut line = self.points(MOVE_TO)?;
        if line.len() > 1 {
            return Err("a line begins at more than one point");
        }
        if self.rest.is_empty() {
            return Err("a line does not go on from where it begins");
        }
        line.extend(self.points(LINE_TO)?);
        Ok(line)
    }

    fn ring(&mut self) -> Result<Vec<Point>, Refusal> {
        let mut ring = self.line()?;
        if self.rest.is_empty() || self.command(CLOSE_PATH)? != 1 {
            return Err("a ring is not closed once");
        }
        if ring.len() < 3 {
            return Err("a ring has fewer than three points");
        }
        if ring.first() == ring.last() {
            return Err("the line that closes a ring leads nowhere");
        }
        ring.push(ring[0]);
        Ok(ring)
    }
}

/// Decodes a signed number, in which small numbers of either sign are small.
pub(super) fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// Twice the signed area of a ring by the surveyor's formula. In 128 bits, because coordinates may
/// have 32 bits, or be led further by many steps.
fn twice_area(ring: &[Point]) -> i128 {
    let wide = |at: Point| at.map(i128::from);
    let edges = ring.windows(2).map(|ends| (wide(ends[0]), wide(ends[1])));
    edges.map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum()
}
