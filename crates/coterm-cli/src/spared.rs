//! Files that are read, and so must not be written over.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file_identity::FileIdentity;

/// Refuses an output that is one of the files that are read, whichever name it has there, or
/// one of the data's: what was in it would be lost. Without an output it is standard
/// output's file.
///
/// To be called before anything is written. Names that are not those of files, such as those
/// of layers, are passed over; `-` is standard input.
pub(crate) fn spare(
    output: Option<&Path>,
    data: &Path,
    read: impl IntoIterator<Item = impl AsRef<Path>>,
) -> Result<()> {
    let written = match output {
        Some(path) => FileIdentity::at(path),
        None => FileIdentity::of_stdout(),
    };
    let Some(written) = written else {
        return Ok(());
    };
    let is_written = |path: &Path| {
        let there = if path == Path::new("-") {
            FileIdentity::of_stdin()
        } else {
            FileIdentity::at(path)
        };
        there.is_some_and(|there| there == written)
    };
    for path in read {
        let path = path.as_ref();
        if is_written(path) {
            let path = path.display();
            return Err(Error::Usage(match output {
                Some(output) => format!(
                    "-o {} would write over {path}, which is read; name another file",
                    output.display()
                ),
                None => {
                    format!("standard output is {path}, which is read; send it to another file")
                }
            }));
        }
    }
    if let (Some(output), Some(path)) = (
        output,
        of_data(data).into_iter().find(|path| is_written(path)),
    ) {
        return Err(Error::Usage(format!(
            "-o {} would write over {}, which is a part of the data; name another file",
            output.display(),
            path.display()
        )));
    }
    Ok(())
}

/// The files of a data folder; none if it is not one, which is told where it is opened.
fn of_data(data: &Path) -> Vec<PathBuf> {
    let Ok(manifest) = coterm_io::store::manifest(data) else {
        return Vec::new();
    };
    let layers = manifest.layers.iter().map(|layer| &layer.file.file);
    let others = [&manifest.code_table.file, &manifest.postcodes.file];
    layers
        .chain(others)
        .map(|file| data.join(file))
        .chain([data.join(coterm_io::MANIFEST)])
        .collect()
}

/// Refuses a name whose extension promises another format than those with these extensions.
pub(crate) fn named_as(output: Option<&Path>, format: &str, extensions: &[&str]) -> Result<()> {
    let Some(path) = output.filter(|path| !crate::output::is_no_file(path)) else {
        return Ok(());
    };
    let Some(extension) = path.extension() else {
        return Ok(());
    };
    let fits = |known: &&str| extension.eq_ignore_ascii_case(known);
    if extensions.iter().any(fits) {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "what is written is {format}, and \"{}\" is not the name of such a file; end it in .{}",
        path.display(),
        extensions.join(" or .")
    )))
}
