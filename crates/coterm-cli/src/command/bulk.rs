//! `coterm bulk`: adds areas to the rows of a table.

use coterm_core::dataset::Indexing;
use coterm_core::words::{count, things};
use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use coterm_io::bulk::columnar::{self, ColumnarInput};
use coterm_io::bulk::{
    BulkOptions, Columns, CsvFormat, Delimiter, Encoding, POSTCODE_COLUMNS, Resolved, resolve,
};
use coterm_io::{CsvError, DataLocation, Progress};
use coterm_report::lookup::row_reason;

use crate::args::Bulk;
use crate::error::{Context, Error, Result};
use crate::output::{NOT_TEXT, Output};
use crate::overwrite_check::refuse_overwrite;
use crate::own_layer::with_files;
use crate::progress_bars::ProgressBars;
use crate::table_format::TableFormat;
use crate::terminal::say;

pub(crate) fn run(data: &DataLocation, args: &Bulk) -> Result<ExitCode> {
    let options = BulkOptions::new(columns(args), args.when.on())
        .with_families(args.when.family.clone())
        .with_details(args.details)
        .with_format(CsvFormat {
            delimiter: args.delimiter,
            encoding: args.encoding,
        });
    let (read_as, write_as) = TableFormat::of(args.format, &args.input, args.output.as_deref())?;
    let read = args.own.files.iter().chain([&args.input]);
    refuse_overwrite(args.output.as_deref(), data, read)?;
    let (input, size) = open(&args.input)?;
    let dataset = coterm_io::store::open(&with_files(data, &args.own)?, Indexing::Layers)?;
    let mut output = Output::to(args.output.as_deref())?;
    let bars = ProgressBars::default();
    let resolved = match read_as.columnar().zip(write_as.columnar()) {
        None => {
            bars.begin("rows", size);
            resolve(
                &dataset,
                &options,
                row_reason,
                input.reader(),
                &mut output,
                &bars,
            )
        }
        Some((from, to)) => {
            if args.output.is_none() && io::stdout().is_terminal() {
                return Err(Error::Usage(NOT_TEXT.to_owned()));
            }
            let (input, output) = ((from, input), (to, &mut output));
            columnar::resolve(&dataset, &options, row_reason, input, output, &bars)
        }
    };
    let resolved = resolved.map_err(|error| remedied(&args.input, error));
    bars.end();
    let resolved = resolved?;
    output.finish()?;
    if args.json {
        let text =
            serde_json::to_string(&resolved).map_err(|error| Error::Usage(error.to_string()))?;
        say(text);
    } else {
        for line in summary(&resolved, &options) {
            say(line);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Adds the name of the file, and the argument that would help, to an error.
fn remedied(input: &Path, error: coterm_io::Error) -> Error {
    let remedy = match &error {
        coterm_io::Error::Csv(of_csv) => match **of_csv {
            CsvError::NotText { .. } => ", or give --encoding windows-1252 if that is what it is",
            CsvError::ZeroBytes => ", or give --encoding utf-16",
            _ => "",
        },
        coterm_io::Error::InvalidInput(_) => "",
        _ => return error.into(),
    };
    let subject = if input == Path::new("-") {
        "standard input".to_owned()
    } else {
        input.display().to_string()
    };
    Error::Usage(format!("{subject}: {error}{remedy}"))
}

/// Returns the lines that report the tally, and the column, delimiter and encoding that were
/// detected.
fn summary(resolved: &Resolved, options: &BulkOptions) -> Vec<String> {
    let tally = &resolved.tally;
    let rows = usize::try_from(tally.rows).unwrap_or(usize::MAX);
    let mut lines = vec![format!(
        "{} on {}: {} certain, {} not certain, {} not resolved",
        things(rows, "row", "rows"),
        options.on,
        count(tally.certain),
        count(tally.uncertain),
        count(tally.unresolved)
    )];
    let listed = |counts: &mut dyn Iterator<Item = (String, u64)>| {
        let counts: Vec<String> = counts
            .map(|(what, rows)| format!("{what} {}", count(rows)))
            .collect();
        counts.join(", ")
    };
    let mut status = tally
        .status
        .iter()
        .map(|(status, rows)| (status.to_string(), *rows));
    if tally.rows > 0 {
        lines.push(format!("By status: {}", listed(&mut status)));
    }
    let mut in_none = tally
        .in_none
        .iter()
        .map(|(family, rows)| (family.clone(), *rows));
    if !tally.in_none.is_empty() {
        lines.push(format!("Not in any: {}", listed(&mut in_none)));
    }
    if let [column] = &resolved.columns[..]
        && options.columns == Columns::UsualPostcode
        && !column.eq_ignore_ascii_case(POSTCODE_COLUMNS[0])
    {
        lines.push(format!("Postcodes were read from the column \"{column}\""));
    }
    if let Some(delimiter) = resolved.delimiter
        && options.format.delimiter.is_none()
        && delimiter != Delimiter::Comma.name()
    {
        lines.push(format!("The delimiter is a {delimiter}"));
    }
    if let Some(encoding) = resolved.encoding
        && options.format.encoding.is_none()
        && encoding != Encoding::Utf8.name()
    {
        lines.push(format!("The input is {encoding}; the output is utf-8"));
    }
    lines
}

/// Opens the input; returns its size in bytes too if it is a file.
fn open(path: &Path) -> Result<(ColumnarInput, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((ColumnarInput::Stream(Box::new(io::stdin())), None));
    }
    let file = File::open(path).context(path.display().to_string())?;
    let size = file
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len());
    let input = match size {
        Some(_) => ColumnarInput::File(file),
        // A pipe, which cannot be read in any order.
        None => ColumnarInput::Stream(Box::new(file)),
    };
    Ok((input, size))
}

/// Returns the columns that give the place of a row, as they were asked for.
fn columns(args: &Bulk) -> Columns {
    if let Some((lon, lat)) = args.lonlat_columns.clone() {
        Columns::LonLat(lon, lat)
    } else if let Some((easting, northing)) = args.grid_columns.clone() {
        Columns::Grid(easting, northing)
    } else if let Some(points) = args.point_column.clone() {
        Columns::Points(points)
    } else if let Some(name) = args.postcode_column.clone() {
        Columns::Postcode(name)
    } else {
        Columns::UsualPostcode
    }
}
