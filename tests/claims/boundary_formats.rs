//! Claims about boundary files of every format: the same areas are read alike from all of them, what
//! is damaged is refused, and options say how a file is read.

use std::path::Path;

use coterm_tests::{Ran, coterm, run};
use serde_json::{Value, json};

use crate::boundary_writers::{Area, areas_of, geojson_lines, shapefile, topojson, wkt_table, zip};

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(arguments))
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), bytes).unwrap();
}

/// Writes the files of a shapefile beside each other.
fn write_shapefile(folder: &Path, stem: &str, areas: &[Area], prj: Option<&str>) {
    for (extension, bytes) in shapefile(areas, prj) {
        write(folder, &format!("{stem}.{extension}"), bytes);
    }
}

/// An archive of a shapefile, in a folder.
pub(crate) fn zipped(stem: &str, areas: &[Area], prj: Option<&str>) -> Vec<u8> {
    let files = shapefile(areas, prj).into_iter();
    let files = files.map(|(extension, bytes)| (format!("{stem}.{extension}"), bytes));
    zip(&files.collect::<Vec<_>>())
}

/// Asserts exit code 2, nothing on standard output, and one line with these words.
fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "\"{word}\" is not in: {}", ran.err);
    }
}

/// Two squares of a kilometre in Lancaster, on the grid.
fn squares() -> Vec<Area> {
    let square = |east: f64, code: &str| {
        let (end, south, north) = (east + 1_000.0, 460_000.0, 461_000.0);
        let ring = vec![
            [east, south],
            [end, south],
            [end, north],
            [east, north],
            [east, south],
        ];
        Area {
            code: code.to_owned(),
            name: format!("Môn {code}"),
            polygons: vec![vec![ring]],
        }
    };
    vec![square(350_000.0, "A"), square(351_000.0, "B")]
}

const GRID: &str = r#"PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],UNIT["Meter",1.0]]"#;
pub(crate) const DEGREES: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const MERCATOR: &str = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]],PROJECTION["Mercator_Auxiliary_Sphere"],UNIT["Meter",1.0]]"#;

/// The result of a check without what names the file.
fn checked(folder: &Path, file: &str) -> Value {
    let ran = ran(folder, &["check", file, "--json"]);
    assert_eq!(ran.code, Some(0), "{file}: {ran:?}");
    let mut report: Value = serde_json::from_str(&ran.out).unwrap();
    for member in ["subject", "table"] {
        report.as_object_mut().unwrap().remove(member);
    }
    report
}

