//! [`AreaFunction`]: the functions that answer for one family.

use std::sync::Arc;

use coterm_arrow::{PlaceColumns, area_keys};
use coterm_core::layers::LayerId;
use coterm_core::lookup::{Placement, RowLookup};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int32Array, new_empty_array,
    new_null_array,
};
use datafusion::arrow::compute::{cast, concat, take};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::arguments::{PlaceKind, external, from_date, literal_date, literal_text, to_date};
use crate::data::LoadedData;

/// The part of an answer that a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Said {
    /// The code of the area.
    Code,
    /// Whether that is certain.
    Certain,
    /// The metres to the family's nearest boundary.
    Distance,
}

/// A function that answers for the place of each row and one family: `area_at` and its kin. The
/// [module](super) lists them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AreaFunction {
    name: &'static str,
    said: Said,
    kind: PlaceKind,
    data: Arc<LoadedData>,
    signature: Signature,
}

impl AreaFunction {
    /// Makes all functions of this kind over a dataset.
    pub fn all(data: &Arc<LoadedData>) -> Vec<Self> {
        use PlaceKind::{Grid, LonLat, Postcode};
        use Said::{Certain, Code, Distance};
        let functions = [
            ("area_at", Code, Grid),
            ("area_at_lonlat", Code, LonLat),
            ("area_of_postcode", Code, Postcode),
            ("certain_at", Certain, Grid),
            ("certain_at_lonlat", Certain, LonLat),
            ("certain_of_postcode", Certain, Postcode),
            ("boundary_distance", Distance, Grid),
            ("boundary_distance_lonlat", Distance, LonLat),
            ("boundary_distance_of_postcode", Distance, Postcode),
        ];
        functions
            .map(|(name, said, kind)| Self {
                name,
                said,
                kind,
                data: data.clone(),
                signature: Signature::user_defined(Volatility::Stable),
            })
            .to_vec()
    }

    fn data_type(&self) -> DataType {
        match self.said {
            Said::Code => DataType::Utf8View,
            Said::Certain => DataType::Boolean,
            Said::Distance => DataType::Float64,
        }
    }

    fn layer(&self, family: &str, on: Date) -> Result<LayerId> {
        let catalogue = self.data.dataset().catalogue();
        let layers = catalogue.valid_on(on, Some(&[family.to_owned()]));
        let layers = layers.map_err(|error| match error {
            coterm_core::Error::FamilyNotOn { use_on, .. } => external(format!(
                "{error}; give a date as the last argument, such as '{use_on}'"
            )),
            other => external(other),
        });
        let layer = layers?.first().copied();
        layer.ok_or_else(|| exec_datafusion_err!("no layer of {family} on {on}"))
    }

    /// Answers for all rows of a batch, which ask for one family on one date.
    fn answer(&self, family: &str, on: Date, places: &PlaceColumns) -> Result<ArrayRef> {
        let layer = self.layer(family, on)?;
        if self.said == Said::Code && self.kind != PlaceKind::Postcode {
            // Without certainty, points need no more than the layer's own index.
            let index = self.data.points_in(layer).map_err(external)?;
            let keys = area_keys(index, places);
            return Ok(take(self.data.codes(layer), &keys, None)?);
        }
        let families = [family.to_owned()];
        let dataset = self.data.indexed(self.kind.indexing()).map_err(external)?;
        let lookup = RowLookup::new(dataset, on, Some(&families)).map_err(external)?;
        let mut placements = Vec::with_capacity(1);
        let mut placed = |row: usize| {
            let answer = lookup
                .look_up(places.row(row).ok()?, &mut placements)
                .ok()?;
            placements
                .first()
                .map(|placement: &Placement| (*placement, answer.point))
        };
        let rows = 0..places.len();
        Ok(match self.said {
            Said::Code => {
                let key = |row| i32::try_from(placed(row)?.0.area?.index()).ok();
                let keys: Int32Array = rows.map(key).collect();
                take(self.data.codes(layer), &keys, None)?
            }
            Said::Certain => {
                let certain: BooleanArray = rows.map(|row| Some(placed(row)?.0.certain)).collect();
                Arc::new(certain)
            }
            Said::Distance => {
                let metres = |row| lookup.boundary_distance_m(layer, placed(row)?.1);
                Arc::new(rows.map(metres).collect::<Float64Array>())
            }
        })
    }

