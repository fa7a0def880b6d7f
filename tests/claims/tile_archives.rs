//! Claims that tile archives contain exactly the tiles that [`TileSet`] makes, are complete or not
//! written at all, and always have the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::Path;

use coterm_core::layers::Catalogue;
use coterm_io::{Earlier, MakingTiles, TileArchive, TileSummary};
use coterm_tests::{coterm, dataset, run};
use coterm_tiles::TileCoord;
use flate2::read::GzDecoder;
use pmtiles::{AsyncPmTilesReader, TileId};
use serde_json::Value;

use crate::read_tiles::tiles;

const LAYERS: [&str; 2] = ["place-2022", "lad-2021"];
const ZOOMS: RangeInclusive<u8> = 0..=11;

fn catalogue() -> &'static Catalogue {
    dataset().catalogue()
}

fn begun(path: &Path, layers: &[&str], zooms: RangeInclusive<u8>) -> MakingTiles<'static> {
    let archive = TileArchive::begin(path, catalogue(), layers, zooms).unwrap();
    archive.of(tiles()).unwrap()
}

fn made(path: &Path) -> TileSummary {
    begun(path, &LAYERS, ZOOMS).finish().unwrap()
}

/// The names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The tiles that [`TileSet::tile`](coterm_tiles::TileSet::tile) makes.
fn expected() -> BTreeMap<TileCoord, Vec<u8>> {
    ZOOMS
        .flat_map(|zoom| tiles().tiles(zoom).unwrap())
        .filter_map(|coord| Some((coord, tiles().tile(coord, &LAYERS).unwrap()?)))
        .collect()
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut tile = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut tile).unwrap();
    tile
}

/// The compressed tiles of a `PMTiles` archive, and its metadata.
fn read_pmtiles(path: &Path) -> (BTreeMap<TileCoord, Vec<u8>>, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let reader = AsyncPmTilesReader::new_with_path(path).await.unwrap();
        let header = reader.get_header();
        assert!(header.clustered(), "in the order of the standard");
        assert_eq!((header.min_zoom, header.max_zoom), (0, *ZOOMS.end()));
        let metadata = serde_json::from_str(&reader.get_metadata().await.unwrap()).unwrap();
        let mut tiles = BTreeMap::new();
        // Every coordinate up to zoom 8; beyond, only a margin of one tile around the tiles.
        for zoom in ZOOMS {
            let max = (1_u32 << zoom) - 1;
            let (columns, rows) = if zoom <= 8 {
                (0..=max, 0..=max)
            } else {
                let at = crate::read_tiles::tiles().tiles(zoom).unwrap();
                let (x, y): (Vec<u32>, Vec<u32>) = at.map(|at| (at.x(), at.y())).unzip();
                let range = |axis: &[u32]| {
                    *axis.iter().min().unwrap() - 1..=*axis.iter().max().unwrap() + 1
                };
                (range(&x), range(&y))
            };
            for y in rows {
                for x in columns.clone() {
                    let id = TileId::from(pmtiles::TileCoord::new(zoom, x, y).unwrap());
                    if let Some(tile) = reader.get_tile(id).await.unwrap() {
                        tiles.insert(TileCoord::new(zoom, x, y).unwrap(), tile.to_vec());
                    }
                }
            }
        }
        let addressed = header.n_addressed_tiles().unwrap().get();
        assert_eq!(tiles.len() as u64, addressed, "no others are hidden in it");
        (tiles, metadata)
    })
}

