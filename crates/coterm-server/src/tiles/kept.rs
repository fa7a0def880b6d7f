//! Tiles as they are sent, made once for all who ask for them.

use axum::body::Bytes;
use axum::http::HeaderValue;
use coterm_tiles::TileCoord;
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

/// The tiles that were asked for last, of layers, comparisons and archives together.
#[derive(Debug)]
pub(crate) struct Kept(Cache<Key, Option<Tile>, Weight>);

/// Of what, which tile, and how it is compressed.
type Key = (Of, TileCoord, Encoding);

/// What a tile is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    /// Some layers, by their names.
    Layers(Vec<String>),
    /// A comparison, by its version.
    Comparison(String),
    /// An archive, by its name.
    Archive(String),
}

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

impl Default for Kept {
    fn default() -> Self {
        Self(Cache::with_weighter(TILES, ROOM, Weight))
    }
}

impl Kept {
    /// A tile; `None` if it has nothing in it. Whoever asks for it while it is being made
    /// waits for the same one.
    pub(crate) async fn tile(
        &self,
        of: Of,
        coord: TileCoord,
        encoding: Encoding,
        make: impl FnOnce() -> Result<Option<Vec<u8>>, Problem> + Send + 'static,
    ) -> Result<Option<Tile>, Problem> {
        let key = (of, coord, encoding);
        let made = self.0.get_or_insert_async(&key, async {
            let made = tokio::task::spawn_blocking(move || {
                let Some(bytes) = make()? else {
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
