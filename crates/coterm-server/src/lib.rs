//! Lookups, layers and the map over HTTP.
//!
//! The server is a function: [`app`] makes a router from a [`State`], which tests
//! call without a socket, and [`run`] serves it until it is told to stop. The table of
//! contents is in `router`; each resource is a file in `handlers`; `http` is what they
//! share of HTTP, and `cache` what is made once and asked for again.
//!
//! # Privacy
//!
//! There is no log of requests. What is logged is in `http::logging`: faults and slow
//! requests by the template of their route, and never a value of a path, a query, a header
//! or a body. Answers to lookups are marked as not
//! to be stored, and the page may talk to no other origin.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cache;
pub mod day;
mod handlers;
mod http;
mod router;
mod state;

pub use http::catch_panic::log_panics;
pub use http::problem::Problem;
pub use router::{app, run};
pub use state::{State, StateBuilder};
