//! [`Catalogue`]: the layers of a dataset, and which of them answer a lookup on a date. Other
//! tables name layers by their positions in it, so the order never changes.

use jiff::civil::Date;

use crate::words::{capital, kind};
use crate::{Error, Layer, LayerInfo, Result};

/// The known layers, and which of them are valid on a date.
#[derive(Debug, Clone)]
pub struct Catalogue {
    layers: Vec<Layer>,
}

impl Catalogue {
    /// Makes a catalogue of these layers, in the order in which they are to be shown.
    pub fn new(layers: Vec<Layer>) -> Self {
        Self { layers }
    }

    /// All layers, in the catalogue's order.
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

    /// Positions of the layers that answer a lookup on the date, one for each family, in the
    /// catalogue's order. `only` keeps the families that it names.
    ///
    /// # Errors
    ///
    /// [`Error::NoLayerOn`] if no layer at all is valid on the date. For a family in `only`,
    /// [`Error::NoSuchFamily`] if no layer belongs to it, and [`Error::FamilyNotOn`] if its layers
    /// are valid on other days only.
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
                let valid = valid.iter().map(|&index| self.layers[index].info());
                return Err(self.without_family(wanted, on, valid));
            }
        }
        Ok(valid
            .into_iter()
            .filter(|&index| only.iter().any(|f| f == family(index)))
            .collect())
    }

    /// The error for a family of which no layer is valid on the date. It says what to ask for
    /// instead.
    fn without_family<'a>(
        &self,
        wanted: &str,
        on: Date,
        valid: impl Iterator<Item = &'a LayerInfo>,
    ) -> Error {
        let infos = || self.lookup_layers().map(|(_, layer)| layer.info());
        let of_family = || infos().filter(|info| info.family == wanted);
        let ended = of_family()
            .filter_map(|info| info.period.to())
            .filter(|last| *last < on)
            .max();
        let begins = of_family().map(|info| info.period.from()).min();
        let (Some(use_on), Some(info)) = (ended.or(begins), of_family().next()) else {
            let meant = infos().find(|info| is_called(info, wanted));
            let list = |info: &LayerInfo| format!("{} ({})", info.family, info.family_title);
            return Error::NoSuchFamily {
                family: wanted.to_owned(),
                meant: meant.map(|info| info.family.clone()),
                available: valid.map(list).collect::<Vec<_>>().join(", "),
            };
        };
        Error::FamilyNotOn {
            kinds: capital(info.kinds()),
            ended: ended.is_some(),
            use_on,
        }
    }

    fn lookup_layers(&self) -> impl Iterator<Item = (usize, &Layer)> {
        self.layers
            .iter()
            .enumerate()
            .filter(|(_, layer)| layer.info().role.answers_lookups())
    }
}

impl LayerInfo {
    /// Plural name of the areas of the layer's family: `places`.
    pub fn kinds(&self) -> &str {
        match kind(&self.family) {
            ["area", _] => &self.family_title,
            [_, many] => many,
        }
    }
}

/// Whether people call the layer's family by this text: its name, its title, or the singular or
/// plural name of its areas, whatever the case, and with or without a final s.
fn is_called(info: &LayerInfo, wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    let [one, several] = kind(&info.family);
    let names = [info.family.as_str(), &info.family_title, one, several].map(str::to_lowercase);
    names
        .iter()
        .any(|name| *name == wanted || name.strip_suffix('s') == Some(&wanted))
}

/// The three names that are most like `wanted`, best first.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_by_cached_key(|name| (edit_distance(wanted, name), *name));
    names.truncate(3);
    names
}

/// Levenshtein distance, for "did you mean". It reads at most 64 characters of `a`.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
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
