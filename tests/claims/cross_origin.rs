//! Claims about what the server lets pages of other sites read, and about its metrics.

use axum::Router;
use axum::http::{HeaderName, Method, header};
use coterm_core::dataset::Indexing;
use coterm_server::{Settings, State};
use coterm_tests::{data_folder, workspace};

use crate::requests::{Answered, app, send_to};

const ALLOWED: &str = "https://maps.example";
const OTHER: &str = "https://other.example";
/// Addresses that pages of every site may read.
const OPEN: [&str; 7] = [
    "/collections",
    "/collections/place-2022",
    "/collections/place-2022/items",
    "/collections/place-2022/items/QE1-2022-BLACKBURN-WITH-DARWEN",
    "/tiles/place-2022",
    "/tiles/place-2022/6/31/20",
    "/style.json?layers=place-2022",
];
/// Addresses that only pages of the sites that are allowed may read.
const CLOSED: [&str; 8] = [
    "/postcodes/LA14YW",
    "/postcodes?q=LA1%204",
    "/lookup?lon=-2.8&lat=54.05",
    "/compare/place-2022/utla-2023",
    "/scenarios/score",
    "/health",
    "/ready",
    "/metrics",
];

fn with(settings: Settings) -> Router {
    let dataset = coterm_io::store::open(&data_folder(), Indexing::None).unwrap();
    let state = State::builder(dataset, &workspace().join("no-page-here"));
    coterm_server::app(state.settings(settings).build())
}

async fn from(app: &Router, method: Method, path: &str, origin: &str) -> Answered {
    let headers = [
        (header::ORIGIN, origin),
        (header::ACCESS_CONTROL_REQUEST_METHOD, "POST"),
    ];
    send_to(app, method, path, &headers).await
}

fn allowed(answer: &Answered) -> &str {
    answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN)
}

#[tokio::test]
async fn pages_of_every_site_may_read_layers_and_tiles_and_nothing_else() {
    for path in OPEN {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = from(app(), method, path, OTHER).await;
            assert!(answer.status.is_success(), "{path}");
            assert_eq!(allowed(&answer), "*", "{path}");
            let credentials = header::ACCESS_CONTROL_ALLOW_CREDENTIALS;
            assert_eq!(answer.header(credentials), "", "{path}");
        }
    }
    for path in CLOSED {
        for method in [Method::GET, Method::OPTIONS] {
            assert_eq!(
                allowed(&from(app(), method, path, OTHER).await),
                "",
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn an_operator_allows_single_sites_the_rest() {
    let app = with(Settings {
        allowed_origins: vec![ALLOWED.into()],
        ..Settings::default()
    });
    for path in CLOSED {
        let asked = from(&app, Method::OPTIONS, path, ALLOWED).await;
        assert_eq!(allowed(&asked), ALLOWED, "{path}");
        let methods = asked.header(header::ACCESS_CONTROL_ALLOW_METHODS);
        assert!(methods.contains("POST"), "{path}: {methods}");
        let other = from(&app, Method::GET, path, OTHER).await;
        assert_eq!(allowed(&other), "", "{path}");
        let varies = other.headers.get_all(header::VARY).iter();
        let by_origin = varies.filter(|by| by.to_str().unwrap().contains("origin"));
        assert_eq!(by_origin.count(), 1, "{path}");
    }
    assert_eq!(allowed(&from(&app, Method::GET, OPEN[0], OTHER).await), "*");
}

#[tokio::test]
async fn options_tells_the_methods_of_every_address() {
    for (path, methods) in [
        ("/lookup", "GET,POST"),
        ("/health", "GET"),
        ("/scenarios/score", "POST"),
    ] {
        let answer = send_to(app(), Method::OPTIONS, path, &[]).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header(header::ALLOW), methods, "{path}");
    }
}

#[tokio::test]
async fn links_begin_with_the_public_address() {
    let path = "/tiles/place-2022";
    let first = |answer: &Answered| answer.json()["tiles"][0].as_str().unwrap().to_owned();
    let proxied = [
        (header::HOST, "127.0.0.1:8080"),
        (HeaderName::from_static("x-forwarded-host"), "maps.example"),
        (HeaderName::from_static("x-forwarded-proto"), "https"),
        (HeaderName::from_static("x-forwarded-prefix"), "/areas"),
    ];
    let said = first(&send_to(app(), Method::GET, path, &proxied).await);
    assert!(
        said.starts_with("https://maps.example/areas/tiles/"),
        "{said}"
    );
    let fixed = with(Settings {
        public_url: Some("https://fixed.example/x".into()),
        ..Settings::default()
    });
    let said = first(&send_to(&fixed, Method::GET, path, &proxied).await);
    assert!(said.starts_with("https://fixed.example/x/tiles/"), "{said}");
}

#[tokio::test]
async fn metrics_have_templates_of_routes_and_no_value() {
    let app = with(Settings::default());
    for path in [
        "/postcodes/LA29RR",
        "/postcodes?q=LA29RR",
        "/lookup?lon=-2.7654321&lat=54.0987654",
        "/LA29RR",
        "/tiles/LA29RR/1/2/3",
        "/compare/LA29RR/lad-2023?within=LA29RR",
    ] {
        for method in ["GET", "POST", "LA29RR"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            send_to(&app, method, path, &[]).await;
        }
    }
    let metrics = send_to(&app, Method::GET, "/metrics", &[]).await;
    let metrics = String::from_utf8(metrics.body.to_vec()).unwrap();
    for value in ["LA29RR", "7654321", "0987654"] {
        assert!(!metrics.contains(value), "{value} is in {metrics}");
    }
    for line in [
        "coterm_http_requests_total{route=\"/postcodes/{postcode}\",method=\"GET\",status=\"2xx\"} 1",
        "coterm_http_requests_total{route=\"/postcodes/{postcode}\",method=\"another\",status=\"4xx\"} 1",
        "coterm_http_requests_total{route=\"none\",method=\"GET\",status=\"4xx\"} 1",
        "coterm_http_request_duration_seconds_count{route=\"/lookup\"} 3",
        "coterm_lookups_total 2",
    ] {
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    }
    // Prometheus reads lines of a name, labels in braces and a number.
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
        assert!(name.starts_with("coterm_"), "{line}");
        assert_eq!(name.contains('{'), name.ends_with('}'), "{line}");
    }
}
