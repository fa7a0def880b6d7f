//! The legend of a map: its entries, their arrangement in columns, and their drawing.

use geo::coord;

use super::bounds::MapBounds;
use super::hatch::{self, Hatch};
use super::marker;
use super::shape::rounded;
use super::style::{Colour, INK, LineStyle, PAPER, RULE};
use super::svg::{Svg, num};
use super::text::{BASE, Block, LINE, Weight};

/// One entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Sample of the colour or line as it is on the map.
    pub sample: Sample,
    /// Explanation of the sample.
    pub text: String,
}

/// Sample that stands beside a text of the legend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// An area of this colour.
    Fill(Colour),
    /// An area of this colour with a numbered marker.
    Number(Colour, u32),
    /// A line.
    Line(LineStyle),
    /// A hatched piece of this colour.
    Hatch(Hatch, Colour),
    /// The text is a heading, without a sample.
    Heading,
}

/// Font size, in SVG units.
const SIZE: f64 = 13.0;
/// Distance between the border and the entries, in SVG units.
const PADDING: f64 = 12.0;
/// Width and height of a sample, in SVG units.
const SWATCH: (f64, f64) = (24.0, 14.0);
/// Distance between a sample and its text, in SVG units.
const GAP: f64 = 9.0;
/// Distance between entries, in SVG units.
const BETWEEN: f64 = 5.0;
/// Largest width of a column's text, in SVG units.
const MAX_WIDTH: f64 = 240.0;
/// Distance between columns, in SVG units.
const COLUMN: f64 = 22.0;

/// A legend whose text is broken into lines and columns, without a place on the page.
#[derive(Debug)]
pub(super) struct Legend<'a> {
    columns: Vec<Vec<(&'a Entry, Block)>>,
}

impl<'a> Legend<'a> {
    /// A legend in one column, for a corner of the map.
    pub(super) fn in_a_corner(entries: &'a [Entry]) -> Self {
        Self {
            columns: vec![
                entries
                    .iter()
                    .map(|entry| (entry, block(entry, MAX_WIDTH)))
                    .collect(),
            ],
        }
    }

    /// A legend below the map, in as many columns as the width has room for.
    pub(super) fn below(entries: &'a [Entry], width: f64) -> Self {
        let blocks: Vec<_> = entries
            .iter()
            .map(|entry| (entry, block(entry, MAX_WIDTH)))
            .collect();
        let widest = blocks
            .iter()
            .map(|(_, block)| block.width)
            .fold(0.0, f64::max);
        let one = SWATCH.0 + GAP + widest;
        let columns = (1..=blocks.len().max(1))
            .rev()
            .find(|&columns| count(columns) * (one + COLUMN) - COLUMN <= width)
            .unwrap_or(1);
        let rows = blocks.len().div_ceil(columns).max(1);
        Self {
            columns: blocks.chunks(rows).map(<[_]>::to_vec).collect(),
        }
    }

    pub(super) fn width(&self) -> f64 {
        let columns: f64 = self.columns.iter().map(|column| column_width(column)).sum();
        columns + COLUMN * (count(self.columns.len()) - 1.0) + 2.0 * PADDING
    }

    pub(super) fn height(&self) -> f64 {
        let tallest = self
            .columns
            .iter()
            .map(|column| column_height(column))
            .fold(0.0, f64::max);
        tallest + 2.0 * PADDING
    }

    /// Draws the legend into the bounds; `framed` gives it a background and a border.
    pub(super) fn draw(&self, svg: &mut Svg, bounds: &MapBounds, framed: bool) {
        svg.open("g", &[("class", "legend".into())]);
        if framed {
            svg.element(
                "rect",
                &[
                    ("x", num(bounds.left)),
                    ("y", num(bounds.top)),
                    ("width", num(bounds.width())),
                    ("height", num(bounds.height())),
                    ("fill", PAPER.to_string()),
                    ("fill-opacity", "0.94".into()),
                    ("stroke", RULE.to_string()),
                    ("stroke-width", "0.8".into()),
                ],
            );
        }
        let mut left = bounds.left + PADDING;
        for column in &self.columns {
            let mut top = bounds.top + PADDING;
            for (entry, block) in column {
                draw_entry(svg, entry, block, left, top);
                top += height(block) + BETWEEN;
            }
            left += column_width(column) + COLUMN;
        }
        svg.close("g");
    }
}

