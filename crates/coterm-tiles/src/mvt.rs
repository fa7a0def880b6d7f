//! Writer of Mapbox Vector Tiles, version 2 (specification 2.1).
//!
//! A *way* is the encoded step from one point to the next: two varints in zigzag form.

use rustc_hash::FxHashMap;

use crate::mercator::EXTENT;
use crate::point::Point;
use crate::rings::Polygon;
use crate::tile_arcs::Stretch;

/// The value of a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Owned(String),
    Whole(u64),
    /// A number with two decimals, as whole hundredths, so that equal numbers are recognised.
    Hundredths(u64),
    Flag(bool),
}

/// The geometry of a feature.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'a> {
    Point(Point),
    Lines(&'a [Vec<Stretch<'a>>]),
    Polygons(&'a [Polygon<'a>]),
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
    /// The encoded properties of the current feature.
    tags: Vec<u8>,
    geometry: Geometry,
}

impl<'a> Layer<'a> {
    pub(crate) fn new(name: String, origin: Point) -> Self {
        Self {
            name,
            origin,
            tags: Vec::new(),
            geometry: Geometry::default(),
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
        self.tags.clear();
        for (key, value) in properties {
            varint(&mut self.tags, self.keys.of(key));
            varint(&mut self.tags, self.values.of(value));
        }
        let kind = self.geometry.draw(shape, self.origin);
        let commands = &self.geometry.commands;
        // The four fields of a feature; the third takes two bytes.
        let length = 1
            + varint_length(id)
            + 2
            + [&self.tags, commands]
                .map(|field| 1 + varint_length(field.len() as u64) + field.len())
                .iter()
                .sum::<usize>();
        self.features.reserve(length + 8);
        begin(&mut self.features, 2, length);
        number(&mut self.features, 1, id);
        bytes(&mut self.features, 2, &self.tags);
        number(&mut self.features, 3, kind);
        bytes(&mut self.features, 4, commands);
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
        let mut encoded = Vec::new();
        for value in &self.values.all {
            encoded.clear();
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

/// Interned items, numbered in the order in which they were first seen.
#[derive(Debug)]
struct Numbered<T> {
    all: Vec<T>,
    known: FxHashMap<T, u64>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            known: FxHashMap::default(),
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

/// Encoded commands of a geometry, with the point that the last one leads to.
#[derive(Debug)]
struct Geometry {
    commands: Vec<u8>,
    at: Point,
}

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

impl Default for Geometry {
    fn default() -> Self {
        Self {
            commands: Vec::new(),
            at: Point::new(0, 0),
        }
    }
}

impl Geometry {
    /// Replaces the commands with those of a shape, and returns the shape's geometry type.
    fn draw(&mut self, shape: Shape<'_>, origin: Point) -> u64 {
        self.commands.clear();
        self.at = origin;
        match shape {
            Shape::Point(point) => {
                self.command(MOVE_TO, 1);
                self.go(point);
                1
            }
            Shape::Lines(lines) => {
                for line in lines {
                    self.line(line);
                }
                2
            }
            Shape::Polygons(polygons) => {
                for ring in polygons.iter().flatten() {
                    self.ring(ring);
                }
                3
            }
        }
    }

    fn command(&mut self, command: u64, count: usize) {
        varint(&mut self.commands, (count as u64) << 3 | command);
    }

    /// Moves to the beginning of the stretches, and writes how many ways follow.
    fn begin(&mut self, stretches: &[Stretch<'_>], ways: usize) {
        self.command(MOVE_TO, 1);
        self.go(stretches[0].from());
        self.command(LINE_TO, ways);
    }

    fn line(&mut self, stretches: &[Stretch<'_>]) {
        self.begin(stretches, stretches.iter().map(Stretch::len).sum());
        for stretch in stretches {
            self.along(stretch);
        }
    }

    /// Writes a closed line; the command to close it replaces the last way.
    fn ring(&mut self, stretches: &[Stretch<'_>]) {
        let Some((last, preceding)) = stretches.split_last() else {
            return;
        };
        self.begin(
            stretches,
            stretches.iter().map(Stretch::len).sum::<usize>() - 1,
        );
        for stretch in preceding {
            self.along(stretch);
        }
        self.commands.extend(without_last(last.ways));
        self.at = last.last_but_one();
        self.command(CLOSE_PATH, 1);
    }

    fn along(&mut self, stretch: &Stretch<'_>) {
        if stretch.ways.is_empty() {
            self.go(stretch.to());
        } else {
            self.commands.extend(stretch.ways);
            self.at = stretch.to();
        }
    }

    fn go(&mut self, to: Point) {
        way(&mut self.commands, self.at, to);
        self.at = to;
    }
}

/// Appends the ways from each point to the next.
pub(crate) fn ways(out: &mut Vec<u8>, mut points: impl Iterator<Item = Point>) {
    let Some(mut at) = points.next() else { return };
    for to in points {
        way(out, at, to);
        at = to;
    }
}

fn way(out: &mut Vec<u8>, from: Point, to: Point) {
    for along in [to.x - from.x, to.y - from.y] {
        varint(out, zigzag(along));
    }
}

/// Returns all ways but the last; a way is two numbers.
fn without_last(ways: &[u8]) -> &[u8] {
    let mut left = ways;
    for _ in 0..2 {
        // All bytes of a number except its last have the highest bit set.
        if let Some((_, rest)) = left.split_last() {
            let more = rest.iter().rev().take_while(|byte| **byte >= 0x80).count();
            left = &rest[..rest.len() - more];
        }
    }
    left
}

/// Encodes small numbers of either sign as small numbers.
fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Appends a number in groups of seven bits, the least significant first.
#[expect(clippy::cast_possible_truncation, reason = "seven bits")]
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a field with a number.
fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

/// Returns the number that has so many hundredths.
#[expect(clippy::cast_precision_loss, reason = "metres, and counts")]
pub(crate) fn of_hundredths(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}

/// Appends a field with a number of hundredths, as a double.
fn double(out: &mut Vec<u8>, field: u64, hundredths: u64) {
    varint(out, field << 3 | 1);
    out.extend(of_hundredths(hundredths).to_le_bytes());
}

/// Appends a field of bytes: text, packed numbers, or a message.
fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    begin(out, field, value.len());
    out.extend(value);
}

/// Appends the beginning of a field of `length` bytes.
fn begin(out: &mut Vec<u8>, field: u64, length: usize) {
    varint(out, field << 3 | 2);
    varint(out, length as u64);
}

/// Returns the number of bytes that `varint` writes for a number.
fn varint_length(value: u64) -> usize {
    value.max(1).ilog2() as usize / 7 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tile_arcs::TileArcs;

    /// The example of the specification, section 4.3.5.6: a polygon with a hole.
    #[test]
    fn polygons_are_written_as_the_specification_says() {
        let rings = [
            &[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]],
            &[[11, 11], [20, 11], [20, 20], [11, 20], [11, 11]],
            &[[13, 13], [13, 17], [17, 17], [17, 13], [13, 13]],
        ]
        .map(|ring| ring.map(|[x, y]| Point::new(x, y)));
        for known in [false, true] {
            let tile_arcs: Vec<_> = rings.iter().map(|ring| TileArcs::of(ring)).collect();
            let straight: Vec<[Point; 2]> = rings.iter().flat_map(|ring| edges(ring)).collect();
            let rings: Vec<Vec<Stretch<'_>>> = if known {
                tile_arcs
                    .iter()
                    .map(|tile_arcs| vec![tile_arcs.stretch(0, false)])
                    .collect()
            } else {
                straight
                    .chunks(4)
                    .map(|ring| ring.iter().map(Stretch::straight).collect())
                    .collect()
            };
            let polygons = [rings[..1].to_vec(), rings[1..].to_vec()];
            let mut geometry = Geometry::default();
            let kind = geometry.draw(Shape::Polygons(&polygons), Point::new(0, 0));
            assert_eq!(kind, 3);
            let expected = [
                9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4,
                13, 26, 0, 8, 8, 0, 0, 7, 15,
            ];
            assert_eq!(geometry.commands, expected);
        }
    }

    fn edges(ring: &[Point]) -> impl Iterator<Item = [Point; 2]> {
        ring.windows(2).map(|ends| [ends[0], ends[1]])
    }

    #[test]
    fn a_way_is_two_numbers_however_long() {
        let points = [[0, 0], [1, -1], [9_000, 3], [9_000, 40_000]].map(|[x, y]| Point::new(x, y));
        let encoded = |count: usize| {
            let mut out = Vec::new();
            ways(&mut out, points.iter().copied().take(count));
            out
        };
        for count in 2..=4 {
            assert_eq!(without_last(&encoded(count)), encoded(count - 1));
        }
    }

    #[test]
    fn numbers_are_written_seven_bits_a_byte() {
        let mut out = Vec::new();
        varint(&mut out, 300);
        assert_eq!(out, [0xac, 0x02]);
        assert_eq!([0, -1, 1, -2].map(zigzag), [0, 1, 2, 3]);
        for value in [0, 1, 127, 128, 16_383, 16_384, 1 << 53, u64::MAX] {
            let mut out = Vec::new();
            varint(&mut out, value);
            assert_eq!(varint_length(value), out.len());
        }
    }
}
