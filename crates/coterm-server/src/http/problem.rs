//! [`Problem`], the error type of all handlers, and the one place that maps errors to statuses.
//!
//! Handlers return it, and it becomes a problem document (RFC 9457). The cause of a 5xx goes to the
//! log and never to the client, and the log never has what a request holds.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coterm_core::lookup::LookupStatus;
use coterm_io::CsvError;
use serde::Serialize;
use tokio::task::JoinError;

use super::fault::Fault;

/// An error as a problem document (RFC 9457), which says what was wrong and what to send instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    /// Incident whose causes are in the log, for a fault of the server.
    #[serde(rename = "instance", skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
    /// The status of a failed lookup, with the codes that `coterm bulk` also writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<LookupStatus>,
    /// Seconds after which it is worth asking again.
    #[serde(skip)]
    retry_after: Option<u16>,
}

/// Seconds after which a client that was refused for lack of room may ask again.
const RETRY_AFTER: u16 = 5;

impl Problem {
    /// Makes a problem of the type `about:blank`, whose title is the status's reason phrase.
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            fault: None,
            code: None,
            retry_after: None,
        }
    }

    /// Sets the status of a failed lookup.
    pub(crate) fn with_code(self, code: Option<LookupStatus>) -> Self {
        Self { code, ..self }
    }

    /// Returns a sentence that says what was wrong.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Writes the causes of a fault of the server to the log. It is for problems that are written
    /// into an answer that has begun; [`ObserveRequests`](super::logging::ObserveRequests) logs all others.
    pub(crate) fn log(&self, method: &Method, route: &str) {
        if let Some(fault) = &self.fault {
            fault.log(method, route);
        }
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Makes a 405; `allowed` are the methods that the path has.
    pub(crate) fn method_not_allowed(allowed: &[Method]) -> Self {
        let allowed: Vec<&str> = allowed.iter().map(Method::as_str).collect();
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("use {}", allowed.join(" or ")),
        )
    }

    pub(crate) fn timed_out() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "the body arrived too slowly; send it without long pauses, and very long ones in parts",
        )
    }

    /// Makes a 503 for too many of something at once, after which it is worth asking again.
    pub(crate) fn busy(what: &str) -> Self {
        Self {
            retry_after: Some(RETRY_AFTER),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                format!(
                    "the server has too many {what} to do at the moment; ask again in some seconds"
                ),
            )
        }
    }

    /// Makes a 503 for work that was stopped because it took longer than the server allows.
    pub(crate) fn took_too_long(time: Duration) -> Self {
        Self {
            retry_after: Some(RETRY_AFTER),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                format!(
                    "this took longer than {} seconds, so it was stopped; ask for less at a time, \
                     or again when the server has less to do",
                    time.as_secs()
                ),
            )
        }
    }

    /// Makes a 421 for a host that is not the server's.
    pub(crate) fn misdirected() -> Self {
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers to the names of its own machine only; use http://localhost, or \
             tell its administrator by which name it should be called",
        )
    }

    /// Makes a 403 for costly work that a page of another site asks for.
    pub(crate) fn from_elsewhere() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "pages of other sites cannot ask this server for comparisons or scores; open the \
             address itself instead",
        )
    }

    /// Makes a 414 for an address that the server does not read to its end.
    pub(crate) fn long_address() -> Self {
        Self::new(
            StatusCode::URI_TOO_LONG,
            "the address is too long; send many lookups, or a scenario, in a body by POST",
        )
    }

    /// Makes a 431 for headers that the server does not read to their end.
    pub(crate) fn long_headers() -> Self {
        Self::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "the address and the headers are too long; send at most 100 headers and 64 KiB in all",
        )
    }

    /// Returns the status.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Whether the same request may be answered later.
    pub(crate) fn is_passing(&self) -> bool {
        self.retry_after.is_some()
    }

    pub(crate) fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// Makes a 415 for a body of a media type that the address does not take.
    pub(crate) fn unsupported(detail: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    }

    pub(crate) fn unsupported_media() -> Self {
        Self::unsupported(
            "send an array with Content-Type: application/json, or a table with \
             Content-Type: text/csv, in UTF-8 and not compressed",
        )
    }

    pub(crate) fn unsupported_scenario() -> Self {
        Self::unsupported(
            "send a scenario with Content-Type: application/json, application/toml or \
             text/csv, in UTF-8 and not compressed",
        )
    }

    /// Makes a 500 for a file that the operator named and that is damaged. The client is told
    /// `detail`, the log `cause`.
    pub(crate) fn damaged(
        detail: impl Into<String>,
        cause: &(dyn std::error::Error + 'static),
    ) -> Self {
        Self {
            fault: Some(Fault::of(cause)),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
        }
    }

    /// Makes a 500 whose cause goes to the log only. The text of the error, and of its causes, must
    /// not quote what the request holds.
    pub(crate) fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        Self::faulty(Fault::of(cause))
    }

    /// Makes a 500 for a state that should be impossible, for which there is no error value.
    pub(crate) fn unexpected(what: &'static str) -> Self {
        Self::faulty(Fault::because(what))
    }

    fn faulty(fault: Fault) -> Self {
        Self {
            fault: Some(fault),
            ..Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "something went wrong in the server; tell its administrator the incident in \
                 \"instance\", so that they can find the cause in the log",
            )
        }
    }
}

