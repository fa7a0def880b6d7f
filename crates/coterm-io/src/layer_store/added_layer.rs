//! [`AddedLayer`]: a layer as it is added to a dataset, with the bytes of its file.

use std::sync::Arc;

use coterm_core::layers::Layer;

use super::ADDED;
use crate::manifest::sha256_hex;
use crate::{Crs, FileEntry, LayerEntry, Result, flatgeobuf_file};

/// A layer that can be added to a [`DataLocation`](crate::DataLocation), and then answers like the
/// layers of the data.
#[derive(Debug, Clone)]
pub struct AddedLayer {
    pub(crate) entry: LayerEntry,
    /// The layer's file, a `FlatGeobuf` in EPSG:27700.
    pub(crate) bytes: Arc<[u8]>,
}

impl AddedLayer {
    /// Makes the file of a layer in memory. O(n) in the vertices.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`](crate::Error::Encode) if the layer cannot be written.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_io::{AddedLayer, DataLocation};
    ///
    /// let layer = AddedLayer::new(dataset.catalogue().layer("lad-2023")?)?;
    /// let location = DataLocation::built_in(|_| None).with_layer(layer);
    /// assert!(coterm_io::store::manifest(&location).is_err(), "there is nothing to add it to");
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn new(layer: &Layer) -> Result<Self> {
        let bytes = flatgeobuf_file::write(layer, Crs::BritishNationalGrid)?;
        let entry = LayerEntry {
            info: layer.info().clone(),
            file: FileEntry {
                file: format!("{ADDED}/{}.fgb", layer.id()),
                rows: layer.areas().len() as u64,
                sha256: sha256_hex(&bytes),
            },
        };
        Ok(Self {
            entry,
            bytes: bytes.into(),
        })
    }
}
