use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use coterm_core::{Dataset, Layer};
use coterm_io::{ArchivedTiles, Crs, Manifest, layer_to_geojson};

use crate::Problem;
use crate::cache::comparison_cache::ComparisonCache;
use crate::cache::tile_cache::TileCache;
use crate::handlers::tiles::{Archives, Tiles};
use crate::http::json_fragments::JsonFragments;

/// What every request may read: one immutable dataset of data, and where the
/// page is. Cheap to clone.
#[derive(Debug, Clone)]
pub struct State(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dataset: Dataset,
    manifest: Option<Manifest>,
    fragments: JsonFragments,
    items: Vec<OnceLock<Result<Items, Problem>>>,
    comparisons: ComparisonCache,
    tiles: OnceLock<Result<Tiles, Problem>>,
    archives: Archives,
    tile_cache: TileCache,
    web: PathBuf,
    has_page: bool,
}

/// A layer as `GeoJSON`, made once for each dataset.
#[derive(Debug, Clone)]
pub(crate) struct Items {
    pub(crate) body: Bytes,
    /// Weak, because the body may be sent compressed.
    pub(crate) etag: String,
}

/// A [`State`] in the making: what a dataset is served with besides itself.
#[derive(Debug)]
pub struct StateBuilder {
    dataset: Dataset,
    web: PathBuf,
    manifest: Option<Manifest>,
    archives: Archives,
}

impl StateBuilder {
    /// Sets from which files the dataset is, so that reports can say so.
    #[must_use]
    pub fn manifest(self, manifest: Manifest) -> Self {
        Self {
            manifest: Some(manifest),
            ..self
        }
    }

    /// Sets the archives of tiles to serve, each at `/tiles/` and its name.
    ///
    /// # Errors
    ///
    /// [`coterm_io::Error::InvalidInput`] for a name that a layer or another archive has, or
    /// that an address cannot have.
    pub fn archives(self, archives: Vec<ArchivedTiles>) -> coterm_io::Result<Self> {
        let archives = Archives::new(archives, self.dataset.catalogue())?;
        Ok(Self { archives, ..self })
    }

    /// Makes the state.
    pub fn build(self) -> State {
        let Self {
            dataset,
            web,
            manifest,
            archives,
        } = self;
        let items = dataset
            .catalogue()
            .layers()
            .iter()
            .map(|_| OnceLock::new())
            .collect();
        let has_page =
            web.join("index.html").is_file() && web.join(crate::handlers::page::MAPLIBRE).is_dir();
        tracing::info!(
            layers = dataset.catalogue().layers().len(),
            postcodes = dataset.postcodes().records().len(),
            has_page,
            "the data is loaded"
        );
        State(Arc::new(Inner {
            fragments: JsonFragments::of(&dataset),
            dataset,
            manifest,
            items,
            comparisons: ComparisonCache::default(),
            tiles: OnceLock::new(),
            archives,
            tile_cache: TileCache::default(),
            web,
            has_page,
        }))
    }
}

impl State {
    /// Makes a state over a dataset alone; `web` is the folder with the page.
    pub fn new(dataset: Dataset, web: &Path) -> Self {
        Self::builder(dataset, web).build()
    }

    /// Begins a state over a dataset; `web` is the folder with the page.
    pub fn builder(dataset: Dataset, web: &Path) -> StateBuilder {
        StateBuilder {
            dataset,
            web: web.to_owned(),
            manifest: None,
            archives: Archives::default(),
        }
    }

    pub(crate) fn archives(&self) -> &Archives {
        &self.0.archives
    }

    pub(crate) fn manifest(&self) -> Option<&Manifest> {
        self.0.manifest.as_ref()
    }

    pub(crate) fn comparisons(&self) -> &ComparisonCache {
        &self.0.comparisons
    }

    /// The tiles that were asked for last.
    pub(crate) fn tile_cache(&self) -> &TileCache {
        &self.0.tile_cache
    }

    /// The tiles of all layers. Made at the first request; others for them wait meanwhile.
    pub(crate) async fn tiles(&self) -> Result<&Tiles, Problem> {
        if self.0.tiles.get().is_none() {
            let state = self.clone();
            let made = tokio::task::spawn_blocking(move || {
                let dataset = &state.0.dataset;
                let mut first = false;
                state.0.tiles.get_or_init(|| {
                    first = true;
                    Tiles::of(dataset)
                });
                first
            });
            // Whoever wants one tile wants others; whoever stops the server does not wait.
            if made.await? {
                let state = self.clone();
                let ahead = move || {
                    if let Some(Ok(tiles)) = state.0.tiles.get() {
                        tiles.prepare();
                    }
                };
                // Without it whoever asks for a zoom waits.
                if let Err(error) = std::thread::Builder::new().spawn(ahead) {
                    tracing::warn!(%error, "zooms are not prepared ahead");
                }
            }
        }
        match self.0.tiles.get() {
            Some(Ok(tiles)) => Ok(tiles),
            Some(Err(problem)) => Err(problem.clone()),
            None => Err(Problem::unexpected("the tiles were not made")),
        }
    }

    /// Whether the page, with the library that it needs, is there to be served.
    pub fn has_page(&self) -> bool {
        self.0.has_page
    }

    pub(crate) fn web(&self) -> &Path {
        &self.0.web
    }

    pub(crate) fn dataset(&self) -> &Dataset {
        &self.0.dataset
    }

    pub(crate) fn fragments(&self) -> &JsonFragments {
        &self.0.fragments
    }

    /// The layer with this name, or a 404 that names the nearest.
    pub(crate) fn layer(&self, id: &str) -> Result<&Layer, Problem> {
        Ok(self.0.dataset.catalogue().layer(id)?)
    }

    /// A layer as `GeoJSON`. Made at the first request; others for it wait meanwhile, so
    /// not to be called where waiting is not allowed.
    pub(crate) fn items(&self, id: &str) -> Result<Items, Problem> {
        let layer = self.layer(id)?;
        let layers = self.0.dataset.catalogue().layers();
        let slot = layers
            .iter()
            .zip(&self.0.items)
            .find(|(candidate, _)| candidate.id() == id);
        let (_, slot) = slot.ok_or_else(|| Problem::unexpected("the layer has no slot"))?;
        let made = slot.get_or_init(|| {
            let body = layer_to_geojson(layer, Crs::LonLat)?;
            let etag = format!("W/\"{}\"", coterm_io::fingerprint(&body));
            Ok(Items {
                body: body.into(),
                etag,
            })
        });
        made.clone()
    }
}
