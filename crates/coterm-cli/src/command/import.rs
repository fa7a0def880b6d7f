//! `coterm import`, `coterm remove` and `coterm rollback`: change the layers that people add to the
//! data.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Layer, LayerInfo};
use coterm_core::period::Period;
use coterm_core::words::{list, things};
use coterm_io::{
    AreaFile, DataFinding, DataLocation, Generation, LayerEntry, LayerStore, PendingChange,
};
use coterm_server::day;
use jiff::civil::Date;
use serde::Serialize;

use crate::args::{Import, Remove, Rollback};
use crate::command::check::{Checked, check_file, defects_of, shown};
use crate::error::{Context, Error, Result};
use crate::output::{Output, print, print_json};
use crate::overwrite_check::refuse_overwrite;
use crate::own_layer::{heading, own_layer, plain, source};
use crate::progress_bars::ProgressBars;
use crate::terminal::say;

/// The result of an import as JSON.
#[derive(Serialize)]
struct Imported<'a> {
    generation: u32,
    layer: &'a LayerEntry,
    /// Areas that the data has only part of.
    in_part: usize,
    repairs: &'a [DataFinding],
    /// The result of `coterm check` for each file.
    checks: &'a [Checked],
}

pub(crate) fn import(data: &DataLocation, args: &Import) -> Result<ExitCode> {
    use coterm_io::Progress;

    refuse_overwrite(args.defects.as_deref(), data, &args.files)?;
    let named = [("--family", &args.family), ("--vintage", &args.vintage)];
    for (option, text) in named {
        let as_given = text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if text.is_empty() || !as_given {
            return Err(Error::Usage(format!(
                "{option} is part of the layer's name, so it can have only letters, digits and hyphens; write {}",
                plain(text)
            )));
        }
    }
    let period = period(args)?;
    let change = begin(data)?;
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let mut info = described(args, period, &dataset)?;
    let bars = ProgressBars::default();
    bars.begin("reading", Some(args.files.len() as u64));
    let mut files = Vec::new();
    for path in &args.files {
        files.push(AreaFile::read(path, &args.fields.fields())?);
        bars.advance(1);
    }
    bars.end();
    bars.begin("checking", None);
    let names = args.files.iter().map(|path| path.display().to_string());
    let checks = names.zip(&files);
    let checks: Result<Vec<Checked>> = checks.map(|(name, file)| check_file(&name, file)).collect();
    bars.end();
    let checks = checks?;
    if let Some(path) = &args.defects {
        write_defects(path, &checks)?;
    }
    if args.strict
        && let Some(fails) = checks.iter().find(|check| !check.holds)
    {
        return Err(Error::Usage(format!(
            "{}; --strict imports nothing that has defects. `coterm check {}` lists them",
            fails.summary(),
            fails.subject
        )));
    }
    if args.source.is_none() {
        let sources = files.iter().zip(&args.files);
        let sources: Vec<String> = sources
            .map(|(file, path)| source(file, &base(path)))
            .collect();
        info.source = sources.join("; ");
    }
    let (layer, repairs) = own_layer(AreaFile::joined(files), info, &dataset, args.repair)?;
    let in_part = layer.areas().iter().filter(|area| !area.complete()).count();
    let generation = change.import(&layer, args.files.iter().map(|path| base(path)).collect())?;
    if args.json {
        let entry = generation.layers.last();
        let entry = entry.ok_or_else(|| Error::Usage("the layer is not in the store".into()))?;
        print_json(&Imported {
            generation: generation.number,
            layer: entry,
            in_part,
            repairs: &repairs.findings,
            checks: &checks,
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    for finding in &repairs.findings {
        print(format!(
            "{}: {}; {}",
            finding.subject, finding.found, finding.done
        ))?;
    }
    for check in checks.iter().filter(|check| !check.holds) {
        print(shown(check))?;
    }
    describe(&layer, in_part, &generation)?;
    Ok(ExitCode::SUCCESS)
}

/// Says in sentences what was imported and how to use it.
fn describe(layer: &Layer, in_part: usize, generation: &Generation) -> Result<()> {
    let info = layer.info();
    print(format!(
        "Imported {}: {}, valid {} (generation {}).",
        layer.id(),
        things(layer.areas().len(), "area", "areas"),
        info.period,
        generation.number
    ))?;
    match (in_part, layer.areas().len()) {
        (0, _) => {}
        (in_part, all) if in_part == all => {
            print("The data covers none of them whole, so what is said of them is said of parts.")?;
        }
        (in_part, _) => print(format!(
            "The data does not cover {in_part} of them whole, so what is said of those is said of parts."
        ))?,
    }
    print(format!(
        "Its lines are taken to be drawn to {} m, so answers within {} m of a line are not certain. If the lines are finer, say so with --resolution.",
        info.resolution_m,
        info.lines_bound_m()
    ))?;
    print(format!(
        "Use it like any layer, for example: coterm lookup POSTCODE --family {}. `coterm rollback` takes the import back.",
        info.family
    ))
}

pub(crate) fn remove(data: &DataLocation, args: &Remove) -> Result<ExitCode> {
    let generation = begin(data)?.remove(&args.layers)?;
    if args.json {
        return print_json(&generation).map(|()| ExitCode::SUCCESS);
    }
    print(format!(
        "Removed {}. `coterm rollback` brings {} back.",
        list(args.layers.iter().map(String::as_str)),
        if args.layers.len() == 1 { "it" } else { "them" }
    ))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn rollback(data: &DataLocation, args: &Rollback) -> Result<ExitCode> {
    let generation = begin(data)?.roll_back(args.to)?;
    if args.json {
        return print_json(&generation).map(|()| ExitCode::SUCCESS);
    }
    let layers = generation.layers.iter().map(|layer| layer.info.id.as_str());
    let layers: Vec<&str> = layers.collect();
    print(match layers.as_slice() {
        [] => "There are no layers of your own now.".to_owned(),
        layers => format!("Your own layers are now: {}.", list(layers.iter().copied())),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Begins a change of the own layers of the data.
fn begin(data: &DataLocation) -> Result<PendingChange> {
    // Data that cannot be read is an error before a folder is made.
    coterm_io::store::manifest(data.clone().without_own())?;
    let waiting = || say("another process is changing the own layers; waiting for it to finish");
    Ok(LayerStore::of(data)?.begin(waiting)?)
}

/// Returns the days on which the layer is valid.
fn period(args: &Import) -> Result<Period> {
    let of_vintage = || {
        let year = args.vintage.parse::<i16>().ok();
        let year = year.filter(|year| (1900..=2999).contains(year))?;
        Date::new(year, 1, 1).ok()
    };
    let Some(from) = args.from.or_else(of_vintage) else {
        return Err(Error::Usage(format!(
            "--vintage {} is not a year, so say with --from since when the areas are valid, such as --from 2026-04-01",
            args.vintage
        )));
    };
    Ok(Period::new(from, args.to)?)
}

/// Describes the layer, and refuses a name or days that another layer has.
fn described(args: &Import, period: Period, dataset: &Dataset) -> Result<LayerInfo> {
    let id = format!("{}-{}", args.family, args.vintage);
    let layers = dataset.catalogue().layers();
    if layers.iter().any(|layer| layer.id() == id) {
        return Err(Error::Usage(format!(
            "there is a layer {id} already; choose another --vintage, or take it out with `coterm remove {id}` if it is your own"
        )));
    }
    let of_family = layers
        .iter()
        .filter(|layer| layer.info().family == args.family && layer.info().role.answers_lookups());
    let of_family: Vec<&Layer> = of_family.collect();
    let meets = |other: &Period| {
        let ends_before = |one: &Period, two: &Period| one.to().is_some_and(|to| to < two.from());
        !ends_before(&period, other) && !ends_before(other, &period)
    };
    if let Some(other) = of_family.iter().find(|layer| meets(&layer.info().period)) {
        return Err(Error::Usage(format!(
            "{} answers for the family {} {}, and {id} would be valid {period}; a family has one layer for each day, so choose another --family, or other days with --from and --to",
            other.id(),
            args.family,
            other.info().period
        )));
    }
    let files: Vec<String> = args.files.iter().map(|path| base(path)).collect();
    let files = list(files.iter().map(String::as_str));
    let mut info = LayerInfo::new(id, &args.family, &args.vintage, period);
    let known = of_family
        .first()
        .map(|layer| layer.info().family_title.clone());
    let family_title = args.family_title.clone().or(known);
    info.family_title = family_title.unwrap_or_else(|| heading(&args.family));
    let title = || format!("{} {} ({files})", info.family_title, args.vintage);
    info.title = args.title.clone().unwrap_or_else(title);
    if args.resolution == Some(0.0) {
        return Err(Error::Usage(
            "no line is drawn to 0 metres; give --resolution what its source says, such as 20"
                .into(),
        ));
    }
    info.resolution_m = args.resolution.unwrap_or_default();
    let today = day::today();
    if args.to.is_none() && period.contains(today) {
        info.known_to = Some(today);
        info.known_by = Some(format!("the import on {today}"));
    }
    info.source = args.source.clone().unwrap_or_default();
    info.licence = args.licence.clone().unwrap_or_else(|| "not stated".into());
    info.attribution = args.attribution.clone().unwrap_or_default();
    Ok(info)
}

/// Writes the defects of all files as one `GeoJSON`.
fn write_defects(path: &Path, checks: &[Checked]) -> Result<()> {
    let text = defects_of(checks)?;
    let mut output = Output::to(Some(path))?;
    writeln!(output, "{text}").context("what was found")?;
    output.finish()
}

fn base(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into()
}
