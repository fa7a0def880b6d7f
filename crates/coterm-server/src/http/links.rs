//! [`base_url`], the address by which a client reaches the server, from which absolute links are made.

use axum::http::HeaderMap;
use axum::http::uri::Authority;

use crate::State;

/// Returns the scheme, the host and the path before all paths, without a slash at the end, because
/// links to tiles and items must be absolute.
///
/// The public address of the settings comes first. Without one it is what a proxy says (`Forwarded`, or
/// `X-Forwarded-Proto`, `-Host` and `-Prefix`), or the `Host` header; empty if the host is missing or
/// malformed, which makes links that are relative to the server.
pub(crate) fn base_url(headers: &HeaderMap, state: &State) -> String {
    match &state.settings().public_url {
        Some(url) => url.clone(),
        None => of_headers(headers),
    }
}

fn of_headers(headers: &HeaderMap) -> String {
    let first = |name: &str| {
        let text = headers.get(name)?.to_str().ok()?;
        // Each proxy adds a value; the first is that of the client's.
        text.split(',').next().map(str::trim)
    };
    let forwarded = first("forwarded").unwrap_or_default();
    let said = |wanted: &str| {
        let mut pairs = forwarded.split(';').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim().trim_matches('"'))
    };
    let host = said("host")
        .or_else(|| first("x-forwarded-host"))
        .or_else(|| first("host"))
        .filter(|host| host.parse::<Authority>().is_ok());
    let Some(host) = host else {
        return String::new();
    };
    let scheme = match said("proto").or_else(|| first("x-forwarded-proto")) {
        Some(scheme) if scheme.eq_ignore_ascii_case("https") => "https",
        _ => "http",
    };
    let prefix = first("x-forwarded-prefix").map(|prefix| prefix.trim_end_matches('/'));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
    let is_path = |prefix: &&str| {
        prefix.starts_with('/') && !prefix.starts_with("//") && prefix.bytes().all(plain)
    };
    let prefix = prefix.filter(is_path).unwrap_or_default();
    format!("{scheme}://{host}{prefix}")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn base(headers: &[(&'static str, &'static str)]) -> String {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        of_headers(&headers.collect())
    }

    #[test]
    fn what_a_proxy_says_is_followed_and_nonsense_is_not() {
        let host = ("host", "127.0.0.1:8080");
        assert_eq!(base(&[host]), "http://127.0.0.1:8080");
        assert_eq!(base(&[]), "");
        assert_eq!(base(&[("host", "a b")]), "");
        assert_eq!(
            base(&[
                host,
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "maps.example, inner.example"),
                ("x-forwarded-prefix", "/areas/"),
            ]),
            "https://maps.example/areas"
        );
        assert_eq!(
            base(&[
                host,
                (
                    "forwarded",
                    "for=192.0.2.1;Proto=https;host=\"maps.example\", for=b"
                ),
                ("x-forwarded-host", "other.example"),
            ]),
            "https://maps.example"
        );
        for prefix in ["areas", "//evil.example", "/a\"b", "/a b", "/?q"] {
            assert_eq!(
                base(&[host, ("x-forwarded-prefix", prefix)]),
                "http://127.0.0.1:8080",
                "{prefix}"
            );
        }
    }
}
