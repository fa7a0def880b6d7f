use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coterm_core::LookupStatus;
use coterm_io::CsvError;
use serde::Serialize;

/// An error as a problem document (RFC 9457): what was wrong and what to send
/// instead. The one place that maps errors to statuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    /// How a lookup came out, as `coterm bulk` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<LookupStatus>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: detail.into(),
            code: None,
        }
    }

    /// The same, of a lookup that came out so.
    pub(crate) fn with_code(self, code: Option<LookupStatus>) -> Self {
        Self { code, ..self }
    }

    /// What was wrong, as a sentence.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "The request is not understood",
            detail,
        )
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here", detail)
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Not with this method",
            "use GET; /lookup takes POST too, and /scenarios/score nothing else",
        )
    }

    pub(crate) fn timed_out() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "The body does not go on",
            "send all of the body, without long rests",
        )
    }

    pub(crate) fn too_large(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "A part of the body is too large",
            detail,
        )
    }

    fn not_a_table(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "The table is not understood",
            detail,
        )
    }

    pub(crate) fn unsupported_media() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body is of another type",
            "send an array with Content-Type: application/json, or a table with \
             Content-Type: text/csv, in UTF-8 and not compressed",
        )
    }

    pub(crate) fn unsupported_scenario() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body is of another type",
            "send a scenario with Content-Type: application/json, application/toml or \
             text/csv, in UTF-8 and not compressed",
        )
    }

    /// A file that whoever runs the server has named is not what it should be.
    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "A file here is damaged",
            detail,
        )
    }

    /// What went wrong is ours, and is not told.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong here",
            "please report what you did",
        )
    }
}

impl From<coterm_core::Error> for Problem {
    fn from(error: coterm_core::Error) -> Self {
        use coterm_core::Error as E;
        let (status, title) = match &error {
            E::NoPostcode | E::NotAPostcode { .. } => {
                (StatusCode::BAD_REQUEST, "That is not a postcode")
            }
            E::PseudoPostcode { .. } | E::ForcesPostOffice { .. } => {
                (StatusCode::NOT_FOUND, "That postcode is nowhere")
            }
            E::NotFinite { .. } | E::OutsideBritain { .. } | E::OutsideGrid { .. } => (
                StatusCode::BAD_REQUEST,
                "That is not a place in Great Britain",
            ),
            E::NotADate { .. } => (StatusCode::BAD_REQUEST, "That is not a date"),
            E::NoLayerOn { .. } => (StatusCode::BAD_REQUEST, "There is no data for that date"),
            E::NoSuchFamily { .. } | E::FamilyNotOn { .. } => (
                StatusCode::BAD_REQUEST,
                "There is no such kind of area then",
            ),
            E::NoCommonGround { .. } | E::BadTolerance { .. } | E::BeyondLattice { .. } => (
                StatusCode::BAD_REQUEST,
                "These layers cannot be compared so",
            ),
            E::UnknownPostcode { .. } => {
                (StatusCode::NOT_FOUND, "That postcode is not in the data")
            }
            E::OutsideData { .. } => (StatusCode::NOT_FOUND, "That place is outside the data"),
            E::NoSuchLayer { .. } => (StatusCode::NOT_FOUND, "There is no such layer"),
            _ => return Self::internal(),
        };
        let remedy = match &error {
            E::FamilyNotOn { use_on, .. } => format!("; use on={use_on}"),
            _ => String::new(),
        };
        Self::new(status, title, format!("{error}{remedy}")).with_code(error.lookup_status())
    }
}

impl From<CsvError> for Problem {
    fn from(error: CsvError) -> Self {
        let detail = match &error {
            CsvError::NotText { .. } => {
                format!("{error}; or send encoding=windows-1252, if that is what it is")
            }
            CsvError::ZeroBytes => format!("{error}; or send encoding=utf-16"),
            _ => error.to_string(),
        };
        match error {
            CsvError::LongRow { .. } | CsvError::ManyColumns { .. } => Self::too_large(detail),
            _ => Self::not_a_table(detail),
        }
    }
}

impl From<coterm_io::Error> for Problem {
    fn from(error: coterm_io::Error) -> Self {
        match error {
            coterm_io::Error::Core(error) => error.into(),
            coterm_io::Error::Csv(error) => (*error).into(),
            coterm_io::Error::Unsuitable(reason) => Self::not_a_table(reason),
            _ => Self::internal(),
        }
    }
}

impl From<coterm_tiles::Error> for Problem {
    fn from(error: coterm_tiles::Error) -> Self {
        use coterm_tiles::Error as E;
        let (status, title) = match &error {
            E::NoSuchZoom { .. } | E::OutsideWorld { .. } => {
                (StatusCode::BAD_REQUEST, "There is no such tile")
            }
            E::NoSuchLayer { .. } => (StatusCode::NOT_FOUND, "There is no such layer"),
            _ => return Self::internal(),
        };
        Self::new(status, title, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        // It may quote what was looked up.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
