//! The arguments that functions share: families, dates and places.

use coterm_arrow::{PlaceColumns, PointSystem};
use coterm_core::dataset::Indexing;
use coterm_core::period::parse_day;
use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::ColumnarValue;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The first day of Unix time, from which Arrow counts days.
const EPOCH: Date = date(1970, 1, 1);

/// The kind of place that a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum PlaceKind {
    Grid,
    LonLat,
    Postcode,
}

impl PlaceKind {
    /// The indexes with which many places of this kind are looked up fastest.
    pub(super) fn indexing(self) -> Indexing {
        match self {
            Self::Grid | Self::LonLat => Indexing::Layers,
            Self::Postcode => Indexing::LayersAndPostcodes,
        }
    }

    /// The types to which the arguments of a place are converted. Text stays text, so that one that
    /// is no number is a row without an answer, and not an error.
    pub(super) fn coerced(self, name: &str, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let is_text = |data_type: &DataType| {
            matches!(
                data_type,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
            )
        };
        match (self, arguments) {
            (Self::Postcode, [postcode]) => Ok(vec![match postcode {
                DataType::Dictionary(_, values) if is_text(values) => postcode.clone(),
                text if is_text(text) => text.clone(),
                _ => DataType::Utf8,
            }]),
            (Self::Grid | Self::LonLat, [point]) if is_points(point) => Ok(vec![point.clone()]),
            (Self::Grid | Self::LonLat, [other]) => {
                plan_err!("{name} needs two coordinates or a column of points, and {other} is none")
            }
            (Self::Grid | Self::LonLat, [one, other]) => {
                let coerced = |data_type: &DataType| {
                    if is_text(data_type) {
                        data_type.clone()
                    } else {
                        DataType::Float64
                    }
                };
                Ok(vec![coerced(one), coerced(other)])
            }
            _ => plan_err!("{name} has too few or too many arguments"),
        }
    }

    /// Number of arguments of a place that begin with one of this type.
    pub(super) fn width(self, first: &DataType) -> usize {
        if self == Self::Postcode || is_points(first) {
            1
        } else {
            2
        }
    }

    /// Reads the places of a batch.
    pub(super) fn columns(self, columns: &[ArrayRef]) -> Result<PlaceColumns> {
        let read = match (self, columns) {
            (Self::Postcode, [postcodes]) => PlaceColumns::postcodes(postcodes),
            (Self::Grid, [points]) => PlaceColumns::points(PointSystem::Grid, points),
            (Self::LonLat, [points]) => PlaceColumns::points(PointSystem::LonLat, points),
            (Self::Grid, [easting, northing]) => PlaceColumns::grid(easting, northing),
            (Self::LonLat, [lon, lat]) => PlaceColumns::lonlat(lon, lat),
            _ => return exec_err!("wrong number of arguments"),
        };
        read.map_err(external)
    }
}

/// Whether a column of this type may be one of points: of `GeoArrow`, or WKB.
fn is_points(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Struct(_)
            | DataType::FixedSizeList(..)
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
    )
}

/// The text of a literal argument.
pub(super) fn literal_text(value: &ColumnarValue) -> Option<&str> {
    match value {
        ColumnarValue::Scalar(scalar) => scalar.try_as_str().flatten(),
        ColumnarValue::Array(_) => None,
    }
}

/// The date of a value of Arrow's type `Date32`.
pub(super) fn to_date(days: i32) -> Result<Date> {
    let date = EPOCH.checked_add(i64::from(days).days());
    date.map_err(|error| DataFusionError::Execution(format!("a date is out of range: {error}")))
}

/// The date of a literal: a date, or the text of one, as it is before types are converted. `None` for
/// anything else.
pub(super) fn literal_date(value: Option<&ScalarValue>) -> Result<Option<Date>> {
    match value {
        Some(ScalarValue::Date32(Some(days))) => to_date(*days).map(Some),
        Some(value) => match value.try_as_str().flatten() {
            Some(text) => parse_day(text).map(Some).map_err(external),
            None => Ok(None),
        },
        None => Ok(None),
    }
}

/// The days from the first day of Unix time to a date, as Arrow's type `Date32` counts them.
pub(crate) fn date_days(date: Date) -> Option<i32> {
    EPOCH.until(date).ok().map(|span| span.get_days())
}

/// The date as a value of Arrow's type `Date32`.
pub(super) fn from_date(date: Date) -> ScalarValue {
    ScalarValue::Date32(date_days(date))
}

/// Makes an error of the query engine, with the text of the cause.
pub(super) fn external(error: impl std::fmt::Display) -> DataFusionError {
    DataFusionError::Execution(error.to_string())
}
