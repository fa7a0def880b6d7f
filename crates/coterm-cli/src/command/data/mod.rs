//! `coterm data build`, `coterm data verify` and `coterm data where`: build the data folder from a
//! recipe, check it, and say which data is used.

mod location;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use coterm_io::build::Plan;
use coterm_io::recipe::{DEFINITIONS, Recipe, SOURCES};
use coterm_io::verify::{verify, verify_with};
use coterm_io::{DATA_FOLDER, DataLocation, FileSet, user_folder};

use crate::args::{Data, DataBuild, DataCommand, DataVerify};
use crate::data_choice::{ChosenBy, DataChoice};
use crate::error::{Error, Result};
use crate::output::{print, print_json, print_table};
use crate::progress_bars::ProgressBars;
use crate::table::{table, verdict as shown};

/// Folder of the published counts, in a data folder and in a recipe.
const EXPECTED: &str = "expected";
/// Place by which errors name the recipe in the program.
const BUILT_IN_RECIPE: &str = "(built into coterm)";

pub(crate) fn run(choice: &DataChoice, args: &Data) -> Result<ExitCode> {
    match &args.command {
        DataCommand::Build(args) => build_folder(choice, args),
        DataCommand::Verify(args) => verify_data(&choice.location, args),
        DataCommand::Where(args) => location::run(choice, args).map(|()| ExitCode::SUCCESS),
    }
}

fn build_folder(choice: &DataChoice, args: &DataBuild) -> Result<ExitCode> {
    let recipe = recipe(args)?;
    let default = &recipe.sources.default_extent;
    let (folder, is_named) = (choice.location.folder(), choice.by == ChosenBy::Argument);
    if args.out.is_none() && folder.is_none() && choice.by != ChosenBy::Default {
        return Err(Error::Usage(
            "the data in the program cannot be replaced; name the folder to write with --out"
                .into(),
        ));
    }
    let cache = args.cache.clone().map_or_else(default_cache, Ok)?;
    let progress = ProgressBars::default();
    let wanted = args.extent.as_ref().unwrap_or(default);
    let plan = Plan::new(&recipe, wanted, &cache, &progress)?;
    let extent = plan.extent().clone();
    let out = args.out.clone().unwrap_or_else(|| {
        let data = folder.unwrap_or(Path::new(DATA_FOLDER));
        written_to(data, is_named, extent.name == *default, &extent.name)
    });
    let report = plan.build(&out, &progress)?;
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
            "\n{} written: {}; {} findings, all in its build-report.md",
            out.display(),
            extent.title,
            report.findings.len()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the recipe in the folder that is named; or else that in the folder `data`, if it has one; or
/// else the one in the program. With the last, the extent or the folder must be named, because the
/// program already has the data that it makes.
fn recipe(args: &DataBuild) -> Result<Recipe> {
    let here = || Some(PathBuf::from(DATA_FOLDER)).filter(|data| data.join(SOURCES).exists());
    if let Some(folder) = args.recipe.clone().or_else(here) {
        if !folder.join(SOURCES).exists() {
            return Err(Error::Usage(format!(
                "there is no recipe in {}: it has no {SOURCES}; name the recipe's folder with --recipe, or leave that out to use the recipe in the program",
                folder.display()
            )));
        }
        return Ok(Recipe::read(&folder)?);
    }
    let sources = coterm_data::recipe_file(SOURCES).ok_or_else(|| {
        Error::Usage("no recipe is built into this program; name one with --recipe".into())
    })?;
    if args.extent.is_none() && args.out.is_none() {
        return Err(Error::Usage(
            "the program already has the data of its recipe; name a region with --extent, such as QOP, a folder to write with --out, or another recipe with --recipe"
                .into(),
        ));
    }
    let definitions = built_in(DEFINITIONS);
    Ok(Recipe::parse(
        Path::new(BUILT_IN_RECIPE),
        &sources,
        &definitions,
    )?)
}

/// Returns the files of a folder of the recipe that is built into the program.
fn built_in(folder: &str) -> FileSet {
    FileSet::built_in(folder, coterm_data::recipe_files(folder))
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
    let cache = user_folder("XDG_CACHE_HOME", ".cache");
    cache.map(|cache| cache.join("packages")).ok_or_else(|| {
        Error::Usage("there is no home folder for the packages; name a folder with --cache".into())
    })
}

fn verify_data(data: &DataLocation, args: &DataVerify) -> Result<ExitCode> {
    let in_data = data.folder().map(|folder| folder.join(EXPECTED));
    // Data that was built elsewhere is checked against the counts of this recipe.
    let here = [in_data, Some(Path::new(DATA_FOLDER).join(EXPECTED))];
    let mut here = here.into_iter().flatten().filter(|folder| folder.is_dir());
    let progress = ProgressBars::default();
    let checks = match args.expected.clone().or_else(|| here.next()) {
        Some(folder) if !folder.is_dir() => {
            return Err(Error::Usage(format!(
                "there are no published counts in {}; name their folder with --expected",
                folder.display()
            )));
        }
        Some(folder) => verify(data, &folder, &progress)?,
        None => verify_with(data, &built_in(EXPECTED), &progress)?,
    };
    let left_out = checks.iter().filter(|check| check.left_out).count();
    let failed = checks.iter().filter(|check| !check.holds).count();
    if args.json {
        print_json(&checks)?;
    } else {
        let mut rows = table(&["check", "found", "passed"]);
        for check in &checks {
            rows.add_row(vec![
                check.claim.as_str().into(),
                check.found.as_str().into(),
                match (check.left_out, check.holds) {
                    (true, _) => "left out".into(),
                    (false, holds) => shown(if holds { "yes" } else { "NO" }, holds),
                },
            ]);
        }
        print_table(&rows)?;
        let others = match left_out {
            0 => String::new(),
            1 => "; 1 was left out".to_owned(),
            more => format!("; {more} were left out"),
        };
        print(match failed {
            0 => format!("All {} checks passed{others}", checks.len() - left_out),
            _ => format!(
                "{failed} of {} checks failed{others}",
                checks.len() - left_out
            ),
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
