//! Parts of answers that are written as JSON once, and copied into every answer.

use coterm_core::{Area, Dataset, Layer};

use crate::http::json_writer::{truth, write, write_text};

/// What the answers say of each area that is the same in all of them, as JSON: it is
/// written once for each dataset, and copied into every answer.
#[derive(Debug)]
pub(crate) struct JsonFragments {
    layers: Vec<Vec<Box<[u8]>>>,
}

impl JsonFragments {
    /// Of all areas that lookups may find.
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let layers = dataset.catalogue().layers();
        Self {
            layers: layers
                .iter()
                .map(|layer| {
                    let areas = layer.areas().iter();
                    areas
                        .filter(|_| layer.info().role.answers_lookups())
                        .map(|area| head(layer, area))
                        .collect()
                })
                .collect(),
        }
    }

    /// From the brace that opens it until before `method`.
    pub(crate) fn at(&self, (layer, area): (usize, usize)) -> &[u8] {
        &self.layers[layer][area]
    }
}

fn head(layer: &Layer, area: &Area) -> Box<[u8]> {
    let mut text = Vec::new();
    text.extend_from_slice(b"{\"family\":");
    write_text(&mut text, &layer.info().family);
    text.extend_from_slice(b",\"layer\":");
    write_text(&mut text, layer.id());
    text.extend_from_slice(b",\"code\":");
    write_text(&mut text, area.code());
    text.extend_from_slice(b",\"codes\":");
    write(&mut text, area.codes());
    text.extend_from_slice(b",\"name\":");
    write_text(&mut text, area.name());
    text.extend_from_slice(b",\"complete\":");
    text.extend_from_slice(truth(Some(area.complete())));
    text.into_boxed_slice()
}
