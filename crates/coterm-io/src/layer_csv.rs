//! Writing layers as CSV, with or without geometry.

use std::fmt::Write;
use std::path::Path;

use coterm_core::layers::Layer;
use geo::{LineString, MultiPolygon};
use polygon_coverage::measure::unsigned_area;

use crate::error::At;
use crate::flatgeobuf_file::converted;
use crate::{Crs, Error, Result};

/// Columns of every file; the column `wkt` comes after them.
const COLUMNS: [&str; 8] = [
    "layer",
    "code",
    "name",
    "ods",
    "valid_from",
    "valid_to",
    "complete",
    "area_m2",
];

/// Writes a layer with a row for each area. If `geometry` names a coordinate system, the last column
/// has each footprint in it as well-known text.
pub(crate) fn write(layer: &Layer, geometry: Option<Crs>) -> Result<Vec<u8>> {
    let path = Path::new("CSV");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let wkt = geometry.map(|_| "wkt");
    writer
        .write_record(COLUMNS.into_iter().chain(wkt))
        .at(path)?;
    for area in layer.areas() {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let (from, to) = (area.period().known_from(), area.period().to());
        let row = [
            layer.id(),
            area.code(),
            area.name(),
            area.codes().get("ods").map_or("", String::as_str),
            &day(from).unwrap_or_default(),
            &day(to).unwrap_or_default(),
            if area.complete() { "true" } else { "false" },
            &format!("{:.0}", unsigned_area(area.footprint())),
        ];
        let wkt = geometry.map(|crs| Ok(wkt_of(&converted(area.footprint(), crs)?)));
        let wkt: Option<String> = wkt.transpose().map_err(|error: Error| error)?;
        let row = row.into_iter().chain(wkt.as_deref());
        writer.write_record(row).at(path)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::malformed(path, error))
}

/// Returns a footprint as well-known text, with all the digits that are needed to read the same
/// numbers.
fn wkt_of(footprint: &MultiPolygon<f64>) -> String {
    if footprint.0.is_empty() {
        return "MULTIPOLYGON EMPTY".to_owned();
    }
    let ring = |ring: &LineString<f64>| {
        let mut text = String::new();
        for (number, coord) in ring.coords().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{} {}", coord.x, coord.y);
        }
        format!("({text})")
    };
    let polygons = footprint.iter().map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        format!("({})", rings.map(ring).collect::<Vec<_>>().join(", "))
    });
    let polygons: Vec<String> = polygons.collect();
    format!("MULTIPOLYGON ({})", polygons.join(", "))
}

#[cfg(test)]
mod tests {
    use geo::{Polygon, polygon};

    use super::*;

    #[test]
    fn footprints_are_well_known_text() {
        let square = polygon!(
            exterior: [(x: 0.0, y: 0.1), (x: 9.0, y: 0.1), (x: 9.0, y: -1e-7)],
            interiors: [[(x: 1.0, y: 2.0), (x: 3.0, y: 4.0), (x: 5.0, y: 6.0)]],
        );
        let point = Polygon::new(LineString::from(vec![(1.0, 1.0)]), vec![]);
        assert_eq!(
            wkt_of(&MultiPolygon(vec![square, point])),
            "MULTIPOLYGON (((0 0.1, 9 0.1, 9 -0.0000001, 0 0.1), (1 2, 3 4, 5 6, 1 2)), ((1 1)))"
        );
        assert_eq!(wkt_of(&MultiPolygon(vec![])), "MULTIPOLYGON EMPTY");
    }
}
