//! Claims about tile archives that the server serves beside the layers: the tiles are those of the
//! archive, whoever wrote it, and damage never makes the server panic.

use coterm_core::dataset::Indexing;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use axum::Router;
use axum::http::{HeaderName, Method, StatusCode, header};
use coterm_io::{ArchivedTiles, TileArchive};
use coterm_server::State;
use coterm_tests::{coterm, dataset, run, workspace};
use coterm_tiles::TileCoord;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::Value;

use crate::read_tiles::tiles;
use crate::requests::{Answered, send_to};

const LAYERS: [&str; 2] = ["place-2022", "lad-2021"];

/// The tiles of [`LAYERS`] up to zoom 12, in both kinds of file.
fn archives() -> &'static [PathBuf; 2] {
    static FOLDER: OnceLock<(tempfile::TempDir, [PathBuf; 2])> = OnceLock::new();
    let (_, paths) = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["some.pmtiles", "others.mbtiles"].map(|name| folder.path().join(name));
        for path in &paths {
            let catalogue = dataset().catalogue();
            let archive = TileArchive::begin(path, catalogue, &LAYERS, 0..=12).unwrap();
            archive.of(tiles()).unwrap().finish().unwrap();
        }
        (folder, paths)
    });
    paths
}

/// Builds the router of a server of these archives.
fn serving(paths: &[&Path]) -> Result<Router, String> {
    let opened = paths.iter().map(|path| ArchivedTiles::open(path));
    let opened = opened.collect::<coterm_io::Result<Vec<_>>>();
    let opened = opened.map_err(|error| error.to_string())?;
    let data = coterm_io::store::open(&coterm_tests::data_folder(), Indexing::None).unwrap();
    let state = State::builder(data, &workspace().join("no-page-here"));
    let state = state
        .archives(opened, None)
        .map_err(|error| error.to_string())?;
    Ok(coterm_server::app(state.build()))
}

fn app() -> &'static Router {
    static APP: OnceLock<Router> = OnceLock::new();
    APP.get_or_init(|| serving(&[&archives()[0], &archives()[1]]).unwrap())
}

async fn get(path: &str) -> Answered {
    send_to(app(), Method::GET, path, &[]).await
}

async fn with(path: &str, header: HeaderName, value: &str) -> Answered {
    send_to(app(), Method::GET, path, &[(header, value)]).await
}

#[tokio::test]
async fn every_tile_of_an_archive_is_that_of_its_layers() {
    let mut same = 0;
    for zoom in (0..=8).chain([12]) {
        let all = tiles().tiles(zoom).unwrap();
        for coord in all.step_by(if zoom == 12 { 13 } else { 1 }) {
            let made = tiles().tile(coord, &LAYERS).unwrap();
            for name in ["some", "others"] {
                let tile = get(&format!("/tiles/{name}/{coord}")).await;
                let status = if made.is_some() { 200 } else { 204 };
                assert_eq!(tile.status.as_u16(), status, "{name} {coord}");
                let made = made.as_deref().unwrap_or_default();
                assert!(tile.body == made, "{name} {coord}");
            }
            same += usize::from(made.is_some());
        }
    }
    assert!(same > 30, "{same}");
}

