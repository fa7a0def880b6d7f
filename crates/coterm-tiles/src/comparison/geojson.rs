//! The lines of a comparison as `GeoJSON`, for maps that are drawn without tiles.

use serde_json::{Map, Value, json};

use super::ComparisonTiles;
use super::line::DrawnLine;
use crate::point::Point;
use crate::{mercator, mvt};

impl ComparisonTiles {
    /// Returns the lines of both layers as a `GeoJSON` feature collection (RFC 7946): longitude, then
    /// latitude, in degrees to 7 decimals, in no particular order. Each feature has the properties
    /// that it has in the layer `line` of [`tile`](Self::tile), and all its vertices. O(n) in them.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
    /// use coterm_tiles::ComparisonTiles;
    ///
    /// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
    /// let tiles = ComparisonTiles::new([a.layer, b.layer], &comparison, |_| String::new())?;
    /// let lines = tiles.lines_geojson();
    /// assert_eq!(lines["features"][0]["geometry"]["type"], "LineString");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lines_geojson(&self) -> Value {
        let arcs = self.graph.arcs().zip(&self.lines);
        let features = arcs.flat_map(|((points, _), lines)| {
            // All lines of an arc have the same direction, as in tiles.
            let against = lines.iter().any(|line| line.against);
            lines.iter().map(move |line| feature(points, against, line))
        });
        json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
    }
}

fn feature(points: &[Point], against: bool, line: &DrawnLine) -> Value {
    let mut coordinates: Vec<[f64; 2]> = points.iter().map(|&point| degrees(point)).collect();
    if against {
        coordinates.reverse();
    }
    let properties = line.properties().map(|(key, value)| {
        let value = match value {
            mvt::Value::Text(text) => json!(text),
            mvt::Value::Owned(text) => json!(text),
            mvt::Value::Whole(number) => json!(number),
            mvt::Value::Hundredths(hundredths) => json!(mvt::of_hundredths(hundredths)),
            mvt::Value::Flag(flag) => json!(flag),
        };
        (key.to_owned(), value)
    });
    json!({
        "type": "Feature",
        "geometry": { "type": "LineString", "coordinates": coordinates },
        "properties": properties.collect::<Map<_, _>>(),
    })
}

/// Returns the longitude and latitude of a point, to 7 decimals: about a centimetre.
fn degrees(point: Point) -> [f64; 2] {
    let (lon, lat) = mercator::degrees([point.x, point.y]);
    [lon, lat].map(|degrees| (degrees * 1e7).round() / 1e7)
}
