//! `GET /collections`, `/collections/{layer}`, `…/items`, `…/items/{code}`, `…/queryables` and
//! `…/schema`: the layers and their areas, as OGC API Features. How areas stand to each other is in
//! `related`.

mod documents;
mod extent;
mod feature_collection;
mod items_format;
mod items_page;
mod items_query;
mod related;
mod schema;
mod selection;
mod tables;

use axum::Json;
use axum::extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use coterm_io::{FeatureForm, feature_to_geojson};
use serde::Deserialize;

use self::documents::{Collection, Collections};
pub(crate) use self::extent::bbox;
pub(crate) use self::items_format::wants_html;
use self::items_page::ItemsPage;
use self::items_query::ItemsQuery;
pub(crate) use self::items_query::MAX_LIMIT;
pub(crate) use self::related::{neighbours, overlapping};
use crate::http::etag::is_current;
use crate::http::link::{Link, link_header, percent_encoded};
use crate::http::links::base_url;
use crate::http::offered_crs::OfferedCrs;
use crate::http::parameters::{Form, Nothing, Parameters, Place};
use crate::{Problem, State};

const SCHEMA: HeaderValue = HeaderValue::from_static("application/schema+json");
const ACCEPT: HeaderValue = HeaderValue::from_static("accept");
/// `Content-Crs`, the coordinate system of an answer (OGC API Features Part 2).
const CONTENT_CRS: header::HeaderName = header::HeaderName::from_static("content-crs");

/// Answers with all layers, in the catalogue's order.
pub(crate) async fn all(
    extract::State(state): extract::State<State>,
    Parameters(Form { f }): Parameters<Form>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = base_url(&headers, &state);
    let collections = Collections::of(&state, &base);
    let vary = [(header::VARY, ACCEPT)];
    if wants_html(f.as_deref(), &headers)? {
        return Ok((vary, tables::collections(&collections, &base)).into_response());
    }
    Ok((vary, Json(collections)).into_response())
}

/// Answers with one layer.
pub(crate) async fn one(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(Form { f }): Parameters<Form>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = base_url(&headers, &state);
    let collection = Collection::of(state.layer(&layer)?, &base);
    let vary = [(header::VARY, ACCEPT)];
    if wants_html(f.as_deref(), &headers)? {
        return Ok((vary, tables::collection(&collection, &base)).into_response());
    }
    Ok((vary, Json(collection)).into_response())
}

/// Answers with the schema of what a layer's areas are filtered by.
pub(crate) async fn queryables(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let address = address(&base_url(&headers, &state), &layer, "queryables");
    let schema = schema::queryables(state.layer(&layer)?, &address);
    Ok(([(header::CONTENT_TYPE, SCHEMA)], Json(schema)).into_response())
}

/// Returns the address of a part of a layer.
fn address(base: &str, layer: &str, part: &str) -> String {
    format!("{base}/collections/{}/{part}", percent_encoded(layer))
}

/// Answers with the schema of a layer's areas.
pub(crate) async fn schema(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let address = address(&base_url(&headers, &state), &layer, "schema");
    let schema = schema::schema(state.layer(&layer)?, &address);
    Ok(([(header::CONTENT_TYPE, SCHEMA)], Json(schema)).into_response())
}

/// Answers with a page of a layer's areas.
pub(crate) async fn items(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(pairs): Parameters<Vec<(String, String)>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = ItemsQuery::parse(&pairs, &headers, state.layer(&layer)?)?;
    let base = base_url(&headers, &state);
    let gate = state.page_gate().clone();
    let request = ItemsPage {
        state,
        layer,
        pairs,
        query,
        base,
    };
    // Making GeoJSON of a large layer takes long, and must not block other requests.
    let made = gate.work(move |_| {
        let etag = request.etag(&uri)?;
        if is_current(&headers, &etag) {
            return Ok((StatusCode::NOT_MODIFIED.into_response(), etag));
        }
        Ok::<_, Problem>((request.response()?, etag))
    });
    let (mut response, etag) = made.await?;
    let etag = HeaderValue::from_str(&etag).map_err(|error| Problem::internal(&error))?;
    let about = response.headers_mut();
    about.insert(header::ETAG, etag);
    about.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    about.insert(header::VARY, ACCEPT);
    Ok(response)
}

/// The parameters of a request for one area.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemQuery {
    f: Option<String>,
    crs: Option<String>,
}

/// Answers with one area as `GeoJSON` or as a page.
pub(crate) async fn item(
    extract::State(state): extract::State<State>,
    Place((layer, code)): Place<(String, String)>,
    Parameters(ItemQuery { f, crs }): Parameters<ItemQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = state.layer(&layer)?;
    let area = found
        .area(&code)
        .ok_or_else(|| Problem::not_found(format!("{layer} has no area with that code")))?;
    let crs = crs.map_or(Ok(OfferedCrs::Crs84), |uri| OfferedCrs::named(&uri, "crs"))?;
    let base = base_url(&headers, &state);
    // The page requests the area of an answer, which tells where somebody looked.
    let about = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, ACCEPT),
    ];
    let collection = format!("{base}/collections/{}", percent_encoded(found.id()));
    if wants_html(f.as_deref(), &headers)? {
        return Ok((about, tables::item(found, area, &base)).into_response());
    }
    let href = format!("{collection}/items/{}", percent_encoded(area.code()));
    let links = [
        Link::new("self", "application/geo+json", "", href.clone()),
        Link::new("alternate", "text/html", "", format!("{href}?f=html")),
        Link::new("collection", "application/json", "", collection),
    ];
    let form = FeatureForm {
        latitude_first: crs.latitude_first(),
        ..FeatureForm::of(crs.crs())
    };
    let mut body = feature_to_geojson(found, area, &form)?;
    feature_collection::add_member(&mut body, "links", &links)?;
    let mut response = (about, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/geo+json"),
    );
    headers.insert(CONTENT_CRS, crs.header());
    headers.extend(link_header(&links).map(|links| (header::LINK, links)));
    Ok(response)
}
