//! The style of the page's map: layers in their families' colours, on land and sea.

use std::collections::{BTreeSet, HashMap};

use axum::Json;
use axum::http::HeaderMap;
use coterm_core::layers::{Area, Layer, Role};
use geo::{BoundingRect, Intersects};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::basemap;
use super::families::FamilyColours;
use crate::State;
use crate::http::links::base_url;

/// The theme of the map: dark lines on a light ground, or light lines on a dark one.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Theme {
    Light,
    Dark,
}

/// The colours of sea, land and coast under the areas, and of the halo that keeps names and
/// outlines legible on them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground {
    pub(super) sea: &'static str,
    pub(super) land: &'static str,
    coast: &'static str,
    pub(super) halo: &'static str,
}

impl Theme {
    pub(super) fn ground(self) -> Ground {
        match self {
            Self::Light => Ground {
                sea: "#d9e5eb",
                land: "#f7f6f1",
                coast: "#b4c3cb",
                halo: "#fdfdfb",
            },
            Self::Dark => Ground {
                sea: "#101a22",
                land: "#1e2a33",
                coast: "#3c4d59",
                halo: "#141f27",
            },
        }
    }
}

/// The fonts of names, from the reader's machine: `MapLibre` uses local fonts if a style has no
/// `glyphs`. The first is not a font: `MapLibre` reads the weight from its name.
pub(super) const FONTS: [&str; 5] = [
    "Coterm Semibold",
    "system-ui",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
];

/// The opacities of fills. Areas take them in turn, so that most neighbours differ.
const FILLS: [f64; 5] = [0.10, 0.145, 0.19, 0.235, 0.28];

/// Maximum length, in characters, of a name that is written large in the most important layer:
/// longer names would hide what lies under them.
const LARGE_UP_TO: u8 = 24;

/// The zoom from which names of building blocks are written; below it they are too many to read.
const BLOCK_NAMES_FROM: u8 = 11;

/// Makes the style of these layers, the most important first, on the catalogue's backdrops.
///
/// Each layer is a source of its own, so that a client that changes the set of layers does not
/// fetch again the tiles that it has. `metadata` has the colour of each family of the catalogue, in
/// both themes, for legends.
pub(super) fn style(
    state: &State,
    theme: Theme,
    layers: &[&Layer],
    headers: &HeaderMap,
) -> Json<Value> {
    let all = state.dataset().catalogue().layers();
    let is_backdrop = |layer: &&Layer| layer.info().role == Role::Backdrop;
    let backdrops: Vec<&Layer> = all.iter().filter(is_backdrop).collect();
    let layers: Vec<&Layer> = layers.iter().copied().filter(|l| !is_backdrop(l)).collect();
    let base = base_url(headers, state);
    let drawn = backdrops.iter().chain(&layers);
    let mut sources: Map<String, Value> = drawn
        .map(|layer| {
            let id = layer.id();
            let url = format!("{base}/tiles/{id}");
            (id.to_owned(), json!({ "type": "vector", "url": url }))
        })
        .collect();
    let colours = FamilyColours::new(all);
    let mut metadata = json!({ "families": &colours, "halo": theme.ground().halo });
    let mut under = Vec::new();
    if let Some(archive) = state.archives().basemap() {
        sources.insert(basemap::SOURCE.to_owned(), basemap::source(archive, &base));
        under = basemap::layers(archive, theme);
        metadata["basemap_attribution"] = archive.tile_json(&[])["attribution"].clone();
    }
    Json(json!({
        "version": 8,
        "name": "coterm",
        "metadata": metadata,
        "sources": sources,
        "layers": drawn_layers(theme, &colours, &backdrops, under, &layers),
    }))
}

fn drawn_layers(
    theme: Theme,
    colours: &FamilyColours<'_>,
    backdrops: &[&Layer],
    basemap: Vec<Value>,
    layers: &[&Layer],
) -> Vec<Value> {
    let ground = theme.ground();
    let mut drawn = vec![json!({
        "id": "sea",
        "type": "background",
        "paint": { "background-color": ground.sea },
    })];
    for layer in backdrops {
        let paint = json!({ "fill-color": ground.land, "fill-antialias": false });
        drawn.push(part(layer, "", "fill", json!({ "paint": paint })));
        let paint = json!({ "line-color": ground.coast, "line-width": 0.8 });
        let filter = json!(["==", ["get", "coast"], true]);
        let rest = json!({ "paint": paint, "filter": filter });
        drawn.push(part(layer, "-line", "line", rest));
    }
    let (names_under, ground_under): (Vec<Value>, Vec<Value>) =
        (basemap.into_iter()).partition(|layer| layer["type"] == "symbol");
    drawn.extend(ground_under);
    let colour = |layer: &Layer| colours.of(&layer.info().family, theme);
    // Only one layer is filled: two fills over each other make a third colour, which has no
    // meaning.
    let filled = layers.iter().position(|layer| !is_context(layer));
    if let Some(layer) = filled.map(|filled| layers[filled]) {
        drawn.push(fill(layer, colour(layer)));
    }
    // The first layer is drawn last, on top.
    for layer in layers.iter().rev() {
        drawn.push(line(layer, colour(layer)));
    }
    drawn.extend(names_under);
    // MapLibre places the names of the topmost layer first, so the first layer comes last here too.
    for (position, layer) in layers.iter().enumerate().rev() {
        let twins = named_before(layer, &layers[..position]);
        let first = filled == Some(position);
        drawn.push(names(layer, colour(layer), ground.halo, first, &twins));
    }
    drawn
}

