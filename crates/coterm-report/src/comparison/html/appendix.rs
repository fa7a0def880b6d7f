//! The appendices that only some readers need: codes in real differences, and slivers.

use std::collections::BTreeMap;
use std::fmt::Write;

use coterm_core::codes::Postcode;
use coterm_core::comparison::{BlockBasis, Comparison, Difference, Named, Piece, PieceClass};
use coterm_core::words::{capital, count, ground, length, things, weight};

use super::lines::place;
use crate::comparison::names::{class, listed, name_or_outside, postcodes_unit};
use crate::document::markup::{HtmlText, Kind, Table, paragraph};
use crate::text;

/// Largest number of differences whose codes are listed.
const DIFFERENCES: usize = 200;
/// Largest number of codes of one kind listed for a difference.
const CODES: usize = 4_000;
/// Largest number of slivers listed for a class; the rest are added up.
const SLIVERS: usize = 40;

/// The districts, building blocks and postcodes of each real difference.
pub(super) fn codes(comparison: &Comparison) -> String {
    let blocks = comparison.blocks.as_ref();
    let blocks = blocks.map_or_else(|| "building blocks".into(), BlockBasis::names);
    let blocks = capital(&blocks);
    let postcodes = postcodes_unit(comparison);
    let mut html = String::new();
    for difference in comparison.differences.iter().take(DIFFERENCES) {
        html.push_str(&one(difference, comparison, [&blocks, &postcodes]));
    }
    if comparison.differences.len() > DIFFERENCES {
        let more = comparison.differences.len() - DIFFERENCES;
        html.push_str(&paragraph(&format!(
            "{} in the workbook and the CSV table \"differences\".",
            things(more, "more smaller part is", "more smaller parts are")
        )));
    }
    html
}

fn one(difference: &Difference, comparison: &Comparison, [names, heading]: [&str; 2]) -> String {
    let mut html = format!(
        "<div class=\"codes\" id=\"difference-{0}\">\n<h3><span class=\"number\">{0}</span> {1}</h3>\n<dl>\n",
        difference.number,
        HtmlText(text::reason::difference(difference, comparison))
    );
    let _ = writeln!(
        html,
        "<dt>Where</dt><dd>{}, {} in all</dd>",
        place(difference.at),
        things(difference.pieces.len(), "piece", "pieces")
    );
    if !difference.districts.is_empty() {
        let names = listed(&difference.districts, CODES);
        let _ = writeln!(html, "<dt>Districts</dt><dd>{}</dd>", HtmlText(names));
    }
    if !difference.blocks.is_empty() {
        let _ = writeln!(
            html,
            "<dt>{} ({})</dt>{}",
            HtmlText(names),
            count(difference.blocks.len()),
            fine(&blocks(&difference.blocks))
        );
    }
    if !difference.postcodes.is_empty() {
        let _ = writeln!(
            html,
            "<dt>{} ({})</dt>{}",
            if difference.drawn_only && heading != "Postcodes" {
                "Postcodes by the drawing"
            } else {
                heading
            },
            count(difference.postcodes.len()),
            fine(&postcodes(&difference.postcodes))
        );
    }
    html.push_str("</dl>\n</div>\n");
    html
}

/// A long list of codes, which paper has no room for.
fn fine(html: &str) -> String {
    format!(
        "<dd class=\"fine on-screen\">{html}</dd><dd class=\"on-paper\">In the document on screen, the workbook and the CSV.</dd>"
    )
}

fn blocks(blocks: &[Named]) -> String {
    let mut items: Vec<String> = blocks
        .iter()
        .take(CODES)
        .map(|block| {
            let name = if block.name == block.code {
                ""
            } else {
                &block.name
            };
            format!("<span>{} {}</span>", HtmlText(&block.code), HtmlText(name))
        })
        .collect();
    if blocks.len() > CODES {
        items.push(format!("{} more", count(blocks.len() - CODES)));
    }
    items.join(", ")
}

