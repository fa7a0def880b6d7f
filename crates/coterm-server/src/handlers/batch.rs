//! `POST /lookup`: any number of lookups as JSON or CSV, streamed in both directions.
//!
//! Answers are sent while the request arrives, and no faster than the client takes them. So a
//! client that sends more than about a megabyte must read while it sends, as curl and most
//! libraries do.

use axum::extract::{self, Request};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use coterm_io::bulk::{BulkOptions, Columns, CsvFormat, Delimiter, Encoding};
use serde::Deserialize;

use super::{batch_csv, batch_json};
use crate::http::answer_fields::AnswerFields;
use crate::http::content_encoding::is_encoded;
use crate::http::parameters::{Parameters, When};
use crate::{Problem, State};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchQuery {
    on: Option<String>,
    family: Option<String>,
    fields: Option<String>,
    postcode_column: Option<String>,
    lonlat_columns: Option<String>,
    grid_columns: Option<String>,
    delimiter: Option<String>,
    encoding: Option<String>,
}

/// Answers a JSON array of lookups with an array of answers, or CSV with the same rows and columns
/// of areas, according to the `Content-Type`. `?on=` is the date, `&family=` the families; for JSON
/// also `&fields=`, the members of each answer; for CSV also `&postcode_column=NAME`, `&lonlat_columns=LON,LAT` or `&grid_columns=EASTING,NORTHING`, and
/// `&delimiter=` and `&encoding=` where they cannot be detected.
pub(crate) async fn lookups(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<BatchQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let when = When::new(query.on.as_deref(), query.family.as_deref())?;
    // A date or family without layers is refused here, once, instead of in every answer.
    let catalogue = state.dataset().catalogue();
    catalogue.valid_on(when.on, when.families.as_deref())?;
    let media = Media::of(request.headers())?;
    let (columns, format) = (columns(&query)?, format(&query)?);
    let fields = AnswerFields::parse(query.fields.as_deref())?;
    let body = request.into_body();
    match media {
        Media::Json if columns.is_some() || format != CsvFormat::default() => {
            Err(Problem::bad_request(
                "columns, delimiter and encoding apply to a table only: send text/csv, or leave them out",
            ))
        }
        Media::Json => batch_json::answers(state, when, fields, body).await,
        Media::Csv { .. } if !fields.is_all() => Err(Problem::bad_request(
            "fields applies to JSON only: send application/json, or leave it out",
        )),
        Media::Csv { charset } => {
            let columns = columns.unwrap_or(Columns::UsualPostcode);
            let options = BulkOptions::new(columns, when.on)
                .with_families(when.families)
                .with_format(CsvFormat {
                    encoding: format.encoding.or(charset),
                    ..format
                });
            batch_csv::rows(state, options, body).await
        }
    }
}

/// Parses the CSV's delimiter and encoding, each of which may be missing.
fn format(query: &BatchQuery) -> Result<CsvFormat, Problem> {
    let delimiter = query.delimiter.as_deref().map(|text| {
        Delimiter::named(text).ok_or_else(|| {
            let names = Delimiter::ALL.map(Delimiter::name).join(", ");
            Problem::bad_request(format!("\"delimiter\" must be one of {names}"))
        })
    });
    let encoding = query.encoding.as_deref().map(|text| {
        Encoding::named(text).ok_or_else(|| {
            let names = Encoding::ALL.map(Encoding::name).join(", ");
            Problem::bad_request(format!("\"encoding\" must be one of {names}"))
        })
    });
    Ok(CsvFormat {
        delimiter: delimiter.transpose()?,
        encoding: encoding.transpose()?,
    })
}

/// Parses which columns have the postcodes or coordinates; `None` if no parameter says so.
fn columns(query: &BatchQuery) -> Result<Option<Columns>, Problem> {
    let pair = |parameter: &str, names: &str| {
        let (first, second) = names.split_once(',').ok_or_else(|| {
            Problem::bad_request(format!(
                "\"{parameter}\" must name two columns, with a comma between them"
            ))
        })?;
        Ok::<_, Problem>((first.trim().to_owned(), second.trim().to_owned()))
    };
    let named = (
        &query.postcode_column,
        &query.lonlat_columns,
        &query.grid_columns,
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
                "send only one of postcode_column, lonlat_columns and grid_columns",
            ));
        }
    })
}

/// The format of a request's body.
enum Media {
    Json,
    Csv { charset: Option<Encoding> },
}

impl Media {
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let text = |name| {
            headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap_or("?"))
        };
        if is_encoded(headers) {
            return Err(Problem::unsupported_media());
        }
        let content_type = text(header::CONTENT_TYPE).to_ascii_lowercase();
        let mut parts = content_type.split(';').map(str::trim);
        let media = parts.next();
        let charset = parts
            .find_map(|part| part.strip_prefix("charset="))
            .map(|charset| Encoding::named(charset.trim_matches('"')));
        match (media, charset) {
            (Some("application/json"), None | Some(Some(Encoding::Utf8))) => Ok(Self::Json),
            (Some("text/csv"), None) => Ok(Self::Csv { charset: None }),
            (Some("text/csv"), Some(Some(charset))) => Ok(Self::Csv {
                charset: Some(charset),
            }),
            _ => Err(Problem::unsupported_media()),
        }
    }
}