    /// Answers row by row, for families or dates that differ from row to row.
    fn answer_each(&self, arrays: &[ArrayRef], on: &ArrayRef, width: usize) -> Result<ArrayRef> {
        let families = cast(&arrays[0], &DataType::Utf8View)?;
        let families = families.as_string_view();
        let dates = on.as_primitive::<Date32Type>();
        let mut answers: Vec<ArrayRef> = Vec::new();
        let mut first = 0;
        let asked = |row: usize| {
            (
                families.is_valid(row).then(|| families.value(row)),
                dates.is_valid(row).then(|| dates.value(row)),
            )
        };
        // Runs of rows that ask for the same are answered together.
        while first < families.len() {
            let mut next = first + 1;
            while next < families.len() && asked(next) == asked(first) {
                next += 1;
            }
            answers.push(match asked(first) {
                (Some(family), Some(days)) => {
                    let slices: Vec<ArrayRef> = arrays[1..=width]
                        .iter()
                        .map(|array| array.slice(first, next - first))
                        .collect();
                    self.answer(family, to_date(days)?, &self.kind.columns(&slices)?)?
                }
                _ => new_null_array(&self.data_type(), next - first),
            });
            first = next;
        }
        if answers.is_empty() {
            return Ok(new_empty_array(&self.data_type()));
        }
        let answers: Vec<&dyn Array> = answers.iter().map(AsRef::as_ref).collect();
        Ok(concat(&answers)?)
    }
}

impl ScalarUDFImpl for AreaFunction {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [_, place, ..] = types else {
            return plan_err!("{} needs a family and a place", self.name);
        };
        let width = self.kind.width(place);
        if types.len() < 1 + width || types.len() > 2 + width {
            return plan_err!("{} has too few or too many arguments", self.name);
        }
        let mut coerced = vec![DataType::Utf8];
        coerced.extend(self.kind.coerced(self.name, &types[1..=width])?);
        if types.len() > 1 + width {
            coerced.push(DataType::Date32);
        }
        Ok(coerced)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.data_type())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        // A family or date that no layer has is refused before anything is read.
        let family = args.scalar_arguments.first().copied().flatten();
        let family = family.and_then(|family| family.try_as_str().flatten());
        let place = args
            .arg_fields
            .get(1)
            .map(|place| self.kind.width(place.data_type()));
        let date = place.and_then(|width| args.scalar_arguments.get(1 + width).copied().flatten());
        if let (Some(family), Some(on)) = (family, literal_date(date)?) {
            self.layer(family, on)?;
        }
        Ok(Arc::new(Field::new(self.name, self.data_type(), true)))
    }

    fn simplify(&self, mut args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        let Some(place) = args.get(1) else {
            return Ok(ExprSimplifyResult::Original(args));
        };
        let width = self.kind.width(&info.get_data_type(place)?);
        if args.len() != 1 + width {
            return Ok(ExprSimplifyResult::Original(args));
        }
        // The day is fixed once, so that all executors answer for the same.
        let now = info.query_execution_start_time();
        let now = now.and_then(|now| Timestamp::from_second(now.timestamp()).ok());
        let today = now
            .unwrap_or_else(Timestamp::now)
            .to_zoned(TimeZone::system())
            .date();
        args.push(Expr::Literal(from_date(today), None));
        let function = Arc::new(ScalarUDF::new_from_impl(self.clone()));
        let call = ScalarFunction::new_udf(function, args);
        Ok(ExprSimplifyResult::Simplified(Expr::ScalarFunction(call)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let width = self.kind.width(&args.args[1].data_type());
        let on = match args.args.get(1 + width) {
            Some(date) => date.clone(),
            None => ColumnarValue::Scalar(from_date(jiff::Zoned::now().date())),
        };
        let (Some(family), ColumnarValue::Scalar(ScalarValue::Date32(Some(days)))) =
            (literal_text(&args.args[0]), &on)
        else {
            let values = args.args[..=width].iter();
            let arrays = values.map(|value| value.to_array(args.number_rows));
            let arrays: Vec<ArrayRef> = arrays.collect::<Result<_>>()?;
            let on = on.to_array(args.number_rows)?;
            return Ok(ColumnarValue::Array(self.answer_each(&arrays, &on, width)?));
        };
        let (mut places, on) = (args.args[1..=width].to_vec(), to_date(*days)?);
        let is_literal = places
            .iter()
            .all(|place| matches!(place, ColumnarValue::Scalar(_)));
        if !is_literal {
            for place in &mut places {
                *place = ColumnarValue::Array(place.to_array(args.number_rows)?);
            }
        }
        let places = ColumnarValue::values_to_arrays(&places)?;
        let answer = self.answer(family, on, &self.kind.columns(&places)?)?;
        Ok(if is_literal {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&answer, 0)?)
        } else {
            ColumnarValue::Array(answer)
        })
    }
}
