//! [`LayerItems`], a layer's areas as `GeoJSON`, from which pages are cut without copying.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Bytes;
use coterm_core::layers::Layer;
use coterm_io::{Crs, area_to_geojson};
use jiff::Timestamp;

use crate::Problem;
use crate::filter::AreaBounds;

/// The features of a layer in CRS84, made at the first request for them, and their bounding boxes.
#[derive(Debug, Clone)]
pub(crate) struct LayerItems {
    /// The features, with commas between them.
    features: Bytes,
    ranges: Arc<[Range<usize>]>,
    pub(crate) bounds: Arc<AreaBounds>,
    /// The `ETag` header. It is weak, because the body may be sent compressed.
    pub(crate) etag: String,
    pub(crate) made_at: Timestamp,
}

impl LayerItems {
    /// Makes the features of a layer. O(n) in its vertices.
    pub(crate) fn of(layer: &Layer) -> Result<Self, Problem> {
        let mut features = Vec::new();
        let mut ranges = Vec::with_capacity(layer.areas().len());
        for area in layer.areas() {
            if !features.is_empty() {
                features.push(b',');
            }
            let start = features.len();
            features.extend(area_to_geojson(layer, area, Crs::LonLat)?);
            ranges.push(start..features.len());
        }
        features.shrink_to_fit();
        // A page has the layer's title and acknowledgement too.
        let info = serde_json::to_vec(layer.info()).map_err(|error| Problem::internal(&error))?;
        let made_from = [&features, &info].map(|bytes| coterm_io::fingerprint(bytes));
        let etag = coterm_io::fingerprint(made_from.concat().as_bytes());
        Ok(Self {
            etag: format!("W/\"{etag}\""),
            features: features.into(),
            ranges: ranges.into(),
            bounds: Arc::new(AreaBounds::of(layer)?),
            made_at: Timestamp::now(),
        })
    }

    /// Returns the features at these positions, with commas between them, in as few pieces as there
    /// are runs of neighbours. Nothing is copied.
    pub(crate) fn pieces(&self, positions: &[usize]) -> Vec<Bytes> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for range in positions.iter().filter_map(|at| self.ranges.get(*at)) {
            match runs.last_mut() {
                Some(run) if run.end + 1 == range.start => run.end = range.end,
                _ => runs.push(range.clone()),
            }
        }
        let mut pieces = Vec::with_capacity(2 * runs.len());
        for run in runs {
            if !pieces.is_empty() {
                pieces.push(Bytes::from_static(b","));
            }
            pieces.push(self.features.slice(run));
        }
        pieces
    }
}
