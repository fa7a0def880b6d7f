//! Claims about the server: what it answers, and how its answers may be cached.

use std::io::Read;

use axum::http::{Method, StatusCode, header};
use coterm_core::space::GridPoint;
use coterm_report::lookup::AnswerDocument;
use coterm_tests::dataset;
use jiff::civil::date;

use crate::requests::{Answered, get, ok, send};

#[tokio::test]
async fn health_says_what_is_loaded() {
    let health = ok("/health").await.json();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["layers"], dataset().catalogue().layers().len());
    assert_eq!(health["postcodes"], dataset().postcodes().records().len());
}

#[tokio::test]
async fn the_root_is_json_by_default_and_lists_what_there_is() {
    let root = ok("/").await;
    assert_eq!(root.header(header::CONTENT_TYPE), "application/json");
    let links = root.json()["links"].to_string();
    for path in ["/lookup", "/postcodes", "/collections", "/health"] {
        assert!(links.contains(path), "{path} is not in {links}");
    }
    assert!(
        root.json()["attribution"]
            .as_str()
            .unwrap()
            .contains("Open Government Licence")
    );
}

fn features(items: &Answered) -> Vec<geojson::Feature> {
    let text = std::str::from_utf8(&items.body).unwrap();
    let parsed = text.parse::<geojson::GeoJson>().unwrap();
    geojson::FeatureCollection::try_from(parsed)
        .unwrap()
        .features
}

#[tokio::test]
async fn every_layer_is_a_collection_whose_items_are_valid_geojson_with_an_etag() {
    let collections = ok("/collections").await.json();
    let collections = collections["collections"].as_array().unwrap().clone();
    assert_eq!(collections.len(), dataset().catalogue().layers().len());
    for collection in collections {
        let id = collection["id"].as_str().unwrap();
        assert_eq!(ok(&format!("/collections/{id}")).await.json(), collection);
        let items = ok(&format!("/collections/{id}/items")).await;
        assert_eq!(items.header(header::CONTENT_TYPE), "application/geo+json");
        assert!(items.header(header::ETAG).ends_with('"'), "{id}");
        let layer = dataset().catalogue().layer(id).unwrap();
        let features = features(&items);
        assert_eq!(features.len(), layer.areas().len(), "{id}");
        for feature in features {
            let geometry = geo::Geometry::<f64>::try_from(feature.geometry.unwrap()).unwrap();
            assert!(
                matches!(
                    geometry,
                    geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_)
                ),
                "{id}"
            );
        }
    }
}

#[tokio::test]
async fn the_extent_of_every_layer_is_around_all_of_its_areas() {
    let collections = ok("/collections").await.json();
    let mut outside = Vec::new();
    for collection in collections["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        let bbox = collection["extent"]["spatial"]["bbox"][0].clone();
        let [west, south, east, north]: [f64; 4] = serde_json::from_value(bbox).unwrap();
        for feature in features(&ok(&format!("/collections/{id}/items")).await) {
            let geometry = geo::Geometry::<f64>::try_from(feature.geometry.unwrap()).unwrap();
            let area = geo::BoundingRect::bounding_rect(&geometry).unwrap();
            let (min, max) = (area.min(), area.max());
            if min.x < west || min.y < south || max.x > east || max.y > north {
                let beyond = [west - min.x, south - min.y, max.x - east, max.y - north];
                outside.push(format!(
                    "{id} {:?}: west, south, east, north by {beyond:.4?}",
                    feature.id
                ));
            }
        }
    }
    assert!(outside.is_empty(), "{}", outside.join("\n"));
}

