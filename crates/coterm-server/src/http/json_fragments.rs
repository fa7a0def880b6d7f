//! Parts of answers that are written as JSON once, and copied into every answer.

use coterm_core::{Area, Basis, Dataset, Layer, Reason};

use crate::http::json_writer::{truth, write, write_reason, write_text};

/// The JSON of what is the same in all answers, or in most: it is written once for each
/// dataset, and copied into every answer.
#[derive(Debug)]
pub(crate) struct JsonFragments {
    /// For each layer and area, what every answer says of the area.
    layers: Vec<Vec<Box<[u8]>>>,
    /// The members that say why, for the [usual](is_usual) reason.
    usual_reason: Box<[u8]>,
}

/// Whether it is the reason of most answers: the code table says so, the polygon agrees, and
/// nothing speaks against it.
fn is_usual(reason: &Reason<'_>) -> bool {
    let Basis::PolygonAgrees { by: Some(by) } = reason.basis else {
        return false;
    };
    by.is_code_table() && reason.objections().next().is_none()
}

impl JsonFragments {
    /// Of all areas that lookups may find.
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let layers = dataset.catalogue().layers();
        let releases = dataset.postcodes().releases();
        let mut usual_reason = Vec::new();
        let usual = Reason {
            basis: Basis::PolygonAgrees {
                by: releases.code_table().map(|table| &releases[table]),
            },
            contradiction: None,
            used_again: false,
            known_defect: None,
            known_only_to: None,
        };
        write_reason(&mut usual_reason, &usual);
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
        is_usual(reason).then_some(&*self.usual_reason)
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
