//! [`Exceptions`]: applies the recipe's exceptions to the code table that a layer is made from.
//!
//! `membership` uses it. An exception that changes nothing is an error, because the recipe and the
//! table then do not fit together.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::codes::GssCode;

use crate::recipe::{Moved, Recoded, Sources};
use crate::{DataReport, Error, Result};

/// The exceptions of one layer.
#[derive(Debug)]
pub(super) struct Exceptions<'a> {
    layer: &'a str,
    recoded: Vec<&'a Recoded>,
    moved: Vec<&'a Moved>,
}

impl<'a> Exceptions<'a> {
    pub(super) fn to(layer: &'a str, sources: &'a Sources) -> Self {
        let recoded = sources.recoded.iter();
        let moved = sources.moved.iter();
        Self {
            layer,
            recoded: recoded.filter(|recoded| recoded.layer == layer).collect(),
            moved: moved.filter(|moved| moved.layer == layer).collect(),
        }
    }

    /// Returns the layer's code for each block, from the table's code for each block.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] for an exception that names a block or an area that does not exist, says
    /// the same as the table, contradicts another exception, gives two areas the same code, or
    /// leaves an area without blocks.
    pub(super) fn applied(
        &self,
        blocks: &[(GssCode, String)],
        table: Vec<Option<String>>,
    ) -> Result<Vec<Option<String>>> {
        let mut codes = self.with_new_codes(table)?;
        let areas: BTreeSet<String> = codes.iter().flatten().cloned().collect();
        let position: BTreeMap<String, usize> = blocks
            .iter()
            .enumerate()
            .map(|(position, (block, _))| (block.to_string(), position))
            .collect();
        let mut seen = BTreeSet::new();
        let wrong = |reason: String| self.wrong("moved", &reason);
        for moved in &self.moved {
            let area = &moved.area;
            if !areas.contains(area) {
                return Err(wrong(format!("it has no area {area}")));
            }
            for block in &moved.blocks {
                let Some(&at) = position.get(block) else {
                    return Err(wrong(format!("there is no block {block}")));
                };
                if !seen.insert(block) {
                    return Err(wrong(format!("{block} is listed more than once")));
                }
                if codes[at].replace(area.clone()).as_ref() == Some(area) {
                    return Err(wrong(format!("{block} is in {area} by the table too")));
                }
            }
        }
        let left: BTreeSet<&String> = codes.iter().flatten().collect();
        match areas.iter().find(|area| !left.contains(area)) {
            Some(lost) => Err(wrong(format!("no block is left in {lost}"))),
            None => Ok(codes),
        }
    }

    /// Replaces the codes of areas. Two areas never get the same code.
    fn with_new_codes(&self, mut codes: Vec<Option<String>>) -> Result<Vec<Option<String>>> {
        let in_table: BTreeSet<String> = codes.iter().flatten().cloned().collect();
        let mut new_code = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (old, new) in self.recoded.iter().flat_map(|recoded| &recoded.codes) {
            let wrong = |reason: String| self.wrong("recoded", &reason);
            if !in_table.contains(old) {
                return Err(wrong(format!("its table has no area {old}")));
            }
            if in_table.contains(new) || !taken.insert(new) {
                return Err(wrong(format!("another area has the code {new}")));
            }
            if new_code.insert(old, new).is_some() {
                return Err(wrong(format!("{old} is listed more than once")));
            }
        }
        for code in codes.iter_mut().flatten() {
            if let Some(&new) = new_code.get(code) {
                code.clone_from(new);
            }
        }
        Ok(codes)
    }

    /// Returns the table's code for an area of the layer.
    pub(super) fn in_table<'b>(&'b self, code: &'b str) -> &'b str {
        let mut codes = self.recoded.iter().flat_map(|recoded| &recoded.codes);
        codes
            .find(|(_, new)| *new == code)
            .map_or(code, |(old, _)| old)
    }

    /// Reports the exceptions that concern any of these blocks or areas.
    pub(super) fn report_to(
        &self,
        blocks: &[(GssCode, String)],
        areas: &BTreeSet<&str>,
        report: &mut DataReport,
    ) {
        let blocks: BTreeSet<String> = blocks.iter().map(|(block, _)| block.to_string()).collect();
        for recoded in &self.recoded {
            for (old, new) in &recoded.codes {
                if areas.contains(new.as_str()) {
                    let what = format!("{new} has the code {old} in its table");
                    report.add(self.layer, what, format!("replaced; {}", recoded.source));
                }
            }
        }
        for moved in &self.moved {
            let number = moved.blocks.iter().filter(|block| blocks.contains(*block));
            let number = match number.count() {
                0 => continue,
                1 => "1 block is".to_owned(),
                more => format!("{more} blocks are"),
            };
            let what = format!(
                "{number} in {}, and elsewhere in its table. {}",
                moved.area, moved.note
            );
            report.add(self.layer, what, format!("moved; {}", moved.source));
        }
    }

    fn wrong(&self, what: &str, reason: &str) -> Error {
        Error::Recipe(format!("the recipe's {what} in {}: {reason}", self.layer))
    }
}
