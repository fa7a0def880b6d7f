use jiff::civil::Date;
use serde::Serialize;

use crate::codes::sectors::Sectors;
use crate::{Error, GridPoint, GssCode, Month, Postcode, Result};

/// How well the position of a postcode is known: Code-Point Open's positional
/// quality indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionalQuality {
    /// 10 or 20: within the building of the address nearest the postcode's mean.
    Building,
    /// 30 or 40: estimated, within about 50 m.
    Approximate,
    /// 50: imputed from neighbouring postcodes.
    Imputed,
    /// 60: the mean of the postcode's sector.
    Sector,
    /// Not stated by the source. So it is for most terminated postcodes, whose
    /// references before Gridlink were to 100 m.
    Unstated,
}

impl PositionalQuality {
    /// From Code-Point Open's indicator. `None` if it is none of its values.
    pub fn from_indicator(indicator: u8) -> Option<Self> {
        match indicator {
            10 | 20 => Some(Self::Building),
            30 | 40 => Some(Self::Approximate),
            50 => Some(Self::Imputed),
            60 => Some(Self::Sector),
            _ => None,
        }
    }

    /// Whether it was only imputed from other postcodes.
    pub fn is_imputed(self) -> bool {
        matches!(self, Self::Imputed | Self::Sector)
    }

    /// Metres within which the postcode's addresses may be taken to lie.
    ///
    /// For 10 to 40 what Ordnance Survey states. For 50 and 60 measured: of the
    /// region's postcodes with that indicator in Code-Point Open November 2021,
    /// one in ten stands over 2.3 km away in the ONS Postcode Directory of
    /// November 2025.
    pub fn uncertainty_m(self) -> f64 {
        match self {
            Self::Building => 10.0,
            Self::Approximate => 50.0,
            Self::Unstated => 100.0,
            Self::Imputed | Self::Sector => 2_500.0,
        }
    }
}

/// Which dataset a postcode's position is from, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionSource {
    /// Code-Point Open, May 2025: live then.
    CodePoint2025,
    /// Code-Point Open, November 2021: gone by May 2025.
    CodePoint2021,
    /// ONS Postcode Directory, November 2025, which holds terminated ones too.
    Onspd2025,
}

/// Royal Mail's classes of postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UserType {
    /// Many addresses share it.
    Small,
    /// One organisation that receives much mail has it to itself.
    Large,
}

/// What the directory knows about one postcode: one line of the cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct PostcodeRecord {
    /// The postcode.
    pub postcode: Postcode,
    /// Where it is.
    pub point: GridPoint,
    /// Code-Point Open's positional quality indicator, if the position is from there.
    pub quality: Option<u8>,
    /// Where the position is from.
    pub position_source: PositionSource,
    /// When it came into use, if known.
    pub introduced: Option<Month>,
    /// When it went out of use; `None` while it is live.
    pub terminated: Option<Month>,
    /// Royal Mail's class, if known.
    pub user_type: Option<UserType>,
    /// Output area 2011, if the code table knows the postcode.
    pub oa: Option<GssCode>,
    /// LSOA 2011, likewise.
    pub lsoa: Option<GssCode>,
    /// MSOA 2011, likewise.
    pub msoa: Option<GssCode>,
    /// District 2021, likewise.
    pub district: Option<GssCode>,
    /// District 2021 by Code-Point Open of November 2021, if it was in it.
    pub code_point_district: Option<GssCode>,
    /// District 2023 by Code-Point Open of May 2025, or else the ONS Postcode
    /// Directory of November 2025.
    pub district_2023: Option<GssCode>,
}

impl PostcodeRecord {
    /// How well the position is known.
    pub fn positional_quality(&self) -> PositionalQuality {
        self.quality
            .and_then(PositionalQuality::from_indicator)
            .unwrap_or(PositionalQuality::Unstated)
    }
}

/// All postcodes of the data, live and terminated.
///
/// Which record is a postcode's, a line of the cache tells; the record is another.
#[derive(Debug, Default)]
pub struct PostcodeDirectory {
    records: Vec<PostcodeRecord>,
    sectors: Sectors,
    known_to: Option<Date>,
}

impl PostcodeDirectory {
    /// A directory of these records; if a postcode occurs twice, the first stays.
    pub fn new(mut records: Vec<PostcodeRecord>) -> Self {
        records.sort_by_key(|record| record.postcode);
        records.dedup_by_key(|record| record.postcode);
        Self {
            sectors: Sectors::of(&records),
            records,
            known_to: None,
        }
    }

    /// The directory with the last day for which it is known where postcodes are.
    #[must_use]
    pub fn with_known_to(self, known_to: Option<Date>) -> Self {
        Self { known_to, ..self }
    }

    /// The last day for which it is known where postcodes are; `None` if nobody says.
    pub fn known_to(&self) -> Option<Date> {
        self.known_to
    }

