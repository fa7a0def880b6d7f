//! [`LoadedData`]: the dataset that functions answer from, and its fingerprint.

use std::fmt;
use std::sync::Arc;

use coterm_core::dataset::{Dataset, Indexing};
use coterm_io::{DataLocation, store};

/// A dataset with its indexes, and the fingerprint of its files.
///
/// Functions keep it behind an `Arc`. Client, scheduler and executors compare fingerprints, so that
/// all parts of a query are answered from the same data.
pub struct LoadedData {
    dataset: Dataset,
    fingerprint: String,
}

impl LoadedData {
    /// Loads the data at a location: a second for the built-in data, several for all of England.
    ///
    /// # Errors
    ///
    /// Those of [`store::open`].
    pub fn open(location: &DataLocation) -> coterm_io::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            fingerprint: store::fingerprint(location)?,
            dataset: store::open(location.clone(), Indexing::LayersAndPostcodes)?,
        }))
    }

    /// The dataset.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The fingerprint of the dataset's files: the same wherever they are.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
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

impl std::hash::Hash for LoadedData {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}
