//! The locality of each building block: the name of the ward that has most of its postcodes.
//!
//! Wards are those of the recipe's release of Code-Point Open, which names the ward of each live
//! postcode; the code table says in which block the postcode is.

use std::collections::{BTreeMap, HashMap};

use coterm_core::codes::GssCode;

use super::membership::Membership;
use crate::recipe::SourceLayer;
use crate::source::postcode_table::Table;
use crate::source::{Wheels, code_point_open, ward_names};
use crate::{DataReport, Progress, Result};

/// Returns the locality of each block, in the order of the membership. `None` for a block without
/// live postcodes in the release, and for all blocks if the recipe names no release for them. If
/// wards have equally many postcodes, the one with the first code names the block.
pub(super) fn of_blocks(
    layer: &SourceLayer,
    wheels: &Wheels,
    table: &Table,
    membership: &Membership,
    report: &mut DataReport,
    progress: &dyn Progress,
) -> Result<Vec<Option<String>>> {
    let Some(release) = &layer.localities else {
        return Ok(vec![None; membership.blocks.len()]);
    };
    let (path, zipped) = wheels.read(release)?;
    let names = ward_names::read(&path, zipped.clone())?;
    let wards = code_point_open::wards(&path, zipped, "wards of postcodes", progress)?;
    let mut postcodes_of: HashMap<GssCode, BTreeMap<GssCode, usize>> = HashMap::new();
    for row in &table.rows {
        if let Some(&ward) = wards.get(&row.postcode) {
            let of_block = postcodes_of.entry(row.lsoa).or_default();
            *of_block.entry(ward).or_default() += 1;
        }
    }
    let blocks = membership.blocks.iter().map(|(block, _)| {
        let ward = largest(postcodes_of.get(block)?)?;
        names.get(&ward).cloned()
    });
    let localities: Vec<Option<String>> = blocks.collect();
    let named = localities.iter().flatten().count();
    report.count("LSOAs with the name of a ward as their locality", named);
    Ok(localities)
}

/// Returns the ward with most postcodes, the first by code among equals.
fn largest(postcodes: &BTreeMap<GssCode, usize>) -> Option<GssCode> {
    // `max_by_key` returns the last of equals, so the codes are taken from the end.
    let wards = postcodes.iter().rev();
    wards
        .max_by_key(|(_, count)| **count)
        .map(|(ward, _)| *ward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_wards_with_equally_many_postcodes_the_first_code_counts() {
        let ward = |end: u32| format!("E0500000{end}").parse().unwrap();
        let of = |counts: &[(u32, usize)]| {
            let counts = counts.iter().map(|(end, count)| (ward(*end), *count));
            largest(&counts.collect())
        };
        assert_eq!(of(&[(1, 2), (2, 5), (3, 5)]), Some(ward(2)));
        assert_eq!(of(&[(1, 5), (2, 2)]), Some(ward(1)));
        assert_eq!(of(&[]), None);
    }
}
