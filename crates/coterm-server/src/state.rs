//! [`State`], what all requests share: the dataset, the caches and the place of the page.
//!
//! The command line and the tests make one with [`StateBuilder`]; handlers read it. The dataset
//! never changes; only the caches are filled. A reload of the data makes another state, see
//! [`LiveState`](crate::LiveState).

use std::sync::{Arc, OnceLock};

use coterm_core::codes::PostcodeTree;
use coterm_core::comparison::Weights;
use coterm_core::dataset::Dataset;
use coterm_core::layers::Layer;
use coterm_io::{AddedFiles, ArchivedTiles, BlockValues, Manifest, POPULATION};
use coterm_report::UsedFile;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::Semaphore;

use crate::cache::comparison_cache::ComparisonCache;
use crate::cache::layer_items::LayerItems;
use crate::cache::proposal_cache::ProposalCache;
use crate::cache::score_cache::ScoreCache;
use crate::cache::tile_cache::TileCache;
use crate::handlers::tiles::{AHEAD, Archives, Tiles};
use crate::http::answer_memory::AnswerMemory;
use crate::http::json_fragments::JsonFragments;
use crate::metrics::Metrics;
use crate::work::{Gate, Gates};
use crate::{Hosts, Limits, PageLocation, Problem, Settings};

/// The state that all requests share: one immutable dataset, the caches of what is made from it,
/// and the place of the page. Cloning it copies one pointer.
#[derive(Debug, Clone)]
pub struct State(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dataset: Dataset,
    manifest: Option<Manifest>,
    added: AddedFiles,
    fragments: JsonFragments,
    items: Vec<OnceLock<Result<LayerItems, Problem>>>,
    comparisons: ComparisonCache,
    proposals: ProposalCache,
    scores: ScoreCache,
    tiles: OnceLock<Result<Tiles, Problem>>,
    postcode_tree: OnceLock<PostcodeTree>,
    archives: Archives,
    tile_cache: TileCache,
    fingerprint: Option<String>,
    loaded_at: Timestamp,
    settings: Arc<Settings>,
    gates: Gates,
    metrics: Arc<Metrics>,
    page: PageLocation,
    has_page: bool,
}

/// A builder of a [`State`], with the optional things that are served besides the dataset.
#[derive(Debug)]
pub struct StateBuilder {
    dataset: Dataset,
    page: PageLocation,
    manifest: Option<Manifest>,
    added: AddedFiles,
    archives: Archives,
    fingerprint: Option<String>,
    settings: Arc<Settings>,
    gates: Option<Gates>,
    metrics: Arc<Metrics>,
}

impl StateBuilder {
    /// Sets the fingerprint of the data, which [`coterm_io::store::fingerprint`] makes.
    #[must_use]
    pub fn fingerprint(self, fingerprint: String) -> Self {
        Self {
            fingerprint: Some(fingerprint),
            ..self
        }
    }

    /// Sets what the operator decides about the interface.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
            ..self
        }
    }

    /// Takes over from an earlier state what outlives its data: the settings, the work that is done
    /// at once, and the metrics.
    #[must_use]
    pub fn continuing(self, earlier: &State) -> Self {
        Self {
            settings: Arc::clone(&earlier.0.settings),
            gates: Some(earlier.0.gates.clone()),
            metrics: Arc::clone(&earlier.0.metrics),
            ..self
        }
    }

    /// Sets the bounds on what clients can hold of the server.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        Arc::make_mut(&mut self.settings).limits = limits;
        self
    }

    /// Sets the names by which clients may call the server. Without this, they may use any.
    #[must_use]
    pub fn hosts(mut self, hosts: Hosts) -> Self {
        Arc::make_mut(&mut self.settings).hosts = hosts;
        self
    }

    /// Sets the manifest of the files that the dataset was read from, for the reports to name.
    #[must_use]
    pub fn manifest(self, manifest: Manifest) -> Self {
        Self {
            manifest: Some(manifest),
            ..self
        }
    }

    /// Sets the files that were added to the data folder: the population, which is then counted
    /// unless a request asks for something else, and the table of LSOAs.
    #[must_use]
    pub fn added(self, added: AddedFiles) -> Self {
        Self { added, ..self }
    }

    /// Sets the archives of tiles to serve, each at `/tiles/{name of the archive}`, and the one that
    /// the page draws under the layers.
    ///
    /// # Errors
    ///
    /// [`coterm_io::Error::InvalidInput`] for a name that a layer or another archive has, or that
    /// has characters that are not allowed in the URL.
    pub fn archives(
        self,
        archives: Vec<ArchivedTiles>,
        basemap: Option<ArchivedTiles>,
    ) -> coterm_io::Result<Self> {
        let archives = Archives::new(archives, basemap, self.dataset.catalogue())?;
        Ok(Self { archives, ..self })
    }

    /// Makes the state.
    pub fn build(self) -> State {
        let Self {
            dataset,
            page,
            manifest,
            added,
            archives,
            fingerprint,
            settings,
            gates,
            metrics,
        } = self;
        let items = dataset
            .catalogue()
            .layers()
            .iter()
            .map(|_| OnceLock::new())
            .collect();
        let has_page = page.has_page();
        tracing::info!(
            layers = dataset.catalogue().layers().len(),
            postcodes = dataset.postcodes().records().len(),
            has_page,
            "the data is loaded"
        );
        let gates = gates.unwrap_or_else(|| Gates::new(&settings.limits));
        State(Arc::new(Inner {
            fragments: JsonFragments::of(&dataset),
            dataset,
            manifest,
            added,
            items,
            comparisons: ComparisonCache::new(gates.comparisons.clone()),
            proposals: ProposalCache::default(),
            scores: ScoreCache::default(),
            tiles: OnceLock::new(),
            postcode_tree: OnceLock::new(),
            archives,
            tile_cache: TileCache::default(),
            fingerprint,
            loaded_at: Timestamp::now(),
            settings,
            gates,
            metrics,
            page,
            has_page,
        }))
    }
}

