//! The flow diagram of a report (a Sankey diagram): bands between two columns of bars, which
//! show who moves from which area to which.

mod bars;

use std::fmt::Write;

use coterm_core::comparison::Named;
use coterm_core::words::{share, weight};

use super::markup::{HtmlText, paragraph};
use super::picture::picture;
use crate::map::FAMILIES;
use bars::{Bar, Bars};

/// Largest number of areas on a side for which a picture is drawn.
const MAX_BARS: usize = 40;
/// Width of the picture, and of the column of names on each side, in SVG units.
const WIDTH: f64 = 960.0;
const NAMES: f64 = 250.0;
/// Width of a bar, in SVG units.
const BAR: f64 = 12.0;
/// Colours of the areas on the left: dark enough for bars, and light enough for bands, which
/// are translucent. People with any kind of colour blindness can tell them apart (after Okabe
/// and Ito).
const COLOURS: [&str; 8] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#3f4aa0", "#56a0c9", "#7a5230",
];
/// Colour of ground outside the first layer.
const GREY: &str = "#7b858c";

/// A flow: the area on the left, the area on the right, and the weight that they have in
/// common. `None` is ground in no area.
pub(crate) type Flow<'a> = (Option<&'a Named>, Option<&'a Named>, f64);

/// Content of a flow diagram.
pub(crate) struct Flows<'a> {
    /// Prefix of ids, which tells the picture from others in the document.
    pub(crate) id: &'a str,
    /// Headings of the left and of the right side.
    pub(crate) sides: [&'a str; 2],
    /// Unit of the bands, in the plural.
    pub(crate) unit: &'a str,
    /// Name of the bar for ground in no area.
    pub(crate) nowhere: &'a str,
    /// Caption of the picture, apart from the headings.
    pub(crate) caption: &'a str,
    /// The flows; those without weight are not shown.
    pub(crate) flows: Vec<Flow<'a>>,
}

/// The flow diagram as HTML, or a paragraph that says why there is none.
pub(crate) fn figure(flows: &Flows<'_>) -> String {
    let bars = Bars::of(&flows.flows, flows.nowhere);
    if bars.left.len() > MAX_BARS || bars.right.len() > MAX_BARS {
        return paragraph("These are too many areas for a picture; the tables have every flow.");
    }
    if bars.bands.is_empty() {
        return paragraph("Nothing is counted in what the two layers have in common.");
    }
    let [a, b] = flows.sides;
    let (id, height) = (flows.id, bars.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" id=\"{id}\" font-family=\"{FAMILIES}\" fill=\"#15212b\">\n",
    );
    bands(&mut svg, flows.unit, &bars);
    for bar in &bars.left {
        let fill = colour(&bars, bar);
        label(&mut svg, bar, Side::Left, fill);
    }
    for bar in &bars.right {
        label(&mut svg, bar, Side::Right, "#3b4a55");
    }
    svg.push_str("</svg>\n");
    format!(
        "<figure class=\"flow\">\n<div class=\"heads\" aria-hidden=\"true\"><span>{}</span> <span>{}</span></div>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Flow diagram\">{}</div>\n\
         <figcaption>{}</figcaption>\n</figure>\n",
        HtmlText(a),
        HtmlText(b),
        picture(
            &svg,
            (WIDTH, height),
            &format!("From {a} to {b}, by {}", flows.unit)
        ),
        HtmlText(capital(flows.caption))
    )
}

/// Side of a bar, with its label on the outside.
#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Right,
}

fn colour(bars: &Bars, bar: &Bar) -> &'static str {
    if bar.outside {
        return GREY;
    }
    let position = bars.left.iter().position(|other| other.slot == bar.slot);
    COLOURS[position.unwrap_or(0) % COLOURS.len()]
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn bands(svg: &mut String, unit: &str, bars: &Bars) {
    let (x0, x1) = (NAMES + BAR, WIDTH - NAMES - BAR);
    let middle = f64::midpoint(x0, x1);
    for band in &bars.bands {
        let (from, to) = (&bars.left[band.from], &bars.right[band.to]);
        let fill = colour(bars, from);
        let (y0, y1) = (band.y_from, band.y_to);
        let (z0, z1) = (y0 + band.height, y1 + band.height);
        let _ = writeln!(
            svg,
            "<path d=\"M{x0} {y0:.1}C{middle} {y0:.1} {middle} {y1:.1} {x1} {y1:.1}V{z1:.1}C{middle} {z1:.1} {middle} {z0:.1} {x0} {z0:.1}Z\" fill=\"{fill}\" fill-opacity=\"0.45\"><title>{}</title></path>",
            HtmlText(format!(
                "{} to {}: {} {unit}, {} of the first",
                from.name,
                to.name,
                weight(band.weight),
                share(band.weight / from.weight)
            ))
        );
    }
}

fn label(svg: &mut String, bar: &Bar, side: Side, fill: &str) {
    let (x, text_x, anchor) = match side {
        Side::Left => (NAMES, NAMES - 8.0, "end"),
        Side::Right => (WIDTH - NAMES - BAR, WIDTH - NAMES + 8.0, "start"),
    };
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{:.1}\" width=\"{BAR}\" height=\"{:.1}\" fill=\"{fill}\"/>",
        bar.top, bar.height
    );
    let lines = bar.lines.len() + 1;
    let mut y = bar.top + bar.height / 2.0 - (bars::line_height(lines) / 2.0) + bars::ASCENT;
    for line in &bar.lines {
        let _ = writeln!(
            svg,
            "<text x=\"{text_x}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"18\" font-weight=\"600\">{}</text>",
            HtmlText(line)
        );
        y += bars::LINE;
    }
    let _ = writeln!(
        svg,
        "<text x=\"{text_x}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"16\" fill=\"#4a5863\">{}</text>",
        HtmlText(weight(bar.weight))
    );
}
