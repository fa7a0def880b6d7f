//! What all handlers share of HTTP: parameters, problems, bodies and headers.

pub(crate) mod catch_panic;
pub(crate) mod content_encoding;
pub(crate) mod etag;
pub(crate) mod fault;
pub(crate) mod json_array_splitter;
pub(crate) mod json_fragments;
pub(crate) mod json_writer;
pub(crate) mod logging;
pub(crate) mod parameters;
pub(crate) mod problem;
pub(crate) mod security_headers;
pub(crate) mod streaming;
