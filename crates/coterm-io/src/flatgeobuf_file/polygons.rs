//! Geometries of `FlatGeobuf` features. A damaged geometry affects its own feature only.

use flatgeobuf::{Feature, Geometry, GeometryType};
use geo::{Coord, LineString};

use crate::feature::RawGeometry;
use crate::geometry_kind::GeometryKind;

/// The result of reading a part of a geometry; the error says what is wrong with it, such as "its
/// rings end where there is nothing".
type Result<T> = std::result::Result<T, String>;

/// Reads a feature's geometry. The header gives the type of all features, or `Unknown` if they are
/// of several types and each has its own.
pub(super) fn of(feature: &Feature<'_>, all: GeometryType) -> RawGeometry {
    let Some(geometry) = feature.geometry() else {
        return RawGeometry::Missing;
    };
    let kind = if all == GeometryType::Unknown {
        geometry.type_()
    } else {
        all
    };
    let Some(kind) = GeometryKind::of_code(u32::from(kind.0)) else {
        return RawGeometry::damaged(format!("{} is not a type of geometry", kind.0));
    };
    let empty = geometry.xy().is_none_or(|xy| xy.is_empty());
    let empty = empty && geometry.parts().is_none_or(|parts| parts.is_empty());
    if empty {
        return RawGeometry::Polygons(Vec::new());
    }
    if let Some(other) = kind.without_polygons() {
        return other;
    }
    let polygons = match (kind, geometry.parts()) {
        (GeometryKind::Polygon, _) => rings(&geometry).map(|rings| vec![rings]),
        (_, Some(parts)) => parts.iter().map(|part| rings(&part)).collect(),
        (_, None) => Err("it has several polygons, and no parts".to_owned()),
    };
    polygons.map_or_else(RawGeometry::damaged, RawGeometry::Polygons)
}

/// Reads the rings of a polygon, which are stored as one list of coordinates and the end of each
/// ring in it.
fn rings(polygon: &Geometry<'_>) -> Result<Vec<LineString<f64>>> {
    let numbers: Vec<f64> = polygon.xy().iter().flatten().collect();
    let (pairs, []) = numbers.as_chunks::<2>() else {
        return Err("it has an x without a y".to_owned());
    };
    let coords: Vec<Coord<f64>> = pairs.iter().map(|&[x, y]| Coord { x, y }).collect();
    let Some(ends) = polygon.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(vec![LineString::new(coords)]);
    };
    let mut left = coords.as_slice();
    let mut start = 0;
    let mut rings = Vec::with_capacity(ends.len());
    for end in ends {
        let split = end.checked_sub(start).and_then(|length| {
            let length = usize::try_from(length).ok()?;
            left.split_at_checked(length)
        });
        let (ring, rest) =
            split.ok_or("its geometry is damaged: a ring is longer than its list of vertices")?;
        rings.push(LineString::new(ring.to_vec()));
        (left, start) = (rest, end);
    }
    match left.len() {
        0 => Ok(rings),
        _ => Err("it has vertices after its last ring".to_owned()),
    }
}
