//! Checks that an output does not overwrite a file that the command reads: [`refuse_overwrite`].
//!
//! Subcommands that write a file call it first. [`named_as`] also checks the output's extension.

use std::path::{Path, PathBuf};

use coterm_io::DataLocation;

use crate::error::{Error, Result};
use crate::file_identity::FileIdentity;

/// Refuses an output that is one of the files in `read`, under whatever name, or one of the data
/// folder's files: their content would be lost. Without `output`, the file to which standard output
/// is redirected must not be in `read`.
///
/// Call it before anything is written. Names that are not those of files, such as those of layers,
/// are ignored; `-` is standard input.
pub(crate) fn refuse_overwrite(
    output: Option<&Path>,
    data: &DataLocation,
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
        let identity = if path == Path::new("-") {
            FileIdentity::of_stdin()
        } else {
            FileIdentity::at(path)
        };
        identity.is_some_and(|identity| identity == written)
    };
    for path in read {
        let path = path.as_ref();
        if is_written(path) {
            let path = path.display();
            return Err(Error::Usage(match output {
                Some(output) => format!(
                    "-o {} would overwrite the input {path}; name another file",
                    output.display()
                ),
                None => {
                    format!(
                        "standard output would overwrite the input {path}; send it to another file"
                    )
                }
            }));
        }
    }
    if let (Some(output), Some(path)) = (
        output,
        of_data(data).into_iter().find(|path| is_written(path)),
    ) {
        return Err(Error::Usage(format!(
            "-o {} would overwrite {}, which is part of the data; name another file",
            output.display(),
            path.display()
        )));
    }
    Ok(())
}

/// Returns the files of a data folder, with those that people added; none if it has no manifest,
/// which is reported when the data is opened. Data that is built in has only what was added.
fn of_data(data: &DataLocation) -> Vec<PathBuf> {
    let Some(own) = data.own_folder() else {
        return Vec::new();
    };
    let Ok(manifest) = coterm_io::store::manifest(data) else {
        return Vec::new();
    };
    let layers = manifest.layers.iter().map(|layer| &layer.file.file);
    let other_files = [&manifest.code_table.file, &manifest.postcodes.file];
    layers
        .chain(other_files)
        .map(|file| own.join(file))
        .chain(
            [
                coterm_io::MANIFEST,
                coterm_io::POPULATION,
                coterm_io::LSOA_LOOKUP,
            ]
            .map(|file| own.join(file)),
        )
        .collect()
}

/// Refuses an output whose extension is none of these, since it would promise another format. Names
/// without an extension, pipes and devices pass.
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
        "the output is {format}, so the name \"{}\" must end in .{}",
        path.display(),
        extensions.join(" or .")
    )))
}
