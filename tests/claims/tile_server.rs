//! Claims about vector tiles over HTTP: `/tiles/…`, `/style.json`.

use axum::http::{Method, StatusCode, header};
use serde_json::Value;

use super::read_tiles::tiles;
use super::requests::{Answered, get, send};
use coterm_tiles::TileCoord;

const TILE: &str = "/tiles/lad-2023,place-2022/9/251/163";

async fn with(path: &str, headers: &[(header::HeaderName, &str)]) -> Answered {
    send(Method::GET, path, headers).await
}

/// Makes the same tile without HTTP.
fn made() -> Vec<u8> {
    let coord = TileCoord::new(9, 251, 163).unwrap();
    let layers = ["lad-2023", "place-2022"];
    tiles().tile(coord, &layers).unwrap().unwrap()
}

#[tokio::test]
async fn a_tile_of_several_layers_is_sent_as_it_is_made() {
    let tile = get(TILE).await;
    assert_eq!(tile.status, StatusCode::OK);
    assert_eq!(
        tile.header(header::CONTENT_TYPE),
        "application/vnd.mapbox-vector-tile"
    );
    assert_eq!(tile.header(header::CONTENT_ENCODING), "");
    assert!(tile.body == made());
}

#[tokio::test]
async fn a_tile_is_compressed_as_it_is_liked_and_comes_out_the_same() {
    for (accepted, sent) in [
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip", "gzip"),
        ("gzip;q=0.2, zstd;q=0.1", "gzip"),
        ("deflate", ""),
    ] {
        let tile = with(TILE, &[(header::ACCEPT_ENCODING, accepted)]).await;
        assert_eq!(tile.header(header::CONTENT_ENCODING), sent, "{accepted}");
        assert_eq!(tile.header(header::VARY), "accept-encoding");
        let plain = tile.plain();
        assert!(plain == made(), "{accepted}");
        assert!(
            sent.is_empty() || tile.body.len() < plain.len(),
            "{accepted}"
        );
    }
}

