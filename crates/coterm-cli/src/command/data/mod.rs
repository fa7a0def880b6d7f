//! `coterm data build` and `coterm data verify`: build the data folder from a recipe, and check it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use coterm_io::build::{BuildOptions, build};
use coterm_io::recipe::Recipe;
use coterm_io::verify::verify;

use crate::args::{Data, DataBuild, DataCommand, DataVerify};
use crate::error::{Error, Result};
use crate::output::{print, print_json, print_table};
use crate::progress_bars::ProgressBars;
use crate::table::{table, verdict as shown};

/// Runs `data build` or `data verify`. `is_named` says whether the command line itself names the
/// data folder.
pub(crate) fn run(data: &Path, is_named: bool, args: &Data) -> Result<ExitCode> {
    match &args.command {
        DataCommand::Build(args) => build_folder(data, is_named, args),
        DataCommand::Verify(args) => verify_folder(data, args),
    }
}

fn build_folder(data: &Path, is_named: bool, args: &DataBuild) -> Result<ExitCode> {
    let recipe = Recipe::read(&args.recipe)?;
    let default = &recipe.sources.default_extent;
    let extent = args.extent.as_ref().unwrap_or(default);
    let out = match &args.out {
        Some(out) => out.clone(),
        None => written_to(data, is_named, extent == default, extent),
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
    let given = std::env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from);
    given
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .map(|cache| cache.join("coterm").join("packages"))
        .ok_or_else(|| {
            Error::Usage(
                "there is no home folder for the packages; name a folder with --cache".into(),
            )
        })
}

fn verify_folder(data: &Path, args: &DataVerify) -> Result<ExitCode> {
    let expected_in_data = data.join("expected");
    let expected = match &args.expected {
        Some(given) => given.clone(),
        None if expected_in_data.is_dir() => expected_in_data,
        // The data was built elsewhere, so it is checked against the counts of this recipe.
        None => PathBuf::from("data/expected"),
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
