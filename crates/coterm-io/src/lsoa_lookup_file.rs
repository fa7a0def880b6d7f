//! [`read_lsoa_lookup`]: reads the ONS's table of the LSOAs of 2011 and of 2021.
//!
//! The ONS publishes it as "LSOA (2011) to LSOA (2021) to Local Authority District (2022) Lookup for
//! England and Wales". Of its columns three are read: the two codes, and the indicator of change.

use std::path::Path;

use coterm_core::codes::GssCode;
use coterm_core::comparison::{LsoaChange, LsoaLookup, LsoaPair};

use crate::csv_reader::{CsvError, CsvFormat, CsvReader, Header};
use crate::error::At;
use crate::{Error, Result};

/// Column of the codes of 2011.
const CODE_2011: &str = "LSOA11CD";
/// Column of the codes of 2021.
const CODE_2021: &str = "LSOA21CD";
/// Names of the column of the change, in the ONS's editions.
const CHANGE: [&str; 2] = ["CHGIND", "CHNGIND"];

/// Reads the table from a CSV file. The lookup has the file's name. O(n).
///
/// # Errors
///
/// [`Error::Io`]; [`Error::Malformed`] if the file lacks one of the columns `LSOA11CD`, `LSOA21CD`
/// and `CHGIND` (or `CHNGIND`), has no rows, or has a row, which is named by its line, that has no
/// codes or an unknown indicator.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("lsoa-2011-to-2021.csv");
/// std::fs::write(&path, "LSOA11CD,LSOA21CD,CHGIND\nE01025105,E01025105,U\n")?;
/// assert!(coterm_io::read_lsoa_lookup(&path).is_ok());
///
/// std::fs::write(&path, "LSOA11CD,LSOA21CD,CHGIND\nE01025105,E01025105,?\n")?;
/// let fault = coterm_io::read_lsoa_lookup(&path).unwrap_err();
/// assert!(fault.to_string().contains("line 2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_lsoa_lookup(path: &Path) -> Result<LsoaLookup> {
    let bytes = std::fs::read(path).at(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    let wrong = |reason: String| Error::malformed(path, reason);
    let pairs = pairs(&bytes).map_err(wrong)?;
    Ok(LsoaLookup::new(name.to_string_lossy(), pairs))
}

fn pairs(bytes: &[u8]) -> std::result::Result<Vec<LsoaPair>, String> {
    let wrong = |error: CsvError| error.to_string();
    let has_columns = |header: &Header| columns(header).is_ok();
    let mut reader = CsvReader::new(bytes, CsvFormat::default(), has_columns).map_err(wrong)?;
    let [old, new, change] = columns(reader.header())?;
    let mut pairs = Vec::new();
    while let Some(row) = reader.next().map_err(wrong)? {
        if row.is_blank() {
            continue;
        }
        let line = row.line();
        let code = |column: usize| {
            let code = row.text(column);
            match code.parse::<GssCode>() {
                Ok(_) => Ok(code.to_owned()),
                Err(_) => Err(format!(
                    "line {line}: \"{code}\" is not the code of an LSOA"
                )),
            }
        };
        let indicator = row.text(change);
        let change = LsoaChange::from_indicator(indicator).ok_or_else(|| {
            format!("line {line}: the change is \"{indicator}\", and must be U, S, M or X")
        })?;
        pairs.push(LsoaPair {
            lsoa_2011: code(old)?,
            lsoa_2021: code(new)?,
            change,
        });
    }
    if pairs.is_empty() {
        return Err("it has no rows; a row for each LSOA is expected".into());
    }
    Ok(pairs)
}

/// Finds the columns of both codes and of the change.
fn columns(header: &Header) -> std::result::Result<[usize; 3], String> {
    let one = |names: &[&str]| {
        let found = names.iter().flat_map(|name| header.find(name)).next();
        found.ok_or_else(|| {
            format!(
                "it has no column {}; the ONS table \"LSOA (2011) to LSOA (2021) to Local Authority \
                 District (2022) Lookup\" is expected. Its columns are {}",
                names[0],
                header.listed()
            )
        })
    };
    Ok([one(&[CODE_2011])?, one(&[CODE_2021])?, one(&CHANGE)?])
}
