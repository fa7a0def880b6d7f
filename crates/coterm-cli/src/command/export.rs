//! `coterm export`

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use coterm_io::Crs;
use coterm_io::export::{Format, to_bytes};

use crate::args::Export;
use crate::error::{Doing, Error, Result};
use crate::output::Output;

pub(crate) fn run(data: &Path, args: &Export) -> Result<ExitCode> {
    let by_name = args.output.as_deref().and_then(Format::of_path);
    let format = args.format.or(by_name).unwrap_or(Format::GeoJson);
    let crs = args.crs.unwrap_or(if format == Format::GeoJson {
        Crs::LonLat
    } else {
        Crs::BritishNationalGrid
    });
    if args.output.is_none()
        && matches!(format, Format::FlatGeobuf | Format::GeoPackage)
        && std::io::stdout().is_terminal()
    {
        return Err(Error::Usage(
            "this format is not text: name a file with -o".into(),
        ));
    }
    let generation = coterm_io::store::open(data)?;
    let bytes = to_bytes(generation.catalogue().layer(&args.layer)?, format, crs)?;
    let mut output = Output::to(args.output.as_deref())?;
    output.write_all(&bytes).doing("the exported layer")?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}
