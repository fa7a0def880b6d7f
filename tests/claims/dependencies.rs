//! Claims about the dependencies of the workspace: licences, sources, duplicate versions, and none
//! that is unused.
//!
//! They are tests rather than a run of cargo-deny and cargo-machete, so that they need only cargo
//! and hold wherever the tests run. The lists are those of `deny.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use coterm_tests::{metadata, workspace};
use serde_json::Value;

fn deny() -> toml::Table {
    let text = std::fs::read_to_string(workspace().join("deny.toml")).unwrap();
    text.parse().unwrap()
}

/// The texts of a TOML array.
fn texts(array: &toml::Value) -> BTreeSet<&str> {
    let array = array.as_array().unwrap();
    array.iter().map(|text| text.as_str().unwrap()).collect()
}

/// The third-party packages that are compiled on this machine, with all features.
fn other_packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages.filter(|package| !package["source"].is_null())
}

/// Whether an SPDX expression can be satisfied with these licences. `OR` binds less tightly than
/// `AND`; the slash of old manifests means `OR`.
fn is_met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace(" WITH ", "+WITH+");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    let met = any(&mut rest, allowed);
    assert!(rest.is_empty(), "{expression}");
    met
}

fn any(rest: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let mut met = all(rest, allowed);
    while let ["OR", after @ ..] = *rest {
        *rest = after;
        met |= all(rest, allowed);
    }
    met
}

fn all(rest: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(rest, allowed);
    while let ["AND", after @ ..] = *rest {
        *rest = after;
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let (first, after) = rest.split_first().unwrap();
    *rest = after;
    if *first != "(" {
        return allowed.contains(first.replace("+WITH+", " WITH ").as_str());
    }
    let met = any(rest, allowed);
    let (close, after) = rest.split_first().unwrap();
    assert_eq!(*close, ")");
    *rest = after;
    met
}

#[test]
fn an_expression_of_licences_is_met_only_by_licences_that_are_allowed() {
    let allowed = BTreeSet::from(["MIT", "Apache-2.0 WITH LLVM-exception"]);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("GPL-3.0 AND MIT OR MIT", true),
        ("(GPL-3.0 OR MIT) AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND MIT", true),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception", true),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn every_dependency_has_a_permissive_licence() {
    let (metadata, deny) = (metadata(), deny());
    let licenses = &deny["licenses"];
    let exceptions = licenses["exceptions"].as_array().unwrap();
    let mut count = 0;
    for package in other_packages(&metadata) {
        count += 1;
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str();
        let licence = licence.unwrap_or_else(|| panic!("{name} states no licence"));
        let mut allowed = texts(&licenses["allow"]);
        let exception = exceptions
            .iter()
            .find(|exception_of| exception_of["crate"].as_str() == Some(name));
        allowed.extend(
            exception
                .into_iter()
                .flat_map(|exception_of| texts(&exception_of["allow"])),
        );
        assert!(is_met(licence, &allowed), "{name}: {licence}");
    }
    assert!(count > 200, "{count}");
}

#[test]
fn every_dependency_is_from_the_one_registry() {
    let lock = std::fs::read_to_string(workspace().join("Cargo.lock")).unwrap();
    let lock: toml::Table = lock.parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let (ours, registry_packages): (Vec<_>, Vec<_>) = packages
        .iter()
        .partition(|package| package.get("source").is_none());
    let metadata = metadata();
    let members: BTreeSet<&str> = (metadata["packages"].as_array().unwrap().iter())
        .filter(|package| package["source"].is_null())
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    for package in ours {
        let name = package["name"].as_str().unwrap();
        assert!(members.contains(name), "{name} has no source");
    }
    let sources: BTreeSet<&str> = registry_packages
        .iter()
        .map(|package| package["source"].as_str().unwrap())
        .collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.starts_with("registry+")));
    assert!(
        registry_packages
            .iter()
            .all(|package| package.get("checksum").is_some())
    );
}

#[test]
fn every_crate_that_is_compiled_in_two_versions_is_accepted_by_name_with_a_reason() {
    let (metadata, deny) = (metadata(), deny());
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in other_packages(&metadata) {
        let of_name = versions.entry(package["name"].as_str().unwrap());
        of_name
            .or_default()
            .insert(package["version"].as_str().unwrap());
    }
    let accepted: BTreeSet<&str> = deny["bans"]["skip"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|skip| !skip["reason"].as_str().unwrap().is_empty())
        .map(|skip| skip["crate"].as_str().unwrap())
        .collect();
    let doubled = versions.iter().filter(|(_, versions)| versions.len() > 1);
    for (name, versions) in doubled {
        assert!(
            accepted.contains(name),
            "{name} {versions:?}: use one, or accept it in deny.toml"
        );
    }
}

/// Appends all Rust sources below a folder.
pub(crate) fn sources(folder: &Path, text: &mut String) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_dependency_is_named_in_the_sources_of_the_crate_that_has_it() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let mut count = 0;
    for node in metadata["resolve"]["nodes"].as_array().unwrap() {
        let package = packages.iter().find(|package| package["id"] == node["id"]);
        let package = package.unwrap();
        if !package["source"].is_null() {
            continue;
        }
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let mut text = String::new();
        sources(manifest.parent().unwrap(), &mut text);
        let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let words: BTreeSet<&str> = text.split(|letter| !in_word(letter)).collect();
        for dependency in node["deps"].as_array().unwrap() {
            count += 1;
            let name = dependency["name"].as_str().unwrap();
            assert!(
                words.contains(name),
                "{} does not use {name}",
                package["name"]
            );
        }
    }
    assert!(count > 80, "{count}");
}
