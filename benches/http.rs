//! Benchmark: what does a lookup over HTTP cost, compared with a handler that does nothing?
//!
//! Both servers run in this process, on one thread each, and take turns to answer the same client
//! on another thread. The handler that does nothing sends a fixed body of the same size.

use std::hint::black_box;
use std::rc::Rc;
use std::time::Instant;

use axum::serve::ListenerExt;
use coterm_benches::connections::{Exchange, ask, bare, serve};
use coterm_benches::measure::{median, per_point};
use coterm_benches::parameters::{Parameters, in_checkout};
use coterm_benches::record::Records;
use coterm_benches::{Result, points};
use coterm_core::codes::Postcode;
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::space::LonLat;
use coterm_report::lookup::AnswerDocument;
use coterm_server::State;
use serde_json::json;

/// Number of different requests of each kind.
const DIFFERENT: usize = 2_000;
/// Number of elements of a large array.
const ELEMENTS: usize = 1_000;
/// The query of lookups that ask for what most programs need.
const CODES_ONLY: &str = "?fields=areas.family,areas.code,areas.certain";

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let mut records = Records::open()?;
    let dataset = coterm_io::store::open(&in_checkout("data"), Indexing::Layers)?;
    let requests = Requests::of(&dataset)?;
    stages(&dataset, &requests, parameters, &mut records)?;
    let state = State::new(dataset, &in_checkout("no-page"));
    let ours =
        serve(async |listener| coterm_server::run(listener, state, std::future::pending()).await)?;
    for workload in requests.workloads() {
        let count = (parameters.points / 10 / workload.elements).max(16);
        let requests = Rc::new(workload.requests);
        let first = ask(ours, &requests, requests.len())?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a body's size"
        )]
        let bare = bare(workload.path, first.body_bytes as usize);
        let bare = serve(async |listener| {
            let listener = listener.tap_io(|connection| {
                let _ = connection.set_nodelay(true);
            });
            axum::serve(listener, bare).await
        })?;
        ask(bare, &requests, requests.len())?;
        let (mut our_turns, mut bare_turns) = (Vec::new(), Vec::new());
        for _ in 0..parameters.turns {
            our_turns.push(ask(ours, &requests, count)?);
            bare_turns.push(ask(bare, &requests, count)?);
        }
        let middle = |turns: &[Exchange], figure: fn(&Exchange) -> f64| {
            median(turns.iter().map(figure).collect())
        };
        for (server, turns) in [("coterm", our_turns), ("bare axum handler", bare_turns)] {
            records.add(&json!({
                "kind": "http", "workload": workload.name, "server": server, "body_bytes": first.body_bytes,
                "requests_per_s": middle(&turns, |turn| turn.requests_per_s),
                "server_us": middle(&turns, |turn| turn.server_us),
            }))?;
        }
    }
    Ok(())
}

/// The positions and postcodes that are looked up, all of which the data has.
struct Requests {
    positions: Vec<LonLat>,
    postcodes: Vec<Postcode>,
}

struct Workload {
    name: String,
    path: &'static str,
    elements: usize,
    requests: Vec<Vec<u8>>,
}

impl Requests {
    fn of(dataset: &Dataset) -> Result<Self> {
        let today = jiff::Zoned::now().date();
        let districts = dataset.catalogue().layer("lad-2023")?;
        let footprints: Vec<_> = districts
            .areas()
            .iter()
            .map(|area| area.footprint().clone())
            .collect();
        let positions = points::scattered(&footprints, 4 * DIFFERENT, 3)
            .into_iter()
            .filter_map(|point| point.to_lonlat().ok())
            .filter(|position| dataset.lookup_lonlat(*position, today, None).is_ok())
            .take(DIFFERENT);
        let records = dataset.postcodes().records();
        let postcodes = records.iter().step_by(records.len() / DIFFERENT);
        Ok(Self {
            positions: positions.collect(),
            postcodes: postcodes
                .map(|record| record.postcode)
                .take(DIFFERENT)
                .collect(),
        })
    }

    fn workloads(&self) -> Vec<Workload> {
        let get = |target: String| {
            format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes()
        };
        let points = self
            .positions
            .iter()
            .map(|at| get(format!("/lookup?lon={}&lat={}", at.lon(), at.lat())));
        let postcodes = self.postcodes.iter().map(|postcode| {
            get(format!(
                "/postcodes/{}",
                postcode.to_string().replace(' ', "%20")
            ))
        });
        let short_postcodes = self.postcodes.iter().map(|postcode| {
            let postcode = postcode.to_string().replace(' ', "%20");
            get(format!("/postcodes/{postcode}{CODES_ONLY}"))
        });
        let mut workloads = vec![
            Workload {
                name: "GET /lookup".into(),
                path: "/lookup",
                elements: 1,
                requests: points.collect(),
            },
            Workload {
                name: "GET /postcodes/{postcode}".into(),
                path: "/postcodes/{postcode}",
                elements: 1,
                requests: postcodes.collect(),
            },
            Workload {
                name: "GET /postcodes/{postcode}, codes only".into(),
                path: "/postcodes/{postcode}",
                elements: 1,
                requests: short_postcodes.collect(),
            },
        ];
        let elements: Vec<_> = self
            .positions
            .iter()
            .zip(&self.postcodes)
            .flat_map(|(at, postcode)| {
                [
                    json!({ "postcode": postcode }),
                    json!({ "lon": at.lon(), "lat": at.lat() }),
                ]
            })
            .collect();
        for (name, size) in [("one element", 1), ("1,000 elements", ELEMENTS)] {
            let requests = elements
                .chunks(size)
                .map(|elements| post("/lookup", &json!(elements).to_string()));
            workloads.push(Workload {
                name: format!("POST /lookup, {name}"),
                path: "/lookup",
                elements: size,
                requests: requests.collect(),
            });
        }
        let short = self.postcodes.chunks(ELEMENTS).map(|postcodes| {
            let target = format!("/lookup{CODES_ONLY}");
            post(&target, &json!({ "postcodes": postcodes }).to_string())
        });
        workloads.push(Workload {
            name: "POST /lookup, 1,000 postcodes, codes only".into(),
            path: "/lookup",
            elements: ELEMENTS,
            requests: short.collect(),
        });
        workloads
    }
}

fn post(target: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Measures the parts of a request by point without a socket: the lookup, and writing its JSON.
fn stages(
    dataset: &Dataset,
    requests: &Requests,
    parameters: Parameters,
    records: &mut Records,
) -> Result<()> {
    let today = jiff::Zoned::now().date();
    let look_up = |at: &LonLat| dataset.lookup_lonlat(*at, today, None);
    let answers = requests
        .positions
        .iter()
        .map(look_up)
        .collect::<std::result::Result<Vec<_>, _>>()?;
    let turns = |turn: &dyn Fn()| {
        let mut seconds = Vec::new();
        for _ in 0..parameters.turns {
            let start = Instant::now();
            turn();
            seconds.push(start.elapsed().as_secs_f64());
        }
        per_point(median(seconds), requests.positions.len())
    };
    let lookup = turns(&|| {
        for at in &requests.positions {
            let _ = black_box(look_up(at));
        }
    });
    let write = turns(&|| {
        for answer in &answers {
            let _ = black_box(serde_json::to_vec(&AnswerDocument::from(answer)));
        }
    });
    records.add(&json!({"kind": "http-stages", "lookup_ns": lookup, "serde_json_ns": write}))
}
