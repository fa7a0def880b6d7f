//! `areas('lad-2023')`: the areas of a layer with their polygons, one row each.

use std::collections::HashMap;
use std::sync::Arc;

use coterm_core::layers::Area;
use datafusion::arrow::array::{BinaryArray, BooleanArray, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DataFusionError, Result};
use geo::{Area as _, Geometry};
use geozero::{CoordDimensions, ToWkb};

use crate::data::LoadedData;

/// The geometry is WKB in metres on the British National Grid, marked as `GeoArrow` does.
fn schema() -> SchemaRef {
    let geometry = Field::new("geometry", DataType::Binary, false).with_metadata(HashMap::from([
        ("ARROW:extension:name".to_owned(), "geoarrow.wkb".to_owned()),
        (
            "ARROW:extension:metadata".to_owned(),
            r#"{"crs":"EPSG:27700","crs_type":"authority_code"}"#.to_owned(),
        ),
    ]));
    Arc::new(Schema::new(vec![
        Field::new("code", DataType::Utf8, false),
        Field::new("name", DataType::Utf8, false),
        Field::new("complete", DataType::Boolean, false),
        Field::new("area_m2", DataType::Float64, false),
        geometry,
    ]))
}

pub(super) fn table(data: &LoadedData, layer: &str) -> Result<RecordBatch> {
    let layer = data.dataset().catalogue().layer(layer);
    let layer = layer.map_err(|error| DataFusionError::Plan(error.to_string()))?;
    let areas = || layer.areas().iter();
    let polygons = areas().map(|area| {
        let geometry = Geometry::MultiPolygon(area.footprint().clone());
        geometry.to_wkb(CoordDimensions::xy())
    });
    let polygons: Vec<Vec<u8>> = polygons
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| DataFusionError::External(Box::new(error)))?;
    Ok(RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(StringArray::from_iter_values(areas().map(Area::code))),
            Arc::new(StringArray::from_iter_values(areas().map(Area::name))),
            Arc::new(
                areas()
                    .map(|area| Some(area.complete()))
                    .collect::<BooleanArray>(),
            ),
            Arc::new(Float64Array::from_iter_values(
                areas().map(|area| area.footprint().unsigned_area()),
            )),
            Arc::new(BinaryArray::from_iter_values(polygons)),
        ],
    )?)
}