/// Postcodes grouped by outward code, so that those of a town take a line and not a page.
fn postcodes(postcodes: &[Postcode]) -> String {
    let mut by_outward: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for postcode in postcodes.iter().take(CODES) {
        let inward = by_outward.entry(postcode.outward()).or_default();
        inward.push(postcode.inward());
    }
    let mut html = String::new();
    for (outward, inward) in by_outward {
        let _ = write!(html, "<b>{outward}</b> {} ", inward.join(" "));
    }
    if postcodes.len() > CODES {
        let more = count(postcodes.len() - CODES);
        let _ = write!(html, "and {more} more, in the other formats");
    }
    html
}

/// Tables of the populated, coastal and generalisation pieces, largest first in each class.
pub(super) fn slivers(comparison: &Comparison) -> String {
    let mut html = String::new();
    for kind in [
        PieceClass::Populated,
        PieceClass::Coastal,
        PieceClass::Generalisation,
    ] {
        let of_class: Vec<&Piece> = comparison
            .pieces
            .iter()
            .filter(|piece| piece.class == kind)
            .collect();
        if !of_class.is_empty() {
            html.push_str(&pieces_of_class(comparison, kind, &of_class));
        }
    }
    html
}

fn pieces_of_class(comparison: &Comparison, kind: PieceClass, pieces: &[&Piece]) -> String {
    let what = match kind {
        PieceClass::Populated => {
            "Slivers with something in them. The code tables say where it belongs; where they do \
             not, check by hand."
        }
        PieceClass::Coastal => {
            "Ground that only one of the layers has, along the coast: one is drawn to another \
             water line than the other."
        }
        _ => "Slivers: two drawings of one line.",
    };
    let mut html = format!("<h3>{}</h3>\n{}", HtmlText(class(kind)), paragraph(what));
    let populated = kind == PieceClass::Populated;
    let drawn = comparison.drawn_unit().to_string();
    let mut columns = vec![
        ("In", Kind::Text),
        ("and in", Kind::Text),
        ("Ground", Kind::Number),
        ("Width", Kind::Number),
        ("Widest circle", Kind::Number),
        (&drawn, Kind::Number),
        ("Where", Kind::Text),
    ];
    if populated {
        columns.push(("Settled", Kind::Text));
    }
    let caption = format!(
        "{}, largest first.",
        things(pieces.len(), "piece", "pieces")
    );
    let mut table = Table::new(&caption, &columns).class("ruled compact");
    for piece in pieces.iter().take(SLIVERS) {
        let mut cells = vec![
            HtmlText(name_or_outside(piece.a.as_ref(), &comparison.a.id)).to_string(),
            HtmlText(name_or_outside(piece.b.as_ref(), &comparison.b.id)).to_string(),
            ground(piece.area_m2),
            length(piece.width_m),
            piece.circle_m.map(length).unwrap_or_default(),
            weight(piece.weight),
            place(piece.at),
        ];
        if populated {
            cells.push(HtmlText(text::reason::piece(piece, comparison)).to_string());
        }
        table.row(cells);
    }
    let mut sum = |class: &'static str, what: String, pieces: &[&Piece]| {
        let mut cells = vec![
            what,
            String::new(),
            ground(pieces.iter().map(|piece| piece.area_m2).sum()),
            String::new(),
            String::new(),
            weight(pieces.iter().map(|piece| piece.weight).sum()),
        ];
        cells.resize(columns.len(), String::new());
        table.row_with_class(class, cells);
    };
    if let Some(rest) = pieces.get(SLIVERS..).filter(|rest| !rest.is_empty()) {
        sum("rest", format!("{} smaller ones", count(rest.len())), rest);
    }
    if pieces.len() > 1 {
        sum("sum", "All of them".into(), pieces);
    }
    html.push_str(&table.html());
    html
}
