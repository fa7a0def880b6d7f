//! Output of a map as SVG: the page with its texts, legend and scale bar, and the map on it.

use super::Map;
use super::bounds::MapBounds;
use super::layout::{Layout, Role};
use super::names::Names;
use super::painting::{ground, labels};
use super::scene::Scene;
use super::style::{INK, PAPER, RULE, SOFT};
use super::svg::{Svg, closed_path, num};
use super::text::{BASE, FAMILIES, LINE};

/// A finished map: the SVG, and the places of its frame and labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The map as SVG.
    pub svg: String,
    /// Width and height of the page, in SVG units.
    pub size: (f64, f64),
    /// Rectangle of the map's frame on the page, in SVG units.
    pub frame: MapBounds,
    /// Every name and marker, with its rectangle on the page.
    pub labels: Vec<PlacedLabel>,
    /// Names and markers of areas and pieces that found no room.
    pub without_room: Vec<String>,
}

/// A label on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLabel {
    /// Text of the label.
    pub text: String,
    /// Rectangle of the label on the page, in SVG units.
    pub bounds: MapBounds,
    /// Whether the label stands beside its area, with a line that leads there.
    pub has_leader: bool,
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
    open(&mut svg, map, &scene, &layout);
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
    labels(&mut svg, &names, &scene);
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
                has_leader: placed.leader.is_some(),
            })
            .collect(),
        without_room: names.without_room,
    }
}

fn open(svg: &mut Svg, map: &Map<'_>, scene: &Scene, layout: &Layout<'_>) {
    let (title, desc) = (
        format!("{}title", map.prefix),
        format!("{}desc", map.prefix),
    );
    let (width, height) = (num(layout.width), num(layout.height));
    let what = if map.title.is_empty() {
        "Map"
    } else {
        &map.title
    };
    // A word processor that knows no SVG would write the texts of its elements.
    let named = if map.small {
        ("aria-label", format!("{what}. {}", description(map)))
    } else {
        ("aria-labelledby", format!("{title} {desc}"))
    };
    svg.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg".into()),
            ("viewBox", format!("0 0 {width} {height}")),
            ("width", width.clone()),
            ("height", height.clone()),
            ("role", "img".into()),
            named,
            ("font-family", FAMILIES.into()),
            ("fill", INK.to_string()),
        ],
    );
    if !map.small {
        svg.holding("title", &[("id", title)], what);
        svg.holding("desc", &[("id", desc)], &description(map));
    }
    svg.open("defs", &[]);
    svg.open("clipPath", &[("id", format!("{}frame", map.prefix))]);
    svg.element("rect", &rectangle(&map.frame.bounds()));
    svg.close("clipPath");
    if let Some(focus) = &scene.focus {
        svg.open("clipPath", &[("id", format!("{}focus", map.prefix))]);
        svg.element(
            "path",
            &[
                ("d", closed_path(&focus.rings)),
                ("clip-rule", "evenodd".into()),
            ],
        );
        svg.close("clipPath");
    }
    svg.close("defs");
    if !map.small {
        let page = MapBounds::new(0.0, 0.0, layout.width, layout.height);
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

/// The `x`, `y`, `width` and `height` attributes of a rectangle.
pub(super) fn rectangle(bounds: &MapBounds) -> Vec<(&'static str, String)> {
    vec![
        ("x", num(bounds.left)),
        ("y", num(bounds.top)),
        ("width", num(bounds.width())),
        ("height", num(bounds.height())),
    ]
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
        legend.draw(svg, bounds, *on_map);
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
