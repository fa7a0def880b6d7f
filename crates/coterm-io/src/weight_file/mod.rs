//! [`WeightFile`]: values of building blocks as CSV, such as populations of LSOAs, for `--weight
//! FILE.csv`.
//!
//! The file has a column of codes, a column of values, and a row for each block. Names of columns
//! vary, so the columns are found by their names or by their contents. A row that cannot be used is
//! an error that names its line, because a wrong weight would change every figure unnoticed.

mod columns;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coterm_core::codes::CodeTable;
use coterm_core::comparison::{LsoaConversion, LsoaLookup, Weights, are_of_2021_lsoas};
use coterm_core::dataset::{DataFile, Dataset};

use crate::csv_reader::{CsvError, CsvFormat, CsvReader, Records};
use crate::error::At;
use crate::{Error, Result, checksum, read_lsoa_lookup};
use columns::Columns;
use value::number;

/// Number of faults that an error message lists; further ones are only counted.
const MAX_LISTED: usize = 3;

/// A CSV file of values for building blocks, and the column to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightFile {
    /// The file.
    pub path: PathBuf,
    /// Name of the column of values; `None` to find it by its name or contents.
    pub column: Option<String>,
}

/// Values for building blocks, as read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockValues {
    /// Name of the things that are counted, in the plural: `people`.
    pub unit: String,
    /// The source of the values, as a sentence.
    pub source: String,
    /// Each block's value by the block's code. Blocks outside the data are included.
    pub values: BTreeMap<String, f64>,
    /// How the values were converted, if they were of 2021 LSOAs.
    pub conversion: Option<LsoaConversion>,
    /// The file that the values were read from, which errors name; `None` if they were sent.
    pub path: Option<PathBuf>,
    /// The files that the values were read from, without their folders.
    pub files: Vec<DataFile>,
}

impl WeightFile {
    /// Parses the argument of `--weight`: `FILE.csv`, or `FILE.csv:COLUMN` to choose the column of
    /// values.
    ///
    /// ```
    /// use coterm_io::WeightFile;
    ///
    /// let file = WeightFile::named("people-2020.csv:aged_65_and_over");
    /// assert_eq!(file.path.as_os_str(), "people-2020.csv");
    /// assert_eq!(file.column.as_deref(), Some("aged_65_and_over"));
    /// ```
    pub fn named(argument: &str) -> Self {
        let whole = PathBuf::from(argument);
        match argument.rsplit_once(':') {
            // A colon may also be part of a file's name, or follow the letter of a Windows drive.
            Some((path, column))
                if !whole.is_file() && !column.is_empty() && !column.contains(['/', '\\']) =>
            {
                Self {
                    path: path.into(),
                    column: Some(column.trim().to_owned()),
                }
            }
            _ => Self {
                path: whole,
                column: None,
            },
        }
    }

