//! Names in place of the identifiers that sentences contain.

use coterm_core::definition::AreaRef;
use coterm_core::layers::{Catalogue, Layer};

/// A sentence in which every layer's identifier, such as `utla-2023`, is replaced by the
/// layer's family and date, and every area's, such as `icb-2022/E54000048`, by the area's
/// name. Identifiers that the data does not have stay.
pub(super) fn plain(sentence: &str, catalogue: &Catalogue) -> String {
    let words = sentence.split(' ').map(|word| {
        let bare = word.trim_end_matches(['.', ',', ':', ';']);
        let mark = &word[bare.len()..];
        name(bare, catalogue).map_or_else(|| word.to_owned(), |name| name + mark)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Name of a layer, by family and date.
pub(super) fn layer_name(layer: &Layer) -> String {
    format!("{} ({})", layer.info().family_title, layer.info().vintage)
}

fn name(word: &str, catalogue: &Catalogue) -> Option<String> {
    if let Ok(AreaRef { layer, code }) = word.parse() {
        let area = catalogue.layer(&layer).ok()?.area(&code)?;
        return Some(area.name().to_owned());
    }
    catalogue.layer(word).ok().map(layer_name)
}
