//! Lookups: from a postcode or a point, and a date, to areas. [`Dataset::lookup_postcode`] and the
//! functions beside it give the full answer; the `place_` functions give areas and certainty
//! without reasons, for tables. [`area_at`] and [`areas_at`] give no more than the areas of longitudes
//! and latitudes.
//!
//! Everything here is data. Reasons and notes are enums with figures, and `coterm_report::lookup`
//! writes the sentences for them.

mod allocations;
mod answer;
mod area_at;
mod certainty;
mod contradiction;
mod evidence;
mod known_days;
mod note;
mod placement;
mod postcode_facts;
mod reason;
mod row;
mod row_lookup;
mod status;
mod tally;

use jiff::civil::Date;
use polygon_coverage::AreaId;

use crate::codes::{Coded, Postcode, PostcodeRecord};
use crate::dataset::Dataset;
use crate::dataset::LayerAreas;
use crate::layers::{Layer, LayerId};
use crate::space::{GridPoint, LonLat};
use crate::{Error, NearestArea, Result};
pub use answer::{
    Alternative, Answer, AnsweredArea, AnsweredDistrict, AnsweredPoint, AnsweredPostcode,
    DistrictFields, NoArea, PostcodePosition, PostcodeStatus, Query, UseOnDay,
};
pub use area_at::{area_at, areas_at};
pub use certainty::{Certainty, Doubt, Method};
pub use contradiction::{Contradiction, ContraryAllocation, NotFollowed};
pub use evidence::Evidence;
pub use note::{KnownTo, Note};
pub use placement::Placement;
use placement::{Found, LookupRequest, OSTN15_UNCERTAINTY_M};
use reason::to_decimetre;
pub use reason::{Basis, Objection, Reason};
pub use row::{RowReason, UnresolvedRow};
pub use row_lookup::{RowAnswer, RowLookup, RowOutcome, RowPlace};
pub use status::LookupStatus;
pub use tally::Tally;

/// Largest number of alternatives that are named if no area is within reach.
const FARTHER: usize = 3;

