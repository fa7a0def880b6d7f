//! Polygons from well-known binary (WKB), by itself or as in a `GeoPackage`. Heights and measures may be coded as
//! by ISO or as by `PostGIS` (EWKB), and each geometry may have either byte order.
//!
//! The reader of `geozero` allocates memory for a count before it looks for the points, and follows
//! collections by recursion: a blob of 17 bytes ends the process by requesting 64 GiB, one of 630
//! kB by overflowing the stack. Here every count is checked against the bytes that are left.
//! Polygons hold rings and nothing else, so there is no recursion.

use coterm_core::words::things;
use geo::{Coord, LineString};

use crate::feature::RawGeometry;
use crate::geometry_kind::GeometryKind;

/// The result of reading a part of a geometry; the error says what is wrong with it, such as "it is
/// cut off".
type Result<T> = std::result::Result<T, String>;

/// Reads a geometry of a `GeoPackage`, which is a header followed by WKB.
pub(crate) fn of_geopackage(blob: &[u8]) -> RawGeometry {
    if blob.is_empty() {
        return RawGeometry::Missing;
    }
    let read = body(blob).and_then(|(empty, body)| {
        if empty && body.is_empty() {
            Ok(RawGeometry::Polygons(Vec::new()))
        } else {
            geometry(body)
        }
    });
    read.unwrap_or_else(RawGeometry::damaged)
}

/// Reads a geometry that is well-known binary and nothing else.
pub(crate) fn of_wkb(blob: &[u8]) -> RawGeometry {
    if blob.is_empty() {
        return RawGeometry::Missing;
    }
    geometry(blob).unwrap_or_else(RawGeometry::damaged)
}

/// Returns the number of the coordinate system, if the geometry has one as `PostGIS` writes it.
pub(crate) fn srid(bytes: &[u8]) -> Option<u32> {
    let number = match *bytes.first_chunk::<9>()? {
        [1, .., a, b, c, d] if bytes[4] & 0x20 != 0 => u32::from_le_bytes([a, b, c, d]),
        [0, .., a, b, c, d] if bytes[1] & 0x20 != 0 => u32::from_be_bytes([a, b, c, d]),
        _ => return None,
    };
    (number != 0).then_some(number)
}

/// Returns the type of a geometry of a `GeoPackage`. Its first [`KIND`] bytes are enough.
pub(crate) fn kind_in_geopackage(blob: &[u8]) -> Option<GeometryKind> {
    let (_, body) = body(blob).ok()?;
    Some(Wkb::new(body).begin().ok()?.kind)
}

/// Number of bytes that [`kind_in_geopackage`] needs: a header with an envelope of four dimensions,
/// and the type.
pub(crate) const KIND: usize = 8 + 64 + 5;

/// Returns whether a geometry's header says that it is empty, and the bytes after the header.
fn body(blob: &[u8]) -> Result<(bool, &[u8])> {
    let mut header = Bytes(blob);
    let [g, p, _version, flags] = header.take()?;
    if [g, p] != *b"GP" {
        return Err("it does not begin as a GeoPackage's does".to_owned());
    }
    if flags & 0b10_0000 != 0 {
        return Err("it is of a kind that only its vendor knows".to_owned());
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("its envelope is of no known kind".to_owned()),
    };
    let _srs: [u8; 4] = header.take()?;
    header.skip(envelope)?;
    Ok((flags & 0b1_0000 != 0, header.0))
}

/// Reads a geometry in WKB, which must take all of the bytes.
fn geometry(bytes: &[u8]) -> Result<RawGeometry> {
    let mut wkb = Wkb::new(bytes);
    let head = wkb.begin()?;
    if let Some(other) = head.kind.without_polygons() {
        let empty = wkb.is_empty(head);
        return Ok(if empty {
            RawGeometry::Polygons(Vec::new())
        } else {
            other
        });
    }
    let polygons = match head.kind {
        GeometryKind::MultiPolygon => {
            let count = wkb.count(head, POLYGON, "polygons")?;
            let polygon = |number: usize| {
                let part = wkb.begin()?;
                match part.kind {
                    GeometryKind::Polygon => wkb.rings(part),
                    _ => Err(format!("part {number} of it is not a polygon")),
                }
            };
            (1..=count).map(polygon).collect::<Result<_>>()?
        }
        _ => vec![wkb.rings(head)?],
    };
    match wkb.0.0.len() {
        0 => Ok(RawGeometry::Polygons(polygons)),
        left => {
            let left = things(left, "byte is", "bytes are");
            Err(format!("{left} left after its end"))
        }
    }
}

/// Minimum size of a polygon in bytes: byte order, type and count of rings.
const POLYGON: usize = 9;
/// Minimum size of a ring in bytes: its count of points.
const RING: usize = 4;
/// Size in bytes of a point without height and measure.
const XY: usize = 16;

/// The beginning of a geometry: byte order, type and dimensions.
#[derive(Debug, Clone, Copy)]
struct Head {
    little: bool,
    kind: GeometryKind,
    /// Size of a point in bytes.
    point: usize,
}

