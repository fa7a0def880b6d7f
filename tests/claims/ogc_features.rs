//! Claims about OGC API Features Part 1, each named after its abstract test in Annex A of OGC
//! 17-069r4, and the laws of paging.

use axum::http::{Method, StatusCode, header};
use coterm_core::layers::Area;
use coterm_tests::dataset;
use serde_json::Value;

use crate::requests::{get, ok, send};

/// Returns the address of the link with this relation.
pub(crate) fn linked(document: &Value, rel: &str) -> Option<String> {
    let links = document["links"].as_array().unwrap();
    let link = links.iter().find(|link| link["rel"] == rel)?;
    Some(link["href"].as_str().unwrap().to_owned())
}

pub(crate) fn ids(document: &Value) -> Vec<String> {
    let features = document["features"].as_array().unwrap();
    let ids = features.iter().map(|feature| feature["id"].as_str());
    ids.map(|id| id.unwrap().to_owned()).collect()
}

pub(crate) fn layers() -> Vec<&'static str> {
    let layers = dataset().catalogue().layers();
    layers.iter().map(coterm_core::layers::Layer::id).collect()
}

async fn refused(path: &str, says: &str) {
    let answered = get(path).await;
    assert_eq!(answered.status, StatusCode::BAD_REQUEST, "{path}");
    assert_eq!(
        answered.header(header::CONTENT_TYPE),
        "application/problem+json"
    );
    let detail = answered.json()["detail"].to_string();
    assert!(detail.contains(says), "{path}: {detail}");
}

#[tokio::test]
async fn a_03_and_04_the_landing_page_links_to_the_interface_its_classes_and_its_data() {
    let landing = ok("/").await.json();
    for (rel, media) in [
        ("service-desc", "application/vnd.oai.openapi+json"),
        ("service-doc", "text/html"),
        ("conformance", "application/json"),
        ("data", "application/json"),
    ] {
        let at = linked(&landing, rel).unwrap();
        let answered = ok(&at).await;
        let sent = answered.header(header::CONTENT_TYPE);
        assert!(sent.starts_with(media), "{at}: {sent}");
    }
}

#[tokio::test]
async fn a_05_and_06_the_api_definition_is_openapi_and_has_every_path() {
    let api = ok("/api").await;
    let media = "application/vnd.oai.openapi+json;version=3.0";
    assert_eq!(api.header(header::CONTENT_TYPE), media);
    let api = api.json();
    assert_eq!(api["openapi"], "3.0.3");
    // QGIS reads the greatest size of a page here, and nowhere else.
    let limit = &api["components"]["parameters"]["limit"];
    assert_eq!(limit["name"], "limit");
    assert_eq!(limit["schema"]["maximum"], 10_000);
    let of_items = &api["paths"]["/collections/{collectionId}/items"]["get"]["parameters"];
    let listed = of_items.as_array().unwrap().iter();
    let named = listed.filter(|one| one["$ref"] == "#/components/parameters/limit");
    assert_eq!(named.count(), 1);
}

#[tokio::test]
async fn a_07_and_08_the_conformance_classes_are_named() {
    let classes = ok("/conformance").await.json();
    let classes = classes["conformsTo"].as_array().unwrap();
    for class in [
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-features-3/1.0/conf/features-filter",
        "cql2/1.0/conf/basic-cql2",
    ] {
        let class = format!("http://www.opengis.net/spec/{class}");
        assert!(classes.contains(&class.clone().into()), "{class}");
    }
}

#[tokio::test]
async fn a_09_to_12_each_collection_has_its_links_extent_and_type() {
    let collections = ok("/collections").await.json();
    assert_eq!(linked(&collections, "self").unwrap(), "/collections");
    for collection in collections["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        assert_eq!(collection["itemType"], "feature", "{id}");
        let alone = ok(&linked(collection, "self").unwrap()).await.json();
        assert_eq!(&alone, collection);
        ok(&linked(collection, "items").unwrap()).await;
        let interval = &collection["extent"]["temporal"]["interval"][0];
        assert_eq!(interval.as_array().unwrap().len(), 2, "{id}");
    }
}

#[tokio::test]
async fn a_13_to_15_the_limit_is_kept_and_a_larger_one_than_the_maximum_is_no_error() {
    for layer in layers() {
        for limit in [1, 3, 10_000, 99_999_999] {
            let page = ok(&format!("/collections/{layer}/items?limit={limit}")).await;
            let page = page.json();
            let returned = page["numberReturned"].as_u64().unwrap();
            assert!(returned <= limit, "{layer}");
            assert_eq!(page["features"].as_array().unwrap().len() as u64, returned);
            let all = dataset().catalogue().layer(layer).unwrap().areas().len();
            assert_eq!(page["numberMatched"], all);
        }
    }
    for limit in ["0", "-1", "ten", "", "1.5"] {
        let path = format!("/collections/lad-2023/items?limit={limit}");
        refused(&path, "whole number of 1 or more").await;
    }
    refused("/collections/lad-2023/items?limit=1&limit=2", "twice").await;
}

