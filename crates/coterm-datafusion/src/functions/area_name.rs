//! [`AreaName`]: the function `area_name`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use crate::data::LoadedData;

/// The function `area_name(code)`: the name of the area with an official code, in the last layer that
/// has it. Null for a code that no area has.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct AreaName {
    data: Arc<LoadedData>,
    signature: Signature,
}

impl AreaName {
    /// Makes the function over a dataset.
    pub fn new(data: Arc<LoadedData>) -> Self {
        Self {
            data,
            signature: Signature::string(1, Volatility::Stable),
        }
    }
}

impl ScalarUDFImpl for AreaName {
    fn name(&self) -> &'static str {
        "area_name"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let codes = cast(&arrays[0], &DataType::Utf8View)?;
        let codes = codes.as_string_view().iter();
        let names: StringArray = codes.map(|code| self.data.name(code?)).collect();
        let names: ArrayRef = Arc::new(names);
        Ok(ColumnarValue::Array(names))
    }
}