    /// The last month in which a postcode of the code table came into use or went out of it:
    /// what is live is known up to then. `None` without dates. O(n).
    pub fn listed_to(&self) -> Option<Month> {
        let listed = self.records.iter().filter(|record| record.lsoa.is_some());
        listed
            .flat_map(|record| [record.introduced, record.terminated])
            .flatten()
            .max()
    }

    /// All records, in order of their postcodes.
    pub fn records(&self) -> &[PostcodeRecord] {
        &self.records
    }

    /// Which of [`PostcodeDirectory::records`] this very record is, not one like it.
    pub(crate) fn place(&self, record: &PostcodeRecord) -> Option<usize> {
        self.records.element_offset(record)
    }

    /// The record of a postcode. O(1).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPostcode`], which tells whether the first half at least is known.
    pub fn find(&self, postcode: Postcode) -> Result<&PostcodeRecord> {
        self.sectors
            .place(postcode)
            .and_then(|place| self.records.get(place))
            .ok_or_else(|| Error::UnknownPostcode {
                postcode,
                held: self.records.len(),
                hint: self.hint(postcode),
            })
    }

    fn hint(&self, postcode: Postcode) -> String {
        let outward = postcode.outward();
        let from = self
            .records
            .partition_point(|record| record.postcode.outward() < outward);
        match self.records.get(from) {
            Some(record) if record.postcode.outward() == outward => {
                format!(
                    "; other {outward} postcodes are, so check it for a slip or a newer postcode"
                )
            }
            _ => format!("; it holds no {outward} postcodes at all: is it outside the region?"),
        }
    }

    /// Up to `limit` live postcodes that begin like the text, whatever its case
    /// and spaces, in order.
    pub fn beginning_with(&self, text: &str, limit: usize) -> Vec<Postcode> {
        let squeezed: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(8)
            .collect::<String>()
            .to_ascii_uppercase();
        if squeezed.is_empty() || !squeezed.is_ascii() {
            return Vec::new();
        }
        // A first half may be shorter than what it is the beginning of, so the
        // order of the directory serves only for the letters in front.
        let area: String = squeezed
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let start = self
            .records
            .partition_point(|record| record.postcode.outward() < area.as_str());
        let mut found: Vec<Postcode> = self.records[start..]
            .iter()
            .take_while(|record| record.postcode.outward().starts_with(area.as_str()))
            .filter(|record| record.terminated.is_none())
            .map(|record| record.postcode)
            .filter(|postcode| {
                let mut rest = squeezed.as_str();
                for half in [postcode.outward(), postcode.inward()] {
                    let common = half.len().min(rest.len());
                    if half[..common] != rest[..common] {
                        return false;
                    }
                    rest = &rest[common..];
                }
                rest.is_empty()
            })
            .collect();
        // What was typed with a space after the first half means that first half.
        if let Some(first) = text
            .split_whitespace()
            .next()
            .filter(|_| text.trim_start().contains(' '))
        {
            let first = first.to_ascii_uppercase();
            if found.iter().any(|postcode| postcode.outward() == first) {
                found.retain(|postcode| postcode.outward() == first);
            }
        }
        found.truncate(limit);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn directory(texts: &[String]) -> PostcodeDirectory {
        let record = |text: &String| PostcodeRecord {
            postcode: text.parse().unwrap(),
            point: GridPoint::new(0.0, 0.0).unwrap(),
            quality: None,
            position_source: PositionSource::Onspd2025,
            introduced: None,
            terminated: None,
            user_type: None,
            oa: None,
            lsoa: None,
            msoa: None,
            district: None,
            code_point_district: None,
            district_2023: None,
        };
        PostcodeDirectory::new(texts.iter().map(record).collect())
    }

    #[test]
    fn a_record_is_one_line_of_the_cache() {
        assert_eq!(size_of::<PostcodeRecord>(), 64);
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let postcode = "LA1 4YW".parse().unwrap();
        assert!(PostcodeDirectory::default().find(postcode).is_err());
        assert!(directory(&[]).find(postcode).is_err());
    }

    proptest! {
        // Few sectors, so that many share one; Newport's may have any letters.
        #[test]
        fn what_is_there_is_found_and_nothing_else(
            held in prop::collection::vec("(LA1|LA1A|M1|NPT)[0-3][ABYZ][A-BD-HJLNP-UW-Z]|NPT[0-3][A-Z]{2}", 0..300),
            asked in prop::collection::vec("(LA1|LA1A|M1|M2|NPT)[0-3][ABYZ][A-BD-HJLNP-UW-Z]|NPT[0-3][A-Z]{2}", 0..100),
        ) {
            let directory = directory(&held);
            for text in held.iter().chain(&asked) {
                let postcode: Postcode = text.parse().unwrap();
                let found = directory.find(postcode).ok().map(|record| record.postcode);
                prop_assert_eq!(found, held.contains(text).then_some(postcode));
            }
        }
    }
}