/// The relation of each area to the districts.
fn relations(folder: &Path, file: &str) -> Vec<(String, String)> {
    let ran = ran(folder, &["compare", file, "lad-2023", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{file}: {ran:?}");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let verdicts = report["verdicts_a"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    verdicts
        .map(|verdict| (text(&verdict["area"]["name"]), text(&verdict["relation"])))
        .collect()
}

#[test]
fn the_same_areas_are_read_alike_from_every_format_and_coordinate_system() {
    let own = tempfile::tempdir().unwrap();
    let expected = relations(own.path(), "lad-2023");
    for (crs, prj, conversion, compared) in [
        (
            27700,
            GRID,
            "none: the coordinates are in EPSG:27700",
            ["a.shp", "a.csv"],
        ),
        (4326, DEGREES, "OSTN15", ["a.zip", "a.topojson"]),
        (
            3857,
            MERCATOR,
            "OSTN15 after the Web Mercator formula",
            ["a.geojsonl", "a.shp"],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let system = format!("EPSG:{crs}");
        for file in ["a.geojson", "a.fgb", "a.gpkg"] {
            let ran = ran(
                folder,
                &["export", "lad-2023", "-o", file, "--crs", &system],
            );
            assert_eq!(ran.code, Some(0), "{ran:?}");
        }
        let geojson = std::fs::read(folder.join("a.geojson")).unwrap();
        let geojson: Value = serde_json::from_slice(&geojson).unwrap();
        let areas = areas_of(&geojson);
        write(folder, "a.geojsonl", geojson_lines(&geojson, ""));
        write(folder, "a.geojsons", geojson_lines(&geojson, "\u{1e}"));
        write(
            folder,
            "a.topojson",
            topojson(&areas, "areas", geojson.get("crs")),
        );
        write(folder, "a.csv", wkt_table(&areas, Some(crs)));
        write_shapefile(folder, "a", &areas, Some(prj));
        write(folder, "a.zip", zipped("LAD/a.b", &areas, Some(prj)));
        let of_geojson = checked(folder, "a.geojson");
        assert_eq!(of_geojson["conversion"]["operation"], conversion);
        for file in [
            "a.fgb",
            "a.gpkg",
            "a.geojsonl",
            "a.geojsons",
            "a.topojson",
            "a.csv",
            "a.shp",
            "a.zip",
        ] {
            assert_eq!(checked(folder, file), of_geojson, "{file} in {system}");
        }
        // An area that reaches beyond the data is in the file only as far as the data goes.
        let whole = |found: Vec<(String, String)>| -> Vec<(String, String)> {
            let pairs = found.into_iter().zip(&expected);
            let whole = pairs.filter(|(_, (_, relation))| relation == "coterminous");
            whole.map(|(found, _)| found).collect()
        };
        let of_layer = whole(expected.clone());
        assert!(of_layer.len() >= 14);
        for file in compared {
            assert_eq!(
                whole(relations(folder, file)),
                of_layer,
                "{file} in {system}"
            );
        }
    }
}

#[test]
fn the_content_of_a_file_counts_and_not_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "areas.csv", zipped("a", &squares(), Some(GRID)));
    write(folder, "areas", wkt_table(&squares(), Some(27700)));
    write(folder, "areas.txt", topojson(&squares(), "a", None));
    for (file, more) in [
        ("areas.csv", None),
        ("areas", None),
        ("areas.txt", Some("EPSG:27700")),
    ] {
        let crs: Vec<&str> = more.iter().flat_map(|crs| ["--crs", crs]).collect();
        let check = ran(
            folder,
            &[&["check", &format!("./{file}")], &crs[..]].concat(),
        );
        assert_eq!(check.code, Some(0), "{file}: {check:?}");
        assert!(check.out.contains("2 areas, 10 vertices"), "{}", check.out);
    }
    let page = "<!DOCTYPE html><html><body>Sign in</body></html>";
    for (name, words) in [
        (
            "a.shp",
            ["web page (HTML) and not a shapefile", "download it again"],
        ),
        (
            "a.zip",
            ["web page (HTML) and not a ZIP archive", "download it again"],
        ),
        (
            "a.gpkg",
            ["web page (HTML) and not a GeoPackage", "download it again"],
        ),
    ] {
        write(folder, name, page);
        refused(&ran(folder, &["check", name]), &words);
        refused(&ran(folder, &["compare", "lad-2023", name]), &words);
    }
    // The parts of a shapefile, each by itself.
    write_shapefile(folder, "part", &squares(), Some(GRID));
    refused(
        &ran(folder, &["check", "part.dbf"]),
        &["name the .shp file"],
    );
    refused(
        &ran(folder, &["check", "part.prj"]),
        &["name the .shp file"],
    );
}

#[test]
fn a_proposal_is_none_of_these_formats() {
    let folder = tempfile::tempdir().unwrap();
    let table = "area,name,block\nN,North,lad-2023/Lancaster\n";
    write(folder.path(), "proposal.csv", table);
    let compared = ran(folder.path(), &["compare", "proposal.csv", "lad-2023"]);
    assert!(!compared.err.contains("WKT"), "{}", compared.err);
}

#[test]
fn a_shapefile_is_read_with_the_files_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let codes = |file: &str, more: &[&str]| {
        let overlap = [&["check", file, "--json", "--gap-width", "0"], more].concat();
        let ran = ran(folder, &overlap);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    };
    write_shapefile(folder, "Areas", &squares(), Some(GRID));
    codes("Areas.shp", &["--code", "LAD23CD", "--name", "LAD23NM"]);
    // Windows does not tell names apart by their case.
    for (extension, other) in [("dbf", "DBF"), ("prj", "Prj"), ("cpg", "CPG")] {
        let [from, to] = [extension, other].map(|end| folder.join(format!("Areas.{end}")));
        std::fs::rename(from, to).unwrap();
    }
    codes("Areas.shp", &["--code", "LAD23CD"]);
    let map = ran(folder, &["map", "Areas.shp"]);
    assert!(map.out.contains("Môn A"), "{map:?}");
    let report = ran(
        folder,
        &["compare", "Areas.shp", "lad-2023", "--format", "json"],
    );
    let report: Value = serde_json::from_str(&report.out).unwrap();
    let files = report["manifest"]["files"].as_array().unwrap().iter();
    let own = files.filter(|file| file["what"] == "Boundary file");
    let own: Vec<&str> = own.map(|file| file["file"].as_str().unwrap()).collect();
    assert_eq!(own, ["Areas.shp", "Areas.DBF", "Areas.Prj", "Areas.CPG"]);
    // Without the file that says which system it is in, the likely one is told.
    std::fs::remove_file(folder.join("Areas.Prj")).unwrap();
    let words = [
        "does not say which coordinate system",
        "--crs EPSG:27700",
        "National Grid",
    ];
    refused(&ran(folder, &["check", "Areas.shp"]), &words);
    codes("Areas.shp", &["--crs", "EPSG:27700"]);
    write(folder, "Areas.DBF", &shapefile(&squares()[..1], None)[1].1);
    let words = ["2 shapes", "1 row:"];
    refused(
        &ran(folder, &["check", "Areas.shp", "--crs", "EPSG:27700"]),
        &words,
    );
}

