//! [`Dictionaries`]: the codes and names of all areas as Arrow arrays, made once for a dataset.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, LayerId};
use coterm_core::lookup::{LookupStatus, Method};

/// The codes and names of one layer's areas, by their positions in the layer.
#[derive(Debug, Clone)]
pub struct LayerDictionary {
    /// Official codes.
    pub codes: ArrayRef,
    /// Names.
    pub names: ArrayRef,
}

/// The values of all dictionary-encoded columns. Batches share them, so that no batch copies the
/// names of a layer.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use arrow_array::Array;
/// use coterm_arrow::Dictionaries;
///
/// let dictionaries = Dictionaries::of(&dataset);
/// let districts = dataset.catalogue().position("lad-2023").expect("it has districts");
/// assert_eq!(dictionaries.layer(districts).names.len(), 3);
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Dictionaries {
    layers: Vec<LayerDictionary>,
    status: ArrayRef,
    method: ArrayRef,
}

/// The methods, in the order of their keys.
const METHODS: [Method; 2] = [Method::Table, Method::Polygon];

impl Dictionaries {
    /// Makes the dictionaries of all layers of a dataset. O(n) in their areas.
    pub fn of(dataset: &Dataset) -> Self {
        let of_layer = |layer: &coterm_core::layers::Layer| {
            let values = |value: fn(&Area) -> &str| -> ArrayRef {
                Arc::new(StringArray::from_iter_values(
                    layer.areas().iter().map(value),
                ))
            };
            LayerDictionary {
                codes: values(Area::code),
                names: values(Area::name),
            }
        };
        let texts = |texts: Vec<&'static str>| -> ArrayRef { Arc::new(StringArray::from(texts)) };
        Self {
            layers: dataset.catalogue().layers().iter().map(of_layer).collect(),
            status: texts(LookupStatus::ALL.map(LookupStatus::code).to_vec()),
            method: texts(METHODS.map(Method::code).to_vec()),
        }
    }

    /// The dictionary of a layer.
    ///
    /// # Panics
    ///
    /// If the dataset has no such layer.
    pub fn layer(&self, layer: LayerId) -> &LayerDictionary {
        &self.layers[layer.index()]
    }

    pub(crate) fn status(&self, keys: Vec<i32>) -> crate::Result<ArrayRef> {
        encoded(keys.into(), &self.status)
    }

    pub(crate) fn method(&self, keys: Vec<Option<i32>>) -> crate::Result<ArrayRef> {
        encoded(keys.into(), &self.method)
    }

    /// Key of a status in its column.
    pub(crate) fn status_key(status: LookupStatus) -> i32 {
        key(LookupStatus::ALL.iter().position(|other| *other == status))
    }

    /// Key of a method in its column.
    pub(crate) fn method_key(method: Method) -> i32 {
        key(METHODS.iter().position(|other| *other == method))
    }
}

fn key(position: Option<usize>) -> i32 {
    position
        .and_then(|position| i32::try_from(position).ok())
        .unwrap_or_default()
}

/// Makes a dictionary-encoded column of keys and the values that they number.
///
/// # Errors
///
/// [`Error::Arrow`](crate::Error::Arrow) if a key has no value.
pub(crate) fn encoded(keys: Int32Array, values: &ArrayRef) -> crate::Result<ArrayRef> {
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(
        keys,
        values.clone(),
    )?))
}
