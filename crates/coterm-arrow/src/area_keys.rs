//! [`area_keys`]: only the areas of one layer, for a whole column.

use arrow_array::{Array, Int32Array};
use coterm_core::lookup::{RowPlace, area_at, areas_at};
use coterm_core::space::{GridPoint, LonLat};
use geo::Coord;
use polygon_coverage::{AreaId, PointIndex};

use crate::{PlaceColumns, PointSystem};

/// Finds the area of a layer that contains each point, as keys of the layer's
/// [dictionary](crate::Dictionaries). Null where there is none, and for a row that gives no point in
/// Great Britain.
///
/// `index` is the layer's own, in EPSG:27700. The areas are those of a full lookup, which takes many
/// times longer, for points; a postcode has no point here, and its key is null.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use std::sync::Arc;
///
/// use arrow_array::{Array, ArrayRef, Float64Array};
/// use coterm_arrow::{PlaceColumns, area_keys};
/// use polygon_coverage::PointIndex;
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let index = PointIndex::build(districts.areas().iter().map(|area| area.footprint()))?;
/// let lon: ArrayRef = Arc::new(Float64Array::from(vec![Some(-2.786), None]));
/// let lat: ArrayRef = Arc::new(Float64Array::from(vec![Some(54.010), Some(54.0)]));
/// let keys = area_keys(&index, &PlaceColumns::lonlat(&lon, &lat)?);
/// let name = |key: i32| districts.areas()[key as usize].name();
/// assert_eq!((name(keys.value(0)), keys.is_null(1)), ("Lancaster", true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn area_keys(index: &PointIndex, places: &PlaceColumns) -> Int32Array {
    match places.as_numbers() {
        // Many points at once cost a fraction of as many single ones.
        Some((PointSystem::LonLat, [lon, lat])) if has_no_nulls([lon, lat]) => {
            let pairs = lon.values().iter().zip(lat.values());
            let positions = pairs.map(|(&lon, &lat)| LonLat::new(lon, lat).ok());
            let mut areas = Vec::new();
            areas_at(index, positions, &mut areas);
            areas.into_iter().map(key).collect()
        }
        Some((PointSystem::Grid, [easting, northing])) if has_no_nulls([easting, northing]) => {
            let pairs = easting.values().iter().zip(northing.values());
            let points: Vec<Coord<f64>> =
                pairs.map(|(&east, &north)| on_grid(east, north)).collect();
            let mut areas = Vec::new();
            index.locate_batch(&points, &mut areas);
            areas.into_iter().map(key).collect()
        }
        _ => (0..places.len())
            .map(|row| match places.row(row).ok()? {
                RowPlace::LonLat { lon, lat } => key(at_lonlat(index, lon, lat)),
                RowPlace::Grid { easting, northing } => {
                    key(index.locate(on_grid(easting, northing)))
                }
                RowPlace::Postcode(_) => None,
            })
            .collect(),
    }
}

fn has_no_nulls(columns: [&dyn Array; 2]) -> bool {
    columns.iter().all(|column| column.null_count() == 0)
}

fn at_lonlat(index: &PointIndex, lon: f64, lat: f64) -> Option<AreaId> {
    area_at(index, LonLat::new(lon, lat).ok()?).ok()?
}

/// The point as coordinates; not numbers, which no area contains, for a point off the grid.
fn on_grid(easting: f64, northing: f64) -> Coord<f64> {
    let point = GridPoint::new(easting, northing);
    point.map_or(
        Coord {
            x: f64::NAN,
            y: f64::NAN,
        },
        GridPoint::coord,
    )
}

fn key(area: Option<AreaId>) -> Option<i32> {
    i32::try_from(area?.index()).ok()
}
