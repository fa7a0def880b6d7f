//! The list of all endpoints, and the router that is made from it.
//!
//! Tests and [`run`](crate::run()) use [`app`]. The routes, the links that `GET /` returns and the methods that a
//! 405 names all come from one list, so they cannot differ.

use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::handler::Handler;
use axum::http::{Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use tower::Layer;
use tower::ServiceBuilder;
use tower::util::MapResponseLayer;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use crate::handlers::{
    areas, batch, collections, compare, conformance, health, lookup, metrics, nearest, openapi,
    page, postcodes, ready, scenarios, style, tiles,
};
use crate::hosts::CheckHost;
use crate::http::catch_panic::CatchPanic;
use crate::http::cross_origin;
use crate::http::html::stylesheet;
use crate::http::logging::ObserveRequests;
use crate::http::security_headers::with_security_headers;
use crate::page_location::MAPLIBRE;
use crate::{LiveState, PageLocation, Problem, Settings};

/// A path of the interface, with its parameters, its methods and their handlers.
pub(crate) struct Endpoint {
    /// The path's template, in the syntax that axum and RFC 6570 share: `/postcodes/{postcode}`.
    pub(crate) path: &'static str,
    /// The names of the query's parameters, separated by commas.
    pub(crate) query: &'static str,
    /// The title of the link at `GET /`: a phrase that says what the endpoint returns.
    pub(crate) title: &'static str,
    pub(crate) methods: Vec<Method>,
    /// Whether pages of every site may read the answers.
    is_open: bool,
    handlers: MethodRouter<LiveState>,
}

impl Endpoint {
    fn new(path: &'static str, query: &'static str, title: &'static str) -> Self {
        Self {
            path,
            query,
            title,
            methods: Vec::new(),
            is_open: false,
            handlers: MethodRouter::new(),
        }
    }

    /// Makes the landing page, which is served beside the list.
    pub(crate) fn landing() -> Self {
        Self::new("/", "f", "the list of addresses").get(page::root)
    }

    fn get<T: 'static>(self, handler: impl Handler<T, LiveState>) -> Self {
        self.with(Method::GET, get(handler))
    }

    fn post<T: 'static>(self, handler: impl Handler<T, LiveState>) -> Self {
        self.with(Method::POST, post(handler))
    }

    /// Adds a handler for POST whose answers are compressed.
    fn post_compressed<T: 'static>(self, handler: impl Handler<T, LiveState>) -> Self {
        self.with(Method::POST, post(handler).layer(compressed()))
    }

    /// Lets pages of every site read the answers, which tell nothing of what anybody looks up.
    fn open(self) -> Self {
        Self {
            is_open: true,
            ..self
        }
    }

    fn with(mut self, method: Method, handlers: MethodRouter<LiveState>) -> Self {
        self.methods.push(method);
        Self {
            handlers: self.handlers.merge(handlers),
            ..self
        }
    }
}

/// Returns the endpoints whose answers are compressed for each request.
///
/// With [`plain_endpoints`] this is the list from which the routes, the links at `/` and the
/// methods that a 405 names are made.
fn compressed_endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            "/compare/{a}/{b}",
            "within,tolerance,weight,on,disclosure,populated,f,table,appendix,date,draft",
            "whether the areas of two layers share the same footprints; as html, md, json, csv, xlsx or geojson",
        )
        .get(compare::compare),
        Endpoint::new(
            "/collections/{layer}/items/{code}/overlapping",
            "with,tolerance,weight,on,populated",
            "the areas of another layer that overlap one, or are within it",
        )
        .get(collections::overlapping),
        Endpoint::new(
            "/compare/{a}/{b}/tiles",
            "tolerance,weight,on,populated",
            "the TileJSON of a comparison's vector tiles",
        )
        .get(tiles::comparison::description),
        Endpoint::new(
            "/scenarios/score",
            "against,was,within,weight,kind,tolerance,appendix,f",
            "the score of proposed areas; POST a scenario as JSON, TOML or CSV",
        )
        .post(scenarios::score),
        Endpoint::new(
            "/scenarios/compare/{layer}",
            "within,tolerance,weight,on,disclosure,populated,f,table,appendix,date,draft",
            "whether proposed areas share the footprints of a layer's; POST a scenario as JSON, TOML or CSV",
        )
        .post(scenarios::compare_sent),
        Endpoint::new(
            "/scenarios/compare/{layer}/lines",
            "within,tolerance,weight,on,disclosure,populated",
            "the lines of proposed areas and of a layer, as GeoJSON; POST a scenario",
        )
        .post(scenarios::compared_lines),
        Endpoint::new(
            "/scenarios/blocks",
            "within,weight,layers",
            "the building blocks of proposed areas, and the borders between them; POST a scenario for those of each area",
        )
        .get(scenarios::blocks)
        .post(scenarios::assignment),
        Endpoint::new(
            "/tiles/{layers}",
            "",
            "the TileJSON of the vector tiles of layers, separated by commas",
        )
        .get(tiles::description).open(),
        Endpoint::new(
            "/style.json",
            "layers,on,compare,tolerance,weight,theme",
            "a MapLibre style that draws layers, or a comparison of two",
        )
        .get(style::style).open(),
        Endpoint::new(
            "/health",
            "",
            "whether the server is up, and what it has loaded",
        )
        .get(health::health),
        Endpoint::new(
            "/ready",
            "",
            "which data answers, and why newer data was refused",
        )
        .get(ready::ready),
        Endpoint::new(
            "/metrics",
            "",
            "counts of what the server has done, for Prometheus",
        )
        .get(metrics::metrics),
    ]
}

