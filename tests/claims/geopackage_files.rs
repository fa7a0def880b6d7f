//! Claims about `coterm check` on `GeoPackages` as other programs and people write them, and on
//! malformed ones. Most of the files follow reports by users of other programs.

use std::path::Path;

use coterm_tests::{Ran, coterm, run, workspace};
use rusqlite::Connection;
use serde_json::Value;

/// Path of a file of `tests/cases`.
pub(crate) fn case(name: &str) -> String {
    let path = workspace().join("tests/cases").join(name);
    path.to_str().unwrap().to_owned()
}

/// Runs `check` on a file, with as much memory as a file may need.
pub(crate) fn check(file: impl AsRef<Path>, arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let command = coterm(folder.path());
    let mut limited = std::process::Command::new("sh");
    // Address space in KiB: 1 GB, and what a program reserves without using any memory.
    limited.args(["-c", "ulimit -v 1500000; exec \"$0\" check \"$@\""]);
    limited
        .arg(command.get_program())
        .arg(file.as_ref())
        .args(arguments);
    limited.current_dir(folder.path());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    run(&mut limited)
}

/// The JSON output of `check`, after asserting that it has read the file.
pub(crate) fn judged(file: impl AsRef<Path>, arguments: &[&str]) -> Value {
    let ran = check(file, &[&["--json"], arguments].concat());
    assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    serde_json::from_str(&ran.out).unwrap()
}

/// Asserts exit code 2, and one line with all these words.
pub(crate) fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "\"{word}\" is not in: {}", ran.err);
    }
}

/// Asserts that one area of two is left out for a reason with these words, and that the check
/// fails.
pub(crate) fn one_of_two_is_left_out(file: impl AsRef<Path>, words: &str) {
    let file = file.as_ref();
    let report = judged(file, &[]);
    assert_eq!(
        (&report["areas"], &report["holds"]),
        (&1.into(), &false.into()),
        "{report}"
    );
    let findings = report["findings"].as_array().unwrap();
    let [finding] = findings.as_slice() else {
        panic!("{report}");
    };
    assert_eq!(finding["done"], "left out");
    let found = finding["found"].as_str().unwrap();
    assert!(found.contains(words), "{}: {found}", file.display());
    assert_eq!(check(file, &[]).code, Some(1));
}

/// A copy of a file of `tests/cases`, changed by SQL statements.
fn changed(name: &str, sql: &str) -> tempfile::NamedTempFile {
    let copy = tempfile::Builder::new().suffix(".gpkg").tempfile().unwrap();
    std::fs::copy(case(name), copy.path()).unwrap();
    let package = Connection::open(copy.path()).unwrap();
    package.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    // The triggers call functions that SQLite does not have.
    let triggers = "SELECT group_concat('DROP TRIGGER \"' || name || '\"', ';') FROM sqlite_schema WHERE type = 'trigger'";
    let triggers: Option<String> = package.query_row(triggers, [], |row| row.get(0)).unwrap();
    package
        .execute_batch(&triggers.unwrap_or_default())
        .unwrap();
    package.execute_batch(sql).unwrap();
    copy
}

#[test]
fn of_several_tables_of_polygons_one_is_to_be_chosen() {
    let file = case("k01b_wrong_pass.gpkg");
    let ran = check(&file, &[]);
    refused(
        &ran,
        &["2 tables of polygons", "--layer", "wards_2026, backup_2021"],
    );
    let wards = judged(&file, &["--layer", "wards_2026"]);
    assert_eq!(
        (&wards["table"], &wards["holds"]),
        (&"wards_2026".into(), &false.into())
    );
    assert_eq!(wards["overlaps"].as_array().unwrap().len(), 1);
    let backup = check(&file, &["--layer", "BACKUP_2021"]);
    assert_eq!(backup.code, Some(0), "{backup:?}");
    assert!(
        backup.out.contains(", table backup_2021: 2 areas"),
        "{}",
        backup.out
    );
    let ran = check(&file, &["--layer", "wards"]);
    refused(
        &ran,
        &["no table of features \"wards\"", "wards_2026, backup_2021"],
    );
}