#[tokio::test]
async fn one_area_is_the_same_feature_as_in_the_whole_layer() {
    let items = ok("/collections/place-2022/items").await.json();
    for feature in items["features"].as_array().unwrap() {
        let code = feature["properties"]["code"].as_str().unwrap();
        let path = format!("/collections/place-2022/items/{code}");
        let mut one = ok(&path).await.json();
        let links = one.as_object_mut().unwrap().remove("links").unwrap();
        assert_eq!(&one, feature);
        assert_eq!(links[0]["href"], path);
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let path = "/collections/place-2022/items";
    let first = ok(path).await;
    let etag = first.header(header::ETAG).to_owned();
    for tags in [etag.clone(), format!("\"other\", {etag}"), "*".to_owned()] {
        let again = send(Method::GET, path, &[(header::IF_NONE_MATCH, &tags)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{tags}");
        assert!(again.body.is_empty());
        assert_eq!(again.header(header::ETAG), etag);
    }
    let other = send(Method::GET, path, &[(header::IF_NONE_MATCH, "\"other\"")]).await;
    assert_eq!((other.status, other.body), (StatusCode::OK, first.body));
}

#[tokio::test]
async fn layers_are_compressed_for_those_who_accept_it() {
    let path = "/collections/lad-2023/items";
    let plain = ok(path).await;
    assert_eq!(plain.header(header::CONTENT_ENCODING), "");
    for coding in ["gzip", "br"] {
        let packed = send(Method::GET, path, &[(header::ACCEPT_ENCODING, coding)]).await;
        assert_eq!(packed.header(header::CONTENT_ENCODING), coding);
        let mut varies = packed.headers.get_all(header::VARY).iter();
        assert!(
            varies.any(|vary| vary == "accept-encoding"),
            "{:?}",
            packed.headers
        );
        println!(
            "{coding}: {} of {} bytes",
            packed.body.len(),
            plain.body.len()
        );
        assert!(
            packed.body.len() < plain.body.len() * 2 / 3,
            "{coding}: {}",
            packed.body.len()
        );
        let mut body = Vec::new();
        match coding {
            "gzip" => flate2::read::GzDecoder::new(packed.body.as_ref())
                .read_to_end(&mut body)
                .unwrap(),
            _ => brotli::Decompressor::new(packed.body.as_ref(), 4_096)
                .read_to_end(&mut body)
                .unwrap(),
        };
        assert!(body == plain.body, "{coding} unpacks to something else");
    }
}

#[tokio::test]
async fn degrees_and_metres_of_one_place_have_the_same_areas() {
    for (easting, northing) in [
        (347_467.0, 461_653.0),
        (317_371.0, 480_024.0),
        (331_000.0, 436_000.0),
    ] {
        let degrees = GridPoint::new(easting, northing)
            .unwrap()
            .to_lonlat()
            .unwrap();
        for on in ["2022-06-30", "2022-08-01", "2023-05-01"] {
            let areas = async |place: String| {
                let answer = ok(&format!("/lookup?{place}&on={on}")).await.json();
                let areas = answer["areas"].as_array().unwrap();
                areas
                    .iter()
                    .map(|area| (area["layer"].to_string(), area["code"].to_string()))
                    .collect::<Vec<_>>()
            };
            let by_metres = areas(format!("easting={easting}&northing={northing}")).await;
            assert!(by_metres.len() >= 5, "{by_metres:?}");
            assert_eq!(
                by_metres,
                areas(format!("lon={}&lat={}", degrees.lon(), degrees.lat())).await
            );
        }
    }
}

#[tokio::test]
async fn a_postcode_gets_the_answer_of_the_core_whole() {
    for (path, postcode) in [
        ("/postcodes/LA1%204YW", "LA1 4YW"),
        ("/postcodes/la184aa", "LA18 4AA"),
    ] {
        for on in [date(2022, 6, 30), date(2022, 8, 1), date(2023, 5, 1)] {
            let families = ["lad".to_owned(), "place".to_owned()];
            for (query, only) in [("", None), ("&family=lad,place", Some(&families[..]))] {
                let sent = ok(&format!("{path}?on={on}{query}")).await.json();
                let answer = dataset()
                    .lookup_postcode(postcode.parse().unwrap(), on, only)
                    .unwrap();
                let document = AnswerDocument::from(&answer);
                assert_eq!(sent, serde_json::to_value(&document).unwrap());
            }
        }
    }
}

#[tokio::test]
async fn what_is_looked_up_may_not_be_stored() {
    for path in [
        "/lookup?lon=-2.80&lat=54.05",
        "/lookup?lon=-2.80",
        "/lookup?easting=347467&northing=461653",
        "/postcodes/LA1%204YW",
        "/postcodes/SW1A%201AA",
        "/postcodes?q=LA1",
    ] {
        assert_eq!(
            get(path).await.header(header::CACHE_CONTROL),
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn suggestions_are_postcodes_that_begin_so() {
    let found = ok("/postcodes?q=la1%204y").await.json();
    let found: Vec<String> = serde_json::from_value(found["postcodes"].clone()).unwrap();
    assert!(!found.is_empty() && found.len() <= 10);
    assert!(
        found.iter().all(|postcode| postcode.starts_with("LA1 4Y")),
        "{found:?}"
    );
}