impl From<coterm_core::Error> for Problem {
    fn from(error: coterm_core::Error) -> Self {
        use coterm_core::Error as E;
        let status = match &error {
            E::NoPostcode
            | E::NotAPostcode { .. }
            | E::NotFinite { .. }
            | E::OutsideBritain { .. }
            | E::OutsideGrid { .. }
            | E::NotADate { .. }
            | E::NoLayerOn { .. }
            | E::NoSuchFamily { .. }
            | E::FamilyNotOn { .. }
            | E::NoCommonGround { .. }
            | E::BadTolerance { .. }
            | E::NoSuchArea { .. }
            | E::NotOfBlocks { .. }
            | E::TooFarFromBritain { .. } => StatusCode::BAD_REQUEST,
            E::PseudoPostcode { .. }
            | E::ForcesPostOffice { .. }
            | E::UnknownPostcode { .. }
            | E::OutsideData { .. }
            | E::NoSuchLayer { .. } => StatusCode::NOT_FOUND,
            E::ManyBlocks { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            // Nobody waits for the answer any more.
            E::Cancelled => return Self::busy("requests"),
            // The texts of the other errors may quote the request, so the log has the variant only.
            _ => return Self::faulty(Fault::of_kind("the core refused", &error)),
        };
        let remedy = match &error {
            E::FamilyNotOn { use_on, .. } => format!("; use on={use_on}"),
            _ => String::new(),
        };
        Self::new(status, format!("{error}{remedy}")).with_code(error.lookup_status())
    }
}

impl From<coterm_report::Error> for Problem {
    fn from(error: coterm_report::Error) -> Self {
        // The error's text may quote names from the request, so the log has the variant only.
        Self::faulty(Fault::of_kind("the report could not be made", &error))
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        // The error's own text quotes the panic's message, which may quote a request.
        Self::unexpected(if error.is_panic() {
            "the work on the request panicked; the log says where"
        } else {
            "the work on the request was cancelled"
        })
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
            _ => Self::bad_request(detail),
        }
    }
}

impl From<coterm_io::Error> for Problem {
    fn from(error: coterm_io::Error) -> Self {
        match error {
            coterm_io::Error::Core(error) => error.into(),
            coterm_io::Error::Csv(error) => (*error).into(),
            coterm_io::Error::InvalidInput(reason) => Self::bad_request(reason),
            // Errors of the disk or the program are the server's fault.
            error => Self::internal(&error),
        }
    }
}

impl From<coterm_tiles::Error> for Problem {
    fn from(error: coterm_tiles::Error) -> Self {
        use coterm_tiles::Error as E;
        let status = match &error {
            E::NoSuchZoom { .. } | E::OutsideWorld { .. } => StatusCode::BAD_REQUEST,
            E::NoSuchLayer { .. } => StatusCode::NOT_FOUND,
            _ => return Self::internal(&error),
        };
        Self::new(status, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let (fault, retry_after) = (self.fault.clone(), self.retry_after);
        let mut response = (status, Json(self)).into_response();
        if let Some(fault) = fault {
            // `ObserveRequests` takes the fault from the extensions and logs it with the route.
            response.extensions_mut().insert(fault);
        }
        let headers = response.headers_mut();
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        // The detail may quote what was looked up.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
