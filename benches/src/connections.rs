//! An HTTP client for measuring servers, as cheap as possible: its cost is part of every figure,
//! and the same for every server.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use crate::Result;

/// Number of connections that are kept open, each with one request under way.
const CONNECTIONS: usize = 16;
/// End of a chunked body, whose length was not known when it began.
const END: &[u8] = b"\r\n0\r\n\r\n";

/// Runs a server on a thread of its own, with a further thread for each request that takes long.
///
/// # Errors
///
/// Fails if the system grants no thread or no port.
pub fn serve(
    run: impl AsyncFnOnce(TcpListener) -> std::io::Result<()> + Send + 'static,
) -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new()
        .name("server".into())
        .spawn(move || {
            let served = runtime.block_on(async { run(TcpListener::from_std(listener)?).await });
            if let Err(error) = served {
                eprintln!("the server stopped: {error}");
            }
        })?;
    Ok(address)
}

/// Figures of a series of requests and answers.
#[derive(Debug, Clone, Copy)]
pub struct Exchange {
    /// Requests per second by the clock.
    pub requests_per_s: f64,
    /// Microseconds of processor time per request, of all threads but the client's.
    pub server_us: f64,
    /// Bytes per answer, without the head.
    pub body_bytes: f64,
    /// Microseconds from sending a request to having the whole answer: the median, the 99th
    /// percentile and the maximum.
    pub answer_us: [f64; 3],
    /// Number of answers with an empty body.
    pub empty: usize,
}

/// Sends `count` of the requests in turn, over a few connections, and reads the answers.
///
/// # Errors
///
/// Fails if an answer has a status other than 200 and 204, or is cut off.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn ask(address: SocketAddr, requests: &Rc<Vec<Vec<u8>>>, count: usize) -> Result<Exchange> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let local = LocalSet::new();
    runtime.block_on(local.run_until(async {
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            connections.push(TcpStream::connect(address).await?);
        }
        let (worked, start) = (server_seconds()?, Instant::now());
        let asking: Vec<_> = connections
            .into_iter()
            .enumerate()
            .map(|(first, connection)| {
                let requests = Rc::clone(requests);
                let mine = (first..count).step_by(CONNECTIONS);
                tokio::task::spawn_local(async move {
                    let mut connection = Connection::new(connection)?;
                    let mut answers = Vec::new();
                    for position in mine {
                        let begun = Instant::now();
                        let bytes = connection.ask(&requests[position % requests.len()]).await?;
                        answers.push((begun.elapsed().as_secs_f64() * 1e6, bytes));
                    }
                    Ok::<_, String>(answers)
                })
            })
            .collect();
        let mut answers = Vec::new();
        for answered in asking {
            answers.extend(answered.await??);
        }
        let (seconds, worked) = (start.elapsed().as_secs_f64(), server_seconds()? - worked);
        answers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let bytes: usize = answers.iter().map(|(_, bytes)| bytes).sum();
        let slow = |hundredths: usize| {
            let at = (answers.len() * hundredths / 100).min(answers.len().saturating_sub(1));
            answers.get(at).map_or(f64::NAN, |(us, _)| *us)
        };
        Ok(Exchange {
            requests_per_s: count as f64 / seconds,
            server_us: worked * 1e6 / count as f64,
            body_bytes: bytes as f64 / count as f64,
            answer_us: [50, 99, 100].map(slow),
            empty: answers.iter().filter(|(_, bytes)| *bytes == 0).count(),
        })
    }))
}

/// Seconds of processor time of all threads but this one, as Linux counts them; NaN on other
/// systems.
fn server_seconds() -> Result<f64> {
    let Ok(this) = std::fs::read_link("/proc/thread-self") else {
        return Ok(f64::NAN);
    };
    let mut seconds = 0.0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let task = task?;
        if Some(task.file_name().as_os_str()) != this.file_name() {
            // A thread may have ended meanwhile.
            let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse().ok());
            seconds += nanoseconds.unwrap_or(0.0) / 1e9;
        }
    }
    Ok(seconds)
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn new(stream: TcpStream) -> std::result::Result<Self, String> {
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            stream,
            buffer: vec![0; 1 << 18],
        })
    }

    /// Sends a request, reads the answer and returns the size of its body in bytes.
    async fn ask(&mut self, request: &[u8]) -> std::result::Result<usize, String> {
        let broken = |error: std::io::Error| error.to_string();
        self.stream.write_all(request).await.map_err(broken)?;
        let mut filled = 0;
        let head = loop {
            filled += self.read(filled).await.map_err(broken)?;
            if let Some(end) = self.buffer[..filled]
                .windows(4)
                .position(|four| four == b"\r\n\r\n")
            {
                break end + 4;
            }
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]);
        if text.starts_with("HTTP/1.1 204") {
            return Ok(0);
        }
        if !text.starts_with("HTTP/1.1 200") {
            return Err(format!("answered with {text}"));
        }
        let length = text.split_once("content-length: ").and_then(|(_, rest)| {
            let (digits, _) = rest.split_once('\r')?;
            digits.parse::<usize>().ok()
        });
        let mut bytes = filled - head;
        loop {
            let ended = match length {
                Some(length) => bytes >= length,
                None => self.buffer[..filled].ends_with(END),
            };
            if ended {
                return Ok(bytes);
            }
            // Keep the last bytes: the end of the body may arrive in two pieces.
            if filled > self.buffer.len() / 2 {
                self.buffer.copy_within(filled - END.len()..filled, 0);
                filled = END.len();
            }
            let more = self.read(filled).await.map_err(broken)?;
            filled += more;
            bytes += more;
        }
    }

    async fn read(&mut self, filled: usize) -> std::io::Result<usize> {
        match self.stream.read(&mut self.buffer[filled..]).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            bytes => Ok(bytes),
        }
    }
}

/// A router whose one route does nothing: it reads what it is sent and answers with a fixed body of
/// `bytes` bytes.
pub fn bare(path: &str, bytes: usize) -> Router {
    let body = axum::body::Bytes::from(vec![b' '; bytes]);
    let fixed = body.clone();
    let get = axum::routing::get(move || std::future::ready(fixed.clone()));
    let both = get.post(move |sent: axum::body::Bytes| {
        drop(sent);
        std::future::ready(body.clone())
    });
    Router::new().route(path, both)
}
