//! Claims about what protects the server and its users from other sites and from curious systems:
//! hosts, headers, core dumps and signals.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use axum::http::header;
use coterm_server::{Hosts, Limits};
use coterm_tests::coterm;

use crate::requests::{get, post};
use crate::running_server::{PATIENCE, RunningServer, is_problem, post_whole};

/// A request with headers of its own.
fn with(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n")
}

#[test]
fn a_server_for_one_machine_answers_to_the_names_of_that_machine_only() {
    let own = Hosts::of_this_machine("127.0.0.1:80".parse().unwrap()).and(["coterm.test"]);
    let server = RunningServer::start_with(Limits::default(), own);
    for host in [
        "localhost",
        "LOCALHOST:8080",
        "127.0.0.1:8080",
        "[::1]:8080",
        "coterm.test",
    ] {
        let answer = server.exchange(&with("/health", &format!("Host: {host}\r\n")));
        assert!(answer.starts_with("HTTP/1.1 200"), "{host}: {answer}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "evil.example:127.0.0.1",
        "[::1].evil.example",
        "127.0.0.1.evil.example:8080",
        "",
        "localhost\r\nHost: evil.example",
    ] {
        let answer = server.exchange(&with("/health", &format!("Host: {host}\r\n")));
        is_problem(&answer, 421, "http://localhost");
    }
}

#[test]
fn pages_of_other_sites_cannot_ask_for_costly_work() {
    let own = Hosts::of_this_machine("127.0.0.1:80".parse().unwrap());
    let server = RunningServer::start_with(Limits::default(), own);
    let compared = "/compare/place-2022/utla-2023?f=json";
    let from = |headers: &str| {
        let headers = format!("Host: localhost\r\n{headers}");
        server.exchange(&with(compared, &headers))
    };
    let image =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n";
    is_problem(&from(image), 403, "open the address itself");
    let frame =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
    is_problem(&from(frame), 403, "open the address itself");
    let overlapping = "/collections/lad-2023/items/E07000121/overlapping?with=ccg-2021";
    let answer = server.exchange(&with(overlapping, &format!("Host: localhost\r\n{image}")));
    is_problem(&answer, 403, "open the address itself");
    let link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\
                Sec-Fetch-Dest: document\r\nSec-Fetch-User: ?1\r\n";
    for allowed in [link, "Sec-Fetch-Site: same-origin\r\n", ""] {
        let answer = from(allowed);
        assert!(answer.starts_with("HTTP/1.1 200"), "{allowed}: {answer}");
    }
    // What is cheap may be shown on other sites' maps.
    let tile = with(
        "/tiles/lad-2023/6/31/20",
        &format!("Host: localhost\r\n{image}"),
    );
    let answer = server.exchange(&tile);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_its_reader() {
    for path in [
        "/",
        "/health",
        "/postcodes/LA14YW",
        "/postcodes/nonsense",
        "/collections",
        "/tiles/lad-2023",
        "/tiles/lad-2023/6/31/20",
        "/style.json",
        "/compare/place-2022/utla-2023?f=html",
        "/no/such/page",
    ] {
        let answered = get(path).await;
        // Pages of other sites may draw layers.
        let open = ["/collections", "/tiles", "/style"]
            .iter()
            .any(|open| path.starts_with(open));
        let readers = if open { "cross-origin" } else { "same-origin" };
        for (name, words) in [
            ("content-security-policy", "default-src"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", readers),
            ("cross-origin-opener-policy", "same-origin"),
            ("permissions-policy", "geolocation=()"),
            ("cache-control", ""),
        ] {
            let name = header::HeaderName::from_static(name);
            assert!(answered.headers.contains_key(&name), "{path}: {name}");
            assert!(
                answered.header(name.clone()).contains(words),
                "{path}: {name}"
            );
        }
    }
}

#[tokio::test]
async fn suggestions_can_be_asked_for_in_the_body() {
    let asked = get("/postcodes?q=LA1%204Y").await;
    let sent = post("/postcodes", "application/json", r#"{"q": "LA1 4Y"}"#).await;
    assert_eq!(sent.body, asked.body);
    assert_eq!(sent.header(header::CACHE_CONTROL), "no-store");
    for (media, body, status) in [
        ("text/plain", r#"{"q": "LA1"}"#.to_owned(), 415),
        ("application/json", "LA1".to_owned(), 400),
        ("application/json", r#"{"p": "LA1"}"#.to_owned(), 400),
        (
            "application/json",
            format!(r#"{{"q": "{}"}}"#, "1".repeat(2_000)),
            413,
        ),
    ] {
        let refused = post("/postcodes", media, body).await;
        assert_eq!(refused.status.as_u16(), status);
        let problem = refused.json();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(r#"{"q": "LA1 4"}"#), "{detail}");
    }
}

/// The command `coterm serve` as a process.
struct Served {
    child: Child,
    address: String,
}

fn serve(folder: &std::path::Path) -> Served {
    let mut child = coterm(folder)
        .args(["serve", "--bind", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.split("http://").nth(1).unwrap();
    let address = address.split(' ').next().unwrap().to_owned();
    Served { child, address }
}

fn signal(child: &Child) {
    let pid = child.id().to_string();
    let _ = Command::new("kill").args(["-TERM", &pid]).status();
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_leaves_no_core_dump_and_may_open_all_files_that_the_system_allows() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = serve(folder.path());
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", served.child.id())).unwrap();
    let of = |name: &str| -> Vec<String> {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..]
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(of("Max core file size")[..2], ["0", "0"]);
    let files = of("Max open files");
    assert_eq!(files[0], files[1]);
    signal(&served.child);
    assert!(served.child.wait().unwrap().success());
}

#[test]
fn a_second_signal_ends_a_server_that_waits_for_a_slow_client() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = serve(folder.path());
    let length = "Length: 9\r\nExpect: 100-continue";
    let begun = post_whole("/scenarios/score", "text/csv", "").replace("Length: 0", length);
    let mut slow = TcpStream::connect(&served.address).unwrap();
    std::io::Write::write_all(&mut slow, begun.as_bytes()).unwrap();
    // The server waits for the body once it asks for it; a new connection would only be closed.
    let mut asked = [0; 12];
    std::io::Read::read_exact(&mut slow, &mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100");
    // Signals that come together count as one, so more are sent until one ends it.
    let start = Instant::now();
    let code = loop {
        assert!(start.elapsed() < PATIENCE, "it does not end");
        signal(&served.child);
        thread::sleep(Duration::from_millis(200));
        if let Some(status) = served.child.try_wait().unwrap() {
            break status.code();
        }
    };
    // 128 and the signal's number; a server that has drained ends with 0.
    assert_eq!(code, Some(143));
    drop(slow);
}
