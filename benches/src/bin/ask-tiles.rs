//! Requests tiles from a server on this machine, repeatedly, and prints the figures as JSON.
//!
//! `ask-tiles ADDRESS TIMES < PATHS`: ADDRESS is such as `127.0.0.1:8080`, TIMES says how often
//! each path is requested, and PATHS has one path per line. Tiles are accepted compressed, as
//! `gzip`.

use std::io::{Write, read_to_string};
use std::rc::Rc;

use coterm_benches::Result;
use coterm_benches::connections::ask;
use serde_json::json;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(times)) = (arguments.next(), arguments.next()) else {
        return Err("usage: ask-tiles ADDRESS TIMES < PATHS".into());
    };
    let paths = read_to_string(std::io::stdin())?;
    let request = |path: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\n\r\n")
            .into_bytes()
    };
    let requests: Rc<Vec<Vec<u8>>> = Rc::new(paths.lines().map(request).collect());
    let count = requests.len() * times.parse::<usize>()?;
    let exchange = ask(address.parse()?, &requests, count)?;
    let [p50_us, p99_us, slowest_us] = exchange.answer_us;
    let record = json!({
        "requests": count, "requests_per_s": exchange.requests_per_s, "p50_us": p50_us, "p99_us": p99_us,
        "slowest_us": slowest_us, "body_bytes": exchange.body_bytes, "empty": exchange.empty,
    });
    Ok(writeln!(std::io::stdout(), "{record}")?)
}
