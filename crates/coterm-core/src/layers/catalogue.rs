//! [`Catalogue`]: the layers of a dataset, and which of them answer a lookup on a date. Other
//! tables name layers by their positions in it, so the order never changes.

use std::ops::Index;

use jiff::civil::Date;

use crate::layers::{Layer, LayerId, LayerInfo};
use crate::words::{capital, kind};
use crate::{Error, Result};

/// The known layers, and which of them are valid on a date.
#[derive(Debug, Clone)]
pub struct Catalogue {
    layers: Vec<Layer>,
}

impl Catalogue {
    /// Makes a catalogue of these layers, in the order in which they are to be shown.
    ///
    /// ```
    /// use coterm_core::layers::{Catalogue, Layer, LayerInfo};
    /// use coterm_core::period::{Period, parse_day};
    ///
    /// let since_2023 = Period::new(parse_day("2023-04-01")?, None)?;
    /// let layers = ["utla", "lad"].map(|family| {
    ///     Layer::new(LayerInfo::new(format!("{family}-2023"), family, "2023", since_2023), Vec::new())
    /// });
    /// let catalogue = Catalogue::new(layers.into());
    /// assert_eq!(catalogue.layer("lad-2023")?.info().family, "lad");
    /// assert!(catalogue.layer("lad-2021").is_err());
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn new(layers: Vec<Layer>) -> Self {
        Self { layers }
    }

    /// All layers, in the catalogue's order.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// All layers with their ids, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (LayerId, &Layer)> + Clone {
        let numbered = self.layers.iter().enumerate();
        numbered.map(|(index, layer)| (LayerId::new(index), layer))
    }

    /// The id of the layer with this name. O(n).
    pub fn position(&self, name: &str) -> Option<LayerId> {
        self.first(|layer| layer.id() == name)
    }

    /// The id of the first layer that satisfies a condition.
    pub fn first(&self, is_wanted: impl Fn(&Layer) -> bool) -> Option<LayerId> {
        self.layers.iter().position(is_wanted).map(LayerId::new)
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
            .ok_or_else(|| Error::NoSuchLayer {
                layer: id.to_owned(),
                nearest: nearest(id, self.layers.iter().map(Layer::id)),
            })
    }

    /// Positions of the layers that answer a lookup on the date, one for each family, in the
    /// catalogue's order. `only` keeps the families that it names. O(n) in the layers.
    ///
    /// # Errors
    ///
    /// [`Error::NoLayerOn`] if no layer at all is valid on the date. For a family in `only`,
    /// [`Error::NoSuchFamily`] if no layer belongs to it, and [`Error::FamilyNotOn`] if its layers
    /// are valid on other days only.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::period::parse_day;
    ///
    /// let catalogue = dataset.catalogue();
    /// let on = |day: &str| -> coterm_core::Result<Vec<&str>> {
    ///     let valid = catalogue.valid_on(parse_day(day)?, None)?;
    ///     Ok(valid.into_iter().map(|layer| catalogue[layer].id()).collect())
    /// };
    /// assert_eq!(on("2022-06-30")?, ["ccg-2021", "lsoa-2011"]);
    /// assert_eq!(on("2023-06-30")?, ["utla-2023", "lad-2023", "lsoa-2011"]);
    /// assert!(on("1999-01-01").is_err());
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn valid_on(&self, on: Date, only: Option<&[String]>) -> Result<Vec<LayerId>> {
        let valid: Vec<LayerId> = self
            .lookup_layers()
            .filter(|(_, layer)| layer.info().period.contains(on))
            .map(|(id, _)| id)
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
        let family = |id: LayerId| self[id].info().family.as_str();
        let Some(only) = only else { return Ok(valid) };
        for wanted in only {
            if !valid.iter().any(|&id| family(id) == wanted) {
                let valid = valid.iter().map(|&id| self[id].info());
                return Err(self.without_family(wanted, on, valid));
            }
        }
        Ok(valid
            .into_iter()
            .filter(|&id| only.iter().any(|f| f == family(id)))
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
            let listed = |info: &LayerInfo| (info.family.clone(), info.family_title.clone());
            return Error::NoSuchFamily {
                family: wanted.to_owned(),
                meant: meant.map(|info| info.family.clone()),
                available: valid.map(listed).collect(),
            };
        };
        Error::FamilyNotOn {
            kinds: capital(info.kinds()),
            ended: ended.is_some(),
            use_on,
        }
    }

    fn lookup_layers(&self) -> impl Iterator<Item = (LayerId, &Layer)> {
        self.iter()
            .filter(|(_, layer)| layer.info().role.answers_lookups())
    }
}

/// The layer with this id; panics for an id of a larger catalogue.
impl Index<LayerId> for Catalogue {
    type Output = Layer;

    fn index(&self, layer: LayerId) -> &Layer {
        &self.layers[layer.index()]
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
fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<&str> = names.collect();
    names.sort_by_cached_key(|name| (edit_distance(wanted, name), *name));
    names.truncate(3);
    names.into_iter().map(str::to_owned).collect()
}

/// Levenshtein distance from the first 64 characters of a text that somebody gave, which may be
/// long, to a name.
pub(crate) fn edit_distance(wanted: &str, name: &str) -> usize {
    let end = wanted
        .char_indices()
        .nth(64)
        .map_or(wanted.len(), |(at, _)| at);
    strsim::levenshtein(&wanted[..end], name)
}
