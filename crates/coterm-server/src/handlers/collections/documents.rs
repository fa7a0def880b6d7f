//! The JSON of collections: [`Collections`] and [`Collection`].

use coterm_core::layers::{Layer, LayerInfo};
use serde::Serialize;

use super::extent::bbox;
use super::items_format::ItemsFormat;
use crate::State;
use crate::http::link::{Link, percent_encoded};
use crate::http::offered_crs::OfferedCrs;

/// All layers, with what the page needs to know of the data.
#[derive(Debug, Serialize)]
pub(crate) struct Collections {
    pub(super) collections: Vec<Collection>,
    /// The ground that the data covers, in words; `None` if the data's files are not known.
    extent_title: Option<String>,
    /// A live postcode of the data, as an example of what to look up.
    example_postcode: Option<String>,
    attribution: String,
    crs: [&'static str; 4],
    links: Vec<Link>,
}

/// A layer as a collection of OGC API Features, with coterm's own members.
#[derive(Debug, Serialize)]
pub(crate) struct Collection {
    #[serde(flatten)]
    pub(super) info: LayerInfo,
    pub(super) areas: usize,
    description: String,
    #[serde(rename = "itemType")]
    item_type: &'static str,
    crs: [&'static str; 4],
    #[serde(rename = "storageCrs")]
    storage_crs: &'static str,
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
    trs: &'static str,
}

impl Collections {
    pub(super) fn of(state: &State, base: &str) -> Self {
        let records = state.dataset().postcodes().records();
        // The first ones are often at the edge of the region.
        let middle = records.iter().skip(records.len() / 2);
        let mut live = middle.filter(|record| record.terminated.is_none());
        let layers = state.dataset().catalogue().layers().iter();
        let href = format!("{base}/collections");
        Self {
            extent_title: state.manifest().map(|data| data.extent_title.clone()),
            example_postcode: live.next().map(|record| record.postcode.to_string()),
            collections: layers.map(|layer| Collection::of(layer, base)).collect(),
            attribution: state.dataset().attribution().to_owned(),
            crs: OfferedCrs::ALL.map(OfferedCrs::uri),
            links: vec![
                Link::new("self", "application/json", "", href.clone()),
                Link::new("alternate", "text/html", "", format!("{href}?f=html")),
                Link::new("root", "application/json", "", format!("{base}/")),
            ],
        }
    }
}

impl Collection {
    pub(super) fn of(layer: &Layer, base: &str) -> Self {
        let info = layer.info().clone();
        let instant = |day: Option<jiff::civil::Date>| day.map(|day| format!("{day}T00:00:00Z"));
        let (from, to) = (info.period.known_from(), info.period.to());
        let href = format!("{base}/collections/{}", percent_encoded(&info.id));
        let mut links = vec![
            Link::new("self", "application/json", "", href.clone()),
            Link::new("alternate", "text/html", "", format!("{href}?f=html")),
        ];
        links.extend(ItemsFormat::ALL.map(|format| {
            let query = match format {
                ItemsFormat::GeoJson => String::new(),
                format => format!("?f={}", format.name()),
            };
            Link::new("items", format.media(), "", format!("{href}/items{query}"))
        }));
        for (rel, media, at) in [
            (
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                "application/schema+json",
                "queryables",
            ),
            (
                "http://www.opengis.net/def/rel/ogc/1.0/schema",
                "application/schema+json",
                "schema",
            ),
            (
                "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
                "application/json",
                "tiles",
            ),
        ] {
            links.push(Link::new(rel, media, "", format!("{href}/{at}")));
        }
        Self {
            areas: layer.areas().len(),
            description: format!("{}. {}", info.title, info.attribution),
            item_type: "feature",
            crs: OfferedCrs::ALL.map(OfferedCrs::uri),
            storage_crs: OfferedCrs::NationalGrid.uri(),
            extent: Extent {
                spatial: Spatial {
                    bbox: bbox(layer.areas()).into_iter().collect(),
                    crs: OfferedCrs::Crs84.uri(),
                },
                temporal: Temporal {
                    interval: [[instant(from), instant(to)]],
                    trs: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
                },
            },
            links,
            info,
        }
    }
}
