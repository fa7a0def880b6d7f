//! Real processes of a cluster on this machine: queries, joins, and what happens when a process dies.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by them"
)]

mod described_tables;
mod joins;
mod processes;
mod queries;
