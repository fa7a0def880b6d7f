//! Claims about data that is built for another region than the default: a board of England that has
//! nothing to do with Lancashire.

/// Claims that need the packages named by the recipe, which `make data` downloads.
mod with_packages {
    use std::collections::BTreeMap;
    use std::io::Read;
    use std::path::Path;
    use std::process::Command;

    use coterm_io::recipe::Recipe;
    use coterm_tests::{bare_coterm, data_folder, run, workspace};
    use serde_json::Value;

    use crate::ccgs_of_england::packages;
    use crate::shown_output::{assert_shown, shown};

    /// The source of a layer of all England: the regulations with which the layer begins.
    const CITED: &str = "the Lancashire Combined County Authority Regulations 2025 (SI 2025/118)";
    const BOROUGHS: &str =
        "Bolton,Bury,Manchester,Oldham,Rochdale,Salford,Stockport,Tameside,Trafford,E08000010";

    /// Builds an extent into a folder with the program alone: its recipe is the one that is built in.
    fn built(folder: &Path, extent: &str, out: &str) {
        let cache = packages(&Recipe::read(&data_folder()).unwrap());
        let mut command = bare_coterm(folder);
        command.args(["data", "build", "--extent", extent, "--out", out, "--cache"]);
        let ran = run(command.arg(cache));
        assert_eq!(ran.code, Some(0), "{extent}: {}", ran.err);
    }