impl State {
    /// Makes the state of a dataset without a manifest or archives; `page` is the folder of the
    /// page, or says that it is built in.
    pub fn new(dataset: Dataset, page: impl Into<PageLocation>) -> Self {
        Self::builder(dataset, page).build()
    }

    /// Starts to build the state of a dataset; `page` is the folder of the page, or says that it is
    /// built in.
    pub fn builder(dataset: Dataset, page: impl Into<PageLocation>) -> StateBuilder {
        StateBuilder {
            dataset,
            page: page.into(),
            manifest: None,
            added: AddedFiles::default(),
            archives: Archives::default(),
            fingerprint: None,
            settings: Arc::default(),
            gates: None,
            metrics: Arc::default(),
        }
    }

    /// Returns the fingerprint of the data, if it was set.
    pub(crate) fn fingerprint(&self) -> Option<&str> {
        self.0.fingerprint.as_deref()
    }

    /// Returns the time when the state was made.
    pub(crate) fn loaded_at(&self) -> Timestamp {
        self.0.loaded_at
    }

    /// Returns what the operator decides about the interface.
    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Returns the counts of what the server has done, also with earlier data.
    pub(crate) fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    pub(crate) fn archives(&self) -> &Archives {
        &self.0.archives
    }

    pub(crate) fn manifest(&self) -> Option<&Manifest> {
        self.0.manifest.as_ref()
    }

    /// Returns the files that were added to the data folder.
    pub(crate) fn added(&self) -> &AddedFiles {
        &self.0.added
    }

