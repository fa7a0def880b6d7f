//! Claims about tiles of a comparison over HTTP: `/compare/{a}/{b}/tiles…`,
//! `/style.json?compare=`.

use axum::http::{Method, StatusCode, header};
use coterm_tiles::TileCoord;

use super::comparison_tiles::compared;
use super::requests::{get, send};

const TILES: &str = "/compare/place-2022/utla-2023/tiles";

fn made() -> Vec<u8> {
    let coord = TileCoord::new(9, 251, 163).unwrap();
    compared(["place-2022", "utla-2023"])
        .tiles
        .tile(coord)
        .unwrap()
}

#[tokio::test]
async fn a_tile_of_a_comparison_is_sent_as_it_is_made_however_it_is_compressed() {
    let made = made();
    for sent in ["", "br", "zstd", "gzip"] {
        let headers = [(header::ACCEPT_ENCODING, sent)];
        let tile = send(Method::GET, &format!("{TILES}/9/251/163"), &headers).await;
        assert_eq!(tile.status, StatusCode::OK);
        assert_eq!(
            tile.header(header::CONTENT_TYPE),
            "application/vnd.mapbox-vector-tile"
        );
        assert_eq!(tile.header(header::CONTENT_ENCODING), sent);
        assert_eq!(tile.header(header::VARY), "accept-encoding");
        let plain = tile.plain();
        assert!(plain == made, "{sent}");
    }
}

#[tokio::test]
async fn a_description_leads_to_tiles_that_are_kept_for_ever() {
    let headers = [(header::HOST, "maps.example.org")];
    for (query, carried) in [
        ("", "?v="),
        ("?tolerance=50", "?tolerance=50&v="),
        (
            "?weight=area&tolerance=50.5&populated=3&on=2022-06-30",
            "?tolerance=50.5&weight=area&populated=3&on=2022-06-30&v=",
        ),
    ] {
        let json = send(Method::GET, &format!("{TILES}{query}"), &headers).await;
        let json = json.json();
        assert_eq!(json["tilejson"], "3.0.0");
        let address = json["tiles"][0].as_str().unwrap();
        let expected = format!("http://maps.example.org{TILES}/{{z}}/{{x}}/{{y}}{carried}");
        assert!(address.starts_with(&expected), "{address}");
        let tile = address
            .trim_start_matches("http://maps.example.org")
            .replace("{z}/{x}/{y}", "9/251/163");
        let tile = get(&tile).await;
        assert_eq!(tile.status, StatusCode::OK);
        assert!(tile.header(header::CACHE_CONTROL).contains("immutable"));
    }
}

#[tokio::test]
async fn another_question_has_another_version_and_the_same_one_the_same() {
    let version = async |query: &str| {
        let json = get(&format!("{TILES}{query}")).await.json();
        let address = json["tiles"][0].as_str().unwrap().to_owned();
        let (_, version) = address.split_once("v=").unwrap();
        (version.to_owned(), json["tolerance_m"].as_f64())
    };
    let usual = version("").await;
    assert_eq!(usual.1, Some(200.0));
    let finer = version("?tolerance=5").await;
    assert_eq!(finer.1, Some(5.0));
    assert!(usual.0 != finer.0);
    // Five other tolerances, so that the first comparison is no longer cached.
    for metres in 11..16 {
        version(&format!("?tolerance={metres}")).await;
    }
    assert_eq!(version("").await, usual);
}

#[tokio::test]
async fn a_tile_without_its_version_is_asked_for_again_and_not_sent_twice() {
    for stale in [
        format!("{TILES}/9/251/163"),
        format!("{TILES}/9/251/163?v=0123456789abcdef"),
    ] {
        let tile = get(&stale).await;
        assert_eq!(tile.header(header::CACHE_CONTROL), "no-cache");
        let etag = [(header::IF_NONE_MATCH, tile.header(header::ETAG))];
        let again = send(Method::GET, &stale, &etag).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert!(again.body.is_empty());
    }
}

