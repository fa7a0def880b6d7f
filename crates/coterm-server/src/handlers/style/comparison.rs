//! The style of the map of a comparison of two layers.

use axum::Json;
use axum::http::HeaderMap;
use coterm_core::layers::Role;
use serde_json::{Value, json};

use super::COLOURS;
use super::basemap;
use super::families::FamilyColours;
use super::theme::{FONTS, Theme};
use crate::handlers::compare;
use crate::handlers::tiles::comparison::{path, query};
use crate::handlers::tiles::named;
use crate::http::links::base_url;
use crate::{Problem, State};

/// The colours of a comparison.
struct Palette {
    /// Lines of the first layer only, and of the second only.
    lines: [&'static str; 2],
    /// Lines that both layers have: grey, so that they do not draw attention.
    agreed: &'static str,
    /// Lines whose difference the coast explains.
    coast: &'static str,
    /// Real differences; on the light ground dark enough to be seen on paper.
    difference: &'static str,
    /// The fill of land, which tells it from the sea.
    land: &'static str,
    /// Land that neither layer has.
    beyond: &'static str,
    sea: &'static str,
    text: &'static str,
}

const LIGHT: Palette = Palette {
    lines: [COLOURS[0], COLOURS[1]],
    agreed: "#7d8285",
    coast: "#9fb4bf",
    difference: "#8e3b8a",
    land: "#fdfcf9",
    beyond: "#eeede8",
    sea: "#e6edf0",
    text: "#3a3d3f",
};

const DARK: Palette = Palette {
    lines: [COLOURS[4], COLOURS[5]],
    agreed: "#9aa6ad",
    coast: "#587080",
    difference: "#e39be0",
    land: "#1e2a33",
    beyond: "#19232b",
    sea: "#101a22",
    text: "#dbe4e9",
};

/// Answers with a style that draws the tiles of a comparison of two layers, separated by a comma.
///
/// Lines that both layers have are grey. Lines of one layer have its colour: pale where the other
/// layer's line is within the tolerance, broad along real differences, whose pieces are filled. With
/// a theme, it has the metadata of the page's other styles, the backdrop and the basemap.
pub(super) fn style(
    state: &State,
    compared: &str,
    (tolerance, weight): (Option<f64>, Option<String>),
    theme: Option<Theme>,
    headers: &HeaderMap,
) -> Result<Json<Value>, Problem> {
    let [a, b] = match compared.split(',').collect::<Vec<_>>()[..] {
        [a, b] => [a, b].map(str::to_owned),
        _ => {
            return Err(Problem::bad_request(
                "\"compare\" must name two layers, such as compare=lad-2023,icb-2022",
            ));
        }
    };
    let titles = [&a, &b].map(|id| Ok(state.layer(id)?.info().title.clone()));
    let [title_a, title_b]: [Result<String, Problem>; 2] = titles;
    let comparison = compare::ComparisonQuery {
        tolerance,
        weight,
        ..compare::ComparisonQuery::default()
    };
    let question = comparison.question(state, a, b)?;
    let base = base_url(headers, state);
    let query = query(state, &question);
    let query = match query.trim_end_matches('&') {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let tiles = format!("{base}{}{query}", path(&question));
    // `named` refuses a layer that is named twice, but a layer may be compared with itself.
    let layers = named(state, &format!("{},{}", question.a, question.b))
        .unwrap_or_else(|_| vec![question.a.clone()]);
    let palette = match theme {
        Some(Theme::Dark) => &DARK,
        _ => &LIGHT,
    };
    let basemap = theme.and_then(|theme| Some((state.archives().basemap()?, theme)));
    let under = basemap.map(|(archive, theme)| basemap::layers(archive, theme));
    let mut style = json!({
        "version": 8,
        "name": format!("{} against {}", title_a?, title_b?),
        "sources": {
            "comparison": { "type": "vector", "url": tiles },
            "coterm": {
                "type": "vector",
                "url": format!("{base}/tiles/{}", layers.join(",")),
            },
        },
        "layers": drawn(&layers, palette, under.unwrap_or_default(), theme.is_some()),
    });
    if theme.is_some() {
        let all = state.dataset().catalogue().layers().iter();
        let backdrops = all.filter(|layer| layer.info().role == Role::Backdrop);
        for (position, backdrop) in (1..).zip(backdrops) {
            let id = backdrop.id();
            style["sources"][id] = json!({ "type": "vector", "url": format!("{base}/tiles/{id}") });
            if let Some(drawn) = style["layers"].as_array_mut() {
                drawn.insert(
                    position,
                    json!({
                        "id": id,
                        "type": "fill",
                        "source": id,
                        "source-layer": id,
                        "paint": { "fill-color": palette.beyond, "fill-antialias": false },
                    }),
                );
            }
        }
    }
    if let Some((archive, _)) = basemap {
        style["sources"][basemap::SOURCE] = basemap::source(archive, &base);
    }
    if theme.is_some() {
        let colours = FamilyColours::new(state.dataset().catalogue().layers());
        style["metadata"] = json!({ "families": &colours, "halo": palette.land });
    }
    Ok(Json(style))
}

fn drawn(layers: &[String], palette: &Palette, under: Vec<Value>, has_theme: bool) -> Vec<Value> {
    let Palette {
        lines: [a, b],
        agreed,
        coast,
        difference,
        land,
        beyond: _,
        sea,
        text,
    } = *palette;
    let mut drawn = vec![json!({
        "id": "background",
        "type": "background",
        "paint": { "background-color": sea },
    })];
    drawn.extend(layers.iter().map(|layer| {
        json!({
            "id": format!("ground-{layer}"),
            "type": "fill",
            "source": "coterm",
            "source-layer": layer,
            "paint": { "fill-color": land },
        })
    }));
    drawn.extend(under);
    drawn.push(json!({
        "id": "difference",
        "type": "fill",
        "source": "comparison",
        "source-layer": "difference",
        "paint": { "fill-color": difference, "fill-opacity": 0.22 },
    }));
    let class = |name: &str| json!(["==", ["get", "class"], name]);
    // Drawn in this order, so the lines that matter most lie on top.
    let is_close = json!(["any", ["!", ["get", "apart"]], ["get", "outside"]]);
    let real = json!(["get", "real"]);
    let apart = json!(["!", ["any", is_close, real]]);
    let both = |class: Value, is: &Value| json!(["all", class, is]);
    let [only_a, only_b] = [class("only_a"), class("only_b")];
    let not_real = json!(["all", is_close, ["!", real]]);
    for (id, filter, colour, width, opacity) in [
        ("coastal", class("coastal"), coast, 1.0, 1.0),
        ("near-b", both(only_b.clone(), &not_real), b, 1.0, 0.55),
        ("near-a", both(only_a.clone(), &not_real), a, 1.0, 0.55),
        ("shared", class("shared"), agreed, 1.4, 1.0),
        ("apart-b", both(only_b.clone(), &apart), b, 1.2, 1.0),
        ("apart-a", both(only_a.clone(), &apart), a, 1.2, 1.0),
        ("real-b", both(only_b, &real), b, 2.6, 1.0),
        ("real-a", both(only_a, &real), a, 2.6, 1.0),
    ] {
        drawn.push(json!({
            "id": id,
            "type": "line",
            "source": "comparison",
            "source-layer": "line",
            "filter": filter,
            "layout": { "line-join": "round", "line-cap": "round" },
            "paint": { "line-color": colour, "line-width": width, "line-opacity": opacity },
        }));
    }
    let halo = |colour: &str| json!({ "text-color": colour, "text-halo-color": land, "text-halo-width": 1.5 });
    if let Some(layer) = layers.first() {
        drawn.push(json!({
            "id": "names",
            "type": "symbol",
            "source": "coterm",
            "source-layer": format!("{layer}-label"),
            "layout": { "text-field": ["get", "name"], "text-size": 13, "text-max-width": 8 },
            "paint": halo(text),
        }));
    }
    let name = |property: &str| json!(["coalesce", ["get", property], "outside"]);
    drawn.push(json!({
        "id": "difference-names",
        "type": "symbol",
        "source": "comparison",
        "source-layer": "difference-label",
        "layout": {
            "text-field": ["concat", name("a_name"), " / ", name("b_name")],
            "text-size": 11,
            "text-max-width": 9,
            "symbol-sort-key": ["-", 0, ["get", "room_m"]],
        },
        "paint": halo(difference),
    }));
    if has_theme {
        let names = drawn.iter_mut().filter(|layer| layer["type"] == "symbol");
        for layer in names {
            layer["layout"]["text-font"] = json!(FONTS);
        }
    }
    drawn
}
