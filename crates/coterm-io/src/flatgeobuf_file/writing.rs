//! Writing layers as `FlatGeobuf`, with an index.

use coterm_core::layers::Layer;
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{Geometry, MultiPolygon};
use geozero::{ColumnValue, PropertyProcessor};

use crate::{Crs, Error, Result};

/// Columns of every layer's file. The column `ods` comes after them, and then `locality` if an area
/// has one.
const COLUMNS: [&str; 5] = ["code", "name", "valid_from", "valid_to", "complete"];

/// Writes a layer. The bytes depend on the layer and the coordinate system only.
pub(crate) fn write(layer: &Layer, crs: Crs) -> Result<Vec<u8>> {
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| {
        Error::encode(layer.id(), "FlatGeobuf", error)
    };
    let attribution = &layer.info().attribution;
    let mut writer = FgbWriter::create_with_options(
        layer.id(),
        GeometryType::MultiPolygon,
        FgbWriterOptions {
            write_index: true,
            crs: FgbCrs {
                code: i32::from(crs.epsg()),
                ..FgbCrs::default()
            },
            title: Some(&layer.info().title),
            description: Some(attribution),
            ..FgbWriterOptions::default()
        },
    )
    .map_err(|error| fail(error.into()))?;
    for column in COLUMNS {
        let kind = if column == "complete" {
            ColumnType::Bool
        } else {
            ColumnType::String
        };
        let nullable = match column {
            "valid_from" => !layer.has_periods(),
            other => other == "valid_to",
        };
        writer.add_column(column, kind, |_, args| args.nullable = nullable);
    }
    writer.add_column("ods", ColumnType::String, |_, args| args.nullable = true);
    if layer.areas().iter().any(|area| area.locality().is_some()) {
        writer.add_column("locality", ColumnType::String, |_, args| {
            args.nullable = true;
        });
    }
    for area in layer.areas() {
        let footprint = converted(area.footprint(), crs)?;
        let from = area.period().known_from().map(|from| from.to_string());
        let to = area.period().to().map(|to| to.to_string());
        let mut failed = None;
        writer
            .add_feature_geom(Geometry::MultiPolygon(footprint), |feature| {
                let mut put = |position, name, value: Option<ColumnValue<'_>>| {
                    if let Some(value) = value
                        && let Err(error) = feature.property(position, name, &value)
                    {
                        failed = Some(error.to_string());
                    }
                };
                put(0, "code", Some(ColumnValue::String(area.code())));
                put(1, "name", Some(ColumnValue::String(area.name())));
                put(2, "valid_from", from.as_deref().map(ColumnValue::String));
                put(3, "valid_to", to.as_deref().map(ColumnValue::String));
                put(4, "complete", Some(ColumnValue::Bool(area.complete())));
                put(
                    5,
                    "ods",
                    area.codes()
                        .get("ods")
                        .map(|code| ColumnValue::String(code)),
                );
                put(6, "locality", area.locality().map(ColumnValue::String));
            })
            .map_err(|error| fail(error.into()))?;
        if let Some(error) = failed {
            return Err(fail(error.into()));
        }
    }
    let mut bytes = Vec::new();
    writer
        .write(&mut bytes)
        .map_err(|error| fail(error.into()))?;
    Ok(bytes)
}

/// Converts a footprint from EPSG:27700 to another coordinate system.
pub(crate) fn converted(footprint: &MultiPolygon<f64>, crs: Crs) -> Result<MultiPolygon<f64>> {
    let mut footprint = footprint.clone();
    if crs != Crs::BritishNationalGrid {
        for polygon in &mut footprint.0 {
            let mut result = Ok(());
            polygon.exterior_mut(|ring| result = crs.from_grid(&mut ring.0));
            result?;
            let mut result = Ok(());
            polygon.interiors_mut(|rings| {
                result = rings
                    .iter_mut()
                    .try_for_each(|ring| crs.from_grid(&mut ring.0));
            });
            result?;
        }
    }
    Ok(footprint)
}
