//! `GET /style.json`: `MapLibre` styles of layers, or of a comparison of two.

mod basemap;
mod comparison;
mod families;
mod theme;

use axum::Json;
use axum::extract;
use axum::http::HeaderMap;
use coterm_core::layers::{Layer, Role};
use serde::Deserialize;
use serde_json::{Value, json};

use self::theme::Theme;
use crate::handlers::tiles::named;
use crate::http::links::base_url;
use crate::http::parameters::{Parameters, When};
use crate::{Problem, State};

/// The colours of layers' lines, in the order of the layers. People with colour blindness can tell
/// them apart, also on paper (Okabe and Ito, 2008).
const COLOURS: [&str; 6] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00",
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StyleQuery {
    layers: Option<String>,
    on: Option<String>,
    compare: Option<String>,
    tolerance: Option<f64>,
    weight: Option<String>,
    theme: Option<Theme>,
}

/// Answers with a `MapLibre` style.
///
/// It draws the layers that are named, separated by commas, or the primary layers (no building
/// blocks) that are valid on a day. The first is filled; the last has names. With `compare` it
/// draws two layers and how they differ.
///
/// With `theme`, `light` or `dark`, the layers have the colours of their families, all have names,
/// and land, sea and the basemap lie beneath them: the page shows this. `layers` may then be empty.
pub(crate) async fn style(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<StyleQuery>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    if let Some(compared) = &query.compare {
        if query.layers.is_some() || query.on.is_some() {
            return Err(Problem::bad_request(
                "\"compare\" names the layers: leave out \"layers\" and \"on\"",
            ));
        }
        let counted = (query.tolerance, query.weight);
        return comparison::style(&state, compared, counted, query.theme, &headers);
    }
    for (name, is_sent) in [
        ("tolerance", query.tolerance.is_some()),
        ("weight", query.weight.is_some()),
    ] {
        if is_sent {
            return Err(Problem::bad_request(format!(
                "\"{name}\" applies to a comparison only: send \"compare\" too"
            )));
        }
    }
    let ids = match (&query.layers, &query.on) {
        (Some(_), Some(_)) => {
            return Err(Problem::bad_request(
                "send \"layers\" for layers by name, or \"on\" for those of a day, not both",
            ));
        }
        (Some(layers), None) if layers.is_empty() && query.theme.is_some() => Vec::new(),
        (Some(layers), None) => named(&state, layers)?,
        (None, on) => {
            let when = When::new(on.as_deref(), None)?;
            let catalogue = state.dataset().catalogue();
            let valid = catalogue.valid_on(when.on, None)?;
            let drawn = valid.into_iter().map(|layer| &catalogue[layer]);
            let drawn = drawn.filter(|layer| layer.info().role == Role::Primary);
            drawn.map(|layer| layer.id().to_owned()).collect()
        }
    };
    let layers = ids
        .iter()
        .map(|id| state.layer(id))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(theme) = query.theme {
        return Ok(theme::style(&state, theme, &layers, &headers));
    }
    let address = format!("{}/tiles/{}", base_url(&headers, &state), ids.join(","));
    Ok(Json(json!({
        "version": 8,
        "name": "coterm",
        "sources": { "coterm": { "type": "vector", "url": address } },
        "layers": drawn(&layers),
    })))
}

fn drawn(layers: &[&Layer]) -> Vec<Value> {
    let mut drawn = vec![json!({
        "id": "background",
        "type": "background",
        "paint": { "background-color": "#f7f5f0" },
    })];
    let style_layer = |layer: &Layer, part: &str, kind: &str| {
        json!({
            "id": format!("{}{part}", layer.id()),
            "type": kind,
            "source": "coterm",
            "source-layer": format!("{}{part}", layer.id()),
            "metadata": { "title": layer.info().title },
        })
    };
    let with = |mut layer: Value, key: &str, value: Value| {
        layer[key] = value;
        layer
    };
    if let Some(layer) = layers.first() {
        let paint = json!({ "fill-color": COLOURS[0], "fill-opacity": 0.12 });
        drawn.push(with(style_layer(layer, "", "fill"), "paint", paint));
    }
    // The first layer lies on top and has the narrowest line, so that where layers share a line,
    // the lines below are seen on both sides of it.
    for (position, layer) in (0..=u8::MAX)
        .zip(layers)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        let colour = COLOURS[usize::from(position) % COLOURS.len()];
        let width = 1.5 + 1.5 * f64::from(position.min(4));
        let paint = json!({ "line-color": colour, "line-width": width });
        let line = with(style_layer(layer, "-line", "line"), "paint", paint);
        drawn.push(with(
            line,
            "layout",
            json!({ "line-join": "round", "line-cap": "round" }),
        ));
    }
    if let Some(layer) = layers.last() {
        let layout = json!({ "text-field": ["get", "name"], "text-size": 13, "text-max-width": 8 });
        let paint = json!({
            "text-color": "#222222",
            "text-halo-color": "#ffffff",
            "text-halo-width": 1.5,
        });
        let label = with(style_layer(layer, "-label", "symbol"), "layout", layout);
        drawn.push(with(label, "paint", paint));
    }
    drawn
}
