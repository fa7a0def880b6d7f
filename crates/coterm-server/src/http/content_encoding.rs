//! The encodings of bodies: [`ContentEncoding`], its choice by `Accept-Encoding`, and whether what was
//! sent has one.

use std::io::{self, Write};

use axum::http::{HeaderMap, header};
use flate2::write::GzEncoder;

/// All encodings in the server's order of preference, for clients that have none.
const KNOWN: [ContentEncoding; 4] = [
    ContentEncoding::Brotli,
    ContentEncoding::Zstd,
    ContentEncoding::Gzip,
    ContentEncoding::Identity,
];

/// A content coding (RFC 9110, 8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ContentEncoding {
    Brotli,
    Zstd,
    Gzip,
    Identity,
}

/// Whether a request's body is compressed, or encoded otherwise. No body is decompressed here, so that
/// none is larger than what was sent.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

impl ContentEncoding {
    /// Returns the encoding that the client prefers (RFC 9110, 12.5.3); `Identity` if it accepts no
    /// other.
    pub(crate) fn accepted(headers: &HeaderMap) -> Self {
        let all = headers.get_all(header::ACCEPT_ENCODING);
        let all: Vec<(&str, f32)> = all
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| text.split(','))
            .filter_map(weighed)
            .collect();
        let weight = |encoding: Self| {
            let name = encoding.name().unwrap_or("identity");
            let listed = |wanted: &str| all.iter().find(|(name, _)| *name == wanted);
            let found = listed(name).or_else(|| listed("*").filter(|_| encoding != Self::Identity));
            // RFC 9110 accepts `identity` unless it is excluded; here it then ranks last.
            let default = if encoding == Self::Identity {
                f32::MIN_POSITIVE
            } else {
                0.0
            };
            found.map_or(default, |(_, weight)| *weight)
        };
        let mut best = Self::Identity;
        for encoding in KNOWN.into_iter().rev() {
            if weight(encoding) > 0.0 && weight(encoding) >= weight(best) {
                best = encoding;
            }
        }
        best
    }

    /// Returns the name in `Content-Encoding`; `None` for `Identity`, which has no header.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// Compresses a body. The result is cached, so the levels are higher than for a body that is
    /// sent once.
    pub(crate) fn written(self, body: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut writer = brotli::CompressorWriter::new(Vec::new(), 4_096, 5, 22);
                writer.write_all(&body)?;
                Ok(writer.into_inner())
            }
            Self::Zstd => zstd::encode_all(body.as_slice(), 9),
            Self::Gzip => {
                let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::default());
                writer.write_all(&body)?;
                writer.finish()
            }
            Self::Identity => Ok(body),
        }
    }
}

/// Parses an element of `Accept-Encoding` into its name and weight; `None` if it is malformed.
fn weighed(element: &str) -> Option<(&str, f32)> {
    let mut parts = element.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let weight = match parts.next() {
        None => 1.0,
        Some(weight) => weight.strip_prefix("q=")?.parse().ok()?,
    };
    Some((name, weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &str) -> ContentEncoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, text.parse().unwrap());
        ContentEncoding::accepted(&headers)
    }

    #[test]
    fn what_is_liked_best_is_sent() {
        assert_eq!(
            ContentEncoding::accepted(&HeaderMap::new()),
            ContentEncoding::Identity
        );
        assert_eq!(accepted("gzip, deflate, br, zstd"), ContentEncoding::Brotli);
        assert_eq!(accepted("gzip, zstd"), ContentEncoding::Zstd);
        assert_eq!(accepted("br;q=0.5, gzip;q=0.8"), ContentEncoding::Gzip);
        assert_eq!(accepted("br;q=0, *;q=0.1"), ContentEncoding::Zstd);
        assert_eq!(accepted("*"), ContentEncoding::Brotli);
        assert_eq!(accepted("identity, gzip;q=0.5"), ContentEncoding::Identity);
        assert_eq!(accepted("deflate"), ContentEncoding::Identity);
        assert_eq!(accepted("br;level=3"), ContentEncoding::Identity);
    }
}
