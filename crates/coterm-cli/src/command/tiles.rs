//! `coterm tiles`: writes all tiles of some layers to an archive, which may be resumed.

use std::borrow::Cow;
use std::path::Path;
use std::process::ExitCode;

use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Catalogue, Layer};
use coterm_io::{DataLocation, Earlier, Progress, TileArchive, TileSummary};
use coterm_tiles::TileSet;

use crate::args::Tiles;
use crate::error::{Error, Result};
use crate::layer_or_scenario::LayerOrScenario;
use crate::output::{print, print_json, print_table};
use crate::overwrite_check::refuse_overwrite;
use crate::progress_bars::ProgressBars;
use crate::signal;
use crate::table::table;
use crate::terminal::say;

pub(crate) fn run(data: &DataLocation, args: &Tiles) -> Result<ExitCode> {
    refuse_overwrite(Some(&args.output), data, &args.layers)?;
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let (catalogue, layers) = wanted(&dataset, args)?;
    let layers: Vec<&str> = layers.iter().map(String::as_str).collect();
    let archive = TileArchive::begin(&args.output, &catalogue, &layers, args.zooms.clone())?;
    let kept_in = archive.kept_in().display().to_string();
    match archive.earlier() {
        Earlier::Nothing => {}
        Earlier::Same => say(format!("Continuing with the tiles in {kept_in}.")),
        Earlier::Other => say(format!(
            "The tiles in {kept_in} are from other data, layers or zooms, or another version of coterm. Starting again."
        )),
    }
    signal::end_when_interrupted(move || {
        say(format!(
            "\nStopped. The tiles so far are in {kept_in}. To continue, run the same command again."
        ));
    });
    let bars = ProgressBars::default();
    bars.begin("dividing the ground", None);
    // The ground is divided by all layers, not only those that are wanted, so that archives of
    // different layers agree.
    let tiles = TileSet::new(catalogue.layers()).map_err(coterm_io::Error::from)?;
    bars.end();
    let mut making = archive.of(&tiles)?;
    bars.begin("making tiles", Some(making.total()));
    bars.advance(making.done());
    loop {
        let more = making.step()?;
        if more == 0 {
            break;
        }
        bars.advance(more);
    }
    bars.end();
    let summary = making.finish()?;
    if args.json {
        print_json(&summary)?;
    } else {
        show(&summary, &args.output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the layers that divide the ground, and the names of those that are wanted: the layers and
/// files that are named, or else all layers that answer lookups, which are no second
/// generalisations and no backdrops. Layers of files follow those of the data.
fn wanted<'a>(dataset: &'a Dataset, args: &Tiles) -> Result<(Cow<'a, Catalogue>, Vec<String>)> {
    let catalogue = dataset.catalogue();
    if args.layers.is_empty() {
        args.fields.refuse_unused(false)?;
        let all = catalogue.layers().iter();
        let all = all.filter(|layer| layer.info().role.answers_lookups());
        let names = all.map(|layer| layer.id().to_owned()).collect();
        return Ok((Cow::Borrowed(catalogue), names));
    }
    let mut names = Vec::with_capacity(args.layers.len());
    let mut of_files: Vec<Layer> = Vec::new();
    let mut has_file = false;
    for text in &args.layers {
        let named = LayerOrScenario::named(text, dataset, &args.fields)?;
        has_file |= named.is_boundary_file();
        let id = named.layer().id();
        names.push(id.to_owned());
        if named.files.is_empty() {
            continue;
        }
        if of_files.iter().any(|other| other.id() == id) {
            return Err(Error::Usage(format!(
                "two of the files are called {id}; rename one of them"
            )));
        }
        of_files.push(named.layer().clone());
    }
    args.fields.refuse_unused(has_file)?;
    if of_files.is_empty() {
        return Ok((Cow::Borrowed(catalogue), names));
    }
    let all = [catalogue.layers(), &of_files].concat();
    Ok((Cow::Owned(Catalogue::new(all)), names))
}

fn show(summary: &TileSummary, output: &Path) -> Result<()> {
    let mut zooms = table(&["zoom", "tiles", "kB", "largest kB", "lines within"]);
    for zoom in &summary.zooms {
        zooms.add_row([
            zoom.zoom.to_string(),
            zoom.tiles.to_string(),
            kilobytes(zoom.bytes),
            kilobytes(zoom.largest),
            format!("{:.1} m", zoom.displacement_m),
        ]);
    }
    print_table(&zooms)?;
    print(format!(
        "{}: {} tiles written, {} of them different, in {} kB",
        output.display(),
        summary.tiles,
        summary.distinct,
        kilobytes(summary.bytes)
    ))
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000, bytes % 1_000 / 100)
}
