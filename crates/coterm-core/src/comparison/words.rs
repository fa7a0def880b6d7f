//! What is said of layers and their areas, in the words that all sentences have.

use super::Named;
use crate::{Layer, LayerInfo};

/// The area of a layer, by code and name.
pub(super) fn named(layer: &Layer, area: usize) -> Named {
    let area = &layer.areas()[area];
    Named {
        code: area.code().to_owned(),
        name: area.name().to_owned(),
    }
}

/// What one area of a layer is called, and several: "place", "places".
pub(super) fn kind(info: &LayerInfo) -> [String; 2] {
    crate::words::kind(&info.family).map(str::to_owned)
}
