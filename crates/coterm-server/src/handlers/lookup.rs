//! `GET /lookup`: the lookup of a point, also for the elements of `POST /lookup`.

use axum::extract;
use axum::response::Response;
use coterm_core::lookup::Query;
use coterm_core::space::{GridPoint, LonLat};
use serde::Deserialize;

use super::answers::found;
use crate::http::answer_fields::AnswerFields;
use crate::http::parameters::{Parameters, When};
use crate::{Problem, State};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PointQuery {
    lon: Option<f64>,
    lat: Option<f64>,
    easting: Option<f64>,
    northing: Option<f64>,
    on: Option<String>,
    family: Option<String>,
    fields: Option<String>,
}

/// The coordinates of a request, each of which may be missing: WGS 84 longitude and latitude in
/// degrees, or British National Grid easting and northing in metres.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) lon: Option<f64>,
    pub(crate) lat: Option<f64>,
    pub(crate) easting: Option<f64>,
    pub(crate) northing: Option<f64>,
}

impl Place {
    /// Whether no coordinate is given.
    pub(crate) fn is_none(&self) -> bool {
        let coordinates = [self.lon, self.lat, self.easting, self.northing];
        coordinates.iter().all(Option::is_none)
    }

    /// Returns the point as a query; `None` unless it has exactly both coordinates of one system.
    ///
    /// # Errors
    ///
    /// A 400 for coordinates that cannot be of that system.
    pub(crate) fn query(&self) -> Result<Option<Query>, Problem> {
        Ok(match (self.lon, self.lat, self.easting, self.northing) {
            (Some(lon), Some(lat), None, None) => {
                let position = LonLat::new(lon, lat)?;
                Some(Query::LonLat {
                    lon: position.lon(),
                    lat: position.lat(),
                })
            }
            (None, None, Some(easting), Some(northing)) => {
                let point = GridPoint::new(easting, northing)?;
                Some(Query::Grid {
                    easting: point.easting(),
                    northing: point.northing(),
                })
            }
            _ => None,
        })
    }
}

/// Answers with the areas that a point is in: `?lon=&lat=` in degrees, or `?easting=&northing=` in
/// metres of the British National Grid; on the date `&on=`, of the families `&family=`, with the
/// members `&fields=` of the answer.
pub(crate) async fn lookup(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<PointQuery>,
) -> Result<Response, Problem> {
    let when = When::new(query.on.as_deref(), query.family.as_deref())?;
    let fields = AnswerFields::parse(query.fields.as_deref())?;
    let place = Place {
        lon: query.lon,
        lat: query.lat,
        easting: query.easting,
        northing: query.northing,
    };
    let query = place.query()?.ok_or_else(|| {
        Problem::bad_request(
            "send either lon and lat, such as ?lon=-2.80&lat=54.05, \
             or easting and northing, such as ?easting=347467&northing=461653",
        )
    })?;
    found(&state, &query, &when, &fields)
}
