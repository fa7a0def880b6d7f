//! Claims that archives which do not state the type or compression of their tiles, or state it
//! wrongly, are read correctly or refused.

use coterm_core::dataset::Indexing;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use axum::http::{Method, StatusCode, header};
use coterm_io::ArchivedTiles;
use coterm_server::State;
use coterm_tests::{coterm, data_folder, run, workspace};
use coterm_tiles::TileCoord;
use pmtiles::{Compression, PmTilesWriter, TileType};
use rusqlite::{Connection, params};

use crate::requests::send_to;

/// Vector tile with an empty layer called "a".
const TILE: &[u8] = b"\x1a\x05\x0a\x01a\x78\x02";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Writes an `MBTiles` file without metadata, with this tile at 0/0/0, if given, and a plain tile
/// at 1/0/0.
fn mbtiles(folder: &Path, tile: Option<&[u8]>) -> PathBuf {
    let path = folder.join("theirs.mbtiles");
    let _ = fs::remove_file(&path);
    let database = Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name text, value text);
             CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
             CREATE UNIQUE INDEX place ON tiles (zoom_level, tile_column, tile_row)",
        )
        .unwrap();
    let sql = "INSERT INTO tiles VALUES (?1, 0, ?2, ?3)";
    database.execute(sql, params![0, 0, tile]).unwrap();
    database.execute(sql, params![1, 1, TILE]).unwrap();
    path
}

/// Writes a `PMTiles` file whose header states this compression for its only tile, 0/0/0.
fn pmtiles(folder: &Path, declared: Compression, tile: &[u8]) -> PathBuf {
    let path = folder.join("theirs.pmtiles");
    let file = fs::File::create(&path).unwrap();
    let writer = PmTilesWriter::new(TileType::Mvt)
        .precompressed(declared)
        .min_zoom(0)
        .max_zoom(0);
    let mut writer = writer.create(file).unwrap();
    let coord = pmtiles::TileCoord::new(0, 0, 0).unwrap();
    writer.add_tile(coord, tile).unwrap();
    writer.finalize().unwrap();
    path
}

fn first(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let archive = ArchivedTiles::open(path).map_err(|error| error.to_string())?;
    let tile = archive.tile(TileCoord::new(0, 0, 0).unwrap());
    tile.map_err(|error| error.to_string())
}

#[test]
fn tiles_of_mbtiles_are_read_however_they_are_compressed() {
    let folder = tempfile::tempdir().unwrap();
    for tile in [
        TILE.to_vec(),
        gzipped(TILE),
        deflated(TILE),
        zstd::encode_all(TILE, 3).unwrap(),
    ] {
        let read = first(&mbtiles(folder.path(), Some(&tile)));
        assert_eq!(read, Ok(Some(TILE.to_vec())), "{tile:?}");
    }
}

#[test]
fn tiles_of_pmtiles_are_read_where_they_are_compressed_and_said_not_to_be() {
    let folder = tempfile::tempdir().unwrap();
    for tile in [TILE.to_vec(), gzipped(TILE), deflated(TILE)] {
        let read = first(&pmtiles(folder.path(), Compression::None, &tile));
        assert_eq!(read, Ok(Some(TILE.to_vec())), "{tile:?}");
    }
    // Stated but not true: refused, because nothing else of the file can be trusted.
    let refused = first(&pmtiles(folder.path(), Compression::Gzip, TILE)).unwrap_err();
    assert!(
        refused.contains("its first tile") && refused.contains("unpacked"),
        "{refused}"
    );
}

#[test]
fn an_archive_of_other_files_is_refused_at_the_start_even_if_it_does_not_say_so() {
    let folder = tempfile::tempdir().unwrap();
    for (tile, words) in [
        (&b"GIF89a"[..], "GIF"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"{\"grid\": [], \"keys\": []}", "JSON"),
        (b"something else", "not a vector tile"),
    ] {
        for path in [
            mbtiles(folder.path(), Some(tile)),
            pmtiles(folder.path(), Compression::None, tile),
        ] {
            let refused = ArchivedTiles::open(&path).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
            assert!(refused.contains(path.to_str().unwrap()), "{refused}");
        }
        let refused = first(&mbtiles(folder.path(), Some(&gzipped(tile)))).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    let path = mbtiles(folder.path(), Some(b"GIF89a"));
    let ran = run(coterm(folder.path()).args(["serve", "--tiles"]).arg(path));
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("GIF"), "{}", ran.err);
}

/// Writes an `MBTiles` file whose only tile, 0/0/0, is this picture.
fn of_picture(folder: &Path, picture: &[u8]) -> PathBuf {
    let path = mbtiles(folder, Some(picture));
    let database = Connection::open(&path).unwrap();
    let sql = "DELETE FROM tiles WHERE zoom_level = 1";
    database.execute(sql, []).unwrap();
    path
}

