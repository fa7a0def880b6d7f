//! Claims about the CCGs of April 2021: what the recipe states of them, and what is built from it
//! for all of England.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::lookup::Doubt;
use coterm_io::recipe::{Moved, Recipe};
use coterm_io::{Silent, build, store};
use coterm_tests::{data_folder, dataset};

const LAYER: &str = "ccg-2021";

/// The folder with the recipe's packages. Nothing is downloaded.
pub(crate) fn packages(recipe: &Recipe) -> PathBuf {
    let named = std::env::var_os("COTERM_CACHE").map(PathBuf::from);
    let usual = || {
        let caches = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
        Some(caches.or_else(home)?.join("coterm/packages"))
    };
    let folder = named.or_else(usual).unwrap();
    for package in recipe.sources.package.values() {
        let file = folder.join(&package.file);
        assert!(file.is_file(), "\"make data\" gets {}", file.display());
    }
    folder
}

/// Code, ODS code and name of every CCG of the layer.
fn described(dataset: &Dataset) -> BTreeMap<String, (String, String)> {
    let layer = dataset.catalogue().layer(LAYER).unwrap();
    let areas = layer.areas().iter().map(|area| {
        let ods = area.codes().values().next().unwrap().clone();
        (area.code().to_owned(), (ods, area.name().to_owned()))
    });
    areas.collect()
}

/// The CCG's code on the last day of all CCGs, with the doubt about the answer.
fn ccg_of(dataset: &Dataset, postcode: &str) -> (String, Option<Doubt>) {
    let on = "2022-06-30".parse().unwrap();
    let families = ["ccg".to_owned()];
    let answer = dataset
        .lookup_postcode(postcode.parse().unwrap(), on, Some(&families))
        .unwrap();
    let found = &answer.areas[0];
    (found.code.to_owned(), found.doubt)
}

#[test]
fn the_recipe_has_a_name_for_each_of_106_ccgs_and_none_is_made_up() {
    let recipe = Recipe::read(&data_folder()).unwrap();
    let names = &recipe.sources.names[LAYER];
    assert_eq!(names.len(), 106);
    for name in names.values() {
        assert!(name.starts_with("NHS ") && name.ends_with(" CCG"), "{name}");
    }
    let distinct: BTreeSet<&String> = names.values().collect();
    assert_eq!(distinct.len(), 106);
    for (code, (_, name)) in described(dataset()) {
        assert_eq!(names[&code], name);
    }
}

/// The LSOAs that the recipe moves to another CCG than that of the tables.
fn moved(recipe: &Recipe) -> impl Iterator<Item = &Moved> {
    let moved = recipe.sources.moved.iter();
    moved.filter(|moved| moved.layer == LAYER)
}

/// All of England, built into the folder from the recipe's packages.
fn england(folder: &Path) -> Dataset {
    let recipe = Recipe::read(&data_folder()).unwrap();
    let options = build::BuildOptions {
        extent: "england",
        cache: &packages(&recipe),
        out: folder,
    };
    let report = build::build(&recipe, &options, &Silent).unwrap();
    let report = report.to_string();
    assert!(!report.contains("has no name"), "{report}");
    store::open(folder, Indexing::None).unwrap()
}

fn corners_are_in_their_ccgs(england: &Dataset) {
    // The west of Birmingham, Glossop, North Northamptonshire.
    for (postcode, code, ods) in [
        ("B1 1AY", "E38000250", "D2P2L"),
        ("SK13 0AA", "E38000182", "01Y"),
        ("LE15 8NZ", "E38000026", "06H"),
    ] {
        let (found, doubt) = ccg_of(england, postcode);
        assert_eq!(found, code, "{postcode}");
        assert_ne!(doubt, Some(Doubt::Defect), "{postcode}");
        assert_eq!(described(england)[code].0, ods);
    }
}

#[test]
fn the_recipe_moves_122_lsoas() {
    let recipe = Recipe::read(&data_folder()).unwrap();
    let number: usize = moved(&recipe).map(|moved| moved.blocks.len()).sum();
    assert_eq!(number, 122);
}

