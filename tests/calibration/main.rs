//! Measures how often answers that are certain are wrong, and writes the results as a page.
//!
//! `certainty [--data FOLDER] [--england FOLDER] [--shared FOLDER] [--points NUMBER]
//! [-o FOLDER]` compares the committed data, or that of `--data`, with finer and later sources in
//! `--shared`, and writes `certainty.md` to `docs`. With `--england` it also compares that build of
//! all England, and writes `certainty-england.md`. A missing source is left out, and the page
//! says so. The same data, sources and number of points give the same page.

mod asking;
mod check;
mod depth;
mod line;
mod line_errors;
mod listing;
mod measuring;
mod page;
mod points;
mod postcodes;
mod quantiles;
mod sources;
mod standing;
mod tables;
mod truth;

use coterm_core::dataset::Indexing;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

use coterm_tests::{data_folder, shared_data, workspace};
use measuring::{Extent, Measured};

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// Default number of points of each kind for each layer: of a million points beside lines, 400,000
/// have certain answers, as many as are needed to show 1 in 100,000.
const POINTS: usize = 1_000_000;
const USAGE: &str = "usage: certainty [--data FOLDER] [--england FOLDER] [--shared FOLDER] [--points NUMBER] [-o FOLDER]";

struct Options {
    data: PathBuf,
    england: Option<PathBuf>,
    shared: Option<PathBuf>,
    points: usize,
    into: PathBuf,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut options = Self {
            data: data_folder(),
            england: None,
            shared: shared_data(),
            points: POINTS,
            into: workspace().join("docs"),
        };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(USAGE)?;
            match name.as_str() {
                "--data" => options.data = value.into(),
                "--england" => options.england = Some(value.into()),
                "--shared" => options.shared = Some(value.into()),
                "--points" => options.points = value.parse()?,
                "-o" => options.into = value.into(),
                _ => return Err(USAGE.into()),
            }
        }
        Ok(options)
    }
}

fn main() -> Outcome<()> {
    let options = Options::read(std::env::args().skip(1))?;
    let Some(shared) = &options.shared else {
        say("nothing to hold the data against: ../shared/data is not there; name it with --shared");
        return Ok(());
    };
    std::fs::create_dir_all(&options.into)?;
    let page = options.into.join("certainty.md");
    one(&options.data, Extent::Region, shared, options.points, &page)?;
    let Some(england) = &options.england else {
        say("England is left out: name a build of it with --england");
        return Ok(());
    };
    let page = options.into.join("certainty-england.md");
    one(england, Extent::England, shared, options.points, &page)
}

fn one(data: &Path, extent: Extent, shared: &Path, points: usize, page: &Path) -> Outcome<()> {
    let catalogue = std::fs::read(data.join(coterm_io::MANIFEST))?;
    let dataset = coterm_io::store::open(data, Indexing::Layers)?;
    let mut measured = Measured::of(&dataset, extent, shared, points, &say)?;
    let fingerprint = coterm_io::fingerprint(&catalogue);
    let text = page::written(&dataset, extent, &mut measured, points, &fingerprint);
    std::fs::write(page, text)?;
    say(&format!("written: {}", page.display()));
    Ok(())
}

/// Reports progress to the user. Errors are ignored, because output that nobody can read is no
/// reason to end.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "certainty: {text}");
}
