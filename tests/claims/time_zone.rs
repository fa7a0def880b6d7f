//! Claims that today is the local day where the command runs.

use std::path::Path;
use std::process::Command;

use coterm_tests::{coterm, run};
use jiff::civil::Date;
use serde_json::Value;

/// The day for which a lookup answers by default, and the text on standard error.
fn today(folder: &Path, zone: Option<&str>, zones: Option<&Path>) -> (Date, String) {
    let mut command = coterm(folder);
    command.args(["lookup", "LA1 4YW", "--family", "lsoa", "--json"]);
    match zone {
        Some(zone) => command.env("TZ", zone),
        None => command.env_remove("TZ"),
    };
    if let Some(zones) = zones {
        command.env("TZDIR", zones);
    }
    let ran = run(&mut command);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    (answer["on"].as_str().unwrap().parse().unwrap(), ran.err)
}

/// Today by the system's own clock.
fn by_the_system(zone: Option<&str>) -> Date {
    let mut command = Command::new("date");
    command.arg("+%F");
    match zone {
        Some(zone) => command.env("TZ", zone),
        None => command.env_remove("TZ"),
    };
    run(&mut command).out.trim().parse().unwrap()
}

/// Asserts that today is the system's. Midnight may pass between the two.
fn is_the_systems(folder: &Path, zone: Option<&str>) {
    let before = by_the_system(zone);
    let (day, warning) = today(folder, zone, None);
    assert!(
        (before..=by_the_system(zone)).contains(&day),
        "{zone:?}: {day}"
    );
    assert!(!warning.contains("time zone"), "{zone:?}: {warning}");
}

/// The two zones are 26 hours apart, so they never have the same day.
#[test]
fn it_is_never_the_same_day_at_both_ends_of_the_world() {
    let folder = tempfile::tempdir().unwrap();
    let (west, _) = today(folder.path(), Some("Etc/GMT+12"), None);
    let (east, _) = today(folder.path(), Some("Etc/GMT-14"), None);
    assert!(west < east, "{west} {east}");
}

#[test]
fn today_is_the_day_of_the_zone_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for zone in [
        "Europe/London",
        "Etc/GMT+12",
        "Etc/GMT-14",
        "UTC",
        "",
        "XYZ-14",
        ":Etc/GMT-14",
    ] {
        is_the_systems(folder.path(), Some(zone));
    }
    is_the_systems(folder.path(), None);
}

#[test]
fn zones_are_known_where_the_machine_has_no_list_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let no_zones = folder.path();
    let (west, warning) = today(folder.path(), Some("Etc/GMT+12"), Some(no_zones));
    let (east, _) = today(folder.path(), Some("Pacific/Kiritimati"), Some(no_zones));
    assert!(west < east, "{west} {east} {warning}");
}

#[test]
fn a_zone_that_is_not_known_is_said_and_the_day_is_utc() {
    let folder = tempfile::tempdir().unwrap();
    let before = by_the_system(Some("UTC"));
    let (day, warning) = today(folder.path(), Some("Europe/Londinium"), None);
    assert!((before..=by_the_system(Some("UTC"))).contains(&day));
    assert!(
        warning.contains("\"Europe/Londinium\" is not known"),
        "{warning}"
    );
    assert!(warning.contains("--on"), "{warning}");
}
