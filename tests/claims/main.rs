//! What coterm claims, shown on the committed data: one module for each theme,
//! one test for each claim.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints the figures that it found"
)]

mod agreement;
mod bad_files;
mod bad_paths;
mod bad_requests;
mod bulk;
mod bulk_trouble;
mod coverage_laws;
mod coverages;
mod data_folder;
mod examples;
mod export;
mod http_post;
mod index;
mod laws;
mod official_lookup;
mod ostn15;
mod partitions;
mod published_counts;
mod requests;
mod results;
mod server;
mod worked_answers;
