//! Names in place of the identifiers that sentences contain.

use coterm_core::layers::{Catalogue, Layer};

/// Returns a sentence in which every layer's identifier, such as `utla-2023`, is replaced by the
/// layer's family and date, and every area's, such as `icb-2022/E54000048` or
/// `utla-2023/Blackburn with Darwen`, by the area's name. Identifiers that the data does not have
/// stay.
pub fn with_names(sentence: &str, catalogue: &Catalogue) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    loop {
        if let Some((length, name)) = name(rest, catalogue) {
            text.push_str(&name);
            rest = &rest[length..];
        }
        let Some((word, others)) = rest.split_once(' ') else {
            return text + rest;
        };
        text.push_str(word);
        text.push(' ');
        rest = others;
    }
}

/// Name of a layer, by family and date.
pub(super) fn layer_name(layer: &Layer) -> String {
    format!("{} ({})", layer.info().family_title, layer.info().vintage)
}

/// Length of the identifier that a text begins with, and the name of what it identifies.
fn name(text: &str, catalogue: &Catalogue) -> Option<(usize, String)> {
    let word = text
        .split(' ')
        .next()?
        .trim_end_matches(['.', ',', ':', ';']);
    let Some((id, _)) = word.split_once('/') else {
        let layer = catalogue.layer(word).ok()?;
        return Some((word.len(), layer_name(layer)));
    };
    let layer = catalogue.layer(id).ok()?;
    let rest = &text[id.len() + 1..];
    let areas = layer.areas().iter();
    // One name may begin with another, such as a code with a shorter one.
    let (length, area) = areas
        .flat_map(|area| {
            [
                (area.code().len(), area.code(), area),
                (area.name().len(), area.name(), area),
            ]
        })
        .filter(|(_, key, _)| rest.starts_with(key))
        .map(|(length, _, area)| (length, area))
        .max_by_key(|(length, _)| *length)?;
    Some((id.len() + 1 + length, area.name().to_owned()))
}
