//! Parts of answers that are written as JSON once, and copied into every answer.

use coterm_core::{Area, Basis, Dataset, Layer, Reason, Release};

use crate::http::json_writer::{truth, write, write_reason, write_text};

/// The JSON of what is the same in all answers, or in most: it is written once for each
/// dataset, and copied into every answer.
#[derive(Debug)]
pub(crate) struct JsonFragments {
    /// For each layer and area, what every answer says of the area.
    layers: Vec<Vec<Box<[u8]>>>,
    /// The members that say why, for [`USUAL`].
    usual_reason: Box<[u8]>,
}

/// The reason of most answers.
const USUAL: Reason<'_> = Reason {
    basis: Basis::PolygonAgrees {
        by: Release::CodeTable2022,
    },
    contradiction: None,
    used_again: false,
    known_defect: None,
    known_only_to: None,
};

impl JsonFragments {
    /// Of all areas that lookups may find.
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let layers = dataset.catalogue().layers();
        let mut usual_reason = Vec::new();
        write_reason(&mut usual_reason, &USUAL);
        Self {
            usual_reason: usual_reason.into_boxed_slice(),
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

    /// The members that say why, if they are those of most answers.
    pub(crate) fn reason(&self, reason: &Reason<'_>) -> Option<&[u8]> {
        (*reason == USUAL).then_some(&*self.usual_reason)
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
