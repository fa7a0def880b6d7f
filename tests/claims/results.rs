//! What commands write: where it goes, and who may read it.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use coterm_tests::{Ran, coterm, run};

fn bulk(folder: &Path, arguments: &[&str]) -> Ran {
    fs::write(folder.join("in.csv"), "postcode\nLA1 4YW\n").unwrap();
    run(coterm(folder).args(["bulk", "in.csv"]).args(arguments))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_result_that_replaces_a_private_file_stays_private() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    fs::write(&out, "before").unwrap();
    fs::set_permissions(&out, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(bulk(folder.path(), &["-o", "out.csv"]).code, Some(0));
    assert!(fs::read_to_string(&out).unwrap().contains("E07000121"));
    assert_eq!(mode(&out), 0o600);
}

#[test]
fn a_result_goes_through_a_link_to_the_file_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.csv");
    fs::write(&real, "before").unwrap();
    symlink("real.csv", folder.path().join("link.csv")).unwrap();
    assert_eq!(bulk(folder.path(), &["-o", "link.csv"]).code, Some(0));
    assert!(folder.path().join("link.csv").is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("E07000121"));
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(bulk(folder.path(), &["-o", "/dev/null"]).code, Some(0));
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_blank_row_of_a_file_with_one_column_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("list.csv"), "pc\nLA1 4YW\n\nLA18 4AA\n").unwrap();
    let arguments = [
        "bulk",
        "list.csv",
        "--postcode-column",
        "pc",
        "--family",
        "lad",
    ];
    let ran = run(coterm(folder.path()).args(arguments));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[2].contains("it is empty"), "{rows:?}");
}

#[test]
fn a_column_that_occurs_twice_is_not_guessed_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("twice.csv"), "pc,pc\nLA1 4YW,PR1 2HE\n").unwrap();
    let ran = run(coterm(folder.path()).args(["bulk", "twice.csv", "--postcode-column", "pc"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("2 columns \"pc\""), "{}", ran.err);
}

#[test]
fn an_extension_that_is_no_format_is_not_written_as_another() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(coterm(folder.path()).args(["export", "place-2022", "-o", "places.shp"]));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains(".shp") && ran.err.contains("gpkg"),
        "{}",
        ran.err
    );
    assert!(!folder.path().join("places.shp").exists());
}
