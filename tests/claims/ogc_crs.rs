//! Claims about OGC API Features Part 2, coordinate systems (OGC 18-058r1, Annex A).

use axum::http::{StatusCode, header};
use coterm_core::space::LonLat;
use serde_json::Value;

use crate::ogc_features::{ids, layers};
use crate::requests::{get, ok};

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0";

const CONTENT_CRS: header::HeaderName = header::HeaderName::from_static("content-crs");

fn positions(feature: &Value) -> Vec<[f64; 2]> {
    fn walk(value: &Value, all: &mut Vec<[f64; 2]>) {
        match serde_json::from_value(value.clone()) {
            Ok(position) => all.push(position),
            Err(_) => value
                .as_array()
                .unwrap()
                .iter()
                .for_each(|part| walk(part, all)),
        }
    }
    let mut all = Vec::new();
    walk(&feature["geometry"]["coordinates"], &mut all);
    all
}

#[tokio::test]
async fn a_01_to_03_every_collection_lists_crs84_first_and_stores_the_national_grid() {
    let collections = ok("/collections").await.json();
    for collection in collections["collections"].as_array().unwrap() {
        assert_eq!(collection["crs"][0], CRS84);
        let storage = &collection["storageCrs"];
        assert_eq!(storage, &format!("{EPSG}/27700"));
        assert!(collection["crs"].as_array().unwrap().contains(storage));
    }
}

#[tokio::test]
async fn a_04_to_07_each_system_has_the_same_places_in_the_order_of_its_axes() {
    for path in [
        "/collections/lad-2023/items",
        "/collections/lad-2023/items/E07000121",
    ] {
        let first = |document: Value| match document.get("features") {
            Some(features) => features[0].clone(),
            None => document,
        };
        let plain = ok(path).await;
        assert_eq!(plain.header(CONTENT_CRS), format!("<{CRS84}>"));
        let degrees = positions(&first(plain.json()));
        for (uri, convert) in [
            (
                CRS84.to_owned(),
                (|place| place) as fn([f64; 2]) -> [f64; 2],
            ),
            (format!("{EPSG}/4326"), |[lon, lat]| [lat, lon]),
            (format!("{EPSG}/27700"), |[lon, lat]| {
                let grid = LonLat::new(lon, lat).unwrap().to_grid().unwrap();
                [grid.easting(), grid.northing()]
            }),
            (format!("{EPSG}/3857"), |[lon, lat]| {
                let radius = 6_378_137.0;
                let north = (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0)
                    .tan()
                    .ln();
                [lon.to_radians() * radius, north * radius]
            }),
        ] {
            let answered = ok(&format!("{path}?crs={uri}")).await;
            assert_eq!(answered.header(CONTENT_CRS), format!("<{uri}>"));
            let sent = positions(&first(answered.json()));
            assert_eq!(sent.len(), degrees.len());
            // Degrees are rounded to 1 cm, metres to 1 mm.
            let near = if uri.ends_with("CRS84") || uri.ends_with("4326") {
                0.0
            } else {
                0.03
            };
            for (sent, place) in sent.iter().zip(&degrees) {
                let expected = convert(*place);
                let apart = (sent[0] - expected[0]).hypot(sent[1] - expected[1]);
                assert!(apart <= near, "{uri}: {sent:?} for {expected:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_08_a_system_that_is_not_listed_is_refused() {
    for parameter in ["crs", "bbox-crs", "filter-crs"] {
        for uri in [
            "EPSG:27700",
            "http://www.opengis.net/def/crs/EPSG/0/4258",
            "",
        ] {
            let answered = get(&format!("/collections/lad-2023/items?{parameter}={uri}")).await;
            assert_eq!(
                answered.status,
                StatusCode::BAD_REQUEST,
                "{parameter}={uri}"
            );
        }
    }
}

#[tokio::test]
async fn a_box_means_the_same_place_in_every_system() {
    // A square of Lancaster's ground, far from the corners by which the systems would differ.
    for layer in layers() {
        let path = format!("/collections/{layer}/items");
        let square = format!("{path}?bbox=347000,461000,348000,462000&bbox-crs={EPSG}/27700");
        let near = ids(&ok(&square).await.json());
        let around = ok(&format!("{path}?bbox=-2.9,54.0,-2.7,54.1")).await.json();
        assert!(near.iter().all(|id| ids(&around).contains(id)), "{layer}");
        let turned = ok(&format!(
            "{path}?bbox=54.0,-2.9,54.1,-2.7&bbox-crs={EPSG}/4326"
        ))
        .await;
        assert_eq!(ids(&turned.json()), ids(&around), "{layer}");
        let mercator = |lon: f64, lat: f64| {
            let radius = 6_378_137.0;
            let north = (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0)
                .tan()
                .ln();
            format!("{},{}", lon.to_radians() * radius, north * radius)
        };
        let bbox = format!("{},{}", mercator(-2.9, 54.0), mercator(-2.7, 54.1));
        let metres = ok(&format!("{path}?bbox={bbox}&bbox-crs={EPSG}/3857"))
            .await
            .json();
        assert_eq!(ids(&metres), ids(&around), "{layer}");
    }
}