struct Wkb<'a>(Bytes<'a>);

impl<'a> Wkb<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self(Bytes(bytes))
    }

    fn begin(&mut self) -> Result<Head> {
        let little = match self.0.take()? {
            [0] => false,
            [1] => true,
            [other] => return Err(format!("{other} is not a byte order")),
        };
        let code = self.number(little)?;
        // `PostGIS` flags height and measure in the highest bits; ISO adds thousands to the type.
        let [z, m, srid] = [31, 30, 29].map(|bit| (code >> bit) & 1);
        let iso = code & 0x1FFF_FFFF;
        let (dimensions, base) = (iso / 1_000, iso % 1_000);
        let more = match dimensions {
            0 => z + m,
            1 | 2 => 1,
            3 => 2,
            _ => return Err(format!("{code} is not a type of geometry")),
        };
        let kind = GeometryKind::of_code(base)
            .ok_or_else(|| format!("{code} is not a type of geometry"))?;
        if srid != 0 {
            self.number(little)?;
        }
        Ok(Head {
            little,
            kind,
            point: XY + 8 * more as usize,
        })
    }

    /// Whether a geometry other than polygons is empty: its count is 0, or it is a point whose
    /// coordinates are NaN.
    fn is_empty(&mut self, head: Head) -> bool {
        if head.kind == GeometryKind::Other("Point") {
            self.coord(head)
                .is_ok_and(|at| at.x.is_nan() && at.y.is_nan())
        } else {
            self.number(head.little) == Ok(0)
        }
    }

    /// Reads a count of items that take at least `each` bytes each.
    fn count(&mut self, head: Head, each: usize, things: &str) -> Result<usize> {
        let count = self.number(head.little)? as usize;
        if count > self.0.0.len() / each {
            return Err(format!(
                "it says that it has {count} {things}, which is more than there are bytes for"
            ));
        }
        Ok(count)
    }

    fn rings(&mut self, head: Head) -> Result<Vec<LineString<f64>>> {
        let count = self.count(head, RING, "rings")?;
        (0..count).map(|_| self.ring(head)).collect()
    }

    fn ring(&mut self, head: Head) -> Result<LineString<f64>> {
        let count = self.count(head, head.point, "points")?;
        let mut ring = Vec::with_capacity(count);
        for _ in 0..count {
            ring.push(self.coord(head)?);
        }
        Ok(LineString::new(ring))
    }

    /// Reads x and y of a point, and skips height and measure.
    fn coord(&mut self, head: Head) -> Result<Coord<f64>> {
        let number = |bytes: [u8; 8]| {
            if head.little {
                f64::from_le_bytes(bytes)
            } else {
                f64::from_be_bytes(bytes)
            }
        };
        let (x, y) = (number(self.0.take()?), number(self.0.take()?));
        self.0.skip(head.point - XY)?;
        Ok(Coord { x, y })
    }

    fn number(&mut self, little: bool) -> Result<u32> {
        let bytes = self.0.take()?;
        Ok(if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }
}

/// The rest of a blob that has not been read yet.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const COUNT: usize>(&mut self) -> Result<[u8; COUNT]> {
        let (taken, left) = self.0.split_first_chunk().ok_or_else(cut_off)?;
        self.0 = left;
        Ok(*taken)
    }

    fn skip(&mut self, count: usize) -> Result<()> {
        self.0 = self.0.get(count..).ok_or_else(cut_off)?;
        Ok(())
    }
}

fn cut_off() -> String {
    "it is cut off".to_owned()
}

#[cfg(test)]
mod tests {
    use geo::Geometry;
    use geozero::{CoordDimensions, ToWkb};
    use proptest::prelude::*;

    use super::*;

    /// The way in which a geometry is written.
    #[derive(Debug, Clone, Copy)]
    struct Style {
        little: bool,
        /// Thousands of ISO's codes, 0 to 3.
        iso: u32,
        /// The flags of `PostGIS`: bit 2 for heights, bit 1 for measures, bit 0 for the system's
        /// number.
        ewkb: u32,
    }

    impl Style {
        fn number(self, number: u32) -> [u8; 4] {
            if self.little {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            }
        }

        fn count(self, count: usize) -> [u8; 4] {
            self.number(u32::try_from(count).unwrap())
        }

        fn head(self, kind: u32) -> Vec<u8> {
            let mut bytes = vec![u8::from(self.little)];
            bytes.extend(self.number((self.iso * 1_000 + kind) | (self.ewkb << 29)));
            if self.ewkb & 1 != 0 {
                bytes.extend(self.number(27700));
            }
            bytes
        }

        fn polygon(self, rings: &[LineString<f64>]) -> Vec<u8> {
            let mut bytes = self.head(3);
            bytes.extend(self.count(rings.len()));
            let more = match self.iso {
                0 => self.ewkb.count_ones() - (self.ewkb & 1),
                3 => 2,
                _ => 1,
            };
            for ring in rings {
                bytes.extend(self.count(ring.0.len()));
                for coord in &ring.0 {
                    let numbers = [coord.x, coord.y, 7.0, 7.0];
                    for number in &numbers[..2 + more as usize] {
                        let number = number.to_bits();
                        bytes.extend(if self.little {
                            number.to_le_bytes()
                        } else {
                            number.to_be_bytes()
                        });
                    }
                }
            }
            bytes
        }
    }