#[tokio::test]
async fn a_tile_of_an_archive_has_the_heads_of_any_other() {
    let address = get("/tiles/some").await.json()["tiles"][0].to_string();
    let address = address
        .trim_matches('"')
        .replace("{z}/{x}/{y}", "9/251/163");
    for (path, caching) in [
        (address.as_str(), "immutable"),
        ("/tiles/some/9/251/163", "no-cache"),
        ("/tiles/some/9/251/163?v=0", "no-cache"),
        ("/tiles/others/9/0/0", "no-cache"),
    ] {
        let tile = get(path).await;
        assert!(
            tile.header(header::CACHE_CONTROL).contains(caching),
            "{path}"
        );
        assert_eq!(tile.header(header::VARY), "accept-encoding");
    }
    let of_layers = get("/tiles/place-2022,lad-2021/9/251/163").await;
    let tile = get("/tiles/some/9/251/163").await;
    for name in [header::ETAG, header::CONTENT_TYPE, header::CONTENT_ENCODING] {
        assert_eq!(tile.header(name.clone()), of_layers.header(name));
    }
    let etag = tile.header(header::ETAG);
    let again = with("/tiles/some/9/251/163", header::IF_NONE_MATCH, etag).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    for encoding in ["br", "zstd", "gzip"] {
        let packed = with("/tiles/some/9/251/163", header::ACCEPT_ENCODING, encoding).await;
        assert_eq!(packed.header(header::CONTENT_ENCODING), encoding);
        assert!(packed.body.len() < tile.body.len());
    }
    let redirect = get("/tiles/some/9/251/163.mvt?v=1").await;
    assert_eq!(redirect.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(
        redirect.header(header::LOCATION),
        "/tiles/some/9/251/163?v=1"
    );
}

#[tokio::test]
async fn an_archive_is_described_by_what_it_says_of_itself() {
    let host = "maps.example.org:8080";
    for name in ["some", "others"] {
        let json = with(&format!("/tiles/{name}"), header::HOST, host)
            .await
            .json();
        let address = json["tiles"][0].as_str().unwrap();
        let begins = format!("http://{host}/tiles/{name}/{{z}}/{{x}}/{{y}}?v=");
        assert!(address.starts_with(&begins), "{address}");
        assert_eq!(json["tilejson"], "3.0.0");
        assert_eq!(
            (&json["minzoom"], &json["maxzoom"]),
            (&0.into(), &12.into())
        );
        let of_layers = get("/tiles/place-2022,lad-2021").await.json();
        for same in ["name", "attribution", "scheme"] {
            assert_eq!(json[same], of_layers[same], "{same}");
        }
        assert_eq!(json["displacement"].as_array().unwrap().len(), 13);
        assert!(
            json["licence"]
                .as_str()
                .unwrap()
                .contains("Open Government")
        );
        let ids = |json: &Value| -> Vec<String> {
            let layers = json["vector_layers"].as_array().unwrap().iter();
            layers.map(|layer| layer["id"].to_string()).collect()
        };
        assert_eq!(ids(&json), ids(&of_layers));
        for at in 0..4 {
            let [one, other] = [&json, &of_layers].map(|json| json["bounds"][at].as_f64().unwrap());
            assert!((one - other).abs() < 1e-6, "{one} {other}");
        }
        assert_eq!(json["center"].as_array().unwrap().len(), 3);
    }
}

#[tokio::test]
async fn what_an_archive_has_no_tile_of_is_refused_with_a_reason() {
    for (path, status, reason) in [
        ("/tiles/some/9/512/0", 400, "use numbers from 0 to 511"),
        ("/tiles/some/13/0/0", 400, "tiles go from zoom 0 to 12"),
        ("/tiles/some/9/-1/0", 400, "{x} is not a whole number"),
        ("/tiles/some/9/251/163?w=1", 400, "`w`"),
        ("/tiles/some,lad-2021/9/251/163", 404, "some"),
        ("/tiles/none/9/251/163", 404, "none"),
    ] {
        let refused = get(path).await;
        assert_eq!(refused.status.as_u16(), status, "{path}");
        let detail = refused.json()["detail"].to_string();
        assert!(detail.contains(reason), "{path}: {detail}");
    }
}

#[test]
fn an_archive_that_cannot_be_served_is_refused_at_the_start_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let pmtiles = fs::read(&archives()[0]).unwrap();
    let mbtiles = fs::read(&archives()[1]).unwrap();
    put("lad-2023.pmtiles", &pmtiles);
    put("a,b.pmtiles", &pmtiles);
    put("twice.pmtiles", &pmtiles);
    put("twice.mbtiles", &mbtiles);
    put("tiles.zip", &pmtiles);
    put("empty.pmtiles", &[]);
    put("empty.mbtiles", &[]);
    put("text.pmtiles", b"tiles, but not really\n");
    put("text.mbtiles", &b"tiles, but not really\n".repeat(100));
    put("short.pmtiles", &pmtiles[..pmtiles.len() - 1]);
    put("short.mbtiles", &mbtiles[..5_000]);
    let changed = |at: usize, byte: u8| {
        let mut bytes = pmtiles.clone();
        bytes[at] = byte;
        bytes
    };
    put("second.pmtiles", &changed(7, 2));
    put("pictures.pmtiles", &changed(99, 5));
    put("deep.pmtiles", &changed(101, 30));
    put("root.pmtiles", &changed(8, 0xff));
    put("far.pmtiles", &changed(15, 0xff));
    put("pictures.mbtiles", &mbtiles);
    let database = rusqlite::Connection::open(folder.path().join("pictures.mbtiles")).unwrap();
    let sql = "UPDATE metadata SET value = 'gif' WHERE name = 'format'";
    database.execute(sql, []).unwrap();
    drop(database);
    for (names, reason) in [
        (&["lad-2023.pmtiles"][..], "a layer has this name"),
        (&["a,b.pmtiles"], "characters"),
        (&["twice.pmtiles", "twice.mbtiles"], "another archive"),
        (&["tiles.zip"], ".pmtiles or .mbtiles"),
        (&["none.pmtiles"], "there is no file"),
        (&["none.mbtiles"], "there is no file"),
        (&["empty.pmtiles"], "not PMTiles 3"),
        (&["empty.mbtiles"], "not a valid MBTiles file"),
        (&["text.pmtiles"], "not PMTiles 3"),
        (&["text.mbtiles"], "not an SQLite database"),
        (&["short.pmtiles"], "cut off"),
        (&["short.mbtiles"], "the database is damaged"),
        (&["second.pmtiles"], "it is PMTiles 2"),
        (&["pictures.pmtiles"], "Avif"),
        (&["pictures.mbtiles"], "gif"),
        (&["deep.pmtiles"], "zooms 0 to 30"),
        (&["root.pmtiles"], "cannot be unpacked"),
        (&["far.pmtiles"], "it ends before the end of"),
    ] {
        let paths: Vec<PathBuf> = names.iter().map(|name| folder.path().join(name)).collect();
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        let refused = serving(&paths).expect_err(names[0]);
        assert!(refused.contains(reason), "{names:?}: {refused}");
        assert!(refused.contains(names[names.len() - 1]), "{refused}");
    }
    // The command gives the same message, and serves nothing.
    let ran = run(coterm(folder.path()).args(["serve", "--tiles", "lad-2023.pmtiles"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("a layer has this name"), "{}", ran.err);
}

#[tokio::test]
async fn a_tile_that_is_damaged_is_told_and_the_others_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.pmtiles");
    let mut bytes = fs::read(&archives()[0]).unwrap();
    // The last tiles of the file, one after the other.
    let end = bytes.len();
    bytes[end - 3_000..].fill(0x55);
    fs::write(&path, bytes).unwrap();
    let app = serving(&[&path]).unwrap();
    let (mut damaged, mut whole) = (0, 0);
    for coord in tiles().tiles(12).unwrap().step_by(3) {
        let address = format!("/tiles/damaged/{coord}");
        let answered = send_to(&app, Method::GET, &address, &[]).await;
        if answered.status == StatusCode::INTERNAL_SERVER_ERROR {
            let detail = answered.json()["detail"].to_string();
            assert!(detail.contains(&format!("tile {coord}")), "{detail}");
            let of_machine = folder.path().to_str().unwrap();
            assert!(!detail.contains(of_machine), "{detail}");
            damaged += 1;
        } else {
            let made = tiles().tile(coord, &LAYERS).unwrap();
            assert!(answered.body == made.unwrap_or_default());
            whole += 1;
        }
    }
    assert!(damaged > 0 && whole > damaged, "{damaged} {whole}");
}

#[tokio::test]
async fn an_archive_that_is_replaced_is_served_on_and_one_that_is_overwritten_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.pmtiles");
    fs::copy(&archives()[0], &path).unwrap();
    let app = serving(&[&path]).unwrap();
    let version = ArchivedTiles::open(&path).unwrap().version().to_owned();
    // Replaces the file as `coterm tiles` does.
    let [open, other] = ["open", "other"].map(|name| folder.path().join(name));
    fs::write(&other, "something else").unwrap();
    fs::hard_link(&path, &open).unwrap();
    fs::rename(&other, &path).unwrap();
    let tile = send_to(&app, Method::GET, "/tiles/some/6/31/20", &[]).await;
    assert_eq!(tile.status, StatusCode::OK);
    // Overwrites the file in place.
    let mut file = fs::File::options().append(true).open(&open).unwrap();
    file.write_all(b"more").unwrap();
    let tile = send_to(&app, Method::GET, "/tiles/some/7/63/40", &[]).await;
    assert_eq!(tile.status, StatusCode::INTERNAL_SERVER_ERROR);
    let detail = tile.json()["detail"].to_string();
    assert!(detail.contains("start the server again"), "{detail}");
    fs::rename(&open, &path).unwrap();
    let changed = ArchivedTiles::open(&path).unwrap();
    assert_ne!(changed.version(), version, "addresses are others then");
}