#[tokio::test]
async fn a_16_a_box_selects_the_areas_that_meet_it() {
    let whole = ok("/collections/lad-2023/items").await.json();
    for feature in whole["features"].as_array().unwrap() {
        let geometry: geojson::Geometry =
            serde_json::from_value(feature["geometry"].clone()).unwrap();
        let geometry = geo::Geometry::<f64>::try_from(geometry).unwrap();
        let around = geo::BoundingRect::bounding_rect(&geometry).unwrap();
        let (min, max) = (around.min(), around.max());
        let id = feature["id"].as_str().unwrap().to_owned();
        for bbox in [
            format!("{},{},{},{}", min.x, min.y, max.x, max.y),
            format!("{},{},-10,{},{},1000", min.x, min.y, max.x, max.y),
        ] {
            let page = ok(&format!("/collections/lad-2023/items?bbox={bbox}")).await;
            assert!(ids(&page.json()).contains(&id), "{id} in {bbox}");
        }
    }
    let all = "/collections/lad-2023/items?bbox=-180,-90,180,90";
    assert_eq!(ids(&ok(all).await.json()), ids(&whole));
    let none = "/collections/lad-2023/items?bbox=100,-50,110,-40";
    let none = ok(none).await.json();
    assert_eq!((&none["numberMatched"], ids(&none)), (&0.into(), vec![]));
    assert_eq!(linked(&none, "next"), None);
    for bbox in [
        "1,2,3",
        "a,b,c,d",
        "1,2,3,1",
        "1,95,2,96",
        "1,2,3,4,5",
        "NaN,1,2,3",
    ] {
        refused(&format!("/collections/lad-2023/items?bbox={bbox}"), "bbox").await;
    }
}

#[tokio::test]
async fn a_box_finds_an_area_exactly_if_the_geometry_of_both_meets() {
    use geo::Intersects;
    let whole = ok("/collections/lad-2023/items").await.json();
    for step in 0..6 {
        let west = -3.6 + f64::from(step) * 0.3;
        let rect = geo::Rect::new((west, 53.9), (west + 0.2, 54.2));
        let mut expected = Vec::new();
        for feature in whole["features"].as_array().unwrap() {
            let geometry: geojson::Geometry =
                serde_json::from_value(feature["geometry"].clone()).unwrap();
            if geo::Geometry::<f64>::try_from(geometry)
                .unwrap()
                .intersects(&rect)
            {
                expected.push(feature["id"].as_str().unwrap().to_owned());
            }
        }
        let (low, high) = (rect.min(), rect.max());
        let bbox = format!("{},{},{},{}", low.x, low.y, high.x, high.y);
        let found = ok(&format!("/collections/lad-2023/items?bbox={bbox}")).await;
        assert_eq!(ids(&found.json()), expected, "{bbox}");
    }
}

#[tokio::test]
async fn a_17_datetime_selects_the_areas_that_exist_then() {
    for layer in ["place-2022", "ccg-2021", "lad-2023"] {
        let found = dataset().catalogue().layer(layer).unwrap();
        let exist = |from: jiff::civil::Date, to: jiff::civil::Date| {
            let areas = found.areas().iter().filter(|area| {
                let period = area.period();
                period.from() <= to && period.to().is_none_or(|end| from <= end)
            });
            areas.map(|area| area.code().to_owned()).collect::<Vec<_>>()
        };
        let (min, max) = (jiff::civil::Date::MIN, jiff::civil::Date::MAX);
        let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
        for (datetime, from, to) in [
            ("2022-06-30", day("2022-06-30"), day("2022-06-30")),
            ("2022-07-01T00:00:00Z", day("2022-07-01"), day("2022-07-01")),
            (
                "2022-06-30T23:30:00-01:00",
                day("2022-07-01"),
                day("2022-07-01"),
            ),
            (
                "2021-01-01/2021-12-31",
                day("2021-01-01"),
                day("2021-12-31"),
            ),
            ("../2021-03-31", min, day("2021-03-31")),
            ("2023-04-01T00:00:00Z/..", day("2023-04-01"), max),
            ("2023-04-01/", day("2023-04-01"), max),
            // GDAL and QGIS write filters of dates so.
            ("2023-04-01T/..", day("2023-04-01"), max),
            ("..%2F2021-03-31T", min, day("2021-03-31")),
            ("2023-04-01/9999-12-31T00:00:00Z", day("2023-04-01"), max),
        ] {
            let page = ok(&format!("/collections/{layer}/items?datetime={datetime}")).await;
            assert_eq!(ids(&page.json()), exist(from, to), "{layer} {datetime}");
        }
    }
    for datetime in [
        "",
        "..",
        "/",
        "2022",
        "2022-13-01",
        "2022-06-30T00:00:00",
        "9999-12-31T00:00:00",
        "T",
        "b/a",
        "2023-01-01/2022-01-01",
    ] {
        let path = format!("/collections/lad-2023/items?datetime={datetime}");
        refused(&path, "datetime").await;
    }
}

