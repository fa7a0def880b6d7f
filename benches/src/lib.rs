//! Code that the benches share: inputs that are the same on every machine, other Rust crates to
//! compare with, and the way of measuring.
//!
//! * [`coverage`] makes layers from a [`grid`] by [`merge`], [`layers`] loads real ones, [`points`]
//!   makes the points to look up, [`layer_pairs`] the pairs of layers to overlay;
//! * [`contender`] has coterm and its peers answer the same lookups;
//! * [`overlay`] does so for two layers;
//! * [`connections`] sends requests to servers over HTTP;
//! * [`tiles`] has the layer that vector tiles are made of, and the tiles that are compared;
//! * [`measure`] takes turns and medians, [`verify`] compares the answers with each other,
//!   [`record`] writes one line of JSON per figure.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod all_layers;
pub mod connections;
pub mod contender;
pub mod coverage;
pub mod grid;
pub mod layer_pairs;
pub mod layers;
pub mod measure;
pub mod merge;
pub mod overlay;
pub mod parameters;
pub mod points;
pub mod random;
pub mod record;
pub mod tiles;
pub mod verify;

/// Result of a bench; any error is printed and ends it.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
