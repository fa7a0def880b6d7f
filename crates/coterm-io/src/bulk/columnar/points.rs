//! [`point_system`]: the coordinate system of a column of points, by what the table declares.

use arrow_schema::Schema;
use coterm_arrow::PointSystem;
use coterm_core::words::excerpt;
use serde_json::Value;

use crate::declared_crs::DeclaredCrs;
use crate::{Crs, Error, Result};

/// Finds the coordinate system of a column of points: by the metadata `geo` of `GeoParquet`, in which no
/// system means longitude and latitude, or by `GeoArrow`'s metadata of the field.
///
/// # Errors
///
/// [`Error::InvalidInput`] if the table does not say, or says a system other than longitude and
/// latitude (CRS84, ETRS89) or the British National Grid.
pub(super) fn point_system(schema: &Schema, column: usize) -> Result<PointSystem> {
    let field = schema.field(column);
    let json = |text: Option<&String>| -> Value {
        text.and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    };
    let geo = json(schema.metadata().get("geo"));
    let in_file = &geo["columns"][field.name().as_str()];
    let of_field = json(field.metadata().get("ARROW:extension:metadata"));
    let declared = match (in_file.is_object(), in_file.get("crs")) {
        (true, None) => return Ok(PointSystem::LonLat),
        (true, Some(crs)) => crs,
        (false, _) => &of_field["crs"],
    };
    let declared = match declared {
        Value::Null => DeclaredCrs::undeclared(),
        Value::String(name) => DeclaredCrs::new(name, [name]),
        projjson => DeclaredCrs::of_projjson(projjson),
    };
    match declared.crs() {
        Ok(Crs::LonLat | Crs::Etrs89) => Ok(PointSystem::LonLat),
        Ok(Crs::BritishNationalGrid) => Ok(PointSystem::Grid),
        _ => Err(Error::InvalidInput(format!(
            "the points of \"{}\" must be in longitude and latitude (OGC:CRS84) or on the British National \
             Grid (EPSG:27700), and the column must say in which; write it so, or choose columns with \
             coordinates with --lonlat-columns or --grid-columns",
            excerpt(field.name(), 40)
        ))),
    }
}