#[test]
fn a_table_without_polygons_is_no_choice() {
    let name = "k01b_wrong_pass.gpkg";
    for (sql, table) in [
        // Empty; of points by its type; of any type, with points in it; missing.
        ("DELETE FROM backup_2021", "wards_2026"),
        ("UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT' WHERE table_name = 'wards_2026'", "backup_2021"),
        (
            "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY';
             UPDATE wards_2026 SET geom = x'47500001346C0000010100000000000000803D15410000000020231C41'",
            "backup_2021",
        ),
        ("DROP TABLE wards_2026", "backup_2021"),
    ] {
        let copy = changed(name, sql);
        assert_eq!(judged(copy.path(), &[])["table"], table, "{sql}");
    }
    let none = changed(
        name,
        "UPDATE gpkg_geometry_columns SET geometry_type_name = 'LINESTRING'",
    );
    refused(
        &check(none.path(), &[]),
        &["no polygons", "wards_2026, backup_2021"],
    );
}

#[test]
fn names_are_those_of_the_database_whatever_is_in_them() {
    assert_eq!(judged(case("k05b_geomcol_case.gpkg"), &[])["areas"], 2);
    for sql in [
        // A view, a name with quotes, a table without rowids, and the application id of another
        // kind of file.
        r#"CREATE VIEW "a ""view"" of 'all' -- it" AS SELECT * FROM areas;
           UPDATE gpkg_geometry_columns SET table_name = 'A "VIEW" of ''all'' -- it'"#,
        r#"CREATE TABLE plain (code TEXT PRIMARY KEY, "order" BLOB) WITHOUT ROWID;
           INSERT INTO plain SELECT code, geom FROM areas;
           UPDATE gpkg_geometry_columns SET table_name = 'plain', column_name = 'ORDER'"#,
        "PRAGMA application_id = 7",
    ] {
        let copy = changed("k05b_geomcol_case.gpkg", sql);
        let report = judged(copy.path(), &[]);
        assert_eq!(
            (&report["areas"], &report["holds"]),
            (&2.into(), &true.into()),
            "{sql}: {report}"
        );
    }
}

#[test]
fn what_the_list_of_tables_says_and_is_not_there_is_told() {
    for (sql, words) in [
        (
            "DROP TABLE gpkg_geometry_columns",
            "no table gpkg_geometry_columns",
        ),
        ("DELETE FROM gpkg_geometry_columns", "no table of features"),
        ("DROP TABLE areas", "no table of features"),
        (
            "UPDATE gpkg_geometry_columns SET column_name = 'shape'",
            "no column shape",
        ),
        (
            "UPDATE gpkg_geometry_columns SET column_name = 'shape', geometry_type_name = 'GEOMETRY'",
            "shape",
        ),
    ] {
        let copy = changed("k05b_geomcol_case.gpkg", sql);
        refused(&check(copy.path(), &[]), &[words]);
    }
    refused(
        &check(case("f04_null.fgb"), &["--layer", "areas"]),
        &["has only one layer", "--layer"],
    );
}

#[test]
fn an_empty_or_damaged_geometry_costs_its_own_feature() {
    for (name, words) in [
        ("k10_null.gpkg", "it has no geometry"),
        ("k10b_empty_flag.gpkg", "it is empty"),
        ("k10c_empty_mp.gpkg", "it is empty"),
        ("k10d_point_empty_nan.gpkg", "it is empty"),
        ("k10e_zero_blob.gpkg", "it has no geometry"),
        (
            "k11_curvepolygon.gpkg",
            "a curve polygon; make polygons of it first, for example with `ogr2ogr -nlt CONVERT_TO_LINEAR",
        ),
        (
            "k19_huge_rings.gpkg",
            "4294967295 rings, which is more than there are bytes for",
        ),
    ] {
        one_of_two_is_left_out(case(name), words);
    }
    for (geometry, words) in [
        ("'POLYGON EMPTY'", "not binary"),
        ("x'00'", "cut off"),
        ("x'47500001346C0000'", "cut off"),
        ("x'47500011346C0000'", "it is empty"),
        ("x'47500001346C00000107000000'", "GeometryCollection"),
        ("x'47500001346C0000010700000000000000'", "it is empty"),
        (
            "x'47500001346C0000010F00000001000000'",
            "ogr2ogr -nlt MULTIPOLYGON",
        ),
    ] {
        let sql = format!("UPDATE areas SET geom = {geometry} WHERE fid = 1");
        one_of_two_is_left_out(changed("k10e_zero_blob.gpkg", &sql).path(), words);
    }
}

