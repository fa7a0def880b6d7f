//! Lookups, layers and the map over HTTP.
//!
//! The server is a function: [`app`] makes a router from a [`State`], which tests
//! call without a socket, and [`run`] serves it until it is told to stop. Each
//! resource is a file; the table of contents is in `router`.
//!
//! # Privacy
//!
//! No request is logged, in whole or in part. Answers to lookups are marked as not
//! to be stored, and the page may talk to no other origin.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod array;
mod batch;
mod collections;
mod compare;
mod comparisons;
pub mod day;
mod guard;
mod heads;
mod health;
mod json;
mod last;
mod lookup;
mod page;
mod parameters;
mod postcodes;
mod problem;
mod questions;
mod router;
mod scenarios;
mod state;
mod streaming;
mod style;
mod table;
mod tiles;

pub use problem::Problem;
pub use router::{app, run};
pub use state::State;