#[tokio::test]
async fn tiles_without_anything_are_empty_and_suffixes_lead_to_the_address_without() {
    let tile = get(&format!("{TILES}/9/0/0")).await;
    assert_eq!(tile.status, StatusCode::NO_CONTENT);
    for suffix in ["mvt", "pbf"] {
        let tile = get(&format!("{TILES}/9/251/163.{suffix}?tolerance=50")).await;
        assert_eq!(tile.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(
            tile.header(header::LOCATION),
            format!("{TILES}/9/251/163?tolerance=50")
        );
    }
}

#[tokio::test]
async fn what_cannot_be_drawn_is_refused_with_a_reason() {
    for (path, status, reason) in [
        ("/compare/place-2022/utla-2032/tiles", 404, "utla-2023"),
        (
            "/compare/place-2022/utla-2032/tiles/9/251/163",
            404,
            "utla-2023",
        ),
        (
            "/compare/place-2022/utla-2023/tiles?tolerance=-1",
            400,
            "must be 0 metres or more",
        ),
        (
            "/compare/place-2022/utla-2023/tiles?weight=people",
            400,
            "population.csv",
        ),
        (
            "/compare/place-2022/utla-2023/tiles?populated=few",
            400,
            "does not understand the parameters",
        ),
        (
            "/compare/place-2022/utla-2023/tiles?on=May",
            400,
            "2022-06-30",
        ),
        ("/compare/place-2022/utla-2023/tiles?f=json", 400, "`f`"),
        (
            "/compare/place-2022/utla-2023/tiles/9/512/0",
            400,
            "from 0 to 511",
        ),
        (
            "/compare/place-2022/utla-2023/tiles/15/0/0",
            400,
            "from zoom 0 to 14",
        ),
        (
            "/compare/place-2022/utla-2023/tiles/9/x/0",
            400,
            "tiles of a comparison are /compare/{layer}/{layer}/tiles/{z}/{x}/{y}",
        ),
        (
            "/style.json?compare=place-2022",
            400,
            "compare=lad-2023,icb-2022",
        ),
        ("/style.json?compare=place-2022,utla-2032", 404, "utla-2023"),
        (
            "/style.json?compare=place-2022,utla-2023&on=2022-06-30",
            400,
            "leave out",
        ),
        ("/style.json?tolerance=50", 400, "send \\\"compare\\\" too"),
        (
            "/style.json?compare=place-2022,utla-2023&tolerance=-1",
            400,
            "must be 0 metres or more",
        ),
    ] {
        let refused = get(path).await;
        assert_eq!(refused.status.as_u16(), status, "{path}");
        let detail = refused.json()["detail"].to_string();
        assert!(detail.contains(reason), "{path}: {detail}");
    }
}

#[tokio::test]
async fn a_style_draws_a_comparison_from_its_tiles() {
    let style = get("/style.json?compare=place-2022,utla-2023&tolerance=50").await;
    let style = style.json();
    let source = |name: &str| style["sources"][name]["url"].as_str().unwrap().to_owned();
    assert_eq!(source("comparison"), format!("{TILES}?tolerance=50"));
    assert_eq!(source("coterm"), "/tiles/place-2022,utla-2023");
    let mut source_layers = Vec::new();
    for name in ["comparison", "coterm"] {
        let json = get(&source(name)).await.json();
        let layers = json["vector_layers"].as_array().unwrap();
        source_layers.extend(layers.iter().map(|layer| (name, layer["id"].clone())));
    }
    let drawn = style["layers"].as_array().unwrap();
    for layer in drawn.iter().filter(|layer| layer["type"] != "background") {
        let source_layer = (
            layer["source"].as_str().unwrap(),
            layer["source-layer"].clone(),
        );
        assert!(source_layers.contains(&source_layer), "{layer}");
    }
    // A layer compared with itself is one layer.
    let style = get("/style.json?compare=lad-2023,lad-2023").await.json();
    assert_eq!(style["sources"]["coterm"]["url"], "/tiles/lad-2023");
}