#[tokio::test]
async fn pictures_are_served_as_they_are_and_drawn_under_the_areas() {
    let folder = tempfile::tempdir().unwrap();
    for (picture, media) in [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
    ] {
        for path in [
            of_picture(folder.path(), picture),
            pmtiles(folder.path(), Compression::None, picture),
        ] {
            let archive = ArchivedTiles::open(&path).unwrap();
            assert!(archive.has_pictures(), "{media}");
            let data = coterm_io::store::open(&data_folder(), Indexing::None).unwrap();
            let state = State::builder(data, &workspace().join("no-page-here"));
            let app =
                coterm_server::app(state.archives(Vec::new(), Some(archive)).unwrap().build());
            for accepted in [&[][..], &[(header::ACCEPT_ENCODING, "br, gzip")]] {
                let tile = send_to(&app, Method::GET, "/tiles/theirs/0/0/0", accepted).await;
                assert_eq!(tile.status, StatusCode::OK);
                assert_eq!(tile.header(header::CONTENT_TYPE), media);
                assert_eq!(tile.header(header::CONTENT_ENCODING), "");
                assert_eq!(tile.body.as_ref(), picture);
            }
            let style = "/style.json?layers=lad-2023&theme=dark";
            let style = send_to(&app, Method::GET, style, &[]).await.json();
            assert_eq!(style["sources"]["basemap"]["type"], "raster");
            let layers = style["layers"].as_array().unwrap();
            let at = |id: &str| layers.iter().position(|layer| layer["id"] == id).unwrap();
            assert!(at("land") < at("basemap") && at("basemap") < at("lad-2023-line"));
        }
    }
}

#[test]
fn an_archive_of_pictures_and_vector_tiles_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let archive = ArchivedTiles::open(&mbtiles(folder.path(), Some(PNG))).unwrap();
    let tile = archive.tile(TileCoord::new(1, 0, 0).unwrap());
    let refused = tile.unwrap_err().to_string();
    assert!(
        refused.contains("both pictures and vector tiles"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_tile_that_is_stored_and_has_no_bytes_is_one_without_content() {
    let folder = tempfile::tempdir().unwrap();
    let empty: [Option<Vec<u8>>; 4] = [None, Some(vec![]), Some(gzipped(b"")), Some(deflated(b""))];
    for tile in empty {
        let path = mbtiles(folder.path(), tile.as_deref());
        assert_eq!(first(&path), Ok(None), "{tile:?}");
        let data = coterm_io::store::open(&data_folder(), Indexing::None).unwrap();
        let state = State::builder(data, &workspace().join("no-page-here"));
        let archive = ArchivedTiles::open(&path).unwrap();
        let app = coterm_server::app(state.archives(vec![archive], None).unwrap().build());
        let answered = send_to(&app, Method::GET, "/tiles/theirs/0/0/0", &[]).await;
        assert_eq!(answered.status, StatusCode::NO_CONTENT);
        let other = send_to(&app, Method::GET, "/tiles/theirs/1/0/0", &[]).await;
        assert_eq!((other.status, other.body.as_ref()), (StatusCode::OK, TILE));
    }
    let path = pmtiles(folder.path(), Compression::Gzip, &gzipped(b""));
    assert_eq!(first(&path), Ok(None));
}

#[cfg(unix)]
#[test]
fn mbtiles_with_a_log_of_changes_are_read_where_nothing_may_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = mbtiles(folder.path(), Some(TILE));
    let database = Connection::open(&path).unwrap();
    let mode = "PRAGMA journal_mode = WAL; INSERT INTO metadata VALUES ('name', 'a')";
    database.execute_batch(mode).unwrap();
    drop(database);
    let listed = || {
        let entries = folder.path().read_dir().unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = listed();
    let permit =
        |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    permit(0o555);
    let archive = ArchivedTiles::open(&path).unwrap();
    assert_eq!(archive.tile_json(&[])["name"], "a");
    let tile = archive.tile(TileCoord::new(0, 0, 0).unwrap()).unwrap();
    assert_eq!(tile.as_deref(), Some(TILE));
    // No file is added even while the archive is open.
    assert_eq!(listed(), before);
    permit(0o755);
}

#[test]
fn mbtiles_that_are_overwritten_while_they_are_served_are_told_and_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let path = mbtiles(folder.path(), Some(TILE));
    let archive = ArchivedTiles::open(&path).unwrap();
    let database = Connection::open(&path).unwrap();
    let sql = "UPDATE tiles SET tile_data = zeroblob(100000)";
    database.execute(sql, []).unwrap();
    drop(database);
    let tile = archive.tile(TileCoord::new(0, 0, 0).unwrap());
    let error = tile.unwrap_err().to_string();
    assert!(error.contains("changed after it was opened"), "{error}");
}
