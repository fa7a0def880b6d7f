//! The overlap matrix as a table whose cells are shaded by share.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use coterm_core::comparison::{Comparison, Named, Overlap};
use coterm_core::words::{ground, share, weight};

use crate::comparison::moves::Side;
use crate::comparison::names::{RealPairs, layer_names};
use crate::document::markup::{HtmlText, paragraph};

/// Largest number of columns; a wider matrix could not be read.
const MAX_COLUMNS: usize = 30;
/// Largest number of columns on an upright page; a wider matrix has a landscape page.
const UPRIGHT: usize = 12;

/// Sort key of a row or column: the area, with ground outside the layer last.
type Key<'a> = (bool, Option<&'a Named>);

fn key(area: Option<&Named>) -> Key<'_> {
    (area.is_none(), area)
}

/// The section on the matrix, and whether it needs a landscape page.
pub(super) fn section(comparison: &Comparison) -> (String, bool) {
    let keys = |side: Side| -> BTreeSet<Key<'_>> {
        let own = comparison.matrix.iter().map(|o| key(side.own(o)));
        own.collect()
    };
    let (a, b) = (keys(Side::A), keys(Side::B));
    if a.is_empty() || b.is_empty() {
        return (paragraph("The two layers have nothing in common."), false);
    }
    // The layer with fewer areas has the columns.
    let (down, across, across_side) = if b.len() <= a.len() {
        (a, b, Side::B)
    } else {
        (b, a, Side::A)
    };
    if across.len() > MAX_COLUMNS {
        let text = format!(
            "A matrix of {} by {} areas does not fit on a page. The tables of the next part list \
             every pair, and the workbook has the matrix whole.",
            down.len(),
            across.len()
        );
        return (paragraph(&text), false);
    }
    let wide = across.len() > UPRIGHT;
    let [a, b] = layer_names(comparison);
    let (rows, columns) = if across_side == Side::B {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let html = format!(
        "<div class=\"keep\">\n<p>{}</p>\n{}</div>\n",
        HtmlText(explanation(comparison, across_side)),
        Heat {
            comparison,
            down,
            across,
            across_side,
            rows,
            columns,
        }
        .html()
    );
    (html, wide)
}

fn explanation(comparison: &Comparison, across_side: Side) -> String {
    let [a, b] = layer_names(comparison);
    let line = if across_side == Side::B {
        "row"
    } else {
        "column"
    };
    format!(
        "Each {line} is an area of {a}, and shows where in {b} its {} are. It adds up to 100%. A dot \
         means that the two layers draw the same boundary slightly differently. What is outside one of \
         the layers comes last. There, and for areas that extend beyond the data, the figure is a number \
         of {} and not a share.",
        comparison.unit(),
        comparison.unit()
    )
}

struct Heat<'a> {
    comparison: &'a Comparison,
    down: BTreeSet<Key<'a>>,
    across: BTreeSet<Key<'a>>,
    across_side: Side,
    rows: &'a str,
    columns: &'a str,
}

impl Heat<'_> {
    fn html(&self) -> String {
        let real = RealPairs::of(self.comparison);
        let cells: BTreeMap<(Key<'_>, Key<'_>), &Overlap> = self
            .comparison
            .matrix
            .iter()
            .map(|o| {
                let (row, column) = (self.across_side.other(o), self.across_side.own(o));
                ((key(row), key(column)), o)
            })
            .collect();
        let mut html = format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix\"><table class=\"heat\">\n\
             <caption>{} down, {} across.</caption>\n<thead><tr><td></td>",
            HtmlText(self.rows),
            HtmlText(self.columns)
        );
        for (_, area) in &self.across {
            let name = area.map_or("Outside", |area| &area.name);
            let _ = write!(
                html,
                "<th scope=\"col\"><span>{}</span></th>",
                HtmlText(name)
            );
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for &row in &self.down {
            let name = row.1.map_or("Outside", |area| &area.name);
            let _ = write!(html, "<tr><th scope=\"row\">{}</th>", HtmlText(name));
            for &column in &self.across {
                match cells.get(&(row, column)) {
                    Some(overlap) => html.push_str(&self.cell(overlap, real.has(overlap))),
                    None => html.push_str("<td></td>"),
                }
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table></div>\n");
        html
    }

    fn cell(&self, overlap: &Overlap, real: bool) -> String {
        let comparison = self.comparison;
        let held = if comparison.counts_ground() {
            String::new()
        } else {
            format!("{} {}, ", weight(overlap.weight), comparison.unit())
        };
        let names = [&overlap.a, &overlap.b].map(|area| {
            area.as_ref()
                .map_or("outside the other layer", |area| &area.name)
        });
        let title = format!(
            "{} and {}: {held}{}",
            names[0],
            names[1],
            ground(overlap.area_m2)
        );
        let title = HtmlText(title);
        if !real {
            return format!("<td class=\"dot\" title=\"{title}\">·</td>");
        }
        if overlap.a.is_none() || overlap.b.is_none() {
            let text = weight(overlap.weight);
            return format!(
                "<td class=\"out\" title=\"{title}\">{}</td>",
                HtmlText(text)
            );
        }
        // An area that the data holds only in part has no shares.
        let Some(part) = overlap.weight_share_of_a else {
            let text = weight(overlap.weight);
            return format!(
                "<td class=\"out\" title=\"{title}\">{}</td>",
                HtmlText(text)
            );
        };
        let part = if overlap.weight > 0.0 { part } else { 0.0 };
        let shade = shade(part);
        let text = share(part);
        format!(
            "<td class=\"h{shade}\" title=\"{title}\">{}</td>",
            HtmlText(text)
        )
    }
}

/// Shade of a share, from 0 for nothing to 10 for all.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 1"
)]
fn shade(part: f64) -> u8 {
    let steps = (part.clamp(0.0, 1.0) * 10.0).round() as u8;
    if part > 0.0 { steps.max(1) } else { 0 }
}
