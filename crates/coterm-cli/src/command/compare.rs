//! `coterm compare`: compares two layers, proposals or boundary files, and writes the report.

use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use coterm_core::comparison::{Comparison, ComparisonOptions, Relation, compare};
use coterm_core::dataset::Indexing;
use coterm_io::DataLocation;
use coterm_report::{ComparisonReport, Paper, Question, ReportFormat, ReportManifest};

use crate::args::Compare;
use crate::error::{Context, Error, Result};
use crate::layer_or_scenario::LayerOrScenario;
use crate::output::{NOT_TEXT, Output};
use crate::overwrite_check::refuse_overwrite;
use crate::practices::PracticeList;
use crate::table::width;
use crate::weight::Weight;

pub(crate) fn run(data: &DataLocation, args: &Compare) -> Result<ExitCode> {
    let format = format(args)?;
    let mut read = args.counting.files();
    read.extend([&args.a, &args.b].map(Into::into));
    refuse_overwrite(args.output.as_deref(), data, read)?;
    let data_files = coterm_io::store::manifest(data)?.files();
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let a = LayerOrScenario::named(&args.a, &dataset, &args.fields)?;
    let b = LayerOrScenario::named(&args.b, &dataset, &args.fields)?;
    args.fields
        .refuse_unused(a.is_boundary_file() || b.is_boundary_file())?;
    let weight = Weight::chosen(&args.counting, args.on, data, &dataset)?;
    let practices = PracticeList::named(&args.counting)?;
    let within = match &args.within[..] {
        [] => [&a, &b].map(LayerOrScenario::within).concat(),
        within => within.to_vec(),
    };
    let options = ComparisonOptions::default()
        .with_within(within.clone())
        .with_tolerance(args.tolerance)
        .with_disclosure(args.disclosure)
        .with_populated(args.populated)
        .with_practices(practices.practices.clone());
    let inputs = [a.comparison_input(), b.comparison_input()];
    let comparison = compare(&dataset, &inputs[0], &inputs[1], &options, &weight.weights)?;
    let layers = [a.layer(), b.layer()];
    let question = Question {
        a: a.name.clone(),
        b: b.name.clone(),
        within: within.iter().map(ToString::to_string).collect(),
        tolerance_m: args.tolerance,
        weight: weight.name,
        on: args.on,
        disclosure: args.disclosure,
        populated: args.populated,
        practices: practices.name(),
        file_options: args.fields.arguments(),
        paper: Paper {
            appendix: args.appendix,
            date: args.date,
            draft: args.draft,
        },
    };
    let made_of = a.made_of().into_iter().chain(b.made_of());
    let mut manifest = ReportManifest::new(question, &data_files).with_layers(made_of, &data_files);
    let files = a.files.iter().chain(&b.files);
    for file in files.chain(&weight.files).chain(&practices.file) {
        manifest = manifest.with_file(file.clone());
    }
    let report = ComparisonReport::between(layers, &dataset, &comparison, &manifest);
    let bytes = match (format, args.output.is_none().then(width).flatten()) {
        (ReportFormat::Table, Some(width)) => report.to_text(width).into_bytes(),
        _ => report.to_bytes(format, args.table.unwrap_or_default())?,
    };
    let mut output = Output::to(args.output.as_deref())?;
    output.write_all(&bytes).context("the comparison")?;
    output.finish()?;
    Ok(code(args, &comparison))
}

fn code(args: &Compare, comparison: &Comparison) -> ExitCode {
    let mut verdicts = comparison.verdicts_a.iter();
    let holds =
        verdicts.all(|verdict| matches!(verdict.relation, Relation::Coterminous | Relation::Union));
    if args.exit_code && !holds {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

/// Returns how to make a Word or PDF document, as the end of a sentence, if the extension is one of
/// those.
fn for_paper(extension: &OsStr) -> &'static str {
    let extension = extension.to_ascii_lowercase();
    if ["doc", "docx", "odt", "pdf"]
        .iter()
        .any(|kind| extension == *kind)
    {
        "; for Word or PDF write .html, open that, and copy or print it"
    } else {
        ""
    }
}

/// Returns the format that `--format` names, else that of the file's extension, else CSV if
/// `--table` is given, else a table for people.
fn format(args: &Compare) -> Result<ReportFormat> {
    let extension = args.output.as_deref().and_then(Path::extension);
    let by_name = args.output.as_deref().and_then(ReportFormat::of_path);
    let format = match (args.format, by_name, extension) {
        (Some(format), ..) | (None, Some(format), _) => format,
        (None, None, Some(extension)) => {
            return Err(Error::Usage(format!(
                "no format has the extension \".{}\"; choose one with --format: {}{}",
                extension.display(),
                ReportFormat::NAMES.join(", "),
                for_paper(extension)
            )));
        }
        (None, None, None) if args.table.is_some() => ReportFormat::Csv,
        (None, None, None) => ReportFormat::Table,
    };
    if args.table.is_some() && format != ReportFormat::Csv {
        return Err(Error::Usage(
            "--table applies to CSV only; leave it out, or use --format csv".into(),
        ));
    }
    let to_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    if to_terminal && !format.is_text() {
        return Err(Error::Usage(NOT_TEXT.into()));
    }
    Ok(format)
}
