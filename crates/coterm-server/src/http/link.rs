//! [`Link`], a link of a JSON answer, and the query strings of links.

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use serde::Serialize;

/// Characters that are encoded: all but unreserved ones, and the comma, the colon and the slash that
/// lists, times and coordinate systems have.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// A link from an answer to another resource, or to itself in another form (RFC 8288).
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Link {
    pub(crate) rel: &'static str,
    #[serde(rename = "type")]
    pub(crate) media: &'static str,
    pub(crate) href: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) title: &'static str,
    /// Whether `href` is a URI template (RFC 6570).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) templated: bool,
}

impl Link {
    pub(crate) fn new(
        rel: &'static str,
        media: &'static str,
        title: &'static str,
        href: String,
    ) -> Self {
        Self {
            rel,
            media,
            href,
            title,
            templated: false,
        }
    }

    /// Marks the address as a URI template.
    pub(crate) fn templated(self) -> Self {
        Self {
            templated: true,
            ..self
        }
    }
}

/// Makes the value of the `Link` header; `None` if an address cannot be in a header.
pub(crate) fn link_header(links: &[Link]) -> Option<HeaderValue> {
    let links = links.iter().map(|link| {
        let Link {
            rel, media, href, ..
        } = link;
        format!("<{href}>; rel=\"{rel}\"; type=\"{media}\"")
    });
    HeaderValue::from_str(&links.collect::<Vec<_>>().join(", ")).ok()
}

/// Writes a query string with its question mark; empty without parameters.
pub(crate) fn query_string(pairs: &[(String, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", percent_encoded(name), percent_encoded(value)));
    let pairs = pairs.collect::<Vec<_>>().join("&");
    if pairs.is_empty() {
        pairs
    } else {
        format!("?{pairs}")
    }
}

/// Encodes text for a segment of a path or a part of a query.
pub(crate) fn percent_encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_plain_is_encoded() {
        let pairs = [("name".to_owned(), "Barrow & é".to_owned())];
        assert_eq!(query_string(&pairs), "?name=Barrow%20%26%20%C3%A9");
        assert_eq!(query_string(&[]), "");
    }
}
