//! Claim that each test that needs data outside the repository is in a module by whose name
//! `tests/run.sh` runs it.

use coterm_tests::workspace;

use crate::dependencies::sources;

#[test]
fn every_test_that_is_ignored_says_what_it_needs_in_a_module_that_is_run_by_that() {
    let mut text = String::new();
    sources(&workspace().join("tests"), &mut text);
    sources(&workspace().join("crates"), &mut text);
    let mark = concat!("#[ign", "ore");
    let (mut module, mut count) = ("", 0);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("mod ") {
            module = name.trim_end_matches([' ', '{', ';']);
        }
        let Some(mark) = line.trim_start().strip_prefix(mark) else {
            continue;
        };
        count += 1;
        let needs = mark.strip_prefix(" = \"needs the ").unwrap_or_default();
        let module_of = match needs {
            both if both.starts_with("packages of the recipe and the shared reference data") => {
                "with_packages_and_shared_data"
            }
            packages if packages.starts_with("packages of the recipe") => "with_packages",
            data if data.starts_with("shared reference data") => "with_shared_data",
            _ => panic!("{line}"),
        };
        assert_eq!(module, module_of, "{line}");
    }
    assert!(count > 8, "{count}");
}