/// The archive has a table of tile contents, and few entries in the prescribed form.
#[tokio::test]
async fn archives_by_others_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.mbtiles");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name text, value text);
             CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
             CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);
             INSERT INTO metadata VALUES ('name', 'Theirs'), ('format', 'pbf'), ('json', 'not really'),
               ('bounds', 'everywhere'), ('minzoom', 'few'), ('displacement', NULL);",
        )
        .unwrap();
    // One tile is compressed, as most are, and one is not.
    let tile = |zoom| tiles().tile(TileCoord::new(zoom, 0, 0).unwrap(), &LAYERS);
    let (world, west) = (tile(0).unwrap().unwrap(), tile(1).unwrap().unwrap());
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&world).unwrap();
    let sql = "INSERT INTO tiles VALUES (?1, 0, ?2, ?3)";
    database
        .execute(sql, (0, 0, packed.finish().unwrap()))
        .unwrap();
    database.execute(sql, (1, 1, &west)).unwrap();
    drop(database);
    let app = serving(&[&path]).unwrap();
    let get = async |path: &str| send_to(&app, Method::GET, path, &[]).await;
    let json = get("/tiles/theirs").await.json();
    assert_eq!(json["name"], "Theirs");
    assert_eq!((&json["minzoom"], &json["maxzoom"]), (&0.into(), &1.into()));
    assert_eq!(json["vector_layers"], serde_json::json!([]));
    assert!(json.get("bounds").is_none() && json.get("attribution").is_none());
    assert!(get("/tiles/theirs/0/0/0").await.body == world);
    assert!(get("/tiles/theirs/1/0/0").await.body == west);
    assert_eq!(
        get("/tiles/theirs/1/0/1").await.status,
        StatusCode::NO_CONTENT
    );
}

