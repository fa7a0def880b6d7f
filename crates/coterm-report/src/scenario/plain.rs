//! Sentences with the names of layers and areas in the place of their codes.

use coterm_core::{AreaRef, Catalogue, Layer};

/// The sentence with every `utla-2023` as the layer is called, and every
/// `icb-2022/E54000048` as the area is, where the data has them.
pub(super) fn plain(sentence: &str, catalogue: &Catalogue) -> String {
    let words = sentence.split(' ').map(|word| {
        let bare = word.trim_end_matches(['.', ',', ':', ';']);
        let mark = &word[bare.len()..];
        name(bare, catalogue).map_or_else(|| word.to_owned(), |name| name + mark)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A layer by family and date.
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
