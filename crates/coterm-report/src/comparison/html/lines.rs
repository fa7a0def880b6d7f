//! The section on lines: how much of them the layers share, and how far apart the others are.

use coterm_core::comparison::{Comparison, LinesOfOne, Verdict};
use coterm_core::words::{length, share, things};

use crate::comparison::names::layer_names;
use crate::document::markup::{HtmlText, Kind, Table, paragraph};

pub(super) fn section(comparison: &Comparison) -> String {
    let lines = &comparison.lines;
    let [a, b] = layer_names(comparison);
    let mut html = paragraph(&format!(
        "Each layer's boundary is measured against the other's, as lines and not from vertex to \
         vertex. {} of it is the same line in both. The furthest point of a line from the \
         other layer's lines is the Hausdorff distance.",
        length(lines.shared_m)
    ));
    let mut table = Table::new(
        &format!(
            "Length of boundary, each line once; the tolerance is {}.",
            length(comparison.tolerance_m)
        ),
        &[
            ("Boundary of", Kind::Text),
            ("All", Kind::Number),
            ("Shared", Kind::Number),
            ("Within tolerance", Kind::Number),
            ("Further apart", Kind::Number),
            ("Furthest", Kind::Number),
            ("Where (easting, northing)", Kind::Text),
            ("Mean distance", Kind::Number),
        ],
    )
    .class("ruled");
    let mut row = |name: &str, one: &LinesOfOne| {
        let part = |metres: f64| {
            let of_all = if one.length_m > 0.0 {
                metres / one.length_m
            } else {
                0.0
            };
            format!(
                "{}<br><span class=\"of\">{}</span>",
                length(metres),
                HtmlText(share(of_all.clamp(0.0, 1.0)))
            )
        };
        let furthest = one.furthest;
        table.row(vec![
            HtmlText(name).to_string(),
            length(one.length_m),
            part(lines.shared_m),
            part(one.within_m),
            part(one.apart_m),
            furthest
                .map(|at| length(at.hausdorff_m))
                .unwrap_or_default(),
            furthest.map(|at| place(at.at)).unwrap_or_default(),
            furthest.map(|at| length(at.mean_m)).unwrap_or_default(),
        ]);
    };
    row(&a, &lines.a);
    row(&b, &lines.b);
    html.push_str(&table.html());
    let measured: Vec<&Verdict> = comparison
        .verdicts_a
        .iter()
        .filter(|verdict| verdict.deviation.is_some())
        .collect();
    if !measured.is_empty() {
        html.push_str(&deviations(&measured));
    }
    html
}

/// Table of the distances between the lines of coterminous areas.
fn deviations(measured: &[&Verdict]) -> String {
    const MAX_ROWS: usize = 100;
    let mut table = Table::new(
        "Coterminous areas: how far each line is from the other's.",
        &[
            ("Area", Kind::Text),
            ("Coterminous with", Kind::Text),
            ("Furthest", Kind::Number),
            ("Where (easting, northing)", Kind::Text),
            ("Mean distance", Kind::Number),
        ],
    )
    .class("ruled");
    for verdict in measured.iter().take(MAX_ROWS) {
        let Some(apart) = verdict.deviation else {
            continue;
        };
        let with = verdict.with.first().and_then(|part| part.area.as_ref());
        table.row(vec![
            HtmlText(&verdict.area.name).to_string(),
            HtmlText(with.map_or("", |area| &area.name)).to_string(),
            length(apart.hausdorff_m),
            place(apart.at),
            length(apart.mean_m),
        ]);
    }
    let mut html = table.html();
    if measured.len() > MAX_ROWS {
        html.push_str(&paragraph(&format!(
            "{} in the other formats.",
            things(measured.len() - MAX_ROWS, "more is", "more are")
        )));
    }
    html
}

/// A place in metres of the British National Grid: easting, then northing.
pub(super) fn place([easting, northing]: [f64; 2]) -> String {
    format!("<span class=\"place\">{easting:.0}, {northing:.0}</span>")
}
