//! Tiles as they are sent, made once for all who ask for them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use crate::Problem;
use crate::http::content_encoding::ContentEncoding;

/// Bytes of tiles that are kept at most.
const ROOM: u64 = 128 << 20;
/// Tiles that this may be, to begin with.
const TILES: usize = 10_000;
/// What a tile takes besides its bytes.
const OVERHEAD: u64 = 200;

/// The tiles that were asked for last, of layers, comparisons and archives together.
#[derive(Debug)]
pub(crate) struct TileCache(Cache<Key, Made, Weight>);

/// What the tile is called, and how it is compressed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    name: Box<str>,
    encoding: ContentEncoding,
}

/// The same, of a name that is somebody else's. It must hash alike.
#[derive(Hash)]
struct Borrowed<'a> {
    name: &'a str,
    encoding: ContentEncoding,
}

impl Equivalent<Key> for Borrowed<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self.name == *key.name && self.encoding == key.encoding
    }
}

/// What has come of making a tile.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// Of all that it was made from.
    pub(crate) version: Arc<str>,
    /// `None` if there is nothing in it.
    pub(crate) tile: Option<Tile>,
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

impl Weighter<Key, Made> for Weight {
    fn weight(&self, key: &Key, made: &Made) -> u64 {
        let body = made.tile.as_ref().map_or(0, |tile| tile.body.len());
        OVERHEAD + (key.name.len() + body) as u64
    }
}

impl Default for TileCache {
    fn default() -> Self {
        Self(Cache::with_weighter(TILES, ROOM, Weight))
    }
}

impl TileCache {
    /// A tile that has been made, by its name.
    pub(crate) fn already(&self, name: &str, encoding: ContentEncoding) -> Option<Made> {
        self.0.get(&Borrowed { name, encoding })
    }

    /// A tile. Its name tells it from all others there are, and the version what it is made
    /// from. Whoever asks for it while it is being made waits for the same one.
    pub(crate) async fn tile(
        &self,
        name: String,
        version: Arc<str>,
        encoding: ContentEncoding,
        make: impl FnOnce() -> Result<Option<Vec<u8>>, Problem> + Send + 'static,
    ) -> Result<Made, Problem> {
        let key = Key {
            name: name.into(),
            encoding,
        };
        let made = self.0.get_or_insert_async(&key, async {
            let made = tokio::task::spawn_blocking(move || {
                let Some(bytes) = make()? else {
                    return Ok::<_, Problem>(None);
                };
                let etag = format!("W/\"{}\"", coterm_io::fingerprint(&bytes));
                let written = encoding.written(bytes);
                let written = written.map_err(|error| Problem::internal(&error))?;
                Ok(Some(Tile {
                    body: written.into(),
                    etag: HeaderValue::from_str(&etag)
                        .map_err(|error| Problem::internal(&error))?,
                }))
            });
            let tile = made.await??;
            Ok(Made { version, tile })
        });
        made.await
    }
}
