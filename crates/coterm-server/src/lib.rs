//! The HTTP server: lookups, layers, comparisons, scenarios, tiles and the page with the map.
//!
//! The command line's `serve` runs it. [`app`] makes a router from a [`State`], which tests call
//! without a socket; [`run`] serves it until it is told to stop. `router` lists all paths, each
//! resource has a file in `handlers`, `http` has what these share, and `cache` keeps large answers.
//! Nothing that a client does holds more than the [`Limits`] say: `connection` watches over
//! connections, and `work` over what takes long.
//!
//! # Privacy
//!
//! Requests are not logged one by one. The log (`http::logging`) has faults and slow requests only,
//! each with the template of its route, and never a value of a path, a query, a header or a body.
//! Answers to lookups are sent with `Cache-Control: no-store`, and the page may connect to no other
//! origin.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cache;
mod connection;
pub mod day;
mod filter;
mod handlers;
mod hosts;
mod http;
mod limits;
mod listeners;
mod live_state;
mod metrics;
mod page_location;
mod router;
mod settings;
mod state;
mod work;

pub use connection::run;
pub use hosts::Hosts;
pub use http::catch_panic::log_panics;
pub use http::problem::Problem;
pub use limits::Limits;
pub use listeners::Listeners;
pub use live_state::LiveState;
pub use page_location::{BuiltInPage, PageLocation};
pub use router::app;
pub use settings::Settings;
pub use state::{State, StateBuilder};
