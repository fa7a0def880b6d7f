//! Tiles as they are sent, made once for all who ask for them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;
use coterm_core::Generation;
use coterm_tiles::{TileCoord, TileSet, USUAL_ZOOMS};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::encoding::Encoding;
use crate::Problem;

/// Bytes of tiles that are kept at most.
const ROOM: u64 = 128 << 20;
/// Tiles that this may be, to begin with.
const TILES: usize = 10_000;
/// What a tile takes besides its bytes.
const OVERHEAD: u64 = 200;

/// The tiles of a generation, and those that were asked for last.
#[derive(Debug)]
pub(crate) struct Tiles {
    set: Arc<TileSet>,
    version: String,
    kept: Cache<Key, Option<Tile>, Weight>,
}

/// Which layers, which tile, and how it is compressed.
type Key = (Vec<String>, TileCoord, Encoding);

/// A tile as it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Tile {
    pub(crate) body: Bytes,
    /// Weak, because it may be sent compressed.
    pub(crate) etag: HeaderValue,
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<Key, Option<Tile>> for Weight {
    fn weight(&self, _: &Key, tile: &Option<Tile>) -> u64 {
        OVERHEAD + tile.as_ref().map_or(0, |tile| tile.body.len() as u64)
    }
}

impl Tiles {
    /// The tiles of all layers of the generation. Takes a while for a large one.
    pub(crate) fn of(generation: &Generation) -> Result<Self, Problem> {
        let layers = generation.catalogue().layers();
        let mut version = coterm_io::tiles_fingerprint(layers, &[], &USUAL_ZOOMS)?;
        // As long as others are, and enough for an address.
        version.truncate(16);
        Ok(Self {
            set: Arc::new(TileSet::new(layers)?),
            version,
            kept: Cache::with_weighter(TILES, ROOM, Weight),
        })
    }

    pub(crate) fn set(&self) -> &TileSet {
        &self.set
    }

    /// Another for every other data, and for every other version of this software.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// A tile of some layers, which there are; `None` if it has nothing in it. Whoever asks
    /// for it while it is being made waits for the same one.
    pub(crate) async fn tile(
        &self,
        layers: Vec<String>,
        coord: TileCoord,
        encoding: Encoding,
    ) -> Result<Option<Tile>, Problem> {
        let key = (layers, coord, encoding);
        let made = self.kept.get_or_insert_async(&key, async {
            let set = Arc::clone(&self.set);
            let layers = key.0.clone();
            let made = tokio::task::spawn_blocking(move || {
                let layers: Vec<&str> = layers.iter().map(String::as_str).collect();
                let Some(bytes) = set.tile(coord, &layers)? else {
                    return Ok(None);
                };
                let etag = format!("W/\"{}\"", coterm_io::fingerprint(&bytes));
                let written = encoding.written(bytes).map_err(|_| Problem::internal())?;
                Ok(Some(Tile {
                    body: written.into(),
                    etag: HeaderValue::from_str(&etag).map_err(|_| Problem::internal())?,
                }))
            });
            made.await.map_err(|_| Problem::internal())?
        });
        made.await
    }
}
