//! Drawing of the map inside its frame: ground, lines, and the labels on them.

use geo::Coord;

use super::drawing::rectangle;
use super::label::Placed;
use super::legend::line_attributes;
use super::names::{Kind, Names};
use super::scene::Scene;
use super::shape::Point;
use super::style::{COAST, CONTEXT, Colour, INK, LAND, LineStyle, NAME, PAPER, RULE, SEA};
use super::svg::{Svg, closed_path, num, open_path};
use super::text::{BASE, LINE};
use super::{Map, hatch, marker};

/// Draws everything on the ground, from the sea at the bottom to the pieces on top.
pub(super) fn ground(svg: &mut Svg, map: &Map<'_>, scene: &Scene) {
    let fill = |svg: &mut Svg, path: String, fill: String| {
        if !path.is_empty() {
            svg.element(
                "path",
                &[("d", path), ("fill", fill), ("fill-rule", "evenodd".into())],
            );
        }
    };
    let stroke = |svg: &mut Svg, lines: &[Vec<Point>], style: &LineStyle| {
        let path = open_path(lines);
        if !path.is_empty() {
            svg.element("path", &line_attributes(path, style));
        }
    };
    let thinner = match map.areas.len() {
        _ if map.small => 0.7,
        0..=100 => 1.0,
        _ => 0.4,
    };
    let scaled = |style: LineStyle| LineStyle {
        width: style.width * thinner,
        ..style
    };
    svg.element(
        "rect",
        &[
            rectangle(&map.frame.bounds()),
            vec![("fill", SEA.to_string())],
        ]
        .concat(),
    );
    let land = closed_path(&scene.land.rings);
    if !land.is_empty() {
        svg.element(
            "path",
            &[
                ("d", land),
                ("fill", LAND.to_string()),
                ("fill-rule", "evenodd".into()),
                ("stroke", COAST.to_string()),
                ("stroke-width", "0.8".into()),
                ("stroke-linejoin", "round".into()),
            ],
        );
    }
    let areas = || map.areas.iter().zip(&scene.areas);
    for (_, shape) in areas().filter(|(area, _)| area.fill.is_none()) {
        fill(svg, closed_path(&shape.rings), CONTEXT.to_string());
    }
    stroke(
        svg,
        &scene.context,
        &LineStyle {
            colour: RULE,
            width: 0.8,
            dash: None,
        },
    );
    for (area, shape) in areas() {
        if let Some(colour) = area.fill {
            fill(svg, closed_path(&shape.rings), colour.to_string());
        }
    }
    for ((lines, over), (_, paths)) in map.lines.iter().zip(&scene.overs).zip(&scene.lines) {
        stroke(svg, over, &scaled(lines.style));
        stroke(svg, paths, &scaled(lines.style));
    }
    stroke(svg, &scene.outside, &scaled(LineStyle::OUTSIDE));
    stroke(svg, &scene.borders, &scaled(LineStyle::BORDER));
    for (piece, shape) in map.pieces.iter().zip(&scene.pieces) {
        let path = closed_path(&shape.rings);
        if !path.is_empty() {
            fill(svg, path.clone(), hatch::hatched(piece.colour, &map.prefix));
            let edge = LineStyle {
                colour: piece.colour,
                width: 1.4,
                dash: None,
            };
            svg.element("path", &line_attributes(path, &scaled(edge)));
        }
    }
}

/// Draws names and markers at their places.
pub(super) fn labels(svg: &mut Svg, names: &Names) {
    for [from, to] in names
        .placed
        .iter()
        .filter_map(|(placed, _, _)| placed.leader)
    {
        leader(svg, from, to);
    }
    for (placed, kind, _) in &names.placed {
        match kind {
            Kind::Marker(number) => {
                let at = placed.bounds.centre();
                marker::draw(svg, *number, at.x, at.y);
            }
            Kind::Main => label(svg, placed, INK, "700", 3.0),
            Kind::Over => label(svg, placed, NAME, "400", 2.4),
        }
    }
}

/// Draws the line from an area to its label, with a dot in the area. A light edge makes both
/// visible on any fill.
fn leader(svg: &mut Svg, from: Coord<f64>, to: Coord<f64>) {
    let path = format!(
        "M{} {}L{} {}",
        num(from.x),
        num(from.y),
        num(to.x),
        num(to.y)
    );
    for (colour, width, radius) in [(PAPER, 2.6, 3.6), (INK, 1.0, 2.4)] {
        svg.element(
            "path",
            &line_attributes(
                path.clone(),
                &LineStyle {
                    colour,
                    width,
                    dash: None,
                },
            ),
        );
        svg.element(
            "circle",
            &[
                ("cx", num(from.x)),
                ("cy", num(from.y)),
                ("r", num(radius)),
                ("fill", colour.to_string()),
            ],
        );
    }
}

fn label(svg: &mut Svg, placed: &Placed, colour: Colour, weight: &str, halo: f64) {
    svg.open(
        "g",
        &[
            ("text-anchor", "middle".into()),
            ("font-weight", weight.into()),
            ("fill", colour.to_string()),
            ("stroke", PAPER.to_string()),
            ("stroke-opacity", "0.75".into()),
            ("stroke-width", num(halo)),
            ("stroke-linejoin", "round".into()),
            ("paint-order", "stroke".into()),
        ],
    );
    let size = placed.block.size;
    let mut base = placed.bounds.top + size * BASE;
    for line in &placed.block.lines {
        svg.text(line, placed.bounds.centre().x, base, size, &[]);
        base += size * LINE;
    }
    svg.close("g");
}
