//! [`Placement`]: the area of a layer that a point or postcode is in. Full answers and tables both
//! begin here, so that their areas and certainties are the same.

use jiff::civil::Date;
use polygon_coverage::AreaId;

use crate::Result;
use crate::codes::{Apart, BlockId, Coded, PostcodeRecord, ReleaseId};
use crate::dataset::Dataset;
use crate::dataset::LayerAreas;
use crate::layers::{KnownDefect, LayerId, Role};
use crate::lookup::allocations::{ConflictingAllocation, Official};
use crate::lookup::{Contradiction, ContraryAllocation, Evidence, Method, NotFollowed};
use crate::period::Month;
use crate::space::{GridPoint, LonLat};

/// Metres within which a longitude and latitude are true after the conversion through OSTN15.
pub(crate) const OSTN15_UNCERTAINTY_M: f64 = 0.1;

/// An area of a layer that a point or postcode is in, and whether that is certain. It has what an
/// [`Answer`](crate::lookup::Answer) says of the layer, without the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The layer in the catalogue.
    pub layer: LayerId,
    /// The area of the layer; `None` if it is in none of them.
    pub area: Option<AreaId>,
    /// Way in which the area was found.
    pub method: Method,
    /// Whether table and polygon agree; `None` unless both exist.
    pub agrees: Option<bool>,
    /// Whether the placement can be relied on; see [`Certainty`](crate::lookup::Certainty).
    pub certain: bool,
}

/// A question in the form that lookups answer: a position, its accuracy and a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LookupRequest<'a> {
    pub(crate) point: GridPoint,
    /// Metres within which the position is mostly true.
    pub(crate) uncertainty_m: f64,
    /// Largest error in metres that the position is taken to have.
    pub(crate) bound_m: f64,
    pub(crate) of_postcode: Option<OfPostcode<'a>>,
    /// The day asked for.
    pub(crate) on: Date,
}

impl LookupRequest<'_> {
    pub(crate) fn of_point(point: GridPoint, uncertainty_m: f64, on: Date) -> Self {
        Self {
            point,
            uncertainty_m,
            bound_m: uncertainty_m,
            of_postcode: None,
            on,
        }
    }

    /// Distance in metres between the releases' positions of the postcode, if it is far.
    pub(crate) fn apart_m(&self) -> Option<f64> {
        let apart = self.of_postcode.map(|postcode| postcode.record.apart);
        apart.filter(|apart| apart.is_far()).map(Apart::metres)
    }
}

/// Facts about a postcode, apart from its position.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfPostcode<'a> {
    pub(crate) record: &'a PostcodeRecord,
    /// Building block of the postcode.
    pub(crate) block: Option<BlockId>,
    /// Whether all releases can be true of the postcode together.
    pub(crate) releases_agree: bool,
    /// Whether a later life of the postcode may have begun by the day.
    pub(crate) reused: bool,
}

/// Area of a layer by table and by polygon.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) area: Option<AreaId>,
    /// The area whose polygon contains the point.
    pub(crate) drawn: Option<AreaId>,
    pub(crate) method: Method,
    /// The release that the codes are from, if the answer is by codes.
    pub(crate) by: Option<ReleaseId>,
    pub(crate) conflict: Option<ConflictingAllocation>,
    pub(crate) agrees: Option<bool>,
}

