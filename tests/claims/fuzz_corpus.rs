//! Claims about the corpus of the fuzz targets (`make fuzz`): valid files of every format, and
//! inputs that were once a fault of a reader.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use coterm_tests::workspace;

#[path = "../../fuzz/src/lib.rs"]
#[allow(
    clippy::pedantic,
    unreachable_pub,
    reason = "the library of a package of its own"
)]
mod fuzz;

/// Names of what is in a folder of `fuzz/`, without extensions.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = workspace().join("fuzz").join(folder).read_dir().unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let stem = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.map(|path| stem(&path)).collect()
}

#[test]
fn every_reader_has_a_fuzz_target_and_a_corpus() {
    let readers = fuzz::READERS.map(|(name, _)| name.to_owned());
    let readers = BTreeSet::from(readers);
    assert_eq!(names("fuzz_targets"), readers);
    assert_eq!(names("corpus"), readers);
}

#[test]
fn every_file_of_the_fuzz_corpus_is_read_or_was_a_fault() {
    let mut refused = Vec::new();
    for (name, _) in fuzz::READERS {
        let folder = workspace().join("fuzz/corpus").join(name);
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let read = fuzz::read(name, &fs::read(&path).unwrap());
            let own = path.file_name().unwrap().to_string_lossy();
            if let Err(error) = read
                && !own.starts_with("fault-")
            {
                refused.push(format!("{}: {error}", path.display()));
            }
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}
