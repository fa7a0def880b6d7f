//! Layers as `GeoJSON` (RFC 7946), and features from it.
//!
//! A file is read once: [`Document`] looks at the members of the outermost object, in
//! whichever order they are, and knows where each feature begins and ends. Then each
//! feature is read by itself, so that one that cannot be understood costs no other.

mod document;
mod feature;
mod geometry;
mod members;
mod place;
mod writing;

use std::path::Path;

use geo::MultiPolygon;

use crate::declared_crs::DeclaredCrs;
use crate::feature::{RawFeature, RawFile};
use crate::{Crs, Error, Result, text};
use document::Document;

pub use writing::{area_to_geojson, layer_to_geojson};

/// So many features that cannot be understood are told: with more, it is no file of
/// features, and to tell them all would take more memory than the file.
const MOST_FAULTS: usize = 1_000;

/// Every feature of a `GeoJSON` file as it is there.
///
/// # Errors
///
/// [`Error::Malformed`], with the line, for what is no text, no JSON or no `GeoJSON`.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(bytes).map_err(bad)?;
    let document = Document::read(&text).map_err(bad)?;
    let mut features = Vec::with_capacity(document.len());
    let mut faults = 0;
    for feature in document.features() {
        faults += usize::from(feature.geometry.is_fault());
        if faults > MOST_FAULTS {
            return Err(bad(format!(
                "more than {MOST_FAULTS} of its features cannot be understood"
            )));
        }
        features.push(feature);
    }
    Ok(RawFile {
        features,
        declared: document.declared,
        cut_off: document.cut_off,
        ..RawFile::default()
    })
}

/// A polygon of a `GeoJSON` file with its fields, coordinates as in the file.
#[derive(Debug)]
pub(crate) struct PolygonFeature {
    feature: RawFeature,
    /// The system of the coordinates.
    pub(crate) crs: Crs,
    /// The ground.
    pub(crate) footprint: MultiPolygon<f64>,
}

impl PolygonFeature {
    /// A property that is text, or a number as text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.feature.fields.get(name).map(String::as_str)
    }
}

/// Reads the polygons of a file of which every feature is one, one after another.
pub(crate) fn polygons(
    path: &Path,
    bytes: &[u8],
    mut each: impl FnMut(PolygonFeature) -> Result<()>,
) -> Result<()> {
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(bytes).map_err(bad)?;
    let document = Document::read(&text).map_err(bad)?;
    let declared = document.declared.as_ref();
    let crs = declared.map_or(Ok(Crs::LonLat), DeclaredCrs::crs)?;
    for (number, mut feature) in (1..).zip(document.features()) {
        let geometry = std::mem::take(&mut feature.geometry);
        let (footprint, _) = geometry
            .footprint()
            .map_err(|no_area| bad(format!("feature {number}: {}", no_area.reason())))?;
        each(PolygonFeature {
            feature,
            crs,
            footprint,
        })?;
    }
    Ok(())
}