    fn header(envelope: u8, bytes: &[u8]) -> Vec<u8> {
        let length = [0, 32, 48, 48, 64][usize::from(envelope)];
        let mut blob = vec![b'G', b'P', 0, envelope << 1, 0, 0, 0x6C, 0x34];
        blob.extend(vec![0; length]);
        blob.extend(bytes);
        blob
    }

    fn read(blob: &[u8]) -> std::result::Result<Vec<Vec<LineString<f64>>>, String> {
        match of_geopackage(blob) {
            RawGeometry::Polygons(polygons) => Ok(polygons),
            other => Err(format!("{other:?}")),
        }
    }

    fn style() -> impl Strategy<Value = Style> {
        (any::<bool>(), 0..4_u32, 0..8_u32).prop_map(|(little, iso, ewkb)| Style {
            little,
            iso,
            // Heights and measures are flagged in one of the two ways only.
            ewkb: if iso == 0 { ewkb } else { ewkb & 1 },
        })
    }

    fn polygons() -> impl Strategy<Value = Vec<Vec<LineString<f64>>>> {
        let coord = (-1e6..1e6, -1e6..1e6).prop_map(|(x, y)| Coord { x, y });
        let ring = prop::collection::vec(coord, 0..6).prop_map(LineString::new);
        prop::collection::vec(prop::collection::vec(ring, 0..4), 0..4)
    }

    proptest! {
        #[test]
        fn every_way_of_writing_polygons_is_read(
            polygons in polygons(), whole in style(), parts in prop::collection::vec(style(), 4), envelope in 0..5_u8
        ) {
            let mut bytes = whole.head(6);
            bytes.extend(whole.count(polygons.len()));
            for (rings, style) in polygons.iter().zip(&parts) {
                bytes.extend(style.polygon(rings));
            }
            prop_assert_eq!(read(&header(envelope, &bytes)), Ok(polygons.clone()));
            // Cut off anywhere, the geometry is damaged, and nothing worse happens.
            for end in 0..bytes.len() {
                prop_assert!(read(&header(envelope, &bytes[..end])).is_err());
            }
            if let Some(rings) = polygons.first() {
                let one = whole.polygon(rings);
                prop_assert_eq!(read(&header(envelope, &one)), Ok(vec![rings.clone()]));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(
            polygons in polygons(), style in style(), at in any::<prop::sample::Index>(), bytes: [u8; 4]
        ) {
            let mut blob = header(0, &style.polygon(&polygons.concat()));
            let at = at.index(blob.len());
            for (byte, new) in blob[at..].iter_mut().zip(bytes) {
                *byte = new;
            }
            // Memory is allocated only for points that exist: each takes 16 bytes of the blob.
            if let Ok(read) = read(&blob) {
                prop_assert!(read.iter().flatten().map(|ring| ring.0.len()).sum::<usize>() * 16 <= blob.len());
            }
            let _ = of_geopackage(&bytes);
        }
    }

    #[test]
    fn what_geozero_writes_is_read_alike() {
        let square = |at: f64| {
            let ring = [(at, 0.0), (at + 9.0, 0.0), (at + 9.0, 9.0), (at, 0.0)];
            geo::Polygon::new(LineString::from(ring.to_vec()), vec![])
        };
        let footprint = geo::MultiPolygon::new(vec![square(0.0), square(20.0)]);
        let blob = Geometry::MultiPolygon(footprint.clone())
            .to_gpkg_wkb(
                CoordDimensions::xy(),
                Some(27700),
                vec![0.0, 0.0, 29.0, 9.0],
            )
            .unwrap();
        let (read, closed) = of_geopackage(&blob).footprint().unwrap();
        assert_eq!((read, closed), (footprint, 0));
        assert!(kind_in_geopackage(&blob[..KIND]).unwrap().is_ground());
    }

    #[test]
    fn absurd_counts_and_depths_are_refused() {
        let style = Style {
            little: true,
            iso: 0,
            ewkb: 0,
        };
        for kind in [3, 6] {
            for count in [1, 2, 0x7FFF_FFFF, 0xFFFF_FFFF_u32] {
                let bytes = [style.head(kind), count.to_le_bytes().to_vec()].concat();
                let message = read(&header(0, &bytes)).unwrap_err();
                assert!(
                    message.contains("more than there are bytes for"),
                    "{message}"
                );
            }
        }
        let level = [style.head(7), 1_u32.to_le_bytes().to_vec()].concat();
        let message = read(&header(0, &level.repeat(70_000))).unwrap_err();
        assert!(message.contains("GeometryCollection"), "{message}");
        let level = [style.head(6), 1_u32.to_le_bytes().to_vec()].concat();
        let message = read(&header(0, &level.repeat(70_000))).unwrap_err();
        assert!(message.contains("not a polygon"), "{message}");
    }
}
