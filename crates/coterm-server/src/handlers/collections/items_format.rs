//! [`ItemsFormat`], the form in which areas are sent, by the parameter `f` or the header `Accept`.

use axum::http::{HeaderMap, header};

use crate::Problem;

/// A form of the areas of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemsFormat {
    GeoJson,
    Html,
    FlatGeobuf,
    GeoParquet,
    Csv,
}

impl ItemsFormat {
    pub(crate) const ALL: [Self; 5] = [
        Self::GeoJson,
        Self::Html,
        Self::FlatGeobuf,
        Self::GeoParquet,
        Self::Csv,
    ];

    /// Returns the value of `f`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GeoJson => "json",
            Self::Html => "html",
            Self::FlatGeobuf => "fgb",
            Self::GeoParquet => "parquet",
            Self::Csv => "csv",
        }
    }

    pub(crate) fn media(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::Html => "text/html",
            Self::FlatGeobuf => "application/flatgeobuf",
            Self::GeoParquet => "application/vnd.apache.parquet",
            Self::Csv => "text/csv",
        }
    }

    /// Chooses the form that `f` names, or else the first one that `Accept` names; `GeoJSON` if it
    /// names none.
    ///
    /// # Errors
    ///
    /// A 400 with the names, for another name.
    pub(crate) fn wanted(f: Option<&str>, headers: &HeaderMap) -> Result<Self, Problem> {
        if let Some(name) = f {
            let name = if name == "geojson" { "json" } else { name };
            let found = Self::ALL.into_iter().find(|format| format.name() == name);
            return found.ok_or_else(|| {
                Problem::bad_request("\"f\" must be json, html, fgb, parquet or csv".to_owned())
            });
        }
        let accepted = accepted(headers);
        let found = accepted.iter().find_map(|media| {
            let json = media == "application/json";
            let named = Self::ALL.into_iter().find(|format| format.media() == media);
            named.or(json.then_some(Self::GeoJson))
        });
        Ok(found.unwrap_or(Self::GeoJson))
    }
}

/// Whether HTML is wanted: by `f`, or because `Accept` names it before JSON.
///
/// # Errors
///
/// A 400 if `f` is neither `json` nor `html`.
pub(crate) fn wants_html(f: Option<&str>, headers: &HeaderMap) -> Result<bool, Problem> {
    match f {
        Some("html") => Ok(true),
        Some("json") => Ok(false),
        Some(_) => Err(Problem::bad_request("\"f\" must be json or html")),
        None => {
            let accepted = accepted(headers);
            let first = accepted
                .iter()
                .find(|media| *media == "text/html" || media.ends_with("json"));
            Ok(first.is_some_and(|media| media == "text/html"))
        }
    }
}

/// Returns the media types of `Accept` in their order, which is that of preference in practice.
fn accepted(headers: &HeaderMap) -> Vec<String> {
    let accept = headers.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok()).unwrap_or("");
    let media = |part: &str| part.split(';').next().unwrap_or("").trim().to_lowercase();
    accept.split(',').map(media).collect()
}
