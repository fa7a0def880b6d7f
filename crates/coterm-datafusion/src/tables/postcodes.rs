//! `postcodes()`: the lives of all postcodes, one row each.

use std::sync::Arc;

use coterm_core::period::Month;
use datafusion::arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::Result;

use crate::data::LoadedData;

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("postcode", DataType::Utf8, false),
        Field::new("easting", DataType::Float64, false),
        Field::new("northing", DataType::Float64, false),
        Field::new("introduced", DataType::Utf8, true),
        Field::new("terminated", DataType::Utf8, true),
        Field::new("lsoa", DataType::Utf8, true),
    ]))
}

pub(super) fn table(data: &LoadedData) -> Result<RecordBatch> {
    let records = data.dataset().postcodes().records();
    let months = |month: fn(&coterm_core::codes::PostcodeRecord) -> Option<Month>| -> ArrayRef {
        let months = records
            .iter()
            .map(|record| month(record).map(|month| month.to_string()));
        Arc::new(months.collect::<StringArray>())
    };
    Ok(RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(StringArray::from_iter_values(
                records.iter().map(|record| record.postcode.to_string()),
            )),
            Arc::new(Float64Array::from_iter_values(
                records.iter().map(|record| record.point.easting()),
            )),
            Arc::new(Float64Array::from_iter_values(
                records.iter().map(|record| record.point.northing()),
            )),
            months(|record| record.introduced),
            months(|record| record.terminated),
            Arc::new(
                records
                    .iter()
                    .map(|record| record.lsoa.map(|lsoa| lsoa.to_string()))
                    .collect::<StringArray>(),
            ),
        ],
    )?)
}
