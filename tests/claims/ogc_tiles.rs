//! Claims about OGC API Tiles Part 1 (20-057): tile sets, and tiles at their templates.

use axum::http::{StatusCode, header};

use crate::ogc_features::{layers, linked};
use crate::requests::{get, ok};

#[tokio::test]
async fn the_grid_of_tiles_has_four_times_the_tiles_at_each_zoom() {
    let sets = ok("/tileMatrixSets").await.json();
    let at = linked(&sets["tileMatrixSets"][0], "self").unwrap();
    let set = ok(&at).await.json();
    let matrices = set["tileMatrices"].as_array().unwrap();
    for (zoom, matrix) in matrices.iter().enumerate() {
        assert_eq!(matrix["id"], zoom.to_string());
        assert_eq!(matrix["matrixWidth"], 1 << zoom);
    }
    // OGC 17-083r4, Annex D.
    let scale = matrices[0]["scaleDenominator"].as_f64().unwrap();
    assert!((scale - 559_082_264.028_717_7).abs() < 1e-3, "{scale}");
    assert_eq!(
        get("/tileMatrixSets/Other").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_layer_has_a_tile_set_whose_tiles_are_those_of_the_layer() {
    for layer in layers() {
        let sets = ok(&format!("/collections/{layer}/tiles")).await.json();
        let set = &sets["tilesets"][0];
        assert_eq!(set["dataType"], "vector");
        let alone = ok(&linked(set, "self").unwrap()).await.json();
        assert_eq!(&alone, set);
        let scheme = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
        ok(&linked(set, scheme).unwrap()).await;
        ok(&linked(set, "describedby").unwrap()).await;
    }
    let set = ok("/collections/lad-2023/tiles/WebMercatorQuad")
        .await
        .json();
    let template = linked(&set, "item").unwrap();
    let at = template
        .replace("{tileMatrix}", "6")
        .replace("{tileRow}", "20")
        .replace("{tileCol}", "31");
    let tile = ok(&at).await;
    let media = "application/vnd.mapbox-vector-tile";
    assert_eq!(tile.header(header::CONTENT_TYPE), media);
    assert_eq!(tile.body, ok("/tiles/lad-2023/6/31/20").await.body);
    let suffixed = get(&format!("{at}.pbf")).await;
    assert_eq!(suffixed.status, StatusCode::PERMANENT_REDIRECT);
    let refused = get("/collections/lad-2023/tiles/WebMercatorQuad/6/x/1").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let other = get("/collections/lad-2023/tiles/Other/6/20/31").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
