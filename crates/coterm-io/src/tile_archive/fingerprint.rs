//! The fingerprint of tiles: a short text that changes whenever the tiles would
//! ([`tiles_fingerprint`]). An interrupted run is continued only if it has the same fingerprint,
//! and the server makes the versions of its tiles from it.

use std::ops::RangeInclusive;

use coterm_core::layers::Layer;
use sha2::{Digest, Sha256};

use crate::manifest::hex;
use crate::{Error, Result};

/// Version of how tiles are made and stored. Raise the number when the same layers would give other
/// tiles, or when tiles are stored in another form.
const MAKING: &str = concat!(env!("CARGO_PKG_VERSION"), " 2");

/// Returns the fingerprint of the tiles of the `wanted` layers, made among `all` layers: SHA-256,
/// in hexadecimal, of the version, the zooms, the wanted layers' ids, and everything that is known
/// of all layers. All layers count because their lines divide the ground together, whichever are
/// wanted. O(n) in the vertices.
///
/// # Errors
///
/// [`Error::Encode`] for a layer that cannot be described as JSON.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_io::tiles_fingerprint;
///
/// let layers = dataset.catalogue().layers();
/// let one = tiles_fingerprint(layers, &["lad-2023"], &(0..=8))?;
/// assert_eq!(one, tiles_fingerprint(layers, &["lad-2023"], &(0..=8))?);
/// assert_ne!(one, tiles_fingerprint(layers, &["lad-2023"], &(0..=9))?);
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn tiles_fingerprint(
    all: &[Layer],
    wanted: &[&str],
    zooms: &RangeInclusive<u8>,
) -> Result<String> {
    let mut hasher = Sha256::new();
    // Each part is preceded by its length, so that its start cannot pass for the previous part's
    // end.
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