#[test]
fn header_and_geometry_have_each_their_own_byte_order() {
    let report = judged(case("k07c_hdrLE_wkbBE.gpkg"), &[]);
    assert_eq!(
        (&report["areas"], &report["holds"]),
        (&2.into(), &true.into())
    );
}

#[test]
fn nothing_is_left_beside_a_file_and_changes_beside_it_are_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it's 100% [mine]? #1.gpkg");
    std::fs::copy(case("k14_wal.gpkg"), &file).unwrap();
    assert_eq!(judged(&file, &[])["areas"], 2);
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);

    // Another program has the file open, and what it wrote is only in the write-ahead log.
    let other = Connection::open(&file).unwrap();
    other
        .execute_batch("CREATE TABLE later (x); PRAGMA wal_checkpoint")
        .unwrap();
    other.execute_batch("INSERT INTO later VALUES (1)").unwrap();
    refused(
        &check(&file, &[]),
        &["changes in", "-wal", "close the program"],
    );
    drop(other);
    assert_eq!(judged(&file, &[])["areas"], 2);

    let journal = folder.path().join("it's 100% [mine]? #1.gpkg-journal");
    let hot = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7, 0, 0, 0, 1];
    std::fs::write(&journal, hot).unwrap();
    refused(&check(&file, &[]), &["not finished", "-journal"]);
}

#[test]
fn a_view_without_end_is_an_error_and_takes_little() {
    refused(
        &check(case("gpkg-endless-view.gpkg"), &[]),
        &["table sicbl-2022-buc", "never ends"],
    );
    let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)";
    for (view, words) in [
        // Endless rows; endless rows without geometry; no row, but an endless search; endless rows
        // to sort; a row that is too large.
        (format!("{endless} SELECT geom FROM areas, c"), "never ends"),
        (
            format!("{endless} SELECT NULL AS geom FROM c"),
            "never ends",
        ),
        (
            format!("{endless} SELECT geom FROM areas, c WHERE x < 0"),
            "too long",
        ),
        (
            format!("{endless} SELECT geom, zeroblob(1000000) AS b FROM areas, c ORDER BY x"),
            "too",
        ),
        ("SELECT zeroblob(200000000) AS geom".to_owned(), "too large"),
    ] {
        let sql = format!(
            "CREATE VIEW v AS {view}; UPDATE gpkg_geometry_columns SET table_name = 'v', column_name = 'geom'"
        );
        let copy = changed("k05b_geomcol_case.gpkg", &sql);
        refused(&check(copy.path(), &[]), &["table v", words]);
        let sql = "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY'";
        Connection::open(copy.path())
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        refused(&check(copy.path(), &[]), &[]);
    }
    let tables = format!(
        "DROP TABLE gpkg_geometry_columns; CREATE VIEW gpkg_geometry_columns AS {endless} \
         SELECT 'areas' AS table_name, 'geom' AS column_name, 'POLYGON' AS geometry_type_name, 27700 AS srs_id FROM c"
    );
    let copy = changed("k05b_geomcol_case.gpkg", &tables);
    assert_eq!(judged(copy.path(), &[])["areas"], 2);
}

#[test]
fn a_damaged_header_of_a_geometry_takes_no_memory() {
    // In the byte order that its header now states, its counts are billions.
    let report = judged(case("gpkg-wkb-count.gpkg"), &[]);
    assert_eq!(
        (&report["areas"], &report["holds"]),
        (&2.into(), &false.into())
    );
    let found = report["findings"][0]["found"].as_str().unwrap();
    assert!(found.contains("its geometry is damaged"), "{found}");
}
