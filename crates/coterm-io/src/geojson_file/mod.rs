//! Reading and writing `GeoJSON` (RFC 7946).
//!
//! A file is parsed once: [`Document`] looks at the members of the outermost object, in any order,
//! and finds where each feature begins and ends. Each feature is then parsed by itself, so that one
//! that cannot be understood does not affect the others.

mod document;
pub(crate) mod feature;
pub(crate) mod geometry;
pub(crate) mod members;
pub(crate) mod place;
pub(crate) mod records;
mod writing;

use std::path::Path;

use geo::MultiPolygon;

use crate::declared_crs::DeclaredCrs;
use crate::feature::{RawFeature, RawFile};
use crate::{Crs, Error, Result, text};
use document::Document;

pub use writing::{FeatureForm, area_to_geojson, feature_to_geojson, layer_to_geojson};

/// Maximum number of features that cannot be understood. A file with more is no file of features,
/// and findings about all of them would take more memory than the file.
const MAX_FAULTS: usize = 1_000;

/// Reads every feature of a `GeoJSON` file, with coordinates as they are in the file.
///
/// # Errors
///
/// [`Error::Malformed`], with the line, for anything that is no text, no JSON or no `GeoJSON`.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(bytes).map_err(bad)?;
    let document = Document::read(&text).map_err(bad)?;
    let mut features = Vec::with_capacity(document.len());
    let mut faults = 0;
    for feature in document.features() {
        faults += usize::from(feature.geometry.is_fault());
        if faults > MAX_FAULTS {
            return Err(bad(too_many_faults()));
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

fn too_many_faults() -> String {
    format!("more than {MAX_FAULTS} of its features cannot be understood")
}

/// A polygon feature of a `GeoJSON` file with its fields, coordinates as in the file.
#[derive(Debug)]
pub(crate) struct PolygonFeature {
    feature: RawFeature,
    /// Coordinate system of the footprint.
    pub(crate) crs: Crs,
    /// The polygon or polygons of the feature.
    pub(crate) footprint: MultiPolygon<f64>,
}

impl PolygonFeature {
    /// Returns a property that is a string, or a number as it is written.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.feature.fields.get(name).map(String::as_str)
    }
}

/// Reads a file whose features are all polygons, and calls `each` with one after another.
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
