//! [`Settings`], what an operator decides about the interface.

use crate::{Hosts, Limits};

/// The choices of an operator about the interface, whatever the data is.
///
/// ```
/// use coterm_server::Settings;
///
/// let settings = Settings {
///     public_url: Some("https://maps.example/areas".into()),
///     ..Settings::default()
/// };
/// assert!(settings.allowed_origins.is_empty() && !settings.access_log);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The address by which clients reach the server through a proxy, with a path if it has one,
    /// and without a slash at its end. Without it, the headers of each request say.
    pub public_url: Option<String>,
    /// Origins whose pages may send lookups, comparisons and scenarios, such as
    /// `https://maps.example`. Pages of every origin may read the layers and tiles.
    pub allowed_origins: Vec<String>,
    /// Whether each request is logged: its method, the template of its route, its status and the
    /// milliseconds, and never a value.
    pub access_log: bool,
    /// Names by which clients may call the server.
    pub hosts: Hosts,
    /// Bounds on what clients can hold of the server.
    pub limits: Limits,
}