impl Dataset {
    /// Looks up the areas that a postcode is in on a date.
    ///
    /// Where a code table exists, it gives the answer, and the polygon checks it. If a postcode was
    /// used more than once, the life on that date is looked up. `families` limits the answer to
    /// some families. O(n) in the vertices of their layers unless the dataset is
    /// [indexed](crate::dataset::Indexing).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPostcode`], and those of
    /// [`Catalogue::valid_on`](crate::layers::Catalogue::valid_on): [`Error::NoLayerOn`],
    /// [`Error::NoSuchFamily`], [`Error::FamilyNotOn`].
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::period::parse_day;
    ///
    /// let answer = dataset.lookup_postcode("LA1 4YW".parse()?, parse_day("2022-06-30")?, None)?;
    /// let ccg = &answer.areas[0];
    /// assert_eq!((ccg.code, ccg.name), ("E38000228", "Morecambe Bay"));
    /// assert!(ccg.certain);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn lookup_postcode(
        &self,
        postcode: Postcode,
        on: Date,
        families: Option<&[String]>,
    ) -> Result<Answer<'_>> {
        let layers = self.catalogue().valid_on(on, families)?;
        let record = self.postcodes().find_on(postcode, on)?;
        let request = self.request_of(record, on);
        let mut answer = self.answer(Query::Postcode { postcode }, &layers, request);
        answer.postcode = Some(self.described(record, on));
        Ok(answer)
    }

    /// Looks up the areas that a point of the British National Grid (EPSG:27700) is in on a date.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideData`] if no area is at the point or near it, and those of
    /// [`Catalogue::valid_on`](crate::layers::Catalogue::valid_on).
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::period::parse_day;
    /// use coterm_core::space::GridPoint;
    ///
    /// let hospital = GridPoint::new(348_558.0, 457_442.0)?;
    /// let families = ["lad".to_owned()];
    /// let answer = dataset.lookup_grid(hospital, parse_day("2023-06-30")?, Some(&families))?;
    /// assert_eq!(answer.areas[0].name, "Lancaster");
    /// assert_eq!(answer.areas[0].boundary_distance_m, Some(8_558.0));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn lookup_grid(
        &self,
        point: GridPoint,
        on: Date,
        families: Option<&[String]>,
    ) -> Result<Answer<'_>> {
        let query = Query::Grid {
            easting: point.easting(),
            northing: point.northing(),
        };
        self.lookup_point(query, point, 0.0, on, families)
    }

    /// Looks up the areas that a longitude and latitude are in on a date, through OSTN15.
    ///
    /// # Errors
    ///
    /// Those of [`Dataset::lookup_grid`], and [`Error::OutsideBritain`] where OSTN15 has no shifts.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::period::parse_day;
    /// use coterm_core::space::LonLat;
    ///
    /// let hospital = LonLat::new(-2.786, 54.010)?;
    /// let answer = dataset.lookup_lonlat(hospital, parse_day("2023-06-30")?, None)?;
    /// let names: Vec<&str> = answer.areas.iter().map(|area| area.name).collect();
    /// assert_eq!(names[..2], ["Lancashire", "Lancaster"]);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn lookup_lonlat(
        &self,
        position: LonLat,
        on: Date,
        families: Option<&[String]>,
    ) -> Result<Answer<'_>> {
        let query = Query::LonLat {
            lon: position.lon(),
            lat: position.lat(),
        };
        self.lookup_point(
            query,
            position.to_grid()?,
            OSTN15_UNCERTAINTY_M,
            on,
            families,
        )
    }

    fn lookup_point(
        &self,
        query: Query,
        point: GridPoint,
        uncertainty_m: f64,
        on: Date,
        families: Option<&[String]>,
    ) -> Result<Answer<'_>> {
        let layers = self.catalogue().valid_on(on, families)?;
        let request = LookupRequest::of_point(point, uncertainty_m, on);
        let answer = self.answer(query, &layers, request);
        let none_within_reach = answer.areas.is_empty()
            && answer
                .without
                .iter()
                .all(|family| family.alternatives.is_empty());
        // A point may be in a district but in no place. It is outside the data only if no layer at
        // all has it, including layers that were not asked for.
        if none_within_reach && self.nowhere(point) {
            return Err(Error::OutsideData {
                point,
                nearest: self.nearest_area(point, &layers),
            });
        }
        Ok(answer)
    }

    fn nowhere(&self, point: GridPoint) -> bool {
        let containing = self.containing(point);
        !(self.catalogue().iter())
            .any(|(id, layer)| layer.info().role.answers_lookups() && containing.of(id).is_some())
    }

    fn nearest_area(&self, point: GridPoint, layers: &[LayerId]) -> Option<NearestArea> {
        let nearest = layers.iter().filter_map(|&layer| {
            let (area, distance_m) = self.boundaries(layer).nearest(point)?;
            Some((distance_m, layer, area))
        });
        let (distance_m, layer, area) = nearest.min_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(NearestArea {
            name: self.catalogue()[layer][area].name().to_owned(),
            distance_m,
        })
    }

    fn answer(&self, query: Query, layers: &[LayerId], request: LookupRequest<'_>) -> Answer<'_> {
        let mut areas = Vec::with_capacity(layers.len());
        let mut without = Vec::new();
        let containing = self.containing_areas(&request);
        for &layer in layers {
            match self.in_layer(layer, &request, &containing) {
                InLayer::Area(area) => areas.push(area),
                InLayer::NoArea(none) => without.push(none),
            }
        }
        let lonlat = request.point.to_lonlat().ok();
        Answer {
            query,
            on: request.on,
            point: AnsweredPoint {
                easting: request.point.easting(),
                northing: request.point.northing(),
                lon: lonlat.map(LonLat::lon),
                lat: lonlat.map(LonLat::lat),
                positional_quality: request
                    .of_postcode
                    .and_then(|postcode| postcode.record.quality.indicator()),
                position: request
                    .of_postcode
                    .map(|postcode| PostcodePosition::of(postcode.record)),
                uncertainty_m: request.uncertainty_m,
                apart_m: request.apart_m(),
            },
            postcode: None,
            areas,
            without,
            notes: self.notes(
                request.of_postcode.map(|postcode| postcode.record),
                request.on,
                layers,
            ),
            attribution: self.attribution(),
        }
    }

    /// The notes that an honest answer from these layers must add: on the date and, if a postcode
    /// was asked for, on its life.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::lookup::Note;
    /// use coterm_core::period::parse_day;
    ///
    /// let (on, first) = (parse_day("2015-06-30")?, parse_day("2021-04-01")?);
    /// let layers = dataset.catalogue().valid_on(on, None)?;
    /// let notes = dataset.notes(None, on, &layers);
    /// assert_eq!(notes, [Note::OnlyBuildingBlocks { on, others_from: first }]);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn notes(
        &self,
        record: Option<&PostcodeRecord>,
        on: Date,
        layers: &[LayerId],
    ) -> Vec<Note<'_>> {
        let mut all = self.not_known(on, layers, record.is_some());
        if let Some(record) = record {
            all.extend(self.notes_on(record, on));
        }
        all
    }

    fn in_layer(
        &self,
        layer_position: LayerId,
        request: &LookupRequest<'_>,
        containing: &LayerAreas<'_>,
    ) -> InLayer<'_> {
        let layer = &self.catalogue()[layer_position];
        let found = self.found(layer_position, request, containing);
        let evidence = self.evidence(layer_position, request, &found, containing);
        let Found {
            area,
            drawn,
            method,
            agrees,
            ..
        } = found;
        let certainty = evidence.weigh();
        let known_to = self.known_to(layer_position, request.of_postcode.is_some());
        let mut alternatives = self.other_allocations(layer_position, &found, request.point);
        let mut is_beside_outline = false;
        if certainty.reason.basis.is_in_doubt() {
            is_beside_outline = self.is_beside_outline(layer_position, &evidence, request.point);
            for alternative in self.within_reach(layer_position, &evidence, &found, request.point) {
                if alternatives
                    .iter()
                    .all(|other| other.code != alternative.code)
                {
                    alternatives.push(alternative);
                }
            }
        }
        let says_none = found
            .conflict
            .is_some_and(|conflict| conflict.coded == Coded::NoArea);
        let Some(area) = area else {
            return InLayer::NoArea(NoArea {
                family: &layer.info().family,
                layer: layer.id(),
                method,
                agrees,
                certain: certainty.certain,
                doubt: certainty.doubt,
                known_to,
                reason: certainty.reason,
                alternatives,
            });
        };
        let position = (layer_position, area);
        let area = &layer[area];
        InLayer::Area(AnsweredArea {
            position,
            family: &layer.info().family,
            layer: layer.id(),
            code: area.code(),
            codes: area.codes(),
            name: area.name(),
            complete: area.complete(),
            method,
            agrees,
            boundary_distance_m: evidence.boundary_distance_m.map(to_decimetre),
            certain: certainty.certain,
            doubt: certainty.doubt,
            known_to,
            reason: certainty.reason,
            perhaps_none: says_none
                || (agrees == Some(false) && drawn.is_none())
                || is_beside_outline,
            alternatives,
        })
    }

    /// Alternatives within reach of the point, other than the answer and the area drawn at the
    /// point. The reach is the usual error of the position plus the largest error of the lines. If
    /// no area is so near, the alternatives are the nearest few within the distance of doubt.
    fn within_reach(
        &self,
        layer: LayerId,
        evidence: &Evidence<'_>,
        found: &Found,
        point: GridPoint,
    ) -> Vec<Alternative<'_>> {
        let info = &self.catalogue()[layer];
        let within = |metres| {
            let mut areas = self.boundaries(layer).within(point, metres);
            areas.retain(|(area, _)| Some(*area) != found.drawn && Some(*area) != found.area);
            areas
        };
        let position_m = evidence
            .uncertainty_m
            .max(evidence.apart_m.unwrap_or_default());
        let mut areas = within(position_m + evidence.lines_bound_m);
        if areas.is_empty() {
            areas = within(evidence.doubt_m());
            areas.truncate(FARTHER);
        }
        areas
            .into_iter()
            .map(|(area, distance)| alternative(info, area, distance))
            .collect()
    }

    /// Whether the boundary nearest to the point is the outline of the layer, with no area beyond.
    fn is_beside_outline(&self, layer: LayerId, evidence: &Evidence<'_>, point: GridPoint) -> bool {
        let Some(nearest) = evidence.boundary_distance_m else {
            return true;
        };
        // One millimetre more, so that the nearest boundary itself is found.
        let areas = self.boundaries(layer).within(point, nearest + 0.001);
        areas.len() < 2
    }

    /// Alternatives that the polygon or a contradicting release names, if they differ from the
    /// answer.
    fn other_allocations(
        &self,
        layer: LayerId,
        found: &Found,
        point: GridPoint,
    ) -> Vec<Alternative<'_>> {
        let conflicting = match found.conflict.map(|conflict| conflict.coded) {
            Some(Coded::Area(area)) => Some(area),
            _ => None,
        };
        let drawn = found.drawn;
        let info = &self.catalogue()[layer];
        let other = conflicting.filter(|area| Some(*area) != drawn).map(|area| {
            let boundary = self.boundaries(layer);
            let distance = boundary.nearest_of(area, point, f64::INFINITY);
            (area, distance.unwrap_or_default())
        });
        drawn
            .map(|area| (area, 0.0))
            .into_iter()
            .chain(other)
            .filter(|(area, _)| Some(*area) != found.area)
            .map(|(area, distance)| alternative(info, area, distance))
            .collect()
    }
}

/// Outcome of a lookup in one layer.
enum InLayer<'a> {
    Area(AnsweredArea<'a>),
    NoArea(NoArea<'a>),
}

fn alternative(layer: &Layer, area: AreaId, distance: f64) -> Alternative<'_> {
    let area = &layer[area];
    Alternative {
        code: area.code(),
        name: area.name(),
        distance_m: to_decimetre(distance),
    }
}
