//! `GET /lookup`

use axum::Json;
use axum::extract;
use coterm_core::{Answer, GridPoint, LonLat};
use serde::Deserialize;

use crate::parameters::{Parameters, date, families};
use crate::{Problem, State};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    lon: Option<f64>,
    lat: Option<f64>,
    easting: Option<f64>,
    northing: Option<f64>,
    on: Option<String>,
    family: Option<String>,
}

/// The areas that a point is in: `?lon=&lat=` in degrees, or `?easting=&northing=`
/// in metres of the British National Grid; `&on=` a date, `&family=` some kinds.
pub(crate) async fn lookup(
    extract::State(state): extract::State<State>,
    Parameters(asked): Parameters<Asked>,
) -> Result<Json<Answer>, Problem> {
    let on = date(asked.on.as_deref())?;
    let families = families(asked.family.as_deref());
    let families = families.as_deref();
    let generation = state.generation();
    let answer = match (asked.lon, asked.lat, asked.easting, asked.northing) {
        (Some(lon), Some(lat), None, None) => {
            generation.lookup_lonlat(LonLat::new(lon, lat)?, on, families)?
        }
        (None, None, Some(easting), Some(northing)) => {
            generation.lookup_grid(GridPoint::new(easting, northing)?, on, families)?
        }
        _ => {
            return Err(Problem::bad_request(
                "send either lon and lat, such as ?lon=-2.80&lat=54.05, \
                 or easting and northing, such as ?easting=347467&northing=461653",
            ));
        }
    };
    Ok(Json(answer))
}
