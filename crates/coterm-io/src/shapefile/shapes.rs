//! The shapes of a shapefile (`.shp`): a header, then records of any length, one after the other.

use geo::{Coord, LineString};

use super::rings::polygons;
use crate::feature::RawGeometry;

/// The result of reading a part of the file; the error says what is wrong with it.
type Result<T> = std::result::Result<T, String>;

/// Size in bytes of the header of a file, and of a record.
const FILE_HEADER: usize = 100;
const RECORD_HEADER: usize = 8;
/// Size in bytes of the bounds of a shape.
const BOUNDS: usize = 32;
/// Size in bytes of a point. Heights and measures are stored after all points.
const POINT: usize = 16;

/// Whether a file that begins with these bytes has polygons.
pub(crate) fn is_polygons(head: &[u8]) -> bool {
    little(head, 32).is_ok_and(|kind| matches!(kind, 5 | 15 | 25))
}

/// Reads all shapes, in order. A shape that is damaged in itself affects no other.
///
/// # Errors
///
/// A clause, if the file is not one of shapes, or is cut off.
pub(super) fn all(bytes: &[u8]) -> Result<Vec<RawGeometry>> {
    let length = words(big(bytes, 24)?)?;
    if length > bytes.len() {
        return Err(format!(
            "it is cut off: it has {} of {length} bytes; download or copy it again",
            bytes.len()
        ));
    }
    let mut rest = bytes.get(FILE_HEADER..length).ok_or_else(cut_off)?;
    let mut shapes = Vec::new();
    while !rest.is_empty() {
        let length = words(big(rest, 4)?)?;
        let record = rest
            .get(RECORD_HEADER..)
            .and_then(|rest| rest.split_at_checked(length));
        let (record, next) = record.ok_or_else(cut_off)?;
        shapes.push(shape(record).unwrap_or_else(RawGeometry::damaged));
        rest = next;
    }
    Ok(shapes)
}

/// Reads the content of a record.
fn shape(record: &[u8]) -> Result<RawGeometry> {
    Ok(match little(record, 0)? {
        0 => RawGeometry::Missing,
        1 | 11 | 21 => RawGeometry::Other("Point".to_owned()),
        3 | 13 | 23 => RawGeometry::Other("LineString".to_owned()),
        8 | 18 | 28 => RawGeometry::Other("MultiPoint".to_owned()),
        5 | 15 | 25 => RawGeometry::Polygons(polygons(rings(record)?)?),
        31 => {
            return Err(
                "it is a multipatch, which is a surface in space; make polygons of it first"
                    .to_owned(),
            );
        }
        kind => return Err(format!("{kind} is not a type of shape")),
    })
}

/// Reads the rings of a polygon: counts of rings and points, the number of the first point of each
/// ring, and all points.
fn rings(record: &[u8]) -> Result<Vec<LineString<f64>>> {
    let counts = 4 + BOUNDS;
    let count = |at: usize| {
        let count = little(record, at)?;
        usize::try_from(count).map_err(|_| format!("{count} is not a count"))
    };
    let (ring_count, point_count) = (count(counts)?, count(counts + 4)?);
    let too_many = || {
        format!(
            "it says that it has {ring_count} rings and {point_count} points, which is more than \
             there are bytes for"
        )
    };
    let starts_at = counts + 8;
    let points_at = ring_count
        .checked_mul(4)
        .and_then(|size| size.checked_add(starts_at));
    let points_at = points_at.ok_or_else(too_many)?;
    let points_end = point_count
        .checked_mul(POINT)
        .and_then(|size| size.checked_add(points_at));
    let points = points_end.and_then(|end| record.get(points_at..end));
    let (points, _) = points.ok_or_else(too_many)?.as_chunks::<8>();
    let number = |position: usize| points.get(position).map(|bytes| f64::from_le_bytes(*bytes));
    let coord = |position: usize| {
        let (x, y) = (number(2 * position)?, number(2 * position + 1)?);
        Some(Coord { x, y })
    };
    let mut rings = Vec::with_capacity(ring_count);
    let mut start = 0;
    for ring in 1..=ring_count {
        let end = if ring == ring_count {
            point_count
        } else {
            count(starts_at + 4 * ring)?
        };
        if count(starts_at + 4 * (ring - 1))? != start || end < start || end > point_count {
            return Err("its rings begin where there is nothing".to_owned());
        }
        rings.push(LineString::new((start..end).filter_map(coord).collect()));
        start = end;
    }
    Ok(rings)
}

