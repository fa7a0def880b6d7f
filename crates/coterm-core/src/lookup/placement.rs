use jiff::civil::Date;

use crate::dataset::LayerAreas;
use crate::lookup::allocations::{ConflictingAllocation, Official};
use crate::{
    Apart, Coded, Contradiction, ContraryAllocation, Dataset, Evidence, GridPoint, KnownDefect,
    LonLat, Method, Month, NotFollowed, PostcodeRecord, ReleaseId, Result, Role,
};

/// Metres within which longitude and latitude are true, through OSTN15.
pub(crate) const OSTN15_UNCERTAINTY_M: f64 = 0.1;

/// An area of a layer that something is in, and how sure that is: what an
/// [`Answer`](crate::Answer) says of the layer, without its reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The layer, by position in the catalogue.
    pub layer: usize,
    /// The area, by position in the layer; `None` if it is in none.
    pub area: Option<usize>,
    /// How that was found.
    pub method: Method,
    /// Whether table and polygon agree, where both exist.
    pub agrees: Option<bool>,
    /// Whether it can be relied on; see [`Certainty`](crate::Certainty).
    pub certain: bool,
}

/// What a question comes down to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) point: GridPoint,
    /// Metres within which the position is mostly true.
    pub(crate) uncertainty_m: f64,
    /// Metres beyond which it is not taken to be off.
    pub(crate) bound_m: f64,
    pub(crate) of_postcode: Option<OfPostcode<'a>>,
    /// The day that is asked for.
    pub(crate) on: Date,
}

impl Asked<'_> {
    pub(crate) fn of_point(point: GridPoint, uncertainty_m: f64, on: Date) -> Self {
        Self {
            point,
            uncertainty_m,
            bound_m: uncertainty_m,
            of_postcode: None,
            on,
        }
    }

    /// Metres that releases place the postcode apart, if that is far.
    pub(crate) fn apart_m(&self) -> Option<f64> {
        let apart = self.of_postcode.map(|of| of.record.apart);
        apart.filter(|apart| apart.is_far()).map(Apart::metres)
    }
}

/// What is known of a postcode besides where it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfPostcode<'a> {
    pub(crate) record: &'a PostcodeRecord,
    /// Its building block, by position in the code table.
    pub(crate) block: Option<usize>,
    /// Whether all releases can be true of it together.
    pub(crate) releases_agree: bool,
    /// Whether a later life of the postcode may have begun by the day.
    pub(crate) reused: bool,
}

/// What table and polygon say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) area: Option<usize>,
    /// The area whose polygon owns the point.
    pub(crate) drawn: Option<usize>,
    pub(crate) method: Method,
    /// The release that the codes are from, if the answer is by codes.
    pub(crate) by: Option<ReleaseId>,
    pub(crate) conflict: Option<ConflictingAllocation>,
    pub(crate) agrees: Option<bool>,
}

