//! [`PlaceColumns`]: the columns of a batch that give the place of each row.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{
    Array, ArrayRef, BinaryViewArray, FixedSizeListArray, Float64Array, StringViewArray,
    StructArray,
};
use arrow_cast::cast;
use arrow_schema::DataType;
use coterm_core::lookup::{RowPlace, UnresolvedRow};

use crate::wkb_point::wkb_point;
use crate::{Error, Result};

/// The coordinate system of a column of points. The axes are in the order of `GeoArrow` and `GeoParquet`:
/// first east, then north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PointSystem {
    /// Longitude and latitude in degrees (CRS84).
    LonLat,
    /// Easting and northing in metres on the British National Grid (EPSG:27700).
    Grid,
}

/// The columns of a batch that give the place of each row.
///
/// Text may be of any of Arrow's types of text, or dictionary-encoded. Coordinates are numbers of any
/// type, or text. Points are those of `GeoArrow`, separated or interleaved, or WKB.
///
/// ```
/// use std::sync::Arc;
///
/// use arrow_array::{ArrayRef, Float64Array, StringArray};
/// use coterm_arrow::PlaceColumns;
/// use coterm_core::lookup::RowPlace;
///
/// let postcodes: ArrayRef = Arc::new(StringArray::from(vec![Some("LA1 4YW"), None]));
/// let places = PlaceColumns::postcodes(&postcodes)?;
/// assert_eq!(places.row(0), Ok(RowPlace::Postcode(b"LA1 4YW")));
///
/// let number: ArrayRef = Arc::new(Float64Array::from(vec![-2.8]));
/// let text: ArrayRef = Arc::new(StringArray::from(vec!["54.05"]));
/// let places = PlaceColumns::lonlat(&number, &text)?;
/// assert_eq!(places.row(0), Ok(RowPlace::LonLat { lon: -2.8, lat: 54.05 }));
/// # Ok::<(), coterm_arrow::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct PlaceColumns(Places);

#[derive(Debug, Clone)]
enum Places {
    Postcodes(StringViewArray),
    Numbers(PointSystem, [Float64Array; 2]),
    Texts(PointSystem, [StringViewArray; 2]),
    /// `GeoArrow`'s interleaved points.
    Interleaved(PointSystem, FixedSizeListArray, Float64Array),
    Wkb(PointSystem, BinaryViewArray),
}

impl PlaceColumns {
    /// Reads postcodes from a column of text.
    ///
    /// # Errors
    ///
    /// [`Error::WrongType`] for a column of anything else.
    pub fn postcodes(column: &ArrayRef) -> Result<Self> {
        if !is_text(column.data_type()) {
            return Err(wrong("postcodes as text", column));
        }
        Ok(Self(Places::Postcodes(text(column)?)))
    }

    /// Reads longitude and latitude in degrees (CRS84) from two columns.
    ///
    /// # Errors
    ///
    /// [`Error::WrongType`] for columns of neither numbers nor text.
    pub fn lonlat(lon: &ArrayRef, lat: &ArrayRef) -> Result<Self> {
        Self::coordinates(PointSystem::LonLat, [lon, lat])
    }

    /// Reads easting and northing in metres on the British National Grid (EPSG:27700) from two
    /// columns.
    ///
    /// # Errors
    ///
    /// [`Error::WrongType`] for columns of neither numbers nor text.
    pub fn grid(easting: &ArrayRef, northing: &ArrayRef) -> Result<Self> {
        Self::coordinates(PointSystem::Grid, [easting, northing])
    }

    fn coordinates(system: PointSystem, columns: [&ArrayRef; 2]) -> Result<Self> {
        for column in columns {
            let data_type = column.data_type();
            if !is_text(data_type) && !is_number(data_type) {
                return Err(wrong("coordinates as numbers", column));
            }
        }
        if columns.iter().all(|column| is_number(column.data_type())) {
            let [one, other] = columns.map(numbers);
            return Ok(Self(Places::Numbers(system, [one?, other?])));
        }
        let [one, other] = columns.map(text);
        Ok(Self(Places::Texts(system, [one?, other?])))
    }

