//! `coterm bulk`

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use coterm_io::Progress;
use coterm_io::bulk::{Columns, Options, resolve};

use crate::args::Bulk;
use crate::bars::Bars;
use crate::error::{Doing, Error, Result};
use crate::output::Output;
use crate::terminal::say;

pub(crate) fn run(data: &Path, args: &Bulk) -> Result<ExitCode> {
    let columns = match (
        &args.postcode_column,
        &args.lonlat_columns,
        &args.grid_columns,
    ) {
        (_, Some((lon, lat)), _) => Columns::LonLat(lon.clone(), lat.clone()),
        (_, _, Some((easting, northing))) => Columns::Grid(easting.clone(), northing.clone()),
        (name, None, None) => Columns::Postcode(name.clone().unwrap_or_else(|| "postcode".into())),
    };
    let options = Options {
        columns,
        on: args.when.on(),
        families: args.when.family.clone(),
    };
    let (input, size) = open(&args.input)?;
    let generation = coterm_io::store::open(data)?;
    let mut output = Output::to(args.output.as_deref())?;
    let bars = Bars::default();
    bars.begin("rows", size);
    let tally = resolve(&generation, &options, input, &mut output, &bars)?;
    bars.end();
    output.finish()?;
    if args.json {
        let text =
            serde_json::to_string(&tally).map_err(|error| Error::Usage(error.to_string()))?;
        say(text);
    } else {
        say(format!(
            "{} rows on {}: {} certain, {} not certain, {} not resolved",
            tally.rows, options.on, tally.certain, tally.uncertain, tally.unresolved
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The input and, if it is a file, its size.
fn open(path: &Path) -> Result<(Box<dyn Read + Send>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(path).doing(path.display().to_string())?;
    let size = file
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len());
    Ok((Box::new(file), size))
}