    /// Returns the name of what is counted unless a request says: `people` if the data has a
    /// population and no day is given, since a day is about postcodes; else `postcodes`.
    pub(crate) fn default_weight(&self, on: Option<Date>) -> &'static str {
        match (on, &self.0.added.population) {
            (None, Some(_)) => "people",
            _ => "postcodes",
        }
    }

    /// Makes the weights of this name: `people`, `postcodes` or `area`; `None` for other names.
    ///
    /// # Errors
    ///
    /// A 400 if people are to be counted and the data has no population.
    pub(crate) fn weights(&self, name: &str, on: Option<Date>) -> Result<Option<Weights>, Problem> {
        let dataset = self.dataset();
        Ok(Some(match name {
            "people" => self.population()?.weights(dataset)?,
            "postcodes" => Weights::live_postcodes(dataset, on),
            "area" => Weights::ground(dataset),
            _ => return Ok(None),
        }))
    }

    /// Returns the population, or a 400 if the data has none.
    pub(crate) fn population(&self) -> Result<&BlockValues, Problem> {
        let people = self.0.added.population.as_ref();
        people.ok_or_else(|| {
            Problem::bad_request(format!(
                "this data has no population, so \"weight\" must be postcodes or area; to count \
                 people, start the server with a data folder that has {POPULATION}"
            ))
        })
    }

    /// Returns the files of a weight, as reports list them; none for what the data itself has.
    pub(crate) fn weight_files(&self, name: &str) -> Vec<UsedFile> {
        let people = self.0.added.population.iter();
        people
            .filter(|_| name == "people")
            .flat_map(|people| &people.files)
            .map(|file| UsedFile::new("Weights", &file.file, &file.sha256))
            .collect()
    }

    pub(crate) fn comparisons(&self) -> &ComparisonCache {
        &self.0.comparisons
    }

    pub(crate) fn proposals(&self) -> &ProposalCache {
        &self.0.proposals
    }

    pub(crate) fn scores(&self) -> &ScoreCache {
        &self.0.scores
    }

    /// Returns the bounds on what clients can hold of the server.
    pub fn limits(&self) -> &Limits {
        &self.0.settings.limits
    }

    /// Returns the names by which clients may call the server.
    pub(crate) fn hosts(&self) -> &Hosts {
        &self.0.settings.hosts
    }

    /// Returns the semaphore of uploads.
    pub(crate) fn uploads(&self) -> &Arc<Semaphore> {
        &self.0.gates.uploads
    }

    /// Returns the gate of tiles, of layers, comparisons and archives.
    pub(crate) fn tile_gate(&self) -> &Gate {
        &self.0.gates.tiles
    }

    /// Returns the gate of scores of scenarios.
    pub(crate) fn score_gate(&self) -> &Gate {
        &self.0.gates.scores
    }

    /// Returns the gate of pages of areas and of reports of comparisons.
    pub(crate) fn page_gate(&self) -> &Gate {
        &self.0.gates.pages
    }

    /// Returns the memory that is left for answers.
    pub(crate) fn answer_memory(&self) -> &AnswerMemory {
        &self.0.gates.answers
    }

    /// Returns the cache of tiles as they are sent.
    pub(crate) fn tile_cache(&self) -> &TileCache {
        &self.0.tile_cache
    }

    /// Returns the tiles of all layers. The first request makes them, and others wait for it.
    pub(crate) async fn tiles(&self) -> Result<&Tiles, Problem> {
        if self.0.tiles.get().is_none() {
            let state = self.clone();
            let made = self.tile_gate().work(move |_| {
                let dataset = &state.0.dataset;
                let mut first = false;
                state.0.tiles.get_or_init(|| {
                    first = true;
                    Tiles::of(dataset)
                });
                Ok(first)
            });
            // The first request also starts preparing the other zooms, in a detached thread that
            // shutdown does not wait for.
            if made.await? {
                // A state that a reload has replaced needs no more zooms.
                let state = Arc::downgrade(&self.0);
                let ahead = move || {
                    for zoom in AHEAD {
                        let Some(state) = state.upgrade() else { return };
                        if let Some(Ok(tiles)) = state.tiles.get() {
                            tiles.prepare(zoom);
                        }
                    }
                };
                // Without the thread, the first request for each zoom waits for the zoom to be
                // prepared.
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

    /// Returns the tree of all postcodes. The first request makes it, and others wait for it.
    pub(crate) async fn postcode_tree(&self) -> Result<&PostcodeTree, Problem> {
        if self.0.postcode_tree.get().is_none() {
            let state = self.clone();
            let make = move || {
                let postcodes = state.0.dataset.postcodes();
                state
                    .0
                    .postcode_tree
                    .get_or_init(|| PostcodeTree::of(postcodes));
            };
            tokio::task::spawn_blocking(make).await?;
        }
        let tree = self.0.postcode_tree.get();
        tree.ok_or_else(|| Problem::unexpected("the tree of postcodes was not made"))
    }

    /// Whether the page is there, with the map library that it needs.
    pub fn has_page(&self) -> bool {
        self.0.has_page
    }

    pub(crate) fn page(&self) -> &PageLocation {
        &self.0.page
    }

    pub(crate) fn dataset(&self) -> &Dataset {
        &self.0.dataset
    }

    pub(crate) fn fragments(&self) -> &JsonFragments {
        &self.0.fragments
    }

    /// Returns the layer with this id, or a 404 that suggests the most similar id.
    pub(crate) fn layer(&self, id: &str) -> Result<&Layer, Problem> {
        Ok(self.0.dataset.catalogue().layer(id)?)
    }

    /// Returns a layer as `GeoJSON`. The first request makes it, and others block until it is made,
    /// so call this only on a thread that may block.
    pub(crate) fn items(&self, id: &str) -> Result<LayerItems, Problem> {
        let layer = self.layer(id)?;
        let layers = self.0.dataset.catalogue().layers();
        let slot = layers
            .iter()
            .zip(&self.0.items)
            .find(|(candidate, _)| candidate.id() == id);
        let (_, slot) = slot.ok_or_else(|| Problem::unexpected("the layer has no slot"))?;
        let made = slot.get_or_init(|| LayerItems::of(layer));
        made.clone()
    }
}