/// Claims that need the packages named by the recipe, which `make data` downloads.
mod with_packages {
    use super::{corners_are_in_their_ccgs, england};

    #[test]
    #[ignore = "needs the packages of the recipe in the cache"]
    fn postcodes_in_three_corners_of_england_are_in_their_ccgs_without_a_defect() {
        let folder = tempfile::tempdir().unwrap();
        corners_are_in_their_ccgs(&england(folder.path()));
    }
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use std::collections::BTreeMap;

    use coterm_io::recipe::Recipe;
    use coterm_tests::data_folder;

    use super::{LAYER, moved};
    use crate::official_lookup::{column, official};

    #[test]
    #[ignore = "needs the shared reference data: the official lookup"]
    fn the_recipe_moves_lsoas_to_where_the_official_lookup_has_them() {
        let recipe = Recipe::read(&data_folder()).unwrap();
        let ccgs = column(official(), "LSOA11CD", "CCG21CD");
        for moved in moved(&recipe) {
            for block in &moved.blocks {
                assert_eq!(ccgs[block], moved.area, "{block}");
            }
        }
        let names = column(official(), "CCG21CD", "CCG21NM");
        let names: BTreeMap<String, String> = names.into_iter().collect();
        assert_eq!(recipe.sources.names[LAYER], names);
        let old = recipe
            .sources
            .recoded
            .iter()
            .flat_map(|recoded| &recoded.codes);
        for (table, ours) in old {
            assert!(!names.contains_key(table) && names.contains_key(ours));
        }
    }
}

/// Claims that need both the packages and the shared reference data.
mod with_packages_and_shared_data {
    use std::collections::{BTreeMap, BTreeSet};

    use coterm_core::dataset::Dataset;
    use coterm_core::layers::Area;
    use coterm_tests::shared_file;

    use super::{LAYER, corners_are_in_their_ccgs, described, england};
    use crate::official_lookup::{column, official};

    #[test]
    #[ignore = "needs the packages of the recipe and the shared reference data: the official lookup, official boundaries"]
    fn every_lsoa_of_england_is_in_its_official_ccg_by_its_official_name() {
        let folder = tempfile::tempdir().unwrap();
        let england = england(folder.path());
        corners_are_in_their_ccgs(&england);
        boards_whose_code_is_gone_by_2023_are_known(&england);
        let ccgs = column(official(), "LSOA11CD", "CCG21CD");
        let built = column(folder.path().join("code-table.csv"), "block", LAYER);
        assert_eq!(built.len(), 32_844);
        let unpublished = built
            .iter()
            .filter(|&(lsoa, code)| ccgs.get(lsoa) != Some(code));
        assert_eq!(unpublished.count(), 0);
        let ods = column(official(), "CCG21CD", "CCG21CDH");
        let names = column(official(), "CCG21CD", "CCG21NM");
        let official: BTreeMap<String, (String, String)> = ods
            .into_iter()
            .map(|(code, ods)| (code.clone(), (ods, names[&code].clone())))
            .collect();
        assert_eq!(described(&england), official);
    }

    /// The codes of July 2022 that are missing from the official boundaries of April 2023 are those
    /// that the layer lists as known defects.
    fn boards_whose_code_is_gone_by_2023_are_known(england: &Dataset) {
        let path = shared_file("boundaries/icb23_official_bgc_england.geojson");
        let official = std::fs::read_to_string(path).unwrap();
        let layer = england.catalogue().layer("icb-2022").unwrap();
        let codes = layer.areas().iter().map(Area::code);
        let gone: BTreeSet<&str> = codes.filter(|code| !official.contains(code)).collect();
        let defects = layer.info().known_defects.iter();
        let known: BTreeSet<&str> = defects
            .flat_map(|defect| &defect.areas)
            .map(String::as_str)
            .collect();
        assert_eq!(gone, known);
        assert_eq!(known.len(), 2);
    }
}