#[tokio::test]
async fn a_18_and_19_unknown_and_wrong_parameters_are_refused() {
    for (query, says) in [
        ("unknown=1", "unknown field `unknown`"),
        ("offset=-1", "0 or more"),
        ("crs=EPSG:1", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
        ("f=xml", "json, html, fgb, parquet or csv"),
        ("properties=size", "code, name"),
        ("sortby=size", "code, name"),
        ("complete=maybe", "true or false"),
        ("valid_from=yesterday", "DATE('2022-06-30')"),
        ("f=fgb&sortby=name", "send f=json"),
    ] {
        refused(&format!("/collections/lad-2023/items?{query}"), says).await;
    }
}

#[tokio::test]
async fn a_20_to_27_walking_all_pages_gives_every_area_once_in_the_order_of_the_layer() {
    for layer in layers() {
        let found = dataset().catalogue().layer(layer).unwrap();
        let all: Vec<&str> = found.areas().iter().map(Area::code).collect();
        let limit = all.len().div_ceil(4).max(1);
        let mut path = format!("/collections/{layer}/items?limit={limit}");
        let (mut walked, mut pages) = (Vec::new(), Vec::new());
        loop {
            let page = ok(&path).await.json();
            assert_eq!(page["numberMatched"], all.len(), "{path}");
            assert!(page["timeStamp"].as_str().unwrap().ends_with('Z'));
            assert!(linked(&page, "collection").is_some());
            assert!(linked(&page, "alternate").is_some());
            assert_eq!(
                ok(&linked(&page, "self").unwrap()).await.json()["features"],
                page["features"]
            );
            walked.extend(ids(&page));
            let before = linked(&page, "prev");
            let next = linked(&page, "next");
            pages.push(page);
            if let Some(before) = before {
                let before = ok(&before).await.json();
                let last = &pages[pages.len() - 2];
                assert_eq!(before["features"], last["features"], "{path}");
            }
            match next {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(walked, all, "{layer}");
    }
    let beyond = ok("/collections/lad-2023/items?offset=99999999999999999999").await;
    assert!(ids(&beyond.json()).is_empty());
}

#[tokio::test]
async fn a_28_and_29_a_feature_links_to_itself_and_to_its_collection() {
    let feature = ok("/collections/lad-2023/items/E07000121").await;
    assert_eq!(feature.header(header::CONTENT_TYPE), "application/geo+json");
    let feature = feature.json();
    assert_eq!(feature["id"], "E07000121");
    let own = linked(&feature, "self").unwrap();
    assert_eq!(ok(&own).await.json(), feature);
    let collection = linked(&feature, "collection").unwrap();
    assert_eq!(ok(&collection).await.json()["id"], "lad-2023");
}

#[tokio::test]
async fn links_are_absolute_and_follow_what_a_proxy_says() {
    let host = header::HOST;
    let proto = header::HeaderName::from_static("x-forwarded-proto");
    let prefix = header::HeaderName::from_static("x-forwarded-prefix");
    for path in [
        "/",
        "/collections",
        "/collections/lad-2023",
        "/collections/lad-2023/items?limit=1",
    ] {
        let headers = [
            (host.clone(), "maps.example"),
            (proto.clone(), "https"),
            (prefix.clone(), "/areas"),
        ];
        let document = send(Method::GET, path, &headers).await.json();
        let own = linked(&document, "self").unwrap();
        assert_eq!(own, format!("https://maps.example/areas{path}"));
    }
}

#[tokio::test]
async fn parameters_of_properties_and_sorting_select_and_order() {
    let one = ok("/collections/lad-2023/items?name=Lancaster")
        .await
        .json();
    assert_eq!(ids(&one), ["E07000121"]);
    let path = "/collections/lad-2023/items?sortby=-name&properties=name&limit=5";
    let sorted = ok(path).await.json();
    let features = sorted["features"].as_array().unwrap();
    let names: Vec<&str> = features
        .iter()
        .map(|feature| {
            assert_eq!(feature["properties"].as_object().unwrap().len(), 1);
            feature["properties"]["name"].as_str().unwrap()
        })
        .collect();
    let layer = dataset().catalogue().layer("lad-2023").unwrap();
    let mut all: Vec<&str> = layer.areas().iter().map(Area::name).collect();
    all.sort_unstable();
    all.reverse();
    assert_eq!(names, all[..5]);
}
