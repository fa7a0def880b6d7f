//! [`RowFunction`]: the function `coterm_row`.

use std::sync::Arc;

use coterm_arrow::RowColumns;
use coterm_core::lookup::RowLookup;
use coterm_report::lookup::row_reason;
use datafusion::arrow::array::StructArray;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::{Result, ScalarValue, internal_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use super::arguments::{PlaceKind, external, literal_date};
use crate::data::LoadedData;

/// The function `coterm_row(families, date, kind, …)`: all columns that `coterm bulk` adds to a row, as
/// a structure.
///
/// `families` are separated by commas; empty means all that are valid on the date. `kind` says what
/// follows: `postcode`, `lonlat` or `grid`. These three and the date are literals, since they decide
/// which columns there are.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct RowFunction {
    data: Arc<LoadedData>,
    signature: Signature,
}

impl RowFunction {
    /// Makes the function over a dataset.
    pub fn new(data: Arc<LoadedData>) -> Self {
        Self {
            data,
            signature: Signature::user_defined(Volatility::Stable),
        }
    }

    fn columns(
        &self,
        families: Option<&ScalarValue>,
        date: Option<&ScalarValue>,
    ) -> Result<RowColumns<'_>> {
        let families = families.and_then(|families| families.try_as_str().flatten());
        let (Some(families), Some(on)) = (families, literal_date(date)?) else {
            return plan_err!("coterm_row needs families and a date that are literals");
        };
        let families: Vec<String> = families
            .split(',')
            .map(str::trim)
            .filter(|family| !family.is_empty())
            .map(str::to_owned)
            .collect();
        let families = (!families.is_empty()).then_some(families.as_slice());
        let lookup = RowLookup::new(self.data.dataset(), on, families).map_err(external)?;
        Ok(RowColumns::new(
            lookup,
            self.data.dictionaries(),
            false,
            row_reason,
        ))
    }
}

fn kind(value: Option<&ScalarValue>) -> Result<PlaceKind> {
    match value.and_then(|kind| kind.try_as_str().flatten()) {
        Some("postcode") => Ok(PlaceKind::Postcode),
        Some("lonlat") => Ok(PlaceKind::LonLat),
        Some("grid") => Ok(PlaceKind::Grid),
        _ => plan_err!("the kind of place is 'postcode', 'lonlat' or 'grid'"),
    }
}

fn scalar(value: &ColumnarValue) -> Option<&ScalarValue> {
    match value {
        ColumnarValue::Scalar(scalar) => Some(scalar),
        ColumnarValue::Array(_) => None,
    }
}

impl ScalarUDFImpl for RowFunction {
    fn name(&self) -> &'static str {
        "coterm_row"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [families, date, kind, places @ ..] = types else {
            return plan_err!("coterm_row needs families, a date, a kind of place, and a place");
        };
        // A conversion would hide that they are literals.
        let mut coerced = vec![families.clone(), date.clone(), kind.clone()];
        // The kind is not known here: one column of text is a postcode.
        let as_postcode = PlaceKind::Postcode.coerced(self.name(), places);
        let as_point = PlaceKind::Grid.coerced(self.name(), places);
        coerced.extend(as_point.or(as_postcode)?);
        Ok(coerced)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        internal_err!("the type of coterm_row depends on its literals")
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let literal = |position: usize| args.scalar_arguments.get(position).copied().flatten();
        let fields = Fields::from(self.columns(literal(0), literal(1))?.fields());
        kind(literal(2))?;
        Ok(Arc::new(Field::new(
            self.name(),
            DataType::Struct(fields),
            false,
        )))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [families, date, of, places @ ..] = &args.args[..] else {
            return internal_err!("coterm_row needs more arguments");
        };
        let columns = self.columns(scalar(families), scalar(date))?;
        let places = places.iter().map(|place| place.to_array(args.number_rows));
        let kind = kind(scalar(of))?;
        self.data.indexed(kind.indexing()).map_err(external)?;
        let places = kind.columns(&places.collect::<Result<Vec<_>>>()?)?;
        let (arrays, _) = columns.look_up(&places).map_err(external)?;
        let fields = Fields::from(columns.fields());
        Ok(ColumnarValue::Array(Arc::new(StructArray::try_new(
            fields, arrays, None,
        )?)))
    }
}