#[test]
fn a_layer_is_chosen_where_there_are_several() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let squares = squares();
    let files = [("one", &squares[..1]), ("two", &squares[..])].into_iter();
    let files = files.flat_map(|(stem, areas)| {
        let files = shapefile(areas, Some(GRID)).into_iter();
        files.map(move |(extension, bytes)| (format!("data/{stem}.{extension}"), bytes))
    });
    let mut files: Vec<_> = files.collect();
    // A file of attributes, as macOS adds them to archives.
    files.push(("__MACOSX/data/._one.shp".to_owned(), vec![0, 5, 22, 7]));
    write(folder, "two.zip", zip(&files));
    let mut topology: Value = serde_json::from_slice(&topojson(&squares, "two", None)).unwrap();
    topology["objects"]["one"] = topology["objects"]["two"]["geometries"][0].clone();
    write(folder, "two.json", topology.to_string());
    for file in ["two.zip", "two.json"] {
        let choice = ["choose one with --layer", "one", "two"];
        refused(&ran(folder, &["check", file]), &choice);
        refused(&ran(folder, &["map", file]), &choice);
        let none = ["no layer \"three\"", "one", "two"];
        refused(&ran(folder, &["check", file, "--layer", "three"]), &none);
        for (layer, areas) in [("one", "1 area,"), ("TWO", "2 areas,")] {
            let arguments = ["check", file, "--layer", layer, "--crs", "EPSG:27700"];
            let ran = ran(folder, &arguments);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            assert!(ran.out.contains(areas), "{}", ran.out);
        }
    }
}

