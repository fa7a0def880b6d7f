//! `GET /collections`, `/collections/{layer}`, `…/items`, `…/items/{code}`: the layers and their
//! areas, in the form of OGC API Features.

use axum::Json;
use axum::extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coterm_core::layers::{Layer, LayerInfo};
use geo::{BoundingRect, Coord};
use serde::Serialize;

use crate::http::etag::is_current;
use crate::http::parameters::{Nothing, Parameters, Place};
use crate::{Problem, State};

/// Number of steps into which each side of a layer's bounding box is cut before conversion to
/// degrees.
const STEPS: u32 = 64;
/// Margin in degrees for the curve of a side within a step.
const SPARE: f64 = 1e-4;

const GEOJSON: HeaderValue = HeaderValue::from_static("application/geo+json");

#[derive(Debug, Serialize)]
pub(crate) struct Collections {
    collections: Vec<Collection>,
    /// The ground that the data covers, in words; `None` if the data's files are not known.
    extent_title: Option<String>,
    /// A live postcode of the data, as an example of what to look up.
    example_postcode: Option<String>,
    attribution: String,
    links: Vec<Link>,
}

/// A layer as a collection of OGC API Features, with coterm's own members.
#[derive(Debug, Serialize)]
pub(crate) struct Collection {
    #[serde(flatten)]
    info: LayerInfo,
    areas: usize,
    extent: Extent,
    links: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Extent {
    spatial: Spatial,
    temporal: Temporal,
}

#[derive(Debug, Serialize)]
struct Spatial {
    bbox: Vec<[f64; 4]>,
    crs: &'static str,
}

#[derive(Debug, Serialize)]
struct Temporal {
    interval: [[Option<String>; 2]; 1],
}

#[derive(Debug, Serialize)]
struct Link {
    rel: &'static str,
    #[serde(rename = "type")]
    media: &'static str,
    href: String,
}

impl Collection {
    fn of(layer: &Layer) -> Self {
        let info = layer.info().clone();
        let instant = |day: Option<jiff::civil::Date>| day.map(|day| format!("{day}T00:00:00Z"));
        let interval = [[instant(Some(info.period.from())), instant(info.period.to())]];
        let href = format!("/collections/{}", info.id);
        Self {
            areas: layer.areas().len(),
            extent: Extent {
                spatial: Spatial {
                    bbox: bbox(layer).into_iter().collect(),
                    crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                },
                temporal: Temporal { interval },
            },
            links: vec![
                Link {
                    rel: "self",
                    media: "application/json",
                    href: href.clone(),
                },
                Link {
                    rel: "items",
                    media: "application/geo+json",
                    href: format!("{href}/items"),
                },
            ],
            info,
        }
    }
}

/// Returns west, south, east and north in degrees (CRS84) around the layer's bounding box on the
/// National Grid. `None` for a layer without areas.
fn bbox(layer: &Layer) -> Option<[f64; 4]> {
    let rects = layer
        .areas()
        .iter()
        .filter_map(|area| area.footprint().bounding_rect());
    let (min, max) = rects.fold(None, |bounds: Option<(Coord, Coord)>, rect| {
        let (low, high) = bounds.unwrap_or((rect.min(), rect.max()));
        Some((
            Coord {
                x: low.x.min(rect.min().x),
                y: low.y.min(rect.min().y),
            },
            Coord {
                x: high.x.max(rect.max().x),
                y: high.y.max(rect.max().y),
            },
        ))
    })?;
    // Straight lines of the grid curve in degrees, so converting the corners alone would not do.
    let mut rim: Vec<Coord> = (0..=STEPS)
        .map(|step| f64::from(step) / f64::from(STEPS))
        .flat_map(|share| {
            let (x, y) = (
                min.x + (max.x - min.x) * share,
                min.y + (max.y - min.y) * share,
            );
            [(x, min.y), (x, max.y), (min.x, y), (max.x, y)].map(|(x, y)| Coord { x, y })
        })
        .collect();
    coterm_io::Crs::LonLat.from_grid(&mut rim).ok()?;
    let lowest = |value: fn(&Coord) -> f64| rim.iter().map(value).fold(f64::INFINITY, f64::min);
    let highest =
        |value: fn(&Coord) -> f64| rim.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
    let down = |value: f64| (value * 1e4).floor() / 1e4 - SPARE;
    let up = |value: f64| (value * 1e4).ceil() / 1e4 + SPARE;
    Some([
        down(lowest(|at| at.x)),
        down(lowest(|at| at.y)),
        up(highest(|at| at.x)),
        up(highest(|at| at.y)),
    ])
}

/// Answers with all layers, in the catalogue's order.
pub(crate) async fn all(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Json<Collections> {
    let records = state.dataset().postcodes().records();
    // The first ones are often at the edge of the region.
    let middle = records.iter().skip(records.len() / 2);
    let mut live = middle.filter(|record| record.terminated.is_none());
    Json(Collections {
        extent_title: state.manifest().map(|data| data.extent_title.clone()),
        example_postcode: live.next().map(|record| record.postcode.to_string()),
        collections: state
            .dataset()
            .catalogue()
            .layers()
            .iter()
            .map(Collection::of)
            .collect(),
        attribution: state.dataset().attribution().to_owned(),
        links: vec![Link {
            rel: "self",
            media: "application/json",
            href: "/collections".into(),
        }],
    })
}

/// Answers with one layer.
pub(crate) async fn one(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<Collection>, Problem> {
    Ok(Json(Collection::of(state.layer(&layer)?)))
}

/// Answers with a layer's areas as `GeoJSON`, in longitude and latitude.
pub(crate) async fn items(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // Making GeoJSON of a large layer takes long, and must not block other requests.
    let made = tokio::task::spawn_blocking(move || state.items(&layer)).await;
    let items = made??;
    let etag = HeaderValue::from_str(&items.etag).map_err(|error| Problem::internal(&error))?;
    let validators = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    if is_current(&headers, &items.etag) {
        return Ok((StatusCode::NOT_MODIFIED, validators).into_response());
    }
    Ok((validators, [(header::CONTENT_TYPE, GEOJSON)], items.body).into_response())
}

/// Answers with one area as `GeoJSON`, in longitude and latitude.
pub(crate) async fn item(
    extract::State(state): extract::State<State>,
    Place((layer, code)): Place<(String, String)>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    let found = state.layer(&layer)?;
    let area = found
        .area(&code)
        .ok_or_else(|| Problem::not_found(format!("{layer} has no area with that code")))?;
    let body = coterm_io::area_to_geojson(found, area, coterm_io::Crs::LonLat)?;
    // The page requests the area of an answer, which tells where somebody looked.
    let unstored = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((unstored, [(header::CONTENT_TYPE, GEOJSON)], body).into_response())
}
