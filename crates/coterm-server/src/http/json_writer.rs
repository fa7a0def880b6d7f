//! The JSON of lookups, and responses that must not be stored.
//!
//! It tells where somebody looked, so these responses are sent with `Cache-Control: no-store`. It
//! is written by hand because most of an answer can be copied from [`JsonFragments`]: 2,000 answers of
//! postcodes took 13.4 µs each where `serde_json` took 21 µs. Tests hold it equal to what `serde_json`
//! writes.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use coterm_core::lookup::{Answer, AnsweredArea, Method, Reason};
use coterm_report::lookup::{NoAreaDocument, Objections, PointDocument, Sentence};
use serde::Serialize;

use crate::State;
use crate::http::answer_fields::AnswerFields;
use crate::http::json_fragments::JsonFragments;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Initial capacity of an answer's text, in bytes; most answers fit in it.
pub(crate) const ROOM: usize = 4_096;

/// Makes a response that no cache may store, not even the browser's.
pub(crate) fn unstored(media: HeaderValue, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media);
    headers.insert(header::CACHE_CONTROL, NO_STORE);
    response
}

/// Makes a JSON response that no cache may store.
pub(crate) fn unstored_json(body: impl Into<Body>) -> Response {
    unstored(JSON, body)
}

/// Makes the response of an answer, or of some of its members.
pub(crate) fn found(state: &State, answer: &Answer<'_>, fields: &AnswerFields) -> Response {
    let mut text = Vec::with_capacity(ROOM);
    write_answer(&mut text, state.fragments(), answer, fields);
    state.metrics().add_lookups(1);
    unstored_json(text)
}

/// Appends the JSON of a value to the text.
pub(crate) fn write(text: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // This cannot fail: a `Vec` accepts all writes, and no value here has a map whose keys are not
    // text.
    let _ = serde_json::to_writer(text, value);
}

/// Appends the JSON of an answer, or of some of its members, to the text. The bytes are those that
/// `serde_json` writes of an [`AnswerDocument`](coterm_report::lookup::AnswerDocument), but it is
/// faster, because it copies what is the same in all answers.
pub(crate) fn write_answer(
    text: &mut Vec<u8>,
    fragments: &JsonFragments,
    answer: &Answer<'_>,
    fields: &AnswerFields,
) {
    text.push(b'{');
    for (number, member) in fields.members().enumerate() {
        write_name(text, number, member.name);
        match member.write {
            Writer::Alone(write) => write(text, answer),
            Writer::Areas => {
                write_each(text, &answer.areas, |text, area| match fields.of_areas() {
                    None => write_area(text, fragments, area),
                    Some(members) => write_some(text, area, members),
                });
            }
        }
    }
    text.push(b'}');
}

/// A member of the JSON of an answer: its name, and how it is written.
pub(crate) struct AnswerMember {
    pub(crate) name: &'static str,
    write: Writer,
}

enum Writer {
    Alone(fn(&mut Vec<u8>, &Answer<'_>)),
    /// The areas, which may be written in part.
    Areas,
}

impl AnswerMember {
    const fn new(name: &'static str, write: fn(&mut Vec<u8>, &Answer<'_>)) -> Self {
        let write = Writer::Alone(write);
        Self { name, write }
    }

    /// Whether it is the areas, of which some members can be asked for.
    pub(crate) fn has_parts(&self) -> bool {
        matches!(self.write, Writer::Areas)
    }
}

/// The members of an answer, in their order.
pub(crate) static ANSWER_MEMBERS: [AnswerMember; 9] = [
    AnswerMember::new("query", |text, answer| write(text, &answer.query)),
    AnswerMember::new("on", |text, answer| write(text, &answer.on)),
    AnswerMember::new("point", |text, answer| {
        write(text, &PointDocument::from(answer.point));
    }),
    AnswerMember::new("postcode", |text, answer| write(text, &answer.postcode)),
    AnswerMember {
        name: "areas",
        write: Writer::Areas,
    },
    AnswerMember::new("without", |text, answer| {
        write_each(text, &answer.without, |text, none| {
            write(text, &NoAreaDocument::from(none));
        });
    }),
    AnswerMember::new("notes", |text, answer| {
        write_each(text, &answer.notes, |text, note| {
            write(text, &Sentence(note));
        });
    }),
    AnswerMember::new("note_details", |text, answer| write(text, &answer.notes)),
    AnswerMember::new("attribution", |text, answer| {
        write_text(text, answer.attribution);
    }),
];

/// A member of the JSON of an area in an answer: its name, and how it is written.
pub(crate) struct AreaMember {
    pub(crate) name: &'static str,
    write: fn(&mut Vec<u8>, &AnsweredArea<'_>),
}

impl AreaMember {
    const fn new(name: &'static str, write: fn(&mut Vec<u8>, &AnsweredArea<'_>)) -> Self {
        Self { name, write }
    }
}

/// The members of an area in an answer, in their order.
pub(crate) static AREA_MEMBERS: [AreaMember; 17] = [
    AreaMember::new("family", |text, area| write_text(text, area.family)),
    AreaMember::new("layer", |text, area| write_text(text, area.layer)),
    AreaMember::new("code", |text, area| write_text(text, area.code)),
    AreaMember::new("codes", |text, area| write(text, area.codes)),
    AreaMember::new("name", |text, area| write_text(text, area.name)),
    AreaMember::new("complete", |text, area| write(text, &area.complete)),
    AreaMember::new("method", |text, area| write(text, &area.method)),
    AreaMember::new("agrees", |text, area| write(text, &area.agrees)),
    AreaMember::new("boundary_distance_m", |text, area| {
        write(text, &area.boundary_distance_m);
    }),
    AreaMember::new("certain", |text, area| write(text, &area.certain)),
    AreaMember::new("doubt", |text, area| write(text, &area.doubt)),
    AreaMember::new("known_to", |text, area| write(text, &area.known_to)),
    AreaMember::new("reason", |text, area| write(text, &Sentence(&area.reason))),
    AreaMember::new("basis", |text, area| write(text, &area.reason.basis)),
    AreaMember::new("objections", |text, area| {
        write(text, &Objections(&area.reason));
    }),
    AreaMember::new("alternatives", |text, area| write(text, &area.alternatives)),
    AreaMember::new("perhaps_none", |text, area| write(text, &area.perhaps_none)),
];

/// Appends the JSON array of what `write` appends for each element.
fn write_each<T>(text: &mut Vec<u8>, elements: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    text.push(b'[');
    for (number, element) in elements.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        write(text, element);
    }
    text.push(b']');
}