impl Dataset {
    /// Which area of each of the layers the postcode is in: the content of
    /// [`Dataset::lookup_postcode`], without its reasons. About a quarter of a
    /// microsecond for all layers where table and polygon agree, as they mostly do, once the
    /// dataset is [indexed](crate::Indexing) with its postcodes; O(n) if it is not even
    /// [indexed](crate::Indexing).
    pub fn place_postcode<'a>(
        &'a self,
        record: &'a PostcodeRecord,
        on: Date,
        layers: &'a [usize],
    ) -> impl Iterator<Item = Placement> + 'a {
        self.place(self.asked_of(record, on), layers)
    }

    /// Which area of each of the layers the point is in: the content of
    /// [`Dataset::lookup_grid`], without its reasons. O(n) unless the dataset is
    /// [indexed](crate::Indexing).
    pub fn place_grid<'a>(
        &'a self,
        point: GridPoint,
        on: Date,
        layers: &'a [usize],
    ) -> impl Iterator<Item = Placement> + 'a {
        self.place(Asked::of_point(point, 0.0, on), layers)
    }

    /// Which area of each of the layers the position is in: the content of
    /// [`Dataset::lookup_lonlat`], without its reasons.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideBritain`](crate::Error::OutsideBritain) where OSTN15 has no shifts.
    pub fn place_lonlat<'a>(
        &'a self,
        position: LonLat,
        on: Date,
        layers: &'a [usize],
    ) -> Result<impl Iterator<Item = Placement> + 'a> {
        let asked = Asked::of_point(position.to_grid()?, OSTN15_UNCERTAINTY_M, on);
        Ok(self.place(asked, layers))
    }

    fn place<'a>(
        &'a self,
        asked: Asked<'a>,
        layers: &'a [usize],
    ) -> impl Iterator<Item = Placement> + 'a {
        let owners = self.owners(&asked);
        layers.iter().map(move |&layer| {
            let found = self.found(layer, &asked, &owners);
            Placement {
                layer,
                area: found.area,
                method: found.method,
                agrees: found.agrees,
                certain: self.is_certain(layer, &asked, &found, &owners),
            }
        })
    }

    pub(crate) fn asked_of<'a>(&self, record: &'a PostcodeRecord, on: Date) -> Asked<'a> {
        let block = record.lsoa.and_then(|lsoa| self.codes().block(lsoa));
        Asked {
            on,
            point: record.point,
            uncertainty_m: record.quality.uncertainty_m(),
            bound_m: record.quality.bound_m().max(record.apart.bound_m()),
            of_postcode: Some(OfPostcode {
                record,
                block,
                releases_agree: self.releases_agree(record, block),
                reused: self.postcodes().may_be_used_again(record, on),
            }),
        }
    }

    /// Whose polygons own the place.
    pub(crate) fn owners(&self, asked: &Asked<'_>) -> LayerAreas<'_> {
        match asked.of_postcode {
            Some(of) => self.containing_postcode(of.record),
            None => self.containing(asked.point),
        }
    }

    /// What table and polygon say of the layer.
    pub(crate) fn found(&self, layer: usize, asked: &Asked<'_>, owners: &LayerAreas<'_>) -> Found {
        let drawn = owners.of(layer);
        let official = asked
            .of_postcode
            .map(|of| self.official(&of, layer, asked.on));
        let Official {
            coded,
            by,
            conflict,
        } = official.unwrap_or(Official {
            coded: Coded::Unknown,
            by: None,
            conflict: None,
        });
        let (area, method, agrees) = match coded {
            Coded::Area(area) => (Some(area), Method::Table, Some(drawn == Some(area))),
            Coded::NoArea => (None, Method::Table, Some(drawn.is_none())),
            Coded::Unknown => (drawn, Method::Polygon, None),
        };
        Found {
            area,
            drawn,
            method,
            by,
            conflict,
            agrees,
        }
    }

    /// Whether the answer can be relied on, with no more distances than that takes.
    fn is_certain(
        &self,
        layer: usize,
        asked: &Asked<'_>,
        found: &Found,
        owners: &LayerAreas<'_>,
    ) -> bool {
        let unmeasured = self.unmeasured(layer, asked, found, owners);
        if unmeasured.doubt_anywhere().is_some() {
            return false;
        }
        let sound = unmeasured.has_sound_position();
        match (found.agrees, found.area) {
            (Some(true), _) if sound => true,
            (Some(false), Some(area)) if sound => self
                .boundaries(layer)
                .nearest_of(area, asked.point, unmeasured.explained_m())
                .is_some(),
            _ => self.measured(layer, asked, found, unmeasured).is_certain(),
        }
    }

    /// What certainty depends on: the distances are measured here.
    pub(crate) fn evidence(
        &self,
        layer: usize,
        asked: &Asked<'_>,
        found: &Found,
        owners: &LayerAreas<'_>,
    ) -> Evidence<'_> {
        let unmeasured = self.unmeasured(layer, asked, found, owners);
        self.measured(layer, asked, found, unmeasured)
    }

    fn measured<'a>(
        &self,
        layer: usize,
        asked: &Asked<'_>,
        found: &Found,
        mut evidence: Evidence<'a>,
    ) -> Evidence<'a> {
        let nearest = self.boundaries(layer).nearest(asked.point);
        evidence.boundary_distance_m = nearest.map(|(_, metres)| metres);
        evidence.answer_distance_m = match (found.agrees, found.area) {
            (None | Some(true), _) => 0.0,
            // Out of the area that is drawn there, or into the one that the table says.
            (Some(false), Some(area)) => self
                .boundaries(layer)
                .nearest_of(area, asked.point, f64::INFINITY)
                .unwrap_or(f64::INFINITY),
            (Some(false), None) => evidence.boundary_distance_m.unwrap_or(f64::INFINITY),
        };
        evidence
    }

    fn unmeasured(
        &self,
        layer: usize,
        asked: &Asked<'_>,
        found: &Found,
        owners: &LayerAreas<'_>,
    ) -> Evidence<'_> {
        let known_to = self.known_to(layer, asked.of_postcode.is_some());
        let info = self.catalogue().layers()[layer].info();
        let record = asked.of_postcode.map(|of| of.record);
        let (releases, by) = (self.postcodes().releases(), found.by);
        Evidence {
            method: found.method,
            by: by.map(|by| &releases[by]),
            agrees: found.agrees,
            boundary_distance_m: None,
            answer_distance_m: 0.0,
            uncertainty_m: asked.uncertainty_m,
            position_bound_m: asked.bound_m,
            quality: record.map(|record| record.quality),
            was_new: by.is_some_and(|by| releases[by].is_code_table())
                && record.is_some_and(|record| record.was_new_to_table(releases)),
            apart_m: asked.apart_m(),
            resolution_m: info.resolution_m,
            lines_mostly_m: info.lines_mostly_m(),
            lines_bound_m: info.lines_bound_m(),
            contradiction: found
                .conflict
                .map(|conflict| self.contradiction(layer, found, conflict, asked)),
            reused: asked.of_postcode.is_some_and(|of| of.reused),
            defect: self.defect(layer, asked, found, owners),
            known_only_to: known_to.filter(|known_to| *known_to < asked.on),
        }
    }

    /// The contradiction, with the names of the layer's areas. Where no codes answer, what the
    /// release says of the layer may be what the polygon says, so only the districts tell.
    fn contradiction(
        &self,
        layer: usize,
        found: &Found,
        conflict: ConflictingAllocation,
        asked: &Asked<'_>,
    ) -> Contradiction<'_> {
        let ended = asked.of_postcode.and_then(|of| of.record.terminated);
        let ConflictingAllocation {
            preferred,
            against,
            says,
        } = conflict;
        let releases = self.postcodes().releases();
        let (preferred, against) = (&releases[preferred], &releases[against]);
        let areas = self.catalogue().layers()[layer].areas();
        Contradiction {
            preferred,
            against,
            not_followed: if against.month > Month::of(asked.on) {
                NotFollowed::AfterDay
            } else if ended.is_some_and(|ended| against.month > ended) {
                NotFollowed::AfterTermination
            } else {
                NotFollowed::Older
            },
            allocation: match says {
                _ if found.method == Method::Polygon => ContraryAllocation::AnotherDistrict,
                Coded::Area(area) => ContraryAllocation::Area {
                    area_code: areas[area].code(),
                    name: areas[area].name(),
                },
                Coded::NoArea => ContraryAllocation::NoArea,
                Coded::Unknown => ContraryAllocation::AnotherDistrict,
            },
        }
    }

    /// What is known to be wrong in the layer where the place is.
    fn defect(
        &self,
        layer: usize,
        asked: &Asked<'_>,
        found: &Found,
        owners: &LayerAreas<'_>,
    ) -> Option<&KnownDefect> {
        let layer = &self.catalogue().layers()[layer];
        let mut defects = layer.info().known_defects.iter().peekable();
        defects.peek()?;
        let area = found.area.map(|area| layer.areas()[area].code());
        let by_table = asked.of_postcode.and_then(|of| of.block);
        let block = by_table
            .map(|block| self.codes().blocks()[block].as_str())
            .or_else(|| self.block_drawn(owners));
        let is_in = |codes: &[String], code: Option<&str>| {
            code.is_some_and(|code| codes.iter().any(|listed| listed == code))
        };
        defects.find(|defect| {
            defect.is_on(asked.on) && (is_in(&defect.areas, area) || is_in(&defect.blocks, block))
        })
    }

    /// The code of the building block whose polygon owns the place.
    fn block_drawn(&self, owners: &LayerAreas<'_>) -> Option<&str> {
        let layers = self.catalogue().layers();
        let blocks = layers
            .iter()
            .position(|layer| layer.info().role == Role::Block)?;
        Some(layers[blocks].areas()[owners.of(blocks)?].code())
    }
}
