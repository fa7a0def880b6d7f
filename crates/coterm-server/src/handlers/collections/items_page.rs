//! [`ItemsPage`], a page of a layer's areas in the form that was asked for.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use coterm_core::layers::Layer;
use coterm_io::export::{Format, to_bytes};
use coterm_io::{FeatureForm, feature_to_geojson};
use futures_util::stream;
use jiff::Timestamp;

use super::feature_collection::{END, Page, beginning};
use super::items_format::ItemsFormat;
use super::items_query::ItemsQuery;
use super::selection::Selection;
use super::{CONTENT_CRS, tables};
use crate::cache::layer_items::LayerItems;
use crate::http::link::{Link, link_header, percent_encoded, query_string};
use crate::http::offered_crs::OfferedCrs;
use crate::{Problem, State};

/// A request for a page of areas. Its methods may block.
pub(super) struct ItemsPage {
    pub(super) state: State,
    pub(super) layer: String,
    /// The parameters as they were sent, for the links.
    pub(super) pairs: Vec<(String, String)>,
    pub(super) query: ItemsQuery,
    pub(super) base: String,
}

impl ItemsPage {
    /// Returns the `ETag` of the page: that of the layer, with all that the page depends on.
    pub(super) fn etag(&self, uri: &Uri) -> Result<String, Problem> {
        let layer = self.state.items(&self.layer)?.etag;
        let whole = format!("{layer} {} {} {:?}", self.base, uri, self.query.format);
        Ok(format!(
            "W/\"{}\"",
            coterm_io::fingerprint(whole.as_bytes())
        ))
    }

    /// Makes the page.
    pub(super) fn response(&self) -> Result<Response, Problem> {
        let layer = self.state.layer(&self.layer)?;
        let items = self.state.items(&self.layer)?;
        let selection = Selection::of(layer, &self.query, &items.bounds);
        let links = self.links(&selection);
        let mut response = match self.query.format {
            ItemsFormat::GeoJson => self.geojson(layer, &items, &selection, &links)?,
            ItemsFormat::Html => {
                let areas = selection
                    .positions
                    .iter()
                    .filter_map(|at| layer.areas().get(*at));
                let areas: Vec<_> = areas.collect();
                tables::items(layer, &areas, selection.matched, &links, &self.base).into_response()
            }
            ItemsFormat::FlatGeobuf => self.file(layer, &selection, Format::FlatGeobuf)?,
            ItemsFormat::GeoParquet => self.file(layer, &selection, Format::GeoParquet)?,
            ItemsFormat::Csv => self.file(layer, &selection, Format::Csv)?,
        };
        let headers = response.headers_mut();
        let media = match self.query.format {
            ItemsFormat::Html => "text/html; charset=utf-8",
            format => format.media(),
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(CONTENT_CRS, self.query.crs.header());
        headers.extend(link_header(&links).map(|links| (header::LINK, links)));
        Ok(response)
    }

    fn geojson(
        &self,
        layer: &Layer,
        items: &LayerItems,
        selection: &Selection,
        links: &[Link],
    ) -> Result<Response, Problem> {
        let query = &self.query;
        let page = Page {
            matched: selection.matched,
            returned: selection.positions.len(),
            // The time of the cached copy, so that equal requests get equal bytes.
            made_at: if self.pairs.is_empty() {
                items.made_at
            } else {
                Timestamp::now()
            },
            links,
        };
        let beginning = beginning(layer, &page)?;
        if query.crs == OfferedCrs::Crs84 && query.properties.is_none() {
            let mut pieces = vec![Bytes::from(beginning)];
            pieces.extend(items.pieces(&selection.positions));
            pieces.push(Bytes::from_static(END));
            let length: usize = pieces.iter().map(Bytes::len).sum();
            let pieces = pieces.into_iter().map(Ok::<_, std::convert::Infallible>);
            let body = Body::from_stream(stream::iter(pieces));
            return Ok(([(header::CONTENT_LENGTH, length)], body).into_response());
        }
        let form = FeatureForm {
            crs: query.crs.crs(),
            latitude_first: query.crs.latitude_first(),
            properties: query.properties.as_deref(),
        };
        let mut body = beginning;
        let areas = selection
            .positions
            .iter()
            .filter_map(|at| layer.areas().get(*at));
        for (number, area) in areas.enumerate() {
            if number > 0 {
                body.push(b',');
            }
            body.extend(feature_to_geojson(layer, area, &form)?);
        }
        body.extend_from_slice(END);
        Ok(body.into_response())
    }

    fn file(
        &self,
        layer: &Layer,
        selection: &Selection,
        format: Format,
    ) -> Result<Response, Problem> {
        let areas = selection
            .positions
            .iter()
            .filter_map(|at| layer.areas().get(*at));
        let page = Layer::new(layer.info().clone(), areas.cloned().collect());
        Ok(to_bytes(&page, format, self.query.crs.crs())?.into_response())
    }

    /// Makes the links of the page: itself, its other forms, the pages beside it and the layer.
    fn links(&self, selection: &Selection) -> Vec<Link> {
        let query = &self.query;
        let layer = format!("{}/collections/{}", self.base, percent_encoded(&self.layer));
        let address = |changes: &[(&str, String)]| {
            let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
            let pairs = self
                .pairs
                .iter()
                .filter(|(name, _)| !is_changed(name))
                .cloned();
            let changes = changes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()));
            format!(
                "{layer}/items{}",
                query_string(&pairs.chain(changes).collect::<Vec<_>>())
            )
        };
        let media = query.format.media();
        let mut links = vec![Link::new("self", media, "", address(&[]))];
        for format in ItemsFormat::ALL {
            let is_possible = query.fits(format);
            if format != query.format && is_possible {
                let href = address(&[("f", format.name().to_owned())]);
                links.push(Link::new("alternate", format.media(), "", href));
            }
        }
        let end = query.offset.saturating_add(selection.positions.len());
        if end < selection.matched && !selection.positions.is_empty() {
            let next = [
                ("offset", end.to_string()),
                ("limit", query.limit.to_string()),
            ];
            links.push(Link::new("next", media, "", address(&next)));
        }
        if query.offset > 0 {
            let limit = query.limit.min(query.offset);
            let before = (query.offset - limit).to_string();
            let prev = [("offset", before), ("limit", limit.to_string())];
            links.push(Link::new("prev", media, "", address(&prev)));
        }
        links.push(Link::new(
            "collection",
            "application/json",
            "",
            layer.clone(),
        ));
        links
    }
}
