//! Stand-ins for the scalar functions of coterm, until they come from another branch.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, DictionaryArray, StringArray, StringViewArray,
    StructArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Float64Type, Int32Type};
use datafusion::common::internal_datafusion_err;
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::data::LoadedData;

/// Returns all scalar functions over a dataset.
pub fn scalar_functions(_data: &Arc<LoadedData>) -> Vec<ScalarUDF> {
    vec![
        ScalarUDF::from(StandIn::new("area_at")),
        ScalarUDF::from(StandIn::new("coterm_row")),
    ]
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct StandIn {
    name: &'static str,
    signature: Signature,
}

impl StandIn {
    fn new(name: &'static str) -> Self {
        let signature = Signature::variadic_any(Volatility::Immutable);
        Self { name, signature }
    }
}

fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

impl ScalarUDFImpl for StandIn {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.name {
            "area_at" => dictionary(),
            _ => DataType::Struct(
                vec![
                    Field::new("coterm_status", dictionary(), true),
                    Field::new("coterm_reason", DataType::Utf8View, true),
                    Field::new("coterm_uncertain", DataType::Boolean, true),
                    Field::new("ccg_code", dictionary(), true),
                    Field::new("ccg_name", dictionary(), true),
                ]
                .into(),
            ),
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let which = if self.name == "area_at" { 1 } else { 3 };
        let arguments = ColumnarValue::values_to_arrays(&args.args)?;
        let x = arguments
            .get(which)
            .ok_or_else(|| internal_datafusion_err!("too few"))?;
        let codes: StringArray = match cast(x, &DataType::Float64) {
            Ok(x) => {
                let x = x.as_primitive::<Float64Type>();
                #[expect(clippy::cast_possible_truncation)]
                let code = |x: f64| format!("E{:08}", (x / 10_000.0) as i64);
                (0..rows)
                    .map(|i| x.is_valid(i).then(|| code(x.value(i))))
                    .collect()
            }
            Err(_) => (0..rows).map(|i| Some(format!("E{i:08}"))).collect(),
        };
        let codes = codes.iter().collect::<DictionaryArray<Int32Type>>();
        if self.name == "area_at" {
            return Ok(ColumnarValue::Array(Arc::new(codes)));
        }
        let status = (0..rows).map(|i| {
            if codes.is_valid(i) {
                "answered"
            } else {
                "no place"
            }
        });
        let status = status.collect::<DictionaryArray<Int32Type>>();
        let reasons = (0..rows).map(|i| codes.is_null(i).then_some("there is no place in the row"));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(status),
            Arc::new(reasons.collect::<StringViewArray>()),
            Arc::new(BooleanArray::from(vec![false; rows])),
            Arc::new(codes.clone()),
            Arc::new(codes),
        ];
        let DataType::Struct(fields) = self.return_type(&[])? else {
            return Err(internal_datafusion_err!("not a struct"));
        };
        Ok(ColumnarValue::Array(Arc::new(StructArray::try_new(
            fields, columns, None,
        )?)))
    }
}
