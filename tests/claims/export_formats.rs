//! Claims about the formats of `coterm export`: what is written is read as the same areas, and files
//! are converted as layers are.

use std::path::Path;

use coterm_core::layers::Layer;
use coterm_io::{AreaFile, Crs, Fields, FileArea};
use coterm_tests::{Ran, coterm, dataset, run, workspace};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use polygon_coverage::measure::oriented_rings;

use crate::geopackage_files::case;

/// Layers with islands.
const LAYERS: [&str; 2] = ["lad-2023", "place-2022"];

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).arg("export").args(arguments))
}

/// Runs the command, which must succeed without a word.
fn exported(folder: &Path, arguments: &[&str]) {
    let ran = ran(folder, arguments);
    assert_eq!((ran.code, &*ran.err), (Some(0), ""), "{arguments:?}");
}

fn refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let ran = ran(folder, arguments);
    assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{arguments:?}");
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "\"{word}\" is not in: {}", ran.err);
    }
}

fn layer(id: &str) -> &'static Layer {
    dataset().catalogue().layer(id).unwrap()
}

/// The areas of a file in order of their codes, after asserting that nothing is doubtful about it.
fn areas(path: &Path, crs: Crs) -> Vec<FileArea> {
    let mut file = AreaFile::read(path, &Fields::default()).unwrap();
    assert_eq!(file.crs, crs, "{}", path.display());
    assert_eq!(file.report.findings.len(), 0, "{:?}", file.report.findings);
    file.areas.sort_by(|one, other| one.code.cmp(&other.code));
    file.areas
}

/// Asserts that a file has the codes, names and footprints of a layer, bit for bit. `GeoJSON` and KML
/// have outer rings counter-clockwise, as their standards want; the others have them as they are.
fn same(path: &Path, crs: Crs, layer: &Layer) {
    let areas = areas(path, crs);
    assert_eq!(areas.len(), layer.areas().len());
    let extension = path.extension().unwrap();
    let turned = extension == "geojson" || extension == "kml";
    for (read, own) in areas.iter().zip(layer.areas()) {
        let file = path.display();
        assert_eq!(
            (&*read.code, &*read.name),
            (own.code(), own.name()),
            "{file}"
        );
        let footprint = if turned {
            counter_clockwise(own.footprint())
        } else {
            own.footprint().clone()
        };
        assert!(read.footprint == footprint, "{file}: {}", read.code);
    }
}

fn counter_clockwise(footprint: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let polygons = footprint.iter().map(|polygon| {
        let polygon = polygon.clone().into();
        let mut rings = oriented_rings(&polygon).map(LineString);
        Polygon::new(rings.next().unwrap(), rings.collect())
    });
    MultiPolygon(polygons.collect())
}

#[test]
fn every_format_on_the_grid_gives_the_same_areas_bit_for_bit() {
    let folder = tempfile::tempdir().unwrap();
    let mut areas = LAYERS.iter().flat_map(|id| layer(id).areas());
    assert!(areas.any(|area| area.footprint().0.len() > 1), "islands");
    for id in LAYERS {
        for file in ["areas.geojson", "areas.fgb", "areas.gpkg", "areas.parquet"] {
            exported(folder.path(), &[id, "--crs", "EPSG:27700", "-o", file]);
            same(
                &folder.path().join(file),
                Crs::BritishNationalGrid,
                layer(id),
            );
        }
    }
}

#[test]
fn every_format_in_degrees_gives_the_same_millimetres() {
    let folder = tempfile::tempdir().unwrap();
    for id in LAYERS {
        // GeoJSON has seven decimals, as its standard recommends, which are centimetres.
        for file in ["areas.fgb", "areas.gpkg", "areas.parquet", "areas.kml"] {
            exported(folder.path(), &[id, "--crs", "EPSG:4326", "-o", file]);
            same(&folder.path().join(file), Crs::LonLat, layer(id));
        }
    }
    exported(folder.path(), &["lad-2023", "-o", "default.kml"]);
    same(
        &folder.path().join("default.kml"),
        Crs::LonLat,
        layer("lad-2023"),
    );
}

/// Reads the numbers of a multipolygon in well-known text.
fn multipolygon(wkt: &str) -> MultiPolygon<f64> {
    let inside = wkt.strip_prefix("MULTIPOLYGON (((").unwrap();
    let inside = inside.strip_suffix(")))").unwrap();
    let coord = |text: &str| {
        let (x, y) = text.split_once(' ').unwrap();
        Coord {
            x: x.parse().unwrap(),
            y: y.parse().unwrap(),
        }
    };
    let polygons = inside.split(")), ((").map(|rings| {
        let rings = rings.split("), (");
        let mut rings = rings.map(|ring| LineString(ring.split(", ").map(coord).collect()));
        Polygon::new(rings.next().unwrap(), rings.collect())
    });
    MultiPolygon(polygons.collect())
}

