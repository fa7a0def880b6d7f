//! [`AddedFiles`]: the files that people may add to a data folder, and which no build makes or
//! removes.
//!
//! Both files are optional. A population is what comparisons and scores count by default; the ONS's
//! table of LSOAs converts values of 2021 LSOAs.

use std::path::Path;

use coterm_core::comparison::LsoaLookup;
use coterm_core::dataset::Dataset;

use crate::{BlockValues, DataLocation, Result, WeightFile, read_lsoa_lookup};

/// Name of a data folder's file with the people of each building block: `code,people`.
pub const POPULATION: &str = "population.csv";
/// Name of a data folder's file with the ONS's table of the LSOAs of 2011 and of 2021.
pub const LSOA_LOOKUP: &str = "lsoa-2011-to-2021.csv";

/// The files that were added to a data folder, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddedFiles {
    /// The people of each building block.
    pub population: Option<BlockValues>,
    /// The table of the LSOAs of 2011 and of 2021.
    pub lsoa_lookup: Option<LsoaLookup>,
}

impl AddedFiles {
    /// Reads the files that are in the folder of this dataset, and checks that the population has a
    /// value for each of its building blocks. Data that is built in has no such files.
    ///
    /// # Errors
    ///
    /// Fails as [`population`], [`read_lsoa_lookup`] and [`BlockValues::weights`] do.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let folder = tempfile::tempdir()?;
    /// let added = coterm_io::AddedFiles::read(folder.path(), &dataset)?;
    /// assert!(added.population.is_none(), "the folder has no population.csv");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(location: impl Into<DataLocation>, dataset: &Dataset) -> Result<Self> {
        let location = &location.into();
        let lookup = location.added_file(LSOA_LOOKUP);
        let population = population(location, None, dataset)?;
        if let Some(people) = &population {
            people.weights(dataset)?;
        }
        Ok(Self {
            population,
            lsoa_lookup: lookup.as_deref().map(read_lsoa_lookup).transpose()?,
        })
    }
}

/// Reads the people of each building block from [`POPULATION`] in a data folder; `None` if there is
/// no such file. If they are of 2021 LSOAs, the table in the file `lookup` converts them, or else
/// [`LSOA_LOOKUP`] in the folder.
///
/// # Errors
///
/// Fails as [`WeightFile::values`] does.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// let folder = tempfile::tempdir()?;
/// let mut text = String::from("code,people\n");
/// for code in dataset.codes().blocks() {
///     text += &format!("{code},1500\n");
/// }
/// std::fs::write(folder.path().join(coterm_io::POPULATION), text)?;
/// let people = coterm_io::population(folder.path(), None, &dataset)?.expect("it was written");
/// assert_eq!(people.weights(&dataset)?.unit().as_str(), "people");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn population(
    location: impl Into<DataLocation>,
    lookup: Option<&Path>,
    dataset: &Dataset,
) -> Result<Option<BlockValues>> {
    let location = location.into();
    let Some(path) = location.added_file(POPULATION) else {
        return Ok(None);
    };
    let file = WeightFile { path, column: None };
    let lookup = lookup
        .map(Path::to_owned)
        .or_else(|| location.added_file(LSOA_LOOKUP));
    let mut people = file.values(dataset, lookup.as_deref())?;
    people.unit = "people".into();
    Ok(Some(people))
}
