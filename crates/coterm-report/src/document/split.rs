//! The table that shows how areas are divided: each with its main part and its smaller parts.

use std::fmt::Write;

use coterm_core::words::share;

use super::markup::HtmlText;

/// An area and its parts, the largest first.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    /// Name of the area, as text.
    pub(crate) area: String,
    pub(crate) parts: Vec<Part>,
}

/// A part of an area.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Number of the part on the map, if it has one.
    pub(crate) number: Option<usize>,
    /// Name of the area that the part is in, as text.
    pub(crate) name: String,
    /// Share of the whole area, from 0 to 1; `None` if the size of the area is not known.
    pub(crate) share: Option<f64>,
    /// Content of the part, such as "4,234 live postcodes", as text.
    pub(crate) holds: String,
}

/// The share of an area that the data has only a part of.
pub(crate) const NOT_KNOWN: &str = "not known";

/// The areas as an HTML table: a group of rows for each, with a bar for each share. The caption
/// is text; it must say what the shares are of.
pub(crate) fn split(caption: &str, areas: &[Split]) -> String {
    let mut html = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table class=\"ruled groups split\" width=\"100%\" border=\"1\">\n\
         <caption><span>{}</span></caption>\n<thead><tr><th scope=\"col\">Area</th><th scope=\"col\">Part in</th>\
         <th scope=\"col\">Share</th><th scope=\"col\">What it holds</th></tr></thead>\n",
        HtmlText(caption)
    );
    for Split { area, parts } in areas.iter().filter(|split| !split.parts.is_empty()) {
        html.push_str("<tbody>\n");
        for (position, part) in parts.iter().enumerate() {
            let class = if position == 0 { "main" } else { "lesser" };
            let _ = write!(html, "<tr class=\"{class}\">");
            if position == 0 {
                let _ = write!(
                    html,
                    "<th scope=\"rowgroup\" rowspan=\"{}\">{}</th>",
                    parts.len(),
                    HtmlText(area)
                );
            }
            let number = part.number.map_or_else(String::new, |number| {
                format!("<span class=\"number\">{number}</span> ")
            });
            let share = part.share.map_or_else(
                || NOT_KNOWN.to_owned(),
                |part| {
                    format!(
                        "<span class=\"meter\" style=\"--part:{:.1}%\"></span>{}",
                        part.clamp(0.0, 1.0) * 100.0,
                        share(part)
                    )
                },
            );
            let _ = writeln!(
                html,
                "<td>{number}{}</td><td class=\"measure\">{share}</td><td>{}</td></tr>",
                HtmlText(&part.name),
                HtmlText(&part.holds)
            );
        }
        html.push_str("</tbody>\n");
    }
    html.push_str("</table></div>\n");
    html
}
