//! The choice of a layer, for formats that hold several ([`chosen_layer`]).

use std::path::Path;

use coterm_core::words::{excerpt, things};

use crate::{Error, Result};

/// Maximum number of layers that an error names, and of characters of each name.
const NAMED: usize = 20;
const NAME: usize = 60;

/// A layer of a file, of which nothing is known but its name and whether it has polygons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayerName<'a> {
    pub(crate) name: &'a str,
    pub(crate) has_polygons: bool,
}

/// Returns the position of the layer called `wanted`, or, if none is wanted, of the only one with
/// polygons. Case counts only where two names differ in nothing else.
///
/// # Errors
///
/// [`Error::InvalidInput`] if there is no such layer, or if there are several to choose from, with
/// their names.
pub(crate) fn chosen_layer(
    path: &Path,
    layers: &[LayerName<'_>],
    wanted: Option<&str>,
) -> Result<usize> {
    let refused = |reason: String| Error::InvalidInput(format!("{}: {reason}", path.display()));
    if let Some(wanted) = wanted {
        let exactly = layers.iter().position(|layer| layer.name == wanted);
        let alike = || {
            let mut layers = layers.iter();
            layers.position(|layer| layer.name.eq_ignore_ascii_case(wanted))
        };
        return exactly.or_else(alike).ok_or_else(|| {
            let there_are = names(layers.iter());
            refused(format!(
                "it has no layer \"{wanted}\"; there are {there_are}"
            ))
        });
    }
    let with_polygons = || layers.iter().filter(|layer| layer.has_polygons);
    let only = layers.iter().position(|layer| layer.has_polygons);
    match (only, with_polygons().count()) {
        (Some(only), 1) => Ok(only),
        (Some(_), several) => Err(refused(format!(
            "it has {several} layers of polygons; choose one with --layer: {}",
            names(with_polygons())
        ))),
        (None, _) => Err(refused(format!(
            "it has no polygons in {}",
            things(layers.len(), "layer", "layers")
        ))),
    }
}

fn names<'a>(layers: impl Iterator<Item = &'a LayerName<'a>> + Clone) -> String {
    let first = layers.clone().take(NAMED);
    let first: Vec<String> = first.map(|layer| excerpt(layer.name, NAME)).collect();
    match layers.count().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_layer_of_polygons_is_taken_unless_another_is_named() {
        let layer = |name, has_polygons| LayerName { name, has_polygons };
        let layers = [
            layer("lines", false),
            layer("Wards", true),
            layer("wards", false),
        ];
        let chosen = |layers: &[LayerName<'_>], wanted| {
            chosen_layer(Path::new("a.zip"), layers, wanted).map_err(|error| error.to_string())
        };
        assert_eq!(chosen(&layers, None), Ok(1));
        assert_eq!(chosen(&layers, Some("wards")), Ok(2));
        assert_eq!(chosen(&layers, Some("LINES")), Ok(0));
        let two = [layers[1], layer("lad", true)];
        for (layers, wanted, words) in [
            (&two[..], None, "choose one with --layer: Wards, lad"),
            (&two, Some("x"), "no layer \"x\"; there are Wards, lad"),
            (&layers[..1], None, "no polygons in 1 layer"),
            (&[], None, "no polygons in 0 layers"),
        ] {
            let message = chosen(layers, wanted).unwrap_err();
            assert!(message.contains(words), "{message}");
        }
    }
}