fn little(bytes: &[u8], at: usize) -> Result<i32> {
    chunk(bytes, at).map(i32::from_le_bytes)
}

fn big(bytes: &[u8], at: usize) -> Result<i32> {
    chunk(bytes, at).map(i32::from_be_bytes)
}

fn chunk(bytes: &[u8], at: usize) -> Result<[u8; 4]> {
    let chunk = bytes.get(at..).and_then(|rest| rest.first_chunk());
    chunk.copied().ok_or_else(cut_off)
}

/// Converts a length in words of two bytes to one in bytes.
fn words(length: i32) -> Result<usize> {
    let words = usize::try_from(length).map_err(|_| format!("{length} is not a length"))?;
    Ok(words * 2)
}

fn cut_off() -> String {
    "it is cut off".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The content of a record with these rings.
    fn polygon(rings: &[&[(f64, f64)]]) -> Vec<u8> {
        let number = |count: usize| i32::try_from(count).unwrap().to_le_bytes();
        let mut record = 5_i32.to_le_bytes().to_vec();
        record.extend([0; BOUNDS]);
        record.extend(number(rings.len()));
        record.extend(number(rings.iter().map(|ring| ring.len()).sum()));
        let mut start = 0;
        for ring in rings {
            record.extend(number(start));
            start += ring.len();
        }
        for (x, y) in rings.iter().copied().flatten() {
            record.extend(x.to_le_bytes());
            record.extend(y.to_le_bytes());
        }
        record
    }

    fn file(records: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0; FILE_HEADER];
        for (number, record) in (1_i32..).zip(records) {
            bytes.extend(number.to_be_bytes());
            bytes.extend(i32::try_from(record.len() / 2).unwrap().to_be_bytes());
            bytes.extend(record);
        }
        bytes[..4].copy_from_slice(&9994_i32.to_be_bytes());
        let length = i32::try_from(bytes.len() / 2).unwrap();
        bytes[24..28].copy_from_slice(&length.to_be_bytes());
        bytes
    }

    const SQUARE: [(f64, f64); 5] = [(0., 0.), (0., 9.), (9., 9.), (9., 0.), (0., 0.)];

    #[test]
    fn each_record_is_a_shape_and_other_kinds_are_named() {
        let point = [1_i32.to_le_bytes(), [0; 4], [0; 4], [0; 4], [0; 4]].concat();
        let hole = [(1., 1.), (2., 1.), (2., 2.), (1., 1.)];
        let records = [polygon(&[&SQUARE, &hole]), vec![0; 4], point, polygon(&[])];
        let shapes = all(&file(&records)).unwrap();
        let RawGeometry::Polygons(polygons) = &shapes[0] else {
            panic!("{shapes:?}");
        };
        assert_eq!(polygons[..].iter().map(Vec::len).collect::<Vec<_>>(), [2]);
        assert!(matches!(shapes[1], RawGeometry::Missing));
        assert!(matches!(&shapes[2], RawGeometry::Other(kind) if kind == "Point"));
        assert!(matches!(&shapes[3], RawGeometry::Polygons(none) if none.is_empty()));
    }

    #[test]
    fn absurd_counts_cost_their_own_shape_and_a_cut_the_file() {
        let good = polygon(&[&SQUARE]);
        for (at, value) in [
            (36, i32::MAX),
            (36, -1),
            (36, 2),
            (40, i32::MAX),
            (40, -5),
            (40, 6),
            (44, 3),
            (0, 77),
            (0, 31),
        ] {
            let mut bad = good.clone();
            bad[at..at + 4].copy_from_slice(&value.to_le_bytes());
            let shapes = all(&file(&[bad, good.clone()])).unwrap();
            assert!(shapes[0].is_fault(), "{at} {value}: {shapes:?}");
            assert!(matches!(shapes[1], RawGeometry::Polygons(_)));
        }
        let whole = file(&[good.clone(), good]);
        for end in 0..whole.len() {
            assert!(all(&whole[..end]).is_err(), "{end}");
        }
        for value in [i32::MAX, -1, 3] {
            let mut wrong = whole.clone();
            wrong[104..108].copy_from_slice(&value.to_be_bytes());
            assert!(all(&wrong).is_err(), "{value}");
        }
    }
}