#[test]
fn csv_has_geometry_if_asked_and_the_other_columns_stay() {
    let folder = tempfile::tempdir().unwrap();
    for id in LAYERS {
        exported(folder.path(), &[id, "-o", "plain.csv"]);
        exported(folder.path(), &[id, "--wkt", "-o", "areas.csv"]);
        let file = |name: &str| csv::Reader::from_path(folder.path().join(name)).unwrap();
        let (mut plain, mut full) = (file("plain.csv"), file("areas.csv"));
        let mut headers = plain.headers().unwrap().clone();
        headers.push_field("wkt");
        assert_eq!(&headers, full.headers().unwrap());
        let rows = plain.records().zip(full.records()).zip(layer(id).areas());
        let mut count = 0;
        for ((plain, full), area) in rows {
            let (mut plain, full) = (plain.unwrap(), full.unwrap());
            let wkt = &full[full.len() - 1];
            assert!(
                multipolygon(wkt) == *area.footprint(),
                "{id}/{}",
                area.code()
            );
            plain.push_field(wkt);
            assert_eq!(plain, full);
            count += 1;
        }
        assert_eq!(count, layer(id).areas().len());
    }
    let degrees = ran(
        folder.path(),
        &["place-2022", "--wkt", "--crs", "EPSG:4326"],
    );
    assert!(
        degrees.out.contains("MULTIPOLYGON (((-2."),
        "{}",
        degrees.err
    );
    let folder = folder.path();
    let csv = ["lad-2023", "--format", "csv", "--crs", "EPSG:4326"];
    refused(folder, &csv, &["no geometry", "--wkt"]);
    refused(folder, &["lad-2023", "--wkt", "-o", "a.kml"], &["CSV only"]);
}

#[test]
fn a_format_that_has_one_system_refuses_others() {
    let folder = tempfile::tempdir().unwrap();
    let kml = ["lad-2023", "-o", "a.kml", "--crs", "EPSG:27700"];
    refused(
        folder.path(),
        &kml,
        &["always in EPSG:4326", "leave out --crs"],
    );
    assert!(!folder.path().join("a.kml").exists());
}

#[test]
fn kml_says_whose_the_data_is() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), &["place-2022", "-o", "a.kml"]);
    let text = std::fs::read_to_string(folder.path().join("a.kml")).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let described = document
        .descendants()
        .find(|node| node.has_tag_name("description"));
    let described = described.and_then(|node| node.text()).unwrap();
    assert!(described.contains("Open Government Licence"), "{described}");
    let placemarks = document
        .descendants()
        .filter(|node| node.has_tag_name("Placemark"));
    assert_eq!(placemarks.count(), 4);
}

#[test]
fn a_file_is_converted_to_any_format() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), &["place-2022", "-o", "first.kml"]);
    let mut last = "first.kml".to_owned();
    for extension in ["geojson", "fgb", "gpkg", "parquet", "kml", "gpkg"] {
        let next = format!("from-{}.{extension}", last.replace('.', "-"));
        let crs = if extension == "kml" {
            "EPSG:4326"
        } else {
            "EPSG:27700"
        };
        exported(folder.path(), &[&last, "--crs", crs, "-o", &next]);
        same(
            &folder.path().join(&next),
            crs.parse().unwrap(),
            layer("place-2022"),
        );
        last = next;
    }
    // The days of the areas are not known, and are not made up.
    let geojson = ran(folder.path(), &["first.kml"]);
    let geojson: serde_json::Value = serde_json::from_str(&geojson.out).unwrap();
    for feature in geojson["features"].as_array().unwrap() {
        assert!(feature["properties"]["valid_from"].is_null(), "{feature}");
    }
    let csv = ran(folder.path(), &["first.kml", "--format", "csv"]);
    assert!(
        csv.out
            .contains("first.kml,QE1-2022-BLACKPOOL,Blackpool,,,,true,"),
        "{}",
        csv.out
    );
    refused(
        folder.path(),
        &["first.kml", "-o", "first.kml"],
        &["overwrite the input"],
    );
    refused(folder.path(), &["missing.kml"], &["no file", "missing.kml"]);
}

#[test]
fn holes_survive_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let source = case("geoparquet-delta.parquet");
    let own = areas(source.as_ref(), Crs::BritishNationalGrid);
    assert_eq!(own[2].footprint.0[0].interiors().len(), 1);
    for (file, crs) in [
        ("areas.geojson", Crs::BritishNationalGrid),
        ("areas.fgb", Crs::BritishNationalGrid),
        ("areas.gpkg", Crs::BritishNationalGrid),
        ("areas.parquet", Crs::BritishNationalGrid),
        ("areas.kml", Crs::LonLat),
    ] {
        let name = crs.to_string();
        exported(folder.path(), &[&source, "--crs", &name, "-o", file]);
        let read = areas(&folder.path().join(file), crs);
        let turned = |area: &FileArea| counter_clockwise(&area.footprint);
        let read: Vec<_> = read.iter().map(turned).collect();
        assert!(read == own.iter().map(turned).collect::<Vec<_>>(), "{file}");
    }
    let csv = ran(folder.path(), &[&source, "--wkt"]);
    let mut csv = csv::Reader::from_reader(csv.out.as_bytes());
    for (row, own) in csv.records().zip(&own) {
        let row = row.unwrap();
        assert_eq!(multipolygon(&row[row.len() - 1]), own.footprint);
    }
}

#[test]
fn the_areas_of_a_proposal_are_written_like_a_layer() {
    let folder = tempfile::tempdir().unwrap();
    let proposal = workspace().join("data/scenarios/four-places-2022.toml");
    let proposal = proposal.to_str().unwrap();
    exported(folder.path(), &[proposal, "-o", "places.parquet"]);
    let read = areas(
        &folder.path().join("places.parquet"),
        Crs::BritishNationalGrid,
    );
    assert_eq!(read.len(), 4);
    let csv = ran(folder.path(), &[proposal, "--format", "csv"]);
    let rows = csv.out.lines().skip(1);
    for row in rows {
        assert!(!row.contains("2011-03-27"), "the day of the LSOAs: {row}");
    }
}
