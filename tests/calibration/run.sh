#!/usr/bin/env bash
# Measures how often answers that say "certain" are wrong, and writes docs/certainty.md; see
# main.rs. Needs finer and later sources in ../shared/data or COTERM_SHARED, and leaves out
# those that are missing.
# Options: --england FOLDER, --points NUMBER (of each kind, for each layer), -o FOLDER.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --quiet --release --locked --package coterm-tests --example certainty
exec "$(./setup target)/release/examples/certainty" "$@"