    /// Reads the file. `codes` has the building blocks that are expected. O(n).
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`], with the line, if a code is not one or occurs twice, or
    /// if a value is missing, negative or not a number; and if it is not clear which columns to
    /// use.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_io::WeightFile;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("people.csv");
    /// std::fs::write(&path, "lsoa,people\nE01025105,1600\nE01025131,1700\n")?;
    /// let file = WeightFile { path, column: Some("people".into()) };
    /// let people = file.read(dataset.codes())?;
    /// assert_eq!(people.unit, "people");
    /// assert_eq!(people.values["E01025105"], 1_600.0);
    /// assert!(people.weights(&dataset).is_err(), "three of the five blocks have no value");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self, codes: &CodeTable) -> Result<BlockValues> {
        let bytes = std::fs::read(&self.path).at(&self.path)?;
        let values = values(&self.path, &bytes, self.column.as_deref(), codes)?;
        Ok(BlockValues {
            files: vec![used(&self.path, &bytes)],
            path: Some(self.path.clone()),
            ..values
        })
    }

    /// Reads the file for a dataset. If its values are of 2021 LSOAs, the table in the file `lookup`
    /// converts them; otherwise that file is not read.
    ///
    /// # Errors
    ///
    /// Fails as [`WeightFile::read`] and [`read_lsoa_lookup`] do, and with [`Error::Malformed`] if the
    /// values cannot be converted.
    pub fn values(&self, dataset: &Dataset, lookup: Option<&Path>) -> Result<BlockValues> {
        let values = self.read(dataset.codes())?;
        let Some(path) = lookup.filter(|_| are_of_2021_lsoas(dataset, &values.values)) else {
            return Ok(values);
        };
        let bytes = std::fs::read(path).at(path)?;
        let mut values = values.converted(dataset, &read_lsoa_lookup(path)?)?;
        values.files.push(used(path, &bytes));
        Ok(values)
    }

    /// Reads the file as weights of the dataset's building blocks.
    ///
    /// # Errors
    ///
    /// Fails as [`WeightFile::read`] and [`BlockValues::weights`] do.
    pub fn weights(&self, dataset: &Dataset) -> Result<Weights> {
        self.read(dataset.codes())?.weights(dataset)
    }
}

/// Returns a file's name, without its folder, and its checksum.
pub(crate) fn used(path: &Path, bytes: &[u8]) -> DataFile {
    let name = path.file_name().unwrap_or(path.as_os_str());
    DataFile {
        file: name.to_string_lossy().into_owned(),
        sha256: checksum(bytes),
    }
}

/// Returns weights by their name: `postcodes` for live postcodes, `area` for ground, or a file of
/// values in the form of [`WeightFile::named`].
///
/// # Errors
///
/// Those of [`WeightFile::weights`].
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// let weights = coterm_io::weights(&dataset, "postcodes")?;
/// assert_eq!(weights.unit().as_str(), "live postcodes");
/// assert!(coterm_io::weights(&dataset, "no-such-file.csv").is_err());
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn weights(dataset: &Dataset, named: &str) -> Result<Weights> {
    match named {
        "postcodes" => Ok(Weights::live_postcodes(dataset, None)),
        "area" => Ok(Weights::ground(dataset)),
        file => WeightFile::named(file).weights(dataset),
    }
}

impl BlockValues {
    /// Makes values that are in no file. `unit` is what is counted, in the plural, and `source` a
    /// sentence.
    pub fn new(
        unit: impl Into<String>,
        source: impl Into<String>,
        values: BTreeMap<String, f64>,
    ) -> Self {
        Self {
            unit: unit.into(),
            source: source.into(),
            values,
            conversion: None,
            path: None,
            files: Vec::new(),
        }
    }

    /// Converts values of 2021 LSOAs into values of the dataset's 2011 LSOAs. Values that are not of
    /// 2021 LSOAs stay as they are.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the values are from a file, else
    /// [`coterm_core::Error::BadWeights`]: see [`LsoaLookup::to_2011`].
    pub fn converted(mut self, dataset: &Dataset, lookup: &LsoaLookup) -> Result<Self> {
        if are_of_2021_lsoas(dataset, &self.values) {
            let converted = lookup.to_2011(dataset, &self.values);
            let (values, conversion) = converted.map_err(|error| self.fault(error))?;
            self.values = values;
            self.conversion = Some(conversion);
        }
        Ok(self)
    }

    /// Makes weights of the dataset's building blocks of the values.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the values are from a file, else
    /// [`coterm_core::Error::BadWeights`]: see [`Weights::of_blocks`].
    pub fn weights(&self, dataset: &Dataset) -> Result<Weights> {
        let (unit, source) = (self.unit.as_str(), self.source.as_str());
        let weights = Weights::of_blocks(dataset, unit, source, &self.values);
        let weights = weights.map_err(|error| self.fault(error))?;
        Ok(match &self.conversion {
            Some(conversion) => weights.converted_by(conversion.clone()),
            None => weights,
        })
    }

    /// Names the file in an error about its values.
    fn fault(&self, error: coterm_core::Error) -> Error {
        match (&self.path, error) {
            (Some(path), coterm_core::Error::BadWeights(fault)) => Error::malformed(path, fault),
            (_, error) => error.into(),
        }
    }
}

fn values(
    path: &Path,
    bytes: &[u8],
    column: Option<&str>,
    codes: &CodeTable,
) -> Result<BlockValues> {
    let at = |error: CsvError| Error::malformed(path, error);
    // No columns are required, so the delimiter is the one that gives most columns.
    let mut reader = CsvReader::new(bytes, CsvFormat::default(), |_| false).map_err(at)?;
    let header = reader.header().clone();
    let mut rows = Records::default();
    while let Some(row) = reader.next().map_err(at)? {
        if !row.is_blank() {
            rows.push(row);
        }
    }
    if rows.len() == 0 {
        return Err(Error::malformed(
            path,
            "it has no rows; a header line and a row for each building block are expected",
        ));
    }
    let columns = Columns::find(&header, &rows, column, codes)
        .map_err(|reason| Error::malformed(path, reason))?;
    let mut faults = Vec::new();
    let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
    let mut values = BTreeMap::new();
    for row in (0..rows.len()).map(|row| rows.get(row)) {
        let line = row.line();
        let (code, value) = (row.text(columns.codes), row.text(columns.values));
        let misfit = row.misfit(header.width()).map(|found| {
            let expected = header.width();
            format!("there are {found} columns, and in the header line {expected}")
        });
        let fault = misfit
            .or_else(|| columns::no_code(code, codes))
            .or_else(|| {
                let first = lines.insert(code, line);
                first
                    .map(|first| format!("{code} is on line {first} already; give each block once"))
            });
        match fault.map_or_else(|| number(value), Err) {
            Ok(value) => {
                values.insert(code.to_owned(), value);
            }
            Err(fault) => faults.push(format!("line {line}: {fault}")),
        }
    }
    if faults.is_empty() {
        let header = header.names()[columns.values].trim();
        let file = path.file_name().unwrap_or(path.as_os_str()).display();
        let source = format!("Column \"{header}\" of {file}, a value for each building block.");
        return Ok(BlockValues::new(unit(header), source, values));
    }
    let more = faults.len().saturating_sub(MAX_LISTED);
    faults.truncate(MAX_LISTED);
    if more > 0 {
        faults.push(format!("and {more} more lines cannot be used"));
    }
    Err(Error::malformed(path, faults.join("; ")))
}

/// Returns the unit that a header means: people if the header speaks of them, else the header's own
/// words.
fn unit(header: &str) -> String {
    let words = header.replace(['_', '-'], " ").to_lowercase();
    let people = ["population", "people", "persons", "residents", "all ages"];
    if people.iter().any(|people| words.contains(people)) || words == "pop" {
        "people".into()
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn read(text: &str, column: Option<&str>) -> Result<BlockValues> {
        let blocks = ["E01000001", "E01000002", "E01000003"].map(ToOwned::to_owned);
        let codes = CodeTable::new(blocks.to_vec(), HashMap::new());
        values(Path::new("folder/w.csv"), text.as_bytes(), column, &codes)
    }

    fn refused(text: &str, column: Option<&str>, words: &[&str]) {
        let message = read(text, column).unwrap_err().to_string();
        for word in words {
            assert!(message.contains(word), "\"{word}\" is not in \"{message}\"");
        }
    }

    #[test]
    fn columns_are_found_by_their_names_or_by_what_is_in_them() {
        for text in [
            "lsoa11_code,lsoa11_name,total_population\nE01000001,A 001A,1944\n",
            "\u{feff}LSOA Code,All Ages\nE01000001,\"1,944\"\n",
            "FID,AREA,PEOPLE\n7,E01000001,1944\n",
            "name,what,n of persons\n\"A, B\",E01000001, 1944 \n",
            "lsoa;people\r\nE01000001;1944\r\n\r\n;\r\n",
            "sep=\t\nlsoa\tpeople\nE01000001\t1944\t\n",
        ] {
            let found = read(text, None).unwrap();
            assert_eq!(found.unit, "people", "{text}");
            assert_eq!(found.values, [("E01000001".to_owned(), 1944.0)].into());
        }
        let found = read("lsoa,homes\nE01000002,3.5\nE01000001,0\n", None).unwrap();
        assert_eq!((found.unit.as_str(), found.values.len()), ("homes", 2));
        assert_eq!(
            found.source,
            "Column \"homes\" of w.csv, a value for each building block."
        );
    }

    #[test]
    fn a_column_can_be_chosen_and_must_be_where_it_is_not_clear() {
        let text = "lsoa,homes,jobs\nE01000001,3,4\n";
        assert_eq!(read(text, Some("Jobs")).unwrap().values["E01000001"], 4.0);
        refused(text, None, &["homes, jobs", "FILE.csv:COLUMN"]);
        refused(text, Some("cars"), &["\"cars\"", "lsoa, homes, jobs"]);
        refused(text, Some("lsoa"), &["codes"]);
        refused("a,b\nx,1\n", None, &["codes", "E01000001"]);
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_line() {
        let line = |row: &str| format!("lsoa,people\nE01000001,5\n{row}\n");
        refused(&line("E01000002,-3"), None, &["line 3", "-3", "negative"]);
        refused(&line("E01000002,"), None, &["line 3", "no value", "0"]);
        refused(&line("E01000002,many"), None, &["line 3", "\"many\""]);
        refused(&line("E01000002,inf"), None, &["line 3", "\"inf\""]);
        refused(&line("E01000002,\"1,23\""), None, &["line 3", "\"1,23\""]);
        refused(&line("E01000001,6"), None, &["line 3", "line 2 already"]);
        refused(&line("Total,6"), None, &["line 3", "Total", "E01000001"]);
        refused(&line("E02000001,6"), None, &["line 3", "E02000001"]);
        refused(&line("E01000002,6,7"), None, &["line 3", "3 columns"]);
        refused(&line("\nE01000002,-3"), None, &["line 4", "-3"]);
        refused(
            &line("E01000002,5\r\nE01000003,-3"),
            None,
            &["line 4", "-3"],
        );
        refused(
            &line("E01000002,\"6\nE01000003,7"),
            None,
            &["quote opens on line 3"],
        );
        refused("lsoa,people\n", None, &["no rows"]);
        refused("", None, &["empty"]);
        let many: Vec<String> = (2..9).map(|n| format!("E0100000{n},-1")).collect();
        refused(&line(&many.join("\n")), None, &["line 5", "4 more lines"]);
    }

    #[test]
    fn a_colon_chooses_a_column() {
        for (argument, path, column) in [
            ("a/b.csv:people", "a/b.csv", Some("people")),
            ("a/b.csv", "a/b.csv", None),
            ("C:\\b.csv", "C:\\b.csv", None),
            ("C:\\b.csv:all ages", "C:\\b.csv", Some("all ages")),
        ] {
            let file = WeightFile::named(argument);
            assert_eq!(file.path, Path::new(path));
            assert_eq!(file.column.as_deref(), column);
        }
    }
}
