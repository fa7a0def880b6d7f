//! The members of a feature collection around its features.

use coterm_core::layers::Layer;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::Problem;
use crate::http::link::Link;

/// The numbers of a page of features, the time when it was made, and its links.
pub(super) struct Page<'a> {
    pub(super) matched: usize,
    pub(super) returned: usize,
    pub(super) made_at: Timestamp,
    pub(super) links: &'a [Link],
}

/// Returns the text before the features, `{"type":"FeatureCollection",…,"features":[`. The text
/// after them is [`END`].
pub(super) fn beginning(layer: &Layer, page: &Page<'_>) -> Result<Vec<u8>, Problem> {
    let info = layer.info();
    let made_at = page.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut text = serde_json::to_vec(&json!({"type": "FeatureCollection"}))
        .map_err(|error| Problem::internal(&error))?;
    add_member(&mut text, "name", layer.id())?;
    add_member(&mut text, "title", &info.title)?;
    add_member(&mut text, "attribution", &info.attribution)?;
    add_member(&mut text, "licence", &info.licence)?;
    add_member(&mut text, "numberMatched", &page.matched)?;
    add_member(&mut text, "numberReturned", &page.returned)?;
    add_member(&mut text, "timeStamp", &made_at)?;
    add_member(&mut text, "links", page.links)?;
    text.pop();
    text.extend_from_slice(b",\"features\":[");
    Ok(text)
}

pub(super) const END: &[u8] = b"]}";

/// Adds a member to the end of a JSON object that has others.
pub(super) fn add_member(
    object: &mut Vec<u8>,
    name: &'static str,
    value: &(impl Serialize + ?Sized),
) -> Result<(), Problem> {
    object.pop();
    object.extend_from_slice(b",\"");
    object.extend_from_slice(name.as_bytes());
    object.extend_from_slice(b"\":");
    serde_json::to_writer(&mut *object, value).map_err(|error| Problem::internal(&error))?;
    object.push(b'}');
    Ok(())
}
