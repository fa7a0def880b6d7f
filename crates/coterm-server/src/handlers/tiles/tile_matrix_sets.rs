//! OGC API Tiles: `GET /tileMatrixSets`, and the tile sets and tiles of a layer at
//! `/collections/{layer}/tiles`. They are the tiles of `/tiles/{layer}`, under other addresses.

use axum::Json;
use axum::extract::{self, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use coterm_tiles::USUAL_ZOOMS;
use serde_json::{Value, json};

use super::layer_tile;
use super::tile_request::redirect_without_suffix;
use crate::http::link::{Link, percent_encoded};
use crate::http::links::base_url;
use crate::http::offered_crs::OfferedCrs;
use crate::http::parameters::{Nothing, Parameters, Place};
use crate::{Problem, State};

const QUAD: &str = "WebMercatorQuad";
const QUAD_URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
const MVT: &str = "application/vnd.mapbox-vector-tile";
/// Half the width of the square of Web Mercator, in metres.
const HALF: f64 = 20_037_508.342_789_244;
/// The side of a pixel in metres by which OGC defines scales.
const PIXEL: f64 = 0.000_28;

const FORM: &str = "tiles are /collections/{layer}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}, such \
    as /collections/lad-2023/tiles/WebMercatorQuad/9/163/251";

/// Answers with the grids of tiles.
pub(crate) async fn all(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Json<Value> {
    let href = format!("{}/tileMatrixSets/{QUAD}", base_url(&headers, &state));
    Json(json!({"tileMatrixSets": [{
        "id": QUAD,
        "title": "Web Mercator, each zoom with four times the tiles",
        "uri": QUAD_URI,
        "crs": OfferedCrs::WebMercator.uri(),
        "links": [Link::new("self", "application/json", "", href)],
    }]}))
}

/// Answers with a grid of tiles.
pub(crate) async fn one(
    Place(set): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<Value>, Problem> {
    is_known(&set)?;
    let matrices = USUAL_ZOOMS.map(|zoom| {
        let tiles = 1_u32 << zoom;
        let cell = 2.0 * HALF / 256.0 / f64::from(tiles);
        json!({
            "id": zoom.to_string(),
            "scaleDenominator": cell / PIXEL,
            "cellSize": cell,
            "cornerOfOrigin": "topLeft",
            "pointOfOrigin": [-HALF, HALF],
            "tileWidth": 256,
            "tileHeight": 256,
            "matrixWidth": tiles,
            "matrixHeight": tiles,
        })
    });
    Ok(Json(json!({
        "id": QUAD,
        "title": "Web Mercator, each zoom with four times the tiles",
        "uri": QUAD_URI,
        "crs": OfferedCrs::WebMercator.uri(),
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices.collect::<Vec<_>>(),
    })))
}

/// Answers with the tile sets of a layer.
pub(crate) async fn tilesets(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let base = base_url(&headers, &state);
    let href = format!("{base}/collections/{}/tiles", percent_encoded(&layer));
    Ok(Json(json!({
        "links": [Link::new("self", "application/json", "", href)],
        "tilesets": [described(&state, &layer, &base)?],
    })))
}

/// Answers with a tile set of a layer.
pub(crate) async fn tileset(
    extract::State(state): extract::State<State>,
    Place((layer, set)): Place<(String, String)>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    is_known(&set)?;
    Ok(Json(described(
        &state,
        &layer,
        &base_url(&headers, &state),
    )?))
}

/// Answers with a tile of a layer by its row and column; 204 if it has no features.
pub(crate) async fn tile(
    extract::State(state): extract::State<State>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    if let Some(redirect) = redirect_without_suffix(&parts.uri) {
        return Ok(redirect);
    }
    let Place((layer, set, zoom, row, column)) =
        Place::<(String, String, String, String, String)>::from_request_parts(&mut parts, &state)
            .await?;
    let Parameters(Nothing {}) = Parameters::from_request_parts(&mut parts, &state).await?;
    is_known(&set)?;
    let place = [zoom.as_str(), &column, &row];
    layer_tile(&state, &parts.headers, &layer, (place, FORM), None).await
}

fn is_known(set: &str) -> Result<(), Problem> {
    if set == QUAD {
        return Ok(());
    }
    Err(Problem::not_found(format!(
        "there is no such grid of tiles; use {QUAD}"
    )))
}

fn described(state: &State, layer: &str, base: &str) -> Result<Value, Problem> {
    let info = state.layer(layer)?.info();
    let id = percent_encoded(&info.id);
    let href = format!("{base}/collections/{id}/tiles/{QUAD}");
    let tiles = format!("{href}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}");
    let scheme = format!("{base}/tileMatrixSets/{QUAD}");
    let json = "application/json";
    let links = [
        Link::new("self", json, "", href),
        Link::new("item", MVT, "", tiles).templated(),
        Link::new(
            "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
            json,
            "",
            scheme,
        ),
        Link::new(
            "describedby",
            json,
            "the TileJSON",
            format!("{base}/tiles/{id}"),
        ),
        Link::new(
            "http://www.opengis.net/def/rel/ogc/1.0/geodata",
            json,
            "",
            format!("{base}/collections/{id}"),
        ),
    ];
    Ok(json!({
        "title": info.title,
        "dataType": "vector",
        "crs": OfferedCrs::WebMercator.uri(),
        "tileMatrixSetURI": QUAD_URI,
        "attribution": info.attribution,
        "links": links,
    }))
}