    /// The files of a data folder by their paths in it, unpacked.
    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                let below = files(&path).into_iter();
                found.extend(below.map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
            } else {
                let mut bytes = std::fs::read(&path).unwrap();
                if path.extension().is_some_and(|extension| extension == "gz") {
                    let packed = std::mem::take(&mut bytes);
                    let mut reader = flate2::read::GzDecoder::new(packed.as_slice());
                    reader.read_to_end(&mut bytes).unwrap();
                }
                found.insert(name, bytes);
            }
        }
        found
    }

    /// The command in a folder, on the data that was built there.
    fn on_region(folder: &Path, arguments: &[&str]) -> Command {
        let mut command = bare_coterm(folder);
        command.env("COTERM_DATA", folder.join("manchester"));
        command.args(arguments);
        command
    }

    fn printed(folder: &Path, arguments: &[&str]) -> String {
        let ran = run(&mut on_region(folder, arguments));
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    fn assert_it_answers(folder: &Path) {
        let checks: Value =
            serde_json::from_str(&printed(folder, &["data", "verify", "--json"])).unwrap();
        let left_out = checks.as_array().unwrap().iter();
        let left_out: Vec<&str> = left_out
            .filter(|check| check["left_out"] == true)
            .map(|check| check["found"].as_str().unwrap())
            .collect();
        assert_eq!(left_out.len(), 4, "{left_out:?}");
        assert!(left_out.iter().all(|found| found.starts_with("left out: ")));

        let on = ["--on", "2023-06-30", "--json"];
        let answer = printed(folder, &[&["lookup", "M1 1AE"][..], &on].concat());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let areas = answer["areas"].as_array().unwrap();
        let families: Vec<&str> = areas
            .iter()
            .map(|area| area["family"].as_str().unwrap())
            .collect();
        assert_eq!(families, ["sicbl", "icb", "utla", "lad", "lsoa"]);
        let of = |family: &str| areas.iter().find(|area| area["family"] == family).unwrap();
        assert_eq!(of("icb")["code"], "E54000057");
        assert_eq!(of("lad")["name"], "Manchester");

        let compared = printed(folder, &["compare", "lad-2023", "icb-2022"]);
        assert!(compared.contains("10 lie within one"), "{compared}");
        assert!(!compared.contains("Lancashire"), "{compared}");
        // Glossop is just outside.
        for (arguments, expected) in [
            (&["lookup", "SK13 8NH"][..], "outside the region"),
            (&["lookup", "LA1 4YW"], "outside the region"),
            (&["lookup", "--point=-1.95,53.44"], "has no area"),
            (&["map", "place-2022"], "there is no layer"),
        ] {
            let ran = run(&mut on_region(folder, arguments));
            assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.out);
            assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
            assert!(
                !ran.err.contains("Lancashire"),
                "{arguments:?}: {}",
                ran.err
            );
        }
    }

    fn assert_it_says_nothing_of_other_regions(folder: &Path) {
        for (name, bytes) in files(&folder.join("manchester")) {
            let text = String::from_utf8_lossy(&bytes).replace(CITED, "");
            for word in [
                "Lancashire",
                "Craven",
                "place-20",
                "Places",
                "delivery-unit",
            ] {
                assert!(!text.contains(word), "{word} is in {name}");
            }
        }
        let layers = printed(folder, &["layers"]);
        let layers = layers.to_lowercase();
        assert!(
            !layers.contains("lancashire") && !layers.contains("place"),
            "{layers}"
        );
    }

    /// The page for other regions shows what the commands print.
    fn assert_the_page_is_right(folder: &Path) {
        let page = std::fs::read_to_string(workspace().join("docs/another-region.md")).unwrap();
        let mut count = 0;
        for (command, output) in shown(&page) {
            let ran = run(Command::new("sh")
                .args([
                    "-c",
                    &format!("coterm() {{ \"$BIN\" \"$@\"; }}\n{command} 2>&1"),
                ])
                .current_dir(folder)
                .env("BIN", bare_coterm(folder).get_program())
                .env("COTERM_DATA", "manchester"));
            assert_shown(&command, &ran.out, &output);
            count += 1;
        }
        assert!(count >= 5, "only {count} commands");
    }

    /// Commands of the page's second half, which builds the data and ends in a report of an analyst's own
    /// places. Without the first, since the data is there, and the last, which ends only when it is
    /// stopped.
    fn assert_own_places_are_reported(folder: &Path) {
        let page = std::fs::read_to_string(workspace().join("docs/another-region.md")).unwrap();
        let (_, half) = page
            .split_once("## Your own places in nine commands")
            .unwrap();
        let blocks = half.split("```sh\n").skip(1);
        let commands: Vec<&str> = blocks
            .map(|block| block.split_once("```").unwrap().0.trim())
            .collect();
        assert_eq!(commands.len(), 9, "the page promises nine commands");
        assert!(commands[0].starts_with("coterm data build --extent QOP"));
        assert_eq!(commands[8], "coterm serve");

        // The board's former CCGs stand for somebody's places.
        printed(
            folder,
            &[
                "export",
                "ccg-2021",
                "-o",
                "places.gpkg",
                "--crs",
                "EPSG:4326",
            ],
        );
        std::fs::write(folder.join("patients.csv"), "id,postcode\n1,OL6 7SR\n").unwrap();
        let script = commands[1..8].join("\n");
        let ran = run(Command::new("sh")
            .args(["-ec", &format!("coterm() {{ \"$BIN\" \"$@\"; }}\n{script}")])
            .current_dir(folder)
            .env("BIN", bare_coterm(folder).get_program()));
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        assert!(ran.out.contains("Imported our-places-2024"), "{}", ran.out);
        let report = std::fs::read_to_string(folder.join("places-and-districts.html")).unwrap();
        for words in [
            "NHS Bolton CCG",
            "Do the boundaries match?",
            "coterminous with a district",
        ] {
            assert!(report.contains(words), "{words}");
        }
        let rows = std::fs::read_to_string(folder.join("patients-with-places.csv")).unwrap();
        assert!(rows.contains("NHS Tameside and Glossop CCG"), "{rows}");
        assert!(folder.join("places.png").is_file());
    }

    #[test]
    #[ignore = "needs the packages of the recipe in the cache"]
    fn a_board_by_its_code_and_its_districts_by_name_give_the_same_data_of_that_region_alone() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        built(folder, "QOP", "manchester");
        built(folder, BOROUGHS, "boroughs");
        let of_board = files(&folder.join("manchester"));
        assert!(of_board == files(&folder.join("boroughs")));
        let catalogue: Value = serde_json::from_slice(&of_board["catalogue.json"]).unwrap();
        assert_eq!(catalogue["extent"], "icb-QOP");
        assert_eq!(catalogue["extent_title"], "NHS Greater Manchester");
        let left = folder.read_dir().unwrap().count();
        assert_eq!(left, 2, "a build wrote more than its folder");

        assert_it_says_nothing_of_other_regions(folder);
        assert_it_answers(folder);
        assert_the_page_is_right(folder);
        assert_own_places_are_reported(folder);
    }
}
