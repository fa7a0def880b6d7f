//! Claims that other libraries read back what `coterm export` writes.

use std::path::Path;

use coterm_core::layers::Layer;
use coterm_tests::{coterm, dataset, run};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geo::{Area as _, BoundingRect, Geometry, MultiPolygon, Winding};
use geozero::ToGeo;
use polygon_coverage::measure::unsigned_area;

/// Runs the command and returns the file that it wrote.
fn exported(folder: &Path, arguments: &[&str], file: &str) -> Vec<u8> {
    let ran = run(coterm(folder)
        .arg("export")
        .args(arguments)
        .args(["-o", file]));
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    std::fs::read(folder.join(file)).unwrap()
}

fn layer(id: &str) -> &'static Layer {
    dataset().catalogue().layer(id).unwrap()
}

fn codes(id: &str) -> Vec<&'static str> {
    layer(id)
        .areas()
        .iter()
        .map(coterm_core::layers::Area::code)
        .collect()
}

fn features(bytes: &[u8]) -> Vec<(String, MultiPolygon<f64>)> {
    let text = std::str::from_utf8(bytes).unwrap();
    let collection: geojson::FeatureCollection = text
        .parse::<geojson::GeoJson>()
        .unwrap()
        .try_into()
        .unwrap();
    collection
        .features
        .into_iter()
        .map(|feature| {
            let code = feature
                .property("code")
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned();
            assert_eq!(feature.id, Some(geojson::feature::Id::String(code.clone())));
            let footprint = match Geometry::<f64>::try_from(feature.geometry.unwrap()).unwrap() {
                Geometry::Polygon(polygon) => polygon.into(),
                Geometry::MultiPolygon(footprint) => footprint,
                other => panic!("{code} is a {other:?}"),
            };
            (code, footprint)
        })
        .collect()
}

#[test]
fn geojson_is_in_degrees_with_outer_rings_counter_clockwise() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["place-2022", "lad-2021", "lsoa-2011", "land"] {
        let features = features(&exported(folder.path(), &[id], "layer.geojson"));
        assert_eq!(
            features
                .iter()
                .map(|(code, _)| code.as_str())
                .collect::<Vec<_>>(),
            codes(id)
        );
        for (code, footprint) in &features {
            let bounds = footprint.bounding_rect().unwrap();
            assert!(
                bounds.min().x > -9.0 && bounds.max().x < 2.5,
                "{code}: {bounds:?}"
            );
            assert!(
                bounds.min().y > 49.0 && bounds.max().y < 61.0,
                "{code}: {bounds:?}"
            );
            for polygon in footprint {
                assert!(polygon.exterior().is_ccw(), "{id}/{code}");
                assert!(
                    polygon.interiors().iter().all(Winding::is_cw),
                    "{id}/{code}"
                );
            }
        }
    }
}

#[test]
fn geojson_carries_the_attribution() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = exported(folder.path(), &["place-2022"], "layer.geojson");
    let collection: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert!(
        collection["attribution"]
            .as_str()
            .unwrap()
            .contains("Open Government Licence")
    );
    assert!(collection.get("crs").is_none(), "RFC 7946 has no crs");
}

#[test]
fn geojson_on_the_grid_declares_it_and_has_the_same_areas() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = exported(
        folder.path(),
        &["lad-2021", "--crs", "EPSG:27700"],
        "layer.geojson",
    );
    let collection: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert!(
        collection["crs"]["properties"]["name"]
            .as_str()
            .unwrap()
            .contains("27700")
    );
    for (code, footprint) in features(&bytes) {
        let own = unsigned_area(layer("lad-2021").area(&code).unwrap().footprint());
        assert!(
            (footprint.unsigned_area() - own).abs() < own * 1e-9,
            "{code}"
        );
    }
}

#[test]
fn flatgeobuf_has_every_area_with_its_footprint_bit_for_bit() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["ccg-2021", "lsoa-2011"] {
        let bytes = exported(folder.path(), &[id], "layer.fgb");
        let reader = FgbReader::open(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(reader.header().crs().unwrap().code(), 27700);
        let mut features = reader.select_all_seq().unwrap();
        let mut found = Vec::new();
        while let Some(feature) = features.next().unwrap() {
            let code: String = feature.property("code").unwrap();
            let name: String = feature.property("name").unwrap();
            let area = layer(id).area(&code).unwrap();
            assert_eq!(name, area.name());
            let Geometry::MultiPolygon(footprint) = feature.to_geo().unwrap() else {
                panic!("{code}")
            };
            assert_eq!(&footprint, area.footprint(), "{code}");
            found.push(code);
        }
        // FlatGeobuf orders areas along a curve, not by code.
        found.sort();
        assert_eq!(found, codes(id));
    }
}

#[test]
fn a_geopackage_says_what_it_is_and_has_every_area() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), &["place-2022"], "layer.gpkg");
    let package = rusqlite::Connection::open(folder.path().join("layer.gpkg")).unwrap();
    let number = |sql: &str| {
        package
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(number("PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(number("SELECT count(*) FROM \"place-2022\""), 4);
    assert_eq!(
        number("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'place-2022'"),
        27700
    );
    assert_eq!(
        number("SELECT count(*) FROM gpkg_contents WHERE data_type = 'features'"),
        1
    );
    let check: String = package
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");

    let mut rows = package
        .prepare("SELECT code, name, geom FROM \"place-2022\"")
        .unwrap();
    let rows = rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    for row in rows {
        let (code, name, blob): (String, String, Vec<u8>) = row.unwrap();
        let area = layer("place-2022").area(&code).unwrap();
        assert_eq!(name, area.name());
        let Geometry::MultiPolygon(footprint) = geozero::wkb::GpkgWkb(blob).to_geo().unwrap()
        else {
            panic!("{code}")
        };
        assert_eq!(&footprint, area.footprint(), "{code}");
    }
}

#[test]
fn csv_has_a_row_for_each_area() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = exported(folder.path(), &["ccg-2021", "--format", "csv"], "layer.txt");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(
        rows.iter().map(|row| &row[at("code")]).collect::<Vec<_>>(),
        codes("ccg-2021")
    );
    for row in &rows {
        let own = layer("ccg-2021")
            .area(&row[at("code")])
            .unwrap()
            .footprint()
            .unsigned_area();
        assert!(
            (row[at("area_m2")].parse::<f64>().unwrap() - own).abs() <= 0.5,
            "{row:?}"
        );
        assert_eq!(&row[at("valid_to")], "2022-06-30");
    }
}

#[test]
fn standard_output_and_a_file_get_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["geojson", "csv"] {
        let file = exported(folder.path(), &["icb-2022", "--format", format], "layer");
        let ran = run(coterm(folder.path()).args(["export", "icb-2022", "--format", format]));
        assert_eq!(ran.out.as_bytes(), file, "{format}");
    }
    // The same layer gives the same bytes.
    for name in ["layer.fgb", "layer.gpkg"] {
        let first = exported(folder.path(), &["icb-2022"], name);
        assert!(
            first == exported(folder.path(), &["icb-2022"], name),
            "{name} differs"
        );
    }
}
