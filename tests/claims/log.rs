//! Claims about the log: it has what an operator needs to find a fault, and nothing of what anybody
//! looks up.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::IntoResponse;
use coterm_server::{Problem, State};
use coterm_tests::{coterm, run};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::requests::{app, get, send_to};

/// A postcode of the data, and a place, that occur only in these requests.
const POSTCODE: &str = "LA2 9RR";
const PLACE: [(&str, &str); 4] = [
    ("lon", "-2.7654321"),
    ("lat", "54.0987654"),
    ("easting", "351234.25"),
    ("northing", "465432.25"),
];
/// Parts of the postcode and place, in all their spellings, that must not occur in the log.
const MARKERS: [&str; 6] = ["2 9RR", "29RR", "2%209RR", "7654321", "0987654", "351234"];

/// The markers that are in a text.
fn leaked(text: &str) -> Vec<&'static str> {
    let text = text.to_uppercase();
    let within = MARKERS.into_iter().filter(|marker| text.contains(marker));
    within.collect()
}

/// The log of all crates in this process, at the most detailed level.
fn everything_logged() -> String {
    String::from_utf8_lossy(&log().lock().unwrap()).into_owned()
}

fn log() -> &'static Arc<Mutex<Vec<u8>>> {
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Arc::<Mutex<Vec<u8>>>::default();
        let written = Arc::clone(&log);
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || Written(Arc::clone(&written)))
            .init();
        log
    })
}

struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Request with the markers in it.
#[derive(Debug, Clone)]
struct TestRequest {
    method: String,
    address: String,
    media: &'static str,
    body: String,
}

fn request(method: &str, address: impl Into<String>) -> TestRequest {
    TestRequest {
        method: method.into(),
        address: address.into(),
        media: "text/plain",
        body: String::new(),
    }
}

fn posted(address: &str, media: &'static str, body: impl Into<String>) -> TestRequest {
    TestRequest {
        media,
        body: body.into(),
        ..request("POST", address)
    }
}

/// Requests with the markers in every part, for every route that `/` lists: the path, each
/// parameter, an unknown parameter, the body, and the method.
async fn requests() -> Vec<TestRequest> {
    let contents = get("/").await.json();
    let links = contents["links"].as_array().unwrap();
    let marker = POSTCODE.replace(' ', "%20");
    let mut all = vec![
        request("GET", format!("/{marker}")),
        request("GET", format!("/src/{marker}.js")),
        request("GET", format!("/?q={marker}")),
        request("GET", format!("/postcodes/{marker}")),
        request("GET", format!("/postcodes/%FF{marker}")),
        request("GET", format!("/postcodes?q={marker}")),
        request("GET", "/compare/place-2022/utla-2023?f=json"),
        request("GET", "/tiles/place-2022/6/31/20"),
        request("GET", "/style.json?layers=place-2022"),
    ];
    for pair in PLACE.chunks(2) {
        let [(a, x), (b, y)] = [pair[0], pair[1]];
        all.push(request("GET", format!("/lookup?{a}={x}&{b}={y}")));
        all.push(request("GET", format!("/lookup?{a}={x}&{b}={y}0000000000")));
    }
    for link in links {
        let href = link["href"].as_str().unwrap();
        let (path, query) = href.split_once("{?").unwrap_or((href, ""));
        let filled = |with: &str| {
            let parts = path
                .split('/')
                .map(|part| if part.starts_with('{') { with } else { part });
            parts.collect::<Vec<_>>().join("/")
        };
        let names = query.trim_end_matches('}').split(',');
        for path in [filled(&marker), filled("place-2022")] {
            for method in ["GET", "POST", "DELETE", "LA29RR"] {
                all.push(request(method, path.as_str()));
            }
            for name in names.clone().filter(|name| !name.is_empty()) {
                all.push(request("GET", format!("{path}?{name}={marker}")));
            }
            all.push(request("GET", format!("{path}?{marker}=1")));
        }
    }
    let elements = json!([
        {"id": POSTCODE, "postcode": POSTCODE},
        {"postcode": format!("{POSTCODE}!")},
        {"lon": -2.765_432_1, "lat": 54.098_765_4},
        {"easting": 351_234.25, "northing": POSTCODE},
        POSTCODE,
    ]);
    let csv = format!("postcode\n{POSTCODE}\n{POSTCODE}!\n\"{POSTCODE}\n");
    let scenario = json!({"title": POSTCODE, "area": [{"name": POSTCODE, "union": [POSTCODE]}]});
    all.extend([
        posted("/lookup", "application/json", elements.to_string()),
        posted(
            "/lookup",
            "application/json",
            format!("{elements} {POSTCODE}"),
        ),
        posted("/lookup", "text/csv", csv.as_str()),
        posted("/lookup", "text/csv", format!("{POSTCODE}\n1\n")),
        posted("/scenarios/score", "application/json", scenario.to_string()),
        posted("/scenarios/score", "application/toml", POSTCODE),
        posted("/scenarios/score", "text/csv", csv),
    ]);
    all
}