impl Dataset {
    /// Areas of the layers that the postcode is in: the content of [`Dataset::lookup_postcode`],
    /// without its reasons. If the dataset is [indexed](crate::dataset::Indexing) with its postcodes, this
    /// takes a microsecond or two for all layers. Most of it is the distance to the nearest boundary, which
    /// is measured only where certainty depends on it, as for many terminated postcodes. Without any index
    /// it is O(n) in the vertices of the layers.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::period::parse_day;
    ///
    /// let on = parse_day("2022-06-30")?;
    /// let layers = dataset.catalogue().valid_on(on, None)?;
    /// let record = dataset.postcodes().find_on("LA1 4YW".parse()?, on)?;
    /// let mut placed = dataset.place_postcode(record, on, &layers);
    /// let ccg = placed.next().expect("there is a CCG layer");
    /// let name = ccg.area.map(|area| dataset.catalogue()[ccg.layer][area].name());
    /// assert_eq!((name, ccg.certain), (Some("Morecambe Bay"), true));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn place_postcode<'a>(
        &'a self,
        record: &'a PostcodeRecord,
        on: Date,
        layers: &'a [LayerId],
    ) -> impl Iterator<Item = Placement> + 'a {
        self.place(self.request_of(record, on), layers)
    }

    /// Areas of the layers that the point is in: the content of [`Dataset::lookup_grid`], without
    /// its reasons. O(n) in the vertices of the layers unless the dataset is
    /// [indexed](crate::dataset::Indexing).
    pub fn place_grid<'a>(
        &'a self,
        point: GridPoint,
        on: Date,
        layers: &'a [LayerId],
    ) -> impl Iterator<Item = Placement> + 'a {
        self.place(LookupRequest::of_point(point, 0.0, on), layers)
    }

    /// Areas of the layers that the position is in: the content of [`Dataset::lookup_lonlat`],
    /// without its reasons. The cost is that of [`Dataset::place_grid`].
    ///
    /// # Errors
    ///
    /// [`Error::OutsideBritain`](crate::Error::OutsideBritain) where OSTN15 has no shifts.
    pub fn place_lonlat<'a>(
        &'a self,
        position: LonLat,
        on: Date,
        layers: &'a [LayerId],
    ) -> Result<impl Iterator<Item = Placement> + 'a> {
        let request = LookupRequest::of_point(position.to_grid()?, OSTN15_UNCERTAINTY_M, on);
        Ok(self.place(request, layers))
    }

    pub(crate) fn place<'a>(
        &'a self,
        request: LookupRequest<'a>,
        layers: &'a [LayerId],
    ) -> impl Iterator<Item = Placement> + 'a {
        let containing = self.containing_areas(&request);
        layers.iter().map(move |&layer| {
            let found = self.found(layer, &request, &containing);
            Placement {
                layer,
                area: found.area,
                method: found.method,
                agrees: found.agrees,
                certain: self.is_certain(layer, &request, &found, &containing),
            }
        })
    }

    pub(crate) fn request_of<'a>(&self, record: &'a PostcodeRecord, on: Date) -> LookupRequest<'a> {
        let block = record.lsoa.and_then(|lsoa| self.codes().block(lsoa));
        LookupRequest {
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

    /// The areas whose polygons contain the position, layer by layer.
    pub(crate) fn containing_areas(&self, request: &LookupRequest<'_>) -> LayerAreas<'_> {
        match request.of_postcode {
            Some(postcode) => self.containing_postcode(postcode.record),
            None => self.containing(request.point),
        }
    }

    /// Finds the area of the layer by table and by polygon.
    pub(crate) fn found(
        &self,
        layer: LayerId,
        request: &LookupRequest<'_>,
        containing: &LayerAreas<'_>,
    ) -> Found {
        let drawn = containing.of(layer);
        let official = request
            .of_postcode
            .map(|postcode| self.official(&postcode, layer, request.on));
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

    /// Whether the answer can be relied on. It measures only the distances that this takes.
    fn is_certain(
        &self,
        layer: LayerId,
        request: &LookupRequest<'_>,
        found: &Found,
        containing: &LayerAreas<'_>,
    ) -> bool {
        let unmeasured = self.unmeasured(layer, request, found, containing);
        if unmeasured.doubt_anywhere().is_some() {
            return false;
        }
        let sound = unmeasured.has_sound_position();
        match (found.agrees, found.area) {
            (Some(true), _) if sound => true,
            (Some(false), Some(area)) if sound => self
                .boundaries(layer)
                .nearest_of(area, request.point, unmeasured.explained_m())
                .is_some(),
            _ => self
                .measured(layer, request, found, unmeasured)
                .is_certain(),
        }
    }

    /// The evidence on which certainty depends. The distances are measured here.
    pub(crate) fn evidence(
        &self,
        layer: LayerId,
        request: &LookupRequest<'_>,
        found: &Found,
        containing: &LayerAreas<'_>,
    ) -> Evidence<'_> {
        let unmeasured = self.unmeasured(layer, request, found, containing);
        self.measured(layer, request, found, unmeasured)
    }

    fn measured<'a>(
        &self,
        layer: LayerId,
        request: &LookupRequest<'_>,
        found: &Found,
        mut evidence: Evidence<'a>,
    ) -> Evidence<'a> {
        let nearest = self.boundaries(layer).nearest(request.point);
        evidence.boundary_distance_m = nearest.map(|(_, metres)| metres);
        evidence.answer_distance_m = match (found.agrees, found.area) {
            (None | Some(true), _) => 0.0,
            // The distance into the area that the table gives, or, if it gives none, out of the
            // area drawn here.
            (Some(false), Some(area)) => self
                .boundaries(layer)
                .nearest_of(area, request.point, f64::INFINITY)
                .unwrap_or(f64::INFINITY),
            (Some(false), None) => evidence.boundary_distance_m.unwrap_or(f64::INFINITY),
        };
        evidence
    }

    fn unmeasured(
        &self,
        layer: LayerId,
        request: &LookupRequest<'_>,
        found: &Found,
        containing: &LayerAreas<'_>,
    ) -> Evidence<'_> {
        let known_to = self.known_to(layer, request.of_postcode.is_some());
        let info = self.catalogue()[layer].info();
        let record = request.of_postcode.map(|postcode| postcode.record);
        let (releases, by) = (self.postcodes().releases(), found.by);
        Evidence {
            method: found.method,
            by: by.map(|by| &releases[by]),
            agrees: found.agrees,
            boundary_distance_m: None,
            answer_distance_m: 0.0,
            uncertainty_m: request.uncertainty_m,
            position_bound_m: request.bound_m,
            quality: record.map(|record| record.quality),
            was_new: by.is_some_and(|by| releases[by].is_code_table())
                && record.is_some_and(|record| record.was_new_to_table(releases)),
            apart_m: request.apart_m(),
            resolution_m: info.resolution_m,
            lines_mostly_m: info.lines_mostly_m(),
            lines_bound_m: info.lines_bound_m(),
            contradiction: found
                .conflict
                .map(|conflict| self.contradiction(layer, found, conflict, request)),
            reused: request.of_postcode.is_some_and(|postcode| postcode.reused),
            defect: self.defect(layer, request, found, containing),
            known_only_to: known_to.filter(|known_to| *known_to < request.on),
        }
    }

    /// The contradiction, with the names of the layer's areas. If no codes answer, the area that
    /// the release gives may be the polygon's, so the contradiction is only between districts.
    fn contradiction(
        &self,
        layer: LayerId,
        found: &Found,
        conflict: ConflictingAllocation,
        request: &LookupRequest<'_>,
    ) -> Contradiction<'_> {
        let ended = request
            .of_postcode
            .and_then(|postcode| postcode.record.terminated);
        let ConflictingAllocation {
            preferred,
            against,
            coded,
        } = conflict;
        let releases = self.postcodes().releases();
        let (preferred, against) = (&releases[preferred], &releases[against]);
        let areas = &self.catalogue()[layer];
        Contradiction {
            preferred,
            against,
            not_followed: if against.month > Month::of(request.on) {
                NotFollowed::AfterDay
            } else if ended.is_some_and(|ended| against.month > ended) {
                NotFollowed::AfterTermination
            } else {
                NotFollowed::Older
            },
            allocation: match coded {
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

    /// The first known defect of the layer that affects the day and the place.
    fn defect(
        &self,
        layer: LayerId,
        request: &LookupRequest<'_>,
        found: &Found,
        containing: &LayerAreas<'_>,
    ) -> Option<&KnownDefect> {
        let layer = &self.catalogue()[layer];
        let mut defects = layer.info().known_defects.iter().peekable();
        defects.peek()?;
        let area = found.area.map(|area| layer[area].code());
        let by_table = request.of_postcode.and_then(|postcode| postcode.block);
        let block = by_table
            .map(|block| self.codes().block_code(block))
            .or_else(|| self.block_drawn(containing));
        let is_in = |codes: &[String], code: Option<&str>| {
            code.is_some_and(|code| codes.iter().any(|listed| listed == code))
        };
        defects.find(|defect| {
            defect.is_on(request.on) && (is_in(&defect.areas, area) || is_in(&defect.blocks, block))
        })
    }

    /// Code of the building block whose polygon contains the position.
    fn block_drawn(&self, containing: &LayerAreas<'_>) -> Option<&str> {
        let catalogue = self.catalogue();
        let blocks = catalogue.first(|layer| layer.info().role == Role::Block)?;
        Some(catalogue[blocks][containing.of(blocks)?].code())
    }
}
