//! [`LoadedData`]: the dataset that functions and tables answer from, and its fingerprint.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use coterm_arrow::Dictionaries;
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::LayerId;
use coterm_io::{DataLocation, store};
use datafusion::arrow::array::{ArrayRef, StringViewArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;

/// A dataset with its indexes, its codes and names as Arrow arrays, and the fingerprint of its files.
///
/// Functions keep it behind an `Arc`. Client, scheduler and executors compare fingerprints, so that
/// all parts of a query are answered from the same data.
pub struct LoadedData {
    dataset: Dataset,
    fingerprint: String,
    dictionaries: Dictionaries,
    /// The codes of each layer's areas, as views: rows of the result copy sixteen bytes each.
    codes: Vec<ArrayRef>,
    names: HashMap<String, String>,
}

impl LoadedData {
    /// Loads the data at a location: a second for the built-in data, several for all of England.
    ///
    /// # Errors
    ///
    /// Errors of [`store::open`]: data that is missing, damaged or cannot be read.
    pub fn open(location: &DataLocation) -> coterm_io::Result<Arc<Self>> {
        let fingerprint = store::fingerprint(location.clone())?;
        let dataset = store::open(location.clone(), Indexing::LayersAndPostcodes)?;
        Ok(Arc::new(Self::new(dataset, fingerprint)))
    }

    /// Takes a dataset that is loaded, with a name for it that no other dataset has.
    pub fn new(dataset: Dataset, fingerprint: String) -> Self {
        let dictionaries = Dictionaries::of(&dataset);
        let views = |(layer, _)| {
            let codes = &dictionaries.layer(layer).codes;
            // Text can always be viewed.
            cast(codes, &DataType::Utf8View)
                .unwrap_or_else(|_| Arc::new(StringViewArray::new_null(0)))
        };
        let areas = dataset
            .catalogue()
            .iter()
            .flat_map(|(_, layer)| layer.areas());
        Self {
            codes: dataset.catalogue().iter().map(views).collect(),
            names: areas
                .map(|area| (area.code().to_owned(), area.name().to_owned()))
                .collect(),
            fingerprint,
            dictionaries,
            dataset,
        }
    }

    /// The dataset.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The fingerprint of the dataset's files: the same wherever they are.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The codes and names of all areas.
    pub fn dictionaries(&self) -> &Dictionaries {
        &self.dictionaries
    }

    /// The codes of a layer's areas, by their positions in the layer.
    pub(crate) fn codes(&self, layer: LayerId) -> &ArrayRef {
        &self.codes[layer.index()]
    }

    /// The name of the area with this code, in the last layer that has it.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }
}

/// Names the data by its fingerprint, for messages of the query engine.
impl fmt::Debug for LoadedData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("LoadedData")
            .field(&self.fingerprint)
            .finish()
    }
}

/// Data are the same if their files are.
impl PartialEq for LoadedData {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl Eq for LoadedData {}

impl Hash for LoadedData {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}