#[expect(clippy::cast_precision_loss, reason = "a legend has few entries")]
fn count(number: usize) -> f64 {
    number as f64
}

fn block(entry: &Entry, limit: f64) -> Block {
    let weight = if entry.sample == Sample::Heading {
        Weight::Bold
    } else {
        Weight::Regular
    };
    let room = if entry.sample == Sample::Heading {
        SWATCH.0 + GAP
    } else {
        0.0
    };
    Block::within(&entry.text, SIZE, weight, limit + room)
}

fn height(block: &Block) -> f64 {
    block.height().max(SWATCH.1)
}

fn column_width(column: &[(&Entry, Block)]) -> f64 {
    column
        .iter()
        .map(|(entry, block)| match entry.sample {
            Sample::Heading => block.width,
            _ => SWATCH.0 + GAP + block.width,
        })
        .fold(0.0, f64::max)
}

fn column_height(column: &[(&Entry, Block)]) -> f64 {
    column
        .iter()
        .map(|(_, block)| height(block) + BETWEEN)
        .sum::<f64>()
        - BETWEEN
}

fn draw_entry(svg: &mut Svg, entry: &Entry, block: &Block, left: f64, top: f64) {
    let middle = top + SIZE * LINE / 2.0;
    let swatch = |svg: &mut Svg, fill: String| {
        svg.element(
            "rect",
            &[
                ("x", num(left)),
                ("y", num(middle - SWATCH.1 / 2.0)),
                ("width", num(SWATCH.0)),
                ("height", num(SWATCH.1)),
                ("fill", fill),
                ("stroke", INK.to_string()),
                ("stroke-width", "0.8".into()),
            ],
        );
    };
    match entry.sample {
        Sample::Fill(colour) => swatch(svg, colour.to_string()),
        Sample::Hatch(kind, colour) => {
            swatch(svg, PAPER.to_string());
            let (top, bottom) = (middle - SWATCH.1 / 2.0, middle + SWATCH.1 / 2.0);
            let right = left + SWATCH.0;
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            let ring = corners.map(|(x, y)| rounded(coord! { x: x, y: y }));
            hatch::fill(svg, kind, colour, &[ring.to_vec()]);
        }
        Sample::Number(colour, number) => {
            swatch(svg, colour.to_string());
            marker::draw(svg, number, left + SWATCH.0 / 2.0, middle);
        }
        Sample::Line(style) => {
            let path = format!("M{} {}h{}", num(left), num(middle), num(SWATCH.0));
            svg.element("path", &line_attributes(path, &style));
        }
        Sample::Heading => {}
    }
    let heading = entry.sample == Sample::Heading;
    let x = if heading { left } else { left + SWATCH.0 + GAP };
    let weight: &[(&str, String)] = if heading {
        &[("font-weight", "700".into())]
    } else {
        &[]
    };
    for (index, line) in block.lines.iter().enumerate() {
        let base = top + SIZE * (BASE + LINE * count(index));
        svg.text(line, x, base, SIZE, weight);
    }
}

/// The SVG attributes of a path that is drawn in this style.
pub(super) fn line_attributes(path: String, style: &LineStyle) -> Vec<(&'static str, String)> {
    let mut attributes = vec![
        ("d", path),
        ("fill", "none".into()),
        ("stroke", style.colour.to_string()),
        ("stroke-width", num(style.width)),
        ("stroke-linejoin", "round".into()),
    ];
    if let Some((dash, gap)) = style.dash {
        attributes.push(("stroke-dasharray", format!("{} {}", num(dash), num(gap))));
    }
    attributes
}
