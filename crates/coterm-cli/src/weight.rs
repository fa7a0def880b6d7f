//! The weight that `compare` and `scenario score` count: [`Weight`], chosen by `--weight` and
//! `--lsoa-lookup` and the files of the data folder.

use std::path::{Path, PathBuf};

use coterm_core::comparison::Weights;
use coterm_core::dataset::Dataset;
use coterm_io::{BlockValues, DataLocation, LSOA_LOOKUP, POPULATION, WeightFile};
use coterm_report::UsedFile;
use jiff::civil::Date;

use crate::args::Counting;
use crate::error::{Error, Result};

/// The weights that are counted, with their name and files for the report.
pub(crate) struct Weight {
    pub(crate) weights: Weights,
    /// The name in reports: without a folder, so that the report is the same on any machine.
    pub(crate) name: String,
    /// The files that the values were read from.
    pub(crate) files: Vec<UsedFile>,
}

impl Weight {
    /// Makes the weights that the arguments name: `people` for the population in the data folder;
    /// `postcodes` for live postcodes, on the date if one is given; `area` for ground; else the
    /// values of a file. If they name none, people are counted if the data folder has a population
    /// and no date is given, since a date is about postcodes; else postcodes are.
    pub(crate) fn chosen(
        counting: &Counting,
        on: Option<Date>,
        data: &DataLocation,
        dataset: &Dataset,
    ) -> Result<Self> {
        let has_population = data.added_file(POPULATION).is_some();
        let default = match on {
            None if has_population => "people",
            _ => "postcodes",
        };
        let named = counting.weight.as_deref().unwrap_or(default);
        let known = |weights| Self {
            weights,
            name: named.to_owned(),
            files: Vec::new(),
        };
        let lookup = lookup(counting, data)?;
        match named {
            "postcodes" => Ok(known(Weights::live_postcodes(dataset, on))),
            "area" => Ok(known(Weights::ground(dataset))),
            "people" => match coterm_io::population(data, lookup.as_deref(), dataset)? {
                Some(people) => Self::of_values(named.to_owned(), &people, dataset),
                None => Err(Error::Usage(no_population(data))),
            },
            named => {
                let file = WeightFile::named(named);
                if !file.path.is_file() {
                    return Err(Error::Usage(no_file(&file.path)));
                }
                let values = file.values(dataset, lookup.as_deref())?;
                let base = file.path.file_name().unwrap_or_default().to_string_lossy();
                let name = match &file.column {
                    Some(column) => format!("{base}:{column}"),
                    None => base.into_owned(),
                };
                Self::of_values(name, &values, dataset)
            }
        }
    }

    fn of_values(name: String, values: &BlockValues, dataset: &Dataset) -> Result<Self> {
        let files = values.files.iter();
        Ok(Self {
            weights: values.weights(dataset)?,
            name,
            files: files
                .map(|file| UsedFile::new("Weights", &file.file, &file.sha256))
                .collect(),
        })
    }
}

/// Returns the file with the table of LSOAs: the one that is named, else that of the data folder.
fn lookup(counting: &Counting, data: &DataLocation) -> Result<Option<PathBuf>> {
    match &counting.lsoa_lookup {
        Some(path) if path.is_file() => Ok(Some(path.clone())),
        Some(path) => Err(Error::Usage(format!("there is no file {}", path.display()))),
        None => Ok(data.added_file(LSOA_LOOKUP)),
    }
}

/// Returns an error text for people who are to be counted without a population.
fn no_population(data: &DataLocation) -> String {
    match data.own_folder() {
        Some(folder) => format!(
            "there is no {POPULATION} in {}: put one there, with the columns code and people and a \
             row for each building block, or name another file with --weight",
            folder.display()
        ),
        None => format!(
            "the data in the program has no {POPULATION}: name a file with --weight, with the \
             columns code and people and a row for each building block"
        ),
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
            "there is no weight \"{named}\"; use people, postcodes, area, or the name of a CSV file with a value for each building block"
        )
    }
}
