//! `GET` or `POST /postcodes/nearest`: the postcodes nearest to a postcode or a point.

use axum::extract::{self, Request};
use axum::response::Response;
use coterm_core::codes::{NearPostcode, Postcode};
use coterm_core::lookup::{Note, PostcodePosition, Query};
use coterm_core::space::{GridPoint, LonLat};
use coterm_report::lookup::Sentence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::lookup::Place;
use crate::http::json_writer::{unstored_json, write};
use crate::http::parameters::{Nothing, Parameters};
use crate::http::sent_json::sent_json;
use crate::{Problem, State, day};

/// Number of postcodes without `limit`.
pub(crate) const LIMIT: usize = 10;
/// Maximum of `limit`.
pub(crate) const MAX_LIMIT: usize = 100;
/// Metres within which postcodes are found without `radius`.
pub(crate) const RADIUS_M: f64 = 1_000.0;
/// Maximum of `radius`, in metres.
pub(crate) const MAX_RADIUS_M: f64 = 20_000.0;

const HELP: &str = "send one of postcode, lon and lat, or easting and northing, such as \
                    ?lon=-2.80&lat=54.05; also limit, radius and on";

/// A request for the postcodes near a place, as parameters or as JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NearestQuery {
    postcode: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    easting: Option<f64>,
    northing: Option<f64>,
    on: Option<String>,
    limit: Option<usize>,
    radius: Option<f64>,
}

/// The JSON of the postcodes near a place.
#[derive(Debug, Serialize)]
struct NearestDocument<'a> {
    query: Query,
    on: Date,
    point: PlaceDocument,
    radius_m: f64,
    postcodes: Vec<NearDocument>,
    notes: Vec<Sentence<'a, Note<'a>>>,
    attribution: &'a str,
}

/// The JSON of a position: British National Grid in metres, and longitude and latitude in degrees.
#[derive(Debug, Serialize)]
struct PlaceDocument {
    easting: f64,
    northing: f64,
    lon: Option<f64>,
    lat: Option<f64>,
}

#[derive(Debug, Serialize)]
struct NearDocument {
    postcode: Postcode,
    /// To the decimetre.
    distance_m: f64,
    #[serde(flatten)]
    place: PlaceDocument,
    position_code: PostcodePosition,
}

/// Answers with the postcodes nearest to `?postcode=`, `?lon=&lat=` in degrees or
/// `?easting=&northing=` in metres, nearest first: up to `&limit=` within `&radius=` metres, in use
/// on the day `&on=`.
pub(crate) async fn nearest(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<NearestQuery>,
) -> Result<Response, Problem> {
    found(state, query).await
}

/// Answers like [`nearest`], with the parameters in a JSON object in the body, so that they are not
/// in the log of a proxy.
pub(crate) async fn sent_nearest(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    request: Request,
) -> Result<Response, Problem> {
    let help = "send an object such as {\"postcode\": \"LA1 4YW\", \"limit\": 3}";
    let query = sent_json(&state, request, help).await?;
    found(state, query).await
}

async fn found(state: State, query: NearestQuery) -> Result<Response, Problem> {
    let on = query
        .on
        .as_deref()
        .map_or(Ok(day::today()), day::requested)?;
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Problem::bad_request(format!(
            "\"limit\" must be 1 to {MAX_LIMIT} postcodes"
        )));
    }
    let radius_m = query.radius.unwrap_or(RADIUS_M);
    if !(0.0..=MAX_RADIUS_M).contains(&radius_m) {
        return Err(Problem::bad_request(format!(
            "\"radius\" must be 0 to {MAX_RADIUS_M} metres"
        )));
    }
    // A day before all layers is refused, as lookups refuse it.
    let layers = state.dataset().catalogue().valid_on(on, None)?;
    let (query, point) = place(&state, &query, on)?;
    let tree = state.postcode_tree().await?;
    let dataset = state.dataset();
    let near = tree.nearest(dataset.postcodes(), point, radius_m, limit, on);
    if near.is_empty() {
        // No postcode is near because the data ends, or because nobody lives there.
        dataset.lookup_grid(point, on, None)?;
    }
    let notes = dataset.notes(None, on, &layers);
    let document = NearestDocument {
        query,
        on,
        point: point.into(),
        radius_m,
        postcodes: near.iter().map(Into::into).collect(),
        notes: notes.iter().map(Sentence).collect(),
        attribution: dataset.attribution(),
    };
    let mut text = Vec::new();
    write(&mut text, &document);
    state.metrics().add_lookups(1);
    Ok(unstored_json(text))
}

/// Returns the place that was asked about: exactly one of a postcode and the coordinates of one
/// system.
fn place(state: &State, asked: &NearestQuery, on: Date) -> Result<(Query, GridPoint), Problem> {
    let place = Place {
        lon: asked.lon,
        lat: asked.lat,
        easting: asked.easting,
        northing: asked.northing,
    };
    let query = match &asked.postcode {
        None => place.query()?,
        Some(text) if place.is_none() => Some(Query::Postcode {
            postcode: text.parse()?,
        }),
        Some(_) => None,
    };
    let query = query.ok_or_else(|| Problem::bad_request(HELP))?;
    let point = match query {
        Query::Postcode { postcode } => state.dataset().postcodes().find_on(postcode, on)?.point,
        Query::LonLat { lon, lat } => LonLat::new(lon, lat)?.to_grid()?,
        Query::Grid { easting, northing } => GridPoint::new(easting, northing)?,
    };
    Ok((query, point))
}

impl From<GridPoint> for PlaceDocument {
    fn from(point: GridPoint) -> Self {
        let lonlat = point.to_lonlat().ok();
        Self {
            easting: point.easting(),
            northing: point.northing(),
            lon: lonlat.map(LonLat::lon),
            lat: lonlat.map(LonLat::lat),
        }
    }
}

impl From<&NearPostcode<'_>> for NearDocument {
    fn from(near: &NearPostcode<'_>) -> Self {
        Self {
            postcode: near.record.postcode,
            distance_m: (near.distance_m * 10.0).round() / 10.0,
            place: near.record.point.into(),
            position_code: PostcodePosition::of(near.record),
        }
    }
}
