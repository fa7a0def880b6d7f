//! The small code tables: LSOA to sub-ICB location, that to ICB, district to upper tier.

use std::collections::BTreeMap;
use std::path::Path;

use coterm_core::GssCode;
use serde::Deserialize;

use crate::error::At;
use crate::{Error, Result};

/// A sub-ICB location and its ICB.
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

/// LSOA 2011 to sub-ICB location; Wales's health boards are left out.
pub(crate) fn lsoa_to_sicbl(path: &Path, bytes: &[u8]) -> Result<BTreeMap<GssCode, String>> {
    let mut table = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).deserialize::<LsoaRow>() {
        let row = row.at(path)?;
        if row.region_type == "SICBL" {
            let lsoa = row
                .lsoa_code
                .parse()
                .map_err(|error: String| Error::malformed(path, error))?;
            table.insert(lsoa, row.region_code);
        }
    }
    Ok(table)
}

/// Sub-ICB location to its name, ODS code and ICB.
pub(crate) fn sicbl_to_icb(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, Sicbl>> {
    let mut table = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).deserialize::<RegionRow>() {
        let row = row.at(path)?;
        if row.region_type == "SICBL" {
            // "NHS Lancashire and South Cumbria ICB - 00Q": the ODS code is last.
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

/// District 2021 to the code and name of its upper-tier or unitary authority.
pub(crate) fn lad_to_utla(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, (String, String)>> {
    let rows: Vec<AuthorityRow> =
        serde_json::from_slice(bytes).map_err(|error| Error::malformed(path, error))?;
    Ok(rows
        .into_iter()
        .map(|row| (row.district, (row.upper, row.upper_name)))
        .collect())
}
