//! [`write_lookup`], the answer to one lookup, of which all requests for lookups are made: whole, or
//! the members that are asked for.
//!
//! Members that only name areas, and say whether they are certain, are found without reasons and
//! alternatives, which takes a tenth of the time.

use axum::response::Response;
use coterm_core::layers::LayerId;
use coterm_core::lookup::{Placement, Query};
use coterm_core::space::{GridPoint, LonLat};

use crate::http::answer_fields::AnswerFields;
use crate::http::answer_members::Outline;
use crate::http::json_writer::{ROOM, unstored_json, write_answer, write_placed};
use crate::http::parameters::When;
use crate::{Problem, State};

/// Makes the response to a lookup.
///
/// # Errors
///
/// The problems of [`write_lookup`].
pub(super) fn found(
    state: &State,
    query: &Query,
    when: &When,
    fields: &AnswerFields,
) -> Result<Response, Problem> {
    let mut text = Vec::with_capacity(ROOM);
    write_lookup(&mut text, state, query, when, fields)?;
    Ok(unstored_json(text))
}

/// Appends the JSON of the answer to a lookup, and counts the lookup.
///
/// # Errors
///
/// A 4xx if the data has no answer: an unknown postcode, a point outside the data, or a family
/// without a layer on the day. Then nothing is appended.
pub(super) fn write_lookup(
    text: &mut Vec<u8>,
    state: &State,
    query: &Query,
    when: &When,
    fields: &AnswerFields,
) -> Result<(), Problem> {
    if fields.need_answer() || !write_areas_only(text, state, query, when, fields)? {
        let (dataset, families) = (state.dataset(), when.families.as_deref());
        let answer = match *query {
            Query::Postcode { postcode } => dataset.lookup_postcode(postcode, when.on, families),
            Query::LonLat { lon, lat } => {
                dataset.lookup_lonlat(LonLat::new(lon, lat)?, when.on, families)
            }
            Query::Grid { easting, northing } => {
                dataset.lookup_grid(GridPoint::new(easting, northing)?, when.on, families)
            }
        };
        write_answer(text, state, &answer?, fields);
    }
    state.metrics().add_lookups(1);
    Ok(())
}

/// Appends the answer from the placements in all layers; `false` if no layer has an area, so that it
/// takes a whole lookup to tell why.
fn write_areas_only(
    text: &mut Vec<u8>,
    state: &State,
    query: &Query,
    when: &When,
    fields: &AnswerFields,
) -> Result<bool, Problem> {
    let dataset = state.dataset();
    let layers: Vec<LayerId> = dataset
        .catalogue()
        .valid_on(when.on, when.families.as_deref())?;
    let placements: Vec<Placement> = match *query {
        Query::Postcode { postcode } => {
            let record = dataset.postcodes().find_on(postcode, when.on)?;
            dataset.place_postcode(record, when.on, &layers).collect()
        }
        Query::LonLat { lon, lat } => {
            let position = LonLat::new(lon, lat)?;
            dataset.place_lonlat(position, when.on, &layers)?.collect()
        }
        Query::Grid { easting, northing } => {
            let point = GridPoint::new(easting, northing)?;
            dataset.place_grid(point, when.on, &layers).collect()
        }
    };
    let outline = Outline {
        query,
        on: when.on,
        attribution: dataset.attribution(),
    };
    let catalogue = dataset.catalogue();
    Ok(write_placed(text, catalogue, &outline, &placements, fields))
}