#[test]
fn every_command_that_takes_a_file_takes_the_options_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = "ref,title,wkt\n\
        x1,Left,\"POLYGON((350000 460000,351000 460000,351000 461000,350000 460000))\"\n";
    write(folder, "own.csv", text);
    let options = ["--code", "ref", "--name", "title", "--crs", "EPSG:27700"];
    let proposal = coterm_tests::data_folder().join("scenarios/three-places.toml");
    let proposal = proposal.to_str().unwrap();
    let json = ran(
        folder,
        &[
            &["compare", "own.csv", "lad-2023", "--format", "json"],
            &options[..],
        ]
        .concat(),
    );
    let report: Value = serde_json::from_str(&json.out).expect(&json.err);
    let area = &report["verdicts_a"][0]["area"];
    assert_eq!(
        (&area["code"], &area["name"]),
        (&json!("x1"), &json!("Left"))
    );
    assert_eq!(
        report["manifest"]["question"]["file_options"],
        json!(options)
    );
    let document = ["compare", "own.csv", "lad-2023", "-o", "report.html"];
    let document = ran(folder, &[&document[..], &options[..]].concat());
    assert_eq!(document.code, Some(0), "{}", document.err);
    let html = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(html.contains("--code ref --name title --crs EPSG:27700"));
    let map = ran(
        folder,
        &[&["map", "lad-2023", "--over", "own.csv"], &options[..]].concat(),
    );
    assert_eq!(map.code, Some(0), "{}", map.err);
    let tiles = ["tiles", "own.csv", "--zooms", "5-5", "-o", "a.pmtiles"];
    let tiles = ran(folder, &[&tiles[..], &options].concat());
    assert_eq!(tiles.code, Some(0), "{}", tiles.err);
    let score = [
        "scenario",
        "score",
        proposal,
        "--against",
        "own.csv",
        "-o",
        "score.html",
    ];
    let score = ran(folder, &[&score[..], &options].concat());
    assert_eq!(score.code, Some(0), "{}", score.err);
    for arguments in [
        &["check", "own.csv"][..],
        &["compare", "own.csv", "lad-2023"],
        &["map", "own.csv"],
        &["tiles", "own.csv", "-o", "b.pmtiles"],
        &["scenario", "score", proposal, "--against", "own.csv"],
    ] {
        refused(&ran(folder, arguments), &["own.csv", "--crs EPSG:27700"]);
    }
    for arguments in [
        &["check", "lad-2023"][..],
        &["compare", "lad-2023", proposal],
        &["map", "lad-2023"],
        &["tiles", "lad-2023", "-o", "b.pmtiles"],
        &["scenario", "score", proposal, "--against", "lad-2023"],
    ] {
        let ran = ran(folder, &[arguments, &["--code", "ref"]].concat());
        refused(&ran, &["--code", "boundary files", "leave them out"]);
    }
}

#[test]
fn coordinates_that_cannot_be_in_the_system_are_refused_with_the_likely_cause() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let triangle = |x: f64, y: f64, size: f64| {
        let wkt = format!(
            "POLYGON(({x} {y},{} {y},{x} {},{x} {y}))",
            x + size,
            y + size
        );
        format!("code,name,wkt\nN09000003,Belfast,\"{wkt}\"\n")
    };
    for (text, crs, words) in [
        (
            triangle(-2.8, 54.0, 0.1),
            "EPSG:27700",
            "look like degrees; read them with --crs EPSG:4326",
        ),
        (triangle(54.0, -2.8, 0.1), "EPSG:4326", "the latitude first"),
        (
            triangle(54.0, -2.8, 0.1),
            "EPSG:27700",
            "the latitude first",
        ),
        (
            triangle(350_000.0, 460_000.0, 100.0),
            "EPSG:4326",
            "--crs EPSG:27700",
        ),
        (
            triangle(350_000.0, 460_000.0, 100.0),
            "EPSG:3857",
            "--crs EPSG:27700",
        ),
        (
            triangle(-311_695.0, 7_181_900.0, 100.0),
            "EPSG:27700",
            "Web Mercator",
        ),
        (
            triangle(513_094.0, 5_989_103.0, 100.0),
            "EPSG:27700",
            "UTM zone 30",
        ),
        (
            triangle(333_000.0, 374_000.0, 100.0),
            "EPSG:27700",
            "Irish Grid",
        ),
    ] {
        write(folder, "a.csv", text);
        refused(
            &ran(folder, &["check", "a.csv", "--crs", crs]),
            &["a.csv", words],
        );
    }
}

#[test]
fn damaged_files_are_refused_wherever_they_are_cut() {
    let squares = squares();
    let geojson = |folder: &Path| {
        write_shapefile(folder, "a", &squares, Some(GRID));
        folder.join("a.shp")
    };
    let folder = tempfile::tempdir().unwrap();
    let shp = std::fs::read(geojson(folder.path())).unwrap();
    let dbf = std::fs::read(folder.path().join("a.dbf")).unwrap();
    let whole = [
        ("a.topojson", topojson(&squares, "a", None)),
        ("a.zip", zipped("a", &squares, Some(GRID))),
        ("a.shp", shp.clone()),
        // The last byte is a mark that may be missing.
        ("a.dbf", dbf[..dbf.len() - 1].to_vec()),
    ];
    for (name, bytes) in whole {
        for end in (0..bytes.len()).step_by(8) {
            write(folder.path(), name, &bytes[..end]);
            let named = if name == "a.dbf" { "a.shp" } else { name };
            let check = ["check", named, "--crs", "EPSG:27700"];
            refused(&ran(folder.path(), &check), &[named]);
        }
        write(folder.path(), name, &bytes);
    }
    // A file of lines may end with any line, so those before the cut may be read; but then the file
    // does not pass.
    let table = wkt_table(&squares, Some(27700));
    for end in (0..table.len()).step_by(8) {
        write(folder.path(), "a.csv", &table[..end]);
        let ran = ran(folder.path(), &["check", "a.csv"]);
        let complete_row = table[end..].starts_with(b"B,");
        assert!(
            matches!(ran.code, Some(1 | 2)) || complete_row,
            "{end}: {ran:?}"
        );
        assert!(!ran.err.contains("panicked"), "{ran:?}");
    }
}

