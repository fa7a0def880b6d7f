//! `GET /tiles/{layers}`, `/tiles/{layers}/{z}/{x}/{y}`: vector tiles of layers, or of an archive
//! whose name stands in place of the layers.

mod archives;
pub(crate) mod comparison;
pub(crate) mod tile_matrix_sets;
mod tile_request;

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::Json;
use axum::extract::{self, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use coterm_core::dataset::Dataset;
use coterm_tiles::{TileSet, USUAL_ZOOMS};
use serde::Deserialize;

pub(crate) use self::archives::Archives;
use self::tile_request::{cached, coord, made, redirect_without_suffix};
use crate::http::links::base_url;
use crate::http::parameters::{Nothing, Parameters, Place};
use crate::{Problem, State};

/// Zooms that are prepared before the first request for them: from those that show a region to
/// those that show a town. Deeper ones take more memory, and most of their tiles are never
/// requested.
pub(crate) const AHEAD: RangeInclusive<u8> = 0..=12;

/// The source of the tiles of a dataset's layers.
#[derive(Debug)]
pub(crate) struct Tiles {
    set: Arc<TileSet>,
    /// A fingerprint of the data and of this software's version. It is part of the tiles' URLs.
    version: Arc<str>,
}

impl Tiles {
    /// Makes the source of the tiles of all layers of the dataset. Takes long for a large one.
    pub(crate) fn of(dataset: &Dataset) -> Result<Self, Problem> {
        let layers = dataset.catalogue().layers();
        let mut version = coterm_io::tiles_fingerprint(layers, &[], &USUAL_ZOOMS)?;
        // As long as other fingerprints, and enough for a URL.
        version.truncate(16);
        Ok(Self {
            set: Arc::new(TileSet::new(layers)?),
            version: version.into(),
        })
    }

    /// Prepares one of the zooms [`AHEAD`], so that the first request for a tile of it does not
    /// wait. Takes long.
    pub(crate) fn prepare(&self, zoom: u8) {
        // This cannot fail: these zooms exist.
        let _ = self.set.prepare(zoom);
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Version {
    v: Option<String>,
}

/// Answers with the `TileJSON` of some layers, separated by commas, or of an archive.
pub(crate) async fn description(
    extract::State(state): extract::State<State>,
    Place(layers): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let address = |version: &str| {
        let base = base_url(&headers, &state);
        format!("{base}/tiles/{layers}/{{z}}/{{x}}/{{y}}?v={version}")
    };
    if let Some(archive) = state.archives().named(&layers) {
        let address = address(archive.version());
        return Ok(Json(archive.tile_json(&[address])).into_response());
    }
    let wanted = named(&state, &layers)?;
    let tiles = state.tiles().await?;
    let address = address(&tiles.version);
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let described = tiles.set.tile_json(&wanted, vec![address], USUAL_ZOOMS)?;
    Ok(Json(described).into_response())
}

const FORM: &str =
    "tiles are /tiles/{layers}/{z}/{x}/{y}, such as /tiles/lad-2023,icb-2022/9/251/163";

/// Answers with a tile of some layers, or of an archive; 204 if it has no features.
pub(crate) async fn tile(
    extract::State(state): extract::State<State>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    let path = parts.uri.path().strip_prefix("/tiles/");
    if let Some(cached) = path.and_then(|name| cached(&state, name, &parts.uri, &parts.headers)) {
        return Ok(cached);
    }
    if let Some(redirect) = redirect_without_suffix(&parts.uri) {
        return Ok(redirect);
    }
    let Place((layers, z, x, y)) =
        Place::<(String, String, String, String)>::from_request_parts(&mut parts, &state).await?;
    let Parameters(Version { v }) = Parameters::from_request_parts(&mut parts, &state).await?;
    let place = [z.as_str(), &x, &y];
    if let Some(archive) = state.archives().named(&layers) {
        let coord = coord(place, &archive.zooms(), FORM)?;
        let version: Arc<str> = archive.version().into();
        let lasting = v.is_some_and(|v| *v == *version);
        let archive = Arc::clone(archive);
        let find = move || archives::find(&archive, coord);
        let address = (format!("{layers}/{coord}"), version, lasting);
        return made(&state, &parts.headers, address, find).await;
    }
    layer_tile(&state, &parts.headers, &layers, (place, FORM), v).await
}

/// Answers with a tile of some layers: zoom, column and row, with the form of the path for errors,
/// and the version that the URL has.
async fn layer_tile(
    state: &State,
    headers: &HeaderMap,
    layers: &str,
    (place, form): ([&str; 3], &str),
    version: Option<String>,
) -> Result<Response, Problem> {
    let coord = coord(place, &USUAL_ZOOMS, form)?;
    let layers = named(state, layers)?;
    let tiles = state.tiles().await?;
    let lasting = version.is_some_and(|version| *version == *tiles.version);
    let name = format!("{}/{coord}", layers.join(","));
    let address = (name, Arc::clone(&tiles.version), lasting);
    let set = Arc::clone(&tiles.set);
    let make = move || {
        let layers: Vec<&str> = layers.iter().map(String::as_str).collect();
        Ok(set.tile(coord, &layers)?)
    };
    made(state, headers, address, make).await
}

/// Splits the names of layers at commas, and checks that each exists and is named once.
pub(crate) fn named(state: &State, layers: &str) -> Result<Vec<String>, Problem> {
    let mut named: Vec<String> = Vec::new();
    for layer in layers.split(',') {
        state.layer(layer)?;
        if named.iter().any(|before| before == layer) {
            return Err(Problem::bad_request(format!(
                "{layer} is named twice; name each layer once"
            )));
        }
        named.push(layer.to_owned());
    }
    Ok(named)
}
