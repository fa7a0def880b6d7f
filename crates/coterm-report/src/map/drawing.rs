//! Writes a map as SVG, from the bottom up.

use geo::Coord;

use super::bounds::Bounds;
use super::label::Placed;
use super::layout::{Layout, Role};
use super::legend::line_attributes;
use super::names::{Kind, Names};
use super::scene::Scene;
use super::shape::Point;
use super::style::{COAST, CONTEXT, Colour, INK, LAND, LineStyle, PAPER, RULE, SEA, SOFT};
use super::svg::{Svg, closed_path, num, open_path};
use super::text::{BASE, FAMILIES, LINE};
use super::{Map, hatch, marker};

/// A map that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The SVG.
    pub svg: String,
    /// Its width and height, in SVG units.
    pub size: (f64, f64),
    /// Where the map's frame is on the page, in SVG units.
    pub frame: Bounds,
    /// Every name and marker, and where on the page it is.
    pub labels: Vec<PlacedLabel>,
    /// The names and markers of areas and pieces for which there was no room.
    pub without_room: Vec<String>,
}

/// A label on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLabel {
    /// What it says.
    pub text: String,
    /// Where on the page it is, in SVG units.
    pub bounds: Bounds,
    /// Whether it stands beside its area, with a line that leads there.
    pub beside: bool,
}

pub(super) fn draw(map: &Map<'_>) -> Drawing {
    let scene = Scene::new(map);
    let layout = Layout::new(map, &scene);
    let (left, top) = (layout.frame.left, layout.frame.top);
    let on_map = layout
        .legend
        .iter()
        .filter(|(_, _, on_map)| *on_map)
        .map(|(_, bounds, _)| bounds);
    let bar = layout.scale_bar.iter().map(|(_, bounds)| bounds);
    let taken = on_map
        .chain(bar)
        .map(|bounds| bounds.moved(-left, -top).grown(4.0))
        .collect();
    let names = Names::place(map, &scene, taken);

    let mut svg = Svg::default();
    open(&mut svg, map, &layout);
    svg.open(
        "g",
        &[(
            "transform",
            format!("translate({} {})", num(left), num(top)),
        )],
    );
    svg.open("g", &[("clip-path", format!("url(#{}frame)", map.prefix))]);
    ground(&mut svg, map, &scene);
    svg.close("g");
    labels(&mut svg, &names);
    svg.close("g");
    furniture(&mut svg, map, &layout);
    svg.close("svg");
    Drawing {
        svg: svg.finish(),
        size: (layout.width, layout.height),
        frame: layout.frame,
        labels: names
            .placed
            .into_iter()
            .map(|(placed, _, text)| PlacedLabel {
                text,
                bounds: placed.bounds.moved(left, top),
                beside: placed.leader.is_some(),
            })
            .collect(),
        without_room: names.without_room,
    }
}

fn open(svg: &mut Svg, map: &Map<'_>, layout: &Layout<'_>) {
    let (title, desc) = (
        format!("{}title", map.prefix),
        format!("{}desc", map.prefix),
    );
    let (width, height) = (num(layout.width), num(layout.height));
    svg.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg".into()),
            ("viewBox", format!("0 0 {width} {height}")),
            ("width", width.clone()),
            ("height", height.clone()),
            ("role", "img".into()),
            ("aria-labelledby", format!("{title} {desc}")),
            ("font-family", FAMILIES.into()),
            ("fill", INK.to_string()),
        ],
    );
    let what = if map.title.is_empty() {
        "Map"
    } else {
        &map.title
    };
    svg.holding("title", &[("id", title)], what);
    svg.holding("desc", &[("id", desc)], &description(map));
    svg.open("defs", &[]);
    svg.open("clipPath", &[("id", format!("{}frame", map.prefix))]);
    svg.element("rect", &rectangle(&map.frame.bounds()));
    svg.close("clipPath");
    let mut hatched: Vec<Colour> = Vec::new();
    for colour in map.pieces.iter().map(|piece| piece.colour) {
        if !hatched.contains(&colour) {
            hatch::define(svg, colour, &map.prefix);
            hatched.push(colour);
        }
    }
    svg.close("defs");
    if !map.small {
        let page = Bounds::new(0.0, 0.0, layout.width, layout.height);
        svg.element(
            "rect",
            &[rectangle(&page), vec![("fill", PAPER.to_string())]].concat(),
        );
    }
}

fn description(map: &Map<'_>) -> String {
    if !map.description.is_empty() {
        return map.description.clone();
    }
    let names: Vec<&str> = map
        .areas
        .iter()
        .filter(|area| area.fill.is_some() && !area.label.is_empty())
        .map(|area| area.label.as_str())
        .collect();
    if names.is_empty() {
        "A map of areas.".into()
    } else {
        format!("A map of {}.", names.join(", "))
    }
}

fn rectangle(bounds: &Bounds) -> Vec<(&'static str, String)> {
    vec![
        ("x", num(bounds.left)),
        ("y", num(bounds.top)),
        ("width", num(bounds.width())),
        ("height", num(bounds.height())),
    ]
}

fn ground(svg: &mut Svg, map: &Map<'_>, scene: &Scene) {
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
    let thin = |style: LineStyle| LineStyle {
        width: if map.small {
            style.width * 0.7
        } else {
            style.width
        },
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
        stroke(svg, over, &thin(lines.style));
        stroke(svg, paths, &thin(lines.style));
    }
    stroke(svg, &scene.outside, &thin(LineStyle::OUTSIDE));
    stroke(svg, &scene.borders, &thin(LineStyle::BORDER));
    for (piece, shape) in map.pieces.iter().zip(&scene.pieces) {
        let path = closed_path(&shape.rings);
        if !path.is_empty() {
            fill(svg, path.clone(), hatch::hatched(piece.colour, &map.prefix));
            let edge = LineStyle {
                colour: piece.colour,
                width: 1.4,
                dash: None,
            };
            svg.element("path", &line_attributes(path, &thin(edge)));
        }
    }
}

fn labels(svg: &mut Svg, names: &Names) {
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
            Kind::Main => label(svg, placed, INK, "700", 3.4),
            Kind::Over => label(svg, placed, SOFT, "400", 2.4),
        }
    }
}

/// A line with a dot in the area that it leads to, light around so that it shows on
/// any fill.
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

fn furniture(svg: &mut Svg, map: &Map<'_>, layout: &Layout<'_>) {
    if map.small {
        return;
    }
    if let Some((bar, bounds)) = &layout.scale_bar {
        let plate = rectangle(&bounds.grown(6.0));
        let paint = vec![("fill", PAPER.to_string()), ("fill-opacity", "0.8".into())];
        svg.element("rect", &[plate, paint].concat());
        bar.draw(svg, bounds);
    }
    if let Some((legend, bounds, on_map)) = &layout.legend {
        legend.draw(svg, bounds, *on_map, &map.prefix);
    }
    let edge = vec![
        ("fill", "none".into()),
        ("stroke", RULE.to_string()),
        ("stroke-width", "1".into()),
    ];
    svg.element("rect", &[rectangle(&layout.frame), edge].concat());
    for (block, role, left, top) in &layout.texts {
        let weight: &[(&str, String)] = match role {
            Role::Title => &[("font-weight", "700".into())],
            Role::Subtitle | Role::Attribution => &[("fill", SOFT.to_string())],
        };
        let mut base = top + block.size * BASE;
        for line in &block.lines {
            svg.text(line, *left, base, block.size, weight);
            base += block.size * LINE;
        }
    }
}