/// The compressed tiles of an `MBTiles` archive, and its metadata.
fn read_mbtiles(path: &Path) -> (BTreeMap<TileCoord, Vec<u8>>, BTreeMap<String, String>) {
    let database = rusqlite::Connection::open(path).unwrap();
    let check: String = database
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    let mut tiles = database
        .prepare("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles")
        .unwrap();
    let tiles = tiles
        .query_map([], |row| {
            let (zoom, x, south): (u8, u32, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let y = (1 << zoom) - 1 - south;
            Ok((TileCoord::new(zoom, x, y).unwrap(), row.get(3)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut metadata = database
        .prepare("SELECT name, value FROM metadata")
        .unwrap();
    let metadata = metadata
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    (tiles, metadata)
}

#[test]
fn pmtiles_hold_every_tile_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.pmtiles");
    let summary = made(&path);
    let (found, _) = read_pmtiles(&path);
    let found: BTreeMap<TileCoord, Vec<u8>> = found
        .into_iter()
        .map(|(coord, tile)| (coord, unpacked(&tile)))
        .collect();
    assert!(found == expected());
    assert_eq!(summary.tiles, found.len() as u64);
    assert_eq!(summary.bytes, path.metadata().unwrap().len());
    assert!(
        summary.distinct < summary.tiles,
        "equal tiles are kept once"
    );
    assert_eq!(files(folder.path()), ["some.pmtiles"]);
}

#[test]
fn mbtiles_and_pmtiles_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["some.pmtiles", "some.mbtiles"].map(|name| folder.path().join(name));
    let [mut summary, same] = [&one, &other].map(|path| made(path));
    summary.bytes = same.bytes;
    assert_eq!(summary, same);
    let (tiles, metadata) = read_pmtiles(&one);
    let (same, rows) = read_mbtiles(&other);
    assert!(tiles == same);
    for name in [
        "name",
        "description",
        "attribution",
        "licence",
        "type",
        "version",
        "generator",
        "fingerprint",
    ] {
        assert_eq!(metadata[name], rows[name].as_str());
    }
    for (name, value) in [("minzoom", "0"), ("maxzoom", "11"), ("format", "pbf")] {
        assert_eq!(rows[name], value);
    }
    let json: Value = serde_json::from_str(&rows["json"]).unwrap();
    assert_eq!(json["vector_layers"], metadata["vector_layers"]);
    let displacement: Value = serde_json::from_str(&rows["displacement"]).unwrap();
    assert_eq!(displacement, metadata["displacement"]);
    let bounds: Value = serde_json::from_str(&format!("[{}]", rows["bounds"])).unwrap();
    assert_eq!(bounds, metadata["bounds"]);
    assert_eq!(files(folder.path()), ["some.mbtiles", "some.pmtiles"]);
}

#[test]
fn archives_say_whose_data_it_is_under_which_licence_and_what_is_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.pmtiles");
    made(&path);
    let (_, metadata) = read_pmtiles(&path);
    for layer in LAYERS {
        let info = catalogue().layer(layer).unwrap().info();
        let has = |name: &str, what: &str| metadata[name].as_str().unwrap().contains(what);
        assert!(has("attribution", &info.attribution) && !info.attribution.is_empty());
        assert!(has("licence", &info.licence) && !info.licence.is_empty());
        assert!(has("name", &info.title) && has("description", layer));
    }
    let layers = metadata["vector_layers"].as_array().unwrap();
    assert_eq!(layers.len(), 3 * LAYERS.len());
    // MBTiles 1.3 has no other types.
    let types = layers
        .iter()
        .flat_map(|layer| layer["fields"].as_object().unwrap().values());
    for kind in types {
        assert!(["Number", "Boolean", "String"].contains(&kind.as_str().unwrap()));
    }
    // The bounds are those of these layers: the ground of others reaches further.
    let of_all = tiles().bounds().unwrap();
    assert!(metadata["bounds"][0].as_f64().unwrap() > of_all.west);
    assert_eq!(metadata["displacement"].as_array().unwrap().len(), 12);
}

#[test]
fn the_same_layers_give_the_same_bytes_however_often_the_making_was_stopped() {
    let folder = tempfile::tempdir().unwrap();
    for extension in ["pmtiles", "mbtiles"] {
        let path = |name: &str| folder.path().join(format!("{name}.{extension}"));
        let [whole, again, stopped] = ["whole", "again", "stopped"].map(path);
        let summary = made(&whole);
        made(&again);
        let bytes = fs::read(&whole).unwrap();
        assert!(bytes == fs::read(&again).unwrap());
        let mut done = 0;
        for (round, steps) in [0, 3, 1, 5].into_iter().enumerate() {
            let archive = TileArchive::begin(&stopped, catalogue(), &LAYERS, ZOOMS).unwrap();
            let goes_on = if round == 0 {
                Earlier::Nothing
            } else {
                Earlier::Same
            };
            assert_eq!(archive.earlier(), goes_on);
            let mut making = archive.of(tiles()).unwrap();
            assert_eq!(making.done(), done, "what was made is not made again");
            for _ in 0..steps {
                assert!(making.step().unwrap() > 0);
            }
            done = making.done();
            assert!(done < making.total());
            drop(making);
            assert!(!stopped.exists(), "before it is whole it is not there");
        }
        assert_eq!(made(&stopped), summary);
        assert!(bytes == fs::read(&stopped).unwrap());
        // Over a file that exists already.
        made(&stopped);
        assert!(bytes == fs::read(&stopped).unwrap());
    }
    let whole = ["again", "stopped", "whole"];
    let expected = whole.map(|name| [format!("{name}.mbtiles"), format!("{name}.pmtiles")]);
    assert_eq!(files(folder.path()), expected.concat());
}

#[test]
fn what_was_begun_for_something_else_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let [path, whole] = ["some.pmtiles", "whole.pmtiles"].map(|name| folder.path().join(name));
    made(&whole);
    for (layers, zooms) in [
        (&LAYERS[..1], ZOOMS),
        (&["lad-2021", "place-2022"], ZOOMS),
        (&LAYERS, 0..=10),
    ] {
        let mut other = begun(&path, layers, zooms);
        other.step().unwrap();
        other.step().unwrap();
        drop(other);
        let archive = TileArchive::begin(&path, catalogue(), &LAYERS, ZOOMS).unwrap();
        assert_eq!(archive.earlier(), Earlier::Other);
        let making = archive.of(tiles()).unwrap();
        assert_eq!(making.done(), 0);
        making.finish().unwrap();
        assert!(fs::read(&path).unwrap() == fs::read(&whole).unwrap());
    }
    // The command gives the reason.
    let mut other = begun(&path, &["lad-2023"], 0..=3);
    other.step().unwrap();
    drop(other);
    let arguments = ["tiles", "place-2022", "--zooms", "2-3", "-o"];
    let ran = run(coterm(folder.path()).args(arguments).arg(&path));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("Starting again."), "{}", ran.err);
}

