//! [`Positions`]: the releases that have positions of postcodes, and what each says of a life.
//!
//! A release may have another life of a postcode than the one in question. The methods of
//! [`Positions`] therefore cut a [`Found`] to the releases that can have that life before a record
//! is made.

use std::collections::{BTreeSet, HashMap};

use coterm_core::codes::{
    Apart, GssCode, Lives, PositionSource, PositionalQuality, Postcode, PostcodeRecord, ReleaseId,
    ReleaseKind, Releases,
};
use coterm_core::period::Month;
use coterm_core::space::GridPoint;

use crate::recipe::Recipe;
use crate::source::{Located, Wheels, code_point_open, onspd};
use crate::{DataReport, Error, Progress, Result};

/// Largest number of releases with positions.
const MAX_RELEASES: usize = Releases::MAX_WITH_DISTRICTS;

/// The releases that have positions of postcodes, in the order of [`PostcodeRecord::districts`].
pub(super) struct Positions {
    releases: Vec<Positioned>,
}

/// A release, and the postcodes that it places.
struct Positioned {
    id: ReleaseId,
    month: Month,
    kind: ReleaseKind,
    is_after_table: bool,
    located: HashMap<Postcode, Located>,
}

/// Answers of the releases on one life, in the order of [`Positions`]. `None` where a release lacks
/// the postcode or has another life of it.
#[derive(Clone, Copy, Default)]
pub(super) struct Found<'a>([Option<&'a Located>; MAX_RELEASES]);

impl Positions {
    pub(super) fn read(
        recipe: &Recipe,
        releases: &Releases,
        wheels: &Wheels,
        report: &mut DataReport,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let table = releases.code_table();
        let with_positions = releases.with_districts().map(|(id, _)| {
            let release = &releases[id];
            let source = recipe.sources.release.iter();
            let source = source.clone().find(|source| source.id == release.id);
            let member = source.map(|source| source.member.as_str());
            let member =
                member.ok_or_else(|| Error::Recipe(format!("no release \"{}\"", release.id)))?;
            let title = release.title();
            let located = match release.kind {
                ReleaseKind::Directory => {
                    onspd::read(&title, wheels.read_all(member)?, report, progress)?
                }
                ReleaseKind::Positions | ReleaseKind::CodeTable => {
                    let (path, bytes) = wheels.read(member)?;
                    code_point_open::read(&path, bytes, &title, progress)?
                }
            };
            Ok(Positioned {
                id,
                month: release.month,
                kind: release.kind,
                is_after_table: table.is_none_or(|table| id > table),
                located,
            })
        });
        let releases = with_positions.collect::<Result<_>>()?;
        Ok(Self { releases })
    }

    /// Finds what each release says of a postcode, whichever life it describes.
    pub(super) fn find(&self, postcode: Postcode) -> Found<'_> {
        let mut found = Found::default();
        for (located, release) in found.0.iter_mut().zip(&self.releases) {
            *located = release.located.get(&postcode);
        }
        found
    }

    /// Returns the postcodes that releases after the code table have, in order.
    pub(super) fn of_after_table(&self) -> BTreeSet<Postcode> {
        let releases = self.releases.iter();
        releases
            .filter(|release| release.is_after_table)
            .flat_map(|release| release.located.keys())
            .copied()
            .collect()
    }

    /// Whether a list of live postcodes that is newer than the code table has the postcode.
    pub(super) fn is_live_after_table(&self, found: Found<'_>) -> bool {
        let mut releases = self.releases.iter().zip(found.0);
        releases.any(|(release, located)| {
            release.is_after_table && release.kind == ReleaseKind::Positions && located.is_some()
        })
    }

    /// Keeps what the releases after the code table say.
    pub(super) fn after_table<'a>(&self, found: Found<'a>) -> Found<'a> {
        self.only(found, |release| release.is_after_table)
    }

    /// Keeps what the releases up to the code table say.
    pub(super) fn up_to_table<'a>(&self, found: Found<'a>) -> Found<'a> {
        self.only(found, |release| !release.is_after_table)
    }

    /// Keeps what releases can say of a life that ended in the month. A list of live postcodes from
    /// before the code table lags by up to a month: it may still have lives that ended in the month
    /// before it.
    pub(super) fn of_life_to<'a>(&self, found: Found<'a>, ended: Month) -> Found<'a> {
        self.only(found, |release| {
            release.is_after_table
                || release.kind == ReleaseKind::Directory
                || ended >= release.month.before()
        })
    }

    fn only<'a>(&self, mut found: Found<'a>, keep: impl Fn(&Positioned) -> bool) -> Found<'a> {
        for (located, release) in found.0.iter_mut().zip(&self.releases) {
            if !keep(release) {
                *located = None;
            }
        }
        found
    }

    /// Returns the releases with their indexes in a [`Found`], the best first: lists of live
    /// postcodes, the newest first, then directories, which do not state the quality of their
    /// positions.
    fn best_first(&self) -> impl Iterator<Item = (usize, &Positioned)> {
        let of_kind = |kind| {
            let releases = self.releases.iter().enumerate().rev();
            releases.filter(move |(_, release)| release.kind == kind)
        };
        of_kind(ReleaseKind::Positions).chain(of_kind(ReleaseKind::Directory))
    }

    /// Returns the sources of positions, the best first.
    pub(super) fn sources(&self) -> Vec<ReleaseId> {
        self.best_first().map(|(_, release)| release.id).collect()
    }

    /// Makes the record of a life, without what only the code table has. `None` if no release has a
    /// position, or the best position is not on the National Grid.
    pub(super) fn record(&self, found: Found<'_>, postcode: Postcode) -> Option<PostcodeRecord> {
        let mut best = self.best_first();
        let (release, best) =
            best.find_map(|(slot, release)| Some((release.id, found.0[slot]?)))?;
        Some(PostcodeRecord {
            postcode,
            point: GridPoint::new(best.easting, best.northing).ok()?,
            quality: best
                .quality
                .and_then(PositionalQuality::from_indicator)
                .unwrap_or(PositionalQuality::Unstated),
            position_source: PositionSource::Release(release),
            apart: found.apart(),
            lives: Lives::Only,
            introduced: None,
            terminated: None,
            user_type: None,
            oa: None,
            lsoa: None,
            msoa: None,
            district: None,
            districts: found
                .0
                .map(|located| english(located.and_then(|located| located.district))),
        })
    }
}

impl Found<'_> {
    /// Returns the largest distance between the positions that releases give. Imputed positions
    /// count as well, because the code table of the same time is based on them.
    fn apart(&self) -> Apart {
        let located = self.0.into_iter().flatten();
        let places: Vec<(f64, f64)> = located
            .map(|located| (located.easting, located.northing))
            .collect();
        let mut farthest: f64 = 0.0;
        for (position, one) in places.iter().enumerate() {
            for other in &places[position + 1..] {
                farthest = farthest.max((one.0 - other.0).hypot(one.1 - other.1));
            }
        }
        Apart::of_metres(farthest)
    }
}

/// Keeps a code only if it is English, because the data has only districts of England.
fn english(code: Option<GssCode>) -> Option<GssCode> {
    code.filter(|code| code.to_string().starts_with('E'))
}
