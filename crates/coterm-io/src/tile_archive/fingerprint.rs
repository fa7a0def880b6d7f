//! What tiles depend on, as a short text.

use std::ops::RangeInclusive;

use coterm_core::Layer;
use sha2::{Digest, Sha256};

use crate::manifest::hex;
use crate::{Error, Result};

/// To be changed when the same layers give other tiles, or tiles are kept otherwise.
const MAKING: &str = concat!(env!("CARGO_PKG_VERSION"), " 2");

/// What tiles depend on: another text for other tiles. SHA-256, in hexadecimal, of the
/// version, the zooms, the layers that are wanted, and all that is known of all layers: their
/// lines divide the ground together, whichever are wanted.
/// O(n) in the vertices.
///
/// # Errors
///
/// [`Error::Encode`] for a layer that cannot be described as JSON.
pub fn tiles_fingerprint(
    all: &[Layer],
    wanted: &[&str],
    zooms: &RangeInclusive<u8>,
) -> Result<String> {
    let mut hasher = Sha256::new();
    // Each part with its length, so that none can be taken for the end of another.
    let mut note = |part: &[u8]| {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    note(MAKING.as_bytes());
    note(&[*zooms.start(), *zooms.end()]);
    for layer in wanted {
        note(layer.as_bytes());
    }
    for layer in all {
        let info = serde_json::to_vec(layer.info());
        note(&info.map_err(|error| Error::encode(layer.id(), "JSON", error))?);
        for area in layer.areas() {
            note(area.code().as_bytes());
            note(area.name().as_bytes());
            note(&[u8::from(area.complete())]);
            for (system, code) in area.codes() {
                note(system.as_bytes());
                note(code.as_bytes());
            }
            for polygon in area.footprint() {
                note(&[]);
                for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                    let coordinates = ring.0.iter().flat_map(|at| [at.x, at.y]);
                    note(&coordinates.flat_map(f64::to_le_bytes).collect::<Vec<_>>());
                }
            }
        }
    }
    Ok(hex(&hasher.finalize()))
}
