//! The scalar functions, for any session of `DataFusion`.
//!
//! | function | gives |
//! |---|---|
//! | `area_at(family, easting, northing[, date])` | the code of the area that contains a point on the British National Grid |
//! | `area_at_lonlat(family, lon, lat[, date])` | the same, from longitude and latitude |
//! | `area_of_postcode(family, postcode[, date])` | the code of the area that a postcode is in |
//! | `certain_at`, `certain_at_lonlat`, `certain_of_postcode` | whether that answer is certain |
//! | `boundary_distance`, `boundary_distance_lonlat`, `boundary_distance_of_postcode` | metres to the nearest boundary of the family |
//! | `area_name(code)` | the name of an area |
//! | `coterm_row(families, date, kind, …)` | all columns that `coterm bulk` adds, as a structure |
//!
//! A column of points, of `GeoArrow` or WKB, will do in place of two coordinates. A row that gives no
//! place, or one that cannot be looked up, gives null and no error. Without a date it is the day on
//! which the query starts.

mod area_function;
mod area_name;
mod arguments;
mod row_function;

use std::sync::Arc;

use datafusion::logical_expr::ScalarUDF;

pub use self::area_function::AreaFunction;
pub use self::area_name::AreaName;
pub(crate) use self::arguments::date_days;
pub use self::row_function::RowFunction;
use crate::data::LoadedData;

/// Returns all scalar functions over a dataset.
pub fn scalar_functions(data: &Arc<LoadedData>) -> Vec<ScalarUDF> {
    let mut functions: Vec<ScalarUDF> = AreaFunction::all(data)
        .into_iter()
        .map(ScalarUDF::new_from_impl)
        .collect();
    functions.push(ScalarUDF::new_from_impl(AreaName::new(data.clone())));
    functions.push(ScalarUDF::new_from_impl(RowFunction::new(data.clone())));
    functions
}