/// Returns the endpoints of OGC API Features and Tiles, whose answers are compressed for each
/// request.
fn ogc_endpoints() -> Vec<Endpoint> {
    let all = vec![
        Endpoint::new(
            "/conformance",
            "f",
            "the conformance classes of OGC API that coterm implements",
        )
        .get(conformance::conformance),
        Endpoint::new("/api", "", "the interface as an OpenAPI document").get(openapi::document),
        Endpoint::new("/api.html", "", "the interface as a page").get(openapi::page_of),
        Endpoint::new("/tileMatrixSets", "", "the grids of tiles")
            .get(tiles::tile_matrix_sets::all),
        Endpoint::new(
            "/tileMatrixSets/{tileMatrixSet}",
            "",
            "a grid of tiles: WebMercatorQuad",
        )
        .get(tiles::tile_matrix_sets::one),
        Endpoint::new(
            "/collections/{layer}/tiles",
            "",
            "the sets of a layer's vector tiles",
        )
        .get(tiles::tile_matrix_sets::tilesets),
        Endpoint::new(
            "/collections/{layer}/tiles/{tileMatrixSet}",
            "",
            "a set of a layer's vector tiles",
        )
        .get(tiles::tile_matrix_sets::tileset),
        Endpoint::new("/collections", "f", "the layers").get(collections::all),
        Endpoint::new("/collections/{layer}", "f", "one layer").get(collections::one),
        Endpoint::new(
            "/collections/{layer}/queryables",
            "",
            "the properties by which its areas are filtered, as a JSON Schema",
        )
        .get(collections::queryables),
        Endpoint::new(
            "/collections/{layer}/schema",
            "",
            "the properties that its areas have, as a JSON Schema",
        )
        .get(collections::schema),
        Endpoint::new(
            "/collections/{layer}/items",
            "limit,offset,bbox,bbox-crs,crs,datetime,code,name,filter,filter-lang,filter-crs,properties,sortby,f",
            "its areas as GeoJSON, FlatGeobuf, CSV or a page",
        )
        .get(collections::items),
        Endpoint::new(
            "/collections/{layer}/items/{code}",
            "crs,f",
            "one of its areas",
        )
        .get(collections::item),
        Endpoint::new(
            "/collections/{layer}/items/{code}/neighbours",
            "",
            "the areas of the layer that share a line with one",
        )
        .get(collections::neighbours),
    ];
    all.into_iter().map(Endpoint::open).collect()
}

