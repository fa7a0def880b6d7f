//! [`Shape`], a place in a filter or a bounding box, and whether areas meet it.

use coterm_core::layers::{Area, Layer};
use coterm_io::Crs;
use geo::{
    BoundingRect, Coord, Geometry, Intersects, LineString, MultiPoint, MultiPolygon, Point,
    Polygon, Rect,
};

use super::MAX_COORDS;
use crate::Problem;
use crate::http::offered_crs::OfferedCrs;

/// A geometry in the coordinate system in which it was asked for, x first. Areas are compared with
/// it in that system, so that its straight lines are straight there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    crs: Crs,
    geometry: Geometry<f64>,
    bounds: Rect<f64>,
}

/// The bounding boxes of a layer's areas in one coordinate system after another, by position.
#[derive(Debug, Clone)]
pub(crate) struct AreaBounds {
    degrees: Vec<Option<Rect<f64>>>,
    grid: Vec<Option<Rect<f64>>>,
    mercator: Vec<Option<Rect<f64>>>,
}

impl AreaBounds {
    /// Finds the bounding boxes of all areas. O(n) in their vertices.
    pub(crate) fn of(layer: &Layer) -> Result<Self, Problem> {
        let of = |crs: Crs| {
            let areas = layer.areas().iter();
            areas
                .map(|area| Ok(crs.footprint_from_grid(area.footprint())?.bounding_rect()))
                .collect::<Result<Vec<_>, Problem>>()
        };
        Ok(Self {
            degrees: of(Crs::LonLat)?,
            grid: of(Crs::BritishNationalGrid)?,
            mercator: of(Crs::WebMercator)?,
        })
    }

    fn at(&self, crs: Crs, position: usize) -> Option<Rect<f64>> {
        let boxes = match crs {
            Crs::BritishNationalGrid => &self.grid,
            Crs::WebMercator => &self.mercator,
            _ => &self.degrees,
        };
        boxes.get(position).copied().flatten()
    }
}

impl Shape {
    /// Makes the shape of a bounding box: the least value of each axis, then the greatest, in the
    /// order of the system's axes; with six numbers, heights are third and ignored.
    ///
    /// # Errors
    ///
    /// A sentence that shows the form.
    pub(crate) fn of_box(numbers: &[f64], crs: OfferedCrs) -> Result<Self, String> {
        let [a, b, c, d] = match numbers {
            [a, b, c, d] | [a, b, _, c, d, _] => [*a, *b, *c, *d],
            _ => {
                return Err(
                    "a box has 4 numbers, or 6 with heights, such as -2.9,54.0,-2.7,54.1".into(),
                );
            }
        };
        let (low, high) = (position(a, b, crs)?, position(c, d, crs)?);
        if low.y > high.y {
            return Err("the box ends before it begins: send its least values first".into());
        }
        if low.x > high.x {
            // A box whose west is beyond its east crosses the antimeridian, and is two boxes. Systems
            // in metres do not go around.
            if !crs.crs().is_lonlat() {
                return Err("the box ends before it begins: send its least values first".into());
            }
            let west = Rect::new((-180.0, low.y), (high.x, high.y));
            let east = Rect::new((low.x, low.y), (180.0, high.y));
            let both = MultiPolygon(vec![west.to_polygon(), east.to_polygon()]);
            return Self::new(both.into(), crs);
        }
        Self::new(Rect::new(low, high).into(), crs)
    }

    /// Makes a shape of a geometry by its type in `GeoJSON` and its parts: polygons of rings of
    /// coordinates, or lists of positions.
    pub(super) fn of_parts(
        kind: &str,
        parts: Vec<Vec<Vec<[f64; 2]>>>,
        crs: OfferedCrs,
    ) -> Result<Self, String> {
        let count: usize = parts.iter().flatten().map(Vec::len).sum();
        if count > MAX_COORDS {
            return Err(format!(
                "its shapes have more than {MAX_COORDS} coordinates; send simpler ones"
            ));
        }
        let parts = parts
            .into_iter()
            .map(|rings| {
                rings
                    .into_iter()
                    .map(|ring| ring.into_iter().map(|[x, y]| position(x, y, crs)).collect())
                    .collect()
            })
            .collect::<Result<Vec<Vec<Vec<Coord>>>, String>>()?;
        let mut lists = parts.iter().flatten();
        let geometry = match kind {
            "Point" => lists
                .next()
                .and_then(|list| list.first())
                .map(|at| Point(*at).into()),
            "MultiPoint" => lists
                .next()
                .map(|list| MultiPoint(list.iter().copied().map(Point).collect()).into()),
            "LineString" => lists
                .next()
                .filter(|list| list.len() > 1)
                .map(|list| LineString(list.clone()).into()),
            _ => {
                let polygons: Option<Vec<Polygon<f64>>> =
                    parts.iter().map(|rings| polygon(rings)).collect();
                polygons.map(|polygons| MultiPolygon(polygons).into())
            }
        };
        let geometry = geometry.ok_or("a shape has too few positions; rings need 4 or more")?;
        Self::new(geometry, crs)
    }

    fn new(geometry: Geometry<f64>, crs: OfferedCrs) -> Result<Self, String> {
        let bounds = geometry.bounding_rect().ok_or("a shape is empty")?;
        Ok(Self {
            crs: crs.crs(),
            geometry,
            bounds,
        })
    }

    /// Returns the number of coordinates that count towards the limit of a filter.
    pub(super) fn coords(&self) -> usize {
        geo::CoordsIter::coords_count(&self.geometry)
    }

    /// Whether the area has any place in common with the shape, its boundary included.
    pub(super) fn meets(&self, area: &Area, position: usize, bounds: &AreaBounds) -> bool {
        let Some(around) = bounds.at(self.crs, position) else {
            return false;
        };
        if !self.bounds.intersects(&around) {
            return false;
        }
        if let Geometry::Rect(rect) = &self.geometry {
            let (min, max) = (around.min(), around.max());
            if rect.intersects(&min) && rect.intersects(&max) {
                return true;
            }
        }
        // The conversion succeeded before, when the bounding boxes were found.
        let footprint = self.crs.footprint_from_grid(area.footprint());
        footprint.is_ok_and(|footprint| self.geometry.intersects(&footprint))
    }
}

fn polygon(rings: &[Vec<Coord>]) -> Option<Polygon<f64>> {
    let mut rings = rings.iter().map(|ring| {
        let closed = ring.len() >= 4 && ring.first() == ring.last();
        closed.then(|| LineString(ring.clone()))
    });
    let exterior = rings.next()??;
    Some(Polygon::new(exterior, rings.collect::<Option<_>>()?))
}

fn position(first: f64, second: f64, crs: OfferedCrs) -> Result<Coord, String> {
    let (x, y) = if crs.latitude_first() {
        (second, first)
    } else {
        (first, second)
    };
    if !(x.is_finite() && y.is_finite()) {
        return Err("a coordinate is not a number".into());
    }
    if crs.crs().is_lonlat() && (x.abs() > 180.0 || y.abs() > 90.0) {
        let order = if crs.latitude_first() {
            "latitude first"
        } else {
            "longitude first"
        };
        return Err(format!(
            "a coordinate is not on Earth: send degrees, {order}, from -180 to 180 and -90 to 90"
        ));
    }
    Ok(Coord { x, y })
}