#[test]
fn archives_are_read_in_memory_and_only_up_to_a_limit() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("inner");
    std::fs::create_dir(&folder).unwrap();
    write(
        &folder,
        "slip.zip",
        zipped("../../evil", &squares(), Some(GRID)),
    );
    let slip = ran(&folder, &["check", "slip.zip"]);
    assert_eq!(slip.code, Some(0), "{slip:?}");
    assert_eq!(outer.path().read_dir().unwrap().count(), 1);
    assert_eq!(folder.read_dir().unwrap().count(), 1);
    let bomb = zip(&[("a.shp".to_owned(), vec![0; 64 << 20])]);
    write(&folder, "bomb.zip", bomb);
    refused(
        &ran(&folder, &["check", "bomb.zip"]),
        &["fifty times its size"],
    );
    let nested = zip(&[("a.zip".to_owned(), zipped("a", &squares(), Some(GRID)))]);
    write(&folder, "nested.zip", nested);
    refused(
        &ran(&folder, &["check", "nested.zip"]),
        &["no boundary file"],
    );
    let one = zip(&[("x/areas.csv".to_owned(), wkt_table(&squares(), Some(27700)))]);
    write(&folder, "one.zip", one);
    assert_eq!(ran(&folder, &["check", "one.zip"]).code, Some(0));
    // Compressed bytes that were changed.
    let mut changed = zipped("a", &squares(), Some(GRID));
    for byte in &mut changed[40..60] {
        *byte ^= 0xFF;
    }
    write(&folder, "changed.zip", changed);
    refused(&ran(&folder, &["check", "changed.zip"]), &["changed.zip"]);
}

#[cfg(unix)]
#[test]
fn other_formats_are_read_through_gdal_if_it_is_installed() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let exported = ran(folder, &["export", "lad-2023", "-o", "areas.gpkg"]);
    assert_eq!(exported.code, Some(0), "{exported:?}");
    let tools = folder.join("tools");
    std::fs::create_dir(&tools).unwrap();
    write(
        folder,
        "-a.mif",
        "Version 300\nCharset \"WindowsLatin1\"\nColumns 1\n",
    );
    let check = |arguments: &[&str]| {
        let path = format!("{}:/usr/bin:/bin", tools.display());
        run(coterm(folder).env("PATH", path).args(arguments))
    };
    let program = tools.join("ogr2ogr");
    let install = |script: &str| {
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    // Stands for GDAL: copies a file to the target, which is the last argument but one.
    let areas = folder.join("areas.gpkg");
    install(&format!(
        "case \"${{11}}\" in /*) cp {} \"${{10}}\";; *) exit 1;; esac",
        areas.display()
    ));
    for arguments in [&["check", "./-a.mif"][..], &["map", "./-a.mif"]] {
        let ran = check(arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains("17 areas") || ran.out.contains("Lancaster"));
    }
    let layer = check(&["check", "./-a.mif", "--layer", "x"]);
    refused(&layer, &["-a.mif", "no table of features \"x\""]);
    assert!(!layer.err.contains("/tmp"), "{}", layer.err);
    install("echo 'ERROR 1: not a MapInfo file' >&2; exit 1");
    let failed = ["MapInfo file", "ERROR 1", "save the file as GeoPackage"];
    refused(&check(&["check", "./-a.mif"]), &failed);
    std::fs::remove_file(&program).unwrap();
    let missing = run(coterm(folder)
        .env("PATH", &tools)
        .args(["check", "./-a.mif"]));
    refused(&missing, &["a MapInfo file", "ogr2ogr", "install GDAL"]);
}
