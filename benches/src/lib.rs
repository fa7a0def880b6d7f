//! What the benches share: inputs that are the same on every machine, the
//! peers that are Rust crates, and the way of measuring.
//!
//! * [`coverage`] makes layers from a [`grid`] by [`merge`], [`layers`] loads real ones,
//!   [`points`] makes what is looked up in them, [`pairs`] what is laid over each other;
//! * [`contender`] is the same question put to coterm and to its peers;
//! * [`overlay`] is that for two layers;
//! * [`connections`] asks servers over HTTP;
//! * [`tiles`] is the layer that vector tiles are made of, and which tiles are compared;
//! * [`measure`] takes turns and medians, [`verify`] holds the answers against
//!   each other, [`record`] writes one line of JSON per figure.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod connections;
pub mod contender;
pub mod coverage;
pub mod grid;
pub mod knobs;
pub mod layers;
pub mod measure;
pub mod merge;
pub mod overlay;
pub mod pairs;
pub mod points;
pub mod random;
pub mod record;
pub mod tiles;
pub mod together;
pub mod verify;

/// What a bench fails with: it says so and stops.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
