//! The small published code tables: LSOA to sub-ICB location, sub-ICB location to ICB, and district
//! to upper tier.
//!
//! `build::tables` reads them for all of England.

use std::collections::BTreeMap;
use std::path::Path;

use coterm_core::codes::{GssCode, ParseGssCodeError};
use serde::Deserialize;

use crate::error::At;
use crate::{Error, Result};

/// A sub-ICB location: its name and ODS code, and code and name of its ICB.
#[derive(Debug, Clone)]
pub(crate) struct Sicbl {
    pub(crate) name: String,
    pub(crate) ods: Option<String>,
    pub(crate) icb: String,
    pub(crate) icb_name: String,
}

#[derive(Deserialize)]
struct LsoaRow {
    lsoa_code: String,
    region_code: String,
    region_type: String,
}

#[derive(Deserialize)]
struct RegionRow {
    region: String,
    region_code: String,
    region_type: String,
    icb: String,
    icb_code: String,
}

#[derive(Deserialize)]
struct AuthorityRow {
    #[serde(rename = "LTLA21CD")]
    district: String,
    #[serde(rename = "UTLA21CD")]
    upper: String,
    #[serde(rename = "UTLA21NM")]
    upper_name: String,
}

/// Reads the sub-ICB location of each LSOA of 2011. The table's health boards of Wales are left
/// out.
pub(crate) fn lsoa_to_sicbl(path: &Path, bytes: &[u8]) -> Result<BTreeMap<GssCode, String>> {
    let mut table = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).deserialize::<LsoaRow>() {
        let row = row.at(path)?;
        if row.region_type == "SICBL" {
            let lsoa = row
                .lsoa_code
                .parse()
                .map_err(|error: ParseGssCodeError| Error::malformed(path, error))?;
            table.insert(lsoa, row.region_code);
        }
    }
    Ok(table)
}

/// Reads name, ODS code and ICB of each sub-ICB location, by its code.
pub(crate) fn sicbl_to_icb(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, Sicbl>> {
    let mut table = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).deserialize::<RegionRow>() {
        let row = row.at(path)?;
        if row.region_type == "SICBL" {
            // The ODS code is last: "NHS Lancashire and South Cumbria ICB - 00Q".
            let ods = row
                .region
                .rsplit_once(" - ")
                .map(|(_, ods)| ods.trim().to_owned());
            let sicbl = Sicbl {
                name: row.region,
                ods,
                icb: row.icb_code,
                icb_name: row.icb,
            };
            table.insert(row.region_code, sicbl);
        }
    }
    Ok(table)
}

/// Reads code and name of the upper-tier or unitary authority of each district of 2021, by the
/// district's code.
pub(crate) fn lad_to_utla(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, (String, String)>> {
    let rows: Vec<AuthorityRow> =
        serde_json::from_slice(bytes).map_err(|error| Error::malformed(path, error))?;
    Ok(rows
        .into_iter()
        .map(|row| (row.district, (row.upper, row.upper_name)))
        .collect())
}
