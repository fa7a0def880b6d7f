//! [`read_practices`]: reads a list of GP practices, for `--practices FILE.csv`.
//!
//! The file has a column of postcodes, and perhaps columns of codes and names. A row that cannot be
//! read is an error that names its line, because the practice would be missing from every count.

use std::path::Path;

use coterm_core::codes::Postcode;
use coterm_core::comparison::Practice;
use coterm_core::dataset::DataFile;

use crate::bulk::POSTCODE_COLUMNS;
use crate::csv_reader::{CsvError, CsvFormat, CsvReader, Header, Record};
use crate::error::At;
use crate::weight_file::used;
use crate::{Error, Result};

/// Usual names of a column of codes; the first that a header has is taken.
const CODES: [&str; 5] = [
    "code",
    "practice code",
    "ods code",
    "organisation code",
    "org code",
];
/// Usual names of a column of names, likewise.
const NAMES: [&str; 5] = [
    "name",
    "practice name",
    "practice",
    "organisation name",
    "org name",
];

/// Number of faults that an error message lists; further ones are only counted.
const MAX_LISTED: usize = 3;

/// Reads the practices in a CSV file, and returns them with the file's name and checksum. O(n).
///
/// # Errors
///
/// [`Error::Io`]; [`Error::Malformed`] if the file has no column of postcodes or no rows, and, with
/// the line, for a row whose postcode is missing or is none. Whether the data has a postcode is
/// not asked here.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("practices.csv");
/// std::fs::write(&path, "Code,Name,Postcode\nP1,The Surgery,la14yw\n")?;
/// let (practices, file) = coterm_io::read_practices(&path)?;
/// assert_eq!(practices[0].name, "The Surgery");
/// assert_eq!(practices[0].postcode.to_string(), "LA1 4YW");
/// assert_eq!(file.file, "practices.csv");
///
/// std::fs::write(&path, "postcode\nLancaster\n")?;
/// let fault = coterm_io::read_practices(&path).unwrap_err();
/// assert!(fault.to_string().contains("line 2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_practices(path: &Path) -> Result<(Vec<Practice>, DataFile)> {
    let bytes = std::fs::read(path).at(path)?;
    let practices = practices(&bytes).map_err(|reason| Error::malformed(path, reason))?;
    Ok((practices, used(path, &bytes)))
}

fn practices(bytes: &[u8]) -> std::result::Result<Vec<Practice>, String> {
    let wrong = |error: CsvError| error.to_string();
    let has_columns = |header: &Header| column(header, &POSTCODE_COLUMNS).is_some();
    let mut reader = CsvReader::new(bytes, CsvFormat::default(), has_columns).map_err(wrong)?;
    let columns = Columns::find(reader.header())?;
    let mut practices = Vec::new();
    let mut faults = Vec::new();
    while let Some(row) = reader.next().map_err(wrong)? {
        if row.is_blank() {
            continue;
        }
        match columns.practice(&row) {
            Ok(practice) => practices.push(practice),
            Err(fault) => faults.push(format!("line {}: {fault}", row.line())),
        }
    }
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(MAX_LISTED);
        faults.truncate(MAX_LISTED);
        if more > 0 {
            faults.push(format!("and {more} more lines cannot be used"));
        }
        return Err(faults.join("; "));
    }
    if practices.is_empty() {
        return Err(
            "it has no rows; a header line and a row for each practice are expected".into(),
        );
    }
    Ok(practices)
}

/// The positions of the columns that are read.
struct Columns {
    postcode: usize,
    code: Option<usize>,
    name: Option<usize>,
    /// Number of columns in the header.
    width: usize,
}

impl Columns {
    fn find(header: &Header) -> std::result::Result<Self, String> {
        let postcode = column(header, &POSTCODE_COLUMNS).ok_or_else(|| {
            format!(
                "it has no column of postcodes; name that column \"postcode\" in the header line. \
                 Its columns are {}",
                header.listed()
            )
        })?;
        Ok(Self {
            postcode,
            code: column(header, &CODES),
            name: column(header, &NAMES),
            width: header.width(),
        })
    }

    fn practice(&self, row: &Record<'_>) -> std::result::Result<Practice, String> {
        if let Some(found) = row.misfit(self.width) {
            let expected = self.width;
            return Err(format!(
                "there are {found} columns, and in the header line {expected}"
            ));
        }
        let text = |column: Option<usize>| column.map_or("", |column| row.text(column)).to_owned();
        let postcode = row.text(self.postcode);
        if postcode.is_empty() {
            return Err("there is no postcode; add it, or leave the row out".into());
        }
        let postcode = postcode.parse::<Postcode>();
        Ok(Practice {
            code: text(self.code),
            name: text(self.name),
            postcode: postcode.map_err(|error| error.to_string())?,
        })
    }
}

/// Finds the first column that has one of these names.
fn column(header: &Header, names: &[&str]) -> Option<usize> {
    names.iter().flat_map(|name| header.find(name)).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_usual_names_in_any_form_of_csv() {
        for text in [
            "code,name,postcode\nP1,The Surgery,LA1 4YW\n",
            "\u{feff}Postcode;Practice Name;Organisation Code\r\nla14yw;The Surgery;P1\r\n",
            "PCDS\tNAME\tODS_Code\nLA1  4YW\t The Surgery \tP1\t\n\n",
        ] {
            let read = practices(text.as_bytes()).unwrap();
            let [practice] = &read[..] else {
                panic!("one practice in {text}");
            };
            assert_eq!((&*practice.code, &*practice.name), ("P1", "The Surgery"));
            assert_eq!(practice.postcode.to_string(), "LA1 4YW");
        }
        let utf16: Vec<u8> = "\u{feff}postcode\nLA1 4YW\nLA1 4YW\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let read = practices(&utf16).unwrap();
        assert_eq!((read.len(), &*read[0].name), (2, ""));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (text, words) in [
            ("", &["empty"][..]),
            ("postcode\n", &["no rows"]),
            ("code,where\nP1,LA1 4YW\n", &["\"postcode\"", "code, where"]),
            ("code,postcode\nP1,\n", &["line 2", "no postcode"]),
            ("code,postcode\nP1,LA1 4YW,x\n", &["line 2", "3 columns"]),
            ("postcode\nLA1 4YW\nLA1 4YO\n", &["line 3", "letter O"]),
            (
                "postcode\na\nb\nc\nd\ne\n",
                &["line 4", "and 2 more lines cannot be used"],
            ),
        ] {
            let fault = practices(text.as_bytes()).unwrap_err();
            for word in words {
                assert!(fault.contains(word), "\"{word}\" is not in \"{fault}\"");
            }
        }
    }
}
