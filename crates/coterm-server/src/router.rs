use std::future::Future;
use std::io;

use axum::Router;
use axum::extract::MatchedPath;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tower::util::MapResponseLayer;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use crate::handlers::page::MAPLIBRE;
use crate::handlers::{
    batch, collections, compare, health, lookup, page, postcodes, scenarios, style, tiles,
};
use crate::http::catch_panic::CatchPanic;
use crate::http::logging::LogFaults;
use crate::http::security_headers::with_security_headers;
use crate::{Problem, State};

/// A path of the interface, and who answers it.
pub(crate) struct Endpoint {
    /// As axum and RFC 6570 write it: `/postcodes/{postcode}`.
    pub(crate) path: &'static str,
    /// Names of parameters of the query, separated by commas.
    pub(crate) query: &'static str,
    /// What there is to ask for, as a phrase.
    pub(crate) title: &'static str,
    pub(crate) methods: Vec<Method>,
    handlers: MethodRouter<State>,
}

impl Endpoint {
    fn new(path: &'static str, query: &'static str, title: &'static str) -> Self {
        Self {
            path,
            query,
            title,
            methods: Vec::new(),
            handlers: MethodRouter::new(),
        }
    }

    fn get<T: 'static>(self, handler: impl Handler<T, State>) -> Self {
        self.with(Method::GET, get(handler))
    }

    fn post<T: 'static>(self, handler: impl Handler<T, State>) -> Self {
        self.with(Method::POST, post(handler))
    }

    /// The same as `post`, with its answers compressed.
    fn post_compressed<T: 'static>(self, handler: impl Handler<T, State>) -> Self {
        self.with(Method::POST, post(handler).layer(compressed()))
    }

    fn with(mut self, method: Method, handlers: MethodRouter<State>) -> Self {
        self.methods.push(method);
        Self {
            handlers: self.handlers.merge(handlers),
            ..self
        }
    }
}

/// The interface: the one list of what there is, from which come the routes, the contents
/// that `/` lists, and the methods that a refusal names. Answers of these are compressed.
fn compressed_endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new("/collections", "", "the layers").get(collections::all),
        Endpoint::new("/collections/{layer}", "", "one layer").get(collections::one),
        Endpoint::new("/collections/{layer}/items", "", "its areas as GeoJSON")
            .get(collections::items),
        Endpoint::new("/collections/{layer}/items/{code}", "", "one of its areas")
            .get(collections::item),
        Endpoint::new(
            "/compare/{a}/{b}",
            "tolerance,weight,on,disclosure,populated,f,table",
            "whether the areas of two layers share the same footprints; as html, json, csv, xlsx or geojson",
        )
        .get(compare::compare),
        Endpoint::new(
            "/compare/{a}/{b}/tiles",
            "tolerance,weight,on,populated",
            "vector tiles of that, as TileJSON",
        )
        .get(tiles::comparison::description),
        Endpoint::new(
            "/scenarios/score",
            "against,was,within,weight,kind,tolerance,f",
            "what proposed areas would mean; POST a scenario as JSON, TOML or CSV",
        )
        .post(scenarios::score),
        Endpoint::new(
            "/tiles/{layers}",
            "",
            "vector tiles of some layers, separated by commas, as TileJSON",
        )
        .get(tiles::description),
        Endpoint::new(
            "/style.json",
            "layers,on,compare,tolerance,theme",
            "a MapLibre style that draws layers, or a comparison of two",
        )
        .get(style::style),
        Endpoint::new(
            "/health",
            "",
            "whether the server is up, and what it has loaded",
        )
        .get(health::health),
    ]
}

/// Endpoints whose answers are sent as they are: one lookup fits in two packets and takes
/// less time than to compress it, and tiles are kept compressed.
fn plain_endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            "/lookup",
            "lon,lat,easting,northing,on,family",
            "the areas that a point is in; POST a JSON array or CSV for many",
        )
        .get(lookup::lookup)
        .post_compressed(batch::lookups),
        Endpoint::new(
            "/postcodes/{postcode}",
            "on,family",
            "the areas that a postcode is in",
        )
        .get(postcodes::postcode),
        Endpoint::new("/postcodes", "q", "postcodes that begin with q").get(postcodes::suggestions),
        Endpoint::new(
            "/tiles/{layers}/{z}/{x}/{y}",
            "",
            "a vector tile: each layer's areas, lines and labels",
        )
        .get(tiles::tile),
        Endpoint::new(
            "/compare/{a}/{b}/tiles/{z}/{x}/{y}",
            "tolerance,weight,on,populated",
            "a vector tile: the lines of both layers, with who has them and how far they part, and the real differences",
        )
        .get(tiles::comparison::tile),
    ]
}

/// All that there is, lookups first.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut all = plain_endpoints();
    all.extend(compressed_endpoints());
    all
}

/// Everything that the server answers.
pub fn app(state: State) -> Router {
    let folder = |path: &str| {
        ServeDir::new(state.web().join(path))
            .append_index_html_on_directories(false)
            .fallback(get(not_found))
    };
    let (files, maplibre) = (folder("src"), folder(MAPLIBRE));
    routed(compressed_endpoints())
        .route("/", get(page::root))
        .nest_service("/src", files)
        .nest_service("/vendor/maplibre-gl", maplibre)
        .layer(compressed())
        .merge(routed(plain_endpoints()))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanic)
        .layer(LogFaults)
        .layer(MapResponseLayer::new(with_security_headers))
        .with_state(state)
}

fn routed(endpoints: Vec<Endpoint>) -> Router<State> {
    let with = |router: Router<State>, of: Endpoint| router.route(of.path, of.handlers);
    endpoints.into_iter().fold(Router::new(), with)
}

async fn not_found() -> Problem {
    Problem::not_found("see / for what there is")
}

async fn method_not_allowed(path: Option<MatchedPath>) -> Problem {
    let path = path.as_ref().map_or("", MatchedPath::as_str);
    let endpoint = endpoints().into_iter().find(|one| one.path == path);
    // Any other path is one of the page's.
    let methods = endpoint.map_or_else(|| vec![Method::GET], |endpoint| endpoint.methods);
    Problem::method_not_allowed(&methods)
}

fn compressed() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Fastest)
}

/// Serves until `stop` resolves, then lets the requests under way finish.
///
/// # Errors
///
/// What the system says if it can no longer accept connections.
pub async fn run(
    listener: TcpListener,
    state: State,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    // Else the end of an answer that was streamed waits until what is before it is
    // acknowledged, which clients take their time for.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    let stop = async {
        stop.await;
        tracing::info!("stopping: requests under way are finished first");
    };
    axum::serve(listener, app(state))
        .with_graceful_shutdown(stop)
        .await?;
    tracing::info!("stopped");
    Ok(())
}
