//! `coterm data build` and `coterm data verify`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use coterm_io::build::{Options, build};
use coterm_io::recipe::Recipe;
use coterm_io::verify::verify;

use crate::args::{Data, DataBuild, DataCommand, DataVerify};
use crate::bars::Bars;
use crate::error::{Error, Result};
use crate::output::{print, print_json, print_table};
use crate::table::{table, verdict as shown};

pub(crate) fn run(data: &Path, args: &Data) -> Result<ExitCode> {
    match &args.command {
        DataCommand::Build(args) => build_folder(data, args),
        DataCommand::Verify(args) => verify_folder(data, args),
    }
}

fn build_folder(data: &Path, args: &DataBuild) -> Result<ExitCode> {
    let recipe = Recipe::read(&args.recipe)?;
    let default = &recipe.sources.default_extent;
    let extent = args.extent.as_ref().unwrap_or(default);
    let out = match &args.out {
        Some(out) => out.clone(),
        None if extent == default => data.to_owned(),
        // Another extent would overwrite the committed data.
        None => PathBuf::from(format!("{}-{extent}", data.display())),
    };
    let cache = args.cache.clone().map_or_else(default_cache, Ok)?;
    let report = build(
        &recipe,
        &Options {
            extent,
            cache: &cache,
            out: &out,
        },
        &Bars::default(),
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

/// The XDG cache folder.
fn default_cache() -> Result<PathBuf> {
    let given = std::env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from);
    given
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .map(|cache| cache.join("coterm").join("packages"))
        .ok_or_else(|| {
            Error::Usage(
                "there is no home folder to keep packages in; name one with --cache".into(),
            )
        })
}

fn verify_folder(data: &Path, args: &DataVerify) -> Result<ExitCode> {
    let beside = data.join("expected");
    let expected = match &args.expected {
        Some(given) => given.clone(),
        None if beside.is_dir() => beside,
        // Data that was built elsewhere, held against the recipe's counts.
        None => PathBuf::from("data/expected"),
    };
    if !expected.is_dir() {
        return Err(Error::Usage(format!(
            "there are no published counts in {}; name their folder with --expected",
            expected.display()
        )));
    }
    let checks = verify(data, &expected, &Bars::default())?;
    let failed = checks.iter().filter(|check| !check.holds).count();
    if args.json {
        print_json(&checks)?;
    } else {
        let mut rows = table(&["claim", "found", "holds"]);
        for check in &checks {
            rows.add_row(vec![
                check.claim.as_str().into(),
                check.found.as_str().into(),
                shown(if check.holds { "yes" } else { "NO" }, check.holds),
            ]);
        }
        print_table(&rows)?;
        print(format!(
            "{} claims, {failed} of which do not hold",
            checks.len()
        ))?;
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
