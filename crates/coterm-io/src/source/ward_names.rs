//! Reads the names of wards from the workbook of codes in Code-Point Open's ZIP file.
//!
//! Each kind of area has a sheet, whose rows are a name and a code: `Millom Ward`, `E05012558`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use coterm_core::codes::GssCode;

use crate::error::At;
use crate::{Error, Result};

const WORKBOOK: &str = "Doc/Codelist.xlsx";

/// The sheets of wards: of districts, London boroughs, metropolitan districts and unitary
/// authorities, and the electoral divisions of unitary authorities.
const SHEETS: [&str; 5] = ["DIW", "LBW", "MTW", "UTW", "UTE"];

/// Words at the end of a name that say only what kind of area it is.
const KINDS: [&str; 2] = [" Ward", " ED"];

/// Reads the name of every ward, without the word for its kind: `Millom`.
pub(crate) fn read(path: &Path, zipped: Vec<u8>) -> Result<BTreeMap<GssCode, String>> {
    let shown = path.join(WORKBOOK);
    let bad = |reason: String| Error::malformed(&shown, reason);
    let mut archive = super::wheel::inner(path, zipped)?;
    let mut entry = archive
        .by_name(WORKBOOK)
        .map_err(|error| bad(error.to_string()))?;
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).at(&shown)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| bad(error.to_string()))?;
    let mut names = BTreeMap::new();
    for sheet in SHEETS {
        let rows = workbook
            .worksheet_range(sheet)
            .map_err(|error| bad(format!("sheet {sheet}: {error}")))?;
        for (row, number) in rows.rows().zip(1..) {
            let [Data::String(name), Data::String(code), ..] = row else {
                return Err(bad(format!(
                    "sheet {sheet}, row {number}: a name and a code were expected"
                )));
            };
            let code = code
                .parse()
                .map_err(|error| bad(format!("sheet {sheet}, row {number}: {error}")))?;
            names.insert(code, without_kind(name).to_owned());
        }
    }
    Ok(names)
}

fn without_kind(name: &str) -> &str {
    let mut kinds = KINDS.iter();
    kinds
        .find_map(|kind| name.strip_suffix(kind))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_the_word_for_its_kind_and_no_other() {
        assert_eq!(without_kind("Millom Ward"), "Millom");
        assert_eq!(without_kind("Abbey ED"), "Abbey");
        assert_eq!(without_kind("Wardle"), "Wardle");
        assert_eq!(without_kind("Ward"), "Ward");
    }
}