#[test]
fn two_processes_do_not_make_the_same_archive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.mbtiles");
    let first = TileArchive::begin(&path, catalogue(), &LAYERS, ZOOMS).unwrap();
    let ran = run(coterm(folder.path()).args(["tiles", "lad-2023", "-o", "some.mbtiles"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("another process"), "{}", ran.err);
    first.of(tiles()).unwrap().finish().unwrap();
}

#[test]
fn the_command_writes_what_the_library_writes_and_says_what_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.pmtiles");
    made(&whole);
    let arguments = ["tiles", LAYERS[0], LAYERS[1], "--zooms", "0-11", "--json"];
    let ran = run(coterm(folder.path())
        .args(arguments)
        .args(["-o", "some.pmtiles"]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let some = fs::read(folder.path().join("some.pmtiles")).unwrap();
    assert!(some == fs::read(&whole).unwrap());
    let printed: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(printed["bytes"], some.len());
    let zooms = printed["zooms"].as_array().unwrap();
    assert_eq!(zooms.len(), 12);
    let sum: u64 = zooms
        .iter()
        .map(|zoom| zoom["tiles"].as_u64().unwrap())
        .sum();
    assert_eq!(printed["tiles"], sum);
    let bounds = zooms.windows(2).map(|two| {
        let metres = |zoom: &Value| zoom["displacement_m"].as_f64().unwrap();
        (metres(&two[0]), metres(&two[1]))
    });
    for (coarse, fine) in bounds {
        assert!((coarse / fine - 2.0).abs() < 0.01, "{coarse} {fine}");
    }
}

#[test]
fn without_names_the_layers_are_those_that_answer_lookups() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["tiles", "--zooms", "4", "--json", "-o", "all.mbtiles"];
    let ran = run(coterm(folder.path()).args(arguments));
    let printed: Value = serde_json::from_str(&ran.out).unwrap();
    let layers = catalogue().layers().iter();
    let answering: Vec<&str> = layers
        .filter(|layer| layer.info().role.answers_lookups())
        .map(coterm_core::layers::Layer::id)
        .collect();
    assert_eq!(printed["layers"], serde_json::json!(answering));
}

#[test]
fn what_cannot_be_written_is_refused_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("folder.pmtiles")).unwrap();
    fs::write(folder.path().join("mine.pmtiles.part"), "my own text\n").unwrap();
    let package = folder.path().join("package.pmtiles.part");
    let theirs = rusqlite::Connection::open(&package).unwrap();
    theirs.execute_batch("CREATE TABLE kept (it)").unwrap();
    drop(theirs);
    let before = files(folder.path());
    for (arguments, reason) in [
        (&["lad-2032", "-o", "some.pmtiles"][..], "\"lad-2032\""),
        (
            &["lad-2023", "lad-2023", "-o", "some.pmtiles"],
            "named twice",
        ),
        (&["lad-2023", "-o", "some.zip"], ".pmtiles or .mbtiles"),
        (&["lad-2023", "-o", "pmtiles"], ".pmtiles or .mbtiles"),
        (
            &["lad-2023", "-o", "no/some.pmtiles"],
            "there is no folder no",
        ),
        (
            &["lad-2023", "-o", "folder.pmtiles"],
            "is a folder or a device",
        ),
        (&["lad-2023", "-o", "mine.pmtiles"], "move that file"),
        (&["lad-2023", "-o", "package.pmtiles"], "move that file"),
        (
            &["lad-2023", "-o", "some.pmtiles", "--zooms", "7-3"],
            "smaller",
        ),
        (
            &["lad-2023", "-o", "some.pmtiles", "--zooms", "0-17"],
            "too deep",
        ),
        (
            &["lad-2023", "-o", "some.pmtiles", "--zooms", "0-300"],
            "0-12",
        ),
        (
            &["lad-2023", "-o", "some.pmtiles", "--zooms", "deep"],
            "0-12",
        ),
        (&["lad-2023"], "--output"),
    ] {
        let ran = run(coterm(folder.path()).arg("tiles").args(arguments));
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(reason), "{arguments:?}: {}", ran.err);
        assert_eq!(files(folder.path()), before, "{arguments:?}");
    }
    let mine = fs::read_to_string(folder.path().join("mine.pmtiles.part"));
    assert_eq!(mine.unwrap(), "my own text\n");
    let database = rusqlite::Connection::open(&package).unwrap();
    database.execute("INSERT INTO kept VALUES (1)", []).unwrap();
}
