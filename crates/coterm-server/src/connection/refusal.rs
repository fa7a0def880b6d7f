//! Answers to what is not a request in HTTP: [`refusal`].
//!
//! The HTTP library answers it itself, with nothing but a status, so its answer is replaced while it
//! is written.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use memchr::memmem;

use crate::Problem;
use crate::http::security_headers::with_security_headers;

/// Returns a problem document, with its head, to write in place of the library's own answer; `None`
/// if the bytes are anything else.
pub(super) fn refusal(bytes: &[u8]) -> Option<Vec<u8>> {
    let problem = match bytes.strip_prefix(b"HTTP/1.1 ")?.get(..3)? {
        b"400" => Problem::bad_request("this is not a request in HTTP/1.1; send one"),
        b"414" => Problem::long_address(),
        b"431" => Problem::long_headers(),
        _ => return None,
    };
    // Answers of the router are no bare heads, or have this header.
    let is_of_the_router = memmem::find(bytes, b"x-content-type-options").is_some();
    if is_of_the_router || !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let body = serde_json::to_vec(&problem).ok()?;
    let status = problem.status();
    let mut head = HeaderMap::new();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONNECTION, "close"),
    ] {
        head.insert(name, HeaderValue::from_static(value));
    }
    head.insert(header::CONTENT_LENGTH, body.len().into());
    let mut response = Response::new(());
    *response.headers_mut() = head;
    let (head, ()) = with_security_headers(response).into_parts();
    let mut answer = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for (name, value) in &head.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            answer.extend_from_slice(part);
        }
    }
    answer.extend_from_slice(b"\r\n");
    answer.extend(body);
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bare_answers_of_the_library_are_replaced() {
        let bare = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n";
        let answer = String::from_utf8(refusal(bare).unwrap()).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 431 Request Header"), "{head}");
        for header in ["nosniff", "no-store", "problem+json", "default-src"] {
            assert!(head.contains(header), "{head}");
        }
        assert!(head.contains(&format!("content-length: {}", body.len())));
        for other in [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\nx-content-type-options: nosniff\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\nno",
            "",
        ] {
            assert_eq!(refusal(other.as_bytes()), None, "{other}");
        }
    }
}
