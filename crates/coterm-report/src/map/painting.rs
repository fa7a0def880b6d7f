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

/// Draws everything on the ground, from the sea at the bottom to the lines on top.
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
    fill(svg, closed_path(&scene.land.rings), LAND.to_string());
    let coast = LineStyle {
        colour: COAST,
        width: 0.8,
        dash: None,
    };
    stroke(svg, &scene.coast, &coast);
    for part in &scene.unknown {
        let paint = vec![("fill", PAPER.to_string())];
        svg.element("rect", &[rectangle(part), paint].concat());
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
    in_focus(svg, map, |svg| {
        for (area, shape) in areas() {
            if let Some(colour) = area.fill {
                fill(svg, closed_path(&shape.rings), colour.to_string());
            }
        }
    });
    stroke(svg, &scene.outside, &scaled(LineStyle::OUTSIDE));
    stroke(svg, &scene.borders, &scaled(LineStyle::BORDER));
    in_focus(svg, map, |svg| {
        for (piece, shape) in map.pieces.iter().zip(&scene.pieces) {
            let path = closed_path(&shape.rings);
            if !path.is_empty() {
                hatch::fill(svg, piece.hatch, piece.colour, &shape.rings);
                let edge = LineStyle {
                    colour: piece.colour,
                    width: piece.hatch.edge(),
                    dash: None,
                };
                svg.element("path", &line_attributes(path, &scaled(edge)));
            }
        }
    });
    // Lines lie on top of the pieces, whose outlines would hide their dashes.
    for ((lines, over), (_, paths)) in map.lines.iter().zip(&scene.overs).zip(&scene.lines) {
        stroke(svg, over, &scaled(lines.style));
        stroke(svg, paths, &scaled(lines.style));
    }
    if let Some(focus) = &scene.focus {
        veil(svg, map, &closed_path(&focus.rings));
        let path = closed_path(&focus.rings);
        let casing = LineStyle {
            colour: PAPER,
            width: LineStyle::FOCUS.width + 2.4,
            dash: None,
        };
        svg.element("path", &line_attributes(path.clone(), &scaled(casing)));
        svg.element("path", &line_attributes(path, &scaled(LineStyle::FOCUS)));
    }
}

/// Draws what a map with a focus shows only there.
fn in_focus(svg: &mut Svg, map: &Map<'_>, draw: impl FnOnce(&mut Svg)) {
    if map.focus.is_some() {
        let clip = format!("url(#{}focus)", map.prefix);
        svg.open("g", &[("clip-path", clip)]);
        draw(svg);
        svg.close("g");
    } else {
        draw(svg);
    }
}

/// Draws a veil over all ground outside the focus, which makes the lines there pale.
fn veil(svg: &mut Svg, map: &Map<'_>, focus: &str) {
    let (width, height) = (num(map.frame.width()), num(map.frame.height()));
    svg.element(
        "path",
        &[
            ("d", format!("M0 0H{width}V{height}H0z{focus}")),
            ("fill", PAPER.to_string()),
            ("fill-opacity", "0.5".into()),
            ("fill-rule", "evenodd".into()),
        ],
    );
}

/// Draws names and markers at their places.
pub(super) fn labels(svg: &mut Svg, names: &Names, scene: &Scene) {
    for [from, to] in names
        .placed
        .iter()
        .filter_map(|(placed, _, _)| placed.leader)
    {
        leader(svg, from, to);
    }
    for (placed, kind, _) in &names.placed {
        if !matches!(kind, Kind::Marker(_)) && is_on_hatching(placed, scene) {
            plate(svg, placed);
        }
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

/// Whether any hatching lies below a label.
fn is_on_hatching(placed: &Placed, scene: &Scene) -> bool {
    let hatched = |at| scene.pieces.iter().any(|piece| piece.region.contains(at));
    placed.bounds.samples(16, 4).any(hatched)
}

/// Draws a light plate below a label on hatching, for a halo does not hide the lines between
/// the letters.
fn plate(svg: &mut Svg, placed: &Placed) {
    let paint = vec![
        ("rx", "3".into()),
        ("fill", PAPER.to_string()),
        ("fill-opacity", "0.86".into()),
    ];
    let bounds = rectangle(&placed.bounds.grown(2.5));
    svg.element("rect", &[bounds, paint].concat());
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
            ("stroke-opacity", "0.85".into()),
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
