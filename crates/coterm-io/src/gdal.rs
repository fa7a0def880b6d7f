//! Formats that coterm has no reader for, through `ogr2ogr` of GDAL if that is installed
//! ([`features`]).

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use coterm_core::words::shortened;

use crate::error::At;
use crate::feature::RawFile;
use crate::{Error, Result, geopackage};

/// The program that converts files, found in the `PATH`.
const PROGRAM: &str = "ogr2ogr";
/// Maximum time for a conversion, and the time between looks at whether it has ended.
const LIMIT: Duration = Duration::from_mins(10);
const PAUSE: Duration = Duration::from_millis(20);
/// Maximum number of characters of the program's message that an error quotes.
const QUOTED: usize = 200;

/// Converts a file to a temporary `GeoPackage`, and reads the features of a layer of it. `what` is
/// the file's format in words, with an article.
///
/// The arguments are fixed and go through no shell. The file is named by its absolute path, so that
/// GDAL cannot take it for an option or for the address of a database, and the program may not
/// fetch anything from the network.
///
/// # Errors
///
/// [`Error::InvalidInput`] if the program is not installed, or cannot convert the file within
/// [`LIMIT`].
pub(crate) fn features(path: &Path, what: &str, layer: Option<&str>) -> Result<RawFile> {
    let refused = |reason: String| Error::InvalidInput(format!("{}: {reason}", path.display()));
    let source = path.canonicalize().at(path)?;
    let folder = tempfile::tempdir().at(path)?;
    let target = folder.path().join("areas.gpkg");
    let messages = folder.path().join("messages");
    let started = Command::new(PROGRAM)
        .args(["--config", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none"])
        // Without this, a file is written beside each GML.
        .args(["-oo", "WRITE_GFS=NO"])
        .args(["-f", "GPKG", "-nlt", "CONVERT_TO_LINEAR"])
        .arg(&target)
        .arg(&source)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&messages).at(&messages)?)
        .spawn();
    let mut running = started.map_err(|error| match error.kind() {
        ErrorKind::NotFound => refused(format!(
            "it is {what}, which coterm reads with {PROGRAM} of GDAL, and that is not installed; \
             install GDAL, or save the file as GeoPackage, for example with QGIS"
        )),
        _ => refused(format!(
            "it is {what}, and {PROGRAM} of GDAL cannot be started: {error}"
        )),
    })?;
    let ended = wait(&mut running).at(path)?;
    if !ended.is_some_and(|status| status.success()) {
        let reason = match ended {
            None => format!("it did not finish in {} minutes", LIMIT.as_secs() / 60),
            Some(_) => first_line(&messages),
        };
        return Err(refused(format!(
            "it is {what}, and {PROGRAM} of GDAL could not convert it: {reason}; save the file as \
             GeoPackage, for example with QGIS"
        )));
    }
    geopackage::features(&target, layer).map_err(|error| error.renamed(&target, path))
}

/// Waits until the program ends, and stops it after [`LIMIT`]: then there is no status.
fn wait(running: &mut Child) -> std::io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        if let Some(status) = running.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() > LIMIT {
            running.kill()?;
            running.wait()?;
            return Ok(None);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Returns the first line that the program wrote.
fn first_line(messages: &Path) -> String {
    const ENOUGH: u64 = 4_096;
    let mut bytes = Vec::new();
    let read = File::open(messages).and_then(|file| file.take(ENOUGH).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    match (read, line) {
        (Ok(_), Some(line)) => shortened(line, QUOTED).into_owned(),
        _ => "it did not say why".to_owned(),
    }
}
