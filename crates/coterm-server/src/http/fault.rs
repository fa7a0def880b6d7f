//! Faults of the server: [`Fault`] holds the causes of a 500 until they are logged.
//!
//! Problems carry it. The client gets the incident's id only; the log has the causes under the same
//! id.

use std::collections::hash_map::RandomState;
use std::error::Error;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::Method;
use serde::{Serialize, Serializer};

/// The causes of a 500, with the id that both the answer and the log give. Cloning it copies one
/// pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault(Arc<FaultCauses>);

#[derive(Debug, PartialEq, Eq)]
struct FaultCauses {
    incident: String,
    /// The texts of the error and of its sources, outermost first.
    causes: Vec<String>,
}

impl Fault {
    /// Makes a fault from an error and all of its sources. Their texts go to the log, so they must
    /// not quote what a request holds.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        let chain = std::iter::successors(Some(error), |&error| error.source());
        let mut causes: Vec<String> = Vec::new();
        for cause in chain.map(ToString::to_string) {
            // Many errors already quote their source.
            if !causes.last().is_some_and(|last| last.contains(&cause)) {
                causes.push(cause);
            }
        }
        Self::new(causes)
    }

    /// Makes a fault for which there is no error value.
    pub(crate) fn because(reason: &'static str) -> Self {
        Self::new(vec![reason.to_owned()])
    }

    /// Makes a fault from the name of an error's variant, for errors whose texts quote the request.
    /// The name is the first word of the `Debug` output.
    pub(crate) fn of_kind(what: &'static str, error: &impl std::fmt::Debug) -> Self {
        let debug = format!("{error:?}");
        let kind = debug.split(|character: char| !character.is_ascii_alphanumeric());
        Self::new(vec![format!(
            "{what}: {}",
            kind.take(1).collect::<String>()
        )])
    }

    fn new(causes: Vec<String>) -> Self {
        Self(Arc::new(FaultCauses {
            incident: incident(),
            causes,
        }))
    }

    /// Returns the id of the incident: a URN of a UUID (RFC 9562, section 4).
    pub(crate) fn incident(&self) -> &str {
        &self.0.incident
    }

    /// Writes the fault to the log. `route` is the template of the path, never the path itself.
    pub(crate) fn log(&self, method: &Method, route: &str) {
        tracing::error!(
            incident = self.incident(),
            method = known(method),
            route,
            cause = self.0.causes.join(": "),
            "a request could not be answered"
        );
    }
}

/// Serializes the incident's id alone, so that answers do not have the causes.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.incident())
    }
}

/// Returns the method's name if it is a standard one, else "another": a client may send any text as
/// its method.
pub(crate) fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "another",
    }
}

/// Makes the URN of a random UUID (version 4). The bits come from the standard library's random
/// hash keys: enough to tell incidents apart, but not meant as a secret.
fn incident() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let [high, low] = [(); 2].map(|()| RandomState::new().hash_one(count));
    let bits = (u128::from(high) << 64 | u128::from(low)) & !(0xf << 76) & !(0x3 << 62);
    let hex = format!("{:032x}", bits | 0x4 << 76 | 0x2 << 62);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use coterm_core::comparison::WeightsFault;

    use super::*;

    #[test]
    fn every_incident_has_a_uuid_of_its_own() {
        let all: std::collections::HashSet<String> = (0..1_000).map(|_| incident()).collect();
        assert_eq!(all.len(), 1_000);
        for urn in all {
            let uuid = urn.strip_prefix("urn:uuid:").unwrap();
            let parts: Vec<&str> = uuid.split('-').collect();
            assert_eq!(
                parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
                [8, 4, 4, 4, 12],
                "{urn}"
            );
            assert!(parts[2].starts_with('4'), "{urn}");
            assert!(parts[3].starts_with(['8', '9', 'a', 'b']), "{urn}");
        }
    }

    #[test]
    fn of_an_error_whose_text_may_quote_a_request_only_the_kind_is_told() {
        let error = coterm_core::Error::BadWeights(WeightsFault::BadValue {
            code: "LA1 4YW".into(),
            value: -1.0,
        });
        let fault = Fault::of_kind("the core refused", &error);
        assert_eq!(fault.0.causes, ["the core refused: BadWeights"]);
    }

    #[test]
    fn a_cause_that_is_quoted_by_what_it_caused_is_told_once() {
        let source = std::io::Error::other("the disk is on fire");
        let error = coterm_io::Error::Io {
            path: "file".into(),
            source,
        };
        assert_eq!(Fault::of(&error).0.causes, ["file: the disk is on fire"]);
    }
}