/// Returns the endpoints whose answers are not compressed for each request: one lookup fits in two
/// packets and takes less time than compressing it, and tiles are cached compressed.
fn plain_endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            "/lookup",
            "lon,lat,easting,northing,on,family,fields",
            "the areas that a point is in; POST a JSON array or CSV for many",
        )
        .get(lookup::lookup)
        .post_compressed(batch::lookups),
        Endpoint::new(
            "/postcodes/{postcode}",
            "on,family,fields",
            "the areas that a postcode is in",
        )
        .get(postcodes::postcode),
        Endpoint::new(
            "/postcodes/nearest",
            "postcode,lon,lat,easting,northing,on,limit,radius",
            "the postcodes nearest to a postcode or a point",
        )
        .get(nearest::nearest)
        .post(nearest::sent_nearest),
        Endpoint::new(
            "/areas",
            "q,on,limit",
            "the areas whose name or code begins with q",
        )
        .get(areas::areas)
        .post(areas::sent_areas),
        Endpoint::new("/postcodes", "q", "postcodes that begin with q").get(postcodes::suggestions).post(postcodes::sent_suggestions),
        Endpoint::new(
            "/tiles/{layers}/{z}/{x}/{y}",
            "",
            "a vector tile: each layer's areas, lines and labels",
        )
        .get(tiles::tile).open(),
        Endpoint::new(
            "/collections/{layer}/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}",
            "",
            "the same tile, by its row and column",
        )
        .get(tiles::tile_matrix_sets::tile)
        .open(),
        Endpoint::new(
            "/compare/{a}/{b}/tiles/{z}/{x}/{y}",
            "tolerance,weight,on,populated",
            "a vector tile of a comparison: the lines of both layers, which layer has each line, how far apart they are, and the real differences",
        )
        .get(tiles::comparison::tile),
    ]
}

/// Returns all endpoints, lookups first.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut all = plain_endpoints();
    all.extend(ogc_endpoints());
    all.extend(compressed_endpoints());
    all
}

/// Makes the router of everything that the server answers: the endpoints, the page and its files.
/// Each request is answered from the state that is current when it begins.
pub fn app(state: impl Into<LiveState>) -> Router {
    let live = state.into();
    let state = live.current();
    // One layer instead of four: a router boxes each anew for every request.
    let around_all = ServiceBuilder::new()
        .layer(MapResponseLayer::new(with_security_headers::<Body>))
        .layer(ObserveRequests::of(&state))
        .layer(CheckHost::of(&state))
        .layer(CatchPanic);
    let memory = state.answer_memory().clone();
    let held = MapResponseLayer::new(move |response| memory.hold(response));
    routed(compressed_endpoints(), state.settings())
        .merge(routed(ogc_endpoints(), state.settings()))
        .layer(held)
        .route("/", get(page::root))
        .route("/api.css", get(stylesheet))
        .merge(page_files(state.page()))
        .layer(compressed())
        .merge(routed(plain_endpoints(), state.settings()))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(around_all)
        .with_state(live)
}

/// Makes the router of the files that the page loads: its own, and the map library's.
fn page_files(page: &PageLocation) -> Router<LiveState> {
    match page {
        PageLocation::Folder(web) => {
            let folder = |path: &str| {
                let files = ServeDir::new(web.join(path))
                    .append_index_html_on_directories(false)
                    .fallback(get(not_found));
                from_fn(page::only_files).layer(files)
            };
            Router::new()
                .nest_service("/src", folder("src"))
                .nest_service("/vendor/maplibre-gl", folder(MAPLIBRE))
        }
        PageLocation::BuiltIn(_) => Router::new()
            .route("/src/{*file}", get(page::file))
            .route("/vendor/maplibre-gl/{file}", get(page::file)),
    }
}

/// Makes the router of some endpoints, each with what it lets pages of other sites read.
fn routed(endpoints: Vec<Endpoint>, settings: &Settings) -> Router<LiveState> {
    let with = |router: Router<LiveState>, endpoint: Endpoint| {
        let handlers = endpoint.handlers.fallback(method_not_allowed);
        let cross_origin = if endpoint.is_open {
            Some(cross_origin::open())
        } else {
            cross_origin::closed(settings)
        };
        let handlers = match cross_origin {
            Some(cross_origin) => handlers.layer(cross_origin),
            None => handlers,
        };
        router.route(endpoint.path, handlers)
    };
    endpoints.into_iter().fold(Router::new(), with)
}

pub(crate) async fn not_found() -> Problem {
    Problem::not_found("nothing is at this address; see / for the list of addresses")
}

/// Answers a method that the path does not have: with the methods that it has, to OPTIONS, and else
/// with a problem that names them.
async fn method_not_allowed(method: Method, path: Option<MatchedPath>) -> Response {
    let path = path.as_ref().map_or("", MatchedPath::as_str);
    let endpoint = endpoints().into_iter().find(|one| one.path == path);
    // Paths that are not in the list serve the page's files, which have GET only.
    let methods = endpoint.map_or_else(|| vec![Method::GET], |endpoint| endpoint.methods);
    if method == Method::OPTIONS {
        let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
        let allow = [(header::ALLOW, names.join(","))];
        return (StatusCode::NO_CONTENT, allow).into_response();
    }
    Problem::method_not_allowed(&methods).into_response()
}

fn compressed() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Fastest)
}