/// Headers with the markers, other than those that describe a body.
fn headers() -> Vec<(&'static str, String)> {
    let names = [
        "user-agent",
        "referer",
        "cookie",
        "if-none-match",
        "accept",
        "accept-encoding",
        "x-forwarded-for",
        "authorization",
    ];
    let header = |name| (name, format!("{POSTCODE} {}", PLACE[0].1));
    names.map(header).to_vec()
}

#[tokio::test]
async fn nothing_that_is_asked_of_any_route_is_logged_by_any_library_at_any_level() {
    log();
    coterm_server::log_panics();
    let all = requests().await;
    let mut statuses = std::collections::BTreeMap::<u16, usize>::new();
    for one in &all {
        let mut request = Request::builder()
            .method(Method::from_bytes(one.method.as_bytes()).unwrap())
            .uri(&one.address)
            .header(header::CONTENT_TYPE, one.media);
        for (name, value) in headers() {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(one.body.clone())).unwrap();
        let response = app().clone().oneshot(request).await.unwrap();
        *statuses.entry(response.status().as_u16()).or_default() += 1;
        // Some bodies are cut off on purpose.
        let _ = response.into_body().collect().await;
    }
    println!("{} requests: {statuses:?}", all.len());
    for status in [200, 400, 404, 405, 415] {
        assert!(statuses.contains_key(&status), "{status}: {statuses:?}");
    }
    let logged = everything_logged();
    assert!(logged.contains("the data is loaded"), "{logged}");
    assert_eq!(leaked(&logged), [""; 0], "{logged}");
}

#[test]
fn a_value_that_is_logged_would_be_found() {
    log();
    assert_eq!(leaked(&everything_logged()), [""; 0]);
    tracing::trace!(target: "anyone", postcode = POSTCODE, "looked up");
    assert!(leaked(&everything_logged()).contains(&"2 9RR"));
    tracing::trace!(target: "anyone", "GET /lookup?easting={}", PLACE[2].1);
    assert!(leaked(&everything_logged()).contains(&"351234"));
}

/// A page without content.
fn page() -> tempfile::TempDir {
    let web = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(web.path().join("node_modules/maplibre-gl/dist")).unwrap();
    std::fs::write(web.path().join("index.html"), "<!doctype html>").unwrap();
    web
}

#[tokio::test]
async fn a_500_names_an_incident_under_which_the_log_has_the_route_and_every_cause() {
    log();
    let data = coterm_io::store::open(
        &coterm_tests::data_folder(),
        coterm_core::dataset::Indexing::None,
    )
    .unwrap();
    let web = page();
    let app = coterm_server::app(State::new(data, web.path()));
    std::fs::remove_file(web.path().join("index.html")).unwrap();
    let address = format!("/?{}", POSTCODE.replace(' ', "%20"));
    let html = [(header::ACCEPT, "text/html")];
    let answered = send_to(&app, Method::GET, &address, &html).await;
    assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem = answered.json();
    let incident = problem["instance"].as_str().unwrap();
    assert!(incident.starts_with("urn:uuid:"), "{problem}");
    assert_eq!(problem["title"], "Internal Server Error");
    assert!(!problem.to_string().contains("index.html"), "{problem}");
    let logged = everything_logged();
    let line = logged.lines().find(|line| line.contains(incident));
    let line = line.unwrap_or_else(|| panic!("{incident} is not in {logged}"));
    for expected in [
        "ERROR",
        "method=\"GET\"",
        "route=\"/\"",
        "index.html",
        "os error 2",
    ] {
        assert!(line.contains(expected), "{expected} is not in {line}");
    }
    assert_eq!(leaked(&logged), [""; 0], "{logged}");
}

