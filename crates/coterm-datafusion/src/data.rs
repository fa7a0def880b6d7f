//! [`LoadedData`]: the dataset that functions and tables answer from, and its fingerprint.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use coterm_arrow::Dictionaries;
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, Layer, LayerId};
use coterm_io::{DataLocation, store};
use datafusion::arrow::array::{ArrayRef, StringViewArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use polygon_coverage::PointIndex;

/// A dataset with its codes and names as Arrow arrays, the fingerprint of its files, and indexes.
///
/// Functions keep it behind an `Arc`. Client, scheduler and executors compare fingerprints, so that
/// all parts of a query are answered from the same data. An index is made when the first batch
/// needs it, so that a query waits only for the layers that it names, and a process that passes
/// queries on makes none.
pub struct LoadedData {
    dataset: Dataset,
    fingerprint: String,
    dictionaries: Dictionaries,
    /// The codes of each layer's areas, as views: rows of the result copy sixteen bytes each.
    codes: Vec<ArrayRef>,
    /// Points in each layer, without the others.
    points: Vec<OnceLock<coterm_core::Result<PointIndex>>>,
    names: OnceLock<HashMap<String, String>>,
}

impl LoadedData {
    /// Reads the data at a location: a tenth of a second for the built-in data, a second for all of
    /// England.
    ///
    /// # Errors
    ///
    /// Errors of [`store::open`]: data that is missing, damaged or cannot be read.
    pub fn open(location: &DataLocation) -> coterm_io::Result<Arc<Self>> {
        let fingerprint = store::fingerprint(location.clone())?;
        let dataset = store::open(location.clone(), Indexing::None)?;
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
        let layers = dataset.catalogue().iter();
        Self {
            codes: layers.clone().map(views).collect(),
            points: layers.map(|_| OnceLock::new()).collect(),
            names: OnceLock::new(),
            fingerprint,
            dictionaries,
            dataset,
        }
    }

    /// The dataset, with the indexes that were made so far.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The dataset with these indexes.
    ///
    /// # Errors
    ///
    /// Those of [`Dataset::make_indexes`].
    pub fn indexed(&self, indexing: Indexing) -> coterm_core::Result<&Dataset> {
        self.dataset.make_indexes(indexing)?;
        Ok(&self.dataset)
    }

    /// The index of points in one layer.
    ///
    /// # Errors
    ///
    /// [`coterm_core::Error::Geometry`] if the layer is too large to be indexed.
    pub fn points_in(&self, layer: LayerId) -> coterm_core::Result<&PointIndex> {
        if let Some(all) = self.dataset.point_index() {
            return Ok(all.coverage(layer.index()));
        }
        let made = self.points[layer.index()].get_or_init(|| {
            let areas = self.dataset.catalogue()[layer].areas().iter();
            Ok(PointIndex::build(areas.map(Area::footprint))?)
        });
        made.as_ref().map_err(Clone::clone)
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
        let names = self.names.get_or_init(|| {
            let layers = self.dataset.catalogue().layers().iter();
            let areas = layers.flat_map(Layer::areas);
            areas
                .map(|area| (area.code().to_owned(), area.name().to_owned()))
                .collect()
        });
        names.get(code).map(String::as_str)
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
