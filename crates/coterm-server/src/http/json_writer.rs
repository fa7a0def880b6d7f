//! The JSON of lookups, and responses that must not be stored.
//!
//! It tells where somebody looked, so these responses are sent with `Cache-Control: no-store`. It
//! is written by hand because most of an answer can be copied from [`JsonFragments`]: 2,000 answers of
//! postcodes took 13.4 µs each where `serde_json` took 21 µs. Tests hold it equal to what `serde_json`
//! writes.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use coterm_core::layers::Catalogue;
use coterm_core::lookup::{Answer, AnsweredArea, Method, Placement, Reason};
use coterm_report::lookup::{Objections, Sentence};
use serde::Serialize;

use crate::State;
use crate::http::answer_fields::AnswerFields;
use crate::http::answer_members::{AreaWriter, MemberWriter, Named, Outline, PlacedArea};
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
    state: &State,
    answer: &Answer<'_>,
    fields: &AnswerFields,
) {
    let outline = Outline {
        query: &answer.query,
        on: answer.on,
        attribution: answer.attribution,
    };
    let catalogue = state.dataset().catalogue();
    write_members(text, fields.members(), |text, member| match member.write {
        MemberWriter::Outline(write) => write(text, &outline),
        MemberWriter::Whole(write) => write(text, answer),
        MemberWriter::Areas => {
            write_each(text, &answer.areas, |text, area| match fields.of_areas() {
                None => write_area(text, state.fragments(), area),
                Some(members) => {
                    let placed = PlacedArea::of(catalogue, area);
                    write_members(text, members.iter().copied(), |text, member| {
                        match member.write {
                            AreaWriter::Placed(write) => write(text, &placed),
                            AreaWriter::Reasoned(write) => write(text, area),
                        }
                    });
                }
            });
        }
    });
}

/// Appends the JSON of some members of an answer of which only the areas are known, with the
/// members of each that follow from its [`Placement`]. Members that need more are null, so such
/// fields need [`write_answer`]. `false` if no layer has an area: then nothing was appended.
pub(crate) fn write_placed(
    text: &mut Vec<u8>,
    catalogue: &Catalogue,
    outline: &Outline<'_>,
    placements: &[Placement],
    fields: &AnswerFields,
) -> bool {
    let areas: Vec<PlacedArea<'_>> = placements
        .iter()
        .filter_map(|placement| PlacedArea::placed(catalogue, placement))
        .collect();
    if areas.is_empty() {
        return false;
    }
    write_members(text, fields.members(), |text, member| match member.write {
        MemberWriter::Outline(write) => write(text, outline),
        MemberWriter::Whole(_) => text.extend_from_slice(b"null"),
        MemberWriter::Areas => {
            write_each(text, &areas, |text, area| {
                let members = fields.of_areas().unwrap_or_default().iter().copied();
                write_members(text, members, |text, member| match member.write {
                    AreaWriter::Placed(write) => write(text, area),
                    AreaWriter::Reasoned(_) => text.extend_from_slice(b"null"),
                });
            });
        }
    });
    true
}

/// Appends the JSON array of what `write` appends for each element.
pub(super) fn write_each<T>(text: &mut Vec<u8>, elements: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    text.push(b'[');
    for (number, element) in elements.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        write(text, element);
    }
    text.push(b']');
}

/// Appends the JSON object of some members, each with what `write` appends. Their names need no
/// escapes.
fn write_members<M: Named>(
    text: &mut Vec<u8>,
    members: impl Iterator<Item = &'static M>,
    write: impl Fn(&mut Vec<u8>, &'static M),
) {
    text.push(b'{');
    for (number, member) in members.enumerate() {
        text.extend_from_slice(if number > 0 { b",\"" } else { b"\"" });
        text.extend_from_slice(member.name().as_bytes());
        text.extend_from_slice(b"\":");
        write(text, member);
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
