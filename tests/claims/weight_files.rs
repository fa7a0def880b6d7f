//! Claims about files of values for building blocks, and about the messages for files that cannot
//! be used.

use std::fmt::Write as _;
use std::path::PathBuf;

use coterm_io::WeightFile;
use coterm_tests::{coterm, data_folder, dataset, run, shared_file};

/// Path of the official populations of LSOAs, in the shared reference data.
pub(crate) fn populations() -> PathBuf {
    shared_file("lookups/population_mid2020_lsoa11.csv")
}

/// Writes a file with a value for each block of the data: the last two digits of its code.
pub(crate) fn values(folder: &std::path::Path) -> PathBuf {
    let mut text = String::from("LSOA11CD,people\n");
    for block in dataset().codes().blocks() {
        writeln!(text, "{block},{}", &block[7..]).unwrap();
    }
    let path = folder.join("people.csv");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_column_can_be_chosen_where_there_are_several() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("\u{feff}lsoa,homes,jobs\n");
    for block in dataset().codes().blocks() {
        writeln!(text, "{block},\"1,000\",2").unwrap();
    }
    let path = folder.path().join("several.csv");
    std::fs::write(&path, text).unwrap();
    let count = dataset().codes().blocks().len();
    for (column, each) in [("homes", 1_000.0), ("jobs", 2.0)] {
        let argument = format!("{}:{column}", path.display());
        let weights = coterm_io::weights(dataset(), &argument).unwrap();
        assert_eq!(weights.unit().as_str(), column);
        assert_eq!(weights.by_block(), vec![each; count]);
    }
    let unclear = WeightFile::named(path.to_str().unwrap()).weights(dataset());
    assert!(unclear.unwrap_err().to_string().contains("homes, jobs"));
}

#[test]
fn a_file_that_cannot_be_used_ends_the_command_with_what_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let good = std::fs::read_to_string(values(folder.path())).unwrap();
    let second = good.lines().nth(1).unwrap().to_owned();
    let code = &second[..9];
    let scenario = data_folder().join("scenarios/four-places-2022.toml");
    for (bad, words) in [
        (
            good.replace(&second, &format!("{code},-7")),
            ["line 2", "negative"],
        ),
        (
            good.replace(&second, &format!("{code},")),
            ["line 2", "no value"],
        ),
        (
            good.replace(&second, &format!("{code},few")),
            ["line 2", "\"few\""],
        ),
        (format!("{good}{second}\n"), ["line 1296", "line 2"]),
        (format!("{good}England,5\n"), ["line 1296", "\"England\""]),
        (
            good.replace(&format!("{second}\n"), ""),
            ["1 building block has no value", code],
        ),
        (
            "LSOA11CD,people\nE01000001,5\n".into(),
            ["its only code is not", "E01012571"],
        ),
        (String::new(), ["is empty", "bad.csv"]),
    ] {
        let path = folder.path().join("bad.csv");
        std::fs::write(&path, bad).unwrap();
        let mut command = coterm(folder.path());
        command.args(["scenario", "score"]).arg(&scenario);
        let ran = run(command.args(["--weight", "bad.csv"]));
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
        for word in words {
            assert!(
                ran.err.contains(word),
                "\"{word}\" is not in \"{}\"",
                ran.err
            );
        }
    }
    let mut command = coterm(folder.path());
    command.args(["scenario", "score"]).arg(&scenario);
    let ran = run(command.args(["--weight", "none.csv"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("none.csv"), "{}", ran.err);
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use super::populations;
    use coterm_tests::dataset;

    #[test]
    #[ignore = "needs the shared reference data: populations"]
    fn the_eight_ccgs_have_1701655_people() {
        let weights = coterm_io::weights(dataset(), populations().to_str().unwrap()).unwrap();
        assert_eq!(weights.unit().as_str(), "people");
        let layers = dataset().catalogue();
        let ccgs = layers.position("icb-2022").unwrap();
        let icb = layers[ccgs].position("E54000048").unwrap();
        let blocks = dataset().codes().blocks_of(ccgs, icb).unwrap();
        let people: f64 = blocks
            .iter()
            .map(|&block| weights.by_block()[block.index()])
            .sum();
        println!(
            "{} blocks, {people} people; {}",
            blocks.len(),
            coterm_report::text::weight::source(weights.source())
        );
        assert_eq!((blocks.len(), people), (1_058, 1_701_655.0));
        // The sum is the same when the values are spread over places.
        let spread: f64 = weights.places().iter().map(|place| place.weight).sum();
        let all: f64 = weights.by_block().iter().sum();
        assert!((spread - all).abs() < 1e-6, "{spread} {all}");
    }
}
