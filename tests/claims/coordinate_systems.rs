//! Claims about the coordinate system that a file's coordinates are taken to be in.

use coterm_tests::{coterm, run};

use crate::geopackage_files::{case, check, judged, refused};

#[test]
fn what_the_user_says_goes_before_what_the_file_says() {
    for (name, crs) in [
        ("g03_crs_epsg_code.geojson", "4326"),
        ("f06b_esri_wkt_bng.gpkg", "27700"),
        ("k21_gdal_undefined_srs.gpkg", "EPSG:27700"),
    ] {
        let report = judged(case(name), &["--crs", crs]);
        assert_eq!(report["holds"], true, "{name}: {report}");
    }
    // Even if the file's own statement cannot be understood.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("areas.geojson");
    let text = std::fs::read_to_string(case("g03_crs_epsg_code.geojson")).unwrap();
    for crs in [
        "7",
        "{}",
        "\"EPSG:27700\"",
        r#"{"type":"name","properties":{"name":"Mars"}}"#,
    ] {
        let odd = text.replace(r#"{"type": "EPSG", "properties": {"code": 4326}}"#, crs);
        std::fs::write(&path, odd).unwrap();
        assert_eq!(judged(&path, &["--crs", "OGC:CRS84"])["holds"], true);
        refused(&check(&path, &[]), &["coordinate system", "--crs"]);
    }
}

#[test]
fn the_grid_is_known_without_its_code_and_with_heights() {
    for name in ["f06b_esri_wkt_bng.gpkg", "k13g_7405.gpkg"] {
        let report = judged(case(name), &[]);
        assert_eq!(
            (&report["crs"], &report["holds"]),
            (&"EPSG:27700".into(), &true.into()),
            "{name}"
        );
    }
    let report = judged(case("g03_crs_epsg_code.geojson"), &[]);
    assert_eq!(
        (&report["crs"], &report["holds"]),
        (&"EPSG:4326".into(), &true.into())
    );
}

#[test]
fn a_system_that_is_not_known_is_quoted_with_the_remedy() {
    refused(
        &check(case("k21_gdal_undefined_srs.gpkg"), &[]),
        &["\"Undefined SRS\"", "--crs"],
    );
    for srs in [0, -1] {
        let copy = tempfile::Builder::new().suffix(".gpkg").tempfile().unwrap();
        std::fs::copy(case("k21_gdal_undefined_srs.gpkg"), copy.path()).unwrap();
        let package = rusqlite::Connection::open(copy.path()).unwrap();
        package
            .execute("UPDATE gpkg_geometry_columns SET srs_id = ?1", [srs])
            .unwrap();
        drop(package);
        refused(&check(copy.path(), &[]), &["does not say", "--crs"]);
        assert_eq!(judged(copy.path(), &["--crs", "27700"])["areas"], 1);
    }
}

#[test]
fn an_export_says_the_system_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["gpkg", "fgb", "geojson"] {
        let file = format!("places.{format}");
        let arguments = ["export", "place-2022", "--crs", "EPSG:4258", "-o", &file];
        let ran = run(coterm(folder.path()).args(arguments));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let report = judged(folder.path().join(&file), &[]);
        assert_eq!(
            (&report["crs"], &report["areas"]),
            (&"EPSG:4258".into(), &4.into()),
            "{format}"
        );
    }
    let package = rusqlite::Connection::open(folder.path().join("places.gpkg")).unwrap();
    let srs = |table: &str| -> i64 {
        let sql = format!("SELECT srs_id FROM {table} WHERE table_name = 'place-2022'");
        package.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(
        (srs("gpkg_contents"), srs("gpkg_geometry_columns")),
        (4258, 4258)
    );
    let blob: Vec<u8> = package
        .query_row("SELECT geom FROM \"place-2022\"", [], |row| row.get(0))
        .unwrap();
    assert_eq!(blob[4..8], 4258_i32.to_le_bytes());
    // Degrees have seven decimals, as those of WGS 84 have.
    let text = std::fs::read_to_string(folder.path().join("places.geojson")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let lon = report["features"][0]["geometry"]["coordinates"].to_string();
    assert!(
        lon.split(&['[', ',', ']'][..])
            .any(|number| number.trim_start_matches('-').len() > 6)
    );
}