/// Whether a layer is context on a map of others, with thin or dashed lines and no fill.
fn is_context(layer: &Layer) -> bool {
    layer.info().role != Role::Primary || layer.info().gives_districts
}

/// Makes a layer of the style that draws the areas (`""`), lines or labels of a layer of the
/// catalogue.
fn part(layer: &Layer, part: &str, kind: &str, rest: Value) -> Value {
    let id = format!("{}{part}", layer.id());
    let mut drawn = json!({
        "id": id,
        "type": kind,
        "source": layer.id(),
        "source-layer": id,
        "metadata": { "title": layer.info().title },
    });
    if let (Value::Object(drawn), Value::Object(rest)) = (&mut drawn, rest) {
        drawn.extend(rest);
    }
    drawn
}

fn fill(layer: &Layer, colour: &str) -> Value {
    // The opacity depends on the area's code, a property of the tiles' features.
    let mut opacity = vec![json!("match"), json!(["get", "code"])];
    for (strength, from) in FILLS.iter().zip(0..) {
        let areas = layer.areas().iter().skip(from).step_by(FILLS.len());
        let codes: Vec<&str> = areas.map(Area::code).collect();
        if !codes.is_empty() {
            opacity.extend([json!(codes), json!(strength)]);
        }
    }
    opacity.push(json!(FILLS[0]));
    // MapLibre refuses a `match` without cases.
    let opacity = if layer.areas().is_empty() {
        json!(FILLS[0])
    } else {
        json!(opacity)
    };
    let paint = json!({
        "fill-color": colour,
        "fill-opacity": opacity,
        "fill-antialias": false,
    });
    part(layer, "", "fill", json!({ "paint": paint }))
}

fn line(layer: &Layer, colour: &str) -> Value {
    let growing =
        |far: f64, near: f64| json!(["interpolate", ["linear"], ["zoom"], 7, far, 12, near]);
    let paint = match layer.info().role {
        Role::Drawing => json!({ "line-width": 1.4, "line-dasharray": [3, 2] }),
        Role::Block => json!({ "line-width": growing(0.4, 1.0), "line-opacity": 0.75 }),
        _ if is_context(layer) => json!({ "line-width": growing(0.8, 2.0), "line-opacity": 0.75 }),
        _ => json!({ "line-width": growing(1.4, 2.4) }),
    };
    let mut drawn = part(layer, "-line", "line", json!({ "paint": paint }));
    drawn["paint"]["line-color"] = json!(colour);
    drawn["layout"] = json!({ "line-join": "round" });
    drawn
}

/// Makes the style's layer that writes the names of areas, except those with a code in `twins`.
fn names(
    layer: &Layer,
    colour: &str,
    halo: &str,
    most_important: bool,
    twins: &BTreeSet<&str>,
) -> Value {
    let block = layer.info().role == Role::Block;
    let size = |large: f64, usual: f64| {
        let usual = if block { usual - 2.0 } else { usual };
        let short = json!(["<=", ["length", ["get", "name"]], LARGE_UP_TO]);
        if most_important {
            json!(["case", short, large, usual])
        } else {
            json!(usual)
        }
    };
    let [far, middle, near] = [size(11.0, 9.5), size(15.0, 11.0), size(19.0, 14.0)];
    let layout = json!({
        "text-field": ["get", "name"],
        "text-font": FONTS,
        "text-size": ["interpolate", ["linear"], ["zoom"], 6, far, 8, middle, 11, near],
        "text-max-width": 8,
        "text-padding": 4,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
        "text-radial-offset": 0.6,
        // Areas with more room are named first.
        "symbol-sort-key": ["-", 0, ["coalesce", ["get", "room_m"], 0]],
    });
    let paint = json!({ "text-color": colour, "text-halo-color": halo, "text-halo-width": 1.6 });
    let rest = json!({ "layout": layout, "paint": paint });
    let mut drawn = part(layer, "-label", "symbol", rest);
    if block {
        drawn["minzoom"] = json!(BLOCK_NAMES_FROM);
    }
    if !twins.is_empty() {
        drawn["filter"] = json!(["!", ["in", ["get", "code"], ["literal", twins]]]);
    }
    drawn
}

/// Returns the codes of areas whose name a more important layer writes on the same ground: a place
/// that is also a district is named once. A second generalisation names only the areas whose name
/// no more important layer has anywhere.
fn named_before<'a>(layer: &'a Layer, before: &[&Layer]) -> BTreeSet<&'a str> {
    let same_ground = |a: &Area, b: &Area| {
        let rects = (a.footprint().bounding_rect(), b.footprint().bounding_rect());
        matches!(rects, (Some(a), Some(b)) if a.intersects(&b))
    };
    let drawing = layer.info().role == Role::Drawing;
    // Names of building blocks appear at deep zooms only, so they cannot replace others.
    let before = before
        .iter()
        .filter(|other| other.info().role != Role::Block);
    let mut named: HashMap<String, Vec<&Area>> = HashMap::new();
    for area in before.flat_map(|other| other.areas()) {
        named
            .entry(area.name().to_lowercase())
            .or_default()
            .push(area);
    }
    let areas = layer.areas().iter().filter(|area| {
        let same = named.get(&area.name().to_lowercase());
        same.is_some_and(|same| drawing || same.iter().any(|other| same_ground(area, other)))
    });
    areas.map(Area::code).collect()
}
