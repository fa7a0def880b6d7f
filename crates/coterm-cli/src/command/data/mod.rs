//! `coterm data build`, `coterm data verify` and `coterm data where`: build the data folder from a
//! recipe, check it, and say which data is used.

mod location;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use coterm_io::DataLocation;
use coterm_io::build::{BuildOptions, build};
use coterm_io::recipe::{Recipe, SOURCES};
use coterm_io::verify::verify;

use crate::args::{Data, DataBuild, DataCommand, DataVerify};
use crate::data_choice::{ChosenBy, DATA_FOLDER, DataChoice, xdg_folder};
use crate::error::{Error, Result};
use crate::output::{print, print_json, print_table};
use crate::progress_bars::ProgressBars;
use crate::table::{table, verdict as shown};

pub(crate) fn run(choice: &DataChoice, args: &Data) -> Result<ExitCode> {
    match &args.command {
        DataCommand::Build(args) => build_folder(choice, args),
        DataCommand::Verify(args) => verify_data(&choice.location, args),
        DataCommand::Where(args) => location::run(choice, args).map(|()| ExitCode::SUCCESS),
    }
}

fn build_folder(choice: &DataChoice, args: &DataBuild) -> Result<ExitCode> {
    if !args.recipe.join(SOURCES).exists() {
        return Err(Error::Usage(format!(
            "there is no recipe in {}: it has no {SOURCES}; name the recipe's folder with --recipe, such as data of coterm's repository",
            args.recipe.display()
        )));
    }
    let recipe = Recipe::read(&args.recipe)?;
    let default = &recipe.sources.default_extent;
    let extent = args.extent.as_ref().unwrap_or(default);
    let (folder, is_named) = (choice.location.folder(), choice.by == ChosenBy::Argument);
    let out = match (&args.out, folder) {
        (Some(out), _) => out.clone(),
        (None, None) if choice.by != ChosenBy::Default => {
            return Err(Error::Usage(
                "the data in the program cannot be replaced; name the folder to write with --out"
                    .into(),
            ));
        }
        (None, folder) => {
            let data = folder.unwrap_or(Path::new(DATA_FOLDER));
            written_to(data, is_named, extent == default, extent)
        }
    };
    let cache = args.cache.clone().map_or_else(default_cache, Ok)?;
    let report = build(
        &recipe,
        &BuildOptions {
            extent,
            cache: &cache,
            out: &out,
        },
        &ProgressBars::default(),
    )?;
    if args.json {
        print_json(&report)?;
    } else {
        let mut counts = table(&["what", "number"]);
        for (what, number) in &report.counts {
            counts.add_row([what.clone(), number.to_string()]);
        }
        print_table(&counts)?;
        for finding in &report.findings {
            print(format!(
                "{}: {}: {}",
                finding.subject, finding.found, finding.done
            ))?;
        }
        print(format!(
            "\n{} written; {} findings, all in its build-report.md",
            out.display(),
            report.findings.len()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the folder to build: the data folder if it was named or the extent is the recipe's
/// default, else one beside it, because another extent would overwrite it.
fn written_to(data: &Path, is_named: bool, is_usual: bool, extent: &str) -> PathBuf {
    if is_named || is_usual {
        return data.to_owned();
    }
    // This drops a slash at the end.
    let mut folder = data.components().as_path().as_os_str().to_owned();
    folder.push("-");
    folder.push(extent);
    folder.into()
}

/// Returns the folder for packages in the user's XDG cache folder.
fn default_cache() -> Result<PathBuf> {
    let cache = xdg_folder("XDG_CACHE_HOME", ".cache");
    cache.map(|cache| cache.join("packages")).ok_or_else(|| {
        Error::Usage("there is no home folder for the packages; name a folder with --cache".into())
    })
}

fn verify_data(data: &DataLocation, args: &DataVerify) -> Result<ExitCode> {
    let in_data = data.folder().map(|folder| folder.join("expected"));
    let in_data = in_data.filter(|folder| folder.is_dir());
    let expected = match (&args.expected, in_data) {
        (Some(given), _) => given.clone(),
        (None, Some(in_data)) => in_data,
        // The data was built elsewhere, so it is checked against the counts of this recipe.
        (None, None) => PathBuf::from("data/expected"),
    };
    if !expected.is_dir() {
        return Err(Error::Usage(format!(
            "there are no published counts in {}; name their folder with --expected",
            expected.display()
        )));
    }
    let checks = verify(data, &expected, &ProgressBars::default())?;
    let failed = checks.iter().filter(|check| !check.holds).count();
    if args.json {
        print_json(&checks)?;
    } else {
        let mut rows = table(&["check", "found", "passed"]);
        for check in &checks {
            rows.add_row(vec![
                check.claim.as_str().into(),
                check.found.as_str().into(),
                shown(if check.holds { "yes" } else { "NO" }, check.holds),
            ]);
        }
        print_table(&rows)?;
        print(match failed {
            0 => format!("All {} checks passed", checks.len()),
            _ => format!("{failed} of {} checks failed", checks.len()),
        })?;
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_written_and_the_usual_folder_is_kept_from_other_extents() {
        let to = |data: &str, is_named, is_usual| {
            let to = written_to(Path::new(data), is_named, is_usual, "england");
            to.to_str().unwrap().to_owned()
        };
        assert_eq!(to("../england", true, false), "../england");
        assert_eq!(to("data", true, true), "data");
        assert_eq!(to("data", false, true), "data");
        assert_eq!(to("data", false, false), "data-england");
        assert_eq!(to("data/", false, false), "data-england");
    }
}
