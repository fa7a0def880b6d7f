//! Claims that what ARCHITECTURE.md states of the crates is true of the crates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use coterm_tests::{metadata, workspace};

/// The crates of the table, each with the crates of the workspace that it depends on.
fn written() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let names = |cell: &str| -> BTreeSet<String> {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split('|').collect();
        let [name, _, _, on, _] = cells[..] else {
            return None;
        };
        Some((name.trim_end().trim_end_matches('`').to_owned(), names(on)))
    });
    rows.collect()
}

#[test]
fn the_table_of_crates_says_what_each_depends_on() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().filter(|package| {
        let manifest = package["manifest_path"].as_str().unwrap();
        package["source"].is_null() && Path::new(manifest).starts_with(workspace().join("crates"))
    });
    let is_own = |name: &str| workspace().join("crates").join(name).is_dir();
    let found: BTreeMap<String, BTreeSet<String>> = own
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let normal = dependencies.filter(|dependency| dependency["kind"].is_null());
            let names = normal.filter_map(|dependency| dependency["name"].as_str());
            let on = names.filter(|name| is_own(name)).map(str::to_owned);
            (package["name"].as_str().unwrap().to_owned(), on.collect())
        })
        .collect();
    assert_eq!(written(), found);
}

#[test]
fn the_pure_crates_have_no_files_sockets_threads_of_their_own_or_logs() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let impure = ["tokio", "axum", "rusqlite", "tracing", "reqwest", "hyper"];
    for name in [
        "polygon-coverage",
        "coterm-core",
        "coterm-tiles",
        "coterm-report",
    ] {
        let package = packages.iter().find(|package| package["name"] == name);
        let dependencies = package.unwrap()["dependencies"].as_array().unwrap();
        for dependency in dependencies.iter().filter(|one| one["kind"].is_null()) {
            let on = dependency["name"].as_str().unwrap();
            assert!(!impure.contains(&on), "{name} depends on {on}");
        }
    }
}

pub(crate) fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Names of the public types of all crates, with the files that define them. Each crate has its own
/// `Error` and `Result`, as is usual, so these are left out.
pub(crate) fn public_types() -> BTreeMap<String, Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in workspace().join("crates").read_dir().unwrap() {
        sources(&entry.unwrap().path().join("src"), &mut files);
    }
    let mut named: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines().map(str::trim_start) {
            let kinds = ["pub struct ", "pub enum ", "pub trait ", "pub type "];
            let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) else {
                continue;
            };
            let name = rest.split(|letter: char| !letter.is_alphanumeric()).next();
            let name = name.unwrap_or_default().to_owned();
            if !["Error", "Result"].contains(&name.as_str()) {
                named.entry(name).or_default().push(file.clone());
            }
        }
    }
    assert!(named.len() > 150, "only {} types are found", named.len());
    named
}

/// Each public type name has one meaning in the whole workspace.
#[test]
fn no_two_public_types_of_the_workspace_have_the_same_name() {
    let mut named = public_types();
    named.retain(|_, files| files.len() > 1);
    assert!(named.is_empty(), "{named:#?}");
}
