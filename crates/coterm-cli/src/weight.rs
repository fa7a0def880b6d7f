//! The argument `--weight` of `compare` and `scenario score`: [`Weight`].

use std::path::Path;

use coterm_core::comparison::Weights;
use coterm_core::dataset::Dataset;
use coterm_io::{WeightFile, checksum};
use coterm_report::UsedFile;
use jiff::civil::Date;

use crate::error::{Context, Error, Result};

/// The weights that are counted, with their name and file for the report.
pub(crate) struct Weight {
    pub(crate) weights: Weights,
    /// The name in reports: without a folder, so that the report is the same on any machine.
    pub(crate) name: String,
    /// The file that the values were read from, if there is one.
    pub(crate) file: Option<UsedFile>,
}

impl Weight {
    /// Makes the weights that the argument names: `postcodes` for live postcodes, on the date if
    /// one is given; `area` for ground; else the values of a file.
    pub(crate) fn named(text: &str, on: Option<Date>, dataset: &Dataset) -> Result<Self> {
        let known = |weights| Self {
            weights,
            name: text.to_owned(),
            file: None,
        };
        match text {
            "postcodes" => Ok(known(Weights::live_postcodes(dataset, on))),
            "area" => Ok(known(Weights::ground(dataset))),
            named => {
                let file = WeightFile::named(named);
                if !file.path.is_file() {
                    return Err(Error::Usage(no_file(&file.path)));
                }
                let bytes = std::fs::read(&file.path).context(named)?;
                // The report has the name without its folder, so that it is the same on any
                // machine.
                let base = file.path.file_name().unwrap_or_default();
                let base = base.to_string_lossy().into_owned();
                let column = file.column.as_ref();
                Ok(Self {
                    name: column.map_or_else(|| base.clone(), |column| format!("{base}:{column}")),
                    weights: file.weights(dataset)?,
                    file: Some(UsedFile::new("Weights", base, checksum(&bytes))),
                })
            }
        }
    }
}

/// Returns an error text for a weight that is not a file: a file that does not exist, or a mistyped
/// word.
fn no_file(path: &Path) -> String {
    let named = path.display();
    let like_a_file = path.extension().is_some() || path.components().count() > 1;
    if path.is_dir() {
        format!("{named} is a folder; name the CSV file in it")
    } else if like_a_file {
        format!("there is no file {named}")
    } else {
        format!(
            "there is no weight \"{named}\"; use postcodes, area, or the name of a CSV file with a value for each building block"
        )
    }
}
