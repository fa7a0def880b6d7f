//! Writing Mapbox Vector Tiles, version 2 (specification 2.1).

use std::collections::HashMap;

use crate::mercator::EXTENT;
use crate::point::Point;

/// A property's value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Owned(String),
    Whole(u64),
    /// A number to two decimals, by its hundredths: equal ones are told to be so.
    Hundredths(u64),
    Flag(bool),
}

/// What a feature looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'a> {
    Point(Point),
    Lines(&'a [Vec<Point>]),
    /// Rings without their first point at the end; outer ones have positive areas.
    Rings(&'a [Vec<Vec<Point>>]),
}

/// A layer that is being written.
#[derive(Debug)]
pub(crate) struct Layer<'a> {
    name: String,
    /// The tile's corner, from which points are counted.
    origin: Point,
    features: Vec<u8>,
    count: usize,
    keys: Numbered<&'a str>,
    values: Numbered<Value<'a>>,
}

impl<'a> Layer<'a> {
    pub(crate) fn new(name: String, origin: Point) -> Self {
        Self {
            name,
            origin,
            features: Vec::new(),
            count: 0,
            keys: Numbered::default(),
            values: Numbered::default(),
        }
    }

    pub(crate) fn add(
        &mut self,
        id: u64,
        properties: impl IntoIterator<Item = (&'a str, Value<'a>)>,
        shape: Shape<'_>,
    ) {
        let mut feature = Vec::new();
        number(&mut feature, 1, id);
        let mut tags = Vec::new();
        for (key, value) in properties {
            varint(&mut tags, self.keys.of(key));
            varint(&mut tags, self.values.of(value));
        }
        bytes(&mut feature, 2, &tags);
        let (kind, geometry) = Geometry::of(shape, self.origin);
        number(&mut feature, 3, kind);
        bytes(&mut feature, 4, &geometry);
        bytes(&mut self.features, 2, &feature);
        self.count += 1;
    }

    /// Appends the layer to a tile, unless it has no features.
    pub(crate) fn finish(self, tile: &mut Vec<u8>) {
        if self.count == 0 {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + 256);
        number(&mut layer, 15, 2);
        bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend(&self.features);
        for key in &self.keys.all {
            bytes(&mut layer, 3, key.as_bytes());
        }
        for value in &self.values.all {
            let mut encoded = Vec::new();
            match value {
                Value::Text(text) => bytes(&mut encoded, 1, text.as_bytes()),
                Value::Owned(text) => bytes(&mut encoded, 1, text.as_bytes()),
                Value::Whole(whole) => number(&mut encoded, 5, *whole),
                Value::Hundredths(hundredths) => double(&mut encoded, 3, *hundredths),
                Value::Flag(flag) => number(&mut encoded, 7, u64::from(*flag)),
            }
            bytes(&mut layer, 4, &encoded);
        }
        number(&mut layer, 5, EXTENT.unsigned_abs());
        bytes(tile, 3, &layer);
    }
}

/// What has been met, each once and by its position.
#[derive(Debug)]
struct Numbered<T> {
    all: Vec<T>,
    known: HashMap<T, u64>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            known: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    fn of(&mut self, one: T) -> u64 {
        let next = self.all.len() as u64;
        *self.known.entry(one).or_insert_with_key(|one| {
            self.all.push(one.clone());
            next
        })
    }
}

/// Commands, and where the last one has led.
struct Geometry {
    commands: Vec<u8>,
    at: Point,
}

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

impl Geometry {
    /// A shape's kind, and its commands.
    fn of(shape: Shape<'_>, origin: Point) -> (u64, Vec<u8>) {
        let mut geometry = Self {
            commands: Vec::new(),
            at: origin,
        };
        let kind = match shape {
            Shape::Point(point) => {
                geometry.path(&[point]);
                1
            }
            Shape::Lines(lines) => {
                for line in lines {
                    geometry.path(line);
                }
                2
            }
            Shape::Rings(polygons) => {
                for ring in polygons.iter().flatten() {
                    geometry.path(ring);
                    geometry.command(CLOSE_PATH, 1);
                }
                3
            }
        };
        (kind, geometry.commands)
    }

    fn command(&mut self, command: u64, count: usize) {
        varint(&mut self.commands, (count as u64) << 3 | command);
    }

    fn path(&mut self, points: &[Point]) {
        let Some((&first, rest)) = points.split_first() else {
            return;
        };
        self.command(MOVE_TO, 1);
        self.go(first);
        if !rest.is_empty() {
            self.command(LINE_TO, rest.len());
            for &point in rest {
                self.go(point);
            }
        }
    }

    fn go(&mut self, to: Point) {
        for way in [to.x - self.at.x, to.y - self.at.y] {
            varint(&mut self.commands, zigzag(way));
        }
        self.at = to;
    }
}

/// Small numbers of either sign as small numbers.
fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Seven bits a byte, the least first.
#[expect(clippy::cast_possible_truncation, reason = "seven bits")]
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A field of a number.
fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

/// A field of a number of hundredths, as a double.
#[expect(clippy::cast_precision_loss, reason = "metres, and counts")]
fn double(out: &mut Vec<u8>, field: u64, hundredths: u64) {
    varint(out, field << 3 | 1);
    out.extend((hundredths as f64 / 100.0).to_le_bytes());
}

/// A field of bytes: text, packed numbers, or a message.
fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification, section 4.3.5.6: a polygon with a hole.
    #[test]
    fn polygons_are_written_as_the_specification_says() {
        let ring = |points: &[[i64; 2]]| points.iter().map(|&[x, y]| Point::new(x, y)).collect();
        let polygons = [
            vec![ring(&[[0, 0], [10, 0], [10, 10], [0, 10]])],
            vec![
                ring(&[[11, 11], [20, 11], [20, 20], [11, 20]]),
                ring(&[[13, 13], [13, 17], [17, 17], [17, 13]]),
            ],
        ];
        let (kind, commands) = Geometry::of(Shape::Rings(&polygons), Point::new(0, 0));
        assert_eq!(kind, 3);
        let expected = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13,
            26, 0, 8, 8, 0, 0, 7, 15,
        ];
        assert_eq!(commands, expected);
    }

    #[test]
    fn numbers_are_written_seven_bits_a_byte() {
        let mut out = Vec::new();
        varint(&mut out, 300);
        assert_eq!(out, [0xac, 0x02]);
        assert_eq!([0, -1, 1, -2].map(zigzag), [0, 1, 2, 3]);
    }
}
