//! `coterm export`: writes a layer, or the areas of a file, for other software.

use coterm_core::dataset::Indexing;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use coterm_io::DataLocation;
use coterm_io::export::{Format, to_bytes};

use crate::args::Export;
use crate::error::{Context, Error, Result};
use crate::layer_or_scenario::LayerOrScenario;
use crate::output::{NOT_TEXT, Output};
use crate::overwrite_check::refuse_overwrite;

pub(crate) fn run(data: &DataLocation, args: &Export) -> Result<ExitCode> {
    let by_name = args.output.as_deref().and_then(Format::of_path);
    let extension = args.output.as_deref().and_then(Path::extension);
    if let (None, None, Some(extension)) = (args.format, by_name, extension) {
        return Err(Error::Usage(format!(
            "no format has the extension \".{}\"; choose one with --format: {}",
            extension.display(),
            Format::NAMES.join(", ")
        )));
    }
    let format = args.format.or(by_name).unwrap_or(if args.wkt {
        Format::Csv
    } else {
        Format::GeoJson
    });
    let format = match (format, args.wkt) {
        (Format::Csv, true) => Format::CsvWithWkt,
        (Format::Csv, false) if args.crs.is_some() => {
            return Err(Error::Usage(
                "CSV has no geometry, so leave out --crs, or add --wkt to have the geometry".into(),
            ));
        }
        (_, true) => {
            return Err(Error::Usage(
                "--wkt applies to CSV only; leave it out, or use --format csv".into(),
            ));
        }
        (format, false) => format,
    };
    let crs = args.crs.unwrap_or(format.default_crs());
    if args.output.is_none() && !format.is_text() && std::io::stdout().is_terminal() {
        return Err(Error::Usage(NOT_TEXT.into()));
    }
    refuse_overwrite(args.output.as_deref(), data, [&args.subject])?;
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let fields = args.fields();
    let layer = LayerOrScenario::named(&args.subject, &dataset, &fields)?;
    if !layer.is_boundary_file() && !fields.arguments().is_empty() {
        return Err(Error::Usage(
            "--code, --name, --layer and --source-crs are for boundary files, and none is named: \
             leave them out"
                .into(),
        ));
    }
    let bytes = to_bytes(&*layer.to_export()?, format, crs)?;
    let mut output = Output::to(args.output.as_deref())?;
    output.write_all(&bytes).context("the exported layer")?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}
