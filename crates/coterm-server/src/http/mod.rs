//! HTTP code that all handlers share: parameters, problems, bodies, headers and the log.

pub(crate) mod answer_fields;
pub(crate) mod answer_members;
pub(crate) mod answer_memory;
pub(crate) mod catch_panic;
pub(crate) mod content_encoding;
pub(crate) mod cross_origin;
pub(crate) mod etag;
pub(crate) mod fault;
pub(crate) mod html;
pub(crate) mod json_array_splitter;
pub(crate) mod json_fragments;
pub(crate) mod json_writer;
pub(crate) mod link;
pub(crate) mod links;
pub(crate) mod logging;
pub(crate) mod offered_crs;
pub(crate) mod parameters;
pub(crate) mod problem;
pub(crate) mod security_headers;
pub(crate) mod sent_json;
pub(crate) mod streaming;
pub(crate) mod upload;
