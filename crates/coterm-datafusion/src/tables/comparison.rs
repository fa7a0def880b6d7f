//! `compare('place-2022', 'utla-2023')`: every pair of areas of two layers that have ground in common,
//! one row each, as in the matrix of `coterm compare`.

use std::sync::Arc;

use coterm_core::comparison::{ComparisonOptions, Named, Overlap, Weights, compare};
use datafusion::arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DataFusionError, Result};

use crate::data::LoadedData;

/// The weight is live postcodes. A side without an area is the outside of that layer.
fn schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, true);
    let number = |name, nullable| Field::new(name, DataType::Float64, nullable);
    Arc::new(Schema::new(vec![
        text("a_code"),
        text("a_name"),
        text("b_code"),
        text("b_name"),
        number("area_m2", false),
        number("weight", false),
        number("area_share_of_a", true),
        number("area_share_of_b", true),
        number("weight_share_of_a", true),
        number("weight_share_of_b", true),
        number("jaccard", true),
    ]))
}

pub(super) fn table(data: &LoadedData, layers: [&str; 2]) -> Result<RecordBatch> {
    let refused = |error: coterm_core::Error| DataFusionError::Plan(error.to_string());
    let dataset = data.dataset();
    let [a, b] = layers.map(|layer| dataset.comparison_input(layer).map_err(refused));
    let weights = Weights::live_postcodes(dataset, None);
    let options = ComparisonOptions::default();
    let comparison = compare(dataset, &a?, &b?, &options, &weights).map_err(refused)?;
    let rows = || comparison.matrix.iter();
    let texts = |text: &dyn Fn(&Overlap) -> Option<String>| -> ArrayRef {
        Arc::new(rows().map(text).collect::<StringArray>())
    };
    let numbers = |number: fn(&Overlap) -> Option<f64>| -> ArrayRef {
        Arc::new(rows().map(number).collect::<Float64Array>())
    };
    let code = |area: &Option<Named>| area.as_ref().map(|area| area.code.clone());
    let name = |area: &Option<Named>| area.as_ref().map(|area| area.name.clone());
    Ok(RecordBatch::try_new(
        schema(),
        vec![
            texts(&|row| code(&row.a)),
            texts(&|row| name(&row.a)),
            texts(&|row| code(&row.b)),
            texts(&|row| name(&row.b)),
            numbers(|row| Some(row.area_m2)),
            numbers(|row| Some(row.weight)),
            numbers(|row| row.area_share_of_a),
            numbers(|row| row.area_share_of_b),
            numbers(|row| row.weight_share_of_a),
            numbers(|row| row.weight_share_of_b),
            numbers(|row| row.jaccard),
        ],
    )?)
}
