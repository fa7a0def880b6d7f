//! A cache of tiles as they are sent, compressed: [`TileCache`].
//!
//! Tiles of layers, comparisons and archives share it. Each tile is made once, however many
//! requests wait for it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;
use coterm_io::TileContent;
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use crate::Problem;
use crate::http::content_encoding::ContentEncoding;
use crate::work::Gate;

/// Maximum size of the cache, in bytes.
const ROOM: u64 = 128 << 20;
/// Expected number of tiles, for the cache's initial capacity.
const TILES: usize = 10_000;
/// Estimated memory of an entry besides its name and body, in bytes.
const OVERHEAD: u64 = 200;

/// The tiles that are likely to be requested again, of layers, comparisons and archives.
#[derive(Debug)]
pub(crate) struct TileCache(Cache<Key, Made, Weight>);

/// The key of an entry: the tile's name and its compression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    name: Box<str>,
    encoding: ContentEncoding,
}

/// A [`Key`] that borrows its name, for lookups without allocating. Both must have equal hashes, so
/// their fields have the same order.
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

/// A tile that has been made, or the fact that it is empty.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// The version of the data that the tile was made from.
    pub(crate) version: Arc<str>,
    /// The tile; `None` if it has no features.
    pub(crate) tile: Option<Tile>,
}

/// A tile as it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Tile {
    pub(crate) body: Bytes,
    /// The encoding of the body: that of the request, or none for a picture, which compressing does not
    /// make smaller.
    pub(crate) encoding: ContentEncoding,
    pub(crate) content: TileContent,
    /// The `ETag` header. It is weak, because the body may be compressed.
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
    /// Returns a tile if it is in the cache.
    pub(crate) fn already(&self, name: &str, encoding: ContentEncoding) -> Option<Made> {
        self.0.get(&Borrowed { name, encoding })
    }

    /// Returns a tile from the cache, or makes it with `make` through the gate. Requests for a tile
    /// that is being made wait for it.
    ///
    /// `name` must be unique among all tiles of the server; `version` identifies the data that the
    /// tile is made from.
    pub(crate) async fn tile(
        &self,
        name: String,
        version: Arc<str>,
        encoding: ContentEncoding,
        gate: &Gate,
        make: impl FnOnce() -> Result<Option<Vec<u8>>, Problem> + Send + 'static,
    ) -> Result<Made, Problem> {
        let key = Key {
            name: name.into(),
            encoding,
        };
        let made = self.0.get_or_insert_async(&key, async {
            let made = gate.work(move |_| {
                let Some(bytes) = make()? else {
                    return Ok::<_, Problem>(None);
                };
                let etag = format!("W/\"{}\"", coterm_io::fingerprint(&bytes));
                let content = TileContent::of(&bytes);
                let encoding = match content {
                    TileContent::Vector => encoding,
                    _ => ContentEncoding::Identity,
                };
                let written = encoding.written(bytes);
                let written = written.map_err(|error| Problem::internal(&error))?;
                Ok(Some(Tile {
                    body: written.into(),
                    encoding,
                    content,
                    etag: HeaderValue::from_str(&etag)
                        .map_err(|error| Problem::internal(&error))?,
                }))
            });
            let tile = made.await?;
            Ok(Made { version, tile })
        });
        made.await
    }
}
