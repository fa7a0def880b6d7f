//! `POST /lookup`: as many lookups as there are, streamed in both directions.
//!
//! Answers are sent while questions arrive, and no faster than they are taken. So a
//! client that sends more than about a megabyte must read while it sends, as curl and
//! most libraries do.

use axum::extract::{self, Request};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use coterm_io::bulk::{Columns, Options};
use serde::Deserialize;

use crate::parameters::{Parameters, When};
use crate::{Problem, State, questions, table};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    on: Option<String>,
    family: Option<String>,
    postcode_column: Option<String>,
    lonlat_columns: Option<String>,
    grid_columns: Option<String>,
}

/// Answers to an array of questions, or rows with their areas added, as the body's
/// type says. `?on=` a date, `&family=` some kinds; for CSV also
/// `&postcode_column=NAME`, `&lonlat_columns=LON,LAT` or `&grid_columns=EASTING,NORTHING`.
pub(crate) async fn lookups(
    extract::State(state): extract::State<State>,
    Parameters(asked): Parameters<Asked>,
    request: Request,
) -> Result<Response, Problem> {
    let when = When::new(asked.on.as_deref(), asked.family.as_deref())?;
    // Else every single answer would say so.
    let catalogue = state.generation().catalogue();
    catalogue.valid_on(when.on, when.families.as_deref())?;
    let media = Media::of(request.headers())?;
    let columns = columns(&asked)?;
    let body = request.into_body();
    match (media, columns) {
        (Media::Json, None) => questions::answers(state, when, body).await,
        (Media::Json, Some(_)) => Err(Problem::bad_request(
            "columns are of a table: send text/csv, or leave them out",
        )),
        (Media::Csv, columns) => {
            let options = Options {
                columns: columns.unwrap_or_else(|| Columns::Postcode("postcode".into())),
                on: when.on,
                families: when.families,
            };
            table::rows(state, options, body).await
        }
    }
}

/// The columns that are named, if any are.
fn columns(asked: &Asked) -> Result<Option<Columns>, Problem> {
    let pair = |parameter: &str, names: &str| {
        let (first, second) = names.split_once(',').ok_or_else(|| {
            Problem::bad_request(format!(
                "\"{parameter}\" names two columns, with a comma between them"
            ))
        })?;
        Ok::<_, Problem>((first.trim().to_owned(), second.trim().to_owned()))
    };
    let named = (
        &asked.postcode_column,
        &asked.lonlat_columns,
        &asked.grid_columns,
    );
    Ok(match named {
        (None, None, None) => None,
        (Some(name), None, None) => Some(Columns::Postcode(name.clone())),
        (None, Some(names), None) => {
            let (lon, lat) = pair("lonlat_columns", names)?;
            Some(Columns::LonLat(lon, lat))
        }
        (None, None, Some(names)) => {
            let (easting, northing) = pair("grid_columns", names)?;
            Some(Columns::Grid(easting, northing))
        }
        _ => {
            return Err(Problem::bad_request(
                "send one of postcode_column, lonlat_columns and grid_columns",
            ));
        }
    })
}

/// What a body is.
enum Media {
    Json,
    Csv,
}

impl Media {
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let text = |name| {
            headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap_or("?"))
        };
        let coding = text(header::CONTENT_ENCODING);
        if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") {
            return Err(Problem::unsupported_media());
        }
        let content_type = text(header::CONTENT_TYPE).to_ascii_lowercase();
        let mut parts = content_type.split(';').map(str::trim);
        let media = parts.next();
        let utf8 = parts
            .filter_map(|part| part.strip_prefix("charset="))
            .all(|charset| matches!(charset.trim_matches('"'), "utf-8" | "utf8" | "us-ascii"));
        match media {
            Some("application/json") if utf8 => Ok(Self::Json),
            Some("text/csv") if utf8 => Ok(Self::Csv),
            _ => Err(Problem::unsupported_media()),
        }
    }
}
