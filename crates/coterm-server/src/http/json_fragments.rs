//! Parts of the JSON of lookups that are serialized once and copied into every answer.
//!
//! [`State`](crate::State) holds them, and `json_writer` copies them.

use std::collections::BTreeSet;

use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, AreaId, Layer, LayerId};
use coterm_core::lookup::{Basis, Reason};
use jiff::civil::Date;

use crate::http::json_writer::{truth, write, write_reason, write_text};

/// The JSON that is the same in all answers about an area, or in most: serialized once for each
/// dataset, and copied into every answer.
#[derive(Debug)]
pub(crate) struct JsonFragments {
    /// JSON members that do not depend on the query, for each layer and area.
    layers: Vec<Vec<Box<[u8]>>>,
    /// The JSON members of the [usual](is_usual) reason: of days up to which all is known, and of
    /// later days, by the day up to which a layer is known.
    usual_reasons: Vec<(Option<Date>, Box<[u8]>)>,
}

/// Whether a reason is the one that most answers have: the code table gives the area, the polygon
/// agrees, and there is no objection, except perhaps that the day is later than what is known.
fn is_usual(reason: &Reason<'_>) -> bool {
    let Basis::PolygonAgrees { by: Some(by) } = reason.basis else {
        return false;
    };
    let undated = Reason {
        known_only_to: None,
        ..*reason
    };
    by.is_code_table() && undated.objections().next().is_none()
}

impl JsonFragments {
    /// Serializes the fragments of all areas that lookups can find.
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let layers = dataset.catalogue().layers();
        let releases = dataset.postcodes().releases();
        let of_layers = layers.iter().map(|layer| layer.info().known_to);
        let known: BTreeSet<Option<Date>> = of_layers
            .chain([None, dataset.postcodes().known_to()])
            .collect();
        let usual = |known_only_to: Option<Date>| {
            let usual = Reason {
                basis: Basis::PolygonAgrees {
                    by: releases.code_table().map(|table| &releases[table]),
                },
                contradiction: None,
                used_again: false,
                known_defect: None,
                known_only_to,
            };
            let mut text = Vec::new();
            write_reason(&mut text, &usual);
            (known_only_to, text.into_boxed_slice())
        };
        Self {
            usual_reasons: known.into_iter().map(usual).collect(),
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

    /// Returns the JSON members of the reason if it is the usual one.
    pub(crate) fn reason(&self, reason: &Reason<'_>) -> Option<&[u8]> {
        let mut usual = self.usual_reasons.iter();
        let (_, written) = usual.find(|(known_to, _)| *known_to == reason.known_only_to)?;
        is_usual(reason).then_some(&**written)
    }

    /// Returns the start of an area's JSON object: from its opening brace to before `method`.
    pub(crate) fn at(&self, (layer, area): (LayerId, AreaId)) -> &[u8] {
        &self.layers[layer.index()][area.index()]
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