#[tokio::test]
async fn what_the_disk_or_the_program_does_not_do_is_no_fault_of_who_asks() {
    let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
    for error in [
        coterm_io::Error::Write {
            path: "/secret/out".into(),
            source: full().into(),
        },
        coterm_io::Error::Encode {
            what: "lad-2023".into(),
            format: "GeoJSON",
            source: "it cannot be".into(),
        },
        coterm_io::Error::Io {
            path: "/secret/in".into(),
            source: full(),
        },
        coterm_io::Error::Recipe("it goes round in a circle".into()),
    ] {
        let text = error.to_string();
        let response = Problem::from(error).into_response();
        assert_eq!(
            response.status(),
            StatusCode::INTERNAL_SERVER_ERROR,
            "{text}"
        );
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert!(problem["instance"].is_string(), "{text}: {problem}");
        assert!(!problem.to_string().contains("secret"), "{text}: {problem}");
    }
    let theirs = coterm_io::Error::InvalidInput("the CSV has no column \"x\"".into());
    let response = Problem::from(theirs).into_response();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

/// Server process with the most detailed log.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(folder: &Path, web: &Path) -> Self {
        let mut child = coterm(folder)
            .args(["-vvv", "serve", "--bind", "127.0.0.1:0", "--web"])
            .arg(web)
            .env("COTERM_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.join("stderr")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.as_mut().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split(' ').next().unwrap().to_owned();
        Self { child, address }
    }

    fn send(&self, request: &TestRequest, more: &[(&str, &str)]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: localhost\r\n",
            request.method, request.address
        );
        let sent = headers();
        let sent = sent.iter().map(|(name, value)| (*name, value.as_str()));
        let sent = sent.filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        for (name, value) in sent.chain(more.iter().copied()) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        let length = request.body.len().to_string();
        head.extend(["Content-Type: ", request.media, "\r\n"]);
        head.extend(["Content-Length: ", &length, "\r\n"]);
        head.extend(["Connection: close\r\n\r\n", &request.body]);
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A connection may be cut off on purpose.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Stops the server. Returns everything that it has written to standard output and standard
    /// error.
    fn stop(mut self, folder: &Path) -> (String, String) {
        let pid = self.child.id().to_string();
        let killed = std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status();
        assert!(killed.unwrap().success());
        assert!(self.child.wait().unwrap().success());
        let mut stdout = String::new();
        let mut rest = self.child.stdout.take().unwrap();
        rest.read_to_string(&mut stdout).unwrap();
        (
            stdout,
            std::fs::read_to_string(folder.join("stderr")).unwrap(),
        )
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // The server has ended unless a claim has failed.
        let _ = self.child.kill();
    }
}

#[tokio::test]
async fn the_command_writes_nothing_that_is_asked_of_its_server_anywhere() {
    let (folder, web) = (tempfile::tempdir().unwrap(), page());
    let served = Served::start(folder.path(), web.path());
    std::fs::remove_file(web.path().join("index.html")).unwrap();
    for one in requests().await {
        served.send(&one, &[]);
    }
    let failed = served.send(&request("GET", "/?q=1"), &[("accept", "text/html")]);
    let (head, body) = failed.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 500"), "{failed}");
    let problem: Value =
        serde_json::from_str(&body[body.find('{').unwrap()..=body.rfind('}').unwrap()]).unwrap();
    let (stdout, stderr) = served.stop(folder.path());
    for expected in [
        "the data is loaded",
        "listening",
        "stopping",
        "stopped",
        problem["instance"].as_str().unwrap(),
    ] {
        assert!(stderr.contains(expected), "{expected} is not in {stderr}");
    }
    assert_eq!(leaked(&stdout), [""; 0], "{stdout}");
    assert_eq!(leaked(&stderr), [""; 0], "{stderr}");
    let files = folder.path().read_dir().unwrap();
    let files: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["stderr"]);
}

#[test]
fn a_full_disk_is_told_as_one_and_no_fault_of_the_input() {
    let folder = tempfile::tempdir().unwrap();
    let csv = format!("postcode\n{}", "LA1 4YW\n".repeat(50_000));
    std::fs::write(folder.path().join("in.csv"), csv).unwrap();
    for arguments in [
        &["bulk", "in.csv", "--on", "2022-06-30", "-o", "/dev/full"][..],
        &["export", "lad-2023", "-o", "/dev/full"],
        &[
            "compare",
            "place-2022",
            "utla-2023",
            "--format",
            "json",
            "-o",
            "/dev/full",
        ],
    ] {
        let ran = run(coterm(folder.path()).args(arguments));
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(
            ran.err.contains("cannot write") && ran.err.contains("No space left"),
            "{arguments:?}: {}",
            ran.err
        );
    }
}

#[test]
fn v_tells_the_causes_of_an_error_one_a_line_and_the_log_more() {
    let folder = tempfile::tempdir().unwrap();
    let logged_by = |arguments: &[&str]| run(coterm(folder.path()).args(arguments)).err;
    let arguments = ["check", "missing.geojson"];
    let usual = logged_by(&arguments);
    assert_eq!(usual.lines().count(), 1, "{usual}");
    let more = logged_by(&["-v", arguments[0], arguments[1]]);
    assert!(more.starts_with(&usual), "{more}");
    assert!(
        more.lines()
            .any(|line| line.starts_with("caused by: ") && line.contains("os error 2")),
        "{more}"
    );
    let lookup = ["lookup", "LA1 4YW", "--on", "2022-06-30"];
    assert_eq!(logged_by(&lookup), "");
    let logged = logged_by(&[&["-vv"], &lookup[..]].concat());
    assert!(logged.contains("DEBUG coterm_io::store"), "{logged}");
    assert!(!logged.contains("4YW"), "{logged}");
    let ran = run(coterm(folder.path()).args(lookup).env("COTERM_LOG", "loud"));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("COTERM_LOG is not understood"),
        "{}",
        ran.err
    );
}
