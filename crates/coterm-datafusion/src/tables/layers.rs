//! `layers()`: the layers of the data, one row each.

use std::sync::Arc;

use coterm_core::layers::Layer;
use datafusion::arrow::array::{
    ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::Result;
use jiff::civil::Date;

use crate::data::LoadedData;
use crate::functions::date_days;

fn schema() -> SchemaRef {
    let field = |name, data_type, nullable| Field::new(name, data_type, nullable);
    Arc::new(Schema::new(vec![
        field("layer", DataType::Utf8, false),
        field("family", DataType::Utf8, false),
        field("title", DataType::Utf8, false),
        field("valid_from", DataType::Date32, true),
        field("valid_to", DataType::Date32, true),
        field("known_to", DataType::Date32, true),
        field("areas", DataType::Int64, false),
        field("resolution_m", DataType::Float64, false),
        field("attribution", DataType::Utf8, false),
    ]))
}

pub(super) fn table(data: &LoadedData) -> Result<RecordBatch> {
    let layers = data.dataset().catalogue().layers();
    let infos = || layers.iter().map(Layer::info);
    let texts = |texts: Vec<&str>| -> ArrayRef { Arc::new(StringArray::from(texts)) };
    let dates = |dates: Vec<Option<Date>>| -> ArrayRef {
        Arc::new(
            dates
                .into_iter()
                .map(|date| date_days(date?))
                .collect::<Date32Array>(),
        )
    };
    let counts = layers
        .iter()
        .map(|layer| i64::try_from(layer.areas().len()).unwrap_or(i64::MAX));
    Ok(RecordBatch::try_new(
        schema(),
        vec![
            texts(infos().map(|info| info.id.as_str()).collect()),
            texts(infos().map(|info| info.family.as_str()).collect()),
            texts(infos().map(|info| info.title.as_str()).collect()),
            dates(infos().map(|info| Some(info.period.from())).collect()),
            dates(infos().map(|info| info.period.to()).collect()),
            dates(infos().map(|info| info.known_to).collect()),
            Arc::new(Int64Array::from_iter_values(counts)),
            Arc::new(Float64Array::from_iter_values(
                infos().map(|info| info.resolution_m),
            )),
            texts(infos().map(|info| info.attribution.as_str()).collect()),
        ],
    )?)
}