/// Appends the name of a member of an object, which is the first one at number 0. Names need no
/// escapes.
fn write_name(text: &mut Vec<u8>, number: usize, name: &str) {
    if number > 0 {
        text.push(b',');
    }
    text.push(b'"');
    text.extend_from_slice(name.as_bytes());
    text.extend_from_slice(b"\":");
}

/// Appends the JSON of some members of an area.
fn write_some(text: &mut Vec<u8>, area: &AnsweredArea<'_>, members: &[&AreaMember]) {
    text.push(b'{');
    for (number, member) in members.iter().enumerate() {
        write_name(text, number, member.name);
        (member.write)(text, area);
    }
    text.push(b'}');
}

fn write_area(text: &mut Vec<u8>, fragments: &JsonFragments, area: &AnsweredArea<'_>) {
    let AnsweredArea {
        position,
        // The area's JSON fragment has these.
        family: _,
        layer: _,
        code: _,
        codes: _,
        name: _,
        complete: _,
        method,
        agrees,
        boundary_distance_m,
        certain,
        doubt,
        known_to,
        reason,
        alternatives,
        perhaps_none,
    } = area;
    text.extend_from_slice(fragments.at(*position));
    text.extend_from_slice(match method {
        Method::Table => &b",\"method\":\"table\",\"agrees\":"[..],
        Method::Polygon => b",\"method\":\"polygon\",\"agrees\":",
    });
    text.extend_from_slice(truth(*agrees));
    text.extend_from_slice(b",\"boundary_distance_m\":");
    write(text, boundary_distance_m);
    text.extend_from_slice(b",\"certain\":");
    text.extend_from_slice(truth(Some(*certain)));
    text.extend_from_slice(b",\"doubt\":");
    write(text, doubt);
    text.extend_from_slice(b",\"known_to\":");
    write(text, known_to);
    match fragments.reason(reason) {
        Some(written) => text.extend_from_slice(written),
        None => write_reason(text, reason),
    }
    text.extend_from_slice(b",\"alternatives\":");
    if alternatives.is_empty() {
        text.extend_from_slice(b"[]");
    } else {
        write(text, alternatives);
    }
    text.extend_from_slice(b",\"perhaps_none\":");
    text.extend_from_slice(truth(Some(*perhaps_none)));
    text.push(b'}');
}

/// Appends the JSON members of a reason: the sentence, and its codes and figures.
pub(crate) fn write_reason(text: &mut Vec<u8>, reason: &Reason<'_>) {
    text.extend_from_slice(b",\"reason\":");
    write(text, &Sentence(reason));
    text.extend_from_slice(b",\"basis\":");
    write(text, &reason.basis);
    text.extend_from_slice(b",\"objections\":");
    write(text, &Objections(reason));
}

pub(crate) fn truth(value: Option<bool>) -> &'static [u8] {
    match value {
        Some(true) => b"true",
        Some(false) => b"false",
        None => b"null",
    }
}

pub(crate) fn write_text(text: &mut Vec<u8>, string: &str) {
    // `fold` instead of `any`: without an early exit the loop compiles to a few vector
    // instructions.
    let special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if string.bytes().fold(false, |any, byte| any | special(byte)) {
        return write(text, string);
    }
    text.push(b'"');
    text.extend_from_slice(string.as_bytes());
    text.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_written_as_serde_json_writes_it() {
        for string in [
            "",
            "plain",
            "Zoë 中",
            "a \"b\"",
            "back\\slash",
            "line\nbreak",
            "\u{1f}",
            "\u{7f}",
        ] {
            let mut text = Vec::new();
            write_text(&mut text, string);
            assert_eq!(text, serde_json::to_vec(string).unwrap());
        }
    }
}
