//! Layers and areas as pages for people.

use std::fmt::Write;

use axum::response::Response;
use coterm_core::layers::{Area, Layer};
use coterm_core::words::{count, day};
use coterm_report::HtmlText;

use super::documents::{Collection, Collections};
use crate::filter::{Column, Value};
use crate::http::html::page;
use crate::http::link::{Link, percent_encoded};

/// Makes the page of all layers.
pub(super) fn collections(collections: &Collections, base: &str) -> Response {
    let mut rows = String::new();
    for collection in &collections.collections {
        let id = percent_encoded(&collection.info.id);
        let _ = writeln!(
            rows,
            "<tr><td><a href=\"{}/collections/{id}\">{}</a></td><td>{}</td><td>{}</td></tr>",
            HtmlText(base),
            HtmlText(&collection.info.title),
            count(collection.areas),
            HtmlText(validity(collection)),
        );
    }
    let table = format!(
        "<table>\n<thead><tr><th>Layer</th><th>Areas</th><th>Valid</th></tr></thead>\n<tbody>\n\
         {rows}</tbody>\n</table>"
    );
    page(
        "Layers",
        base,
        &[(format!("{base}/?f=html"), "coterm")],
        &table,
    )
}

/// Makes the page of a layer.
pub(super) fn collection(collection: &Collection, base: &str) -> Response {
    let info = &collection.info;
    let href = format!(
        "{}/collections/{}",
        HtmlText(base),
        percent_encoded(&info.id)
    );
    let facts = [
        ("Areas", count(collection.areas)),
        ("Valid", validity(collection)),
        ("Source", info.source.clone()),
        ("Licence", info.licence.clone()),
        ("Acknowledgement", info.attribution.clone()),
    ];
    let content = format!(
        "<p><a href=\"{href}/items?f=html\">See the areas</a></p>\n{}\n\
         <p>For programs: <a href=\"{href}/items?f=json\">GeoJSON</a>, \
         <a href=\"{href}/items?f=fgb\">FlatGeobuf</a>, \
         <a href=\"{href}/items?f=parquet\">GeoParquet</a>, <a href=\"{href}/items?f=csv\">CSV</a>, \
         <a href=\"{href}/queryables\">queryables</a>, <a href=\"{href}/schema\">schema</a>, \
         <a href=\"{href}/tiles\">tiles</a></p>",
        table(&facts)
    );
    page(&info.title, base, &above(base), &content)
}

/// Makes the page of some areas of a layer.
pub(super) fn items(
    layer: &Layer,
    areas: &[&Area],
    matched: usize,
    links: &[Link],
    base: &str,
) -> Response {
    let href = format!("{base}/collections/{}", percent_encoded(layer.id()));
    let (shown, matched) = (count(areas.len()), count(matched));
    let mut content = format!("<p>{shown} of {matched} areas</p>\n<table>\n");
    content.push_str("<thead><tr><th>Name</th><th>Code</th></tr></thead>\n<tbody>\n");
    for area in areas {
        let _ = writeln!(
            content,
            "<tr><td><a href=\"{}/items/{}?f=html\">{}</a></td><td><code>{}</code></td></tr>",
            HtmlText(&href),
            percent_encoded(area.code()),
            HtmlText(area.name()),
            HtmlText(area.code()),
        );
    }
    content.push_str("</tbody>\n</table>\n<p>");
    for (rel, text) in [("prev", "Previous page"), ("next", "Next page")] {
        for link in links.iter().filter(|link| link.rel == rel) {
            let _ = write!(content, "<a href=\"{}\">{text}</a> ", HtmlText(&link.href));
        }
    }
    content.push_str("</p>");
    let mut path = above(base);
    path.push((format!("{href}?f=html"), layer.info().title.as_str()));
    page("Areas", base, &path, &content)
}

/// Makes the page of an area.
pub(super) fn item(layer: &Layer, area: &Area, base: &str) -> Response {
    let href = format!("{base}/collections/{}", percent_encoded(layer.id()));
    let facts: Vec<(&str, String)> = Column::of(layer)
        .iter()
        .map(|column| (column.title(), shown(column.value(layer, area))))
        .collect();
    let content = format!(
        "{}\n<p>For programs: <a href=\"{}/items/{}?f=json\">GeoJSON</a></p>",
        table(&facts),
        HtmlText(&href),
        percent_encoded(area.code()),
    );
    let mut path = above(base);
    path.push((format!("{href}?f=html"), layer.info().title.as_str()));
    path.push((format!("{href}/items?f=html"), "Areas"));
    page(area.name(), base, &path, &content)
}

fn above(base: &str) -> Vec<(String, &'static str)> {
    vec![
        (format!("{base}/?f=html"), "coterm"),
        (format!("{base}/collections?f=html"), "Layers"),
    ]
}

fn table(facts: &[(&str, String)]) -> String {
    let mut rows = String::from("<table>\n<tbody>\n");
    for (name, value) in facts {
        let (name, value) = (HtmlText(name), HtmlText(value));
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>"
        );
    }
    rows + "</tbody>\n</table>"
}

fn shown(value: Option<Value>) -> String {
    match value {
        None => "–".to_owned(),
        Some(Value::Text(text)) => text,
        Some(Value::Truth(truth)) => if truth { "yes" } else { "no" }.to_owned(),
        Some(Value::Day(on)) => day(on),
        Some(Value::Number(number)) => number.to_string(),
    }
}

fn validity(collection: &Collection) -> String {
    let period = collection.info.period;
    match (period.known_from().map(day), period.to().map(day)) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => "on all days".to_owned(),
    }
}