    /// Reads points: `GeoArrow`'s structures of `x` and `y`, its lists of two coordinates, or WKB.
    ///
    /// # Errors
    ///
    /// [`Error::WrongType`] for a column of anything else.
    pub fn points(system: PointSystem, column: &ArrayRef) -> Result<Self> {
        let places = match column.data_type() {
            DataType::Struct(_) => {
                let structures = column.as_struct();
                let axis = |name| {
                    let axis = structures
                        .column_by_name(name)
                        .filter(|axis| is_number(axis.data_type()));
                    let numbers = numbers(axis.ok_or_else(|| wrong(POINTS, column))?)?;
                    // A missing point has no coordinates, whatever its fields hold.
                    Ok::<_, Error>(nulled(&numbers, structures))
                };
                Places::Numbers(system, [axis("x")?, axis("y")?])
            }
            DataType::FixedSizeList(field, 2..) if is_number(field.data_type()) => {
                let lists = column.as_fixed_size_list().clone();
                let values = numbers(lists.values())?;
                Places::Interleaved(system, lists, values)
            }
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView => {
                let views = cast(column, &DataType::BinaryView)?;
                Places::Wkb(system, views.as_binary_view().clone())
            }
            _ => return Err(wrong(POINTS, column)),
        };
        Ok(Self(places))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.0 {
            Places::Postcodes(texts) | Places::Texts(_, [texts, _]) => texts.len(),
            Places::Numbers(_, [numbers, _]) => numbers.len(),
            Places::Interleaved(_, lists, _) => lists.len(),
            Places::Wkb(_, points) => points.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place that a row gives. A missing postcode is an empty text.
    ///
    /// # Errors
    ///
    /// The reason why it gives none.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn row(&self, row: usize) -> std::result::Result<RowPlace<'_>, UnresolvedRow> {
        match &self.0 {
            Places::Postcodes(texts) => Ok(RowPlace::Postcode(text_at(texts, row).as_bytes())),
            Places::Texts(system, texts) => {
                let [one, other] = [&texts[0], &texts[1]].map(|column| text_at(column, row));
                match system {
                    PointSystem::LonLat => RowPlace::lonlat_from_text(one, other),
                    PointSystem::Grid => RowPlace::grid_from_text(one, other),
                }
            }
            _ => {
                let (system, coordinates) = self.coordinates_at(row);
                match (system, coordinates) {
                    (PointSystem::LonLat, [lon, lat]) => RowPlace::lonlat_from_numbers(lon, lat),
                    (PointSystem::Grid, [easting, northing]) => {
                        RowPlace::grid_from_numbers(easting, northing)
                    }
                }
            }
        }
    }

    fn coordinates_at(&self, row: usize) -> (PointSystem, [Option<f64>; 2]) {
        let at = |numbers: &Float64Array, row| numbers.is_valid(row).then(|| numbers.value(row));
        match &self.0 {
            Places::Numbers(system, [one, other]) => (*system, [at(one, row), at(other, row)]),
            Places::Interleaved(system, lists, values) => {
                if lists.is_null(row) {
                    return (*system, [None; 2]);
                }
                // The values of a list with an offset begin there.
                let first = usize::try_from(lists.value_offset(row)).unwrap_or(usize::MAX);
                (
                    *system,
                    [at(values, first), at(values, first.saturating_add(1))],
                )
            }
            Places::Wkb(system, points) => {
                let point = points
                    .is_valid(row)
                    .then(|| wkb_point(points.value(row)))
                    .flatten();
                (*system, point.map_or([None; 2], |point| point.map(Some)))
            }
            Places::Postcodes(_) | Places::Texts(..) => (PointSystem::Grid, [None; 2]),
        }
    }

    /// The numbers of two columns of coordinates, and their system, for lookups of whole columns.
    pub(crate) fn as_numbers(&self) -> Option<(PointSystem, &[Float64Array; 2])> {
        match &self.0 {
            Places::Numbers(system, numbers) => Some((*system, numbers)),
            _ => None,
        }
    }
}

const POINTS: &str = "points";

fn wrong(wanted: &'static str, column: &ArrayRef) -> Error {
    Error::WrongType {
        wanted,
        found: column.data_type().clone(),
    }
}

/// Whether a column is of text, dictionary-encoded or not, or of nothing but nulls.
fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

fn is_number(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => is_number(values),
        other => other.is_numeric() || *other == DataType::Null,
    }
}

fn text(column: &ArrayRef) -> Result<StringViewArray> {
    Ok(cast(column, &DataType::Utf8View)?.as_string_view().clone())
}

fn numbers(column: &ArrayRef) -> Result<Float64Array> {
    Ok(cast(column, &DataType::Float64)?
        .as_primitive::<Float64Type>()
        .clone())
}

fn text_at(texts: &StringViewArray, row: usize) -> &str {
    if texts.is_null(row) {
        ""
    } else {
        texts.value(row)
    }
}

/// Makes the numbers of missing structures missing.
fn nulled(numbers: &Float64Array, structures: &StructArray) -> Float64Array {
    let valid = |row: &usize| numbers.is_valid(*row) && structures.is_valid(*row);
    (0..numbers.len())
        .map(|row| valid(&row).then(|| numbers.value(row)))
        .collect()
}
