//! `coterm map`: draws a map of a layer, proposal or boundary file as SVG or PNG.

use coterm_core::dataset::Indexing;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use coterm_io::DataLocation;
use coterm_report::{Labels, LayerMap, to_png};

use crate::args::{Map, MapLabels, Picture};
use crate::error::{Context, Error, Result};
use crate::layer_or_scenario::LayerOrScenario;
use crate::output::{NOT_TEXT, Output};
use crate::overwrite_check::refuse_overwrite;
use crate::terminal::say;

/// The default width of a PNG, in pixels: an A4 page at 300 dots an inch.
const PIXELS: u32 = 2480;

pub(crate) fn run(data: &DataLocation, args: &Map) -> Result<ExitCode> {
    let format = format(args)?;
    if format == Picture::Svg && args.width.is_some() {
        return Err(Error::Usage(
            "an SVG fits any size, so leave out --width".into(),
        ));
    }
    if args.output.is_none() && format == Picture::Png && std::io::stdout().is_terminal() {
        return Err(Error::Usage(NOT_TEXT.into()));
    }
    let read = [Some(&args.layer), args.over.as_ref()];
    refuse_overwrite(args.output.as_deref(), data, read.into_iter().flatten())?;
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let subject = LayerOrScenario::named(&args.layer, &dataset, &args.fields)?;
    let over = args.over.as_deref();
    let over = over
        .map(|over| LayerOrScenario::named(over, &dataset, &args.fields))
        .transpose()?;
    let mut named = over.iter().chain([&subject]);
    args.fields
        .refuse_unused(named.any(LayerOrScenario::is_boundary_file))?;
    let mut map = LayerMap::new(subject.layer());
    if let Some(labels) = args.labels {
        map = map.labels(match labels {
            MapLabels::None => Labels::None,
            MapLabels::Names => Labels::Names,
            MapLabels::Codes => Labels::Codes,
            MapLabels::Numbers => Labels::Numbers,
        });
    }
    if let Some(over) = &over {
        map = map.over(over.layer())?;
    }
    if let Some(codes) = &args.area {
        map = map.only(codes)?;
    }
    if let Some(land) = LayerMap::land_among(dataset.catalogue().layers()) {
        map = map.land(land);
    }
    if let Some(title) = &args.title {
        map = map.title(title);
    }
    if let Some(subtitle) = &args.subtitle {
        map = map.subtitle(subtitle);
    } else if !subject.files.is_empty() {
        // A file has no period of validity, so its source stands there instead.
        map = map.subtitle(&subject.layer().info().source);
    }
    let drawing = map.map()?.draw();
    let bytes = match format {
        Picture::Svg => drawing.svg.into_bytes(),
        Picture::Png => to_png(&drawing.svg, args.width.unwrap_or(PIXELS))?,
    };
    let mut output = Output::to(args.output.as_deref())?;
    output.write_all(&bytes).context("the map")?;
    output.finish()?;
    if !drawing.without_room.is_empty() {
        say(without_room(&drawing.without_room));
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the format that `--format` names, else that of the file's extension, else SVG.
fn format(args: &Map) -> Result<Picture> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(extension) = args.output.as_deref().and_then(Path::extension) else {
        return Ok(Picture::Svg);
    };
    match extension.to_ascii_lowercase().to_str() {
        Some("svg") => Ok(Picture::Svg),
        Some("png") => Ok(Picture::Png),
        _ => Err(Error::Usage(format!(
            "maps can be saved as .svg or .png, not .{}; rename the file, or use --format",
            extension.display()
        ))),
    }
}

fn without_room(labels: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = labels[..labels.len().min(SHOWN)].join(", ");
    let more = labels.len().saturating_sub(SHOWN);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!(
        "There was no room for the labels of {shown}{more}. Draw fewer areas with --area, or try --labels numbers."
    )
}
