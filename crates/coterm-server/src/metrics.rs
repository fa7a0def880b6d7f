//! [`Metrics`], counts of what the server has done since it was started, as `/metrics` gives them.
//!
//! They outlive reloads of the data. Labels are templates of routes, methods and classes of
//! statuses, and never a value of a request.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::http::{Method, StatusCode};

use crate::http::fault::known;

/// Upper limits of the classes of times to the start of an answer, in microseconds and as the
/// label says them in seconds.
const TIMES: [(u64, &str); 11] = [
    (500, "0.0005"),
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (100_000, "0.1"),
    (500_000, "0.5"),
    (1_000_000, "1"),
    (5_000_000, "5"),
    (30_000_000, "30"),
];
/// The methods that are told apart, by the names that [`known`] gives.
const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "another",
];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Counts of what the server has done.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Counts by the template of the route. There are no more entries than routes.
    routes: RwLock<HashMap<Box<str>, Arc<Route>>>,
    /// Lookups that were answered, singly or among many.
    lookups: AtomicU64,
    /// Tiles that were in the cache, and those that were not.
    pub(crate) tiles: Pair,
    /// Comparisons that were in the cache, and those that were not.
    pub(crate) comparisons: Pair,
    /// Answers to scenarios that were in the cache, and those that were not.
    pub(crate) scores: Pair,
    /// Reloads of the data that succeeded, and those that were refused.
    pub(crate) reloads: Pair,
}

/// The number of times that something was so, and that it was not.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    hits: AtomicU64,
    misses: AtomicU64,
}

#[derive(Debug, Default)]
struct Route {
    requests: [[AtomicU64; CLASSES.len()]; METHODS.len()],
    /// Answers by the class of their time; those beyond the last class are in `slower`.
    times: [AtomicU64; TIMES.len()],
    slower: AtomicU64,
    microseconds: AtomicU64,
}

impl Pair {
    pub(crate) fn hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count(&self, is_hit: bool) {
        if is_hit { self.hit() } else { self.miss() }
    }

    fn write(&self, text: &mut String, name: &str, label: &str, [hits, misses]: [&str; 2]) {
        for (value, count) in [(hits, &self.hits), (misses, &self.misses)] {
            line(text, name, &format!("{label}=\"{value}\""), load(count));
        }
    }
}

impl Metrics {
    /// Counts lookups that were answered.
    pub(crate) fn add_lookups(&self, number: u64) {
        self.lookups.fetch_add(number, Ordering::Relaxed);
    }

    /// Counts a request that was answered; `route` is the template of its path.
    pub(crate) fn count(&self, method: &Method, route: &str, status: StatusCode, taken: Duration) {
        let counts = self.route(route);
        let method = METHODS.iter().position(|name| *name == known(method));
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        counts.requests[method.unwrap_or(METHODS.len() - 1)][class].fetch_add(1, Ordering::Relaxed);
        let taken = u64::try_from(taken.as_micros()).unwrap_or(u64::MAX);
        let within = TIMES.iter().position(|(limit, _)| taken <= *limit);
        let times = within.map_or(&counts.slower, |within| &counts.times[within]);
        times.fetch_add(1, Ordering::Relaxed);
        counts.microseconds.fetch_add(taken, Ordering::Relaxed);
    }

    fn route(&self, template: &str) -> Arc<Route> {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(route) = routes.get(template) {
            return Arc::clone(route);
        }
        drop(routes);
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(routes.entry(template.into()).or_default())
    }

    /// Writes the metrics in the text format of Prometheus.
    pub(crate) fn write(&self, text: &mut String) {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let mut routes: Vec<_> = routes.iter().collect();
        routes.sort_by_key(|(template, _)| *template);
        let name = "coterm_http_requests_total";
        about(text, name, "counter", "Requests that were answered.");
        for (template, route) in &routes {
            for (method, classes) in METHODS.iter().zip(&route.requests) {
                for (class, count) in CLASSES.iter().zip(classes) {
                    let count = load(count);
                    if count > 0 {
                        let labels =
                            format!("route=\"{template}\",method=\"{method}\",status=\"{class}\"");
                        line(text, name, &labels, count);
                    }
                }
            }
        }
        let name = "coterm_http_request_duration_seconds";
        about(text, name, "histogram", "Time until an answer begins.");
        for (template, route) in routes {
            route.write_times(text, name, template);
        }
        let name = "coterm_lookups_total";
        about(text, name, "counter", "Lookups that were answered.");
        line(text, name, "", load(&self.lookups));
        let name = "coterm_cache_requests_total";
        about(text, name, "counter", "Answers looked for in a cache.");
        for (cache, pair) in [
            ("tiles", &self.tiles),
            ("comparisons", &self.comparisons),
            ("scores", &self.scores),
        ] {
            let label = format!("cache=\"{cache}\",outcome");
            pair.write(text, name, &label, ["hit", "miss"]);
        }
        let name = "coterm_reloads_total";
        about(text, name, "counter", "Reloads of the data.");
        self.reloads
            .write(text, name, "outcome", ["loaded", "refused"]);
    }
}

impl Route {
    fn write_times(&self, text: &mut String, name: &str, template: &str) {
        let mut within = 0;
        let bucket = format!("{name}_bucket");
        for ((_, limit), count) in TIMES.iter().zip(&self.times) {
            within += load(count);
            let labels = format!("route=\"{template}\",le=\"{limit}\"");
            line(text, &bucket, &labels, within);
        }
        within += load(&self.slower);
        let labels = format!("route=\"{template}\",le=\"+Inf\"");
        line(text, &bucket, &labels, within);
        let label = format!("route=\"{template}\"");
        let seconds = Duration::from_micros(load(&self.microseconds)).as_secs_f64();
        line(text, &format!("{name}_sum"), &label, seconds);
        line(text, &format!("{name}_count"), &label, within);
    }
}

/// Writes what a metric is.
pub(crate) fn about(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// Writes a value of a metric. Values of labels must have no quotation marks, backslashes or line
/// ends.
pub(crate) fn line(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let labels = match labels {
        "" => String::new(),
        labels => format!("{{{labels}}}"),
    };
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name}{labels} {value}");
}

fn load(count: &AtomicU64) -> u64 {
    count.load(Ordering::Relaxed)
}
