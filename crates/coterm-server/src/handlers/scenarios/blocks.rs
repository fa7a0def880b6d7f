//! `GET /scenarios/blocks`: the building blocks that areas are proposed of, with the borders between
//! them, for software that scores a proposal while it is drawn.

use std::collections::BTreeMap;

use axum::extract;
use axum::response::Response;
use coterm_core::Cancel;
use coterm_core::comparison::{WeightUnit, Weights};
use coterm_core::layers::Layer;
use coterm_core::scenario::{BlockNode, DualGraph};
use coterm_core::space::LonLat;
use coterm_report::text;
use serde::{Deserialize, Serialize};

use crate::handlers::compare::areas;
use crate::http::json_writer::unstored_json;
use crate::http::parameters::Parameters;
use crate::{Problem, State};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlocksQuery {
    within: Option<String>,
    weight: Option<String>,
    layers: Option<String>,
}

/// The JSON of the blocks: lists of the same length, one value for each block.
#[derive(Debug, Serialize)]
struct BlocksDocument<'a> {
    layer: &'a str,
    within: Vec<String>,
    weight: WeightDocument<'a>,
    codes: Vec<&'a str>,
    names: Vec<&'a str>,
    weights: Vec<f64>,
    postcodes: Vec<u32>,
    area_m2: Vec<f64>,
    /// The length of each whole outline.
    outline_m: Vec<f64>,
    /// Longitude and latitude of a place within each.
    at: Vec<Option<[f64; 2]>>,
    /// The positions of two blocks, and the length in metres of the border that they share.
    borders: Vec<(usize, usize, f64)>,
    /// The position of a block, and the length in metres of its borders with blocks that are not
    /// listed.
    outside: Vec<(usize, f64)>,
    district_layer: Option<&'a str>,
    layers: BTreeMap<&'a str, LayerDocument<'a>>,
    attribution: &'a str,
}

#[derive(Debug, Serialize)]
struct WeightDocument<'a> {
    unit: &'a WeightUnit,
    source: String,
}

/// A layer whose areas the blocks are in.
#[derive(Debug, Serialize)]
struct LayerDocument<'a> {
    areas: Vec<AreaDocument<'a>>,
    /// The position of each block's area among the areas; -1 for a block that is in none.
    of: Vec<i64>,
}

#[derive(Debug, Serialize)]
struct AreaDocument<'a> {
    code: &'a str,
    name: &'a str,
}

/// Answers with the building blocks of `?within=LAYER/CODE,…`, or all of them, with what
/// `&weight=` counts, and the areas of `&layers=` that they are in.
pub(crate) async fn blocks(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<BlocksQuery>,
) -> Result<Response, Problem> {
    // Wrong parameters are refused before anything is waited for.
    areas(query.within.as_deref())?;
    for layer in layers_of(&query) {
        state.layer(layer)?;
    }
    let gate = state.page_gate().clone();
    let work = gate.work(move |cancel| document(&state, &query, cancel));
    Ok(unstored_json(work.await?))
}

fn layers_of(query: &BlocksQuery) -> impl Iterator<Item = &str> {
    let layers = query.layers.as_deref().unwrap_or_default().split(',');
    layers.map(str::trim).filter(|layer| !layer.is_empty())
}

fn document(state: &State, query: &BlocksQuery, cancel: &Cancel) -> Result<Vec<u8>, Problem> {
    let dataset = state.dataset();
    let refused = |error: coterm_core::Error| match error {
        coterm_core::Error::Cancelled => error.into(),
        error => Problem::bad_request(error.to_string()),
    };
    let within = areas(query.within.as_deref())?;
    let graph = DualGraph::of(dataset, &within, cancel).map_err(refused)?;
    let name = query.weight.as_deref();
    let weights = state
        .weights(name.unwrap_or_else(|| state.default_weight(None)), None)?
        .ok_or_else(|| Problem::bad_request("\"weight\" must be people, postcodes or area"))?;
    let live = Weights::live_postcodes(dataset, None);
    let districts = DualGraph::district_layer(dataset);
    let mut layers = BTreeMap::new();
    for id in layers_of(query).chain(districts.map(Layer::id)) {
        cancel.check()?;
        let layer = state.layer(id)?;
        layers.insert(layer.id(), layer_document(state, &graph, layer)?);
    }
    let codes = dataset.codes();
    let drawn = &dataset.catalogue()[graph.layer];
    let list = |value: &dyn Fn(&BlockNode) -> f64| graph.nodes.iter().map(value).collect();
    let document = BlocksDocument {
        layer: drawn.id(),
        within: within.iter().map(ToString::to_string).collect(),
        weight: WeightDocument {
            unit: weights.unit(),
            source: text::weight::source(weights.source()),
        },
        codes: graph
            .nodes
            .iter()
            .map(|node| codes.block_code(node.block))
            .collect(),
        names: graph
            .nodes
            .iter()
            .map(|node| {
                let code = codes.block_code(node.block);
                drawn.area(code).map_or(code, |area| area.name())
            })
            .collect(),
        weights: list(&|node| weights.by_block()[node.block.index()]),
        postcodes: graph
            .nodes
            .iter()
            .map(|node| whole(live.by_block()[node.block.index()]))
            .collect(),
        area_m2: list(&|node| rounded(node.area_m2, 1e6)),
        outline_m: list(&|node| rounded(node.outline_m, 1e8)),
        at: graph
            .nodes
            .iter()
            .map(|node| {
                let at: LonLat = node.at?.to_lonlat().ok()?;
                Some([rounded(at.lon(), 1e5), rounded(at.lat(), 1e5)])
            })
            .collect(),
        borders: graph
            .borders
            .iter()
            .map(|border| {
                let [one, other] = border.ends;
                (one, other, rounded(border.shared_m, 1e8))
            })
            .collect(),
        outside: (0..)
            .zip(&graph.nodes)
            .filter(|(_, node)| node.outside_m > 0.0)
            .map(|(position, node)| (position, rounded(node.outside_m, 1e8)))
            .collect(),
        district_layer: districts.map(Layer::id),
        layers,
        attribution: dataset.attribution(),
    };
    serde_json::to_vec(&document).map_err(|error| Problem::internal(&error))
}

fn layer_document<'a>(
    state: &'a State,
    graph: &DualGraph,
    layer: &'a Layer,
) -> Result<LayerDocument<'a>, Problem> {
    let of = graph
        .areas_of(state.dataset(), layer)
        .map_err(|error| Problem::bad_request(error.to_string()))?;
    let areas = layer.areas().iter().map(|area| AreaDocument {
        code: area.code(),
        name: area.name(),
    });
    let of = of.into_iter().map(|area| {
        let position = area.and_then(|area| i64::try_from(area.index()).ok());
        position.unwrap_or(-1)
    });
    Ok(LayerDocument {
        areas: areas.collect(),
        of: of.collect(),
    })
}

fn rounded(value: f64, to: f64) -> f64 {
    (value * to).round() / to
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of postcodes"
)]
fn whole(count: f64) -> u32 {
    count as u32
}