#[test]
fn a_database_that_never_ends_to_answer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("endless.mbtiles");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name text, value text);
             INSERT INTO metadata VALUES ('minzoom', '0'), ('maxzoom', '3');
             CREATE VIEW tiles AS WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more)
               SELECT n + 30 AS zoom_level, n AS tile_column, n AS tile_row, x'00' AS tile_data FROM more;",
        )
        .unwrap();
    drop(database);
    let refused = ArchivedTiles::open(&path).unwrap_err().to_string();
    assert!(refused.contains("takes too long"), "{refused}");
}

proptest! {
    /// Whatever is damaged, the archive is opened or refused, and tiles are found or refused.
    #[test]
    fn no_damage_makes_reading_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        head in any::<bool>(),
        database in any::<bool>(),
    ) {
        let mut bytes = fs::read(&archives()[usize::from(database)]).unwrap();
        let reach = if head { 127.min(bytes.len()) } else { bytes.len() };
        for (at, byte) in damage {
            bytes[at.index(reach)] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let name = if database { "damaged.mbtiles" } else { "damaged.pmtiles" };
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        if let Ok(archive) = ArchivedTiles::open(&path) {
            archive.tile_json(&[]);
            for coord in tiles().tiles(9).unwrap() {
                let _ = archive.tile(coord);
            }
        }
    }
}

/// An archive whose one layer is called as given, drawn under the page's map.
fn under_the_map(folder: &Path, layer: &str) -> Router {
    let path = folder.join("ground.mbtiles");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name TEXT, value TEXT);
             CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);",
        )
        .unwrap();
    let described = format!("{{\"vector_layers\": [{{\"id\": \"{layer}\", \"fields\": {{}}}}]}}");
    for (name, value) in [
        ("format", "pbf"),
        ("json", &described),
        ("attribution", "Contains OS data"),
    ] {
        let row = "INSERT INTO metadata VALUES (?1, ?2)";
        database.execute(row, [name, value]).unwrap();
    }
    drop(database);
    let basemap = ArchivedTiles::open(&path).unwrap();
    let data = coterm_io::store::open(&coterm_tests::data_folder(), Indexing::None).unwrap();
    let state = State::builder(data, &workspace().join("no-page-here"));
    let state = state.archives(Vec::new(), Some(basemap)).unwrap();
    coterm_server::app(state.build())
}

#[tokio::test]
async fn a_basemap_is_drawn_between_the_land_and_the_areas_with_its_source() {
    let folder = tempfile::tempdir().unwrap();
    let app = under_the_map(folder.path(), "roads_national");
    let path = "/style.json?layers=lad-2023&theme=light";
    let style = send_to(&app, Method::GET, path, &[]).await.json();
    let address = style["sources"]["basemap"]["url"].as_str().unwrap();
    assert!(address.ends_with("/tiles/ground"), "{address}");
    assert_eq!(style["metadata"]["basemap_attribution"], "Contains OS data");
    let layers = style["layers"].as_array().unwrap();
    let at = |id: &str| layers.iter().position(|layer| layer["id"] == id).unwrap();
    assert!(at("land") < at("basemap-roads_national"));
    assert!(at("basemap-roads_national") < at("lad-2023-line"));
    let tiles = send_to(&app, Method::GET, "/tiles/ground", &[]).await;
    assert_eq!(tiles.status, StatusCode::OK);
}

#[tokio::test]
async fn a_layer_of_a_basemap_whose_name_says_nothing_is_not_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let app = under_the_map(folder.path(), "misc");
    let path = "/style.json?layers=lad-2023&theme=dark";
    let style = send_to(&app, Method::GET, path, &[]).await.json();
    let layers = style["layers"].as_array().unwrap().iter();
    let of_basemap = layers.filter(|layer| layer["source"] == "basemap");
    assert_eq!(of_basemap.count(), 0);
}
