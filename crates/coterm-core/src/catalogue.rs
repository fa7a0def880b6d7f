use jiff::civil::Date;

use crate::{Error, Layer, Result};

/// The layers that are known, and which of them are valid when.
#[derive(Debug)]
pub struct Catalogue {
    layers: Vec<Layer>,
}

impl Catalogue {
    /// A catalogue of these layers, in the order in which they are to be shown.
    pub fn new(layers: Vec<Layer>) -> Self {
        Self { layers }
    }

    /// All layers, in order.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The layer with this name.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`], with the nearest names.
    pub fn layer(&self, id: &str) -> Result<&Layer> {
        self.layers
            .iter()
            .find(|layer| layer.id() == id)
            .ok_or_else(|| {
                let names = nearest(id, self.layers.iter().map(Layer::id));
                Error::NoSuchLayer {
                    layer: id.to_owned(),
                    nearest: names.join(", "),
                }
            })
    }

    /// Positions of the layers that answer a lookup on the date, one for each
    /// family, in the catalogue's order.
    ///
    /// # Errors
    ///
    /// [`Error::NoLayerOn`] if no layer at all is valid then, and
    /// [`Error::NoSuchFamily`] for a family in `only` that has none.
    pub fn valid_on(&self, on: Date, only: Option<&[String]>) -> Result<Vec<usize>> {
        let valid: Vec<usize> = self
            .lookup_layers()
            .filter(|(_, layer)| layer.info().period.contains(on))
            .map(|(index, _)| index)
            .collect();
        if valid.is_empty() {
            let earliest = self
                .lookup_layers()
                .map(|(_, layer)| layer.info().period.from())
                .min();
            return Err(Error::NoLayerOn {
                on,
                earliest: earliest.unwrap_or(on),
            });
        }
        let family = |index: usize| self.layers[index].info().family.as_str();
        let Some(only) = only else { return Ok(valid) };
        for wanted in only {
            if !valid.iter().any(|&index| family(index) == wanted) {
                return Err(Error::NoSuchFamily {
                    family: wanted.clone(),
                    on,
                    available: valid
                        .iter()
                        .map(|&i| family(i))
                        .collect::<Vec<_>>()
                        .join(", "),
                });
            }
        }
        Ok(valid
            .into_iter()
            .filter(|&index| only.iter().any(|f| f == family(index)))
            .collect())
    }

    fn lookup_layers(&self) -> impl Iterator<Item = (usize, &Layer)> {
        self.layers
            .iter()
            .enumerate()
            .filter(|(_, layer)| layer.info().role.answers_lookups())
    }
}

/// The three names that are most like what was asked for, best first.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_by_cached_key(|name| (edit_distance(wanted, name), *name));
    names.truncate(3);
    names
}

/// Levenshtein's distance, for "did you mean".
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
