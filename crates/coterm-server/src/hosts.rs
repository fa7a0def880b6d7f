//! [`Hosts`], the names by which clients may call the server, and the check of them.
//!
//! A page on another site can make a visitor's browser send requests to a server on the visitor's
//! own machine. With a name of its own for that machine ("DNS rebinding") it could read the answers
//! too. A server for one machine therefore answers only to that machine's names, and does no costly
//! work for other sites.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::{Either, Ready, ready};
use tower::{Layer, Service};

use crate::{Problem, State};

/// Beginnings of the paths whose answers cost much work.
const COSTLY: [&str; 2] = ["/compare/", "/scenarios/"];
/// End of the path of an answer that takes a comparison.
const OVERLAPPING: &str = "/overlapping";

/// The names by which clients may call the server.
///
/// ```
/// use coterm_server::Hosts;
///
/// let hosts = Hosts::of_this_machine("127.0.0.1:8080".parse()?).and(["coterm.test"]);
/// assert!(hosts.has("localhost:8080") && hosts.has("coterm.test"));
/// assert!(!hosts.has("evil.example"));
/// assert!(Hosts::Any.has("anything.example"));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Hosts {
    /// Any name: the server is meant for others too.
    #[default]
    Any,
    /// Certain names and addresses only, in lower case and without a port.
    Only(Vec<String>),
}

impl Hosts {
    /// Returns the names of this machine, for a server that only it can reach: `localhost`, the
    /// loopback addresses and the address that the server listens on. For an address that others can
    /// reach, it is any name.
    ///
    /// ```
    /// use coterm_server::Hosts;
    ///
    /// assert_eq!(Hosts::of_this_machine("0.0.0.0:80".parse()?), Hosts::Any);
    /// # Ok::<(), std::net::AddrParseError>(())
    /// ```
    pub fn of_this_machine(address: SocketAddr) -> Self {
        if !address.ip().is_loopback() {
            return Self::Any;
        }
        let own = match address.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        Self::Only(vec![
            "localhost".into(),
            "127.0.0.1".into(),
            "[::1]".into(),
            own,
        ])
    }

    /// Adds names, such as that of a proxy before the server.
    ///
    /// ```
    /// # use coterm_server::Hosts;
    /// let hosts = Hosts::Only(Vec::new()).and(["Maps.Example"]);
    /// assert!(hosts.has("maps.example:443"));
    /// ```
    #[must_use]
    pub fn and<N: AsRef<str>>(self, names: impl IntoIterator<Item = N>) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Only(mut all) => {
                let names = names.into_iter();
                let lower = |name: N| without_port(name.as_ref()).to_ascii_lowercase();
                all.extend(names.map(lower));
                Self::Only(all)
            }
        }
    }

    /// Whether the server answers to the host of a `Host` header, with or without a port.
    ///
    /// ```
    /// # use coterm_server::Hosts;
    /// assert!(!Hosts::Only(Vec::new()).has("localhost"));
    /// ```
    pub fn has(&self, host: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(names) => {
                let host = without_port(host);
                names.iter().any(|name| name.eq_ignore_ascii_case(host))
            }
        }
    }
}

/// Returns the name or address of a host without the port that may follow it.
fn without_port(host: &str) -> &str {
    // An IPv6 address is in brackets, and has colons itself.
    let end = host.find(']').map_or(0, |bracket| bracket + 1);
    let port = host[end..].find(':');
    port.map_or(host, |port| &host[..end + port])
}

/// A layer that refuses requests with a host that is not the server's, and those that other sites
/// make a visitor's browser send for costly work.
#[derive(Debug, Clone)]
pub(crate) struct CheckHost(Arc<Hosts>);

impl CheckHost {
    /// Makes the layer with the hosts of the settings.
    pub(crate) fn of(state: &State) -> Self {
        Self(Arc::new(state.hosts().clone()))
    }
}

impl<S> Layer<S> for CheckHost {
    type Service = HostChecked<S>;

    fn layer(&self, inner: S) -> HostChecked<S> {
        HostChecked {
            inner,
            hosts: Arc::clone(&self.0),
        }
    }
}

/// The service that [`CheckHost`] makes.
#[derive(Debug, Clone)]
pub(crate) struct HostChecked<S> {
    inner: S,
    /// The hosts. A service is cloned for each request.
    hosts: Arc<Hosts>,
}

impl<S> Service<Request> for HostChecked<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<S::Future, Ready<Result<Response, Infallible>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match refused(&self.hosts, &request) {
            None => Either::Left(self.inner.call(request)),
            Some(problem) => Either::Right(ready(Ok(problem.into_response()))),
        }
    }
}

fn refused(hosts: &Hosts, request: &Request) -> Option<Problem> {
    if *hosts == Hosts::Any {
        return None;
    }
    let headers = request.headers();
    let named = headers.get_all(header::HOST).iter();
    let mut named = named.map(|host| host.to_str().unwrap_or_default());
    let in_address = request.uri().host();
    if !named.all(|host| hosts.has(host)) || in_address.is_some_and(|host| !hosts.has(host)) {
        return Some(Problem::misdirected());
    }
    let path = request.uri().path();
    let is_costly =
        COSTLY.iter().any(|costly| path.starts_with(costly)) || path.ends_with(OVERLAPPING);
    (is_costly && is_from_elsewhere(headers)).then(Problem::from_elsewhere)
}

/// Whether a page of another site sends the request, other than by a link that somebody follows.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|given| given == value);
    let is_followed_link = is("sec-fetch-mode", "navigate")
        && is("sec-fetch-dest", "document")
        && is("sec-fetch-user", "?1");
    is("sec-fetch-site", "cross-site") && !is_followed_link
}