#[tokio::test]
async fn tiles_whose_version_is_in_their_address_are_kept_for_ever_and_others_asked_for_again() {
    let json = get("/tiles/lad-2023,place-2022").await.json();
    let address = json["tiles"][0].as_str().unwrap();
    let address = address.replace("{z}/{x}/{y}", "9/251/163");
    let tile = get(&address).await;
    assert_eq!(tile.status, StatusCode::OK, "{address}");
    assert!(tile.header(header::CACHE_CONTROL).contains("immutable"));
    for stale in [TILE.to_owned(), format!("{TILE}?v=0123456789abcdef")] {
        let tile = get(&stale).await;
        assert_eq!(tile.header(header::CACHE_CONTROL), "no-cache");
        let etag = tile.header(header::ETAG);
        let again = with(&stale, &[(header::IF_NONE_MATCH, etag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert!(again.body.is_empty());
    }
}

#[tokio::test]
async fn the_description_says_what_the_tiles_are() {
    let path = "/tiles/lad-2023,place-2022";
    let headers = [(header::HOST, "maps.example.org:8080")];
    let json = with(path, &headers).await.json();
    assert_eq!(json["tilejson"], "3.0.0");
    let address = json["tiles"][0].as_str().unwrap();
    assert!(
        address
            .starts_with("http://maps.example.org:8080/tiles/lad-2023,place-2022/{z}/{x}/{y}?v="),
        "{address}"
    );
    let ids: Vec<&str> = json["vector_layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| layer["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "lad-2023",
            "lad-2023-line",
            "lad-2023-label",
            "place-2022",
            "place-2022-line",
            "place-2022-label"
        ]
    );
    for member in ["attribution", "licence"] {
        let text = json[member].as_str().unwrap();
        assert!(text.contains("Open Government Licence"), "{member}: {text}");
    }
    assert_eq!(json["displacement"].as_array().unwrap().len(), 15);
    assert_eq!(
        (&json["minzoom"], &json["maxzoom"]),
        (&0.into(), &14.into())
    );
}

#[tokio::test]
async fn a_tile_with_nothing_in_it_is_empty() {
    let tile = get("/tiles/lad-2023/9/0/0").await;
    assert_eq!(tile.status, StatusCode::NO_CONTENT);
    assert!(tile.body.is_empty());
}

#[tokio::test]
async fn suffixes_are_sent_to_the_address_without() {
    for suffix in ["mvt", "pbf"] {
        let tile = get(&format!("/tiles/lad-2023/9/251/163.{suffix}?v=1")).await;
        assert_eq!(tile.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(
            tile.header(header::LOCATION),
            "/tiles/lad-2023/9/251/163?v=1"
        );
    }
}

#[tokio::test]
async fn what_there_is_no_tile_of_is_refused_with_a_reason() {
    for (path, status, reason) in [
        ("/tiles/lad-2023/9/512/0", 400, "use numbers from 0 to 511"),
        ("/tiles/lad-2023/15/0/0", 400, "tiles go from zoom 0 to 14"),
        ("/tiles/lad-2023/300/0/0", 400, "tiles go from zoom 0 to 14"),
        (
            "/tiles/lad-2023/9/-1/0",
            400,
            "{x} is not a whole number from 0 to 4294967295",
        ),
        (
            "/tiles/lad-2023/9/0/1.5",
            400,
            "{y} is not a whole number from 0 to 4294967295",
        ),
        (
            "/tiles/lad-2023/+9/251/163",
            400,
            "{z} is not a whole number",
        ),
        (
            "/tiles/lad-2023/z/0/0",
            400,
            "{z} is not a whole number from 0 to 4294967295",
        ),
        ("/tiles/lad-2032/9/251/163", 404, "lad-2023"),
        ("/tiles/lad-2023,lad-2023/9/251/163", 400, "named twice"),
        ("/tiles/lad-2023,/9/251/163", 404, ""),
        ("/tiles/lad-2023/9/251/163?w=1", 400, "`w`"),
        ("/tiles/lad-2032", 404, "lad-2023"),
        ("/style.json?layers=lad-2023&on=2023-05-01", 400, "not both"),
        ("/style.json?layers=lad-2032", 404, "lad-2023"),
        ("/style.json?on=May", 400, "2022-06-30"),
        ("/style.json?layers=", 404, "no layer"),
        ("/style.json?layers=lad-2023&theme=blue", 400, "blue"),
        (
            "/style.json?layers=lad-2023&weight=area",
            400,
            "a comparison only",
        ),
        (
            "/style.json?compare=lad-2023,place-2022&theme=dark&weight=sheep",
            400,
            "people, postcodes or area",
        ),
    ] {
        let refused = get(path).await;
        assert_eq!(refused.status.as_u16(), status, "{path}");
        let detail = refused.json()["detail"].to_string();
        assert!(detail.contains(reason), "{path}: {detail}");
    }
}

#[tokio::test]
async fn a_style_draws_the_layers_of_a_day_from_their_tiles() {
    let headers = [(header::HOST, "127.0.0.1:8080")];
    let style = with("/style.json?on=2022-06-30", &headers).await.json();
    assert_eq!(style["version"], 8);
    let source = style["sources"]["coterm"]["url"].as_str().unwrap();
    let named = source.strip_prefix("http://127.0.0.1:8080/tiles/").unwrap();
    assert!(named.split(',').any(|layer| layer == "ccg-2021"), "{named}");
    assert!(!named.contains("lsoa"), "{named}");
    let json = get(&format!("/tiles/{named}")).await.json();
    let drawn_parts: Vec<&Value> = json["vector_layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| &layer["id"])
        .collect();
    let drawn = style["layers"].as_array().unwrap();
    assert!(drawn.len() > 3);
    for layer in drawn.iter().filter(|layer| layer["type"] != "background") {
        assert!(drawn_parts.contains(&&layer["source-layer"]), "{layer}");
    }
}

/// The style for a query, and its layers that draw from tiles.
async fn themed(query: &str) -> (Value, Vec<Value>) {
    let style = get(&format!("/style.json?{query}")).await.json();
    let layers = style["layers"].as_array().unwrap().clone();
    let from_tiles = layers
        .into_iter()
        .filter(|layer| layer["source"].is_string());
    (style, from_tiles.collect())
}

#[tokio::test]
async fn a_style_with_a_theme_draws_each_layer_from_tiles_of_its_own() {
    let (style, drawn) = themed("layers=lad-2023,sicbl-2022,land&theme=light").await;
    assert!(drawn.len() > 6);
    for layer in drawn {
        let source = layer["source"].as_str().unwrap();
        let url = style["sources"][source]["url"].as_str().unwrap();
        assert_eq!(url, format!("/tiles/{source}"));
        let described = get(url).await.json();
        let parts = described["vector_layers"].as_array().unwrap();
        let drawn = &layer["source-layer"];
        assert!(parts.iter().any(|part| part["id"] == *drawn), "{layer}");
    }
}

#[tokio::test]
async fn a_comparison_has_the_same_lines_in_every_theme_and_counts_what_its_tiles_count() {
    let compared = "compare=place-2022,utla-2023&weight=area";
    let (plain, _) = themed(compared).await;
    let ids = |style: &Value| -> Vec<Value> {
        let layers = style["layers"].as_array().unwrap();
        layers.iter().map(|layer| layer["id"].clone()).collect()
    };
    for theme in ["light", "dark"] {
        let (style, _) = themed(&format!("{compared}&theme={theme}")).await;
        let mut lines = ids(&style);
        lines.retain(|id| id != "land");
        assert_eq!(lines, ids(&plain), "{theme}");
        assert_eq!(style["sources"]["land"]["url"], "/tiles/land");
        let tiles = style["sources"]["comparison"]["url"].as_str().unwrap();
        assert!(tiles.ends_with("?weight=area"), "{tiles}");
        assert!(style["metadata"]["families"]["place"]["dark"].is_string());
    }
    let [light, dark] = ["light", "dark"].map(|theme| format!("{compared}&theme={theme}"));
    assert_ne!(
        themed(&light).await.0["layers"],
        themed(&dark).await.0["layers"]
    );
}

#[tokio::test]
async fn a_theme_draws_the_backdrop_even_beneath_no_layers() {
    let (_, drawn) = themed("layers=&theme=dark").await;
    assert!(!drawn.is_empty());
    assert!(drawn.iter().all(|layer| layer["source"] == "land"));
}

#[tokio::test]
async fn a_family_has_one_colour_wherever_its_layers_are_drawn() {
    for theme in ["light", "dark"] {
        for layers in ["lad-2021", "place-2022,icb-2022,lad-2023"] {
            let (style, drawn) = themed(&format!("layers={layers}&theme={theme}")).await;
            let lad = layers.split(',').next_back().unwrap();
            let line = format!("{lad}-line");
            let line = drawn.iter().find(|layer| layer["id"] == line).unwrap();
            let colour = &style["metadata"]["families"]["lad"][theme];
            assert!(colour.is_string());
            assert_eq!(line["paint"]["line-color"], *colour);
        }
    }
}

#[tokio::test]
async fn a_name_that_two_layers_have_for_the_same_ground_is_written_once() {
    let unnamed = |drawn: &[Value], layer: &str| {
        let id = format!("{layer}-label");
        let label = drawn.iter().find(|layer| layer["id"] == id).unwrap();
        label["filter"].to_string()
    };
    // Blackpool is a place and a district; Wyre is a district only.
    let (_, drawn) = themed("layers=place-2022,lad-2021&theme=light").await;
    assert_eq!(unnamed(&drawn, "place-2022"), "null");
    assert!(unnamed(&drawn, "lad-2021").contains("E06000009"));
    assert!(!unnamed(&drawn, "lad-2021").contains("E07000128"));
    let (_, drawn) = themed("layers=lad-2021&theme=light").await;
    assert_eq!(unnamed(&drawn, "lad-2021"), "null");
}
