//! A server that listens on a port of its own, with limits of its own, for claims about clients
//! that misbehave.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use coterm_core::dataset::Indexing;
use coterm_server::{Hosts, Limits, State};
use coterm_tests::{data_folder, workspace};
use tokio::sync::oneshot;

/// Time that nothing here should need, however busy the machine is.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// A server, with the threads that it runs on.
pub(crate) struct RunningServer {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
    runtime: tokio::runtime::Runtime,
}

impl RunningServer {
    pub(crate) fn start(limits: Limits) -> Self {
        Self::start_with(limits, Hosts::Any)
    }

    pub(crate) fn start_with(limits: Limits, hosts: Hosts) -> Self {
        let dataset = coterm_io::store::open(&data_folder(), Indexing::None).unwrap();
        let state = State::builder(dataset, &workspace().join("no-page-here"))
            .limits(limits)
            .hosts(hosts)
            .build();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = runtime.spawn(coterm_server::run(listener, state, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop: Some(stop),
            served,
            runtime,
        }
    }

    /// Connects, and sends the text.
    pub(crate) fn begin(&self, text: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.address).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        connection.write_all(text.as_bytes()).unwrap();
        connection
    }

    /// Sends a whole request, and returns the whole answer.
    pub(crate) fn exchange(&self, request: &str) -> String {
        rest(self.begin(request))
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.exchange(&get(path))
    }

    /// Fails unless the server answers.
    pub(crate) fn still_answers(&self) {
        let answer = self.get("/postcodes/LA14YW?on=2022-06-30");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("Lancaster"), "{answer}");
    }

    /// Tells the server to stop, and waits until it has.
    pub(crate) fn stop(mut self) {
        let _ = self.stop.take().unwrap().send(());
        let served = self.served;
        let served = self
            .runtime
            .block_on(async { tokio::time::timeout(PATIENCE, served).await });
        served.expect("it stops").unwrap().unwrap();
        self.runtime.shutdown_background();
    }
}

/// A request for a path, after which the connection is closed.
pub(crate) fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

/// The head of a request with a body in chunks.
pub(crate) fn post(path: &str, media: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\nConnection: close\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    )
}

pub(crate) fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

/// A request with a body whose length is told.
pub(crate) fn post_whole(path: &str, media: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Reads everything that the server sends until it closes the connection.
pub(crate) fn rest(mut connection: TcpStream) -> String {
    let mut answer = Vec::new();
    let begun = Instant::now();
    // A connection that is cut may end with an error.
    let _ = connection.read_to_end(&mut answer);
    assert!(begun.elapsed() < PATIENCE, "the connection stays open");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Closes the side that sends.
pub(crate) fn half_closed(connection: TcpStream) -> TcpStream {
    connection.shutdown(Shutdown::Write).unwrap();
    connection
}

/// Fails unless the answer has the status and is a problem document that says these words.
pub(crate) fn is_problem(answer: &str, status: u16, words: &str) {
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status}")),
        "{answer}"
    );
    assert!(
        answer.contains("content-type: application/problem+json"),
        "{answer}"
    );
    assert!(answer.contains(words), "{answer}");
}
