//! `--weight`: what is counted.

use std::path::Path;

use coterm_core::{Dataset, Weights};
use coterm_io::{WeightFile, checksum};
use coterm_report::UsedFile;
use jiff::civil::Date;

use crate::error::{Doing, Error, Result};

/// What is counted.
pub(crate) struct Weight {
    pub(crate) weights: Weights,
    /// As a report names it: without a folder, so that it is the same on any machine.
    pub(crate) name: String,
    /// The file with the values, if there is one.
    pub(crate) file: Option<UsedFile>,
}

impl Weight {
    /// Live postcodes, those on the date if one is given; ground; or a file's values.
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
                let bytes = std::fs::read(&file.path).doing(named)?;
                // Without its folder, so that the report is the same on any machine.
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

/// Why there is nothing to read: people name a file that is not there, or mistype a word.
fn no_file(path: &Path) -> String {
    let named = path.display();
    let like_a_file = path.extension().is_some() || path.components().count() > 1;
    if path.is_dir() {
        format!("{named} is a folder; name the CSV file in it")
    } else if like_a_file {
        format!("there is no file {named}")
    } else {
        format!(
            "there is no weight \"{named}\": say postcodes, area, or the name of a CSV file with a value for each building block"
        )
    }
}
